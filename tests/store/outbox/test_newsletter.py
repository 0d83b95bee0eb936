"""One issue, many people: one mail each, in their own words, logged; interrupted anywhere, nobody gets it twice."""

from __future__ import annotations

import random
from email import message_from_bytes
from email.policy import default

import pytest

from store import accounts
from store.errors import DefinitionFault, NotFound, Unavailable, UsageFault
from store.records import replace

BODY = "Hello[[ $first_name]],\n\nThree people asked me the same.\n\n[[How is it at $company?|How is it with you?]]\n\n$signature"
NAMES = ["Ana Duarte @Acme", "Bo Hart", "Cy Iris @Northline", "Dee Ashby", "Eli Voss", "Flo Raman"]


def address_of(name):
    return f"{name.split()[0].lower()}@example.com"


@pytest.fixture
def people(book, clock):
    """Six people whose turn it is to get the newsletter."""
    found = []
    for name in NAMES:
        words, _, company = name.partition(" @")
        found.append(book.log(f"{words} {address_of(name)}" + (f" @{company}" if company else "")).contacts[0])
    book.use_cadence(found, "nurture")
    clock.forward(days=32, hours=2)
    assert len(book.newsletter_rows()) == len(NAMES)
    return found


@pytest.fixture
def issue(book):
    return book.begin_newsletter(subject="What came up, $first_name", body=BODY)


def mails(servers):
    return [message_from_bytes(octets, policy=default) for _sender, _to, octets in servers.taken]


def recipients(servers):
    return sorted(recipient for _sender, recipient, _octets in servers.taken)


def newsletters(book, contact):
    return [each for each in book.dossier(contact).touches if each.kind == "newsletter"]


def test_everybody_gets_one_in_words_of_their_own_and_each_is_logged(book, people, issue, servers, account):
    told = []
    receipt = book.send_newsletter(progress=lambda done, total, name: told.append((done, total, name)) or True)
    assert receipt.values["count"] == 6
    assert recipients(servers) == sorted(map(address_of, NAMES))
    by_address = {mail["To"].addresses[0].addr_spec: mail for mail in mails(servers)}
    ana = by_address["ana@example.com"]
    assert str(ana["Subject"]) == "What came up, Ana"
    assert "How is it at Acme?" in ana.get_content()
    assert "How is it with you?" in by_address["bo@example.com"].get_content()
    assert ana["List-Unsubscribe"] == "<mailto:sam@example.com?subject=stop>"
    assert "stop" in ana.get_content()
    assert len({str(mail["Message-ID"]) for mail in mails(servers)}) == 6
    for contact in people:
        [touch] = newsletters(book, contact)
        assert touch.outcome == "sent"
        assert touch.message_id
    assert told[0] == (0, 6, told[0][2]) and told[-1] == (6, 6, "")
    assert servers.calls.count("smtp") == 1, "one connection for all"
    assert len(servers.folders["Gesendet"]) == 6
    assert not book.newsletter_rows()
    with pytest.raises(NotFound):
        book.newsletter()


def test_who_refused_mail_bounced_or_has_no_address_is_left_out(book, people, issue, servers, account):
    book.permit(people[:1], "email", "refused")
    book.change(people[1:2], addresses=())
    addresses = book.dossier(people[2]).contact.addresses
    book.change(people[2:3], addresses=tuple(replace(each, bounced=True) for each in addresses))
    book.send_newsletter()
    assert recipients(servers) == sorted(map(address_of, NAMES[3:]))


def test_a_gap_open_for_somebody_leaves_them_out(book, people, servers, account):
    book.begin_newsletter(subject="News", body="Hello,\n\nhow is it at $company?\n\nstop")
    found = book.newsletter()
    assert sorted(each.name for each in found.readers) == ["Ana Duarte", "Cy Iris"]
    assert {each.why for each in found.left_out} == {"open-gap"}


@pytest.mark.parametrize("seed", range(12))
def test_interrupted_anywhere_nobody_gets_it_twice(book, people, issue, servers, account, open_book, seed):
    chance = random.Random(seed)
    calls = ("smtp", "send", "accepted", "append", "imap", "select")
    for _ in range(40):
        servers.fails.clear()
        call = chance.choice(calls)
        servers.fail(call, KeyboardInterrupt() if chance.random() < 0.5 else
                     "perhaps-sent" if call in ("send", "accepted") and chance.random() < 0.5 else "server-gone",
                     after=chance.randrange(4))
        if call == "accepted":
            servers.fails["accepted"][1] = KeyboardInterrupt()
        later = open_book()
        try:
            later.send_newsletter()
        except (KeyboardInterrupt, Unavailable):
            pass
        except NotFound:
            break
        for each in later.interrupted():
            taken = {octets.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode() for _s, _r, octets in servers.taken}
            (later.sent if each.message_id in taken else later.not_sent)([each.id])
    else:
        servers.fails.clear()
        open_book().send_newsletter()
    assert recipients(servers) == sorted(map(address_of, NAMES))
    final = open_book()
    for contact in people:
        assert len(newsletters(final, contact)) == 1


def test_a_line_that_broke_between_two_mails_is_opened_again(book, people, issue, servers, account, monkeypatch):
    sent = []

    def send(self, message, recipient, sender=""):
        if len(sent) == 3 and self is first[0]:
            raise Unavailable("server-gone", name="work", host="mail.example.com")
        sent.append(recipient)
        servers.taken.append((sender, recipient, message))

    first = []
    from tests.store.outbox.conftest import FakeSender

    class Own(FakeSender):
        def __init__(self, servers) -> None:
            super().__init__(servers)
            first.append(self)

        def close(self):
            pass

    Own.send = send
    from store.accounts import smtp

    monkeypatch.setattr(smtp, "connect", lambda *_args, **_named: Own(servers))
    book.send_newsletter()
    assert sorted(sent) == sorted(map(address_of, NAMES))
    assert len(first) == 2


def test_one_address_that_is_refused_for_good_does_not_stop_the_others(book, people, issue, servers, account, monkeypatch):
    from tests.store.outbox.conftest import FakeSender

    before = FakeSender.send

    def send(self, message, recipient, sender=""):
        if recipient == "bo@example.com":
            raise Unavailable("recipient-refused", name="work", host="x", address=recipient, for_good=True)
        return before(self, message, recipient, sender)

    monkeypatch.setattr(FakeSender, "send", send)
    receipt = book.send_newsletter()
    assert receipt.values["count"] == 5
    assert receipt.values["refused"] == 1
    with pytest.raises(NotFound):
        book.newsletter()


def test_a_stop_by_the_user_goes_on_later(book, people, issue, servers, account):
    book.send_newsletter(progress=lambda done, total, name: done < 2)
    assert len(servers.taken) == 2
    assert book.newsletter().sent == 2
    assert len(book.newsletter().readers) == 4
    book.send_newsletter()
    assert recipients(servers) == sorted(map(address_of, NAMES))


def test_an_issue_that_is_not_ready_leaves_to_nobody(book, people, servers, account):
    book.begin_newsletter()
    with pytest.raises(UsageFault) as fault:
        book.send_newsletter()
    assert fault.value.code == "newsletter-unready"
    book.save_newsletter("News", "Hello $nobody_knows")
    with pytest.raises(DefinitionFault):
        book.send_newsletter()
    assert servers.taken == []


def test_one_issue_at_a_time_and_undo_brings_a_dropped_one_back(book, people, issue):
    with pytest.raises(UsageFault):
        book.begin_newsletter()
    book.drop_newsletter()
    with pytest.raises(NotFound):
        book.newsletter()
    book.undo()
    assert book.newsletter().issue.id == issue.id


def test_sending_does_not_stand_in_the_way_of_undo(book, people, issue, servers, account):
    book.tag(people[:1], "friend")
    book.send_newsletter()
    assert book.undo().values["verb"] == "tag"


def test_the_stop_line_of_the_settings(book, people, home, open_book, servers, account):
    with open(home.settings, "a") as file:
        file.write('[newsletter]\nstop = "Antworten Sie mit ENDE, und es endet."\n')
    later = open_book()
    later.begin_newsletter(subject="News", body="Hello.")
    assert later.newsletter_words(people[0])[1].endswith("Antworten Sie mit ENDE, und es endet.")


def test_without_an_account_nothing_happens(book, people, issue, home):
    with pytest.raises(NotFound):
        book.send_newsletter()
    assert accounts.load(home) == ()
    assert len(book.newsletter().readers) == 6


def test_a_place_that_the_writer_left_open_is_not_a_gap_of_the_readers(book, people, servers, account):
    book.begin_newsletter()
    found = book.newsletter()
    assert len(found.readers) == 6
    assert not found.left_out

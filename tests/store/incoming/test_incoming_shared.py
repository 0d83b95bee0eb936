"""Mail from an address that several people have: asked about, told, and never lost or laid upon the wrong one unsaid."""

from __future__ import annotations

import pytest

from store.book import incoming
from store.book.syncing_files import sync_files
from store.book.writing import Writing
from store.model import Address
from store.rules.incoming import classify
from store.sync.mail_parsing import read

OWN = ("nora@example.org",)


def mail(words="Could you send two dates?", sender="info@example.com", identity="<1@example.com>", more="",
         to="Nora <nora@example.org>", date="Tue, 24 Nov 2026 08:00:00 +0000", subject="The garden"):
    """Return a mail's bytes."""
    return (f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {date}\nMessage-ID: {identity}\n{more}"
            f"Content-Type: text/plain; charset=utf-8\n\n{words}\n").encode()


def take(book, octets):
    """Take a mail into the book and return what happened."""
    found = read(octets)
    with Writing(book, "sync", undoable=False) as writing:
        return incoming.take(book, writing, found, classify(found), OWN)


@pytest.fixture
def pair(book, clock):
    """A couple with one address, met yesterday."""
    clock.forward(hours=6)
    for name in ("Ann Lee", "Bob Lee"):
        book.log(f"met {name} hot yesterday")
        book.change([book.who(name).id], addresses=(Address("email", "info@example.com"),))
    return tuple(book.who(name).id for name in ("Ann Lee", "Bob Lee"))


def mails(book, contact):
    """Return the mails with a contact."""
    return [each for each in book.dossier(contact).touches if each.kind == "email"]


def test_it_is_asked_whom_it_is_from_and_filed_as_the_mail_it_is(book, pair):
    ann, bob = pair
    found = take(book, mail())
    assert (found.code, found.contact) == ("shared", None)
    assert [each.values for each in found.notes] == [{"name": "Ann Lee and Bob Lee", "address": "info@example.com"}]
    assert not mails(book, ann) and not mails(book, bob)
    line, = book.unfiled()
    assert (line.line, line.reason) == ("email from info@example.com // The garden", "shared-address")
    assert {each.id for each in book.propose(line.line).candidates} == {ann, bob}
    assert any(row.due.step == "unfiled" for row in book.queue("today").rows)
    assert take(book, mail()).code == "known" and len(book.unfiled()) == 1
    book.settle_unfiled(line.id, contact=bob)
    touch, = mails(book, bob)
    assert (touch.message_id, touch.subject, touch.direction, touch.note, touch.origin) == (
        "<1@example.com>", "The garden", "in", "", "mail")
    assert touch.happened.at == line.received.at and book.next_due(bob).step == "reply"
    assert not mails(book, ann) and not book.unfiled()
    assert take(book, mail()).code == "known" and not book.unfiled()
    book.undo()
    assert not mails(book, bob) and len(book.unfiled()) == 1


def test_what_is_thrown_away_does_not_come_back(book, pair):
    take(book, mail())
    book.settle_unfiled(book.unfiled()[0].id, line="")
    assert take(book, mail()).code == "known"
    assert not book.unfiled() and not mails(book, pair[0])


def test_a_line_that_was_corrected_is_the_mail_all_the_same(book, pair):
    take(book, mail("Thanks, perfect!"))
    book.settle_unfiled(book.unfiled()[0].id, line="Ann Lee // rang too", contact=pair[0])
    touch, = mails(book, pair[0])
    assert (touch.message_id, touch.note) == ("<1@example.com>", "rang too")
    assert book.next_due(pair[0]).why[0].code == "looks-like-thanks"


@pytest.mark.parametrize("name", ["Bob Lee", "Lee, Bob", "bob", "Bob J. Lee"])
def test_the_name_beside_the_address_says_whom_it_is_from(book, pair, name):
    found = take(book, mail(sender=f'"{name}" <info@example.com>'))
    assert (found.code, found.contact.id) == ("owed", pair[1])


@pytest.mark.parametrize("name", ["Lee", "Ann and Bob Lee", "The office", ""])
def test_a_name_that_fits_nobody_or_both_says_nothing(book, pair, name):
    assert take(book, mail(sender=f'"{name}" <info@example.com>')).code == "shared"


def test_an_answer_to_a_mail_to_one_of_them_is_theirs_and_that_is_said(book, pair):
    assert take(book, mail("Hello", "Nora <nora@example.org>", "<out@example.org>",
                           to="Ann Lee <info@example.com>")).contact.id == pair[0]
    found = take(book, mail(more="In-Reply-To: <out@example.org>\n"))
    assert (found.code, found.contact.id) == ("owed", pair[0])
    assert [(each.code, each.values["others"]) for each in found.notes] == [("shared-thread", "Bob Lee")]


def test_ones_own_mail_there_is_with_all_of_them_and_that_is_said(book, pair):
    found = take(book, mail("Hello", "Nora <nora@example.org>", "<out@example.org>", to="info@example.com"))
    assert (found.code, [each.code for each in found.notes]) == ("sent-elsewhere", ["shared-by-all"])
    assert mails(book, pair[0]) == mails(book, pair[1]) and len(mails(book, pair[0])) == 1
    assert take(book, mail("Hello", "Nora <nora@example.org>", "<out@example.org>", to="info@example.com")).code == "known"


def test_older_mail_is_history_of_all_of_them_and_no_debt(book, pair):
    found = take(book, mail(date="Mon, 19 Oct 2026 08:00:00 +0000"))
    assert (found.code, [each.code for each in found.notes]) == ("logged", ["shared-by-all"])
    assert mails(book, pair[0]) == mails(book, pair[1]) and not book.unfiled()
    assert all(book.next_due(each).step != "reply" for each in pair)


def test_an_address_that_bounces_is_marked_with_all_of_them(book, pair):
    take(book, mail("Hello", "Nora <nora@example.org>", "<out@example.org>", to="Ann Lee <info@example.com>"))
    found = take(book, mail("Sorry.\n\n<info@example.com>:\n550 5.1.1 unknown user\n", "MAILER-DAEMON@mx.example.net",
                            "<b@mx.example.net>", "X-Failed-Recipients: info@example.com\nReturn-Path: <>\n",
                            subject="Undelivered Mail Returned to Sender"))
    assert (found.code, found.contact.id) == ("bounced", pair[0])
    for each in pair:
        assert [one.bounced for one in book.dossier(each).contact.addresses] == [True]


def test_files_tell_it_and_a_trial_keeps_nothing(book, pair, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail())
    assert [each.taken.code for each in sync_files(book, [str(tmp_path)], dry_run=True)] == ["shared"]
    assert not book.unfiled()
    assert [each.taken.code for each in sync_files(book, [str(tmp_path)])] == ["shared"]
    assert [each.taken.code for each in sync_files(book, [str(tmp_path)])] == ["known"]


def test_who_left_the_address_meanwhile_is_not_doubled(book, pair):
    take(book, mail())
    book.change([pair[0]], addresses=())
    assert take(book, mail()).code == "known"
    book.settle_unfiled(book.unfiled()[0].id, contact=pair[1])
    assert len(mails(book, pair[1])) == 1

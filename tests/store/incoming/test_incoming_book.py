"""What an incoming mail changes in the book: logged once, owed, bounced on the mail it was, put off until a return."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import pytest

from store.book import incoming
from store.book.writing import Writing
from store.rules.incoming import classify
from store.sync.mail_parsing import read

_spec = importlib.util.spec_from_file_location("made_up_mails_for_the_book", Path(__file__).with_name("mails.py"))
made_up = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made_up)
MAILS = {name: octets for name, _kind, octets in made_up.MAILS}
OWN = ("Nora@example.org",)


def take(book, octets, keep_text=False):
    """Take a mail into the book and return what happened."""
    mail = read(octets)
    with Writing(book, "sync", undoable=False) as writing:
        return incoming.take(book, writing, mail, classify(mail), OWN, keep_text)


@pytest.fixture
def lena(book, clock):
    """Lena Voss in the book, met yesterday."""
    clock.forward(hours=6)
    return book.log("met Lena Voss lena@example.com @Northline hot yesterday").contacts[0]


def sent(book, clock, **fields):
    """Take in a mail that the user sent to Lena."""
    found = take(book, made_up.mail("Nora <nora@example.org>", "The site review", "Hello", To="Lena <lena@example.com>",
                                    Message_ID="<mine-1@example.org>", Date="Tue, 24 Nov 2026 09:10:00 +0000", **fields))
    clock.forward(hours=1)
    return found


def mails(book, contact):
    """Return the mails with a contact."""
    return [each for each in book.dossier(contact).touches if each.kind == "email"]


def answer(words="Could you send two dates?", identity="<theirs-1@example.com>", **fields):
    """Return an answer of Lena's."""
    return made_up.mail(made_up.LENA, "Re: The site review", words + made_up.QUOTE, Message_ID=identity,
                        **{"Date": "Tue, 24 Nov 2026 14:00:00 +0000", **made_up.ANSWER, **fields})


def test_a_persons_answer_is_owed_one_and_logged_once(book, clock, lena):
    sent(book, clock)
    found = take(book, answer())
    assert found.code == "owed" and found.contact.id == lena
    touch = mails(book, lena)[-1]
    assert (touch.direction, touch.message_id, touch.origin, touch.text) == ("in", "<theirs-1@example.com>", "mail", "")
    assert book.next_due(lena).step == "reply"
    for _ in range(2):
        assert take(book, answer()).code == "known"
    assert len(mails(book, lena)) == 2


def test_words_are_kept_only_where_that_is_wished(book, clock, lena):
    take(book, answer(), keep_text=True)
    assert mails(book, lena)[-1].text == "Could you send two dates?"


def test_thanks_are_asked_about_and_not_settled(book, clock, lena):
    found = take(book, answer("Thanks, perfect!"))
    assert found.code == "thanks" and found.touch.wants_answer is None
    assert [each.code for each in found.notes] == ["only-thanks"]
    due = book.next_due(lena)
    assert (due.step, due.why[0].code, due.why[0].values["words"]) == ("reply", "looks-like-thanks", "Re: The site review")
    book.nothing_to_answer([lena])
    assert book.next_due(lena).step != "reply"
    book.undo()
    assert book.next_due(lena).why[0].code == "looks-like-thanks"


@pytest.mark.parametrize("others", [("Could you send two dates?",), ("Thanks again!", "Could you send two dates?")])
def test_thanks_beside_something_to_answer_are_owed_as_ever(book, clock, lena, others):
    for place, words in enumerate(("Thanks, perfect!", *others)):
        clock.forward(hours=1)
        take(book, answer(words, f"<theirs-{place}@example.com>", Date=f"Tue, 24 Nov 2026 1{place}:00:00 +0000"))
    why = book.next_due(lena).why[0]
    assert (why.code, why.values["count"]) == ("owed-reply", 1 + len(others))


def test_thanks_twice_are_thanks(book, clock, lena):
    for place, words in enumerate(("Thanks, perfect!", "Got it, see you.")):
        clock.forward(hours=1)
        take(book, answer(words, f"<theirs-{place}@example.com>", Date=f"Tue, 24 Nov 2026 1{place}:00:00 +0000"))
    why = book.next_due(lena).why[0]
    assert (why.code, why.values["count"]) == ("looks-like-thanks", 2)


def test_a_no_is_proposed_and_changes_nothing(book, clock, lena):
    found = take(book, answer("Please remove me from your list."))
    assert "asks-to-stop" in [each.code for each in found.notes]
    assert book.dossier(lena).contact.permission("email") != "refused"


def test_an_answer_from_another_address_is_theirs(book, clock, lena):
    sent(book, clock)
    found = take(book, answer(From="Lena <lena.voss@example.net>"))
    assert found.code == "owed" and found.contact.id == lena
    assert [each.code for each in found.notes] == ["other-address"]


def test_a_stranger_is_nobody(book, clock, lena):
    assert take(book, answer(From="Somebody <else@example.net>", In_Reply_To="", References="")).contact is None
    assert not mails(book, lena)


@pytest.mark.parametrize("name", [name for name, kind, _octets in made_up.MAILS if kind not in ("person", "bounce")])
def test_nothing_but_a_person_becomes_a_reply(book, clock, lena, name):
    sent(book, clock)
    take(book, MAILS[name])
    assert not [each for each in book.dossier(lena).touches if each.direction == "in"]
    assert "reply" not in [each.step for each in book.agenda(lena).candidates]


def test_a_bounce_is_written_on_the_mail_it_was_and_marks_the_address(book, clock, lena):
    sent(book, clock)
    due_before = book.next_due(lena)
    found = take(book, MAILS["postfix report"])
    assert found.code == "bounced"
    touch, = mails(book, lena)
    assert (touch.outcome, touch.message_id) == ("bounced", "<mine-1@example.org>")
    assert [each.bounced for each in book.dossier(lena).contact.addresses] == [True]
    assert take(book, MAILS["postfix report"]).code == "known"
    assert book.next_due(lena).kind != "email" and due_before is not None


def test_a_bounce_of_a_mail_the_book_never_saw_is_a_mail_that_did_not_arrive(book, clock, lena):
    assert take(book, MAILS["qmail"]).code == "bounced"
    touch, = mails(book, lena)
    assert (touch.direction, touch.outcome, touch.address, touch.subject) == ("out", "bounced", "lena@example.com", "The site review")
    assert take(book, MAILS["qmail"]).code == "known"
    assert sent(book, clock).code == "known"
    assert len(mails(book, lena)) == 1


def test_a_failure_for_now_changes_nothing(book, clock, lena):
    sent(book, clock)
    before = book.dossier(lena)
    assert take(book, MAILS["delayed report"]).code == "temporary"
    assert book.dossier(lena) == before


def test_an_out_of_office_puts_off_what_is_due_until_the_return(book, clock, lena):
    due = book.next_due(lena)
    found = take(book, MAILS["outlook"])
    assert found.code == "moved" and found.touch is None
    assert {each.until.on for each in found.moves} == {dt.date(2026, 12, 7)}
    assert due.step_key in {each.step_key for each in book.dossier(lena).moves}
    count = len(book.dossier(lena).moves)
    take(book, MAILS["outlook"])
    assert len(book.dossier(lena).moves) == count


def test_an_owed_reply_is_never_put_off(book, clock, lena):
    take(book, answer())
    take(book, MAILS["outlook"])
    assert book.next_due(lena).step == "reply"


def test_mail_of_the_users_own_counts_as_the_touch_that_was_due(book, clock, lena):
    step = book.next_due(lena).step_key
    found = sent(book, clock)
    assert found.code == "sent-elsewhere" and found.touch.step == step
    assert book.next_due(lena).step_key != step


def test_a_mail_from_the_future_happened_now(book, clock, lena):
    found = take(book, answer(Date="Tue, 24 Nov 2099 14:00:00 +0000"))
    assert found.touch.happened.at == book.now()


def test_planning_writes_nothing(book, clock, lena):
    before = book.database.table("touches").all()
    mail = read(answer())
    assert incoming.plan(book, mail, classify(mail), OWN).code == "owed"
    assert book.database.table("touches").all() == before

"""The verbs of the book: what each stores, what becomes due, and what its receipt says."""

from __future__ import annotations

import datetime as dt
import os
import stat

import pytest

from store.errors import Ambiguous, NotFound, UsageFault
from store.model import Planned


def met_marty(book):
    return book.log("met Marty Chen @Acme 415 555 0100 hot // son plays golf; wants a site review")


def test_a_line_makes_a_person_a_touch_a_plan_and_a_thank_you(book):
    receipt = met_marty(book)
    dossier = book.dossier(receipt.contacts[0])
    assert dossier.contact.name == "Marty Chen"
    assert (dossier.contact.given, dossier.contact.family, dossier.contact.company) == ("Marty", "Chen", "Acme")
    assert dossier.contact.temperature == "hot"
    assert dossier.contact.address("phone").value == "+14155550100"
    assert dossier.contact.permission("text") == "implied"
    assert [touch.kind for touch in dossier.touches] == ["meeting"]
    assert dossier.touches[0].note == "son plays golf; wants a site review"
    assert [plan.cadence for plan in dossier.plans] == ["met"]
    assert receipt.next.step == "thank-you"
    assert receipt.next.kind == "text"
    assert receipt.next.window.goal - book.now() == dt.timedelta(hours=1)


def test_the_book_and_its_files_are_private(book, home):
    met_marty(book)
    assert stat.S_IMODE(os.stat(home.book).st_mode) == 0o700
    for name in os.listdir(home.book):
        assert stat.S_IMODE(os.stat(os.path.join(home.book, name)).st_mode) == 0o600, name


def test_everything_is_there_after_a_restart(book, again):
    receipt = met_marty(book)
    book.set_next(receipt.contacts[0], "call", Planned(dt.date(2026, 11, 26), dt.time(10), "UTC"), "the site review")
    other = again()
    assert other.dossier(receipt.contacts[0]) == book.dossier(receipt.contacts[0])
    assert other.queue() == book.queue()


def test_done_logs_the_touch_and_the_next_one_appears(book, clock):
    contact = met_marty(book).contacts[0]
    clock.forward(minutes=20)
    receipt = book.done([contact])
    touches = book.dossier(contact).touches
    assert [(touch.kind, touch.outcome) for touch in touches] == [("meeting", "reached"), ("text", "sent")] or [
        touch.kind for touch in touches] == ["meeting", "text"]
    assert touches[-1].step and touches[-1].plan
    assert receipt.next.step != "thank-you"
    assert receipt.next.kind == "call"


def test_a_call_that_nobody_took_comes_again_and_then_is_a_mail(book, clock):
    contact = book.log("met Marty Chen marty@example.com 415 555 0100 hot").contacts[0]
    book.done([contact])
    seen = []
    for _ in range(3):
        clock.forward(days=1)
        due = book.next_due(contact)
        seen.append(due.kind)
        book.done([contact], outcome="no-answer" if due.kind == "call" else "")
    assert seen[0] == "call"
    assert "email" in seen


def test_an_incoming_touch_is_owed_an_answer_and_answering_settles_it(book, clock):
    contact = met_marty(book).contacts[0]
    book.done([contact])
    clock.forward(hours=3)
    book.log_touch(contact, "email", direction="in", note="can you send two dates?")
    assert book.next_due(contact).step == "reply"
    assert book.queue("owed").rows[0].name == "Marty Chen"
    book.done([contact])
    assert book.next_due(contact) is None or book.next_due(contact).step != "reply"


def test_a_reply_that_wants_no_answer_is_settled_with_one_verb(book, clock):
    contact = met_marty(book).contacts[0]
    book.done([contact])
    clock.forward(hours=3)
    book.log_touch(contact, "email", direction="in", note="thank you!")
    book.nothing_to_answer([contact])
    assert all(row.due.step != "reply" for row in book.queue().rows)
    with pytest.raises(NotFound):
        book.nothing_to_answer([contact])


def test_snooze_hides_until_its_day(book, clock):
    contact = met_marty(book).contacts[0]
    book.snooze([contact], Planned(dt.date(2026, 11, 25)))
    assert all(row.due.contact != contact for row in book.queue().rows)
    clock.forward(days=1)
    assert any(row.due.contact == contact for row in book.queue().rows)


def test_a_batch_is_one_unit_and_one_undo(book):
    first = book.log("met Ada Long 415 555 0101").contacts[0]
    second = book.log("met Bea Short 415 555 0102").contacts[0]
    before = book.export()
    receipt = book.done([first, second])
    assert receipt.names == ("Ada Long", "Bea Short")
    book.undo()
    assert without_stamps(book.export()) == without_stamps(before)


def without_stamps(exported):
    """Return an export without the stamps, which an undo rightly renews."""
    return {
        table: [{name: value for name, value in row.items() if name not in ("stamp", "stamps")} for row in rows]
        for table, rows in exported.items() if isinstance(rows, list)
    }


def test_who_understands_parts_mail_and_numbers(book):
    met_marty(book)
    book.log("met Marta Chavez @Northline marta@example.com 415 555 0177")
    assert book.who("Marty Chen").name == "Marty Chen"
    assert book.who("chen").name == "Marty Chen"
    assert book.who("0100").name == "Marty Chen"
    assert book.who("marta@example.com").name == "Marta Chavez"
    assert book.who("northline").name == "Marta Chavez"
    with pytest.raises(Ambiguous) as caught:
        book.who("mart")
    assert {each.name for each in caught.value.values["candidates"]} == {"Marty Chen", "Marta Chavez"}
    with pytest.raises(NotFound):
        book.who("nobody here")
    with pytest.raises(UsageFault):
        book.who("  ")


def test_a_known_person_is_recognised_by_half_a_name(book):
    contact = met_marty(book).contacts[0]
    assert book.log("called Marty // left word with the desk").contacts == (contact,)
    assert book.log("vm Chen").contacts == (contact,)
    assert [touch.outcome for touch in book.dossier(contact).touches][-1] == "left-message"


def test_near_duplicates_are_asked_about_and_kept(book):
    met_marty(book)
    proposal = book.propose("met Marty Chan")
    assert proposal.doubt == "near-duplicate"
    assert [each.name for each in proposal.candidates] == ["Marty Chen"]
    receipt = book.log("met Marty Chan")
    assert receipt.unfiled and not receipt.contacts
    waiting = book.unfiled()
    assert [each.line for each in waiting] == ["met Marty Chan"]
    filed = book.settle_unfiled(waiting[0].id, new=True)
    assert filed.names == ("Marty Chan",)
    assert book.unfiled() == ()


def test_a_line_without_a_name_is_kept(book):
    receipt = book.log("// somebody from the bank wants a card")
    assert receipt.unfiled
    assert book.unfiled()[0].reason == "no-name"
    book.settle_unfiled(receipt.unfiled, line="")
    assert book.unfiled() == ()
    book.undo()
    assert len(book.unfiled()) == 1


def test_an_empty_line_is_refused(book):
    with pytest.raises(UsageFault):
        book.log("   ")


def test_the_cadence_of_people_without_one_is_chosen_for_the_lot(book, tmp_path):
    card = "BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jane;;;\nFN:Jane Doe\nEMAIL:jane@example.com\nEND:VCARD\n"
    file = tmp_path / "people.vcf"
    file.write_text(card + card.replace("Jane", "John").replace("jane", "john"))
    preview = book.read_file(file)
    assert [row.verdict for row in preview.rows] == ["new", "new"]
    book.take_in([preview])
    assert {row.verdict for row in book.read_file(file).rows} == {"same"}
    rows = book.queue().rows
    assert len(rows) == 1 and rows[0].due.contact == "" and rows[0].count == 2
    book.use_cadence([each.id for each in book.without_cadence()], "keep")
    assert book.without_cadence() == ()
    assert {row.name for row in book.queue().rows} == {"Jane Doe", "John Doe"}
    book.undo()
    assert len(book.without_cadence()) == 2


def test_drafts_wait_until_confirmed_and_then_are_touches(book):
    contact = met_marty(book).contacts[0]
    draft = book.draft(contact)
    assert draft.kind == "text" and draft.body
    assert book.draft(contact).id == draft.id
    book.save_draft(draft.id, "", "Marty, my own words.")
    assert book.link(draft.id).startswith("sms:+14155550100")
    book.hand_over(draft.id, "message-program")
    assert [each.state for each in book.drafts()] == ["handed"]
    receipt = book.sent([draft.id])
    assert book.drafts() == ()
    last = book.dossier(contact).touches[-1]
    assert (last.kind, last.text, last.outcome, last.template) == ("text", "Marty, my own words.", "sent", draft.template)
    assert receipt.next.kind == "call"
    book.undo()
    assert [each.state for each in book.drafts()] == ["handed"]


def test_changing_a_trait_is_in_the_history_and_checked(book):
    contact = met_marty(book).contacts[0]
    book.change([contact], temperature="cold", pace="slow")
    assert book.dossier(contact).contact.temperature == "cold"
    told = book.export()["history"]
    assert [(each["field"], each["before"], each["after"]) for each in told] == [("temperature", "hot", "cold")]
    for name, value in (("temperature", "lukewarm"), ("id", "x"), ("nonsense", "x"), ("name", " ")):
        with pytest.raises(UsageFault):
            book.change([contact], **{name: value})


def test_a_refused_channel_is_not_proposed(book):
    contact = met_marty(book).contacts[0]
    book.permit([contact], "text", "refused")
    assert book.next_due(contact).kind != "text"


def test_pause_and_resume(book, clock):
    contact = book.log("met Ada Long ada@example.com").contacts[0]
    book.done([contact])
    clock.forward(days=3)
    assert any(row.due.contact == contact for row in book.queue().rows)
    book.pause([contact])
    assert all(row.due.contact != contact for row in book.queue().rows)
    book.resume([contact])
    assert any(row.due.contact == contact for row in book.queue().rows)


def test_the_later_word_about_a_pause_wins(book, clock):
    contact = book.log("met Ada Long ada@example.com").contacts[0]
    book.done([contact])
    book.pause([contact])
    book.pause([contact], book.today() + dt.timedelta(days=2))
    assert [each.until is None for each in book.dossier(contact).pauses if each.ended is None] == [False]
    clock.forward(days=3)
    assert any(row.due.contact == contact for row in book.queue().rows)
    book.undo()
    assert [each.until for each in book.dossier(contact).pauses if each.ended is None] == [None]


def test_a_birthday_in_the_line_is_kept_as_a_date_and_the_later_word_wins(book):
    contact = book.log("met Ada Long ada@example.com birthday: 29 feb 1984").contacts[0]
    book.log("Ada Long birthday: 28 feb")
    book.log("Ada Long bday 29 feb 1984")
    assert [(each.month, each.day, each.year) for each in book.dossier(contact).dates] == [(2, 29, 1984)]


def test_export_holds_everything(book):
    receipt = met_marty(book)
    book.set_next(receipt.contacts[0], "call", Planned(dt.date(2026, 11, 26)), "review")
    exported = book.export()
    assert exported["schema"] == 1
    assert [each["name"] for each in exported["contacts"]] == ["Marty Chen"]
    assert [each["kind"] for each in exported["touches"]] == ["meeting"]
    assert exported["promises"][0]["due"] == {"on": "2026-11-26"}
    assert exported["plans"]


def test_the_same_person_in_two_files_comes_in_once(book, tmp_path):
    card = "BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jane;;;\nFN:Jane Doe\nEMAIL:jane@example.com\n{more}END:VCARD\n"
    (tmp_path / "one.vcf").write_text(card.format(more=""))
    (tmp_path / "two.vcf").write_text(card.format(more="ORG:Acme\nBDAY:1980-03-15\n"))
    previews = [book.read_file(tmp_path / name) for name in ("one.vcf", "two.vcf")]
    book.take_in(previews)
    assert [each.name for each in book.everyone()] == ["Jane Doe"]
    dossier = book.dossier(book.who("Jane").id)
    assert dossier.contact.company == "Acme"
    assert [(each.name, each.month, each.day, each.year) for each in dossier.dates] == [("birthday", 3, 15, 1980)]
    assert {row.verdict for name in ("one.vcf", "two.vcf") for row in book.read_file(tmp_path / name).rows} == {"same"}


def test_a_rhythm_chosen_for_somebody_met_long_ago_owes_nothing_of_the_past(book, tmp_path, clock):
    file = tmp_path / "Connections.csv"
    file.write_text("Notes:\n\"A sentence.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                    "Ada,Long,https://www.linkedin.com/in/ada,ada@example.com,Acme,COO,12 Mar 2019\n")
    book.take_in([book.read_file(file)])
    contact = book.who("Ada").id
    book.use_cadence([contact], "keep")
    due = book.next_due(contact)
    assert due.group == "rhythm" and due.window.opens == clock.at and due.window.due > clock.at


def test_what_two_processes_do_at_the_same_instant_keeps_its_order(book, again):
    other = again()
    for number in range(12):
        name = f"Person{'abcdefghijkl'[number]} Stone"
        contact = book.log(f"met {name} p{number}@example.com").contacts[0]
        other.refresh()
        other.done([contact])
        book.refresh()
        assert [touch.kind for touch in book.dossier(contact).touches] == ["meeting", "email"]
        assert book.next_due(contact) is None or book.next_due(contact).step != "thank-you"


def test_the_thanks_for_a_referral_is_drafted_to_who_sent_them(book):
    book.log("met Pat Weber pat@example.com")
    contact = book.log('referred Ann Lee ann@example.com via:"Pat Weber"').contacts[0]
    assert book.draft(contact, "email").address == "ann@example.com"
    book.done([contact])
    assert book.next_due(contact).step == "thank-referrer"
    draft = book.draft(contact, "email")
    assert draft.address == "pat@example.com"
    assert "Ann" in draft.body and "Pat" in draft.body

"""Names that do not match, and attachments that are not there."""

import pytest

from store.model import Contact, Dossier
from store.rules.draft_check import check
from store.rules.practice import Sender

MARTY = Dossier(Contact("c", "Martin Chen", given="Martin", nickname="Marty", family="Chen", company="Northline"))
SENDER = Sender("Sam Field")
BODY = "how did the regatta at Northline go on Sunday?\n\nBest,\nSam"


def rules(text, **more):
    return [each.rule for each in check(text, kind="email", sender=SENDER, **more)]


@pytest.mark.parametrize("name", ["Marty", "Martin", "Mr. Chen", "Martin Chen", "MARTY", "marty", "Dr Chen", "Mart", "Chen", "there"])
def test_any_name_of_theirs_fits(name):
    assert "mismatch" not in rules(f"Hi {name},\n\n{BODY}", dossier=MARTY)


@pytest.mark.parametrize("name", ["Brian", "Dr. Okafor", "Ana and Luis", "Sam", "Brian Chang"])
def test_another_name_does_not(name):
    found = check(f"Hi {name},\n\n{BODY}", kind="email", sender=SENDER, dossier=MARTY)
    assert found[0].rule == "mismatch"
    assert name.split()[-1] in found[0].text


def test_the_users_own_name_in_the_greeting_is_named_as_such():
    found = check(f"Hi Sam,\n\n{BODY}", kind="email", sender=SENDER, dossier=MARTY)
    assert found[0].reason.code == "own-name"


def test_two_sams_may_write_to_each_other():
    assert "mismatch" not in rules(f"Hi Sam,\n\n{BODY}", dossier=Dossier(Contact("c", "Sam Okafor", company="Northline")))


def test_a_name_alone_counts_where_somebody_else_is_called_so():
    text = f"Brian, {BODY}"
    assert "mismatch" in rules(text, dossier=MARTY, known_name=lambda name: name == "brian")
    assert "mismatch" not in rules(f"Yesterday, {BODY}", dossier=MARTY, known_name=lambda name: False)


@pytest.mark.parametrize("words, found", [
    ("I've attached the plan.", True), ("The plan is attached.", True), ("Please find attached the plan.", True),
    ("See the attachment.", True), ("Attached you will find the plan.", True), ("I am attaching the plan.", True),
    ("No strings attached.", False), ("I'm quite attached to that barn.", False), ("Thanks for the file you attached.", False),
    ("I got your attachment.", False), ("I can attach the plan if you like.", False), ("Attached: https://example.com/plan.pdf", False),
    ("Could you attach the plan?", False), ("The garage is attached to the house.", False),
])
def test_an_attachment_that_is_promised_is_missed(words, found):
    assert ("mismatch" in rules(f"Hi Marty,\n\nthe mill on Tuesday. {words} Does Friday suit you?\n\nSam", dossier=MARTY)) is found


@pytest.mark.parametrize("kind", ["card", "note", "letter"])
def test_what_goes_by_post_may_enclose_something(kind):
    found = [each.rule for each in check("Dear Marty, I enclosed the photograph from the mill. Do you like it?", kind=kind)]
    assert "mismatch" not in found


def test_second_greetings():
    assert "mismatch" in rules("Hi Ana,\n\nDear Luis, the mill opens on Tuesday. Shall we go?")
    assert "mismatch" not in rules("Hi Ana,\n\nHi again! The mill opens on Tuesday. Shall we go?")
    assert "mismatch" not in rules("Hi Lena, hi Marcus,\n\nyou two share the mill. Shall we go on Tuesday?")

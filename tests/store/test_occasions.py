"""Today's event: remembered for the day, put into lines about people met, never into others."""

import pytest

from store.model import Occasion
from store.rules.quick_log import parse

EXPO = Occasion("Expo 2026", ("expo-2026",))


@pytest.mark.parametrize(("line", "booth", "made"), [
    ("met Ann Lee hot // tea", False, 'met Ann Lee hot at:"Expo 2026" tag:"expo-2026" // tea'),
    ("met Ann Lee at:Lounge #golf", False, 'met Ann Lee at:Lounge #golf tag:"expo-2026"'),
    ("Ann Lee", True, 'booth Ann Lee at:"Expo 2026" tag:"expo-2026"'),
    ("met with Ann Lee", True, 'booth Ann Lee at:"Expo 2026" tag:"expo-2026"'),
    ("booth Ann Lee", True, 'booth Ann Lee at:"Expo 2026" tag:"expo-2026"'),
    ("called Ann Lee", True, "called Ann Lee"), ("Ann Lee called", True, "Ann Lee called"),
    ("met Ann Lee 3 days ago", False, "met Ann Lee 3 days ago"), ("call Ann Lee tomorrow", True, "call Ann Lee tomorrow"),
    ("Best,\nAnn Lee\nAcme Inc", True, 'Best,\nbooth Ann Lee\nAcme Inc\nat:"Expo 2026" tag:"expo-2026"'),
    ("inquired Ann Lee", True, "inquired Ann Lee"),
])
def test_a_line_is_given_the_event(book, line, booth, made):
    assert book.within(line, EXPO, booth) == made
    before, after = (parse(each, book.now(), book.practice) for each in (line, made))
    assert (after.name, after.note, after.company) == (before.name, before.note, before.company)


def test_a_card_is_given_the_event(book):
    line = book.within("BEGIN:VCARD\nFN:Ann Lee\nURL:https://example.com\nEND:VCARD", EXPO, True)
    entry = parse(line, book.now(), book.practice)
    assert (entry.name, entry.source, entry.tags, entry.touch.verb) == ("Ann Lee", "Expo 2026", ("expo-2026",), "booth")


def test_the_event_is_remembered_until_the_day_is_over(book, clock, again):
    assert book.occasion() == Occasion()
    book.remember(EXPO)
    assert again().occasion() == EXPO
    clock.forward(days=1)
    assert book.occasion() == Occasion()


@pytest.mark.parametrize(("line", "held", "only"), [
    ('met Ann at:"Trade Day" #trade', Occasion("Trade Day", ("trade",)), False), ("met Ann #golf", EXPO, False),
    ('at:"Trade Day" #trade', Occasion("Trade Day", ("trade",)), True), ("#golf", Occasion("Expo 2026", ("expo-2026", "golf")), True),
    ("at:", Occasion(), True), ("called Ann at:Lunch", EXPO, False),
])
def test_a_line_sets_the_event(book, line, held, only):
    assert book.read_occasion(line, EXPO) == (held, only)


def test_a_damaged_memory_is_no_event(book):
    import os

    os.makedirs(book.home.cache, exist_ok=True)
    with open(os.path.join(book.home.cache, "occasion.json"), "w") as kept:
        kept.write('{"day": "2026-11-24", "tags": 7')
    assert book.occasion() == Occasion()


def test_a_booth_line_in_doubt_keeps_its_event(book):
    book.log("met Ann Lee")
    receipt = book.log(book.within("Ann @Acme", EXPO, True))
    assert receipt.unfiled and "Expo 2026" in book.unfiled()[0].line


def test_a_note_about_todays_meeting(book, clock):
    first = book.log("met Ann Lee")
    book.log("met Bo Kim // likes tea")
    book.log("vm Ann Lee")
    ((person, touch),) = book.without_note()
    assert person.name == "Ann Lee"
    book.annotate(touch.id, "wants a plan")
    assert book.without_note() == ()
    assert book.dossier(first.contacts[0]).touches[0].note == "wants a plan"
    book.undo()
    assert len(book.without_note()) == 1
    clock.forward(days=1)
    assert book.without_note() == ()

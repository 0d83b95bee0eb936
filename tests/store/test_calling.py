"""A call: what lies beside the telephone, what is kept while it lasts, and what is logged of it."""

from __future__ import annotations

import datetime as dt

import pytest

from store.errors import NotFound, UsageFault
from store.model import Address


@pytest.fixture
def marty(book, clock):
    """Marty, met, thanked, heard from, with a promise."""
    contact = book.log("met Marty Chen @Acme +1 415 555 0100 hot at:Chamber // son plays golf").contacts[0]
    clock.forward(minutes=5)
    thanks = book.draft(contact, "text")
    book.save_draft(thanks.id, "", "Good to meet you, Marty.")
    book.sent([thanks.id])
    clock.forward(hours=2)
    book.log_touch(contact, "email", "in", note="Can you look at the roof before winter?")
    book.set_next(contact, "call", book.plan_when("tomorrow 10am"), "the price note")
    clock.forward(hours=6)
    return contact


def card_of(book, contact):
    return book.call_card(book.draft(contact, "call").id)


def test_the_points_are_what_was_promised_said_and_known(book, marty):
    book.change([marty], need="a new roof", interests=("golf",), note="mind the dog")
    card = card_of(book, marty)
    points = {each.code: each.values for each in card.points}
    assert [each.code for each in card.points[:3]] == ["next-step", "they-said", "you-said"]
    assert points["next-step"]["text"] == "the price note"
    assert points["they-said"]["words"] == "Can you look at the roof before winter?"
    assert points["you-said"]["words"] == "Good to meet you, Marty."
    assert points["met"]["event"] == "Chamber"
    assert (points["need"]["text"], points["likes"]["text"], points["note"]["text"]) == ("a new roof", "golf", "mind the dog")
    assert card.draft.body


def test_the_number_is_grouped_and_the_link_dials_without_the_extension(book, marty):
    assert (card_of(book, marty).number, card_of(book, marty).link) == ("+1 415-555-0100", "tel:+14155550100")
    book.change([marty], addresses=(Address("phone", "+14155550100;ext=12"),))
    for each in book.drafts():
        book.drop_draft(each.id)
    assert (card_of(book, marty).number, card_of(book, marty).link) == ("+1 415-555-0100 ext. 12", "tel:+14155550100")


@pytest.mark.parametrize(("fields", "zone", "guessed"), [
    ({}, "America/Los_Angeles", True), ({"zone": "Asia/Tokyo"}, "Asia/Tokyo", False),
    ({"country": "DE"}, "Europe/Berlin", True),
])
def test_where_it_rings(book, marty, fields, zone, guessed):
    if fields:
        book.change([marty], **fields)
    card = card_of(book, marty)
    assert (card.zone, card.guessed) == (zone, guessed)


def test_outside_their_hours_it_says_when_they_begin(book, marty, clock):
    assert card_of(book, marty).opens is None
    clock.forward(hours=9)
    opens = card_of(book, marty).opens
    assert opens is not None
    assert opens > clock()


def test_without_a_number_there_is_a_card_all_the_same(book):
    contact = book.log("met Lena Voss").contacts[0]
    card = card_of(book, contact)
    assert (card.number, card.link) == ("", "")


def test_notes_and_clock_outlive_a_restart_and_go_into_the_touch(book, again, marty, clock):
    draft = book.draft(marty, "call").id
    began = clock()
    book.save_call(draft, "wants two dates", began)
    clock.forward(minutes=12)
    other = again()
    card = other.call_card(draft)
    assert (card.note, card.started, card.seconds) == ("wants two dates", began, None)
    receipt = other.called(draft, "reached", "wants two dates in May", 720)
    assert (receipt.verb, receipt.values["outcome"]) == ("done", "reached")
    touch = other.dossier(marty).touches[-1]
    assert (touch.kind, touch.outcome, touch.note) == ("call", "reached", "wants two dates in May")
    assert touch.extra["seconds"] == 720
    assert touch.happened.at == began
    assert touch.template == card.draft.template
    assert not [each for each in other.drafts() if each.id == draft]
    other.undo()
    assert [each.state for each in other.drafts() if each.id == draft] == ["open"]
    assert other.dossier(marty).touches[-1].kind != "call"


def test_an_outcome_moves_the_ladder_as_done_does(book, marty, clock):
    draft = book.draft(marty, "call").id
    book.called(draft, "no-answer")
    points = {each.code: each.values for each in card_of(book, marty).points}
    assert points["calls"]["count"] == 1
    with pytest.raises(UsageFault):
        book.called(draft, "no-answer")
    with pytest.raises(UsageFault):
        book.called(book.draft(marty, "call").id, "perhaps")


def test_only_calls(book, marty):
    with pytest.raises(UsageFault):
        book.call_card(book.draft(marty, "text").id)
    with pytest.raises(NotFound):
        book.call_card("0192f0c0-0000-7000-8000-000000000000")


def test_without_keeping_anything(book, marty):
    before = len(book.drafts())
    card = book.call_card("", marty)
    assert card.number == "+1 415-555-0100"
    assert card.points
    assert len(book.drafts()) == before
    assert isinstance(card.points[0].values["due"].on, dt.date)

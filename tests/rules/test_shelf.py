"""The shelf: what suits whom, why, in which order, and never the same thing twice to one person."""

import datetime as dt

import pytest

from store.model import Contact, Moment, ShelfItem, Touch
from store.rules import shelf
from store.rules.practice import Practice

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


def item(id, title="Lease ends", kind="clipping", **more):
    """A thing on the shelf."""
    return ShelfItem(id=id, kind=kind, title=title, **more)


def person(**facts):
    """Somebody."""
    return Contact(id="c1", name="Ana Duarte", **facts)


def passed(kind="clipping", direction="out", **more):
    """Something that was passed on."""
    return Touch(id="t1", contacts=("c1",), kind=kind, direction=direction, happened=Moment(NOW), recorded=NOW, **more)


@pytest.mark.parametrize("tags, facts, codes", [
    (("golf",), {"interests": ("golf",)}, ["interest"]),
    (("golf",), {"interests": ("playing Golf on Sundays",)}, ["interest"]),
    (("golf",), {"tags": ("GOLF",)}, ["tag"]),
    (("site-review",), {"need": "a site review by March"}, ["need"]),
    (("café",), {"interests": ("cafe culture",)}, ["interest"]),
    (("lease", "golf"), {"tags": ("golf",), "need": "the lease"}, ["need", "tag"]),
    (("golf",), {"interests": ("golfing",)}, []),
    (("golf",), {}, []),
    ((), {}, ["for-anyone"]),
    (("", " "), {}, ["for-anyone"]),
])
def test_what_suits_whom(tags, facts, codes):
    assert [each.code for each in shelf.why_it_suits(item("s1", tags=tags), person(**facts))] == codes


@pytest.mark.parametrize("touch, had", [
    (passed(shelf="s1"), True),
    (passed(shelf="s2"), False),
    (passed(shelf="s1", outcome="bounced"), False),
    (passed(shelf="s1", direction="in"), False),
    (passed(text="look: https://example.com/a now"), True),
    (passed(kind="email", note="https://example.com/a"), True),
    (passed(subject="For you: lease  ENDS"), True),
    (passed(kind="email", subject="Lease ends"), False),
    (passed(text="The lease endsville"), False),
])
def test_what_was_passed_on_is_known_by_id_link_or_title(touch, had):
    assert shelf.given(item("s1", link="https://example.com/a"), (touch,)) is had


def test_best_first_and_what_is_over_or_was_had_stays_away():
    things = [
        item("s1", "for anyone"), item("s2", "one word", tags=("golf",)), item("s3", "two words", tags=("golf", "lease")),
        item("s4", "one word, soon over", tags=("golf",), until=TODAY), item("s5", "over", tags=("golf",),
                                                                             until=TODAY - dt.timedelta(days=1)),
        item("s6", "had", tags=("golf",)), item("s7", "one word, newer", tags=("golf",)), item("s8", "no fit", tags=("wine",)),
    ]
    who = person(interests=("golf",), need="a lease")
    found = [each.id for each, _ in shelf.matching(who, (passed(shelf="s6"),), things, TODAY)]
    assert found == ["s3", "s4", "s7", "s2", "s1"]


def test_a_step_takes_from_the_shelf_only_what_is_of_its_kind():
    practice = Practice(shelf=(item("s1"), item("s2", "Breakfast", kind="invitation")))
    assert shelf.proposed(person(), (), practice, NOW, "invitation")[0].id == "s2"
    assert shelf.proposed(person(), (), practice, NOW, "gift") is None
    assert shelf.proposed(person(), (), practice, NOW, "call") is None


def test_the_last_day_is_that_of_the_user_and_not_of_the_clock():
    practice = Practice(zone="Pacific/Auckland", shelf=(item("s1", until=dt.date(2026, 11, 24)),))
    assert shelf.proposed(person(), (), practice, dt.datetime(2026, 11, 24, 10, 59, tzinfo=dt.UTC), "clipping")
    assert shelf.proposed(person(), (), practice, dt.datetime(2026, 11, 24, 11, 1, tzinfo=dt.UTC), "clipping") is None


@pytest.mark.parametrize("title, kind", [
    ("Lease ends 2027", "clipping"), ("Breakfast talk", "invitation"), ("A free assessment", "gift"), ("", "clipping"),
])
def test_the_kind_in_a_title(title, kind):
    assert shelf.kind_of(title) == kind

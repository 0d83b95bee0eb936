"""Who rests is never said too early: for any dossier and clock the bounded queue is the full queue, row for row."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from store.model import KINDS, OUTCOMES, Moment, Pause, Permission, Planned, ShelfItem, SpecialDate
from store.records import replace
from store.rules import queue
from store.rules.agenda import agenda
from store.rules.practice import Practice
from store.rules.resting import rest

NOON = dt.datetime(2026, 11, 24, 20, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ZONES = ("America/Los_Angeles", "Europe/Berlin", "Pacific/Pago_Pago", "Pacific/Kiritimati", "")
SHORT = {"name": "short", "rhythm": [{"name": "beat", "kinds": ["text", "call", "newsletter"], "every": [2, 3], "days": 20,
                                      "quiet-days": 3, "gift-after": 1, "stretch": 0.2, "ask-after": 3}]}
TURNING = {"name": "turning", "rhythm": [
    {"name": "slow", "kinds": ["newsletter"], "every": 30, "first": "at once", "replied": "quick"},
    {"name": "quick", "kinds": ["email", "call"], "every": 3, "first": "later"}]}
NAMES = ("met", "booth", "inquiry", "referral", "keep", "keep", "nurture", "short", "turning")
QUIET = ("email", "text", "note", "call", "newsletter", "clipping")


def a_practice(chance, cadences):
    aways = ()
    if chance.random() < 0.2:
        since = (NOON + chance.randint(-40, 10) * DAY).date()
        until = since + dt.timedelta(days=chance.randint(0, 20)) if chance.random() < 0.7 else None
        aways = (Pause("a1", "", since, until, ended=NOON if chance.random() < 0.3 else None),)
    shelf = (ShelfItem("s1", "clipping", "Ten signs", tags=("roofs",), until=(NOON + 9 * DAY).date()),)
    return Practice(zone=chance.choice(ZONES[:4]), country=chance.choice(("US", "DE", "")), cadences={**cadences, "short": SHORT, "turning": TURNING}, aways=aways,
                    shelf=shelf if chance.random() < 0.5 else (), gap_days=chance.choice((0, 3, 10)), daily_cap=0,
                    working_days=chance.choice(((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (6,), ())),
                    slower_countries={"DE": 1.5} if chance.random() < 0.2 else {})


def a_person(chance, person, practice):
    """Return somebody with a random past; half of them live quietly, so that many rest."""
    quiet = chance.random() < 0.75
    one = person(practice, channels=chance.choice((("text", "email"), ("email",), ("text", "email", "post"), ())),
                 zone=chance.choice(ZONES), country=chance.choice(("US", "DE", "JP", "")),
                 temperature=chance.choice(("hot", "warm", "cold", "")), pace=chance.choice(("fast", "steady", "slow", "")),
                 stage=chance.choice(("visibility", "credibility", "profitability", "")),
                 standing=chance.choice(("", "", "", "inquiry", "client", "client", "closed")), tags=chance.choice(((), ("monthly",))),
                 slower=chance.choice((1.0, 1.0, 0.3, 2.0)), referrer_name=chance.choice(("", "Pat Weber")))
    ages = sorted((chance.uniform(-2, chance.choice((3, 20, 60, 200))) for _ in range(chance.randint(0, 8))), reverse=True)
    for age in ages:
        happened = NOON - age * DAY
        plain = quiet or chance.random() < 0.3
        one.touch(happened, chance.choice(QUIET if plain else KINDS), "out" if plain else chance.choice(("out", "in")),
                  chance.choice(("sent", "sent", "", "left-message") if plain else ("", *OUTCOMES)),
                  recorded=happened + chance.choice((0, 0, 0, 1, 40)) * DAY,
                  origin=chance.choice(("log", "log", "import")), wants_answer=chance.choice((None, None, True, False)))
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        anchor = chance.choice(one.dossier.touches) if one.dossier.touches and chance.random() < 0.7 else None
        at = anchor.happened.at if anchor else NOON - chance.uniform(-3, 150) * DAY
        more = {"ended": NOON, "ended_why": "user"} if chance.random() < 0.15 else {}
        if chance.random() < 0.15:
            more["reviewed"] = Moment(NOON - chance.uniform(0, 40) * DAY)
        one.start(chance.choice(NAMES), at, anchor, slower=chance.choice((1.0, 1.0, 1.5)), **more)
        if chance.random() < 0.1:
            one.plan_change(anchor=replace(one.dossier.plans[-1].anchor, day_only=True))
    add_the_rest(chance, one)
    return one


def add_the_rest(chance, one):
    """Give somebody promises, moves, dates, pauses and a refusal, each now and then."""
    if chance.random() < 0.2:
        done = {"kept": Moment(NOON - DAY)} if chance.random() < 0.6 else {}
        one.promise(NOON - 9 * DAY, "call", (NOON + chance.randint(-9, 9) * DAY).date(), next_step=chance.random() < 0.5, **done)
    if chance.random() < 0.3:
        for due in one.agenda(NOON - chance.uniform(0, 30) * DAY).candidates[:2]:
            what = chance.choice(("snooze", "spread", "skip", "settle"))
            until = Planned((NOON + chance.randint(-9, 9) * DAY).date()) if what in ("snooze", "spread") else None
            for _ in range(chance.choice((1, 1, 3))):
                one.move(what, due.step_key, NOON - chance.uniform(0, 20) * DAY, until)
    parts = {}
    if chance.random() < 0.2:
        parts["dates"] = (SpecialDate("d1", "c1", "birthday", chance.randint(1, 12), chance.randint(1, 31)),)
    if chance.random() < 0.15:
        since = (NOON + chance.randint(-30, 5) * DAY).date()
        until = since + dt.timedelta(days=chance.randint(0, 30)) if chance.random() < 0.7 else None
        parts["pauses"] = (Pause("x1", "c1", since, until, ended=NOON - DAY if chance.random() < 0.3 else None),)
    one.dossier = replace(one.dossier, **parts)
    if chance.random() < 0.1:
        one.change(permissions=tuple(Permission(each, "refused") for each in ("email", "text", "call")[:chance.randint(1, 3)]))


def compare(person, cadences, seed, count):
    """Hold the bounded queue against the full one, at some clocks; return how many rested."""
    chance = random.Random(seed)
    practice = a_practice(chance, cadences)
    people = [a_person(chance, person, practice).dossier for _ in range(count)]
    people = [replace(each, contact=replace(each.contact, id=f"c{number}", name=f"Ana {number}"))
              for number, each in enumerate(people)]
    resting = 0
    for now in (NOON, NOON + chance.uniform(-90, 200) * DAY):
        agendas = [agenda(each, practice, now) for each in people]
        whole = queue.queue([(each.contact, found) for each, found in zip(people, agendas, strict=True)], practice, now)
        bounded = queue.queue_of(people, practice, now)
        assert bounded.rows == whole.rows
        assert [each.due.why for each in bounded.rows] == [each.due.why for each in whole.rows]
        assert bounded.counts == whole.counts and bounded == whole
        for dossier, found in zip(people, agendas, strict=True):
            rests = rest(dossier, practice, now)
            if rests is not None:
                resting += 1
                assert queue.row_of(found, now) is None
                assert (rests.planned, rests.waiting) == (bool(found.candidates), found.waiting)
    return resting


@settings(max_examples=60, deadline=None)
@given(seed=some.integers(0, 2 ** 32))
def test_the_bounded_queue_is_the_whole_queue_row_for_row_and_why_for_why(person, cadences, seed):
    compare(person, cadences, seed, 12)


@pytest.mark.long
def test_the_bounded_queue_is_the_whole_queue_of_forty_thousand(person, cadences):
    assert sum(compare(person, cadences, seed, 50) for seed in range(800)) > 10_000


def test_many_of_them_rest(person, cadences):
    assert sum(compare(person, cadences, seed, 40) for seed in range(10)) > 90


def written(person, days, **facts):
    """Return somebody on keep who was written to some days ago."""
    one = person(**facts)
    one.start("keep", NOON - days * DAY, one.touch(NOON - days * DAY, "email", outcome="sent"))
    return one


@pytest.mark.parametrize(("days", "rests"), [(1, True), (88, True), (89, True), (90, False), (400, False)])
def test_who_was_written_to_rests_until_the_touch_opens(person, days, rests):
    one = written(person, days)
    assert (rest(one.dossier, one.practice, NOON) is not None) == rests
    assert (one.row(NOON) is None) == rests


@pytest.mark.parametrize("spoil", [
    lambda one: one.touch(NOON - DAY, "email", "in"),
    lambda one: one.touch(NOON - DAY, "call", outcome="reached"),
    lambda one: one.touch(NOON - DAY, "call", outcome="no-answer"),
    lambda one: one.touch(NOON - DAY, "email", outcome="bounced"),
    lambda one: one.touch(NOON - DAY, "email", outcome="declined"),
    lambda one: one.promise(NOON - DAY, "call", NOON.date()),
    lambda one: one.change(standing="closed"),
    lambda one: one.change(merged_into="c2"),
    lambda one: one.change(permissions=(Permission("email", "refused"),)),
    lambda one: one.start("met", NOON - DAY),
    lambda one: setattr(one, "dossier", replace(one.dossier, pauses=(Pause("x1", "c1", NOON.date()),))),
    lambda one: setattr(one, "dossier", replace(one.dossier, dates=(SpecialDate("d1", "c1", "birthday", 11, 25),))),
])
def test_where_anything_may_be_owed_the_agenda_is_asked(person, spoil):
    one = written(person, 5)
    assert rest(one.dossier, one.practice, NOON) is not None
    spoil(one)
    assert rest(one.dossier, one.practice, NOON) is None


def test_somebody_imported_without_a_cadence_rests_with_nothing_planned(person):
    found = rest(person().dossier, person().practice, NOON)
    assert found is not None and not found.planned and not found.waiting

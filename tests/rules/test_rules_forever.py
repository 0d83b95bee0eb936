"""Nobody with an open plan is ever forgotten: 200 days of random outcomes, every contact accounted for every day."""

import datetime as dt
import random

import pytest

from store.model import SpecialDate
from store.records import replace
from store.rules import queue

START = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
ZONES = ("America/Los_Angeles", "Europe/Berlin", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Kolkata")
OUTCOMES = {"call": ("reached", "no-answer", "left-message", "no-answer"),
            "text": ("sent", "sent", "bounced"), "email": ("sent", "sent", "sent", "bounced")}


def make(person, random_, number):
    channels = random_.choice((("text", "email"), ("email",), ("text",), ("text", "email", "post"), ()))
    one = person(channels=channels, zone=random_.choice((*ZONES, "")), country=random_.choice(("US", "DE", "JP", "")),
                 temperature=random_.choice(("hot", "warm", "cold", "")),
                 pace=random_.choice(("fast", "steady", "slow", "")),
                 stage=random_.choice(("visibility", "credibility", "profitability", "")))
    at = START + dt.timedelta(hours=number)
    name = ("met", "inquiry", "keep", "booth", "referral", "nurture")[number % 6]
    if name == "inquiry":
        one.inquired(at)
    elif name == "met":
        one.met(at)
    else:
        one.start(name, at)
    if number % 5 == 0:
        one.dossier = replace(one.dossier, dates=(SpecialDate("d1", "c1", "birthday", 2, 29),))
    return one


def act(one, due, now, random_):
    """Do something plausible with a row; return what was done."""
    if due.kind == "decide":
        one.decide(now, due, random_.choice(("keep", "slow", "keep", "nurture")))
        return "decide"
    chance = random_.random()
    if chance < 0.06:
        one.move("snooze", due.step_key, now, one_day(now, random_.randint(1, 5)))
        return "snooze"
    if chance < 0.09:
        one.move("skip", due.step_key, now)
        return "skip"
    one.do(now, due, random_.choice(OUTCOMES.get(due.kind, ("sent",))))
    return "do"


def one_day(now, days):
    from store.model import Planned

    return Planned((now + dt.timedelta(days=days)).date())


def account_for(person, seed, count):
    """Run a practice of some contacts for 200 days; every contact with an open plan is accounted for every day."""
    random_ = random.Random(seed)
    people = [make(person, random_, number) for number in range(count)]
    quiet = [START] * len(people)
    for day in range(200):
        now = START + dt.timedelta(days=day + 2, hours=random_.choice(range(0, 24, 3)))
        for place, one in enumerate(people):
            if work_through(one, now, random_):
                quiet[place] = now
            if random_.random() < 0.02:
                one.touch(now, random_.choice(("email", "text")), "in")
            if any(plan.ended is None for plan in one.dossier.plans):
                agenda = one.agenda(now)
                assert agenda.candidates, one.dossier.plans
                assert queue.split_of(agenda, now) & {"today", "later"}
                assert agenda.turns is not None or queue.row_of(agenda, now) is not None
                assert now - quiet[place] < dt.timedelta(days=150), agenda


def work_through(one, now, random_):
    """Do what is due with one person until nothing is; each thing done moves on. Return whether anything was."""
    for times in range(12):
        row = queue.row_of(one.agenda(now), now)
        if row is None or (row.possible_from and row.possible_from > now):
            return times > 0
        window = row.window
        assert window.opens <= window.goal <= window.due <= window.late <= window.last_call
        done = act(one, row, now, random_)
        after = queue.row_of(one.agenda(now), now)
        assert after is None or after.step_key != row.step_key, (done, row, after)
    raise AssertionError(f"a row a minute for ever: {row}")


@pytest.mark.parametrize("seed", [1, 2])
def test_no_contact_with_an_open_plan_is_forgotten(person, seed):
    account_for(person, seed, 20)


@pytest.mark.long
def test_none_of_five_hundred_is_forgotten(person):
    account_for(person, 3, 500)

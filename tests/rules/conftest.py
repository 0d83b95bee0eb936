"""A small stand-in for the book, so that rules are tested with nothing but records and a clock."""

import itertools

import pytest

from store.model import Address, Contact, Dossier, Moment, Move, Permission, Planned, Promise, Touch
from store.records import replace
from store.rules import agenda as rules
from store.rules import cadence, endings, queue
from store.rules.practice import Practice

SHIPPED = cadence.shipped()


class Person:
    """One contact's dossier with the verbs that a test needs; every change gives a new dossier."""

    counter = itertools.count(1)

    def __init__(self, practice=None, channels=("text", "email"), **facts):
        self.practice = practice or Practice(zone="America/Los_Angeles", country="US", cadences=SHIPPED)
        addresses = []
        if "text" in channels or "call" in channels:
            addresses.append(Address("phone", "+14155550100"))
        if "email" in channels:
            addresses.append(Address("email", "ana@example.com"))
        if "post" in channels:
            addresses.append(Address("post", "1 Main Street"))
        facts.setdefault("permissions", tuple(Permission(each, "implied") for each in channels if each != "post"))
        facts.setdefault("addresses", tuple(addresses))
        self.dossier = Dossier(contact=Contact(id="c1", name="Ana Duarte", **facts))

    def id(self, prefix):
        return f"{prefix}{next(self.counter):06}"

    def touch(self, at, kind, direction="out", outcome="", **more):
        more.setdefault("recorded", at)
        touch = Touch(id=self.id("t"), contacts=("c1",), kind=kind, direction=direction, happened=Moment(at),
                      outcome=outcome, **more)
        before = self.dossier
        touches = sorted((*before.touches, touch), key=lambda each: (each.happened.at, each.id))
        self.dossier = replace(before, touches=tuple(touches))
        return touch

    def start(self, name, at, anchor=None, **more):
        moment = anchor.happened if anchor else Moment(at)
        plan = rules.plan_for(name, "c1", moment, anchor.id if anchor else "", self.practice, at, self.id("p"))
        self.dossier = replace(self.dossier, plans=(*self.dossier.plans, replace(plan, **more)))
        return plan

    def met(self, at, **more):
        anchor = self.touch(at, "meeting", event="Chamber", **more)
        return self.start("met", at, anchor)

    def inquired(self, at, kind="email", **more):
        anchor = self.touch(at, kind, "in", **more)
        return self.start("inquiry", at, anchor)

    def change(self, **facts):
        self.dossier = replace(self.dossier, contact=replace(self.dossier.contact, **facts))

    def plan_change(self, **fields):
        *rest, last = self.dossier.plans
        self.dossier = replace(self.dossier, plans=(*rest, replace(last, **fields)))

    def promise(self, made, kind, on, time=None, next_step=False, **more):
        promise = Promise(id=self.id("r"), contact="c1", kind=kind, due=Planned(on, time), next_step=next_step,
                          made=Moment(made), **more)
        self.dossier = replace(self.dossier, promises=(*self.dossier.promises, promise))
        return promise

    def move(self, what, key, at, until=None):
        move = Move(id=self.id("m"), contact="c1", step_key=key, what=what, until=until, made=Moment(at))
        self.dossier = replace(self.dossier, moves=(*self.dossier.moves, move))

    def agenda(self, now):
        return rules.agenda(self.dossier, self.practice, now)

    def row(self, now):
        return queue.row_of(self.agenda(now), now)

    def do(self, now, due, outcome="", kind=""):
        """Do what is due as the book would: the touch, the promise it keeps, the bounce it shows, the plan it ends."""
        before = self.agenda(now)
        touch = self.touch(now, kind or due.kind, outcome=outcome or ("reached" if due.kind == "call" else "sent"),
                           step=due.step_key, plan=due.plan)
        kept = rules.kept_by(before, touch)
        self.dossier = replace(self.dossier, promises=tuple(
            replace(each, kept=Moment(now), kept_by=touch.id) if each.id in kept else each
            for each in self.dossier.promises))
        self.follow(now)
        return touch

    def follow(self, now):
        """Apply what follows a change."""
        for each in endings.what_follows(None, self.dossier, self.practice, now):
            if each.code == "plan-ended":
                self.dossier = replace(self.dossier, plans=tuple(
                    replace(plan, ended=now, ended_why=each.values["why"]) if plan.id == each.values["plan"] else plan
                    for plan in self.dossier.plans))

    def decide(self, now, due, choice):
        """Answer a question as the book would."""
        cadence_name = next((plan.cadence for plan in self.dossier.plans if plan.id == due.plan), "")
        changes = endings.decided(due, choice, cadence_name)
        plans = []
        for plan in self.dossier.plans:
            if plan.ended is None and due.plan in ("", plan.id):
                if changes.get("review"):
                    plan = replace(plan, reviewed=Moment(now))
                plan = replace(plan, slower=plan.slower * changes.get("slower", 1.0))
                if "end" in changes:
                    plan = replace(plan, ended=now, ended_why=changes["end"])
            plans.append(plan)
        self.dossier = replace(self.dossier, plans=tuple(plans))
        if "standing" in changes:
            self.change(standing=changes["standing"])
        if "start" in changes:
            self.start(changes["start"], now)
        if "settle" in changes:
            self.move("settle", changes["settle"], now)
        self.follow(now)


@pytest.fixture(scope="session")
def person():
    """Return the class that stands in for the book of one person."""
    return Person


@pytest.fixture(scope="session")
def cadences():
    """Return the cadences that ship."""
    return SHIPPED

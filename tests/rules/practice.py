"""A consultant's practice of 200 days, seeded and made up, worked by the rules: `python -m tests.rules.practice`.

Eight people are met or inquire a week; clients are kept. Each working day the user does the queue from the top, down to
the daily cap, at nine, at noon and at four; people answer by chance. The table says what that came to.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import sys
from zoneinfo import ZoneInfo

from store.model import Address, Contact, Dossier, Moment, Permission, Planned, Promise, Touch
from store.records import replace
from store.rules import agenda as rules
from store.rules import cadence, days, endings, queue
from store.rules.case import counted, responded
from store.rules.practice import Practice

HOME = ZoneInfo("America/Los_Angeles")
FIRST_DAY = dt.date(2026, 9, 1)
HOURS = (9, 12, 16)
CAP = 15
MOST_CHECKED = 200
ANSWERS = {"text": 0.22, "email": 0.12, "call": 0.3, "gift": 0.3, "note": 0.15, "card": 0.15}
"The chance that a kind of touch is answered within three days; a call's that it is taken."


class Person:
    """One made-up contact and what the user does with them, as the book would keep it."""

    def __init__(self, number: int, random_: random.Random, practice: Practice) -> None:
        self.practice = practice
        self.counter = itertools.count(1)
        self.warm = random_.random()
        permissions = tuple(Permission(each, "implied", "handed-over") for each in ("text", "call", "email"))
        addresses = (Address("phone", f"+1415555{100 + number % 100:04}"), Address("email", f"p{number}@example.com"),
                     Address("post", f"{number} Main Street"))
        self.dossier = Dossier(contact=Contact(
            id=f"c{number:05}", name=f"Person {number:05}", temperature=random_.choice(("hot", "warm", "warm", "cold")),
            pace=random_.choice(("fast", "steady", "slow", "")), addresses=addresses, permissions=permissions, country="US"))
        self.agenda_at: tuple[dt.datetime, rules.Agenda] | None = None
        self.unanswered: set[dt.date] = set()

    def begin(self, name: str, at: dt.datetime) -> None:
        """Start a cadence from what started it."""
        kind, direction = {"inquiry": ("email", "in"), "met": ("meeting", "out"), "keep": ("call", "out")}[name]
        anchor = self.touch(at, kind, direction, "left-message" if name == "keep" else "")
        plan = rules.plan_for(name, self.dossier.contact.id, anchor.happened, anchor.id, self.practice, at, self.new_id("p"))
        self.change(plans=(*self.dossier.plans, plan))
        self.unanswered.clear()

    def new_id(self, letter: str) -> str:
        """Return an id that sorts after those before it."""
        return f"{self.dossier.contact.id}{letter}{next(self.counter):05}"

    def change(self, **parts: object) -> None:
        """Take in a change; what follows from it is applied, as the book does."""
        self.dossier = replace(self.dossier, **parts)
        self.agenda_at = None

    def touch(self, at: dt.datetime, kind: str, direction: str = "out", outcome: str = "", **more: object) -> Touch:
        """Log a touch."""
        touch = Touch(id=self.new_id("t"), contacts=(self.dossier.contact.id,), kind=kind, direction=direction,
                      happened=Moment(at), recorded=at, outcome=outcome, **more)
        self.change(touches=(*self.dossier.touches, touch))
        if responded(touch):
            self.unanswered.clear()
        elif counted(touch):
            self.unanswered.add(at.astimezone(HOME).date())
        return touch

    def agenda(self, now: dt.datetime) -> rules.Agenda:
        """Return the agenda, computed anew only where something has changed or its time has come."""
        known = self.agenda_at
        if known is None or (known[1].turns is not None and known[1].turns <= now):
            known = self.agenda_at = (now, rules.agenda(self.dossier, self.practice, now))
        return known[1]

    def follow(self, now: dt.datetime) -> None:
        """End the plans that a change ends."""
        ended = {each.values["plan"]: each.values["why"]
                 for each in endings.what_follows(None, self.dossier, self.practice, now) if each.code == "plan-ended"}
        self.change(plans=tuple(replace(each, ended=now, ended_why=ended[each.id]) if each.id in ended else each
                                for each in self.dossier.plans))


class Run:
    """The practice, day after day, and what is counted."""

    def __init__(self, seed: int, length: int) -> None:
        self.random = random.Random(seed)
        self.practice = Practice(zone=HOME.key, country="US", cadences=cadence.shipped(), daily_cap=CAP)
        self.length = length
        self.people: list[Person] = []
        self.answers: list[tuple[dt.datetime, Person]] = []
        self.touches_a_day: list[int] = []
        self.rhythm_a_day: list[int] = []
        self.late = self.done = self.replies = self.met = 0
        self.ends: dict[str, int] = {}
        self.rescued = self.most_unanswered = 0
        self.longest_unseen = dt.timedelta(0)
        self.seen: dict[str, dt.datetime] = {}

    def work(self) -> Run:
        """Run all days."""
        for name, count in (("keep", 40),):
            for _ in range(count):
                self.add(name, self.instant(0, 8) - dt.timedelta(days=self.random.uniform(1, 55)))
        for day in range(self.length):
            date = FIRST_DAY + dt.timedelta(days=day)
            if date.weekday() < 5:
                for _ in range(self.random.choice((0, 1, 2, 3))):
                    self.add(self.random.choice(("met", "met", "inquiry")), self.instant(day, 8) - dt.timedelta(hours=15))
            self.hear(self.instant(day, 8))
            if date.weekday() < 5 and date not in days.public_holidays("US", date.year):
                self.one_day(day)
            self.account(self.instant(day, 20))
        return self

    def instant(self, day: int, hour: int) -> dt.datetime:
        """Return an hour of a day of the run."""
        date = FIRST_DAY + dt.timedelta(days=day)
        return dt.datetime.combine(date, dt.time(hour), HOME).astimezone(dt.UTC)

    def add(self, name: str, at: dt.datetime) -> None:
        """Take somebody into the book."""
        person = Person(len(self.people), self.random, self.practice)
        if name == "keep":
            person.change(contact=replace(person.dossier.contact, stage="profitability", standing="client"))
        person.begin(name, at)
        self.met += name != "keep"
        self.people.append(person)
        self.seen[person.dossier.contact.id] = at

    def hear(self, now: dt.datetime) -> None:
        """Let the answers that are due come in."""
        coming = [each for each in self.answers if each[0] <= now]
        self.answers = [each for each in self.answers if each[0] > now]
        for at, person in coming:
            last = person.dossier.touches[-1].happened.at
            declined = self.random.random() < 0.08
            person.touch(max(at, last), "email", "in", "declined" if declined else "",
                         wants_answer=self.random.random() < 0.7)
            person.follow(now)
            self.replies += 1
            if declined:
                self.count_end("declined")

    def one_day(self, day: int) -> None:
        """Do the queue of one working day, from the top, in three sittings."""
        done = rhythm = 0
        for hour in HOURS:
            now = self.instant(day, hour)
            for _ in range(MOST_CHECKED):
                rows = self.queue(now, rhythm)
                doable = [row for row in rows if row.due.possible_from is None or row.due.possible_from <= now]
                if not doable:
                    break
                for row in doable:
                    counts, in_rhythm = self.do(row.due, now)
                    done += counts
                    rhythm += in_rhythm
        self.touches_a_day.append(done)
        self.rhythm_a_day.append(rhythm)

    def queue(self, now: dt.datetime, rhythm: int) -> tuple[queue.Row, ...]:
        """Return the rows of now."""
        found = queue.queue([(each.dossier.contact, each.agenda(now)) for each in self.people], self.practice, now,
                            done_today=rhythm)
        return found.rows

    def do(self, due: rules.DueTouch, now: dt.datetime) -> tuple[int, int]:
        """Do one row, or decide; return whether it was a touch, and whether one of the rhythm."""
        if due.step == "newsletter" and not due.contact:
            for each in [each for each in self.people if self.gets_the_issue(each, now)]:
                self.do(queue.row_of(each.agenda(now), now), now)
            return 1, 1
        person = self.people[int(due.contact[1:])]
        if due.kind == "decide":
            self.decide(person, due, now)
            return 0, 0
        outcome = "sent"
        if due.kind == "call":
            taken = self.random.random() < ANSWERS["call"] * (0.5 + person.warm)
            outcome = "reached" if taken else self.random.choice(("no-answer", "left-message"))
        before = person.agenda(now)
        if ":rhythm:" in due.step_key and due.cadence != "nurture":
            self.most_unanswered = max(self.most_unanswered, len(person.unanswered) + 1)
        touch = person.touch(now, due.kind, outcome=outcome, step=due.step_key, plan=due.plan)
        kept = rules.kept_by(before, touch)
        person.change(promises=tuple(replace(each, kept=Moment(now), kept_by=touch.id) if each.id in kept else each
                                     for each in person.dossier.promises))
        person.follow(now)
        self.done += 1
        self.late += now > due.window.late
        self.rescued += due.group == "rescue"
        if outcome == "sent" and self.random.random() < ANSWERS.get(due.kind, 0.08) * (0.5 + person.warm):
            self.answers.append((now + dt.timedelta(hours=self.random.uniform(1, 72)), person))
        return 1, int(due.group == "rhythm")

    def gets_the_issue(self, person: Person, now: dt.datetime) -> bool:
        """Return whether the newsletter is what is due with a person."""
        row = queue.row_of(person.agenda(now), now)
        return row is not None and row.kind == "newsletter"

    def decide(self, person: Person, due: rules.DueTouch, now: dt.datetime) -> None:
        """Answer a question of the queue."""
        if due.step == "next-step":
            day = (now + dt.timedelta(days=self.random.randint(2, 14))).astimezone(HOME).date()
            promise = Promise(id=person.new_id("r"), contact=due.contact, kind="call", due=Planned(day), next_step=True,
                              made=Moment(now))
            person.change(promises=(*person.dossier.promises, promise))
            return
        chances = {"end-of-plan": ("keep", "nurture", "close"), "unanswered": ("slow", "nurture", "close")}
        person.unanswered.clear()
        choice = self.random.choice(chances.get(due.step, ("keep",)))
        name = next((each.cadence for each in person.dossier.plans if each.id == due.plan), "")
        changes = endings.decided(due, choice, name)
        self.count_end(f"{due.step}: {choice}")
        plans = []
        for plan in person.dossier.plans:
            if plan.ended is None and due.plan in ("", plan.id):
                fields: dict[str, object] = {"slower": plan.slower * float(str(changes.get("slower", 1.0)))}
                if changes.get("review"):
                    fields["reviewed"] = Moment(now)
                if "end" in changes:
                    fields |= {"ended": now, "ended_why": changes["end"]}
                plan = replace(plan, **fields)
            plans.append(plan)
        person.change(plans=tuple(plans))
        if "standing" in changes:
            person.change(contact=replace(person.dossier.contact, standing=changes["standing"]))
        if "start" in changes:
            plan = rules.plan_for(str(changes["start"]), due.contact, Moment(now), "", self.practice, now, person.new_id("p"))
            person.change(plans=(*person.dossier.plans, plan))
        person.follow(now)

    def count_end(self, name: str) -> None:
        """Count how a plan ended or was decided on."""
        self.ends[name] = self.ends.get(name, 0) + 1

    def account(self, now: dt.datetime) -> None:
        """Look for people with an open plan for whom nothing is to come."""
        for person in self.people:
            open_plan = any(each.ended is None for each in person.dossier.plans)
            if open_plan and not person.agenda(now).candidates:
                raise AssertionError(f"forgotten: {person.dossier}")
            last = max(each.happened.at for each in person.dossier.touches)
            if open_plan:
                self.longest_unseen = max(self.longest_unseen, now - max(last, self.seen[person.dossier.contact.id]))

    def silent(self) -> list[int]:
        """Return the touches of those met or inquiring who never answered anything, most first."""
        found = []
        for person in self.people:
            later = person.dossier.touches[1:]
            if person.dossier.contact.standing != "client" and not any(responded(each) for each in later):
                found.append(len({each.happened.at.astimezone(HOME).date() for each in later if counted(each)}))
        return sorted(found, reverse=True)

    def table(self) -> list[tuple[str, str]]:
        """Return what the run came to, as rows of a table."""
        ordered = sorted(self.touches_a_day)
        silent = self.silent() or [0]
        rows = [
            ("people taken in", f"{len(self.people)} ({len(self.people) - self.met} clients kept)"),
            ("working days", str(len(ordered))),
            ("touches a working day", f"median {ordered[len(ordered) // 2]}, most {ordered[-1]}"),
            ("rhythm touches a day", f"most {max(self.rhythm_a_day)} (daily cap {CAP})"),
            ("touches in all", str(self.done)),
            ("done later than late", f"{self.late / max(1, self.done):.1%}"),
            ("rescues", str(self.rescued)),
            ("replies", f"{self.replies} ({self.replies / max(1, self.done):.0%} of touches)"),
            ("touches to a silent contact", f"median {silent[len(silent) // 2]}, most {silent[0]}, {len(silent)} people"),
            ("most unanswered in a row before it asks (nurture left out)", str(self.most_unanswered)),
            ("longest without a touch, plan open", f"{self.longest_unseen.days} days"),
        ]
        return rows + [(f"ended or decided, {name}", str(count)) for name, count in sorted(self.ends.items())]


def main() -> int:
    """Run the practice and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.practice")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int, default=200)
    chosen = parser.parse_args()
    print("| what | figure |\n|---|---|")
    for what, figure in Run(chosen.seed, chosen.days).work().table():
        print(f"| {what} | {figure} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

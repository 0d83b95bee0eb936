"""What the rules work on: one contact's facts gathered once, and a candidate on its way to a due touch."""

from __future__ import annotations

import datetime as dt

from store.rules import days
from store.rules.channels import Reach
from store.rules.course import beside_of, is_among

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.model import Dossier, Move, Plan, Promise, Reason, Touch, Window
    from store.rules.practice import Practice

UNREACHED = ("no-answer", "left-message")
"Outcomes of a call in which nobody was talked to."
_SAME_DAY = dt.timedelta(hours=14)


class Case:
    """One contact's facts, the practice and the clock."""

    def __init__(self, dossier: Dossier, practice: Practice, now: dt.datetime) -> None:
        """Gather what every rule asks for."""
        self.contact = dossier.contact
        self.plans = dossier.plans
        elsewhere = beside_of(dossier.plans)
        self.touches = (tuple(each for each in dossier.touches if not is_among(each.step, elsewhere)) if elsewhere
                        else dossier.touches)
        self.dossier = dossier
        self.practice = practice
        self.now = now
        self.place = days.place_of(dossier.contact, practice)
        self.reach = Reach(dossier.contact, self.touches)
        self.promises = [each for each in dossier.promises if each.kept is None and each.dropped is None]
        self.holding = [each for each in self.promises if each.next_step]
        self.moves: dict[str, list[Move]] = {}
        for move in dossier.moves:
            self.moves.setdefault(move.step_key, []).append(move)
        self.turns: list[dt.datetime] = []
        self.owes_reply = False

    def settled_by_move(self, key: str) -> Move | None:
        """Return the skip or settlement of a key; None where there is none."""
        for move in self.moves.get(key, ()):
            if move.what in ("skip", "settle"):
                return move
        return None

    def open_plans(self) -> Iterable[Plan]:
        """Return the plans that run."""
        return [plan for plan in self.plans if plan.ended is None]


class Candidate:
    """A due touch before the guards have looked at it."""

    __slots__ = ("cadence", "group", "hours", "instead", "key", "kinds", "lasting", "plan", "promise", "rescued",
                 "restarts", "reviewed", "step", "template", "touch", "why", "window")

    def __init__(self, key: str, step: str, group: str, kinds: tuple[str, ...], window: Window, why: list[Reason],
                 template: str = "") -> None:
        """Keep what every candidate has; the rest has defaults."""
        self.key = key
        self.step = step
        self.group = group
        self.kinds = kinds
        self.window = window
        self.why = why
        self.template = template
        self.instead: tuple[str, ...] = ()
        self.hours = "working"
        self.rescued = True
        self.restarts = group == "rhythm"
        self.lasting = False
        self.cadence = ""
        self.plan = ""
        self.promise = ""
        self.touch = ""
        self.reviewed: dt.datetime | None = None


def after_anchor(plan: Plan, touches: tuple[Touch, ...]) -> tuple[Touch, ...]:
    """Return the touches since a plan's anchor, oldest first, the anchor itself left out.

    Touches of the same instant count as after it where they stand after it; where only the anchor's day is known,
    touches of that day count if they were recorded after it.
    """
    start = plan.anchor.at
    place = place_of(plan.anchor_touch, touches)
    first = len(touches)
    while first > place + 1 and touches[first - 1].happened.at >= start:
        first -= 1
    later = touches[first:]
    if place <= 0:
        return later
    anchor = touches[place]
    earliest = start - _SAME_DAY
    same_day = []
    for each in reversed(touches[:place]):
        if each.happened.at < earliest:
            break
        if (plan.anchor.day_only or each.happened.day_only) and each.recorded > anchor.recorded:
            same_day.append(each)
    return (*reversed(same_day), *later) if same_day else later


def place_of(identity: str, touches: tuple[Touch, ...]) -> int:
    """Return the place of a touch among others, looked for from the last; -1 where it is none of them."""
    if identity:
        for place in range(len(touches) - 1, -1, -1):
            if touches[place].id == identity:
                return place
    return -1


def answers(touch: Touch) -> bool:
    """Return whether an outgoing touch puts an answer before the person."""
    return (touch.direction == "out" and touch.outcome not in ("bounced", "no-answer")
            and touch.kind != "newsletter")


def talked(touch: Touch) -> bool:
    """Return whether two people talked: a meeting, or a call that reached somebody."""
    if touch.kind == "meeting":
        return touch.outcome not in ("no-answer", "declined", "bounced")
    if touch.kind != "call":
        return False
    return touch.outcome == "reached" or (touch.outcome == "" and touch.direction == "out")


def responded(touch: Touch) -> bool:
    """Return whether a touch shows that the person answers: theirs, or one in which they were reached."""
    return touch.direction == "in" or touch.outcome in ("reached", "replied") or talked(touch)


def counted(touch: Touch) -> bool:
    """Return whether a touch counts towards the nine: outgoing, not a call without answer, a bounce or a newsletter."""
    return (touch.direction == "out" and touch.outcome not in ("no-answer", "bounced")
            and touch.kind != "newsletter")


def wants_answer(touch: Touch) -> bool:
    """Return whether an incoming touch is to be answered, as far as is known."""
    if touch.direction != "in" or touch.wants_answer is False or touch.outcome in ("declined", "bounced"):
        return False
    return touch.wants_answer is True or not (touch.kind in ("call", "meeting") and touch.outcome == "reached")


def fresh(touch: Touch, within: dt.timedelta) -> bool:
    """Return whether a touch was recorded soon enough after it happened to start a debt; imported ones never are."""
    return touch.origin != "import" and touch.recorded - touch.happened.at <= within


def overlay(step: Mapping[str, object], temperature: str) -> Mapping[str, object]:
    """Return a step with what differs for a temperature laid over it."""
    other = step.get(temperature) if temperature else None
    return {**step, **other} if isinstance(other, dict) else step


def promise_key(promise: Promise, attempts: int) -> str:
    """Return the step key of a promise after some calls without an answer."""
    return f"promise:{promise.id}:{attempts}"

"""Where a plan stands: which step or rhythm the touches since its anchor have led to."""

from __future__ import annotations

import datetime as dt

from store.rules.case import UNREACHED, after_anchor, overlay, place_of
from store.rules.channels import TALK
from store.rules.course import course_of, step_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.model import Plan, Touch
    from store.rules.case import Case


class Progress:
    """A walk along the touches of a plan, and where it has led to."""

    __slots__ = ("anchor", "case", "count", "course", "led", "plan", "rhythm", "since", "skipped", "state", "table",
                 "touches")

    state: str
    "Name of the step or rhythm; `end` where the cadence has run out; `declined`."
    table: Mapping[str, Any]
    "The step (with the temperature's differences laid over it) or the rhythm; empty for `end` and `declined`."
    rhythm: bool
    "Whether the state is a rhythm."
    count: int
    "How often the plan has moved on: the last part of the step key."
    since: dt.datetime
    "The instant of the touch that led here; the anchor's where none did."
    touches: tuple[Touch, ...]
    "The touches since the anchor, oldest first."
    anchor: Touch | None
    "The touch that is the plan's anchor."
    skipped: dt.datetime | None
    "When a step was last passed over."
    led: Touch | None
    "The touch that led here."

    def __init__(self, plan: Plan, case: Case) -> None:
        """Stand at the first step."""
        self.plan = plan
        self.case = case
        self.course = course_of(plan.definition)
        self.touches = after_anchor(plan, case.touches)
        place = place_of(plan.anchor_touch, case.touches)
        self.anchor = case.touches[place] if place >= 0 else None
        self.count = 0
        self.since = plan.anchor.at
        self.skipped = None
        self.led = None
        self.go(self.course.order[0] if self.course.order else "end")

    @property
    def opening(self) -> bool:
        """Whether the plan waits for the first contact."""
        return self.table.get("done-by") == "any"

    def go(self, state: str) -> None:
        """Stand at a step, a rhythm or the end; a name that the definition does not know is the end."""
        if state in self.course.steps:
            self.state, self.rhythm = state, False
            self.table = overlay(self.course.steps[state], self.case.contact.temperature)
        elif state in self.course.rhythms:
            self.state, self.rhythm, self.table = state, True, self.course.rhythms[state]
        else:
            self.state, self.rhythm, self.table = state if state == "declined" else "end", False, {}

    def following(self, outcome: str) -> str:
        """Return the state that follows the present step after an outcome."""
        then = self.table.get("then")
        if isinstance(then, str):
            return then
        if isinstance(then, dict) and (outcome in then or "any" in then):
            return str(then.get(outcome, then.get("any")))
        order = self.course.order
        place = order.index(self.state) + 1
        return order[place] if place < len(order) else "end"

    def leave(self, outcome: str, at: dt.datetime, touch: Touch | None) -> None:
        """Move on to what follows."""
        self.count += 1
        self.since = max(self.since, at)
        self.led = touch
        self.go(self.following(outcome))

    def skip_until(self, at: dt.datetime | None) -> None:
        """Pass over the steps that were skipped until an instant (None: all that were)."""
        while self.state not in ("end", "declined"):
            move = self.case.settled_by_move(step_key(self.plan, self.state, self.count))
            if move is None:
                return
            made = move.made.at if move.made else self.since
            if at is not None and made > at:
                return
            self.skipped = max(made, self.since)
            if self.rhythm:
                self.count += 1
            else:
                self.leave("any", made, None)

    def take(self, touch: Touch) -> None:
        """Take one touch in."""
        if touch.outcome == "declined":
            self.go("declined")
        elif self.state in ("end", "declined"):
            return
        elif touch.direction == "in":
            self.hear(touch)
        elif touch.outcome == "bounced":
            self.count += 1
        elif self.rhythm:
            if touch.outcome == "replied":
                self.hear(touch)
            if touch.kind != "newsletter" or "newsletter" in self.table["kinds"]:
                self.count += 1
                self.led = touch
        else:
            self.settle(touch)

    def hear(self, touch: Touch) -> None:
        """Take in that the person answered: a ladder is left, a nurturing rhythm too."""
        if self.rhythm:
            if "replied" in self.table:
                self.count += 1
                self.led = touch
                self.go(self.table["replied"])
            return
        then = self.table.get("then")
        outcome = "reached" if touch.outcome == "reached" and touch.kind == "call" else "replied"
        if isinstance(then, dict) and outcome in then:
            self.leave(outcome, touch.happened.at, touch)

    def settle(self, touch: Touch) -> None:
        """Take in a touch of the user's at a step."""
        outcome = outcome_of(touch)
        straight_on = self.table.get("done-by") == "any" and isinstance(self.table.get("then"), str)
        if not (self.settled_by(touch) or (outcome in ("reached", "replied") and self.leaves_when(outcome))):
            return
        self.leave(outcome, touch.happened.at, touch)
        if straight_on and touch.kind in TALK and not self.rhythm and self.table and touch.kind in self.done_by():
            self.leave(outcome, touch.happened.at, touch)

    def pass_refused(self) -> None:
        """Pass over steps of which every kind was refused."""
        if not self.case.reach.refuses:
            return
        for _ in self.course.order:
            if self.rhythm or not self.table:
                return
            kinds = (*self.table["kinds"], *self.table.get("instead", ()))
            if any(self.case.reach.barrier(kind) != "refused" for kind in kinds if kind != "as-they-did"):
                return
            self.leave("any", self.since, self.led)

    def leaves_when(self, outcome: str) -> bool:
        """Return whether the step names what follows an outcome."""
        then = self.table.get("then")
        return isinstance(then, dict) and outcome in then

    def done_by(self) -> tuple[str, ...]:
        """Return the kinds that settle the step."""
        given = self.table.get("done-by", self.table["kinds"])
        kinds = self.table["kinds"] if given == "any" else given
        return (*kinds, "meeting") if "call" in kinds else tuple(kinds)

    def settled_by(self, touch: Touch) -> bool:
        """Return whether a touch settles the step: a kind that does, or the step's own key on it."""
        if touch.step == step_key(self.plan, self.state, self.count):
            return True
        if self.table.get("done-by") == "any":
            return touch.kind != "newsletter"
        if touch.kind in self.done_by():
            return True
        return (touch.kind in self.table.get("instead", ())
                and all(self.case.reach.barrier(kind) for kind in self.table["kinds"]))


def outcome_of(touch: Touch) -> str:
    """Return the outcome that decides what follows: a meeting, or a call without a word, reached the person."""
    if touch.kind == "meeting":
        return touch.outcome if touch.outcome in UNREACHED else "reached"
    return touch.outcome or ("reached" if touch.kind == "call" else "sent")


def progress(plan: Plan, case: Case) -> Progress:
    """Return where a plan stands; total for any definition and any touches."""
    walk = Progress(plan, case)
    anchor = walk.anchor
    if anchor is not None and anchor.kind == "call" and anchor.outcome == "reached" and walk.course.steps:
        walk.settle(anchor)
    for touch in walk.touches:
        walk.pass_refused()
        if case.moves:
            walk.skip_until(touch.happened.at)
        walk.take(touch)
    walk.pass_refused()
    if case.moves:
        walk.skip_until(None)
        walk.pass_refused()
    return walk

"""The figures of a rhythm: touches, days, silence and the interval they lead to."""

from __future__ import annotations

import datetime as dt

from store.rules import days
from store.rules.case import counted, responded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.model import Contact, Plan
    from store.rules.case import Case
    from store.rules.practice import Practice
    from store.rules.progress import Progress

_DAY = dt.timedelta(days=1)
_NEVER = dt.datetime.max.replace(tzinfo=days.UTC)
_PACE_OF = {"hot": "fast", "cold": "slow"}
"The pace of somebody whose own is not known, by temperature; steady for all others."


class Beat:
    """The figures of a rhythm for one plan."""

    __slots__ = ("begin", "case", "done", "goal", "high", "interval", "length", "low", "newsletter", "nth", "plan",
                 "reviewed", "silent", "silent_since_review", "stand", "table")

    def __init__(self, plan: Plan, stand: Progress, case: Case) -> None:
        """Count touches, days and silence since the plan began (or was taken up again after its end)."""
        self.plan, self.stand, self.case, self.table = plan, stand, case, stand.table
        self.reviewed = plan.reviewed.at if plan.reviewed else None
        self.newsletter = "newsletter" in self.table["kinds"]
        self.begin = plan.anchor.at
        self.length: int = self.table.get("days", 0)
        self.goal: int = self.table.get("touches", 0)
        self._count()
        if self.reviewed is not None and self.length and self.reviewed >= self.end():
            self.begin = self.reviewed
            self._count()
        self.silent, self.silent_since_review = self._silence()
        self.low, self.high, self.interval = self._interval()

    def _count(self) -> None:
        """Count the days since the beginning on which a touch went out."""
        seen: dict[dt.date, dt.datetime] = {}
        for touch in self.stand.touches:
            if touch.happened.at >= self.begin and counted(touch):
                seen.setdefault(days.local_day(touch.happened.at, self.case.place), touch.happened.at)
        self.done = len(seen)
        self.nth = sorted(seen.values())[self.goal - 1] if 0 < self.goal <= len(seen) else None

    def finished(self) -> bool:
        """Return whether the touches that the rhythm runs for have been made."""
        return bool(self.length) and (self.goal == 0 or self.done >= self.goal)

    def end(self) -> dt.datetime:
        """Return when the plan is over: on its day, or a quiet week after its last touch, whichever is later."""
        if not self.finished():
            return _NEVER
        by_day = self.begin + self.length * _DAY
        quiet = self.table.get("quiet-days", 0) * _DAY
        return max(by_day, self.nth + quiet) if self.nth else by_day

    def day(self) -> int:
        """Return which day of the plan it is."""
        return max(0, (self.case.now - self.begin).days)

    def _silence(self) -> tuple[int, int]:
        """Return how many touches in a row nobody answered, in all and since the user last chose to go on."""
        dates: set[dt.date] = set()
        recent: set[dt.date] = set()
        for touch in reversed(self.stand.touches):
            if responded(touch):
                break
            if counted(touch):
                day = days.local_day(touch.happened.at, self.case.place)
                dates.add(day)
                if self.reviewed is None or touch.happened.at > self.reviewed:
                    recent.add(day)
        return len(dates), len(recent)

    def _interval(self) -> tuple[int, int, Mapping[str, Any]]:
        """Return the interval in days, from and to, and the values that say why."""
        contact, scale = self.case.contact, self.table.get("by", "")
        low, high, tag, style, slower = interval(self.plan, self.table, contact, self.case.practice, self.silent)
        known = bool(contact.pace) if scale == "pace" else True
        return low, high, {"by": "tag" if tag else scale, "style": tag or style, "known": known, "low": low,
                           "high": high, "slower": slower, "temperature": contact.temperature}


def interval(plan: Plan, table: Mapping[str, Any], contact: Contact, practice: Practice,
             silent: int) -> tuple[int, int, str, str, float]:
    """Return how many days lie between two touches, from and to, and what says so: tag, style, how much slower.

    `silent` touches in a row, nobody answering, stretch it where the rhythm says so.
    """
    every: Any = table["every"]
    scale = table.get("by", "")
    tags: Mapping[str, Any] = table.get("tags", {})
    tag = next((each for each in contact.tags if each in tags), "") if tags else ""
    style = ""
    if tag:
        every = tags[tag]
    elif scale == "pace":
        style = contact.pace or _PACE_OF.get(contact.temperature, "steady")
        every = every[style]
    elif scale == "stage":
        style = contact.stage or "visibility"
        every = every[style]
    low, high = every if isinstance(every, (list, tuple)) else (every, every)
    slower = contact.slower * plan.slower * practice.slower_countries.get(contact.country, 1.0)
    factor = slower
    if contact.temperature == "cold":
        factor *= table.get("cold", 1.0)
    if 0 < table.get("gift-after", 0) <= silent:
        factor *= table.get("stretch", 1.0)
    if factor != 1.0:
        low, high = max(1, round(low * factor)), max(1, round(high * factor))
    return low, high, tag, style, slower

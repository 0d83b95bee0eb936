"""The rhythm of a plan: when the next touch is due, of which kind, when it asks, and when it ends."""

from __future__ import annotations

import datetime as dt

from store.model import Reason, Window
from store.rules import days, windows
from store.rules.case import Candidate, counted, responded
from store.rules.channels import usable
from store.rules.progress import Progress, step_key
from store.rules.steps import CALL_LIMIT, misses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.model import Plan
    from store.rules.case import Case

_DAY = dt.timedelta(days=1)
SHELF_KINDS = ("clipping", "invitation", "gift")
"Kinds that take what they pass on from the shelf."
FIRST_GRACE = 14 * _DAY
"How long somebody new to a rhythm may wait for the first touch."
ASK_AGAIN = 30 * _DAY
"When a question that was answered by going on, though nothing can go on, is asked again."
RESUME_GRACE = 7 * _DAY
"How long a touch may take that a decision or a new plan has brought forward."
TEMPLATES = {"clipping": "clipping", "invitation": "invitation", "gift": "gift", "card": "card",
             "newsletter": "newsletter"}


class Beat:
    """The figures of a rhythm for one plan."""

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
        self.low, self.high, self.pace_why = self._interval()

    def _count(self) -> None:
        """Count the days since the beginning on which a touch went out."""
        seen: dict[dt.date, dt.datetime] = {}
        for touch in self.stand.touches:
            if touch.happened.at >= self.begin and counted(touch):
                seen.setdefault(days.local_day(touch.happened.at, self.case.place), touch.happened.at)
        self.done = len(seen)
        self.counted_last = max(seen.values(), default=self.begin)
        self.nth = sorted(seen.values())[self.goal - 1] if 0 < self.goal <= len(seen) else None

    def finished(self) -> bool:
        """Return whether the touches that the rhythm runs for have been made."""
        return bool(self.length) and (self.goal == 0 or self.done >= self.goal)

    def end(self) -> dt.datetime:
        """Return when the plan is over: on its day, or a quiet week after its last touch, whichever is later."""
        by_day = self.begin + self.length * _DAY
        if not self.finished():
            return dt.datetime.max.replace(tzinfo=days.UTC)
        quiet = self.table.get("quiet-days", 0) * _DAY
        return max(by_day, self.nth + quiet) if self.nth else by_day

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

    def _interval(self) -> tuple[int, int, Reason]:
        """Return the interval in days, from and to, and the reason for it."""
        contact, practice, table = self.case.contact, self.case.practice, self.table
        every: Any = table["every"]
        scale = table.get("by", "")
        tag = next((each for each in contact.tags if each in table.get("tags", {})), "")
        style = ""
        if tag:
            every = table["tags"][tag]
        elif scale == "pace":
            style = contact.pace or {"hot": "fast", "cold": "slow"}.get(contact.temperature, "steady")
            every = every[style]
        elif scale == "stage":
            style = contact.stage or "visibility"
            every = every[style]
        low, high = every if isinstance(every, (list, tuple)) else (every, every)
        factor = contact.slower * self.plan.slower * practice.slower_countries.get(contact.country, 1.0)
        slower = factor
        if contact.temperature == "cold":
            factor *= table.get("cold", 1.0)
        if 0 < table.get("gift-after", 0) <= self.silent:
            factor *= table.get("stretch", 1.0)
        low, high = max(1, round(low * factor)), max(1, round(high * factor))
        known = bool(contact.pace) if scale == "pace" else True
        return low, high, Reason("interval", {"by": "tag" if tag else scale, "style": tag or style, "known": known,
                                              "low": low, "high": high, "slower": slower,
                                              "temperature": contact.temperature})


def rhythm_candidate(plan: Plan, stand: Progress, case: Case) -> Candidate | None:
    """Return what a plan in its rhythm asks for next: a touch, a question, or the decision at its end.

    None while something else holds it: a dated next step, or a reply that waits for an answer.
    """
    if case.holding or case.owes_reply:
        return None
    beat = Beat(plan, stand, case)
    end = beat.end()
    window, why = _when(beat)
    if beat.finished():
        quiet = end - beat.table.get("quiet-days", 0) * _DAY
        if (window.opens >= quiet or case.now >= end) and not _waved_through("end-of-plan", plan, stand, case):
            return question("end-of-plan", end, plan, stand, case,
                            Reason("end-of-plan", {"day": _day_number(beat), "touches": beat.done}))
    ask = beat.table.get("ask-after", 0)
    if 0 < ask <= beat.silent_since_review and not _waved_through("unanswered", plan, stand, case):
        return question("unanswered", window.opens, plan, stand, case,
                        Reason("five-unanswered", {"count": beat.silent, "stage": case.contact.stage}))
    kinds, template, reasons = _what(beat)
    if not kinds:
        return question("all-refused", stand.since, plan, stand, case, Reason("all-refused", {}))
    made = Candidate(step_key(plan, stand.state, stand.count), "rhythm", "rhythm", kinds, window,
                     [*reasons, *why], template)
    made.cadence, made.plan = plan.cadence, plan.id
    made.reviewed = beat.reviewed
    return made


def _waved_through(step: str, plan: Plan, stand: Progress, case: Case) -> bool:
    """Return whether the user has passed over a question, so that the rhythm goes on without an answer."""
    return case.settled_by_move(step_key(plan, step, stand.count)) is not None


def question(step: str, opens: dt.datetime, plan: Plan, stand: Progress, case: Case, why: Reason) -> Candidate:
    """Return a row that asks the user to decide about a plan."""
    if plan.reviewed is not None and plan.reviewed.at >= opens:
        opens = plan.reviewed.at + ASK_AGAIN
    first = days.business_day(days.local_day(opens, case.place), case.place, 1)
    made = Candidate(step_key(plan, step, stand.count), step, "housekeeping", ("decide",),
                     windows.span(opens, days.closing_of(first, case.place)), [why], "end-of-plan")
    made.cadence, made.plan, made.rescued = plan.cadence, plan.id, False
    return made


def _day_number(beat: Beat) -> int:
    """Return which day of the plan it is."""
    return max(0, (beat.case.now - beat.begin).days)


def _base(beat: Beat) -> dt.datetime | None:
    """Return from when the interval counts: the last touch either way, or the last step passed over; None for none."""
    base: dt.datetime | None = None
    for touch in reversed(beat.case.touches):
        if touch.direction == "in" or counted(touch) or (beat.newsletter and touch.kind == "newsletter"
                                                         and touch.outcome != "bounced"):
            base = touch.happened.at
            break
    if beat.stand.skipped is not None:
        base = max(base or beat.stand.skipped, beat.stand.skipped)
    for promise in beat.case.dossier.promises:
        settled = promise.kept or promise.dropped
        if promise.next_step and settled is not None and base is not None:
            base = max(base, settled.at)
    return base


def _when(beat: Beat) -> tuple[Window, list[Reason]]:
    """Return the window of the next touch, and why then."""
    case, plan = beat.case, beat.plan
    missed = _missed(beat)
    if missed:
        return missed, []
    why: list[Reason] = []
    base = _base(beat)
    if base is None or base + beat.high * _DAY < plan.anchor.at:
        opens, due = plan.anchor.at, plan.anchor.at + FIRST_GRACE
        if beat.table.get("first", "later") != "at once" and base is None:
            opens, due = opens + beat.low * _DAY, opens + beat.high * _DAY
    else:
        opens, due = base + beat.low * _DAY, base + beat.high * _DAY
        gap = _gap(beat)
        if gap is not None and gap > opens:
            opens = gap
            why.append(Reason("gap", {"days": case.practice.gap_days}))
    floor = max(plan.anchor.at, beat.reviewed or plan.anchor.at)
    if opens < floor:
        opens, due = floor, max(due, floor + RESUME_GRACE)
    return _on_working_days(opens, due, case, why), [*_standing(beat), *why]


def _missed(beat: Beat) -> Window | None:
    """Return the window of the next rung where the last call met nobody; None where the rhythm counts."""
    led = beat.stand.led
    if led is None or led.kind != "call" or led.outcome != "no-answer" or led.direction != "out":
        return None
    at = led.happened.at
    place = beat.case.place
    if misses(beat.stand.touches) >= 2:
        closing = days.closing_of(days.local_day(at, place), place)
        return windows.span(at, closing if closing > at else at + _DAY)
    day = days.business_day(days.local_day(at, place), place, 1)
    return windows.span(max(at, days.opening_of(day, place)), days.closing_of(day, place))


def _gap(beat: Beat) -> dt.datetime | None:
    """Return from when an unsolicited touch keeps its distance from the last one; None where there was none."""
    last = next((each for each in reversed(beat.case.touches)
                 if each.direction == "out" and each.outcome not in ("bounced", "no-answer")), None)
    return None if last is None else last.happened.at + beat.case.practice.gap_days * _DAY


def _on_working_days(opens: dt.datetime, due: dt.datetime, case: Case, why: list[Reason]) -> Window:
    """Return the window of a rhythm touch inside working days; never later than its last call."""
    place = case.place
    wanted = days.local_day(opens, place)
    day = days.business_day(wanted, place)
    limit = days.local_day(max(opens, due) + windows.LAST_CALL_AFTER, place)
    if day > limit:
        day = days.business_day(wanted, place, -1)
    if day != wanted:
        why.append(Reason("moved", {"because": days.why_not_business(wanted, place), "on": wanted, "to": day}))
    last = days.business_day(max(days.local_day(due, place), day), place)
    return windows.span(days.opening_of(day, place), days.closing_of(last, place))


def _standing(beat: Beat) -> list[Reason]:
    """Return where the plan stands, in numbers, and what sets the interval."""
    found = []
    if beat.length:
        found.append(Reason("plan-day", {"day": _day_number(beat), "of_day": beat.length, "begin": beat.begin,
                                         "touch": beat.done + 1, "of": beat.goal, **beat.pace_why.values}))
    else:
        last = next((each.happened.at for each in reversed(beat.case.touches) if counted(each) or responded(each)),
                    None)
        values: dict[str, object] = dict(beat.pace_why.values)
        if last is not None:
            values["last"] = last
        found.append(Reason("keep", values))
    if 0 < beat.table.get("gift-after", 0) <= beat.silent:
        found.append(Reason("unanswered", {"count": beat.silent}))
    return found


def _what(beat: Beat) -> tuple[tuple[str, ...], str, list[Reason]]:
    """Return the kinds of the next touch, best first, its template family, and why these."""
    case, table = beat.case, beat.table
    missed = misses(beat.stand.touches)
    if _missed(beat) is not None:
        kinds, _ = usable(case.reach, ("email", "text", "note") if missed >= 2 else ("call", "email", "text"))
        reason = Reason("no-answer", {"count": missed, "kind": kinds[0] if kinds else ""})
        return kinds, "ladder-mail" if missed >= 2 else "call-again", [reason]
    wanted = _mixed(beat)
    kinds, barrier = usable(case.reach, wanted, table.get("instead", ("email", "call", "text")))
    why: list[Reason] = []
    if kinds and barrier and case.reach.barrier(kinds[0]):
        why.append(Reason(barrier, {"kind": kinds[0], "use": kinds[0]}))
    family = table.get("template") or (TEMPLATES.get(kinds[0], "check-in") if kinds else "")
    if kinds and kinds[0] == "text" and case.reach.permission("text") == "unknown":
        why.append(Reason("ask-first", {"kind": "text"}))
    return kinds, family, why


def _mixed(beat: Beat) -> tuple[str, ...]:
    """Return the kinds in the order in which they are wanted now: liked, not the last one again, longest unused."""
    case, table = beat.case, beat.table
    kinds: list[str] = [each for each in table["kinds"] if each not in SHELF_KINDS or _on_shelf(each, case)]
    outgoing = [each.kind for each in case.touches if each.direction == "out" and each.outcome != "bounced"]
    calls = sum(1 for each in beat.stand.touches if each.kind == "call" and each.direction == "out")
    if calls >= CALL_LIMIT and len(kinds) > 1:
        kinds = [each for each in kinds if each != "call"]
    if not kinds:
        kinds = ["call", "note"]
    last = outgoing[-1] if outgoing else ""
    rank = {kind: place for place, kind in enumerate(kinds)}
    liked = {kind: place for place, kind in enumerate(case.contact.preferred_kinds)}
    used = {kind: place for place, kind in enumerate(outgoing, start=1)}
    kinds.sort(key=lambda kind: (kind == last, kind not in liked, used.get(kind, 0), rank[kind]))
    if table.get("gift-after", 0) and beat.silent == table["gift-after"]:
        kinds = ["gift", *(each for each in kinds if each != "gift")]
    return tuple(kinds)


def _on_shelf(kind: str, case: Case) -> bool:
    """Return whether the shelf holds something of a kind for this person that they have not had."""
    today = case.now.date()
    mine = {*case.contact.interests, *case.contact.tags}
    given = " ".join(f"{each.note} {each.text}" for each in case.touches if each.kind == kind)
    return any(item.kind == kind and (item.until is None or item.until >= today)
               and (not item.tags or mine.intersection(item.tags))
               and not ((item.link and item.link in given) or (item.title and item.title in given))
               for item in case.practice.shelf)



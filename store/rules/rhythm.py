"""The rhythm of a plan: when the next touch is due, when it asks, and when it ends."""

from __future__ import annotations

import datetime as dt

from store.model import Reason, Window
from store.rules import days, windows
from store.rules.beat import Beat
from store.rules.case import Candidate, counted, responded
from store.rules.course import step_key
from store.rules.mixing import missed_call, next_kinds
from store.rules.progress import Progress
from store.rules.steps import misses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Plan
    from store.rules.case import Case

_DAY = dt.timedelta(days=1)
FIRST_GRACE = 14 * _DAY
"How long somebody new to a rhythm may wait for the first touch."
ASK_AGAIN = 30 * _DAY
"When a question that was answered by going on, though nothing can go on, is asked again."
RESUME_GRACE = 7 * _DAY
"How long a touch may take that a decision or a new plan has brought forward."


def rhythm_candidate(plan: Plan, stand: Progress, case: Case) -> Candidate | None:
    """Return what a plan in its rhythm asks for next: a touch, a question, or the decision at its end.

    None while something else holds it: a dated next step, or a reply that waits for an answer.
    """
    if case.holding or case.owes_reply:
        return None
    beat = Beat(plan, stand, case)
    window, why = _when(beat)
    if beat.finished():
        end = beat.end()
        quiet = end - beat.table.get("quiet-days", 0) * _DAY
        if (window.opens >= quiet or case.now >= end) and not _waved_through("end-of-plan", plan, stand, case):
            return question("end-of-plan", end, plan, stand, case,
                            Reason("end-of-plan", {"day": beat.day(), "touches": beat.done}))
    ask = beat.table.get("ask-after", 0)
    if 0 < ask <= beat.silent_since_review and not _waved_through("unanswered", plan, stand, case):
        return question("unanswered", window.opens, plan, stand, case,
                        Reason("five-unanswered", {"count": beat.silent, "stage": case.contact.stage}))
    kinds, template, reasons = next_kinds(beat)
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
    if missed_call(beat):
        return _missed(beat), []
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


def _missed(beat: Beat) -> Window:
    """Return the window of the next rung where the last call met nobody: the next business day, or the same day."""
    at = beat.stand.since if beat.stand.led is None else beat.stand.led.happened.at
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
        found.append(Reason("plan-day", {"day": beat.day(), "of_day": beat.length, "begin": beat.begin,
                                         "touch": beat.done + 1, "of": beat.goal, **beat.interval}))
    else:
        last = next((each.happened.at for each in reversed(beat.case.touches) if counted(each) or responded(each)),
                    None)
        values: dict[str, object] = dict(beat.interval)
        if last is not None:
            values["last"] = last
        found.append(Reason("keep", values))
    if 0 < beat.table.get("gift-after", 0) <= beat.silent:
        found.append(Reason("unanswered", {"count": beat.silent}))
    return found

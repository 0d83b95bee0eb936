"""The opening and the ladder of a plan: the step it stands at, as a candidate with its window and its reasons."""

from __future__ import annotations

import datetime as dt

from store.model import Reason
from store.rules import days, spans, windows
from store.rules.case import UNREACHED, Candidate
from store.rules.channels import usable
from store.rules.course import step_key
from store.rules.progress import Progress, outcome_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.model import Plan, Touch, Window
    from store.rules.case import Case

CALL_LIMIT = 21
"Call attempts after which the form is to be changed."


def step_candidates(plan: Plan, stand: Progress, case: Case) -> list[Candidate]:
    """Return the candidate of the step a plan stands at; none while it waits."""
    return [] if waits(stand, case) else [step_candidate(plan, stand, case)]


def waits(stand: Progress, case: Case) -> bool:
    """Return whether a step waits: for a dated next step, or until a reply is answered; a first contact never does."""
    return not stand.opening and (bool(case.holding) or case.owes_reply)


def step_candidate(plan: Plan, stand: Progress, case: Case) -> Candidate:
    """Return the candidate of the step a plan stands at."""
    table = stand.table
    window = step_window(table, plan, stand.since, case)
    kinds, why = choose_kinds(table, plan, stand, case)
    made = Candidate(step_key(plan, stand.state, stand.count), stand.state, group_of(table), kinds, window, why,
                     table.get("template", ""))
    own_day(made, table, stand, case)
    made.cadence, made.plan, made.touch = plan.cadence, plan.id, plan.anchor_touch
    made.instead = tuple(table.get("instead", ()))
    made.reviewed = plan.reviewed.at if plan.reviewed else None
    if table.get("any-hour"):
        made.hours = "any"
    elif stand.opening:
        made.hours = "thank-you"
    return only_working(made, case)


def group_of(table: Mapping[str, Any]) -> str:
    """Return whether a step is a running clock or a rung."""
    return "running" if "clock" in table or table.get("running") else "rhythm"


def step_window(table: Mapping[str, Any], plan: Plan, since: dt.datetime, case: Case) -> Window:
    """Return the window of a step: its clock from the anchor, or its own words from where it was reached."""
    start = plan.anchor.at
    clock = table.get("clock")
    if clock:
        window = windows.running(clock, start, case.place)
        return windows.moved(window, since, None) if not table.get("beside") else window
    opens = max(since, spans.opening(table.get("opens", "at once"), start, since, case.place))
    due = spans.bound(table.get("due", "end of the day"), start, since, opens, case.place)
    return windows.span(opens, due)


def choose_kinds(table: Mapping[str, Any], plan: Plan, stand: Progress,
                 case: Case) -> tuple[tuple[str, ...], list[Reason]]:
    """Return the kinds that would do, best first, and the reasons of the step."""
    wanted = resolved(table["kinds"], stand.anchor)
    liked = [each for each in case.contact.preferred_kinds if each in wanted]
    wanted = tuple(dict.fromkeys((*liked, *wanted)))
    why = [start_reason(plan, stand.anchor, case, table.get("clock", ""))]
    if stand.led is not None:
        unreached = outcome_of(stand.led) in UNREACHED
        why = [*rung_reasons(stand, wanted), *why] if unreached else [*why, *rung_reasons(stand, wanted)]
    calls = sum(1 for each in stand.touches if each.kind == "call" and each.direction == "out")
    if "call" in wanted and calls >= CALL_LIMIT:
        why.append(Reason("change-the-form", {"calls": calls}))
        wanted = tuple(each for each in wanted if each != "call") or ("email", "text", "note")
    elif wanted and wanted[0] == "call" and calls:
        why.append(Reason("call-number", {"number": calls + 1}))
    kinds, barrier = usable(case.reach, wanted, table.get("instead", ()))
    if barrier:
        why.append(Reason(barrier, {"kind": wanted[0], "use": kinds[0] if kinds else ""}))
        own = case.reach.barrier(kinds[0]) if kinds else ""
        if own not in ("", barrier):
            why.append(Reason(own, {"kind": kinds[0], "use": ""}))
    if liked:
        why.append(Reason("preferred", {"kind": liked[0]}))
    return kinds, why


def resolved(kinds: tuple[str, ...], anchor: Touch | None) -> tuple[str, ...]:
    """Return kinds in which `as-they-did` has become the kind in which the person wrote."""
    if "as-they-did" not in kinds:
        return tuple(kinds)
    theirs = anchor.kind if anchor is not None and anchor.direction == "in" else ""
    return tuple(dict.fromkeys(theirs if each == "as-they-did" else each for each in kinds
                               if each != "as-they-did" or theirs))


def start_reason(plan: Plan, anchor: Touch | None, case: Case, clock: str = "") -> Reason:
    """Return what started the plan: met, inquiry, referral or chosen by the user; of a clock in hours goal and due."""
    values: dict[str, object] = {"at": plan.anchor.at, "day_only": plan.anchor.day_only}
    if clock in windows.HOURS and not plan.anchor.day_only:
        goal, due, *_ = windows.HOURS[clock]
        values.update(goal=plan.anchor.at + goal, due=plan.anchor.at + due)
    temperature = case.contact.temperature
    if temperature:
        values["temperature"] = temperature
    if anchor is None:
        return Reason("started", {**values, "cadence": plan.cadence})
    place = anchor.event or case.contact.source
    if place:
        values["place"] = place
    if plan.cadence == "referral":
        return Reason("referred", {**values, "by": case.contact.referrer_name})
    if anchor.direction == "in":
        return Reason("inquiry", {**values, "kind": anchor.kind})
    return Reason("met" if anchor.kind == "meeting" else "started", {**values, "cadence": plan.cadence})


def rung_reasons(stand: Progress, kinds: tuple[str, ...]) -> list[Reason]:
    """Return what led to this rung: the outcome before, and how often in a row."""
    led = stand.led
    if led is None:
        return []
    outcome = outcome_of(led)
    if led.direction == "in":
        return [Reason("they-answered", {"kind": led.kind, "at": led.happened.at})]
    if outcome in UNREACHED:
        count = misses(stand.touches)
        return [Reason("no-answer" if outcome == "no-answer" else "left-message",
                       {"count": max(count, 1), "kind": kinds[0] if kinds else "", "at": led.happened.at})]
    return [Reason("after", {"kind": led.kind, "outcome": outcome, "at": led.happened.at})]


def misses(touches: tuple[Touch, ...]) -> int:
    """Return how many calls in a row, with nothing else between them, met nobody up to now."""
    count = 0
    for touch in reversed(touches):
        if touch.direction == "out" and touch.kind == "call" and touch.outcome in UNREACHED:
            count += 1
        elif touch.direction == "in" or touch.outcome != "bounced":
            break
    return count


def own_day(made: Candidate, table: Mapping[str, Any], stand: Progress, case: Case) -> None:
    """Let a rung that is counted in days open on a business day that no rung before it has had; never past last call."""
    if made.group != "rhythm" or spans.parse(table.get("opens", "at once"))[1] != "day":
        return
    place, window = case.place, made.window
    first = days.local_day(window.opens, place)
    taken = days.local_day(stand.since, place)
    day = days.business_day(max(first, days.business_day(taken, place, 1)), place)
    opens = days.opening_of(day, place)
    if day == first or opens > window.last_call:
        return
    because = "own-day" if first == taken else days.why_not_business(first, place) or "own-day"
    made.why.append(Reason("moved", {"because": because, "on": first, "to": day}))
    made.window = windows.span(opens, max(window.due, days.closing_of(day, place)))


def only_working(made: Candidate, case: Case) -> Candidate:
    """Let a rung that only a call or a text can do open when it can be done; its own clock is never pushed."""
    if made.group != "rhythm" or not made.kinds or any(kind not in ("call", "text") for kind in made.kinds):
        return made
    window = made.window
    can, changes = days.working_now(window.opens, case.place)
    if can or changes > window.last_call:
        return made
    first = days.local_day(window.opens, case.place)
    because = days.why_not_business(first, case.place)
    due = max(window.due, days.closing_of(days.local_day(changes, case.place), case.place))
    if because:
        made.why.append(Reason("moved", {"because": because, "on": first, "to": days.local_day(changes, case.place)}))
    made.window = windows.span(changes, due)
    return made

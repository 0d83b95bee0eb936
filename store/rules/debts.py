"""What the user owes: replies, promises, recaps, and the next step that a talk ought to end with."""

from __future__ import annotations

import datetime as dt

from store.model import Reason
from store.rules import days, windows
from store.rules.case import (
    UNREACHED,
    Candidate,
    answers,
    fresh,
    promise_key,
    talked,
    wants_answer,
)
from store.rules.channels import WRITTEN, usable
from store.rules.progress import outcome_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Plan, Promise, Touch
    from store.rules.case import Case

STALE = dt.timedelta(days=30)
"Something logged longer after it happened starts no debt: nobody waits for an answer to it any more."
RECAP_FRESH = dt.timedelta(hours=72)
"A talk logged later than this starts no recap."
LOOKS_LIKE, THANKS = "looks_like", "thanks"
"What is noted of an incoming touch that is no more than thanks or a confirmation by the look of it: to be asked about."
NEEDS = ("need", "size", "wanted_by")
"What an inquiry is asked for."


def first_contact(plan: Plan) -> bool:
    """Return whether a plan's own opening answers the touch that is its anchor."""
    steps = plan.definition.get("step", ())
    return bool(steps) and steps[0].get("done-by") == "any"


def owed_touch(case: Case) -> Touch | None:
    """Return the oldest incoming touch that still waits for an answer; None where none does."""
    opened = {plan.anchor_touch for plan in case.plans if plan.ended is None and first_contact(plan)}
    oldest: Touch | None = None
    for touch in reversed(case.touches):
        if answers(touch):
            break
        if touch.id not in opened and wants_answer(touch) and fresh(touch, STALE) and not _answered(touch, case):
            oldest = touch
    return oldest


def _answered(touch: Touch, case: Case) -> bool:
    """Return whether it was settled, or an answer of that day was recorded later where one of the two has no hour."""
    prefix = f"reply:{touch.id}:"
    if any(key.startswith(prefix) and case.settled_by_move(key) for key in case.moves):
        return True
    day = days.local_day(touch.happened.at, case.place)
    return any(answers(each) and each.recorded > touch.recorded
               and (each.happened.day_only or touch.happened.day_only)
               and days.local_day(each.happened.at, case.place) == day for each in case.touches)


def reply(case: Case) -> list[Candidate]:
    """Return the owed reply, if one is owed; a referral they gave is thanked for instead."""
    touch = owed_touch(case)
    if touch is None:
        return []
    since = [each for each in case.touches if each.happened.at >= touch.happened.at]
    attempts = sum(1 for each in since if each.direction == "out" and each.outcome in ("no-answer", "bounced"))
    key = f"reply:{touch.id}:{attempts}"
    waiting = [each for each in since if wants_answer(each)]
    words = touch.note or touch.subject or touch.text
    why = [Reason("owed-reply", {"kind": touch.kind, "at": touch.happened.at, "day_only": touch.happened.day_only,
                                 "words": words[:200], "count": len(waiting)})]
    if waiting and all(each.extra.get(LOOKS_LIKE) == THANKS for each in waiting):
        why.insert(0, Reason("looks-like-thanks", why.pop().values))
    order = ("email", "text", "call", "note") if attempts else (touch.kind, "email", "text", "call", "note")
    kinds, barrier = usable(case.reach, tuple(dict.fromkeys(each for each in order if each != "meeting")))
    if attempts:
        why.append(Reason("no-answer", {"count": attempts, "kind": kinds[0] if kinds else ""}))
    elif barrier:
        why.append(Reason(barrier, {"kind": touch.kind, "use": kinds[0] if kinds else ""}))
    referral = touch.kind == "referral"
    clock = "referrer" if referral else "reply"
    made = Candidate(key, "thank-referrer" if referral else "reply", "running" if referral else "owed",
                     kinds or ("decide",), windows.running(clock, touch.happened.at, case.place), why,
                     "thank-you" if referral else "reply")
    made.touch, made.hours, made.lasting = touch.id, "thank-you", True
    return [made]


def promises(case: Case) -> list[Candidate]:
    """Return the promises that stand, each with its clock."""
    return [_promise(each, case) for each in case.promises
            if not case.settled_by_move(promise_key(each, _attempts(each, case)))]


def promise_opens(promise: Promise, case: Case) -> dt.datetime:
    """Return from when a promise is shown."""
    return windows.promised(promise.due, case.practice, case.place).opens


def _attempts(promise: Promise, case: Case) -> int:
    """Return how many calls, made to keep a promise, met nobody."""
    opens = promise_opens(promise, case)
    made = promise.made.at if promise.made else opens
    prefix = f"promise:{promise.id}:"
    return sum(1 for each in case.touches if each.direction == "out"
               and (each.outcome in UNREACHED or each.outcome == "bounced") and each.happened.at > made
               and (each.step.startswith(prefix) or (each.kind == promise.kind and each.happened.at >= opens)))


def _promise(promise: Promise, case: Case) -> Candidate:
    """Return the candidate of one promise."""
    window = windows.promised(promise.due, case.practice, case.place)
    attempts = _attempts(promise, case)
    order = [promise.kind, *(each for each in ("email", "text", "call", "note") if each != promise.kind)]
    if attempts:
        last = max(each.happened.at for each in case.touches if each.direction == "out"
                   and (each.outcome in UNREACHED or each.outcome == "bounced"))
        day = days.business_day(days.local_day(last, case.place), case.place, 1)
        window = windows.moved(window, days.opening_of(day, case.place), None)
        if attempts >= 2:
            order = sorted(order, key=lambda kind: kind == "call")
    kinds, barrier = usable(case.reach, order)
    values = {"text": promise.text, "on": promise.due.on, "next": promise.next_step, "kind": promise.kind}
    if promise.due.time is not None:
        values["at"] = window.due if attempts else days.planned_instant(promise.due, case.practice, promise.due.time)
    why = [Reason("promise", values)]
    if attempts:
        why.insert(0, Reason("no-answer", {"count": attempts, "kind": kinds[0] if kinds else ""}))
    elif barrier:
        why.append(Reason(barrier, {"kind": promise.kind, "use": kinds[0] if kinds else ""}))
    made = Candidate(promise_key(promise, attempts), "promise", "owed", kinds or ("decide",), window, why,
                     "promise")
    made.promise, made.lasting = promise.id, True
    made.hours = "any" if promise.due.time is not None else "thank-you"
    return made


def recap(case: Case) -> list[Candidate]:
    """Return the recap of the last talk with somebody known, until something written has followed it."""
    place = _last_talk(case)
    if place is None or case.contact.standing == "closed":
        return []
    touch = case.touches[place]
    later = case.touches[place + 1:]
    if not fresh(touch, RECAP_FRESH) or not _known_before(place, case) or _opens_a_plan(touch, case):
        return []
    key = f"recap:{touch.id}:{sum(1 for each in later if each.outcome == 'bounced')}"
    if case.settled_by_move(key):
        return []
    kinds, barrier = usable(case.reach, ("email", "text"), ("note", "letter"))
    if not kinds or case.reach.barrier(kinds[0]):
        return []
    why = [Reason("talked", {"kind": touch.kind, "at": touch.happened.at, "day_only": touch.happened.day_only,
                             "place": touch.event})]
    if barrier:
        why.append(Reason(barrier, {"kind": "email", "use": kinds[0]}))
    made = Candidate(key, "recap", "running", kinds,
                     windows.running("recap", touch.happened.at, case.place), why, "recap")
    made.touch, made.hours = touch.id, "thank-you"
    return [made]


def _last_talk(case: Case) -> int | None:
    """Return the place of the last talk that nothing written has followed yet, nor a no; None where there is none."""
    for place in range(len(case.touches) - 1, -1, -1):
        touch = case.touches[place]
        if talked(touch):
            return place
        if touch.outcome == "declined" or (answers(touch) and touch.kind in WRITTEN):
            return None
    return None


def _known_before(place: int, case: Case) -> bool:
    """Return whether the person was in the book before a touch was logged."""
    created = case.contact.created
    return place > 0 or case.contact.origin in ("import", "sync") or (
        created is not None and created < case.touches[place].recorded)


def _opens_a_plan(touch: Touch, case: Case) -> bool:
    """Return whether a touch is the anchor of a plan whose opening follows it up."""
    return any(plan.anchor_touch == touch.id and first_contact(plan) and outcome_of(touch) != "replied"
               and not (touch.kind == "call" and touch.outcome == "reached") for plan in case.plans)


def next_step(case: Case, on_ladder: bool) -> list[Candidate]:
    """Return the question for the next step after a talk, or after a reply was answered; none while one is agreed."""
    if on_ladder or case.holding or case.owes_reply or case.contact.standing == "closed":
        return []
    touch = _ending(case)
    if touch is None or not fresh(touch, STALE) or _opens_a_plan(touch, case):
        return []
    key = f"next-step:{touch.id}"
    if case.settled_by_move(key):
        return []
    at = touch.happened.at
    if any(each.next_step and each.made is not None and each.made.at >= at for each in case.dossier.promises):
        return []
    why = [Reason("no-next-step", {"kind": touch.kind, "at": at})]
    if any(plan.cadence in ("inquiry", "referral") and plan.ended is None for plan in case.plans):
        missing = tuple(each for each in NEEDS if not getattr(case.contact, each))
        if missing:
            why.append(Reason("ask-needs", {"missing": ", ".join(missing)}))
    first = days.business_day(days.local_day(at, case.place), case.place, 1)
    made = Candidate(key, "next-step", "housekeeping", ("decide",),
                     windows.span(at, days.closing_of(first, case.place)), why, "next-step")
    made.touch, made.rescued = touch.id, False
    return [made]


def _ending(case: Case) -> Touch | None:
    """Return the last touch that ended with the person reached: a talk, or the answer to something of theirs.

    None where something has gone out since, at least the gap between unsolicited touches later.
    """
    touches = case.touches
    opened = {plan.anchor_touch for plan in case.plans if first_contact(plan)}
    gap = dt.timedelta(days=max(1, case.practice.gap_days))
    overtaken: dt.datetime | None = None
    for place in range(len(touches) - 1, -1, -1):
        touch = touches[place]
        if overtaken is None and touch.direction == "out":
            overtaken = touch.happened.at - gap
        if overtaken is not None and touch.happened.at <= overtaken:
            return None
        if touch.outcome == "declined":
            return None
        if talked(touch) or touch.outcome in ("reached", "replied"):
            return touch
        if answers(touch) and place and wants_answer(touches[place - 1]) and touches[place - 1].id not in opened:
            return touch
    return None

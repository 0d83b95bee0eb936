"""What stands between a candidate and the queue: pauses, snoozes, lateness, the hours of the day."""

from __future__ import annotations

import datetime as dt

from store.model import DueTouch, Reason, Window
from store.rules import days, windows
from store.rules.channels import RESCUE, hours, usable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Move, Pause
    from store.rules.case import Candidate, Case

SNOOZES = 3
"Snoozes of one step after which the real question is asked."
HIDDEN_BY_PAUSE = ("running", "rhythm", "housekeeping")
HIDDEN_BY_AWAY = ("rhythm", "housekeeping")
ASK_AGAIN = dt.timedelta(days=30)
"A question of a plan that was passed over comes back after this."


def guarded(made: Candidate, case: Case) -> DueTouch | None:
    """Return a candidate as a due touch, put off, late or changed as the guards say; None where a pause hides it."""
    if made.plan and made.group == "housekeeping":
        wave = case.settled_by_move(made.key)
        if wave is not None and wave.made is not None:
            made.window = windows.moved(made.window, wave.made.at + ASK_AGAIN, None)
    if not _paused(made, case):
        return None
    question = _moved(made, case)
    _note_turn(made.window.opens, case)
    if question is not None:
        return question
    group, step, template, why = made.group, made.step, made.template, made.why
    kinds = made.kinds
    if made.rescued and kinds[:1] != ("newsletter",):
        if case.now > made.window.last_call:
            why = [Reason("past-last-call", {"step": made.step, "last_call": made.window.last_call}), *why]
            if not made.reviewed or made.reviewed < made.window.last_call:
                why.append(Reason("go-on", {}))
            template = "rescue"
            kinds = _rescue_kinds(made, case)
            if not made.lasting:
                group, step = "rescue", "rescue"
        else:
            case.turns.append(made.window.last_call + days.TICK)
    kind, possible_from = _by_the_hour(made, kinds, group, why, case)
    if kind == "text" and group != "rhythm" and case.reach.permission("text") == "unknown":
        why = [*why, Reason("ask-first", {"kind": "text"})]
    if not case.contact.addresses and group in ("owed", "running", "rescue") and kind != "meeting":
        why = [*why, Reason("nowhere", {})]
    if kinds and kind != kinds[0]:
        kinds = (kind, *(each for each in kinds if each != kind))
    return DueTouch(contact=case.contact.id, step_key=made.key, step=step, kind=kind, group=group,
                    window=made.window, why=tuple(why), cadence=made.cadence, plan=made.plan, kinds=kinds,
                    template=template, promise=made.promise, touch=made.touch, possible_from=possible_from)


def _note_turn(at: dt.datetime, case: Case) -> None:
    """Remember an instant to come at which the agenda may differ."""
    if at > case.now:
        case.turns.append(at)


def _span_of(pause: Pause, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime | None]:
    """Return from when to when a pause holds; None for an end that is not set."""
    start = days.instant(pause.since, dt.time(0, 0), zone)
    end = days.instant(pause.until, dt.time(0, 0), zone) if pause.until else None
    if pause.ended is not None and (end is None or pause.ended < end):
        end = pause.ended
    return start, end


def _paused(made: Candidate, case: Case) -> bool:
    """Put a candidate off to the end of the pauses that hide it; return False where no end is set."""
    if not case.dossier.pauses and not case.practice.aways:
        return True
    zone = days.home(case.practice)
    spans = [(each, "paused") for each in case.dossier.pauses if made.group in HIDDEN_BY_PAUSE]
    if made.group in HIDDEN_BY_AWAY:
        spans.extend((each, "away") for each in case.practice.aways)
    for pause, code in sorted(spans, key=lambda each: (each[0].since, each[0].id)):
        start, end = _span_of(pause, zone)
        if end is not None and end <= start:
            continue
        holds = start <= case.now and (end is None or case.now < end)
        if start > case.now:
            case.turns.append(start)
            continue
        if end is None:
            return False
        if holds or (made.window.last_call >= start and made.window.opens < end):
            _put_off(made, end, case)
            made.why = [*made.why, Reason(code, {"until": end})]
    return True


def _put_off(made: Candidate, until: dt.datetime, case: Case) -> None:
    """Let a candidate open no earlier than an instant; rungs and rhythm touches count anew from there."""
    restart = None
    if made.restarts:
        day = days.business_day(days.local_day(until, case.place), case.place)
        restart = max(until, days.closing_of(day, case.place))
    made.window = windows.moved(made.window, until, restart)


def _moved(made: Candidate, case: Case) -> DueTouch | None:
    """Put a candidate off to where it was snoozed or spread; return the question that three snoozes raise."""
    if made.key not in case.moves:
        return None
    moves = [each for each in case.moves[made.key] if each.what in ("snooze", "spread") and each.until]
    if not moves:
        return None
    until = _until(moves[-1], case)
    snoozes = [each for each in moves if each.what == "snooze"
               and (made.reviewed is None or each.made is None or each.made.at > made.reviewed)]
    _put_off(made, until, case)
    made.why = [*made.why, Reason("snoozed" if snoozes else "spread", {"times": len(moves), "until": until})]
    if len(snoozes) < SNOOZES or until > case.now or made.group == "housekeeping":
        return None
    key = f"{made.key}:question"
    if case.settled_by_move(key):
        return None
    asks = Reason("snooze-question", {"times": len(snoozes), "step": made.step, "kind": made.kinds[0],
                                      "stage": case.contact.stage, "standing": case.contact.standing})
    if made.lasting:
        made.why = [*made.why, asks]
        return None
    later = [each for each in case.moves.get(key, ()) if each.what in ("snooze", "spread") and each.until]
    window = windows.moved(made.window, _until(later[-1], case), None) if later else made.window
    return DueTouch(contact=case.contact.id, step_key=key, step="snoozed", kind="decide", group="housekeeping",
                    window=window, why=(asks, *made.why), cadence=made.cadence, plan=made.plan, kinds=("decide",),
                    template="", touch=made.touch)


def _until(move: Move, case: Case) -> dt.datetime:
    """Return until when a move hides its step."""
    if move.until is None:
        return case.now
    return days.planned_instant(move.until, case.practice, dt.time(0, 0))


def _rescue_kinds(made: Candidate, case: Case) -> tuple[str, ...]:
    """Return the kinds of a rescue: what the step wanted, and every way of owning up to being late."""
    if made.step in ("thank-referrer", "report-back") and made.plan:
        return made.kinds
    honest = RESCUE if made.step != "recap" else RESCUE[:3]
    kinds, _ = usable(case.reach, (*made.kinds, *honest))
    return tuple(dict.fromkeys(kinds)) or made.kinds


def _by_the_hour(made: Candidate, kinds: tuple[str, ...], group: str, why: list[Reason],
                 case: Case) -> tuple[str, dt.datetime | None]:
    """Return the kind to propose at this hour, and from when it can be done where it cannot be done now."""
    if not kinds:
        return "decide", None
    now, window = case.now, made.window
    if now < window.opens or kinds[0] == "decide":
        return kinds[0], None
    urgent = group in ("owed", "running", "rescue")
    waits: list[tuple[str, dt.datetime]] = []
    for kind in kinds:
        can, changes = hours(kind, made.hours, now, case.place, case.practice)
        if changes is not None:
            _note_turn(changes, case)
        if can:
            if waits:
                why.append(Reason("hour", {"kind": waits[0][0], "from": waits[0][1], "use": kind}))
            return kind, None
        if changes is not None:
            waits.append((kind, changes))
        if not urgent and not (group == "dates" and changes is not None and changes > window.due):
            break
    return _outside_hours(made, kinds, waits, why, case)


def _outside_hours(made: Candidate, kinds: tuple[str, ...], waits: list[tuple[str, dt.datetime]],
                   why: list[Reason], case: Case) -> tuple[str, dt.datetime | None]:
    """Return what to do with a step that nobody would take at this hour; no guard pushes it past its last call."""
    kind, opens = waits[0] if made.group != "dates" else min(waits, key=lambda each: each[1])
    if case.now <= made.window.last_call < opens:
        for other in (*kinds, *made.instead):
            if other not in ("call", "text") and not case.reach.barrier(other):
                why.append(Reason("last-call-kind", {"kind": kind, "use": other}))
                return other, None
        why.append(Reason("last-call-now", {"kind": kind, "last_call": made.window.last_call}))
        return kind, None
    why.append(Reason("from", {"kind": kind, "from": opens, "zone": case.place.zone_name}))
    return kind, opens


def unchanged(window: Window) -> bool:
    """Return whether the five instants of a window are in order."""
    return window.opens <= window.goal <= window.due <= window.late <= window.last_call

"""All that the rules say about one contact at one instant: pure, total, explained, the strictest first."""

from __future__ import annotations

import datetime as dt

from store.errors import NotFound
from store.model import GROUPS, Agenda, Plan, Reason
from store.rules import days, debts, windows
from store.rules.cadence import STARTED_BY
from store.rules.case import UNREACHED, Case
from store.rules.dates import dates, near
from store.rules.endings import proposals
from store.rules.guards import guarded
from store.rules.progress import progress
from store.rules.referral import beside
from store.rules.rhythm import question, rhythm_candidate
from store.rules.steps import step_candidates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Dossier, DueTouch, Moment, Touch
    from store.rules.case import Candidate
    from store.rules.practice import Practice

_RANK = {group: place for place, group in enumerate(GROUPS)}


def agenda(dossier: Dossier, practice: Practice, now: dt.datetime) -> Agenda:
    """Return everything that is or will be due with a contact, the strictest opened candidate first.

    `turns` is the next instant at which the answer may differ though nothing in the book has changed.
    """
    if dossier.contact.merged_into:
        return Agenda(contact=dossier.contact.id)
    case = Case(dossier, practice, now)
    found = [due for due in (guarded(made, case) for made in _candidates(case)) if due is not None]
    if len(found) > 1:
        found.sort(key=lambda due: strictness(due, now))
    opened = bool(found) and found[0].window.opens <= now
    turns = min((at for at in case.turns if at > now), default=None)
    return Agenda(contact=dossier.contact.id, candidates=tuple(found), waiting=not opened and _unanswered(case),
                  turns=turns, proposals=proposals(case))


def strictness(due: DueTouch, now: dt.datetime) -> tuple[object, ...]:
    """Return the key by which the candidates of one contact are sorted: opened first, then group, then due."""
    opened = due.window.opens <= now
    return (not opened, _RANK[due.group] if opened else 0, due.window.due if opened else due.window.opens,
            _RANK[due.group], due.step_key)


def _candidates(case: Case) -> list[Candidate]:
    """Return the candidates of a contact before the guards."""
    found = debts.reply(case)
    case.owes_reply = bool(found)
    found += debts.promises(case)
    on_ladder = False
    if case.contact.standing != "closed":
        for plan in case.open_plans():
            stepping, more = _of_plan(plan, case)
            on_ladder = on_ladder or stepping
            found += more
    return found + debts.recap(case) + debts.next_step(case, on_ladder) + dates(case)


def _of_plan(plan: Plan, case: Case) -> tuple[bool, list[Candidate]]:
    """Return whether a plan stands at a step, and its candidates."""
    stand = progress(plan, case)
    if stand.rhythm:
        made = rhythm_candidate(plan, stand, case)
        found = beside(plan, stand, case)
        if made is not None:
            _yield_to_dates(made, stand.table.get("yields-to-dates", 0), case)
            found.append(made)
        return False, found
    if stand.table:
        return True, step_candidates(plan, stand, case) + beside(plan, stand, case)
    why = Reason("they-declined" if stand.state == "declined" else "cadence-over", {"cadence": plan.cadence})
    return False, [question("end-of-plan", stand.since, plan, stand, case, why)]


def _yield_to_dates(made: Candidate, within: int, case: Case) -> None:
    """Let a date within some days take the place of a rhythm touch: that waits until the date has passed."""
    if not within or made.group != "rhythm" or not case.dossier.dates:
        return
    opens = days.local_day(max(made.window.opens, case.now), case.place)
    day = near(case, opens, within)
    if day is None:
        return
    after = days.business_day(day, case.place, 3)
    made.window = windows.moved(made.window, days.opening_of(after, case.place),
                                days.closing_of(after, case.place))
    made.why.append(Reason("yields-to-date", {"on": day}))


def _unanswered(case: Case) -> bool:
    """Return whether the last thing that passed was the user's, and waits for an answer."""
    for touch in reversed(case.touches):
        if touch.kind == "newsletter" or touch.outcome in ("no-answer", "bounced"):
            continue
        return (touch.direction == "out" and touch.kind != "meeting"
                and touch.outcome in ("", "sent", *UNREACHED))
    return False


def plan_for(cadence: str, contact_id: str, anchor: Moment, anchor_touch: str, practice: Practice,
             now: dt.datetime, plan_id: str) -> Plan:
    """Return a new plan of a cadence; raises NotFound(`no-such-cadence`, name, known)."""
    definition = practice.cadences.get(cadence)
    if definition is None:
        raise NotFound("no-such-cadence", name=cadence, known=", ".join(practice.cadences))
    return Plan(id=plan_id, contact=contact_id, cadence=cadence, definition=definition, anchor=anchor,
                anchor_touch=anchor_touch, started=now)


def cadence_for(verb_or_kind: str) -> str:
    """Return which cadence a first touch starts for a new contact; empty for none."""
    return STARTED_BY.get(verb_or_kind, "")


def settle(agenda_before: Agenda, touch: Touch) -> tuple[DueTouch, ...]:
    """Return the due touches, opened when a touch happened, that it settles; the strictest first.

    The first one's `step_key` and `plan` belong on the touch; promises among them are kept (`kept_by`).
    """
    if touch.direction != "out" or touch.outcome == "bounced":
        return ()
    found = []
    for due in agenda_before.candidates:
        if due.window.opens > touch.happened.at and due.step_key != touch.step:
            continue
        if touch.step == due.step_key or _fits(due, touch):
            found.append(due)
    return tuple(found)


def _fits(due: DueTouch, touch: Touch) -> bool:
    """Return whether a touch is of a kind that a due touch asks for."""
    if due.kind == "decide":
        return False
    if due.promise:
        return touch.outcome not in ("no-answer", "left-message") and touch.kind in due.kinds[:1]
    if due.step == "reply" and touch.outcome == "no-answer":
        return False
    return touch.kind in due.kinds or (touch.kind == "meeting" and "call" in due.kinds)


def kept_by(agenda_before: Agenda, touch: Touch) -> tuple[str, ...]:
    """Return the ids of the promises that a touch keeps: of the promised kind, its day come, not unanswered."""
    if touch.outcome in ("no-answer", "left-message", "bounced"):
        return ()
    return tuple(due.promise for due in settle(agenda_before, touch) if due.promise)

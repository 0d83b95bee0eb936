"""What a change brings with it: plans that end, facts that suggest themselves, what an answer to a question does."""

from __future__ import annotations

import datetime as dt

from store.model import Reason
from store.rules.case import Case, responded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.model import Dossier, DueTouch, Plan
    from store.rules.practice import Practice

SLOWER = 1.5
"What choosing `slow` stretches a plan's intervals by."


def proposals(case: Case) -> tuple[Reason, ...]:
    """Return the stage and standing that the facts suggest, each one key to accept; refused ones stay away."""
    contact = case.contact
    found = []
    if contact.standing == "client":
        if contact.stage != "profitability":
            found.append(Reason("stage", {"to": "profitability", "because": "client"}))
    elif contact.stage in ("", "visibility") and _two_way(case):
        found.append(Reason("stage", {"to": "credibility", "because": "two-way"}))
    inquired = any(plan.cadence == "inquiry" for plan in case.plans)
    if inquired and not contact.standing:
        found.append(Reason("standing", {"to": "inquiry", "because": "inquiry"}))
    elif contact.standing in ("inquiry", "sales-ready") and contact.need and _two_way(case):
        found.append(Reason("standing", {"to": "qualified", "because": "need"}))
    return tuple(each for each in found
                 if not case.settled_by_move(f"proposal:{each.code}:{each.values['to']}"))


def _two_way(case: Case) -> bool:
    """Return whether something has passed both ways, the start of a plan left out."""
    anchors = {plan.anchor_touch for plan in case.plans}
    return (any(responded(each) and each.id not in anchors for each in case.touches)
            and any(each.direction == "out" for each in case.touches))


def what_follows(before: Dossier | None, after: Dossier, practice: Practice, now: dt.datetime) -> tuple[Reason, ...]:
    """Return what a change of a contact brings; the book applies it.

    `plan-ended` (plan, why: `declined` or `closed`), `address-bounced` (channel, value), `promise-dropped` (promise),
    and the proposals that were not there before (`stage`, `standing`).
    """
    found: list[Reason] = []
    why = ""
    if after.contact.standing == "closed":
        why = "closed"
    for plan in after.plans:
        if plan.ended is None and (why or _declined(plan, after)):
            found.append(Reason("plan-ended", {"plan": plan.id, "why": why or "declined"}))
    known = {each.id for each in before.touches} if before is not None else set()
    for touch in after.touches:
        if touch.id not in known and touch.outcome == "bounced" and touch.address:
            found.extend(Reason("address-bounced", {"channel": each.channel, "value": each.value})
                         for each in after.contact.addresses if each.value == touch.address and not each.bounced)
    old = set(_codes(proposals(Case(before, practice, now)))) if before is not None else set()
    found.extend(each for each in proposals(Case(after, practice, now))
                 if (each.code, each.values["to"]) not in old)
    return tuple(found)


def _codes(reasons: tuple[Reason, ...]) -> list[tuple[str, str]]:
    """Return what tells proposals apart."""
    return [(each.code, each.values["to"]) for each in reasons]


def _declined(plan: Plan, dossier: Dossier) -> bool:
    """Return whether the person has declined since a plan began."""
    return any(each.outcome == "declined" and each.happened.at >= plan.anchor.at for each in dossier.touches)


CHOICES = ("keep", "slow", "nurture", "close")


def decided(due: DueTouch, choice: str, cadence: str = "") -> Mapping[str, object]:
    """Return what an answer to a question of the queue does, for the book to apply.

    Keys: `review` (set the plan's `reviewed` to now), `slower` (multiply the plan's by this), `start` (a cadence that
    takes the place of the plan), `end` (why the plan ends; every open one where the question is about no plan),
    `standing` (the contact's) and its `reason`, `settle` (a step key to settle by a Move). `cadence` is that of the
    plan the question is about. Raises ValueError for another choice.
    """
    if choice not in CHOICES:
        raise ValueError(choice)
    changes: dict[str, object] = {} if due.plan else {"settle": due.step_key}
    if choice == "close":
        return {**changes, "end": "closed", "standing": "closed", "reason": "not-a-fit"}
    if choice == "nurture":
        return {**changes, "end": "replaced", "start": "nurture"}
    if not due.plan:
        return changes
    if choice == "keep" and due.step == "end-of-plan" and cadence not in ("keep", "nurture"):
        return {"end": "finished", "start": "keep"}
    return {"review": True, "slower": SLOWER} if choice == "slow" else {"review": True}

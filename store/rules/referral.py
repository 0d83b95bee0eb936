"""The one who sent somebody: thanking them and telling them how it went, beside the steps with the person sent."""

from __future__ import annotations

from store.model import Reason
from store.rules.case import Candidate, responded
from store.rules.course import beside_of, course_of, is_among, step_key
from store.rules.steps import group_of, start_reason, step_window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Agenda, Dossier, Plan, Touch
    from store.rules.case import Case
    from store.rules.progress import Progress


MISSED = ("bounced", "no-answer")
"Outcomes of a touch that did not get to the referrer."


def beside(plan: Plan, stand: Progress, case: Case) -> list[Candidate]:
    """Return the steps that run beside the others and are done with the referrer; none where nobody is named."""
    tables = course_of(plan.definition).beside
    if not tables or not (case.contact.referrer or case.contact.referrer_name):
        return []
    found = []
    for table in tables:
        tried = _tried(plan, table["name"], case)
        missed = [each.kind for each in tried if each.outcome in MISSED]
        key = step_key(plan, table["name"], len(missed))
        if case.settled_by_move(key) or len(missed) < len(tried):
            continue
        since = plan.anchor.at
        if table.get("when") == "reached":
            answered = next((each for each in stand.touches if responded(each)), None)
            if answered is None:
                continue
            since = answered.happened.at
        reasons = [Reason(table["name"], {"by": case.contact.referrer_name, "at": since}),
                   start_reason(plan, stand.anchor, case)]
        kinds = tuple(sorted(table["kinds"], key=missed.count))
        made = Candidate(key, table["name"], group_of(table), kinds,
                         step_window(table, plan, since, case), reasons, table.get("template", ""))
        made.cadence, made.plan, made.hours = plan.cadence, plan.id, "thank-you"
        found.append(made)
    return found


def _tried(plan: Plan, name: str, case: Case) -> list[Touch]:
    """Return the touches made for a step that is done with the referrer."""
    steps = frozenset((f"{plan.id}:{name}",))
    return [each for each in case.dossier.touches if is_among(each.step, steps)]


def is_with_referrer(dossier: Dossier, key: str) -> bool:
    """Return whether a step, by its key, is done with the referrer and not with the contact."""
    return is_among(key, beside_of(dossier.plans))


def settled_with_referrer(dossier: Dossier, agenda: Agenda, touch: Touch) -> tuple[str, ...]:
    """Return the keys of the rows about the referrer that a touch with the referrer settles, for a person they sent.

    `dossier` and `agenda` are those of the person sent. The book keeps each key by a Move (`settle`).
    """
    if touch.direction != "out" or touch.outcome in MISSED:
        return ()
    steps = beside_of(dossier.plans)
    return tuple(due.step_key for due in agenda.candidates
                 if is_among(due.step_key, steps) and due.window.opens <= touch.happened.at
                 and (touch.kind in due.kinds or (touch.kind == "meeting" and "call" in due.kinds)))

"""What would come next if the due touch were done now: the rules asked once more, with the touch as if it had happened."""

from __future__ import annotations

import datetime as dt

from store.model import Moment, Touch
from store.records import replace
from store.rules.agenda import agenda, kept_by
from store.rules.queue import row_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Dossier, DueTouch
    from store.rules.practice import Practice

OUTCOMES = {"call": ("reached", "no-answer"), "meeting": ("reached",)}
"Outcomes that are tried, by kind; `sent` for all others."
_TICK = dt.timedelta(seconds=1)


def afterwards(dossier: Dossier, due: DueTouch, practice: Practice,
               now: dt.datetime) -> tuple[tuple[str, DueTouch | None], ...]:
    """Return for each likely outcome of a due touch what would come next; None where nothing would; empty for a question."""
    if due.kind == "decide":
        return ()
    at = max(now, due.window.opens, due.possible_from or now)
    return tuple((outcome, _next(dossier, due, outcome, practice, at)) for outcome in OUTCOMES.get(due.kind, ("sent",)))


def _next(dossier: Dossier, due: DueTouch, outcome: str, practice: Practice, at: dt.datetime) -> DueTouch | None:
    """Return what comes next after one outcome."""
    touch = Touch(id="~", contacts=(dossier.contact.id,), kind=due.kind, direction="out", happened=Moment(at), recorded=at,
                  outcome=outcome, plan=due.plan, step=due.step_key)
    kept = kept_by(agenda(dossier, practice, at), touch)
    later = replace(dossier, touches=(*dossier.touches, touch), promises=tuple(
        replace(each, kept=Moment(at), kept_by="~") if each.id in kept else each for each in dossier.promises))
    found = agenda(later, practice, at + _TICK)
    row = row_of(found, at + _TICK)
    if row is not None:
        return row
    return min(found.candidates, key=lambda each: (each.window.opens, each.window.due), default=None)

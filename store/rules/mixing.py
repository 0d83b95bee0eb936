"""Which kind comes next in a rhythm: liked, not the last one again, on the shelf, what a missed call asks for."""

from __future__ import annotations

import datetime as dt

from store.model import Reason
from store.rules import days
from store.rules.channels import usable
from store.rules.shelf import SHELF_KINDS, proposed
from store.rules.steps import CALL_LIMIT, misses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import ShelfItem
    from store.rules.beat import Beat
    from store.rules.case import Case

_DAY = dt.timedelta(days=1)
TEMPLATES = {"clipping": "clipping", "invitation": "invitation", "gift": "gift", "card": "card",
             "newsletter": "newsletter"}


def missed_call(beat: Beat) -> bool:
    """Return whether the last thing that happened in a rhythm was a call nobody took, so that a rung comes next."""
    led = beat.stand.led
    return led is not None and led.kind == "call" and led.outcome == "no-answer" and led.direction == "out"


def next_kinds(beat: Beat) -> tuple[tuple[str, ...], str, list[Reason]]:
    """Return the kinds of the next touch, best first, its template family, and why these."""
    case, table = beat.case, beat.table
    if missed_call(beat):
        missed = misses(beat.stand.touches)
        kinds, _ = usable(case.reach, ("email", "text", "note") if missed >= 2 else ("call", "email", "text"))
        reason = Reason("no-answer", {"count": missed, "kind": kinds[0] if kinds else ""})
        return kinds, "ladder-mail" if missed >= 2 else "call-again", [reason]
    wanted = mixed(beat)
    kinds, barrier = usable(case.reach, wanted, table.get("instead", ("email", "call", "text")))
    why: list[Reason] = []
    if kinds and barrier and case.reach.barrier(kinds[0]):
        why.append(Reason(case.reach.barrier(kinds[0]), {"kind": kinds[0], "use": kinds[0]}))
    thing = _from_shelf(kinds[0], case) if kinds else None
    if thing is not None:
        why.append(Reason("from-shelf", {"title": thing[0].title, "because": thing[1][0].code,
                                         "word": str(thing[1][0].values.get("word", ""))}))
    family = table.get("template") or (TEMPLATES.get(kinds[0], "check-in") if kinds else "")
    if kinds and kinds[0] == "text" and case.reach.permission("text") == "unknown":
        why.append(Reason("ask-first", {"kind": "text"}))
    return kinds, family, why


def mixed(beat: Beat) -> tuple[str, ...]:
    """Return the kinds in the order in which they are wanted now: liked, not the last one again, longest unused."""
    case, table = beat.case, beat.table
    kinds: list[str] = [each for each in table["kinds"] if each not in SHELF_KINDS or _from_shelf(each, case)]
    if len(beat.stand.touches) >= CALL_LIMIT and len(kinds) > 1:
        calls = sum(1 for each in beat.stand.touches if each.kind == "call" and each.direction == "out")
        if calls >= CALL_LIMIT:
            kinds = [each for each in kinds if each != "call"]
    if not kinds:
        kinds = ["call", "note"]
    last, recent = _used(kinds, case)
    liked = case.contact.preferred_kinds
    kinds.sort(key=lambda kind: (kind == last, kind not in liked, -recent.get(kind, len(case.touches))))
    if table.get("gift-after", 0) and beat.silent == table["gift-after"]:
        kinds = ["gift", *(each for each in kinds if each != "gift")]
    return tuple(kinds)


def _used(kinds: list[str], case: Case) -> tuple[str, dict[str, int]]:
    """Return the kind of the last outgoing touch, and how many touches ago each of some kinds last went out."""
    last = ""
    ago: dict[str, int] = {}
    left = len(kinds)
    for count, touch in enumerate(reversed(case.touches)):
        if touch.direction == "out" and touch.outcome != "bounced":
            last = last or touch.kind
            if touch.kind not in ago:
                ago[touch.kind] = count
                left -= touch.kind in kinds
                if not left:
                    break
    return last, ago


def _from_shelf(kind: str, case: Case) -> tuple[ShelfItem, tuple[Reason, ...]] | None:
    """Return what a kind would take from the shelf for this person; None where nothing there suits them."""
    if not case.practice.shelf:
        return None
    found = proposed(case.contact, case.touches, case.practice, case.now, kind)
    if found is not None and found[0].until is not None:
        over = days.instant(found[0].until + _DAY, dt.time(0), days.home(case.practice))
        if over > case.now:
            case.turns.append(over)
    return found

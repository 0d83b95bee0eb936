"""What the timeline of a person says: days, kinds with their signs, ways, filters."""

from __future__ import annotations

from tui.wording.inbox import kind_word
from tui.wording.instants import date, day_name, zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from store.model import Touch

SIGNS = {
    "text": "❝", "email": "✉", "call": "☏", "meeting": "◉", "note": "✎", "card": "❖", "clipping": "✂", "invitation": "✦",
    "gift": "◈", "referral": "⇄", "newsletter": "≡", "letter": "▤", "video": "▷", "social": "◌",
}
"The sign before each kind's word; one cell each."
WAYS = {"in": "←", "out": "→"}
ALL, IN, OUT = "all", "in", "out"
FIND = "Find in this history"
FIND_KEYS = {"open-touch": "to what was found", "back": "all of it again"}
"What Enter and Esc do in the line that finds, by action."
NOTHING = "Nothing has passed between you yet. {log} logs a touch."
NONE_SUCH = "Nothing like that in this history. {back} shows all of it."


def sign(kind: str) -> str:
    """Return the sign of a kind; a dot for one that has none."""
    return SIGNS.get(kind, "·")


def day_heading(day: dt.date, today: dt.date) -> str:
    """Return the heading of a day: `Today, Tue 24 Nov`, `Fri 20 Nov`, `Mon 3 Feb 2025`."""
    name = day_name(day, today)
    full = date(day, today)
    return full if name == full else f"{name.capitalize()}, {full}"


def day_of(touch: Touch, zone: dt.tzinfo) -> dt.date:
    """Return the day a touch stands under."""
    own = zone_named(touch.happened.zone) if touch.happened.day_only else zone
    return touch.happened.at.astimezone(own).date()


def time_of(touch: Touch, zone: dt.tzinfo) -> str:
    """Return the time of a touch in five cells; blank where only the day is known."""
    return "     " if touch.happened.day_only else f"{touch.happened.at.astimezone(zone):%H:%M}"


def filters(touches: Iterable[Touch]) -> list[tuple[str, str, int]]:
    """Return the filters there are something for, as (name, label, count): all, each way, each kind by frequency."""
    kinds: dict[str, int] = {}
    ways = {"in": 0, "out": 0}
    for touch in touches:
        kinds[touch.kind] = kinds.get(touch.kind, 0) + 1
        ways["in" if touch.direction == "in" else "out"] += 1
    found = [(ALL, "All", sum(ways.values()))]
    found += [(way, f"{WAYS[way]} {way}", count) for way, count in ways.items() if count]
    ordered: Sequence[tuple[str, int]] = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    return [*found, *((kind, f"{sign(kind)} {kind_word(kind)}", count) for kind, count in ordered)]

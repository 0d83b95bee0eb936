"""The lines at the top and at the foot of a screen as pieces of text, for a width; nothing here imports Textual."""

from __future__ import annotations

from tui.look import width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Queue

ROOMY = 100


def tab_pieces(
    names: Mapping[str, str], counts: Mapping[str, int], active: str, clock: str, cells: int,
) -> list[tuple[str, str, str]]:
    """Return the tabs that fit as (text, tone, split), the active one always among them, and the clock at the right edge."""
    roomy = cells >= ROOMY
    gap = "   " if roomy else " · "
    tabs = [(name, _label(names[name], counts.get(name))) for name in names]
    wanted = _taken(tabs, roomy)
    clock = clock if wanted + width(clock) + 3 <= cells else clock.split(" ")[-1]
    room = cells - width(clock) - 3
    while len(tabs) > 1 and _taken(tabs, roomy) > room:
        last = max(place for place, (name, _) in enumerate(tabs) if name != active)
        del tabs[last]
    line: list[tuple[str, str, str]] = [(" ", "plain", "")]
    if roomy:
        line.append(("Onward   ", "heading", ""))
    for place, (name, label) in enumerate(tabs):
        if place:
            line.append((gap, "rule", ""))
        line.append((label, "tab" if name == active else "quiet", name))
    used = sum(width(text) for text, _, _ in line)
    return [*line, (" " * max(1, cells - used - width(clock) - 1), "plain", ""), (clock, "quiet", "")]


def lacking(queue: Queue, person: bool | None, can_undo: bool) -> list[str]:
    """Return what the footer's actions lack now, as `keys.fitting` knows it.

    `person`: whether what is under the cursor is a person, or the action is for several; None for nothing there.
    """
    missing = ["no-row"] if person is None else [] if person else ["no-person"]
    if not queue.counts.get("everyone"):
        missing.append("nobody")
    if not can_undo:
        missing.append("nothing-to-undo")
    return missing


def hint_pieces(hints: Sequence[tuple[str, str, str]], note: str, cells: int) -> list[tuple[str, str, str]]:
    """Return the hints (key, label, action) that fit as (text, tone, action), the last one (help) always among them."""
    gap = 3 if cells >= ROOMY else 2
    line: list[tuple[str, str, str]] = [(" ", "plain", "")]
    if note:
        line.append((note + " " * gap, "accent", ""))
    used = sum(width(text) for text, _, _ in line)
    kept: list[tuple[str, str, str]] = []
    last = list(hints[-1:])
    room = cells - used - sum(width(key) + 1 + width(label) for key, label, _ in last)
    for key, label, name in hints[:-1]:
        taken = width(key) + 1 + width(label) + gap
        if taken > room:
            break
        room -= taken
        kept.append((key, label, name))
    for key, label, name in [*kept, *last]:
        line += [(key, "key", name), (f" {label}{' ' * gap}", "quiet", name)]
    return line


def _taken(tabs: Sequence[tuple[str, str]], roomy: bool) -> int:
    """Return how many cells tabs take with what stands before and between them."""
    return sum(width(label) + 3 for _, label in tabs) - 2 + (9 if roomy else 0)


def _label(name: str, count: int | None) -> str:
    """Return a tab as it stands in the line."""
    return name if count is None else f"{name} {count:,}"

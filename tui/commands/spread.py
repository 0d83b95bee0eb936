"""`onward spread`: put what is due on the coming days, best people first, after a look at the plan."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.reports import SpreadMove, SpreadPreview
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--days", metavar="N", default="")
    writing_flags(asking, yes=True)


def run(asked: Namespace, console: Console) -> int:
    """Show the plan, ask, and move."""
    from tui.commands.telling import tell
    from tui.wording import practice, spoken

    book = console.book()
    if asked.days and not (asked.days.isdecimal() and len(asked.days) < 5):
        raise UsageFault("bad-value", field="--days", value=asked.days, allowed=[spoken.A_NUMBER_FROM_1])
    preview = book.spread_preview(int(asked.days) if asked.days else None)
    if asked.dry_run and asked.json:
        console.put_json(preview_shape(preview))
        return 0
    if not preview.moves:
        if asked.json:
            console.put_json({"verb": "spread", "moved": 0}, one_line=True)
        else:
            console.say(practice.NOTHING_TO_SPREAD)
        return 0
    if asked.dry_run or not (asked.yes or asked.json):
        console.put("\n".join(practice.spread_lines(preview, console.width)))
    if asked.dry_run:
        console.say(spoken.SPREAD_UNCHANGED.format(spread_title=practice.spread_title(preview)))
        return 0
    if not asked.yes and practice.spread_note(preview):
        console.say(practice.spread_note(preview))
    told = practice.spread_title(preview).replace(spoken.WOULD_MOVE, spoken.MOVE).rstrip(".")
    if not console.agreed(spoken.GO_AHEAD.format(told=told), asked.yes):
        console.say(spoken.NOTHING_WAS_CHANGED)
        return 0
    tell(console, book.spread(preview), asked.json)
    return 0


def preview_shape(preview: SpreadPreview) -> dict[str, Any]:
    """Return a spread for `--json`."""
    return {
        "verb": "spread", "dry_run": True, "cap": preview.cap, "moved": len(preview.moves), "stays": preview.stays,
        "rescues": preview.rescues,
        "days": [{"on": day.on.isoformat(), "today": day.on == preview.today, "planned": day.planned,
                  "touches": [_move(each) for each in day.moves]} for day in preview.days],
    }


def _move(each: SpreadMove) -> dict[str, Any]:
    """Return one touch of a spread."""
    from tui.commands import shapes

    return {"id": each.contact, "name": each.name, "kind": each.kind, "step": each.step, "group": each.group,
            "reasons": shapes.reasons(each.why)}

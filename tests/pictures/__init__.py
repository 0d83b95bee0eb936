"""The pictures of the README: the three scenes on the made-up book, drawn by the inbox itself at a fixed instant."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
NOW = "2026-11-24T17:12:00+00:00"
ZONE = "America/Los_Angeles"
LINE = "met Ruth Abara @Abara Legal 415 555 0177 hot // son plays golf; wants a site review"
FONT = "ui-monospace, 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace"


async def parking_lot(pilot: Any) -> None:
    """Write the log line of somebody met a minute ago, on a phone."""
    await pilot.press("a")
    await settled(pilot)
    field = pilot.app.focused
    field.value = LINE
    field.cursor_position = len(LINE)


async def morning(pilot: Any) -> None:
    """Look at the queue as it opens."""


async def old_client(pilot: Any) -> None:
    """Find who is calling by the end of the number, and open everything about them."""
    await pilot.press("/", "0", "1", "1", "1")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("enter")


SCENES: dict[str, tuple[int, int, Callable[[Any], Awaitable[None]]]] = {
    "parking-lot": (40, 20, parking_lot),
    "morning": (124, 34, morning),
    "old-client": (100, 30, old_client),
}
"Name of a picture to the columns and lines of its terminal, and what is done there."


async def settled(pilot: Any) -> None:
    """Wait until nothing is left to draw."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete([each for each in pilot.app.workers if not each.is_finished])
        await pilot.pause(0.1)


async def draw(name: str) -> str:
    """Return one scene as SVG that needs nothing from elsewhere."""
    import datetime as dt

    from store.book import Book
    from tui.app import OnwardApp

    columns, lines, act = SCENES[name]
    with tempfile.TemporaryDirectory(prefix="onward-picture-") as folder:
        app = OnwardApp(Book.demo(Path(folder), lambda: dt.datetime.fromisoformat(NOW)))
        async with app.run_test(size=(columns, lines)) as pilot:
            await settled(pilot)
            await act(pilot)
            await settled(pilot)
            return plain(app.export_screenshot(title="onward"))


def plain(svg: str) -> str:
    """Return a picture without fonts fetched from elsewhere, and without spaces at the ends of its lines."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    svg = re.sub(r"font-family: [^;]+;", f"font-family: {FONT};", svg)
    svg = re.sub(r"<!-- Generated with Rich[^>]*-->\s*", "", svg)
    return "\n".join(line.rstrip() for line in svg.strip().splitlines() if line.strip()) + "\n"


def stand() -> None:
    """Let this process stand at the place and instant of the pictures, away from the user's own settings."""
    os.environ.update(TZ=ZONE, LANG="en_US.UTF-8", ONWARD_NOW=NOW)
    for name in ("LC_ALL", "LC_TIME", "NO_COLOR", "COLORFGBG"):
        os.environ.pop(name, None)

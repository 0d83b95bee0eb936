"""Waiting for what keys do, however slow the machine is."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

PATIENCE = 20.0
"Seconds after which something never comes true."
STEP = 0.02


async def until(pilot: Pilot[object], true: Callable[[], object]) -> None:
    """Wait until something is true and no key is under way any more, and see that it stays so; else fail."""
    held = 0
    for _ in range(int(PATIENCE / STEP)):
        await pilot.pause(STEP)
        app = pilot.app
        under_way = getattr(app, "_flight", None) is not None or getattr(app, "_held", ())
        held = held + 1 if not under_way and true() else 0
        if held == 3:
            return
    assert true(), "it never came true"

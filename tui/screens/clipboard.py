"""Copying from a screen, wherever it takes: the terminal's clipboard and the desktop's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from store.errors import OnwardError
from tui.wording import on_screen
from tui.wording.errors import sentence


def copy(screen: Screen[Any], text: str, then: Callable[[], None], complain: Callable[[str], None]) -> None:
    """Copy a text to every clipboard there is, then go on; a desktop's clipboard tool may take its time."""
    screen.run_worker(_copy(screen, text, then, complain), exclusive=True, group="clipboard", exit_on_error=False)


async def _copy(screen: Screen[Any], text: str, then: Callable[[], None], complain: Callable[[str], None]) -> None:
    from tui import handover

    sequences: list[str] = []
    try:
        ways = await asyncio.to_thread(handover.copy, text, sequences.append)
    except OnwardError as error:
        complain(sentence(error))
        return
    except Exception:
        complain(on_screen.COPYING_DID_NOT_WORK)
        return
    driver = screen.app._driver
    if driver is not None:
        for sequence in sequences:
            driver.write(sequence)
    if ways:
        then()
    else:
        complain(on_screen.NO_CLIPBOARD_TOOK)

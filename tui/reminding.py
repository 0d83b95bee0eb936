"""The inbox's own notifications: a look at the clocks now and then, and one word for each that is about to run out."""

from __future__ import annotations

import asyncio

from store.errors import OnwardError
from tui import handover
from tui.wording.notices import notice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.app import OnwardApp

LOOK_EVERY = 30.0
"Seconds between two looks."


def begin(app: OnwardApp) -> None:
    """Look at the clocks from now on, where the settings want notifications."""
    by = app.book.settings.notify.get("by", "off")
    if by == "off":
        return
    try:
        way = handover.way_of(by, has_terminal=True)
    except OnwardError as error:
        app.say_error(error)
        return
    app.set_interval(LOOK_EVERY, lambda: look(app, way))


def look(app: OnwardApp, way: str) -> None:
    """Send a notification for each clock that is about to run out and was not told of before."""
    if app.busy:
        return
    try:
        near = app.book.about_to_run_out()
    except OnwardError:
        return  # the next look at what others wrote tells of a book that cannot be read
    texts = [notice(row, app.book.now(), app.zone) for row in near]
    if texts:
        app.run_worker(_tell(app, way, texts), exit_on_error=False)


async def _tell(app: OnwardApp, way: str, texts: list[tuple[str, str]]) -> None:
    """Send some notifications, one after the other; a desktop may take its time."""
    for title, body in texts:
        sequences: list[str] = []
        taken = await asyncio.to_thread(handover.notify, way, title, body, sequences.append)
        if not taken:
            app.say(f"{title}: {body}")
        driver = app._driver
        if driver is not None:
            for sequence in sequences:
                driver.write(sequence)
                driver.flush()

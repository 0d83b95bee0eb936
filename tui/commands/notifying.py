"""`onward due --notify`: what the inbox does while it is open, for a timer that runs when it is not."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.commands.console import Console


def tell_near(console: Console, as_json: bool) -> int:
    """Send a notification for each clock about to run out that was not told of before; say so only in a terminal.

    Who asks for it by hand or timer wants it: where the settings have it off, the way is found as with `auto`. Raises
    Unavailable(`no-notification`) before anything counts as told.
    """
    from tui import handover
    from tui.wording.notices import NOT_TOLD, TOLD, notice

    book = console.book()
    by = book.settings.notify.get("by", "off")
    way = handover.way_of("auto" if by == "off" else by, console.talk.isatty())
    near = book.about_to_run_out()
    now = book.now()
    for row in near:
        title, body = notice(row, now, console.zone)
        taken = handover.notify(way, title, body, console.write_raw)
        if not taken or (console.talk.isatty() and not as_json):
            console.say((TOLD if taken else NOT_TOLD).format(title=title, body=body))
    if as_json:
        from tui.commands import shapes
        from tui.commands.telling import why_teller

        why = why_teller(console)
        console.put_json([shapes.row(row, why(row.due)) for row in near])
    return 0

"""The tour's line on the screens that the tour sends people to; the inbox has one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Static

from tui.widgets.action_bar import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.screen import Screen

    from tui.touring import Tour


class TourLine(Static):
    """What the tour says here, at the top of a screen."""

    DEFAULT_CSS = """
    TourLine { dock: top; width: 100%; height: auto; padding: 0 1; background: $panel; color: $accent; }
    """


def show_tour(screen: Screen[object], tour: Tour | None) -> None:
    """Show on a screen what the tour says there; nothing where it was left, or has nothing to say."""
    own: Mapping[str, str] = getattr(screen.app, "own_keys", dict)()
    told = tour.line_at(place_of(screen), type(screen).__name__, own=own) if tour is not None else ""
    try:
        line = screen.query_one(TourLine)
    except NoMatches:
        if told:
            screen.mount(TourLine(Content(told)))
        return
    if told:
        line.update(Content(told))
    line.display = bool(told)

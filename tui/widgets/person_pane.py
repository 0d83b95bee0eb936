"""The person beside the queue, who follows the cursor: laid out and painted ahead for the row that comes next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Region

from tui.widgets.person import View, full_card, short_card
from tui.widgets.sheet import Sheet
from tui.widgets.touches import Line, touch_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.strip import Strip

    from store.model import Dossier, DueTouch
    from tui.widgets.tones import Piece

MOST_FACES = 24
"People whose lines are kept as they were painted."


class Face:
    """One person as lines of a width, as many of them as were seen so far, and those lines painted."""

    __slots__ = ("_touches", "cells", "finished", "lines", "painted", "short", "view")

    def __init__(self, view: View | None, short: bool, cells: int, height: int) -> None:
        """Turn a person into as many lines as are seen, in full or in six lines; nobody into none."""
        self.view, self.short, self.cells = view, short, cells
        self.lines: list[Line] = []
        self.painted: dict[tuple[int, int, bool, bool], Strip] = {}
        self.finished: dict[int, Strip] = {}
        self._touches = 0
        if view is not None and cells:
            self.lines = (short_card if short else full_card)(view, cells)
            self.reach(height)

    def reach(self, line: int) -> None:
        """Turn touches into lines, the newest first, until there is a line of that number."""
        if self.view is None or self.short:
            return
        touches = self.view.dossier.touches
        while len(self.lines) <= line and self._touches < len(touches):
            self._touches += 1
            self.lines += touch_lines(touches[-self._touches], self.cells, self.view.now, self.view.zone)

    def fits(self, dossier: Dossier, due: DueTouch | None, now: dt.datetime) -> bool:
        """Return whether it still shows what the book says of a person, in the same minute."""
        return (self.view is not None and self.view.dossier is dossier and self.view.due == due
                and self.view.now.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0))


class PersonPane(Sheet):
    """The person beside the queue, and under the facts as much of what passed as there is room for; the wheel brings more.

    One sheet of lines that never asks for another layout, and repaints only those that are others than before.
    """

    has_bar = False

    def __init__(self, id: str | None = None) -> None:
        """Begin with nobody."""
        super().__init__(id=id)
        self._face = Face(None, False, 0, 0)
        self._faces: dict[str, Face] = {}
        self._faces_for: tuple[object, ...] = ()

    @property
    def view(self) -> View | None:
        """Who is shown."""
        return self._face.view

    def show(self, view: View | None, short: bool) -> None:
        """Show a person, in full or in six lines, or nobody."""
        self._wear(self._laid_out(view, short))

    def show_again(self, dossier: Dossier, due: DueTouch | None, now: dt.datetime, short: bool) -> bool:
        """Show a person who was laid out already, by `show` or `prepare`; return whether there were such lines."""
        face = self._known(dossier.contact.id, short)
        if face is None or not face.fits(dossier, due, now):
            return False
        self._wear(face)
        return True

    def prepare(self, view: View, short: bool) -> None:
        """Lay out and paint a person who may be shown next, where that was not done already."""
        known = self._known(view.dossier.contact.id, short)
        if known is not None and known.fits(view.dossier, view.due, view.now):
            return
        face = self._laid_out(view, short)
        shown, top = self._face, self.top
        self._face, self._painted, self.top = face, face.painted, 0
        self._finish()
        for strip in face.finished.values():
            strip.render(self.app.console)
        self._face, self._painted, self.top = shown, shown.painted, top

    def on_resize(self) -> None:
        """Lay the lines out for another size."""
        self._faces.clear()
        self._face = self._laid_out(self._face.view, self._face.short)
        self._painted = self._face.painted
        self.repaint()

    def notify_style_update(self) -> None:
        """Paint everybody anew in other colours."""
        for face in (self._face, *self._faces.values()):
            face.painted.clear()
            face.finished.clear()
        super().notify_style_update()

    def line_count(self) -> int:
        """Return how many lines there are, at least as many as are seen, so that the rule goes on to the foot."""
        return max(len(self._face.lines), self.size.height)

    def line_pieces(self, line: int, cells: int) -> tuple[Sequence[Piece], str]:
        """Return one line, with the rule that parts it from the queue."""
        if self._face.short:
            if not line:
                return [("─" * cells, "rule")], ""
            line -= 1
        lines = self._face.lines
        return [(" " if self._face.short else "│ ", "rule"), *(lines[line] if line < len(lines) else ())], ""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn more of what passed into lines before the wheel goes there."""
        self._face.reach(self.top + 2 * self.size.height)
        super().on_mouse_scroll_down(event)

    def _known(self, contact: str, short: bool) -> Face | None:
        """Return the lines of a person as they were laid out for this size; None where they were not."""
        wanted = (short, self.size, self.app.theme_variables)
        if self._faces_for != wanted:
            self._faces.clear()
            self._faces_for = wanted
        return self._faces.get(contact)

    def _laid_out(self, view: View | None, short: bool) -> Face:
        """Turn a person into lines for this size, and keep them."""
        size = self.size
        face = Face(view, short, max(0, size.width - (2 if short else 3)), size.height)
        if view is not None:
            contact = view.dossier.contact.id
            self._known(contact, short)
            self._faces.pop(contact, None)
            if len(self._faces) >= MOST_FACES:
                del self._faces[next(iter(self._faces))]
            self._faces[contact] = face
        return face

    def _wear(self, face: Face) -> None:
        """Show some lines in place of those before; only what differs is painted."""
        before = self._kept
        self._face, self._painted, self.top = face, face.painted, 0
        self._measure()
        if before is None or not self.outer_size:
            self.refresh()
            return
        self._finish()
        others = [y for y, strip in face.finished.items() if before.get(y) != strip]
        if others:
            self.refresh(*_bands(others, self.outer_size.width))
        self._kept = face.finished.copy()

    def _finish(self) -> None:
        """Have the lines of the face that are seen first as the terminal shows them, without taking them as shown."""
        if not self._face.finished:
            shown, self._kept = self._kept, None
            self.render_lines(self.outer_size.region)
            self._face.finished, self._kept = self._kept or {}, shown

    def render_line(self, y: int) -> Strip:
        """Paint one line; all below the last are alike, and painted once."""
        return super().render_line(min(y, max(0, len(self._face.lines) + 1 - self.top)))


def _bands(lines: Sequence[int], cells: int) -> Iterator[Region]:
    """Give regions of a width for lines in their order, those that follow one another in one."""
    first = last = lines[0]
    for line in [*lines[1:], -1]:
        if line != last + 1:
            yield Region(0, first, cells, last + 1 - first)
            first = line
        last = line

"""All keys, drawn from the table, with a line to search them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui import keys
from tui.look import width, wrap
from tui.widgets.line_input import LineInput
from tui.wording import on_screen
from tui.wording.inbox import HELP_PROMPT, HELP_TITLE, NO_SUCH_KEY, THE_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping


class HelpScreen(ModalScreen[None]):
    """The keys by group; typing narrows them, Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", "back"),
        ("down", "scroll(1)", "down"),
        ("up", "scroll(-1)", "up"),
        ("pagedown", "page(1)", on_screen.A_SCREEN_DOWN),
        ("pageup", "page(-1)", on_screen.A_SCREEN_UP),
        ("ctrl+home", "to_end(False)", "first"),
        ("ctrl+end", "to_end(True)", "last"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - Textual's own type
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > Vertical { width: 100%; max-width: 92; height: 100%; background: $surface; padding: 1 2 0 2; }
    HelpScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    HelpScreen #search { border: none; height: 1; padding: 0; background: $panel; margin: 1 0; }
    HelpScreen Static { height: auto; }
    HelpScreen.-low > Vertical { padding: 0 2; }
    HelpScreen.-low #search { margin: 0 0 1 0; }
    """

    def __init__(self, own: Mapping[str, str] | None = None, place: str = "") -> None:
        """Keep the user's own keys, and the place whose keys come first."""
        super().__init__()
        self.own = own
        self.place = place

    def compose(self) -> ComposeResult:
        """Lay out the title, the line to search with, and the keys."""
        with Vertical():
            yield Static(Content.styled(HELP_TITLE, "bold"))
            yield LineInput(placeholder=HELP_PROMPT, id="search")
            with VerticalScroll(can_focus=False):
                yield Static(id="keys")

    def on_mount(self) -> None:
        """Show all keys."""
        self.query_one(Input).focus()
        self._show("")

    def on_resize(self) -> None:
        """Lay out for another width."""
        self._show(self.query_one(Input).value)

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show the keys that fit the words, from the first on."""
        self._show(event.value)
        self.action_to_end(False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the keys."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll a screen down or up; one line of it stays in sight."""
        self.action_scroll(by * max(1, self.query_one(VerticalScroll).size.height - 1))

    def action_to_end(self, last: bool) -> None:
        """Go to the last line, or to the first."""
        whole = self.query_one(VerticalScroll)
        whole.scroll_to(y=whole.max_scroll_y if last else 0, animate=False)

    def _found(self, wanted: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the groups with the keys in which every word occurs; what a key does comes first where one is typed.

        A slash before words is the habit of opening a search, not a word of it. The footer's words for an action count too.
        """
        wanted = wanted.strip()
        words = (wanted.removeprefix("/") or wanted).casefold().split()
        table = keys.help_rows(own=self.own, first=self.place)
        labels: dict[str, str] = {}
        for each in keys.actions(None, self.own):
            labels[each.help] = f"{labels.get(each.help, '')} {each.label}"
        found = [(group, [(pressed, told) for pressed, told in rows
                          if all(word in f"{group} {pressed} {told} {labels[told]}".casefold() for word in words)])
                 for group, rows in table]
        same = [(pressed, f"{group} · {told}") for group, rows in table for pressed, told in rows if wanted in pressed.split()]
        return [each for each in ((THE_KEY.format(key=wanted), same), *found) if each[1]]

    def _show(self, wanted: str) -> None:
        """Show the groups with the keys that fit."""
        parts: list[Content] = []
        column = 22 if self.size.width >= 70 else 13
        room = max(20, min(92, self.size.width) - 6 - column)
        for group, fitting in self._found(wanted):
            parts.append(Content.styled(f"\n{group}\n" if parts else f"{group}\n", "bold $heading"))
            for pressed, told in fitting:
                first, *rest = wrap(told, room)
                gap = "\n" + " " * column if width(pressed) >= column else " " * (column - width(pressed))
                parts.append(Content.assemble((pressed, "bold $key"), gap, first, "\n"))
                parts += [Content(" " * column + line + "\n") for line in rest]
        self.query_one("#keys", Static).update(Content("").join(parts) if parts else Content(keys.in_words(NO_SUCH_KEY)))

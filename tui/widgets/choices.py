"""Options picked by one key: as a list below each other, or as words in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.look import clean, width
from tui.widgets.flow import Flow

Choice = tuple[str, str, object]
"A key to press, plain words to show, and the value that stands for."


class Choices(OptionList):
    """A list of options; its key picks one, so do the arrows with Enter and the mouse."""

    DEFAULT_CSS = """
    Choices {
        height: auto; max-height: 14; border: none; padding: 0; scrollbar-size-vertical: 1;
        background: $surface; background-tint: transparent;
    }
    Choices:focus { border: none; background: $surface; background-tint: transparent; }
    Choices > .option-list--option { padding: 0 1; }
    Choices > .option-list--option-highlighted { background: $surface; color: $foreground; text-style: none; }
    Choices:focus > .option-list--option-highlighted { background: $panel; color: $foreground; text-style: bold; }
    """

    class Picked(Message):
        """An option was picked."""

        def __init__(self, choices: Choices, value: object) -> None:
            """Keep the list and the value of the option."""
            super().__init__()
            self.choices = choices
            self.value = value

        @property
        def control(self) -> Choices:
            """The list in which it was picked."""
            return self.choices

    def __init__(self, options: Sequence[Choice] = (), id: str | None = None) -> None:
        """Make a list of options."""
        super().__init__(id=id)
        self.choices: tuple[Choice, ...] = ()
        self.show(options)

    def show(self, options: Sequence[Choice]) -> None:
        """Show other options; the first one is highlighted."""
        self.choices = tuple(options)
        self.clear_options()
        self.add_options([Option(_line(key, label)) for key, label, _ in self.choices])
        self.highlighted = 0 if self.choices else None

    def on_key(self, event: events.Key) -> None:
        """Pick the option of a key, or move with j and k where they pick nothing."""
        pressed = event.character or event.key
        for place, (key, _, _) in enumerate(self.choices):
            if key and pressed == key:
                event.stop()
                event.prevent_default()
                self.highlighted = place
                self.post_message(self.Picked(self, self.choices[place][2]))
                return
        if pressed in ("j", "k"):
            event.stop()
            self.action_cursor_down() if pressed == "j" else self.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Turn Enter or a click into a pick."""
        event.stop()
        self.post_message(self.Picked(self, self.choices[event.option_index][2]))


def _line(key: str, label: str) -> Content:
    """Return one option: the key in the accent colour, then the words."""
    return Content.assemble((clean(key), "bold $accent"), " " * max(3 - width(key), 1), Content(clean(label)))


class PickRow(Flow, can_focus=True):
    """A named row of options in one line; one is chosen by its key, the arrows or the mouse."""

    DEFAULT_CSS = """
    PickRow { height: auto; padding: 0 1 0 0; }
    PickRow:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("left,h", "step(-1)", "Before"),
        ("right,l", "step(1)", "Next"),
        ("enter", "accept", "Take"),
    ]

    class Picked(Message):
        """An option was chosen by its key or the mouse, or confirmed with Enter: what is next may be asked."""

        def __init__(self, row: PickRow, by_enter: bool = False) -> None:
            """Keep the row, and whether Enter took what was chosen already."""
            super().__init__()
            self.row = row
            self.by_enter = by_enter

        @property
        def control(self) -> PickRow:
            """The row in which it was picked."""
            return self.row

    def __init__(self, label: str, options: Sequence[Choice], value: object = None, id: str | None = None,
                 column: int = 10) -> None:
        """Make a row; `column` is the width of its label in cells."""
        super().__init__(id=id, gap=1, indent=column - 1)
        self.label = label
        self.choices = tuple(options)
        self.value = value
        self.column = column

    def on_mount(self) -> None:
        """Draw the row."""
        self._draw()

    def choose(self, value: object) -> None:
        """Mark a value as chosen without asking what is next."""
        self.value = value
        self._draw()

    def offer(self, options: Sequence[Choice], value: object = None) -> None:
        """Show other options; a chosen value that is among them stays."""
        self.choices = tuple(options)
        if self.value not in [each for _, _, each in self.choices]:
            self.value = value
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Choose the option of a key."""
        for key, _, value in self.choices:
            if key and (event.character or event.key) == key:
                event.stop()
                event.prevent_default()
                self._pick(value)
                return

    def action_step(self, by: int) -> None:
        """Choose the option before or after."""
        values = [value for _, _, value in self.choices]
        if values:
            place = values.index(self.value) + by if self.value in values else 0
            self.choose(values[place % len(values)])

    def action_accept(self) -> None:
        """Take what is chosen."""
        self.post_message(self.Picked(self, by_enter=True))

    def on_flow_clicked(self, event: Flow.Clicked) -> None:
        """Choose the option clicked; the first piece is the label."""
        event.stop()
        self.focus()
        if 0 < event.place <= len(self.choices):
            self._pick(self.choices[event.place - 1][2])

    def on_resize(self) -> None:
        """Give up the column of the labels where there is little room."""
        self.indent = 2 if self.size.width < 44 else self.column - 1

    def _pick(self, value: object) -> None:
        self.choose(value)
        self.post_message(self.Picked(self))

    def _draw(self) -> None:
        label = clean(self.label)
        parts = [Content.styled(label + " " * max(self.column - 2 - width(label), 0), "$foreground-muted")]
        self.set_pieces(parts + [_word(key, words, value == self.value) for key, words, value in self.choices])


def _word(key: str, words: str, chosen: bool) -> Content:
    """Return one option of a row: a mark where it is chosen, its key, its words."""
    mark = "\N{BULLET}" if chosen else " "
    return Content.assemble(
        (mark, "$accent"), (clean(key), "bold $accent"), " ", (clean(words), "bold" if chosen else ""))

"""Choose a theme: the one under the cursor is worn at once, Enter keeps it in the settings, Esc gives the old one back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import OptionList

from tui.widgets.choices import Choice, Choices
from tui.widgets.dialog import Dialog
from tui.wording import first_minute as words

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChooseTheme(Dialog[str]):
    """The themes by name; gives the one kept, or None. What stands above is the preview."""

    DEFAULT_CSS = """
    ChooseTheme { background: transparent; }
    ChooseTheme Choices { max-height: 10; }
    """

    def __init__(self, names: Sequence[str], worn: str) -> None:
        """Keep the names, and which is worn now."""
        super().__init__(words.WHICH_THEME, words.THEME_HINT)
        self.names = tuple(names)
        self.worn = worn

    def body(self) -> Iterable[Widget]:
        """Return one line a theme."""
        entries: list[Choice] = [("", words.theme(name), name) for name in self.names]
        return (Choices(entries),)

    def on_mount(self) -> None:
        """Stand on the theme that is worn."""
        listed = self.query_one(Choices)
        if self.worn in self.names:
            listed.highlighted = self.names.index(self.worn)
        listed.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Wear what the cursor is on."""
        self.app.theme = self.names[event.option_index]

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Keep it."""
        self.dismiss(str(event.value))

    def action_back(self) -> None:
        """Wear the old one again."""
        self.app.theme = self.worn
        self.dismiss(None)

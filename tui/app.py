"""The full screen: opens the book, shows the inbox, says what happened, and looks for what others wrote."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.theme import BUILTIN_THEMES as textual_themes

from store.errors import DefinitionFault, OnwardError
from tui import alt_enter, esc_first, gone, keys
from tui.look import clean
from tui.look import themes as looks
from tui.looking_around import LookingAround
from tui.presets import MAIL
from tui.wording.errors import sentence
from tui.wording.inbox import UNEXPECTED
from tui.wording.instants import zone_named

if TYPE_CHECKING:
    import datetime as dt

    from textual.command import Provider

    from store.book import Book
    from store.model import Receipt
    from tui.first_frame import FirstFrame

Value = TypeVar("Value")
BUILTIN_THEMES = frozenset(textual_themes)
LOOK_EVERY = 0.5
"Seconds between two looks at what other processes wrote."
UPKEEP_AFTER = 20.0
"Seconds after the start, and between two looks whether the day's backup is missing."


def _commands() -> type[Provider]:
    """Return the provider of the palette, imported when it is opened."""
    from tui.screens.palette import Commands

    return Commands


class OnwardApp(LookingAround):
    """Onward in the full screen; `run` gives the exit status."""

    TITLE = "Onward"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[Any]] = {_commands}
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 6
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "find_anyone", "find", show=False, priority=True),
        *keys.bindings("app"),
        Binding("ctrl+q", "quit", "quit", show=False, priority=True),
    ]

    def __init__(self, book: Book, frame: FirstFrame | None = None, tour: bool = False) -> None:
        """Keep the book, which is open; it is closed when the app ends. `frame` is what the terminal shows until then."""
        alt_enter.teach()
        esc_first.teach(book.settings.keys)
        self.dark_ground, self.typed_before = _ground_of(frame)
        super().__init__()
        self.book = book
        self.frame = frame
        self.begins_with_tour = tour
        self.was_shown = False
        self._upkeep_runs = False
        self._upkeep_failed = False
        self._own_keys: Mapping[str, str] = {}

    @property
    def zone(self) -> dt.tzinfo:
        """The user's time zone."""
        return zone_named(self.book.settings.practice.zone)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return Onward's meanings for themes that have none, such as Textual's own."""
        return dict(looks.meanings(self.current_theme.dark))

    def on_mount(self) -> None:
        """Dress, open the inbox, and begin to look around."""
        from tui.screens.inbox import InboxScreen

        self.was_shown = True
        if self.frame is not None:
            self.frame.hand_over(self._driver)
        self._dress()
        self._take_own_keys()
        self.push_screen(InboxScreen(self.book))
        if self.begins_with_tour:
            self.begin_tour()
        self._replay_keys()
        self.call_after_refresh(self.tell_interrupted)
        self.set_interval(LOOK_EVERY, self.look_around)
        self.set_interval(UPKEEP_AFTER, self.see_to_upkeep)
        self._heed_signals()
        if self.book.settings.notify.get("by", "off") != "off":
            from tui import reminding

            reminding.begin(self)

    def tell_interrupted(self) -> None:
        """Say of which mail nobody knows whether it left, because Onward ended or the line broke while it was sent."""
        try:
            drafts = self.book.interrupted()
        except OnwardError:
            return
        if drafts:
            from tui.wording.mail import interrupted

            self.say(interrupted([self.book.dossier(each.contact).contact.name for each in drafts]), wrong=True)

    def on_unmount(self) -> None:
        """Let go of the book, and of the user's own keys."""
        keys.wear({})
        self.book.close()
        self.close_visit()

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback: `open_inbox` hands the exception to the one place that tells of it."""
        self._close_messages_no_wait()

    def say(self, words: str, wrong: bool = False) -> None:
        """Show a sentence for a few seconds, in place of the one before."""
        self.clear_notifications()
        self.notify(clean(words), markup=False, severity="error" if wrong else "information",
                    timeout=10 if wrong else self.NOTIFICATION_TIMEOUT)

    def say_receipt(self, done: Receipt) -> None:
        """Say what a verb did and how it is taken back."""
        from tui.wording.receipts import APP, receipt

        self.saw_receipt(done)
        self.say(receipt(done, self.book.now(), self.zone, APP))

    def say_error(self, error: OnwardError) -> None:
        """Say what went wrong, what was kept and what to do."""
        self.say(sentence(error), wrong=True)

    def attempt(self, act: Callable[[], Value]) -> Value | None:
        """Do something with the book; an error becomes a sentence and None."""
        try:
            return act()
        except OnwardError as error:
            self.say_error(error)
            return None

    def slowly(self, act: Callable[[], Value], then: Callable[[Value], None], words: str = "") -> None:
        """Do something that may take long in a thread, with a notice over the screen; then go on with what it gave.

        Nothing else touches the book meanwhile. An error becomes a sentence and `then` is not called.
        """
        from tui.screens.working import Working

        notice = Working(words)
        self.push_screen(notice)
        self.busy = True

        async def work() -> None:
            try:
                value = await asyncio.to_thread(act)
            except OnwardError as error:
                self.say_error(error)
            except Exception as error:
                self.log.error(repr(error))
                self.say(UNEXPECTED.format(what=type(error).__name__), wrong=True)
            else:
                notice.leave()
                then(value)
            finally:
                self.busy = False
                notice.leave()

        self.run_worker(work(), exit_on_error=False)

    def see_to_upkeep(self) -> None:
        """Have the day's backup made and a long journal folded in a thread, where that is due; nobody waits for it."""
        if self.busy or self.syncs or self._upkeep_runs:
            return
        try:
            if not self.book.upkeep_due():
                return
        except OnwardError:
            return
        self._upkeep_runs = True

        async def work() -> None:
            try:
                await asyncio.to_thread(self.book.upkeep)
            except OnwardError as error:
                if not self._upkeep_failed:
                    self.say_error(error)
                self._upkeep_failed = True
            except Exception as error:
                self.log.error(repr(error))
            finally:
                self._upkeep_runs = False

        self.run_worker(work(), exit_on_error=False)

    def book_changed(self) -> None:
        """Let every open screen that shows the book read it again, after a change made here."""
        self._tell_screens("book_changed")

    def push_screen(self, screen: Any, *rest: Any, **named: Any) -> Any:
        """Open a screen; the tour follows."""
        self.tour_saw({"DraftScreen": "draft", "CallScreen": "draft", "ContactScreen": "contact"}.get(
            type(screen).__name__, ""))
        return super().push_screen(screen, *rest, **named)

    def action_suspend(self) -> None:
        """Go back to the shell until it brings Onward to the front again."""
        self.action_suspend_process()

    def action_find_anyone(self) -> None:
        """Find anyone, from wherever the user is; what is open stays open underneath."""
        from tui.screens.finding import FindScreen
        from tui.screens.inbox import InboxScreen

        if isinstance(self.screen, InboxScreen):
            self.screen.action_find()
        elif not self.screen.is_modal or not isinstance(self.screen, FindScreen):
            self.push_screen(FindScreen(self.book))

    def action_find(self) -> None:
        """Find anyone."""
        self.action_find_anyone()

    def action_help(self) -> None:
        """Show all keys."""
        from tui.screens.help import HelpScreen
        from tui.widgets.action_bar import place_of

        self.push_screen(HelpScreen(self.own_keys(), place_of(self.screen)))

    def action_palette(self) -> None:
        """Show every command with its key."""
        self.action_command_palette()

    async def action_quit(self) -> None:
        """Leave; every verb has stored its work already."""
        self.exit(0)

    def choose_theme(self, name: str) -> None:
        """Wear another theme, if there is one of that name."""
        if name in self.available_themes:
            self.theme = name

    def own_keys(self) -> Mapping[str, str]:
        """Return the user's own keys by action; none where they are at fault."""
        return self._own_keys

    def _take_own_keys(self) -> None:
        """Use the keys of the settings in place of the table's, unless they clash; a fault is said."""
        wanted = self.book.settings.keys
        try:
            keymap = keys.keymap(wanted)
        except DefinitionFault as fault:
            self.say_error(fault)
            wanted = {"preset": wanted.get("preset", MAIL)} if fault.code != "no-such-preset" else {}
            keymap = keys.keymap(wanted)
        self._own_keys = wanted
        keys.wear(wanted)
        self.set_keymap(keymap)

    def _wanted_theme(self) -> str:
        """Return the theme to wear: that of sixteen colours where there are no more, else what the settings say."""
        if not self.is_headless and self.console.color_system == "standard":
            return looks.SIXTEEN
        named = self.book.settings.theme or looks.DARK
        if named != looks.AUTO:
            return named
        return looks.LIGHT if self.dark_ground is False else looks.DARK

    def _replay_keys(self) -> None:
        """Press the keys that were typed while the terminal was asked for its background."""
        if not self.typed_before:
            return
        from textual._xterm_parser import XTermParser

        for message in XTermParser().feed(self.typed_before.decode("utf-8", "replace").replace("\n", "\r")):
            self.post_message(message)

    def action_theme(self) -> None:
        """Choose a theme by wearing it."""
        from tui.screens.choosing_theme import ChooseTheme

        names = [name for name in self.available_themes if name.startswith("onward-")]
        mine = [name for name in self.available_themes if name not in names and name not in BUILTIN_THEMES]
        worn = self.theme
        self.push_screen(ChooseTheme([*names, *mine, *sorted(BUILTIN_THEMES)], worn), self._keep_theme)

    def _keep_theme(self, name: str | None) -> None:
        """Write the chosen theme into the settings."""
        if name is None:
            return
        from tui.wording.first_minute import THEME_KEPT

        self._remember_colours()
        try:
            self.book.keep_setting("look", "theme", name)
        except OnwardError as error:
            self.say_error(error)
            return
        self.say(THEME_KEPT.format(name=name))

    def _dress(self) -> None:
        """Wear the theme of the settings, and load the others once the screen is painted."""
        wanted = self._wanted_theme()
        folder = self.book.home.themes
        for name in (wanted, looks.DARK):
            try:
                theme = looks.load_named(name, folder)
            except DefinitionFault as fault:
                self.say_error(fault)
                continue
            if theme is not None:
                self.register_theme(theme)
                self.theme = theme.name
                break
        self.call_after_refresh(self._load_wardrobe, wanted)

    def _load_wardrobe(self, wanted: str) -> None:
        """Register every theme there is; say which files cannot be used."""
        themes, faults = looks.load_all(self.book.home.themes)
        for theme in themes.values():
            if theme.name not in self.available_themes:
                self.register_theme(theme)
        if wanted != self.theme and wanted in self.available_themes:
            self.theme = wanted
        self._report(faults)
        self._remember_colours()

    def _remember_colours(self) -> None:
        """Keep the colours worn, for the frame that the next start paints first."""
        if self.frame is None:
            return
        from textual.color import Color, ColorParseError

        from tui.first_frame import remember

        worn = {}
        for name, value in self.theme_variables.items():
            try:
                worn[name] = Color.parse(value).hex6.lower()
            except ColorParseError:
                continue
        if "background" in worn and "foreground" in worn:
            tones = {name: worn[name] for name in looks.MEANINGS if name in worn}
            remember(self.book.home.cache, worn["background"], worn["foreground"], {
                **tones, "tab": worn.get("accent", worn["foreground"]), "accent": worn.get("accent", worn["foreground"])})

    def _report(self, faults: Iterable[DefinitionFault]) -> None:
        """Say the first of some faults."""
        for fault in faults:
            self.say_error(fault)
            return

    def _heed_signals(self) -> None:
        """Leave the terminal as it was found when the system ends the app."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            try:
                loop.add_signal_handler(number, self.end_for, number)
            except (NotImplementedError, RuntimeError, ValueError):
                return

    def end_for(self, number: int) -> None:
        """End because the system says so; where the terminal has gone, nothing waits for it."""
        if gone.has_gone():
            gone.end_soon(128 + number)
        self.exit(128 + number)


def _ground_of(frame: FirstFrame | None) -> tuple[bool | None, bytes]:
    """Return whether the terminal's background is dark (None where it does not tell), and what was typed meanwhile."""
    import os

    from tui.look import ground

    if frame is None or frame.ground is None:
        return ground.by_environment(os.environ), b""
    from tui import late_answers

    late_answers.teach()
    return frame.ground.is_dark(), frame.ground.typed()

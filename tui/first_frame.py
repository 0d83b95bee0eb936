"""The first frame: the queue painted before the full screen's library is imported, so that something true is there at once.

It stands where the inbox will stand, in the colours that the inbox wore last. Keys typed meanwhile wait for the inbox.
Nothing here imports Textual.
"""

from __future__ import annotations

import json
import os
import sys

from tui.look import Piece, fit, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.model import Queue
    from tui.look.ground import Ground

PHONE, WIDE, LOW = 60, 120, 16
"Columns from which the layout is no longer a phone's, and is wide; lines under which the person has no room."
PERSON_LINES = 7
TALL = 18
"Lines of the list from which a blank one stands above each heading."
STRONG = frozenset({"strong", "heading", "overdue", "cursor-mark", "key", "tab"})
COLOURS = "frame.json"


class FirstFrame:
    """The frame on one terminal, and the terminal as it was before."""

    def __init__(self, book: Book) -> None:
        """Take the terminal of the standard streams; nothing is painted yet."""
        self.book = book
        self.attributes: list[Any] | None = None
        self.painted = False
        self.ground: Ground | None = None
        "The question what the terminal's background is, where the theme follows it."

    def paint(self) -> None:
        """Paint the queue, unless the book or the terminal will not have it: then the inbox itself tells of it."""
        from store.errors import OnwardError

        try:
            size = os.get_terminal_size(sys.stdout.fileno())
            self.book.tell_long = self._working
            queue = self.book.queue("today", told=size.lines)
            lines = list(frame_lines(self.book, queue, size.columns, size.lines))
            if self.attributes is None:
                self._hold_keys()
            colours = remembered(self.book.home.cache)
            text = "".join(_line(line, size.columns, colours) + ("\r\n" if place < len(lines) - 1 else "")
                           for place, line in enumerate(lines))
            sys.stdout.write("\x1b[?1049h\x1b[?25l\x1b[H" + text)
            sys.stdout.flush()
            self.painted = True
            self._ask_ground()
        except (OSError, ValueError, OnwardError):
            return
        finally:
            self.book.tell_long = _tell_nobody

    def _working(self, done: int, total: int) -> None:
        """Say how far the index of a large book has come, where the queue will stand."""
        from tui.wording.long_work import LARGE, making_index

        if total < LARGE:
            return
        if not self.painted:
            self._hold_keys()
            sys.stdout.write("\x1b[?1049h\x1b[?25l\x1b[2J")
            self.painted = True
        sys.stdout.write(f"\x1b[3;3H{making_index(done, total)}")
        sys.stdout.flush()

    def _ask_ground(self) -> None:
        """Ask for the terminal's background where the theme follows it; the answer is read once the import is done."""
        if self.book.settings.theme == "auto" and self.attributes is not None:
            from tui.look.ground import Ground

            self.ground = Ground()
            self.ground.ask()

    def hand_over(self, driver: Any) -> None:
        """Tell the inbox's driver how the terminal was before the frame, for when it gives it back."""
        if self.attributes is not None and getattr(driver, "attrs_before", None) is not None:
            driver.attrs_before = self.attributes

    def take_away(self, screen_was_shown: bool) -> None:
        """Leave the terminal as it was found; the inbox has put away its own screen where it was shown."""
        if self.painted and not screen_was_shown:
            sys.stdout.write("\x1b[0m\x1b[?25h\x1b[?1049l")
            sys.stdout.flush()
        if self.attributes is not None:
            import termios

            try:
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, self.attributes)
            except (OSError, ValueError, termios.error):
                pass

    def _hold_keys(self) -> None:
        """Neither show what is typed nor wait for the end of a line: the inbox reads it."""
        import termios

        try:
            number = sys.stdin.fileno()
            before = termios.tcgetattr(number)
            now = termios.tcgetattr(number)
            now[0] &= ~termios.ICRNL  # Enter arrives as the inbox knows it, not as a line feed
            now[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(number, termios.TCSANOW, now)
        except (OSError, ValueError, termios.error):
            return
        self.attributes = before


def frame_lines(book: Book, queue: Queue, columns: int, lines: int) -> Iterator[list[Piece]]:
    """Give the lines of the inbox for a window, as pieces: tabs, queue, and what the keys do; without the person."""
    from tui.widgets.edges import hint_pieces, tab_pieces
    from tui.wording.inbox import SPLIT_NAMES
    from tui.wording.instants import full, zone_named

    zone = zone_named(book.settings.practice.zone)
    tabs = tab_pieces(SPLIT_NAMES, queue.counts, "today", full(queue.at, queue.at, zone), columns)
    yield [(text, tone) for text, tone, _ in tabs]
    roomy = columns >= PHONE and lines >= LOW
    if roomy:
        yield []
    room = lines - (3 if roomy else 4)
    if columns >= WIDE and roomy:
        cells = columns - min(columns * 37 // 100, 72)
    else:
        cells, room = columns, room - (PERSON_LINES if roomy else 0)
    shown = _rows(queue, cells, max(room, 1), zone)
    yield from shown
    for _ in range(lines - len(shown) - (3 if roomy else 2)):
        yield []
    yield [(text, tone) for text, tone, _ in hint_pieces(_hints(book, queue), "", columns)]


def _hints(book: Book, queue: Queue) -> Sequence[tuple[str, str, str]]:
    """Return what the keys do with the cursor on the first row, as (key, label, action)."""
    from store.errors import OnwardError
    from tui import keys
    from tui.widgets.edges import lacking
    from tui.widgets.rows import sections_of

    rows = next((section.rows for section in sections_of(queue.rows, True, queue.at) if section.rows), ())
    lacks = lacking(queue, bool(rows[0].due.contact) if rows else None, book.can_undo())
    try:
        return keys.fitting("inbox", book.settings.keys, lacks)
    except (OnwardError, KeyError, ValueError):
        return keys.fitting("inbox", {}, lacks)


def _rows(queue: Queue, cells: int, room: int, zone: Any) -> list[list[Piece]]:
    """Return as many lines of the queue as there is room for, the cursor on the first row."""
    from tui.widgets.rows import row_pieces, sections_of
    from tui.wording.inbox import heading_line

    found: list[list[Piece]] = []
    first = True
    for section in sections_of(queue.rows, True, queue.at):
        if section.title and cells >= PHONE:
            found += [[]] if found and room >= TALL else []
            found.append([(heading_line(section.title, len(section.rows)), "heading")])
        for row in section.rows:
            if len(found) >= room:
                return found[:room]
            found.append(row_pieces(row, cells - 1, queue.at, zone, first, False))
            first = False
    return found[:room]


def remember(folder: str, background: str, foreground: str, tones: Mapping[str, str]) -> None:
    """Keep the colours that the inbox wears, as `#rrggbb`, for the next first frame; not keeping them costs only colour."""
    path = os.path.join(folder, COLOURS)
    kept = {"background": background, "foreground": foreground, "tones": dict(tones)}
    try:
        with open(path, encoding="utf-8") as file:
            if json.load(file) == kept:
                return
    except (OSError, ValueError):
        pass
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.open(f"{path}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(kept, file)
        os.replace(f"{path}.new", path)
    except OSError:
        pass


def remembered(folder: str) -> dict[str, str]:
    """Return the escape sequences of the colours kept, by tone; none where the terminal shows no such colours."""
    if "NO_COLOR" in os.environ or os.environ.get("COLORTERM", "") not in ("truecolor", "24bit"):
        return {}
    try:
        with open(os.path.join(folder, COLOURS), encoding="utf-8") as file:
            kept = json.load(file)
        ground = f"\x1b[48;2;{_numbers(kept['background'])}m"
        plain = f"\x1b[38;2;{_numbers(kept['foreground'])}m"
        found = {tone: f"\x1b[38;2;{_numbers(colour)}m" for tone, colour in kept["tones"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {**found, "ground": ground, "plain": plain}


def _numbers(colour: str) -> str:
    """Return `#rrggbb` as the numbers of an escape sequence; raises ValueError."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(colour)
    return ";".join(str(int(colour[place:place + 2], 16)) for place in (1, 3, 5))


def _line(pieces: Sequence[Piece], columns: int, colours: Mapping[str, str]) -> str:
    """Return a line of exactly that many cells, with the colours there are."""
    parts, used = [], 0
    for text, tone in pieces:
        if used >= columns:
            break
        text = fit(text, columns - used)
        used += width(text)
        bold = "\x1b[1m" if tone in STRONG else ""
        parts.append(f"\x1b[0m{colours.get('ground', '')}{colours.get(tone) or colours.get('plain', '')}{bold}{text}")
    return "".join(parts) + f"\x1b[0m{colours.get('ground', '')}{' ' * (columns - used)}\x1b[0m"


def _tell_nobody(_done: int, _total: int) -> None:
    """The inbox says by itself what takes long."""

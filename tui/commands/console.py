"""Where a command reads and writes: data on the standard output, talk on the standard error, questions to a person.

Everything that leaves here is made safe to show first, whatever a name, a note or a file holds.
"""

from __future__ import annotations

import os
import sys

from store.errors import OnwardError, Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from typing import Any, TextIO

    from store.book import Book


class Console:
    """The three standard streams, the book (opened when first asked for), and the user's zone."""

    def __init__(self) -> None:
        """Take the process's streams; a closed one reads as empty and swallows what is written."""
        self.input: TextIO = sys.stdin or _nowhere("r")
        self.output: TextIO = sys.stdout or _nowhere("w")
        self.talk: TextIO = sys.stderr or _nowhere("w")
        self.tells_notices = True
        "Whether opening the book says what was found in its files; the doctor says so itself."
        self._book: Book | None = None
        self.typed_ahead = ""
        for stream in (self.output, self.talk):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")

    @property
    def answers(self) -> bool:
        """Whether a person is there to answer a question."""
        return self.input.isatty() and self.talk.isatty()

    @property
    def has_screen(self) -> bool:
        """Whether the full screen can be shown."""
        return self.input.isatty() and self.output.isatty() and os.environ.get("TERM", "") not in ("", "dumb")

    @property
    def width(self) -> int:
        """How many columns lines may take: the terminal's, `COLUMNS`, or 100 in a pipe."""
        given = os.environ.get("COLUMNS", "")
        if given.isdecimal() and int(given) > 0:
            return int(given)
        for stream in (self.output, self.talk):
            try:
                if stream.isatty():
                    return os.get_terminal_size(stream.fileno()).columns or 80
            except (OSError, ValueError):
                continue
        return 100

    def book(self) -> Book:
        """Return the book, opened once."""
        if self._book is None:
            from store.book import Book

            self._book = Book.open()
            self._book.tell_long = self._working
            if self.tells_notices and self._book.database.notices:
                self._tell_notices()
        return self._book

    def _working(self, done: int, total: int) -> None:
        """Say how far the index of a large book has come, on a line that is written over; only where a terminal shows it."""
        from tui.wording.long_work import LARGE, making_index

        if total < LARGE or not self.talk.isatty():
            return
        text = making_index(done, total)[: max(10, self.width - 1)]
        self.write_raw("\r" + (text if done < total else " " * len(text) + "\r"))

    def _tell_notices(self) -> None:
        """Say what was found in the book's files that its owner should know."""
        from tui.wording.errors import sentence

        for notice in self.book().database.notices:
            self.say(sentence(notice))

    def use(self, book: Book) -> None:
        """Take a book that was opened elsewhere."""
        self._book = book

    @property
    def cache_folder(self) -> str:
        """The folder of what can be made again; empty before the book is open."""
        return self._book.home.cache if self._book is not None else ""

    @property
    def zone(self) -> dt.tzinfo:
        """The user's time zone."""
        from tui.wording.instants import zone_named

        return zone_named(self.book().settings.practice.zone)

    def put(self, text: str) -> None:
        """Write data: lines for the standard output."""
        self._write(self.output, text)

    def put_json(self, value: Any, one_line: bool = False) -> None:
        """Write JSON in ASCII, so that no character in it can act on a terminal; one object a line where asked."""
        import json

        self.output.write(json.dumps(value, indent=None if one_line else 2) + "\n")

    def put_bytes(self, piece: bytes) -> None:
        """Write a piece of a file: as it is into a pipe or a file, made safe to show where a terminal shows it."""
        if self.output.isatty():
            lines = piece.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
            self.output.write("\n".join(map(_safe, lines)))
            return
        raw = getattr(self.output, "buffer", None)
        if raw is None:
            self.output.write(piece.decode("utf-8", "replace"))
            return
        self.output.flush()
        raw.write(piece)

    def say(self, text: str) -> None:
        """Write talk: lines for the standard error, broken between words where a window is narrow."""
        self._write(self.talk, self._broken(text))
        self.talk.flush()

    def _broken(self, text: str) -> str:
        """Return a text with its long lines broken between words, where a terminal shows it."""
        if not self.talk.isatty():
            return text
        width = self.width
        if all(len(line) < width for line in text.split("\n")) and text.isascii():
            return text
        from tui.look import wrap

        return "\n".join(wrap(text, width))

    def say_raw(self, text: str) -> None:
        """Write lines that Onward itself made and that must pass unchanged (a QR code, a link to tap)."""
        self.write_raw(text + "\n")

    def write_raw(self, text: str) -> None:
        """Write to the terminal as it is."""
        self.talk.write(text)
        self.talk.flush()

    def ask(self, question: str) -> str | None:
        """Ask and return the answer without its line break; None at the end of input. Ask `answers` first."""
        *above, question = self._broken(question).split("\n")
        if above:
            self.say("\n".join(above))
            question += " " if question and not question.endswith(" ") else ""
        self.flush()
        ahead, self.typed_ahead = self.typed_ahead, ""
        if self.input is sys.stdin and self.input.isatty() and self.output.isatty():
            self._type_ahead(ahead)
            try:
                return input(_safe(question))
            except EOFError:
                self.talk.write("\n")
                return None
            except UnicodeDecodeError:
                return ""
        self.talk.write(_safe(question))
        self.talk.flush()
        line = self.input.readline()
        return line.rstrip("\r\n") if line else None

    def ask_unseen(self, question: str) -> str | None:
        """Ask for a password, which is not shown while it is typed; None at the end of input. Ask `answers` first."""
        import getpass

        self.flush()
        try:
            return getpass.getpass(_safe(question), self.talk)
        except EOFError:
            self.talk.write("\n")
            return None

    def _type_ahead(self, typed: str) -> None:
        """Have readline (arrows, history and editing at the prompt) begin its line with what was typed before."""
        try:
            import readline
        except ImportError:
            return
        readline.set_startup_hook((lambda: readline.insert_text(typed)) if typed else None)

    def agreed(self, question: str, yes: bool) -> bool:
        """Return whether to go ahead: `yes`, or a person's own; raises Unavailable(`needs-answer`) without either."""
        if yes:
            return True
        if not self.answers:
            raise Unavailable("needs-answer")
        answer = self.ask(f"{question} [y/N] ")
        return (answer or "").strip().lower() in ("y", "yes")

    def lines_in(self) -> list[str]:
        """Return the lines of the standard input, in UTF-8 or else Latin-1, a byte order mark taken off."""
        source = getattr(self.input, "buffer", None)
        if source is None:
            return self.input.read().splitlines()
        return [decoded(line) for line in source.read().removeprefix(b"\xef\xbb\xbf").splitlines()]

    def flush(self) -> None:
        """Push out what was written."""
        self.output.flush()
        self.talk.flush()

    def hush(self, act: Callable[..., None], *values: Any) -> None:
        """Do something to the streams, never minding streams that are gone."""
        try:
            act(*values)
        except (OSError, ValueError):
            self.let_go()

    def let_go(self) -> None:
        """Point the standard output away from a reader that has left, so that the interpreter ends quietly."""
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.output.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            pass

    def leave_upkeep(self) -> None:
        """Have the day's backup made by a process of its own where it is due; nobody waits for it, nor hears of it."""
        try:
            if self._book is None or not self._book.upkeep_due():
                return
        except OnwardError:
            return
        from tui.commands.detached import upkeep

        upkeep(self._book)

    def close(self) -> None:
        """Let go of the book."""
        if self._book is not None:
            self._book.close()
            self._book = None

    def _write(self, stream: TextIO, text: str) -> None:
        """Write lines, each made safe to show."""
        stream.write("\n".join(_safe(line) for line in text.split("\n")) + "\n")


def decoded(line: bytes) -> str:
    """Return a line of bytes as text: UTF-8, else Latin-1, which every byte fits."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def whole(word: str) -> str:
    """Return a word of the command line with bytes that were no UTF-8 turned into letters."""
    if word.isascii() or not any("\ud800" <= each <= "\udfff" for each in word):
        return word
    return decoded(os.fsencode(word))


def _safe(text: str) -> str:
    """Return a text without what could act on a terminal."""
    if text.isascii() and text.isprintable():
        return text
    from tui.look import clean

    return clean(text)


def _nowhere(mode: str) -> TextIO:
    """Return a stream that holds nothing."""
    return open(os.devnull, mode, encoding="utf-8")  # type: ignore[return-value]

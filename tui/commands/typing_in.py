"""Typing at a prompt: one key, a line with completion, pasted lines, and what was typed ahead."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.commands.console import Console

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
LONGEST_KEY = 64
SOON = 0.05
"Seconds within which the rest of a pasted text or of a key's sequence has come."


def ask_key(console: Console, question: str) -> str | None:
    """Ask, and return one key; an empty text for Enter, None at the end of input.

    A letter that begins a longer line, and a pasted text, come back whole. Where the terminal cannot give single keys a line
    is asked for instead.
    """
    try:
        import termios
        import tty
    except ImportError:
        return console.ask(question)
    console.flush()
    try:
        file = console.input.fileno()
        before = termios.tcgetattr(file)
    except (OSError, ValueError, termios.error):
        return console.ask(question)
    console.write_raw(question)
    try:
        tty.setcbreak(file, termios.TCSADRAIN)
        read = _read(file)
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)
    if not read or read in ("\x04",):
        console.write_raw("\n")
        return None
    if read == "\x03":
        raise KeyboardInterrupt
    typed = read.replace(PASTE_BEGINS, "").replace(PASTE_ENDS, "").replace("\r\n", "\n").replace("\r", "\n")
    if typed.startswith("\x1b"):
        typed = ""
    console.write_raw((typed if len(typed) == 1 and typed.isprintable() else "") + "\n")
    return typed.strip("\n") if typed.strip() else ""


def _read(file: int) -> str:
    """Return the bytes of one key, or of all that came with it, as text."""
    import select

    held = os.read(file, LONGEST_KEY)
    while select.select([file], [], [], SOON if held[:1] == b"\x1b" or len(held) > 1 else 0)[0]:
        more = os.read(file, 65_536)
        if not more:
            break
        held += more
        if held.endswith(PASTE_ENDS.encode()) or len(held) > 200_000:
            break
    return held.decode("utf-8", "replace")


def swallow_enter(console: Console) -> None:
    """Take away a lone Enter that was typed right behind a single key, so that it answers no later question."""
    import select

    try:
        import termios
        import tty

        file = console.input.fileno()
        before = termios.tcgetattr(file)
        tty.setcbreak(file, termios.TCSADRAIN)
        try:
            if select.select([file], [], [], SOON)[0]:
                typed = os.read(file, 1)
                if typed not in (b"\n", b"\r"):
                    console.typed_ahead += typed.decode("utf-8", "ignore")
        finally:
            termios.tcsetattr(file, termios.TCSADRAIN, before)
    except (ImportError, OSError, ValueError, AttributeError):
        return


class Completion:
    """Names, companies and tags behind Tab at a prompt, by readline; nothing where there is none."""

    def __init__(self, find: Callable[[str, str], Sequence[str]]) -> None:
        """Keep what finds possibilities: (words before, beginning) to texts."""
        self._find = find
        self._found: list[str] = []

    def __enter__(self) -> Completion:
        """Let Tab complete from here on."""
        try:
            import readline
        except ImportError:
            return self
        self._before = (readline.get_completer(), readline.get_completer_delims())
        readline.set_completer(self._complete)
        readline.set_completer_delims(" \t\n")
        apple = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if apple else "tab: complete")
        if not apple:
            for setting in ("completion-ignore-case on", "enable-bracketed-paste on", "show-all-if-ambiguous on",
                            "completion-query-items 30"):
                readline.parse_and_bind(f"set {setting}")
        return self

    def __exit__(self, *_: object) -> None:
        """Leave readline as it was."""
        try:
            import readline
        except ImportError:
            return
        readline.set_completer(self._before[0])
        readline.set_completer_delims(self._before[1])

    def _complete(self, text: str, state: int) -> str | None:
        """Return one possibility after another, as readline asks."""
        if state == 0:
            import readline

            from tui.look import clean

            try:
                before = readline.get_line_buffer()[: readline.get_begidx()]
                self._found = [clean(each) for each in self._find(before, text)]
            except Exception:
                self._found = []
        return self._found[state] + (" " if len(self._found) == 1 else "") if state < len(self._found) else None


def entries_in(text: str, is_entry: Callable[[str], bool]) -> list[str]:
    """Return what a pasted text holds: one entry (a signature, a card), or several, an entry a line.

    Several lines are several entries where an empty line parts them, where each card begins, or where every line is an entry
    by itself.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if sum(each.strip().upper() == "BEGIN:VCARD" for each in lines) > 1:
        cards: list[list[str]] = [[]]
        for each in lines:
            if each.strip().upper() == "BEGIN:VCARD" and any(cards[-1]):
                cards.append([])
            cards[-1].append(each)
        return ["\n".join(each).rstrip("\n") for each in cards if any(line.strip() for line in each)]
    full = [each for each in lines if each.strip()]
    if len(full) > 1 and "BEGIN:VCARD" not in text.upper():
        if all(is_entry(each) for each in full):
            return full
        blocks = [each for each in "\n".join(line.rstrip() for line in lines).split("\n\n") if each.strip()]
        if len(blocks) > 1 and all(is_entry(each.strip().split("\n")[0]) for each in blocks):
            return [each.strip("\n") for each in blocks]
    return ["\n".join(full)] if full else []

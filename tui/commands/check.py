"""`onward check -`: what to look at in a message before it leaves, whoever wrote it and wherever it is going."""

from __future__ import annotations

from store.errors import FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.book.draft_checking import Flag
    from tui.commands.asking import Asking
    from tui.commands.console import Console

LARGEST = 1_000_000
"Bytes that are read of a file; what is longer is no message."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--kind", metavar="KIND", default="")
    asking.flag("--stage", metavar="STAGE", default="")
    asking.flag("--who", metavar="WHO", default="")
    asking.flag("--json")
    asking.words("FILE", nargs="?", default="-")


def run(asked: Namespace, console: Console) -> int:
    """Print the flags; exit status 0 whether there are any or not, for they warn and forbid nothing."""
    from tui.wording import flags as wording

    text = _text(asked.FILE, console)
    found = _flags(text, asked, console)
    if asked.json:
        console.put_json({"flags": [wording.shape(each) for each in found]})
    else:
        console.put(wording.report(found, console.width, bool(text.strip())))
    return 0


def _flags(text: str, asked: Namespace, console: Console) -> tuple[Flag, ...]:
    """Check a text; the book is opened only where somebody in it is meant."""
    if asked.who:
        return console.book().check_words(text, asked.kind, asked.stage, asked.who)
    from store.book.draft_checking import words_alone

    return words_alone(text, asked.kind, asked.stage)


def _text(path: str, console: Console) -> str:
    """Return the message: a file's, or what comes in; raises FileFault(`missing-file`, `cannot-read`)."""
    from tui.wording import spoken

    if path == "-":
        if console.answers:
            console.say(spoken.PASTE_THE_MESSAGE_THEN_PRESS_CTRL)
        return "\n".join(console.lines_in())
    import os

    from tui.commands.console import decoded

    try:
        with open(os.path.expanduser(path), "rb") as file:
            return decoded(file.read(LARGEST).removeprefix(b"\xef\xbb\xbf")).replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise FileFault("missing-file", path=path) from None
    except OSError as error:
        raise FileFault("cannot-read", path=path, reason=error.strerror or str(error)) from None

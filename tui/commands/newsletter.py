"""`onward newsletter`: one issue for many people: new, edit, check, status, send, drop."""

from __future__ import annotations

from store.errors import NotFound, OnwardError, UsageFault
from tui.wording import newsletter as words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from store.reports import IssueStatus
    from tui.commands.asking import Asking
    from tui.commands.console import Console

ACTIONS = ("new", "edit", "check", "status", "send", "drop")
BAR = 30
"Characters of the bar."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.words("ACTION", nargs="?", default="status")
    asking.words("FILE", nargs="?", default="")
    asking.flag("--template", metavar="NAME", default="")
    asking.flag("--subject", metavar="WORDS", default="")
    asking.flag("--account", metavar="NAME", default="")
    asking.flag("--json")
    asking.flag("--dry-run")
    asking.flag("--yes")


def run(asked: Namespace, console: Console) -> int:
    """Do what was asked with the open issue."""
    acts: dict[str, Callable[[Namespace, Console], int]] = {
        "new": _new, "edit": _edit, "check": _check, "status": _status, "send": _send, "drop": _drop}
    if asked.ACTION not in acts:
        from tui.commands.asking import nearest

        raise UsageFault("unknown-action", command="newsletter", action=asked.ACTION, hint=nearest(asked.ACTION, ACTIONS))
    return acts[asked.ACTION](asked, console)


def _new(asked: Namespace, console: Console) -> int:
    """Begin an issue, from a file, or from a template and the user's editor."""
    book = console.book()
    subject, body = _given(asked, console)
    issue = book.begin_newsletter(asked.template, subject, body)
    if not body and console.answers and not asked.json:
        _write(console, issue.subject, issue.body)
    return _status(asked, console)


def _edit(asked: Namespace, console: Console) -> int:
    """Go on with the words of the open issue."""
    book = console.book()
    issue = book.newsletter().issue
    subject, body = _given(asked, console)
    if subject or body:
        book.save_newsletter(subject or issue.subject, body or issue.body)
    elif console.answers:
        _write(console, issue.subject, issue.body)
    else:
        raise UsageFault("missing-words", command="newsletter edit", missing="FILE")
    return _status(asked, console)


def _check(asked: Namespace, console: Console) -> int:
    """Show the issue as its first reader gets it, and what the draft check says of it."""
    from tui.wording import spoken

    book = console.book()
    found = book.newsletter()
    if found.faults:
        raise found.faults[0]
    flags = book.check_newsletter()
    if asked.json:
        from tui.wording.flags import shape

        console.put_json({**_shape(found), "flags": [shape(each) for each in flags]})
        return 0
    if found.readers:
        from tui.look import clean

        first = found.readers[0]
        subject, body = book.newsletter_words(first.contact)
        console.put(spoken.MAIL_SHOWN.format(name=clean(first.name), subject=clean(subject), body=clean(body, one_line=False)))
    if words.OPENS in found.issue.subject + found.issue.body:
        console.say(words.PLACES_OPEN)
    if flags:
        from tui.wording.flags import report

        console.say(report(flags, console.width))
    _tell(console, found)
    return 0


def _status(asked: Namespace, console: Console) -> int:
    """Show who gets the open issue and who has it; without one, whose turn it is."""
    try:
        found = console.book().newsletter()
    except NotFound:
        waiting = len(console.book().newsletter_rows())
        if asked.json:
            console.put_json({"open": False, "waiting": waiting})
            return 0
        if not waiting:
            console.say(words.NOBODY)
            return 0
        raise
    if asked.json:
        console.put_json(_shape(found))
    else:
        _tell(console, found)
        console.say(words.WAITS)
    return 0


def _send(asked: Namespace, console: Console) -> int:
    """Send the open issue, after a yes, with a bar."""
    from tui.commands.mailing import password
    from tui.wording import spoken

    book = console.book()
    found = book.newsletter()
    if asked.dry_run:
        return _status(asked, console)
    if not asked.json:
        _tell(console, found)
    if found.readers:
        account = book.account(asked.account, "mail")
        if not console.agreed(words.send_question(found, account.name, account.address), asked.yes):
            console.say(spoken.NOTHING_WAS_SENT_THE_ISSUE)
            return 0
    progress = _Bar(console)
    try:
        receipt = book.send_newsletter(asked.account, password(console), progress)
    except OnwardError:
        progress.end()
        raise
    except KeyboardInterrupt:
        progress.end()
        console.say(words.STOPPED.format(sent=progress.done, left=progress.total - progress.done))
        raise
    progress.end()
    if asked.json:
        console.put_json({"verb": "newsletter", **dict(receipt.values)}, one_line=True)
    else:
        console.say(f"{words.told(receipt.values)}.")
    return 0


def _drop(asked: Namespace, console: Console) -> int:
    """Put the open issue away."""
    from tui.commands.telling import tell

    tell(console, console.book().drop_newsletter(), asked.json)
    return 0


def _given(asked: Namespace, console: Console) -> tuple[str, str]:
    """Return subject and words from a file or the standard input; a first line `subject: ...` counts as the subject."""
    if not asked.FILE:
        return asked.subject, ""
    if asked.FILE == "-":
        text = "\n".join(console.lines_in())
    else:
        from store.errors import FileFault

        try:
            with open(asked.FILE, encoding="utf-8-sig") as file:
                text = file.read()
        except FileNotFoundError:
            raise FileFault("missing-file", path=asked.FILE) from None
        except (OSError, UnicodeDecodeError) as error:
            raise FileFault("cannot-read", path=asked.FILE, reason=getattr(error, "strerror", "") or "not-text") from None
    return _cut(text, asked.subject)


def _cut(text: str, subject: str = "") -> tuple[str, str]:
    """Return the subject on a first line of its own, and the words below it."""
    first, _, rest = text.lstrip("\n").partition("\n")
    if first.lower().startswith("subject:"):
        return subject or first.partition(":")[2].strip(), rest.strip("\n")
    return subject, text.strip("\n")


def _write(console: Console, subject: str, body: str) -> None:
    """Let the user's editor change subject and words."""
    from contextlib import nullcontext

    from tui.handover import edit

    console.flush()
    console.book().save_newsletter(*_cut(edit(f"subject: {subject}\n\n{body}\n", nullcontext)))


def _tell(console: Console, found: IssueStatus) -> None:
    """Say how an issue stands."""
    for line in words.status_lines(found):
        console.say(line)


def _shape(found: IssueStatus) -> dict[str, object]:
    """Return an issue as JSON."""
    return {"open": True, "subject": found.issue.subject, "sent": found.sent,
            "readers": [{"id": each.contact, "name": each.name, "address": each.address} for each in found.readers],
            "left_out": [{"id": each.contact, "name": each.name, "why": each.why} for each in found.left_out]}


class _Bar:
    """A bar on the standard error where that is a terminal, told of every mail."""

    def __init__(self, console: Console) -> None:
        """Begin with nothing sent."""
        self._console = console
        self._shown = console.talk.isatty()
        self.done = 0
        self.total = 0

    def __call__(self, done: int, total: int, name: str) -> bool:
        """Show how far it is; the answer is to go on."""
        from tui.look import clean, fit

        self.done, self.total = done, total
        if self._shown and total:
            full = BAR * done // total
            line = f"[{'#' * full}{'.' * (BAR - full)}] {done}/{total} {clean(name)}"
            self._console.write_raw(f"\r\x1b[K{fit(line, max(20, self._console.width - 1)).rstrip()}")
        return True

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._shown and self.total:
            self._console.write_raw("\n")

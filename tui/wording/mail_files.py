"""What `onward sync --eml` says of mails in files."""

from __future__ import annotations

from tui.look import clean
from tui.wording.dialogs import names
from tui.wording.sync import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from store.book.syncing_files import MailFile

KINDS: Mapping[str, str] = {
    "person": "a person's", "automatic": "automatic", "bounce": "came back", "temporary": "delayed", "list": "a list's",
    "other": "no person's",
}
"What a mail is, in short."
DONE: Mapping[str, tuple[str, str]] = {
    "owed": ("logged with {name}, a reply is owed", "would be logged with {name}, a reply would be owed"),
    "thanks": ("logged with {name}, probably nothing to answer", "would be logged with {name}, probably nothing to answer"),
    "shared": ("from an address that {name} share, kept for you to file: onward unfiled",
               "from an address that {name} share, would be kept for you to file"),
    "logged": ("logged with {name}", "would be logged with {name}"),
    "sent-elsewhere": ("your own, logged with {name}", "your own, would be logged with {name}"),
    "draft-sent": ("your draft to {name}, noted as sent", "your draft to {name}, would be noted as sent"),
    "bounced": ("mail to {name} bounced, the address is marked", "mail to {name} bounced, the address would be marked"),
    "temporary": ("mail to {name} is late, nothing changes", "mail to {name} is late, nothing would change"),
    "moved": ("{name} is away, what was due waits", "{name} is away, what is due would wait"),
    "known": ("known already, with {name}", "known already, with {name}"),
    "ignored": ("nothing to log", "nothing to log"),
}
"What was done, and what would be."


def line(each: MailFile, dry_run: bool) -> str:
    """Return one line about a mail: the file, what it is, what that means."""
    kind = KINDS.get(each.verdict.kind, each.verdict.kind) if each.verdict else ""
    taken = each.taken
    done = ""
    if taken is not None:
        people = taken.people if len(taken.people) > 1 or taken.contact is None else (taken.contact,)
        name = names([each.name for each in people])
        done = DONE.get(taken.code, ("", ""))[1 if dry_run else 0].format(name=name)
    return f"{clean(each.path)}: {kind}; {done}"


def notes(each: MailFile, now: dt.datetime, zone: dt.tzinfo) -> list[str]:
    """Return what a person should know of a mail."""
    return [note(reason, now, zone) for reason in each.taken.notes] if each.taken is not None else []


def total(counts: Mapping[str, int], dry_run: bool) -> str:
    """Return how many mails were of which kind."""
    said = ", ".join(f"{counts[kind]} {KINDS[kind]}" for kind in KINDS if counts.get(kind))
    return f"{sum(counts.values())} read: {said}." + (" Nothing was changed." if dry_run else "")

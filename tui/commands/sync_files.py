"""`onward sync --eml FILE...`: mails in files, judged and taken in as those of the mailbox are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.book.syncing_files import MailFile
    from tui.commands.console import Console

CANNOT_READ = 6
"Exit status where a file cannot be read; the others are done all the same."


def run(asked: Namespace, console: Console) -> int:
    """Tell of each mail what it is and what was done; with `--dry-run` what would be."""
    from store.errors import FileFault, UsageFault
    from tui.wording import mail_files as words
    from tui.wording import spoken
    from tui.wording.errors import sentence

    if not asked.ACCOUNT:
        raise UsageFault("missing-words", command="sync", missing=spoken.A_FILE_ONWARD_SYNC_EML_FILE)
    book = console.book()
    status, counts = 0, {}  # type: tuple[int, dict[str, int]]
    for each in book.sync_files(asked.ACCOUNT, asked.dry_run):
        if each.trouble is not None:
            console.say(sentence(FileFault(each.trouble.code, **each.trouble.values)))
            status = CANNOT_READ
            continue
        if asked.json:
            console.put_json(shape(each), one_line=True)
        else:
            console.put(words.line(each, asked.dry_run))
            for note in words.notes(each, book.now(), console.zone):
                console.say(note)
        kind = each.verdict.kind if each.verdict else ""
        counts[kind] = counts.get(kind, 0) + 1
    if counts and not asked.json:
        console.say(words.total(counts, asked.dry_run))
    return status


def shape(each: MailFile) -> dict[str, Any]:
    """Return what a mail in a file is, and what it means for the book."""
    from tui.commands import shapes

    verdict, taken = each.verdict, each.taken
    contact = taken.contact if taken is not None else None
    touch = taken.touch if taken is not None else None
    return {
        "file": each.path, "class": verdict.kind if verdict else None,
        "contact": {"id": contact.id, "name": contact.name} if contact is not None else None,
        "touch": {**shapes.touch(touch), "message_id": touch.message_id, "wants_answer": touch.wants_answer} if touch else None,
        "reason": verdict.reason if verdict else None, "done": taken.code if taken else None,
        "failed": list(verdict.failed) if verdict else [],
        "returns": shapes.plain(verdict.returns) if verdict else None,
        "notes": [{"code": note.code, "values": shapes.plain(note.values)} for note in (taken.notes if taken else ())],
    }

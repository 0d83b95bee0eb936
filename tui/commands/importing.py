"""`onward import FILE...`: bring people in, after showing what that would do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from store.model import ImportPreview
    from tui.commands.asking import Asking
    from tui.commands.console import Console

MOST_SHOWN = 20
"How many rows of a kind are shown before the rest is only counted."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking, yes=True)
    asking.words("FILE", "vCard files, and CSV from Google Contacts or LinkedIn", nargs="+")
    asking.examples("onward import contacts.vcf", "onward import Connections.csv --dry-run",
                    "onward import *.vcf --yes")


def run(asked: Namespace, console: Console) -> int:
    """Show what would come in, ask, and take it in as one action."""
    from pathlib import Path

    book = console.book()
    previews = [book.read_file(Path(each)) for each in asked.FILE]
    changing = sum(row.verdict in ("new", "changed") for each in previews for row in each.rows)
    entries = sum(len(rows) for each in previews for table, rows in each.entries.items() if table != "contacts")
    if asked.json and asked.dry_run:
        _put_json(console, previews)
        return 0
    if not asked.json:
        for preview in previews:
            console.put("\n".join(_lines(preview)))
    if asked.dry_run:
        console.say("Nothing was changed.")
        return 0
    if not changing and not entries:
        if asked.json:
            _put_json(console, previews)
        else:
            console.say("Nothing new in it, so nothing was changed.")
        return 0
    from tui.wording.dialogs import people
    from tui.wording.instants import plural

    more = plural(entries, "other entry", "other entries") if entries else ""
    what = " and ".join(filter(None, [people(changing) if changing or not more else "", more]))
    if not console.agreed(f"Take in {what}?", asked.yes):
        console.say("Nothing was changed.")
        return 0
    receipt = book.take_in(previews)
    from tui.commands.telling import tell

    tell(console, receipt, asked.json)
    waiting = len(book.without_cadence())
    if waiting and not asked.json:
        console.say(f"{people(waiting)} without a cadence yet: onward cadence use keep --all-without gives them one.")
    return 0


def _put_json(console: Console, previews: Sequence[ImportPreview]) -> None:
    """Print one object a file, a line each."""
    from tui.commands import shapes
    from tui.wording.dialogs import import_reason

    for preview in previews:
        words = {row.place: import_reason(row.reason) for row in preview.rows if row.contact is None}
        words.update({line: import_reason(reason) for line, reason in preview.problems})
        console.put_json(shapes.imported(preview, words), one_line=True)


def _lines(preview: ImportPreview) -> list[str]:
    """Return what importing a file would do: the counts, then the rows that bring something, then what is skipped."""
    from tui.look import clean
    from tui.wording import dialogs

    kinds = {"vcard": "vCard", "google-csv": "Google CSV", "linkedin-csv": "LinkedIn CSV",
             "onward-json": "Onward's own"}
    lines = [f"{clean(preview.path)} ({kinds.get(preview.kind, preview.kind)}): {dialogs.import_counts(preview)}"]
    for verdict in ("new", "changed", "doubt", "bad"):
        rows = [row for row in preview.rows if row.verdict == verdict]
        for row in rows[:MOST_SHOWN]:
            company = f", {clean(row.contact.company)}" if row.contact and row.contact.company else ""
            told = "" if verdict == "new" else f": {dialogs.import_reason(row.reason)}"
            label = dialogs.VERDICT_LABELS.get(verdict, verdict)
            lines.append(f"  {label:<11}{clean(row.name) or f'line {row.place}'}{company}{told}")
        if len(rows) > MOST_SHOWN:
            lines.append(f"  {'':<11}and {len(rows) - MOST_SHOWN:,} more")
    for place, reason in preview.problems[:MOST_SHOWN]:
        lines.append(f"  {'skipped':<11}line {place}: {dialogs.import_reason(reason)}")
    if len(preview.problems) > MOST_SHOWN:
        lines.append(f"  {'':<11}and {len(preview.problems) - MOST_SHOWN:,} more lines")
    return lines

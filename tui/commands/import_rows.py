"""What importing files would do, shown: lines for a person, JSON for a program."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import ImportPreview, ImportRow
    from tui.commands.console import Console

MOST_SHOWN = 20
"How many rows of a kind are shown before the rest is only counted."
KINDS = {
    "vcard": "vCard", "jcard": "vCard as JSON", "xcard": "vCard as XML", "google-csv": "Google CSV",
    "linkedin-csv": "LinkedIn CSV", "outlook-csv": "Outlook CSV", "thunderbird-csv": "Thunderbird CSV",
    "contacts-csv": "CSV", "csv": "CSV", "onward-json": "Onward's own", "onward-csv": "Onward's table",
    "monica": "Monica", "hermitcrm": "HermitCRM",
    "mail": "mail", "calendar": "calendar",
}


def put_json(console: Console, previews: Sequence[ImportPreview], mapping: Mapping[str, str]) -> None:
    """Print one object a file, a line each."""
    from tui.commands import shapes
    from tui.wording.dialogs import import_reason

    for preview in previews:
        console.put_json({**shapes.imported(preview, import_reason), "map": dict(mapping)}, one_line=True)


def is_taken(row: ImportRow) -> bool:
    """Return whether something is done with a row."""
    if row.contact is None:
        return False
    return row.decision != "skip" if row.decision else row.verdict in ("new", "changed")


def changing(previews: Sequence[ImportPreview]) -> int:
    """Return how many people an import concerns."""
    return sum(is_taken(row) for each in previews for row in each.rows)


def entries(previews: Sequence[ImportPreview]) -> int:
    """Return how many entries besides people an export of ours brings."""
    return sum(len(rows) for each in previews for table, rows in each.entries.items() if table != "contacts")


def what(people_count: int, entry_count: int) -> str:
    """Return what would be taken in, in words."""
    from tui.wording import spoken
    from tui.wording.dialogs import people
    from tui.wording.instants import plural

    more = plural(entry_count, spoken.OTHER_ENTRY, spoken.OTHER_ENTRIES) if entry_count else ""
    return spoken.AND.join(filter(None, [people(people_count) if people_count or not more else "", more]))


def lines(preview: ImportPreview) -> list[str]:
    """Return what importing a file would do: the counts, then the rows that bring something, then what is skipped."""
    from tui.look import clean
    from tui.wording import dialogs, spoken
    from tui.wording.importing import too_large

    kind = KINDS.get(preview.kind, preview.kind)
    found = [f"{clean(preview.path)} ({kind}): {dialogs.import_counts(preview)}"]
    for verdict in ("new", "changed", "doubt", "bad"):
        rows = [row for row in preview.rows if row.verdict == verdict]
        found += [_line(row) for row in rows[:MOST_SHOWN]]
        if len(rows) > MOST_SHOWN:
            found.append(f"  {'':<11}" + spoken.AND_MORE.format(count=len(rows) - MOST_SHOWN))
    for place, reason in preview.problems[:MOST_SHOWN]:
        at = spoken.LINE_AT.format(place=place) if place else ""
        found.append(f"  {spoken.SKIPPED:<11}{at}{dialogs.import_reason(reason)}")
    if len(preview.problems) > MOST_SHOWN:
        found.append(f"  {'':<11}" + spoken.AND_MORE_LINES.format(count=len(preview.problems) - MOST_SHOWN))
    large = too_large(preview)
    return [*found, f"  {spoken.NOT_KEPT:<11}{large}"] if large else found


def _line(row: ImportRow) -> str:
    """Return one row: what it is, who, where in the file, and why."""
    from tui.look import clean
    from tui.wording import dialogs, spoken

    company = f", {clean(row.contact.company)}" if row.contact and row.contact.company not in ("", row.name) else ""
    told = "" if row.verdict == "new" else spoken.LINE_OF.format(
        place=row.place, reason=dialogs.import_reason(row.reason))
    touches = len(row.more.get("touches", ())) if row.verdict == "new" else 0
    passed = spoken.WITH_FROM_THE_PAST.format(touches=touches) if touches else ""
    wanted = {"add": spoken.DECIDED_NEW, "update": spoken.DECIDED_SAME, "replace": spoken.DECIDED_FILE,
              "skip": spoken.DECIDED_LEFT_OUT}.get(row.decision, "")
    label = dialogs.VERDICT_LABELS.get(row.verdict, row.verdict)
    return f"  {label:<11}{clean(row.name) or 'nobody'}{company}{passed}{told}{wanted}"

"""`onward import FILE...`: bring people in, after showing what that would do."""

from __future__ import annotations

from store.errors import NotFound, UsageFault
from store.model import TEMPERATURES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.model import ImportPreview, Receipt
    from tui.commands.asking import Asking
    from tui.commands.console import Console
    from tui.commands.progressing import Progress

DECIDED = {"add": ("changed", "same"), "update": ("changed",), "replace": ("changed", "same"), "skip": ("changed",)}
"Which rows each policy is about."
POLICIES = ("add", "update", "replace", "skip")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking, yes=True)
    asking.flag("--update")
    asking.flag("--replace")
    asking.flag("--skip")
    asking.flag("--add")
    asking.flag("--in-doubt", metavar="WHAT", default="")
    asking.flag("--map", metavar="COLUMNS", default="")
    asking.flag("--temperature", metavar="WORD", default="")
    asking.flag("--cadence", metavar="NAME", default="")
    asking.flag("--tag", metavar="TAGS", default="")
    asking.flag("--spread")
    asking.flag("--days", metavar="N", default="")
    asking.flag("--keep-partial")
    asking.words("FILE", nargs="+")


def run(asked: Namespace, console: Console) -> int:
    """Show what would come in, ask, and take it in as one action."""
    from tui.wording import spoken

    policy = _policy(asked)
    lot = _lot(asked, console)
    previews = [_decided(each, policy, asked.in_doubt) for each in _read(asked, console)]
    from tui.commands import import_rows

    if asked.json and asked.dry_run:
        import_rows.put_json(console, previews, mapping(asked.map))
        return 0
    if not asked.json:
        for preview in previews:
            console.put("\n".join(import_rows.lines(preview)))
        _show_days(console, previews, lot)
    if asked.dry_run:
        console.say(spoken.NOTHING_WAS_CHANGED)
        return 0
    people, entries = import_rows.changing(previews), import_rows.entries(previews)
    if not people and not entries:
        if asked.json:
            import_rows.put_json(console, previews, mapping(asked.map))
        else:
            console.say(spoken.NOTHING_NEW_IN_IT_SO_NOTHING)
        return 0
    if not console.agreed(spoken.TAKE_IN.format(what=import_rows.what(people, entries)), asked.yes):
        console.say(spoken.NOTHING_WAS_CHANGED)
        return 0
    return _take_in(asked, console, previews, lot)


def _read(asked: Namespace, console: Console) -> list[ImportPreview]:
    """Return what importing each file would do."""
    from pathlib import Path

    from tui.commands.progressing import Progress
    from tui.wording import spoken

    found = []
    for each in asked.FILE:
        progress = Progress(console, spoken.READING.format(name=Path(each).name))
        try:
            found.append(console.book().read_file(Path(each), progress, mapping(asked.map) or None))
        finally:
            progress.done()
    return found


def _take_in(asked: Namespace, console: Console, previews: list[ImportPreview], lot: dict[str, Any]) -> int:
    """Take previews in; Ctrl+C keeps nothing, or with --keep-partial what is done."""
    from tui.commands.progressing import Progress
    from tui.commands.telling import tell
    from tui.wording import spoken

    progress = Progress(console, spoken.TAKING_IN)
    try:
        receipt = _stoppable(console, progress, previews, lot) if asked.keep_partial else console.book().take_in(
            previews, **lot, progress=progress)
    except KeyboardInterrupt:
        progress.done()
        console.say(spoken.STOPPED_NOTHING_WAS_TAKEN)
        raise
    progress.done()
    tell(console, receipt, asked.json)
    waiting = receipt.values.get("new", 0)
    if waiting and not asked.json and not lot["cadence"]:
        from tui.wording.dialogs import people

        console.say(spoken.WITHOUT_A_CADENCE.format(waiting=people(waiting)))
    return 0


def _stoppable(console: Console, progress: Progress, previews: list[ImportPreview], lot: dict[str, Any]) -> Receipt:
    """Take previews in so that Ctrl+C ends it after the row in hand, with what is done kept."""
    import signal

    before = signal.signal(signal.SIGINT, lambda number, frame: progress.stop())
    try:
        return console.book().take_in(previews, **lot, progress=progress)
    finally:
        signal.signal(signal.SIGINT, before)


def _policy(asked: Namespace) -> str:
    """Return what is done with who is there already; raises UsageFault."""
    from tui.wording import spoken

    chosen = [each for each in POLICIES if getattr(asked, each)]
    if len(chosen) > 1:
        raise UsageFault("bad-usage", command="import", reason=spoken.NOT_TOGETHER.format(what=chosen[0], what_2=chosen[1]))
    if asked.in_doubt and asked.in_doubt not in POLICIES:
        raise UsageFault("bad-value", field="--in-doubt", value=asked.in_doubt, allowed=list(POLICIES))
    return chosen[0] if chosen else ""


def _lot(asked: Namespace, console: Console) -> dict[str, Any]:
    """Return what is asked for everybody of the import; raises UsageFault(`bad-value`), NotFound(`no-such-cadence`)."""
    from tui.wording import spoken

    known = sorted(console.book().practice.cadences)
    if asked.cadence and asked.cadence != "none" and asked.cadence not in known:
        raise NotFound("no-such-cadence", name=asked.cadence, known=known)
    if asked.temperature and asked.temperature not in TEMPERATURES:
        raise UsageFault("bad-value", field="--temperature", value=asked.temperature, allowed=list(TEMPERATURES))
    if asked.days and not (asked.days.isdecimal() and 0 < int(asked.days[:4]) <= 60):
        raise UsageFault("bad-value", field="--days", value=asked.days, allowed=[spoken.ONE_TO_SIXTY])
    spread = int(asked.days) if asked.days else 0 if asked.spread else None
    tags = [each.strip() for each in asked.tag.split(",") if each.strip()]
    return {"temperature": asked.temperature, "cadence": asked.cadence, "tags": tags, "spread": spread}


def mapping(text: str) -> dict[str, str]:
    """Return `Column=field,...` as a mapping; raises UsageFault(`bad-usage`)."""
    import csv

    from tui.wording import spoken

    found = {}
    for each in next(csv.reader([text], skipinitialspace=True), []) if text else []:
        column, equals, field = each.rpartition("=")
        if not equals or not column.strip():
            raise UsageFault("bad-usage", command="import", reason=spoken.MAP_WANTS.format(each=each))
        found[column.strip()] = field.strip()
    return found


def _decided(preview: ImportPreview, policy: str, in_doubt: str) -> ImportPreview:
    """Return a preview with what the user wants done with who is there, and with who may be."""
    from store.records import replace

    rows = []
    for row in preview.rows:
        if row.existing and row.verdict in DECIDED.get(policy, ()):
            row = replace(row, decision=policy)
        elif in_doubt and row.verdict == "doubt":
            wanted = "skip" if in_doubt in ("update", "replace") and not row.existing else in_doubt
            row = replace(row, decision=wanted)
        rows.append(row)
    return replace(preview, rows=tuple(rows))


def _show_days(console: Console, previews: list[ImportPreview], lot: dict[str, Any]) -> None:
    """Show on which of the coming days the first touches would come, where spreading is asked for."""
    if lot["spread"] is None or not lot["cadence"]:
        return
    from tui.wording import practice

    found = console.book().import_days(previews, lot["temperature"], lot["cadence"], lot["spread"])
    if found.moves:
        console.put("\n".join(practice.spread_lines(found, console.width, most=8)))

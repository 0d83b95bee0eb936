"""`onward export [FILE]`: give everything back, in the words of whatever program comes next."""

from __future__ import annotations

import os

from store.errors import FileFault, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.book.going_out import Export
    from tui.commands.asking import Asking
    from tui.commands.console import Console
    from tui.commands.progressing import Progress

FORMS = {"json": "json", "vcard": "vcard3", "vcard3": "vcard3", "vcard4": "vcard4", "csv": "csv", "google-csv": "google-csv",
         "ics": "ics", "labels": "labels", "mailmerge": "mailmerge", "markdown": "markdown"}
"Words of --format, and the form each stands for."
ENDINGS = {".json": "json", ".vcf": "vcard3", ".vcard": "vcard3", ".csv": "csv", ".ics": "ics", ".html": "labels",
           ".htm": "labels", ".txt": "labels", ".md": "markdown", ".markdown": "markdown"}
"What the end of a file's name says."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--format", named={"forms": FORMS}, metavar="FORM")
    asking.flag("--json")
    asking.flag("--folder", metavar="DIR")
    asking.flag("--who", metavar="WHO", action="append", default=[])
    asking.flag("--tag", metavar="TAG", default="")
    asking.flag("--cadence", metavar="NAME", default="")
    asking.flag("--bom")
    asking.flag("--todo")
    asking.flag("--sheet", metavar="SHEET", default="")
    asking.flag("--skip", metavar="N", type=int, default=0)
    asking.flag("--dry-run")
    asking.flag("--yes")
    asking.words("FILE", nargs="?", default="-")


def run(asked: Namespace, console: Console) -> int:
    """Write what was asked for, whole or not at all."""
    from store.book import going_out

    form = form_of(asked)
    book = console.book()
    some = bool(asked.who or asked.tag or asked.cadence)
    ids = going_out.chosen(book, asked.who, asked.tag, asked.cadence)
    if form == "markdown" and not asked.folder and not some:
        raise UsageFault("whose-history")
    wanted = going_out.Export(
        form=form, contacts=ids if some or form != "json" else None, mark=asked.bom, entry="todo" if asked.todo else "event",
        sheet=sheet_of(asked.sheet), skipped=max(0, asked.skip), page=asked.FILE.lower().endswith((".html", ".htm")))
    if asked.folder:
        if asked.FILE != "-":
            raise UsageFault("file-and-folder")
        if form not in going_out.IN_FOLDERS:
            raise UsageFault("no-folder-form", form=form)
    if asked.dry_run:
        return _would(asked, console, form, len(ids))
    from tui.commands.progressing import Progress

    progress = Progress(console, "Exporting")
    try:
        return _write(asked, console, wanted, len(ids), progress)
    finally:
        progress.done()


def form_of(asked: Namespace) -> str:
    """Return the form asked for: by name, by the file's ending, else JSON; raises UsageFault(`no-such-form`)."""
    if asked.json and asked.format and FORMS.get(asked.format.lower()) != "json":
        raise UsageFault("two-forms", form=asked.format)
    if asked.format:
        form = FORMS.get(asked.format.lower())
        if form is None:
            from tui.commands.asking import nearest

            raise UsageFault("no-such-form", form=asked.format, hint=nearest(asked.format, FORMS), known=list(FORMS))
        return form
    if asked.json:
        return "json"
    ending = os.path.splitext(asked.FILE)[1].lower()
    if asked.folder and asked.FILE == "-":
        return "vcard3"
    if asked.FILE != "-" and ending not in ENDINGS:
        raise UsageFault("no-form", path=asked.FILE, known=list(FORMS))
    return ENDINGS.get(ending, "json")


def sheet_of(name: str) -> str:
    """Return a sheet of labels by its name; raises UsageFault(`bad-value`)."""
    from store.book.going_out import SHEETS

    plain = name.lower().removeprefix("avery").strip(" -")
    if plain and plain not in SHEETS:
        raise UsageFault("bad-value", field="sheet", value=name, allowed=list(SHEETS))
    return plain


def _would(asked: Namespace, console: Console, form: str, count: int) -> int:
    """Say what would be written; raises FileFault where something is in the way."""
    from tui.wording.exporting import would

    place = asked.folder or asked.FILE
    there = bool(asked.folder or asked.FILE != "-") and os.path.lexists(place)
    if there and not asked.yes and not asked.folder:
        raise FileFault("file-exists", path=place)
    console.say(would(form, count, place, there and bool(asked.yes) and not asked.folder))
    return 0


def _write(asked: Namespace, console: Console, wanted: Export, count: int, progress: Progress) -> int:
    """Write to the standard output, into a file or into a folder, and say so."""
    from store.book import going_out
    from tui.wording import exporting

    book = console.book()
    words = exporting.words(book.now(), console.zone)
    lost: set[str] = set()
    if asked.folder:
        written = going_out.to_folder(book, asked.folder, wanted, words, asked.yes, progress, lost)
        progress.done()
        console.say(exporting.done(wanted.form, written, asked.folder))
        _say_lost(console, wanted, lost)
        return 0
    if asked.FILE == "-":
        for piece in going_out.pieces(book, wanted, words, progress if console.output.isatty() is False else None, lost):
            console.put_bytes(piece)
    else:
        going_out.to_file(book, asked.FILE, wanted, words, asked.yes, progress, lost)
        progress.done()
    missing = going_out.without_address(book, wanted) if wanted.form == "labels" else ()
    if asked.FILE != "-":
        console.say(exporting.done(wanted.form, count - len(missing), asked.FILE))
    if missing:
        console.say(exporting.no_label(missing))
    _say_lost(console, wanted, lost)
    return 0


def _say_lost(console: Console, wanted: Export, lost: set[str]) -> None:
    """Say whose photo could not be read and was left out, where anybody's was."""
    from store.book import going_out
    from tui.wording import exporting

    told = exporting.without_photo(going_out.incomplete(console.book(), wanted, lost))
    if told:
        console.say(told)

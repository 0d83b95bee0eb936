"""Letting a card, note or letter leave as a file to print: a page for a browser's printer, and plain text beside it.

The page loads nothing and runs nothing; whatever a draft holds stands in it as words.
"""

from __future__ import annotations

import os

from store.errors import FileFault
from store.outbox.ways import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft
    from store.outbox.ways import Surroundings
    from store.rules.practice import Sender

PAPER_KINDS = ("note", "card", "letter")
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
"Countries that print on Letter (8.5 by 11 inches) where others take A4."
COLUMNS = {"card": 44, "note": 56, "letter": 72}
"Characters of a line of the plain text, by kind."
_ENDINGS = (".html", ".txt")
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"Controls that show words in another order than they stand in; direction marks for single letters stay."

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
@page {{ size: {size}; margin: {margin}; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; font: {font} Georgia, "Liberation Serif", serif; color: #111; background: #fff; }}
.sender, .recipient, .date {{ font-size: 0.85em; color: #333; white-space: pre-line; }}
.recipient {{ margin: {gap} 0; min-height: 3em; }}
.words {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
.words p {{ margin: 0 0 1em; orphans: 3; widows: 3; }}
@media screen {{
  html {{ background: #ddd; }}
  body {{ width: {width}; min-height: {height}; margin: 2em auto; padding: {margin}; box-shadow: 0 1px 6px #999; }}
}}
</style>
</head>
<body dir="auto">
{blocks}
</body>
</html>
"""


def as_text(draft: Draft, around: Surroundings) -> str:
    """Return the draft as plain text to print: where it goes, as far as known, and the words, wrapped to its kind."""
    from textwrap import wrap

    columns = COLUMNS.get(draft.kind, COLUMNS["letter"])
    blocks = [_recipient(draft, around)]
    if draft.kind == "letter":
        blocks = [_sender(around.sender), blocks[0], _day(around)]
    lines: list[str] = []
    for line in plain(draft.body).split("\n"):
        lines += wrap(line, columns, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n\n".join(each for each in (*blocks, "\n".join(lines).strip("\n")) if each) + "\n"


def as_page(draft: Draft, around: Surroundings) -> str:
    """Return the draft as a page of HTML for printing: a card or note on A6, a letter on A4 or Letter."""
    from html import escape

    letter = draft.kind == "letter"
    us = str(around.more.get("country", "")).upper() in LETTER_COUNTRIES
    width, height = (("8.5in", "11in") if us else ("210mm", "297mm")) if letter else ("148mm", "105mm")
    blocks = []
    if letter:
        blocks.append(("sender", _sender(around.sender)))
    blocks.append(("recipient", _recipient(draft, around)))
    if letter:
        blocks.append(("date", _day(around)))
    told = [f'<div class="{name}">{escape(words)}</div>' for name, words in blocks if words]
    paragraphs = [each for each in plain(draft.body).strip("\n").split("\n\n") if each.strip()]
    told.append('<div class="words">' + "".join(f'<p dir="auto">{escape(each)}</p>' for each in paragraphs) + "</div>")
    return PAGE.format(
        language=escape(str(around.more.get("language", "")) or "en"),
        title=escape(f"{draft.kind.capitalize()} to {' '.join(plain(around.name).split())}".strip()),
        size=f"{width} {height}", width=width, height=height, margin="22mm" if letter else "12mm",
        font="11.5pt/1.5" if letter else "12pt/1.45", gap="2.2em" if letter else "0.6em", blocks="\n".join(told))


def plain(words: str) -> str:
    """Return words with line feeds between lines, and nothing in them that commands a terminal or turns the order round."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").translate(_OVERRIDES)
    kept = "".join(each for each in lines if each == "\n" or not (each < " " or "\x7f" <= each <= "\x9f"))
    return kept.replace("\u2028", "\n").replace("\u2029", "\n").encode("utf-8", "replace").decode("utf-8")


def _recipient(draft: Draft, around: Surroundings) -> str:
    """Return the name above the postal address; empty where no address is known."""
    address = plain(str(around.more.get("postal", "")) or (draft.address if draft.kind != "letter" else "")).strip()
    lines = [" ".join(each.split()) for each in address.split("\n")]
    name = " ".join(plain(around.name).split())
    if not any(lines):
        return ""
    return "\n".join(each for each in ((name,) if name and lines[0] != name else ()) + tuple(lines) if each)


def _sender(sender: Sender) -> str:
    """Return who writes, a fact a line."""
    facts = (sender.name, sender.company, sender.email, sender.phone)
    return "\n".join(" ".join(plain(each).split()) for each in facts if each.strip())


def _day(around: Surroundings) -> str:
    """Return the day as the front end words it, else as a number."""
    return " ".join(plain(str(around.more.get("day", ""))).split()) or f"{around.now:%Y-%m-%d}"


class _ByFile:
    """A file to print."""

    name = "file"
    medium = "file"
    confirms = False

    def takes(self, draft: Draft) -> bool:
        """Return whether it is written on paper: a note, a card or a letter."""
        return draft.kind in PAPER_KINDS

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Write the page to `around.path` and the text beside it, for the user's eyes alone; both or none.

        `around.more` may hold `postal` (the address), `country` and `language` of the user, and `day` in words. Raises
        FileFault(`file-unwritable`, path, reason).
        """
        stem = around.path.removesuffix(".html")
        contents = (as_page(draft, around), as_text(draft, around))
        written: list[str] = []
        try:
            os.makedirs(os.path.dirname(stem) or ".", mode=0o700, exist_ok=True)
            for ending, content in zip(_ENDINGS, contents, strict=True):
                written.append(_write(f"{stem}{ending}.{os.getpid()}.new", content))
            for path in tuple(written):
                os.replace(path, path.rsplit(".", 2)[0])
                written.remove(path)
        except OSError as error:
            for path in written:
                _remove(path)
            raise FileFault("file-unwritable", path=around.path, reason=error.strerror or "") from error
        return Left("handed", note=f"{stem}.html", values={"text": f"{stem}.txt"})


def _write(path: str, content: str) -> str:
    """Write a new file that only the user can read, and return its path; nothing is left where it fails."""
    _remove(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except OSError:
        _remove(path)
        raise
    return path


def _remove(path: str) -> None:
    """Remove a file, if it is there."""
    try:
        os.unlink(path)
    except OSError:
        pass


FILE = _ByFile()

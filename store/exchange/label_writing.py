"""Address labels: sheets of plain text, or a page that a browser prints onto Avery 5160 (Letter) or L7160 (A4)."""

from __future__ import annotations

import html
import unicodedata

from store.exchange.cleaning import one_line
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.model import Contact


@record
class Sheet:
    """A sheet of labels, in millimetres, and in letters where it is plain text (ten an inch, six lines an inch)."""

    page: str
    "Size of the paper as CSS has it."
    columns: int
    "Labels side by side."
    rows: int
    "Labels one below the other."
    width: float
    "Of a label."
    height: float
    "Of a label."
    left: float
    "From the edge of the paper to the first label."
    top: float
    "From the edge of the paper to the first label."
    pitch: float
    "From one label's left edge to the next one's."
    letters: int
    "Letters of a line."
    lines: int
    "Lines of a label."


SHEETS: Mapping[str, Sheet] = {
    "5160": Sheet("8.5in 11in", 3, 10, 66.675, 25.4, 4.7625, 12.7, 69.85, 26, 6),
    "l7160": Sheet("A4", 3, 7, 63.5, 38.1, 7.21, 15.15, 66.04, 25, 9),
}
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "PR", "GT", "CR", "PA", "DO", "SV"})
"""Where paper is Letter and not A4."""
_MARGIN = 2


def lines_of(contact: Contact) -> list[str]:
    """Return what stands on a contact's label: name, company, address; empty where there is no postal address."""
    address = contact.address("post")
    if address is None:
        return []
    written = [one_line(each) for each in address.value.split("\n")]
    head = [contact.name, contact.company if contact.company != contact.name else ""]
    seen = {each.casefold() for each in written[:2]}
    return [each for each in (*(one_line(each) for each in head if each.casefold() not in seen), *written) if each]


def text(labels: Sequence[Sequence[str]], sheet: Sheet, skipped: int = 0) -> Iterator[bytes]:
    """Yield sheets of plain text, a page a piece, a form feed between them; `skipped` labels of the first are used up.

    A line too long for a label goes on below; what a label has no room for is cut with an ellipsis.
    """
    for number, page in enumerate(_pages(labels, sheet, skipped)):
        rows = []
        for start in range(0, len(page), sheet.columns):
            wrapped = [_fitted(each, sheet) for each in page[start:start + sheet.columns]]
            for line in range(sheet.lines):
                cells = [each[line] if line < len(each) else "" for each in wrapped]
                rows.append((" " * _MARGIN).join(_padded(each, sheet.letters) for each in cells).rstrip())
        yield (("\f" if number else "") + "\n".join(rows).rstrip("\n") + "\n").encode("utf-8", "replace")


def page(labels: Sequence[Sequence[str]], sheet: Sheet, skipped: int = 0) -> Iterator[bytes]:
    """Yield a page of HTML to print at its full size, each sheet on a paper of its own; nothing in it acts or is fetched."""
    style = (
        f"@page{{size:{sheet.page};margin:0}}*{{box-sizing:border-box;margin:0}}"
        "body{font:10pt/1.15 sans-serif;color:#000;background:#fff}"
        f".sheet{{position:relative;width:{_wide(sheet)}mm;height:{_high(sheet)}mm;overflow:hidden;page-break-after:always}}"
        ".sheet:last-child{page-break-after:auto}"
        f".label{{position:absolute;width:{sheet.width}mm;height:{sheet.height}mm;padding:2mm 3mm;overflow:hidden;"
        "display:flex;flex-direction:column;justify-content:center}"
        ".label p{overflow:hidden;text-overflow:ellipsis;overflow-wrap:anywhere}.many{font-size:8pt}"
    )
    yield (
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Address labels</title><style>{style}</style></head><body>\n"
    ).encode()
    for sheet_of in _pages(labels, sheet, skipped):
        parts = ["<section class=\"sheet\">\n"]
        for place, lines in enumerate(sheet_of):
            if lines:
                left = sheet.left + place % sheet.columns * sheet.pitch
                top = sheet.top + place // sheet.columns * sheet.height
                many = " many" if len(lines) > sheet.height / 5 or max(map(len, lines)) > sheet.letters + 8 else ""
                words = "".join(f"<p dir=\"auto\">{html.escape(each)}</p>" for each in lines)
                parts.append(f"<div class=\"label{many}\" style=\"left:{left:.2f}mm;top:{top:.2f}mm\">{words}</div>\n")
        yield ("".join(parts) + "</section>\n").encode("utf-8", "replace")
    yield b"</body></html>\n"


def _pages(labels: Sequence[Sequence[str]], sheet: Sheet, skipped: int) -> Iterator[list[Sequence[str]]]:
    """Yield the labels of each sheet; those used up stand empty."""
    places: list[Sequence[str]] = [()] * (skipped % (sheet.columns * sheet.rows))
    places.extend(labels)
    size = sheet.columns * sheet.rows
    for start in range(0, len(places), size):
        yield places[start:start + size]


def _wide(sheet: Sheet) -> float:
    """Return the width of the paper."""
    return 210 if sheet.page == "A4" else 215.9


def _high(sheet: Sheet) -> float:
    """Return the height of the paper."""
    return 297 if sheet.page == "A4" else 279.4


def _columns_of(text: str) -> int:
    """Return how many columns of a printer or terminal a text takes."""
    return sum(0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, width: int) -> str:
    """Return a text filled up to a width."""
    return text + " " * max(0, width - _columns_of(text))


def _fitted(lines: Sequence[str], sheet: Sheet) -> list[str]:
    """Return the lines of a label broken between words to its width, cut where it is full."""
    found = [part for line in lines for part in _broken(line, sheet.letters)]
    if len(found) > sheet.lines:
        found = found[:sheet.lines]
        while _columns_of(found[-1]) > sheet.letters - 1:
            found[-1] = found[-1][:-1]
        found[-1] += "…"
    return found


def _broken(line: str, width: int) -> list[str]:
    """Return a line broken between words, and inside one only where it is too long for a line."""
    parts = [""]
    for word in line[:1000].split(" "):
        joined = f"{parts[-1]} {word}" if parts[-1] else word
        if _columns_of(joined) <= width:
            parts[-1] = joined
            continue
        if parts[-1]:
            parts.append("")
        for letter in word:
            if _columns_of(parts[-1] + letter) > width:
                parts.append("")
            parts[-1] += letter
    return parts

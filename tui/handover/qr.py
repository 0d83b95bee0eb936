"""QR codes out of half blocks, for a phone to scan from the screen; the one place that imports segno."""

from __future__ import annotations

BORDER = 2
"Light modules around the code; scanners that ask for four read two on a white ground."
BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m"
"Fixed places of the 256 colours: themes may change the first sixteen."
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_lines(text: str, width: int, height: int) -> list[str] | None:
    """Return a QR code of a text as lines of half blocks, to be drawn black on white; None where it does not fit.

    `width` and `height` are cells. Two modules stand in one cell, one above the other. Error level L, border 2.
    """
    if not text or width < 25 or height < 13:
        return None
    import segno

    try:
        code = segno.make(text.encode("utf-8", "replace").decode("utf-8"), error="l", micro=False)
    except ValueError:
        return None
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=BORDER)]
    if len(rows[0]) > width or (len(rows) + 1) // 2 > height:
        return None
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return ["".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
            for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


def qr_in_colour(lines: list[str]) -> str:
    """Return the lines of a code for a plain terminal, black on white whatever its own colours are."""
    return "\n".join(f"{BLACK_ON_WHITE}{line}\x1b[0m" for line in lines)


def qr_forms(text: str) -> tuple[str, ...]:
    """Return what a code may hold, longest first: all of it, then a mail without its words, then the address alone."""
    if text[:6].upper() == "SMSTO:":
        number = text[6:].split(":", 1)[0]
        return tuple(dict.fromkeys((text, f"SMSTO:{number}:", f"tel:{number}")))
    if text[:7].lower() == "mailto:":
        address, _, fields = text.partition("?")
        subject = next((each for each in fields.split("&") if each.startswith("subject=")), "")
        return tuple(dict.fromkeys((text, f"{address}?{subject}" if subject else address, address)))
    return (text,) if text else ()

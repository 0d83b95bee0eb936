"""Postal addresses between lines, as a person writes them, and the seven parts of a card or table."""

from __future__ import annotations

import re

from store.exchange.cleaning import many_lines, one_line
from store.exchange.countries import country, postal_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Parts = tuple[str, str, str, str, str, str, str]

_CITY_REGION_CODE = re.compile(r"(?P<city>[^,\d]{2,60}), (?P<region>[A-Za-z]{2,3}) (?P<code>[\w-]{3,10}(?: [\w-]{3})?)")
_CODE_CITY = re.compile(r"(?P<code>(?:[A-Z]{1,2}-)?\d{4,5}) (?P<city>[^,\d]{2,60})")


def lines(parts: Sequence[str]) -> str:
    """Return the address that box, extension, street, city, region, code and country come to, as the book keeps it."""
    flat = [" ".join(each.split("\n")) if place not in (1, 2) else each for place, each in enumerate(parts)]
    box, extended, street, city, region, code, land = (flat + [""] * 7)[:7]
    return tidy(postal_lines(box, extended, street, city, region, code, land))


def tidy(text: str) -> str:
    """Return the lines of an address as the book keeps them: each trimmed, none empty."""
    written = (one_line(line).strip(" ,") for line in many_lines(text).split("\n"))
    return "\n".join(line for line in written if line)


def parts(text: str) -> Parts:
    """Return an address as box, extension, street, city, region, code and country.

    City, code and country are told apart only where that comes to the very same lines again; all else is the street.
    """
    found = tidy(text).split("\n")
    land = found[-1] if len(found) > 1 and country(found[-1]) else ""
    rest = found[:-1] if land else found
    for pattern in (_CITY_REGION_CODE, _CODE_CITY):
        match = pattern.fullmatch(rest[-1]) if len(rest) > 1 else None
        if match:
            named = match.groupdict()
            guess = ("", "", "\n".join(rest[:-1]), named["city"], named.get("region", ""), named["code"], land)
            if lines(guess) == text:
                return guess
    guess = ("", "", "\n".join(rest), "", "", "", land)
    return guess if lines(guess) == text else ("", "", text, "", "", "", "")

"""Days of the year as other programs write them, with or without a year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

NO_YEAR = frozenset({0, 1604})
"""Years that stand for "unknown": Apple writes 1604 where a birthday has none."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ene gennaio janeiro januari",
            "feb february februar fevrier fevr fev febrero febbraio fevereiro februari",
            "mar march marz mrz mars marzo marco maart",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august aout agosto ago augustus",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez decembre diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_WITHOUT_YEAR = re.compile(r"--(\d{2})-?(\d{2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_TWO_NUMBERS = re.compile(r"(\d{1,2})([/.])(\d{1,2})\.?$")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[.\s-]*(?:de\s+)?([a-z]{3,10})\.?(?:[\s,-]*(?:de\s+)?(\d{4}|\d{2}))?(?!\d)"
)
_MONTH_DAY = re.compile(r"([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:[,\s]+(\d{4}))?")


def day(text: str, day_first: bool = False, newest: int = 30) -> tuple[int, int, int | None] | None:
    """Return (month, day, year or None) of a date as written, or None for what is no day of a year.

    `day_first` reads 3/5 as the third of May where both are possible; dots always do. `newest` is the last two-digit
    year of this century. A time of day is left away. Years that stand for none (0, 1604) are None.
    """
    text = text.strip()[:64]
    if match := _WITHOUT_YEAR.match(text):
        return _checked(match[1], match[2], None)
    if match := _YEAR_FIRST.match(text):
        return _checked(match[3], match[4], match[1])
    if match := _COMPACT.match(text):
        return _checked(match[2], match[3], match[1])
    if match := _NUMBERS.match(text):
        first, second, year = int(match[1]), int(match[3]), _century(match[4], newest)
        return _either(first, second, year, day_first or match[2] == ".")
    if match := _TWO_NUMBERS.match(text):
        return _either(int(match[1]), int(match[3]), None, day_first or match[2] == ".")
    return _in_words(text, newest)


def date(text: str, day_first: bool = False) -> dt.date | None:
    """Return a whole date as written, or None for what is none."""
    found = day(text, day_first, newest=68)
    return dt.date(found[2], found[0], found[1]) if found and found[2] else None


def _in_words(text: str, newest: int) -> tuple[int, int, int | None] | None:
    """Return the day of a date with the month in letters."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if (match := _DAY_MONTH.match(plain)) and match[2] in _MONTHS:
        return _checked(_MONTHS[match[2]], match[1], _century(match[3], newest) if match[3] else None)
    if (match := _MONTH_DAY.match(plain)) and match[1] in _MONTHS:
        return _checked(_MONTHS[match[1]], match[2], match[3])
    return None


def _century(year: str, newest: int) -> int:
    """Return a year of four digits."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (2000 if number <= newest else 1900)


def _either(first: int, second: int, year: int | None, day_first: bool) -> tuple[int, int, int | None] | None:
    """Return the day of two numbers in the likelier order, or in the only possible one."""
    month, number = (second, first) if day_first else (first, second)
    return _checked(month, number, year) or _checked(number, month, year)


def _checked(month: int | str, number: int | str, year: int | str | None) -> tuple[int, int, int | None] | None:
    """Return a day that exists, or None."""
    month, number, year = int(month), int(number), None if year is None else int(year)
    if (year, month, number) in ((1, 1, 1), (4501, 1, 1)):
        return None
    if year in NO_YEAR:
        year = None
    if not 1 <= month <= 12 or not 1 <= number <= calendar.monthrange(year or 2000, month)[1]:
        return None
    return month, number, year

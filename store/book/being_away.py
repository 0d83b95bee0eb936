"""Away: a time when nothing but debts is shown; declared, said, ended."""

from __future__ import annotations

import datetime as dt

from store.book.dating import plan_when
from store.book.writing import Writing
from store.errors import NotFound, OnwardError, UsageFault
from store.model import Pause, Planned, Receipt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book

BETWEEN = ("until", "to", "till", "til", "-", "\N{EN DASH}", "through")
"Words between the first day and the day of return."
LONGEST = 400
"Days away at most; more is a slip of the pen."
FAR = 180
"Days; a first day further ahead than this, which also lies behind by less, is meant to lie behind."
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"How the weekdays begin; they always lie ahead."


def read_span(book: Book, words: str) -> tuple[dt.date, dt.date]:
    """Return the first day away and the day of return that words mean: `fri until 7 dec`, `mon fri`, `until monday`.

    A first day that lies behind is understood, for somebody who comes back and says so only then. Raises
    UsageFault(`no-date`, `away-backwards`, `away-too-long`).
    """
    parts = words.split()
    if parts and parts[0].casefold() == "from":
        parts = parts[1:]
    place = next((at for at, part in enumerate(parts) if part.casefold() in BETWEEN), None)
    if place is not None:
        return _span(book, " ".join(parts[:place]) or "today", " ".join(parts[place + 1:]))
    trouble: OnwardError = UsageFault("no-date", words=words)
    for at in range(1, len(parts)):
        try:
            return _span(book, " ".join(parts[:at]), " ".join(parts[at:]))
        except OnwardError as error:
            trouble = error if error.code != "no-date" else trouble
    raise trouble


def _span(book: Book, first: str, last: str) -> tuple[dt.date, dt.date]:
    """Return two days from their words, in order."""
    since, back = _day(book, first), _day(book, last)
    behind = _behind(book, first)
    if behind is not None and behind < back and (since >= back or (since - book.today()).days > FAR):
        since = behind
    if since >= back:
        back = _day_after(book, last, since) or back
    if since >= back:
        raise UsageFault("away-backwards", since=since.isoformat(), until=back.isoformat())
    if (back - since).days > LONGEST:
        raise UsageFault("away-too-long", days=(back - since).days)
    return since, back


def _behind(book: Book, words: str) -> dt.date | None:
    """Return the day of words as one that lies behind, within half a year; None where they mean none or a weekday."""
    if words.strip().casefold()[:3] in WEEKDAYS:
        return None
    try:
        day = book.plan_happened(words).at.astimezone(book.zone()).date()
    except OnwardError:
        return None
    return day if 0 < (book.today() - day).days <= FAR else None


def _day_after(book: Book, words: str, day: dt.date) -> dt.date | None:
    """Return the day that words mean as counted from another; None where they mean none."""
    noon = dt.datetime.combine(day, dt.time(12), book.zone()).astimezone(dt.UTC)
    try:
        return plan_when(book, words, noon).on
    except OnwardError:
        return None


def _day(book: Book, words: str) -> dt.date:
    """Return the day of words; one that lies behind counts too."""
    bare = words.strip().casefold()
    if bare in ("today", "now"):
        return book.today()
    try:
        return book.plan_when(words).on
    except OnwardError:
        return book.plan_happened(words).at.astimezone(book.zone()).date()


def standing(book: Book) -> tuple[Pause, ...]:
    """Return the times away that hold now or are to come, the earliest first."""
    today = book.today()
    found = [each for each in book.practice.aways if each.ended is None and (each.until is None or each.until > today)]
    return tuple(sorted(found, key=lambda each: (each.since, each.id)))


def now_away(book: Book) -> Pause | None:
    """Return the time away that holds today; None where none does."""
    today = book.today()
    return next((each for each in standing(book) if each.since <= today), None)


def go(book: Book, since: dt.date, until: dt.date, why: str) -> Receipt:
    """Be away from a day until a day; a time away that this one meets is replaced by it."""
    if since >= until:
        raise UsageFault("away-backwards", since=since.isoformat(), until=until.isoformat())
    with Writing(book, "away") as writing:
        for each in standing(book):
            if each.since < until and (each.until is None or since < each.until):
                writing.change("pauses", each.id, ended=writing.now)
        writing.add("pauses", Pause(id="", contact="", since=since, until=until, why=why))
        writing.values.update(since=since.isoformat(), until=until.isoformat())
    return writing.receipt()


def end(book: Book) -> Receipt:
    """Be back: end the time away that holds, else call off the next one; raises NotFound(`not-away`)."""
    found = now_away(book) or next(iter(standing(book)), None)
    if found is None:
        raise NotFound("not-away")
    with Writing(book, "away-end") as writing:
        writing.change("pauses", found.id, ended=writing.now)
        writing.values.update(since=found.since.isoformat(), until=found.until.isoformat() if found.until else "")
    return writing.receipt()


def holding_day(book: Book) -> Planned | None:
    """Return the day on which an answer can be promised while away: the first working day back; None where not away."""
    found = now_away(book)
    if found is None:
        return None
    day = found.until or book.today() + dt.timedelta(days=1)
    working = book.practice.working_days or tuple(range(7))
    while day.weekday() not in working:
        day += dt.timedelta(days=1)
    return Planned(day)

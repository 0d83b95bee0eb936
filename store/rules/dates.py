"""Birthdays and other dates that return: a card in time, a word on the day."""

from __future__ import annotations

import datetime as dt

from store.model import Reason, Window
from store.rules import days, spans
from store.rules.case import Candidate
from store.rules.channels import usable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.model import Dossier, SpecialDate
    from store.rules.case import Case
    from store.rules.days import Place
    from store.rules.practice import Practice

_BELATED = dt.timedelta(days=2)


def falls_on(special: SpecialDate, year: int, leap_day: str) -> dt.date:
    """Return the day on which a date falls in a year; 29 February moves as the setting says (`28`, or `1` of March)."""
    try:
        return dt.date(year, special.month, special.day)
    except ValueError:
        if special.month == 2 and leap_day == "1":
            return dt.date(year, 3, 1)
        return dt.date(year, special.month, 28)


def next_date(special: SpecialDate, place: Place, practice: Practice, now: dt.datetime) -> dt.date:
    """Return the day a date next falls on, seen from two days ago."""
    today = days.local_day(now, place) - _BELATED
    day = falls_on(special, today.year, practice.leap_day)
    return day if day >= today else falls_on(special, today.year + 1, practice.leap_day)


def earliest(dossier: Dossier, practice: Practice, now: dt.datetime) -> dt.datetime | None:
    """Return the first instant at which a card or a greeting for one of a contact's dates opens; None where none can."""
    tables = practice.cadences.get("dates", {}).get("date", ())
    place = days.place_of(dossier.contact, practice)
    return min((_window(next_date(each, place, practice, now), table, place)[0].opens
                for each in dossier.dates for table in tables), default=None)


def dates(case: Case) -> list[Candidate]:
    """Return the card and the greeting of each date that comes next."""
    cadence = case.practice.cadences.get("dates")
    if cadence is None or not case.dossier.dates:
        return []
    found = []
    for special in case.dossier.dates:
        day = next_date(special, case.place, case.practice, case.now)
        case.turns.append(days.instant(day + _BELATED + dt.timedelta(days=1), dt.time(0, 0), case.place.zone))
        for table in cadence.get("date", ()):
            made = _candidate(special, day, table, case)
            if made is not None:
                found.append(made)
    return found


def _candidate(special: SpecialDate, day: dt.date, table: Mapping[str, Any], case: Case) -> Candidate | None:
    """Return the candidate of one step of one date; None where it is done, over, or cannot reach the person."""
    window, ahead = _window(day, table, case.place)
    base = f"date:{special.id}:{day.year}:{table['name']}"
    bounces = sum(1 for each in case.touches if each.outcome == "bounced" and each.happened.at >= window.opens)
    key = f"{base}:{bounces}"
    if case.now <= window.last_call:
        case.turns.append(window.last_call + days.TICK)
    if case.now > window.last_call or case.settled_by_move(key):
        return None
    for touch in case.touches:
        if touch.direction == "out" and touch.outcome != "bounced" and (touch.step.startswith(base + ":") or (
                touch.kind in table["kinds"] and window.opens <= touch.happened.at <= window.last_call)):
            return None
    kinds, barrier = usable(case.reach, tuple(table["kinds"]), table.get("instead", ()))
    if not kinds or (case.reach.barrier(kinds[0]) and ahead):
        return None
    why = [Reason("date", {"name": special.name, "on": day, "ahead": ahead,
                           "years": day.year - special.year if special.year else 0})]
    if barrier and not case.reach.barrier(kinds[0]):
        why.append(Reason(barrier, {"kind": table["kinds"][0], "use": kinds[0]}))
    made = Candidate(key, "date", "dates", kinds, window, why, table.get("template", "card"))
    made.cadence, made.hours, made.rescued = "dates", "thank-you", False
    return made


def _window(day: dt.date, table: Mapping[str, Any], place: Place) -> tuple[Window, bool]:
    """Return the window of a step of a date, and whether it is done ahead of the day (a card to post)."""
    amount, unit, _ = spans.parse(table.get("due", "on the day"))
    if amount == 0:
        opens = days.instant(day, dt.time(0, 0), place.zone)
        due = days.instant(day, days.DAY_END, place.zone)
        return Window(opens, opens, due, due + _BELATED / 2, due + _BELATED), False
    last = _before(day, amount, unit, place)
    amount, unit, _ = spans.parse(table.get("opens", "10 business days before"))
    first = min(_before(day, amount, unit, place), last)
    opens, due = days.instant(first, dt.time(0, 0), place.zone), days.closing_of(last, place)
    return Window(opens, opens, due, due, max(due, days.instant(last, days.DAY_END, place.zone))), True


def _before(day: dt.date, amount: float, unit: str, place: Place) -> dt.date:
    """Return the day some days or business days before a date."""
    if unit == "business day":
        return days.business_day(day, place, -int(amount))
    return day - dt.timedelta(days=amount)


def near(case: Case, day: dt.date, within: int) -> dt.date | None:
    """Return a date that falls within some days of a day and has not passed; None where there is none."""
    if case.practice.cadences.get("dates") is None:
        return None
    for special in case.dossier.dates:
        found = next_date(special, case.place, case.practice, case.now)
        for edge in (found - dt.timedelta(days=within), found + dt.timedelta(days=1)):
            case.turns.append(days.instant(edge, dt.time(0, 0), case.place.zone))
        if abs((found - day).days) <= within and found >= days.local_day(case.now, case.place):
            return found
    return None

"""What the rules know of the user's practice, besides one contact's facts."""

from __future__ import annotations

import datetime as dt

from store.model import EMPTY, Pause, ShelfItem
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@record
class Practice:
    """How the user works: zone, hours, days, guards, cadences, shelf; compiled from the settings once a run."""

    zone: str = "UTC"
    "The user's IANA zone."
    country: str = ""
    "The user's ISO 3166 country, or empty."
    language: str = "en"
    "The user's language."
    day_first: bool = False
    "Whether 12/5 is the twelfth of May."
    first_weekday: int = 0
    "0 for Monday to 6 for Sunday."
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    "Weekdays on which the user works, 0 for Monday."
    working_hours: tuple[dt.time, dt.time] = (dt.time(9, 0), dt.time(17, 30))
    "From and to, wall time, for calls, texts and rhythm touches."
    text_until: dt.time = dt.time(21, 0)
    "Until when a thank-you text may leave."
    gap_days: int = 3
    "Days between unsolicited touches outside openings and ladders."
    daily_cap: int = 40
    "Rhythm rows shown a day; 0 for no cap. Owed, running, rescues and dates do not count."
    leap_day: str = "28"
    "Where 29 February falls in other years: `28` or `1` (of March)."
    slower_countries: Mapping[str, float] = EMPTY
    "Country to the factor that stretches rhythm intervals."
    cadences: Mapping[str, Any] = EMPTY
    "Cadence definitions (parsed TOML, checked) by name: shipped ones, overlaid by the user's own."
    aways: tuple[Pause, ...] = ()
    "Times when nothing but debts is shown."
    shelf: tuple[ShelfItem, ...] = ()
    "Things worth passing on."


@record
class Sender:
    """Who the drafts come from."""

    name: str = ""
    "The user's name."
    email: str = ""
    "The user's mail address."
    phone: str = ""
    "The user's number."
    company: str = ""
    "The user's company."
    signature: str = ""
    "Closing lines of a mail."
    booking_link: str = ""
    "Where an appointment can be taken."

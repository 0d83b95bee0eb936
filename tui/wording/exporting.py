"""What an export says: its forms, what went where, and due touches in the words of a calendar."""

from __future__ import annotations

import datetime as dt

from tui.look import clean
from tui.wording.dialogs import kind, names, outcome, people
from tui.wording.instants import MONTHS, WEEKDAYS, zone_named
from tui.wording.reasons import why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.book.going_out import ExportWords
    from store.model import DueTouch, Moment, Planned, Touch

FORMS: Mapping[str, str] = {
    "json": "JSON", "vcard3": "vCard 3.0", "vcard4": "vCard 4.0", "csv": "a table (CSV)",
    "google-csv": "a table for Google Contacts",
    "ics": "a calendar", "labels": "address labels", "mailmerge": "a table for letters", "markdown": "Markdown",
}
"How each form is called."

_VERBS = {"call": "Call", "text": "Text", "email": "Mail", "meeting": "Meet", "note": "Note to", "card": "Card for",
          "gift": "Gift for", "invitation": "Invite", "clipping": "Clipping for", "referral": "Referral for",
          "newsletter": "Newsletter for", "letter": "Letter to", "video": "Video for", "social": "Message to"}


def summary(due: DueTouch, name: str, company: str) -> str:
    """Return what is due, with whom and where they work."""
    return f"{_VERBS.get(due.kind, 'Touch')} {name}" + (f" ({company})" if company else "")


def passed(touch: Touch) -> str:
    """Return what passed, which way and how it went."""
    way = "" if touch.kind == "meeting" else ", in" if touch.direction == "in" else ", out"
    how = f", {outcome(touch.outcome)}" if touch.outcome not in ("", "sent") else ""
    return f"{kind(touch.kind)}{way}{how}"


def day(on: dt.date) -> str:
    """Return a day with its year, since a file is read at any time: `Tue 24 Nov 2026`."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def happened(moment: Moment, zone: dt.tzinfo) -> str:
    """Return when something happened, in the user's zone."""
    if moment.day_only:
        return day(moment.at.astimezone(zone_named(moment.zone)).date())
    local = moment.at.astimezone(zone)
    return f"{day(local.date())} {local:%H:%M}"


def planned(when: Planned, zone: dt.tzinfo) -> str:
    """Return when something is planned, in the user's zone."""
    if when.time is None:
        return day(when.on)
    local = dt.datetime.combine(when.on, when.time, zone_named(when.zone) if when.zone else zone).astimezone(zone)
    return f"{day(local.date())} {local:%H:%M}"


def words(now: dt.datetime, zone: dt.tzinfo) -> ExportWords:
    """Return the words with which the book says things in an export."""
    from store.book.going_out import ExportWords

    today = day(now.astimezone(zone).date())
    return ExportWords(
        moment=lambda each: happened(each, zone), planned=lambda each: planned(each, zone), touch=passed, summary=summary,
        why=lambda due: f"{why(due, now, zone)} (as of {today})")


def done(form: str, count: int, place: str) -> str:
    """Return what was written where."""
    everything = " with everything that passed" if form in ("json", "markdown") else ""
    return f"Exported {people(count)}{everything} as {FORMS.get(form, form)} to {clean(place)}."


def would(form: str, count: int, place: str, replaces: bool) -> str:
    """Return what would be written where."""
    where = "the standard output" if place in ("", "-") else clean(place)
    over = ", in place of what is there" if replaces else ""
    return f"This would export {people(count)} as {FORMS.get(form, form)} to {where}{over}. Nothing was written."


def without_photo(whose: tuple[str, ...]) -> str:
    """Return whose photo, or the like, was left out because its file is gone or damaged; empty where nobody's was."""
    if not whose:
        return ""
    return f"A photo or the like of {names(whose)} is missing or damaged and was left out; onward doctor says more."


def no_label(missing: tuple[str, ...]) -> str:
    """Return who has no label; empty where everybody has one."""
    if not missing:
        return ""
    verb = "has" if len(missing) == 1 else "have"
    return f"{names(missing)} {verb} no postal address, so no label."

"""Days, hours and kinds of touch in the words of a template's language."""

from __future__ import annotations

from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

TWELVE_HOURS = frozenset(("US", "CA", "AU", "NZ", "IN", "PH", "PK", "EG", "SA", "CO", "MY"))
"Countries in which English counts the hours to twelve."


@record
class DayWords:
    """How a language says a day; `{weekday}`, `{day}`, `{month}` and `{year}` are put in."""

    weekdays: tuple[str, ...]
    "From Monday."
    months: tuple[str, ...]
    "From January."
    near: tuple[str, str, str]
    "Yesterday, today, tomorrow."
    weekday: str
    "A day of the days around."
    last_week: str
    "Some day of the week before."
    date: str
    "A day of this year that has been."
    month: str
    "A month long ago."
    coming: str
    "A day further ahead."
    at: str
    "A wall time behind a day; `{time}` is put in."
    theirs: str
    "Behind a time that is on the reader's clock and not on the writer's."
    greeting: str
    "How a mail of one's own begins; `{name}` is put in with a space before it."
    kinds: Mapping[str, str]
    "Kinds of touch as the next step."


LANGUAGES: Mapping[str, DayWords] = {
    "en": DayWords(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"),
        ("yesterday", "today", "tomorrow"), "on {weekday}", "last week", "on {day} {month}", "in {month} {year}",
        "on {weekday}, {day} {month}", " at {time}", " your time", "Hi{name},",
        {"call": "a call", "meeting": "a meeting", "text": "a text", "email": "a mail", "video": "a video call"}),
    "de": DayWords(
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
         "Dezember"),
        ("gestern", "heute", "morgen"), "am {weekday}", "letzte Woche", "am {day}. {month}", "im {month} {year}",
        "am {weekday}, {day}. {month}", " um {time} Uhr", " Ihrer Zeit", "Hallo{name},",
        {"call": "ein Telefonat", "meeting": "ein Treffen", "text": "eine Nachricht", "email": "eine Mail",
         "video": "ein Videogespräch"}),
    "fr": DayWords(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
         "décembre"),
        ("hier", "aujourd'hui", "demain"), "{weekday}", "la semaine dernière", "le {day} {month}", "en {month} {year}",
        "{weekday} {day} {month}", " à {time}", " (votre heure)", "Bonjour{name},",
        {"call": "un appel", "meeting": "un rendez-vous", "text": "un message", "email": "un mail",
         "video": "un appel vidéo"}),
}
"Language to its words; another language has the English ones."


def words_of(language: str) -> DayWords:
    """Return the words of a language, or of its base (`de` for `de-AT`); English for one that is not known here."""
    return LANGUAGES.get(language.replace("_", "-").split("-", 1)[0].lower(), LANGUAGES["en"])


def past_day(day: dt.date | None, today: dt.date, language: str = "en") -> str:
    """Return a day that has been: today, yesterday, on Tuesday, last week, on 12 November; nothing for one ahead."""
    if day is None or day > today:
        return ""
    words = words_of(language)
    ago = (today - day).days
    if ago < 2:
        return words.near[1 - ago]
    if ago < 7:
        pattern = words.weekday
    elif ago < 14 and today.toordinal() - today.weekday() - (day.toordinal() - day.weekday()) == 7:
        pattern = words.last_week
    else:
        pattern = words.date if ago < 300 else words.month
    return _put(pattern, day, words)


def coming_day(
    day: dt.date, today: dt.date, language: str, time: dt.time | None, twelve: bool, theirs: bool,
) -> str:
    """Return a day that comes, with a wall time where there is one; nothing for a day that has been."""
    words = words_of(language)
    ahead = (day - today).days
    if ahead < 0:
        return ""
    if ahead < 2:
        told = words.near[1 + ahead]
    else:
        told = _put(words.weekday if ahead < 7 else words.coming, day, words)
        told += "" if ahead < 300 else f" {day.year}"
    if time is None:
        return told
    return told + words.at.format(time=_clock(time, language, twelve)) + (words.theirs if theirs else "")


def noun(kind: str, language: str) -> str:
    """Return a kind of touch as the next step, such as `a call`; nothing for one that is none."""
    return words_of(language).kinds.get(kind, "")


def greeting(name: str, language: str) -> str:
    """Return how a mail begins, with a name or without."""
    return words_of(language).greeting.format(name=f" {name}" if name else "")


def _put(pattern: str, day: dt.date, words: DayWords) -> str:
    """Return a pattern with a day put in."""
    number = "1er" if day.day == 1 and words is LANGUAGES["fr"] else str(day.day)
    return pattern.format(weekday=words.weekdays[day.weekday()], day=number, month=words.months[day.month - 1], year=day.year)


def _clock(time: dt.time, language: str, twelve: bool) -> str:
    """Return a wall time as the reader writes it."""
    if language.startswith("fr"):
        return f"{time.hour} h {time.minute:02}" if time.minute else f"{time.hour} h"
    if not twelve or words_of(language) is not LANGUAGES["en"]:
        return f"{time.hour:02}:{time.minute:02}"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes} {'am' if time.hour < 12 else 'pm'}"

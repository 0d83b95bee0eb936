"""What to know before a meeting, on one screen; and asking in the evening whether it took place."""

from __future__ import annotations

import datetime as dt

from store.model import Reason
from tui.look import clean, fit, wrap
from tui.wording import calls, dialogs, inbox, instants, reasons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.meetings import Attendance, Brief, BriefPerson, Guest, Meeting

LABEL_CELLS = 11
NARROW = 60
MOST_UNKNOWN = 8
NONE_AHEAD = "No meeting with anybody is ahead in the calendar."
NONE_WITH = "No meeting with {name} is ahead in the calendar."
NO_CALENDAR = ("No calendar is connected yet. In settings.toml, under [calendar], sources = [\"~/calendar.ics\"] names files, "
               "folders or https addresses.")
UNKNOWN = "Not in your book"
BY_NAME = "by the name in the title"
NO_TITLE = "Meeting"
ASK_KEYS = "y yes  n no  Enter later  q stop"
ASK_KEYS_NEW = "y yes  a yes, add {names}  n no  Enter later  q stop"
MET = "Did you meet?"
NOTE = "a note? Enter passes"
NOTE_ABOUT, NOTE_HELP = "A note about \"{title}\"?", "Enter with nothing logs it without one."
YES, NO, LATER = "yes, we met", "no, it did not take place", "ask again later"
YES_ADD = "yes, and add {names}"
YES_NOBODY = "yes, but nobody new is added"


def lines(brief: Brief, now: dt.datetime, zone: dt.tzinfo, columns: int, connected: bool = True) -> list[str]:
    """Return the whole brief as lines of a width; `connected` says whether there is any calendar."""
    found: list[str] = []
    people = brief.people
    if brief.attendance is None:
        name = clean(people[0].dossier.contact.name) if people else ""
        none = NONE_WITH.format(name=name) if people else NONE_AHEAD
        found += wrap(none if connected else NO_CALENDAR, columns)
    else:
        found += _meeting(brief.attendance.meeting, now, zone, columns)
    room = {0: 12, 1: 12, 2: 6, 3: 4}.get(len(people), 2)
    for each in people:
        found += ["", *_person(each, now, zone, columns, room)]
    if brief.attendance is not None and brief.attendance.unknown:
        found += ["", UNKNOWN, *_unknown(brief.attendance.unknown, columns)]
    if brief.next is not None:
        found += ["", f"The next one is at {instants.near(brief.next, now, zone)}."]
    return found


def _meeting(meeting: Meeting, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return what a meeting is, when and where."""
    found = wrap(title(meeting), columns)[:2]
    found += [f"  {line}" for line in wrap(when(meeting, now, zone), columns - 2)]
    if meeting.where:
        found += [f"  {line}" for line in wrap(clean(meeting.where), columns - 2)[:3]]
    return found


def title(meeting: Meeting) -> str:
    """Return what a meeting is called."""
    return clean(meeting.title) or NO_TITLE


def when(meeting: Meeting, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return when a meeting is: `today 14:00-15:00, in 2 h`, `Thu 26 Nov, all day`."""
    today = now.astimezone(zone).date()
    starts, ends = meeting.starts.astimezone(zone), meeting.ends.astimezone(zone)
    day = instants.day_name(starts.date(), today)
    if meeting.day_only:
        last = (ends - dt.timedelta(minutes=1)).date()
        return f"{day}, all day" if last <= starts.date() else f"{day} to {instants.day_name(last, today)}, all day"
    span = f"{starts:%H:%M}" + (f"-{ends:%H:%M}" if ends > starts else "")
    return f"{day} {span}, {instants.away(meeting.starts, now)}"


def _person(each: BriefPerson, now: dt.datetime, zone: dt.tzinfo, columns: int, most: int) -> list[str]:
    """Return what to know of one person; at most so many points."""
    contact = each.dossier.contact
    place = inbox.where_they_are(contact)
    found = [fit(", ".join(clean(one) for one in (contact.name, place) if one), columns)]
    traits = " · ".join(one for one in (inbox.drive(contact), inbox.place_in_life(contact)) if one)
    found.append(f"  {fit(traits if each.certain else f'{traits} · {BY_NAME}', columns - 2)}")
    told = [calls.point(reason, now, zone) for reason in points(each)[:most]]
    told += [("Draft", _draft(each, place)) for place in range(min(2, len(each.dossier.drafts)))]
    if each.due is not None:
        due = (inbox.what(each.due), reasons.time_left(each.due, now, zone))
        told.append(("Due", ", ".join(clean(one) for one in due if one)))
    lines_a_point = 2 if most > 6 else 1
    for label, text in told:
        found += _labelled(label, text, columns, lines_a_point)
    return found


def points(each: BriefPerson) -> tuple[Reason, ...]:
    """Return the points about a person, what they like to be sent among them."""
    kinds = ", ".join(dialogs.kind(kind) for kind in each.dossier.contact.preferred_kinds)
    if not kinds:
        return each.points
    found = []
    merged = False
    for reason in each.points:
        if reason.code == "likes":
            reason, merged = Reason("likes", {"text": f"{reason.values['text']}; to get a {kinds}"}), True
        found.append(reason)
    return tuple(found) if merged else (*found, Reason("likes", {"text": f"to get a {kinds}"}))


def _draft(each: BriefPerson, place: int) -> str:
    """Return a draft that waits, in words."""
    draft = each.dossier.drafts[place]
    words = clean(draft.subject or draft.body)
    state = "not sent yet" if draft.state == "open" else "did it leave?"
    return f"{dialogs.kind(draft.kind)}, {state}" + (f": {words}" if words else "")


def _labelled(label: str, text: str, columns: int, most: int) -> list[str]:
    """Return a text beside a label, in narrow windows behind it, within some lines."""
    narrow = columns < NARROW
    told = wrap(f"{label}: {text}" if narrow else text, columns - 2 - (0 if narrow else LABEL_CELLS))
    if len(told) > most:
        told = [*told[: most - 1], fit(f"{told[most - 1]} ...", columns - 2 - (0 if narrow else LABEL_CELLS))]
    if narrow:
        return [f"  {line}" for line in told]
    return [f"  {label if not place else '':<{LABEL_CELLS}}{line}".rstrip() for place, line in enumerate(told)]


def _unknown(guests: Sequence[Guest], columns: int) -> list[str]:
    """Return the guests nobody knows, one a line."""
    found = [f"  {fit(guest(each), columns - 2)}" for each in guests[:MOST_UNKNOWN]]
    if len(guests) > MOST_UNKNOWN:
        found.append(f"  and {len(guests) - MOST_UNKNOWN} more")
    return found


def guest(each: Guest) -> str:
    """Return somebody invited: `Dana Fox, dana@example.com`."""
    return ", ".join(clean(one) for one in (each.name, each.address) if one)


def short_guest(each: Guest) -> str:
    """Return somebody invited by name, or by address where there is none."""
    return clean(each.name or each.address)


def new_names(attended: Attendance) -> str:
    """Return who would be new: up to three names, else how many."""
    return dialogs.names([short_guest(each) for each in attended.unknown])


def question(attended: Attendance, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a meeting in one line, to be asked about: `14:00 Review: Priya Raman, Tom Ashby`."""
    meeting = attended.meeting
    people = [clean(each.name) for each in (*attended.known, *attended.perhaps)]
    people += [short_guest(each) for each in attended.unknown]
    today = now.astimezone(zone).date()
    day = meeting.starts.astimezone(zone).date()
    at = instants.day_name(day, today) if meeting.day_only else instants.near(meeting.starts, now, zone)
    return f"{at} {title(meeting)}: {dialogs.names(people)}"


def soon(attended: Attendance, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return that a meeting comes, in one quiet line: `14:00 Review with Priya Raman, in 40 min`."""
    meeting = attended.meeting
    names = dialogs.names([clean(each.name) for each in (*attended.known, *attended.perhaps)])
    left = instants.away(meeting.starts, now)
    begun = "" if meeting.starts > now else "began "
    what = title(meeting)
    who = "" if len(attended.known) == 1 and names.lower() in what.lower() else f" with {names}"
    return f"{instants.near(meeting.starts, now, zone)} {what}{who}, {begun}{left}"

"""The shelf, times away and a spread, in words: for the commands and the screens."""

from __future__ import annotations

from tui.look import clean, wrap
from tui.wording import dialogs, instants

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from store.model import Pause, Reason, ShelfItem
    from store.reports import ShelfEntry, ShelfMatch, SpreadDay, SpreadPreview

EMPTY_SHELF = "The shelf is empty. Put something there that is worth passing on:"
SHELF_EXAMPLE = "onward shelf add https://example.com/lease-ends \"#lease\" until 31 dec"
SHELF_TITLE = "The shelf: things worth passing on"
EMPTY_SHELF_APP = ("Nothing here yet. {shelf-add} puts something on the shelf: an article, an invitation, a gift.\n"
                   "Tags say whom it suits; it is proposed where it fits, and never twice to one person.")
ADD_TITLE = "What is worth passing on?"
ADD_HINT = "an address or a title, #tags, until a day, // why; Esc keeps your words"
AWAY_TITLE = "Away: from when, and back when?"
AWAY_HINT = "debts, promises, running clocks and dates stay"
AWAY_NOW_HINT = "you are away, or are going to be"
NOT_AWAY = "You are not away, and no time away is planned."
NOTHING_TO_SPREAD = "Nothing needs to move: what is due today fits into the day."
MOST_PEOPLE = 6


def shelf_facts(item: ShelfItem, today: dt.date, over: bool = False) -> str:
    """Return what is known of a thing besides its title: `clipping, #lease, until Thu 31 Dec`."""
    parts = [dialogs.kind(item.kind), *(f"#{clean(tag)}" for tag in item.tags)]
    if item.until is not None:
        said = instants.day_name(item.until, today)
        parts.append(f"over since {said}" if over else f"until {said}")
    return ", ".join(parts)


def match_reason(why: Sequence[Reason]) -> str:
    """Return why a thing suits somebody: `cares about golf, #chamber`."""
    told = []
    for each in why:
        word = clean(str(each.values.get("word", "")))
        told.append({"interest": f"cares about {word}", "tag": f"#{word}", "need": f"needs {word}",
                     "for-anyone": "for anyone"}.get(each.code, each.code))
    return ", ".join(told)


def person_match(match: ShelfMatch) -> str:
    """Return one person and why: `Marty Chen (#chamber)`."""
    return f"{clean(match.contact.name)} ({match_reason(match.why)})"


def suits(entry: ShelfEntry) -> str:
    """Return whom a thing suits, and how many have had it."""
    if not entry.item.tags:
        told = "suits anyone: it has no tag"
    elif not entry.people:
        told = "suits nobody else" if entry.had else "suits nobody yet: no interest or tag fits"
    else:
        named = ", ".join(person_match(each) for each in entry.people[:MOST_PEOPLE])
        more = len(entry.people) - MOST_PEOPLE
        told = f"suits {named}" + (f" and {more:,} more" if more > 0 else "")
    return told + (f"; {dialogs.people(entry.had)} had it" if entry.had else "")


def shelf_lines(entries: Sequence[ShelfEntry], today: dt.date, columns: int) -> list[str]:
    """Return the shelf, a thing a paragraph: number and title, link, what it is, why, whom it suits."""
    told: list[str] = []
    gap = len(str(len(entries))) + 2
    for entry in entries:
        item = entry.item
        parts = [clean(item.title), clean(item.link), shelf_facts(item, today, entry.over), clean(item.why),
                 "" if entry.over else suits(entry)]
        wrapped = [line for part in parts if part for line in wrap(part, max(columns - gap, 20))]
        told += [""] if told else []
        told += [f"{entry.number:<{gap}}{wrapped[0]}", *(" " * gap + line for line in wrapped[1:])]
    return told


def shelf_added(item: ShelfItem, today: dt.date) -> str:
    """Return what a line would put on the shelf, in one line."""
    return f"put on the shelf: {clean(item.title)} ({shelf_facts(item, today)})"


def pass_on_to(item: ShelfItem) -> str:
    """Return the question to whom a thing is passed on."""
    return f"Pass on \"{clean(item.title)}\" to whom?"


def away_span(since: dt.date, until: dt.date, today: dt.date) -> str:
    """Return two days as they were understood: `away from Fri 27 Nov, back on Mon 7 Dec, 10 days`."""
    return (f"away from {instants.day_name(since, today)}, back on {instants.date(until, today)}, "
            f"{instants.plural((until - since).days, 'day')}")


def away_line(pause: Pause, today: dt.date) -> str:
    """Return a time away: `Away since Mon 16 Nov, back on Mon 30 Nov`."""
    start = instants.day_name(pause.since, today)
    head = f"Away since {start}" if pause.since <= today else f"Away from {start}"
    why = f" ({clean(pause.why)})" if pause.why else ""
    if pause.until is None:
        return f"{head}, until you say that you are back{why}."
    return f"{head}, back on {instants.date(pause.until, today)}{why}."


def spread_title(preview: SpreadPreview) -> str:
    """Return what a spread would do, in one sentence."""
    moved = len(preview.moves)
    if not moved:
        return NOTHING_TO_SPREAD
    days = len([each for each in preview.days if each.moves and each.on != preview.today])
    return (f"{instants.plural(moved, 'touch', 'touches')} would move to {instants.plural(days, 'day')}, "
            f"{preview.cap} a day at most, best people first.")


def spread_note(preview: SpreadPreview) -> str:
    """Return what stays where it is, and what to do about what is past last call; empty where there is nothing."""
    told = []
    if preview.stays:
        told.append(f"{preview.stays:,} {'stays' if preview.stays == 1 else 'stay'}: owed replies, promises, running clocks and dates never move.")
    if preview.rescues:
        told.append(f"{preview.rescues:,} of them {'is' if preview.rescues == 1 else 'are'} past last call; if you were away, say so first: onward away FROM UNTIL.")
    return " ".join(told)


def spread_day(day: SpreadDay, preview: SpreadPreview) -> str:
    """Return the head of one day: `Wed 25 Nov  12, and 3 planned already`."""
    if day.on == preview.today:
        return f"Today  {instants.plural(len(day.moves), 'stays', 'stay')}"
    planned = f", and {day.planned} planned already" if day.planned else ""
    return f"{instants.date(day.on, preview.today)}  {len(day.moves)}{planned}"


def spread_lines(preview: SpreadPreview, columns: int, most: int = 0) -> list[str]:
    """Return a spread day by day, with the names in order; `most` names a day (0 for all)."""
    told = []
    for day in preview.days:
        told.append(spread_day(day, preview))
        names = [f"{clean(each.name)} ({dialogs.kind(each.kind) if each.kind != 'decide' else 'question'})"
                 for each in day.moves]
        if most and len(names) > most:
            names = [*names[:most], f"and {len(names) - most:,} more"]
        told += [f"  {line}" for line in wrap(", ".join(names), max(columns - 2, 20))]
    return told


def offer_spread(due: int, cap: int, key: str) -> str:
    """Return the offer to spread, where more is due than a day should hold."""
    return f"{due:,} touches could be made today; your cap is {cap} a day. {key} spreads the rest, best people first."


def other_kinds_run(count: int) -> str:
    """Return that clocks of other kinds run, so that no batch of one kind holds them back."""
    return f"{count} of another kind {'has' if count == 1 else 'have'} a running clock: onward due --split running."

"""What stands beside the telephone: where it rings, how long the call has lasted, what to talk about."""

from __future__ import annotations

import datetime as dt

from tui.look import clean, width, wrap
from tui.wording import dialogs, instants
from tui.wording.inbox import their_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.book.calling import CallCard
    from store.model import Reason

LABELS: Mapping[str, str] = {
    "promised": "Promised", "next-step": "Agreed", "they-said": "They said", "you-said": "You said", "met": "Met",
    "calls": "So far", "need": "Needs", "size": "Size", "wanted-by": "Wanted", "sent-by": "Sent by", "likes": "Likes",
    "note": "Note", "date": "Soon",
}
"What each point is called."
LABEL_CELLS = 11
NARROW = 60
NO_NUMBER = "There is no number to call yet. {edit} on the person's page adds one."
NO_NUMBER_YET = "There is no number to call yet. Log it with the name, and it is added: onward log {name} 415 555 0100"
"The same in a plain terminal."
NO_POINTS = "Nothing is known yet. Ask, and listen."
GONE_ON = "The call was begun at {at}. How did it end?"
DIAL_YOURSELF = "Nothing here dials: take the phone. The clock runs; {call-clock} stops it."
DIALLED = "Dialled in {program}. The clock runs; {call-clock} stops it."
DIALLED_BY_NOBODY = "Dialled. The clock runs; {call-clock} stops it."
NOTES_HERE = "what is said goes here ({call-note})"
COPIED = "The number is copied."


def clock(started: dt.datetime | None, seconds: int | None, now: dt.datetime) -> str:
    """Return the clock of a call: empty before it was started, `1:07` while it runs, `1:07 in all` afterwards."""
    if seconds is not None:
        return f"{_minutes(seconds)} in all"
    return "" if started is None else _minutes(max(int((now - started).total_seconds()), 0))


def _minutes(seconds: int) -> str:
    """Return seconds as `1:07`, or `1:02:33` from an hour on."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def there(card: CallCard, now: dt.datetime, zone: dt.tzinfo, short: bool = False) -> str:
    """Return the local time where the phone rings, and when working hours begin there if they do not hold."""
    parts = [their_time(card.zone, now, short)]
    if parts[0] and card.guessed:
        parts[0] += ", by the number"
    if card.opens is not None:
        parts.append(f"better from {instants.near(card.opens, now, zone)} your time")
    return " · ".join(each for each in parts if each)


def point(reason: Reason, now: dt.datetime, zone: dt.tzinfo) -> tuple[str, str]:
    """Return a point of a call as a label and words."""
    values = reason.values
    text = clean(str(values.get("text", "")))
    if reason.code in ("promised", "next-step"):
        text = _joined(f"{dialogs.kind(values['kind'])}, {instants.planned(values['due'], now, zone)}", text)
    elif reason.code in ("they-said", "you-said"):
        head = f"{dialogs.kind(values['kind'])}, {instants.moment(values['at'], now, zone)}"
        text = _joined(head, clean(str(values.get("words", ""))))
    elif reason.code == "met":
        head = ", ".join(each for each in (clean(str(values.get("event", ""))),
                                           instants.moment(values["at"], now, zone)) if each)
        text = _joined(head, clean(str(values.get("words", ""))))
    elif reason.code == "calls":
        text = f"{instants.plural(int(values['count']), 'call')} without reaching them"
    elif reason.code == "date":
        text = f"{clean(str(values['name']))}, {values['day']} {instants.MONTHS[values['month'] - 1]}"
    return LABELS.get(reason.code, clean(reason.code)), text


def _joined(head: str, words: str) -> str:
    """Return what happened with its words after it."""
    return f"{head}: {words}" if words else head


def point_lines(card: CallCard, now: dt.datetime, zone: dt.tzinfo, cells: int, most: int = 3) -> list[tuple[str, str]]:
    """Return the template's words, then the points, as (label, line) pairs wrapped to a width.

    A point takes at most `most` lines. In narrow windows the label stands before the words on the same line.
    """
    pairs: list[tuple[str, str]] = []
    narrow = cells < NARROW - 16
    room = cells if narrow else cells - LABEL_CELLS
    for line in clean(card.draft.body, one_line=False).strip().split("\n"):
        pairs += [("", each) for each in wrap(line, cells)]
    if not any(line for _, line in pairs):
        pairs = []
    elif card.points:
        pairs.append(("", ""))
    for reason in card.points:
        label, text = point(reason, now, zone)
        told = wrap(f"{label}: {text}" if narrow else text, room)
        shown = told if len(told) <= most else [*told[: most - 1], told[most - 1] + " ..."]
        if narrow:
            pairs += [("", line) for line in shown]
        else:
            pairs += [(label if not place else " ", line) for place, line in enumerate(shown)]
    return pairs or [("", NO_POINTS)]


def card_lines(card: CallCard, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return the whole card as lines for a plain terminal: who, the number, the hour there, what to talk about."""
    who = ", ".join(clean(each) for each in (card.contact.name, card.contact.company) if each)
    number = clean(card.number) or NO_NUMBER_YET.format(name=clean(card.contact.name))
    if card.link and width(number) + len(card.link) + 3 <= columns:
        number += f"   {card.link}"
    head = [who, *wrap(number, columns)]
    hour = there(card, now, zone)
    lines = [*head, *(wrap(hour, columns) if hour else []), ""]
    for label, line in point_lines(card, now, zone, columns):
        lines.append((label + " " * (LABEL_CELLS - width(label)) + line if label else line).rstrip())
    return lines

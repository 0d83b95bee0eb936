"""What to talk about on a call: the facts of the history that help, chosen and ordered; pure, the clock an argument."""

from __future__ import annotations

import datetime as dt

from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Dossier, Touch

SOON = 14
"Days ahead within which a birthday is worth a word."
MOST_PROMISES = 3
CALLED = frozenset({"no-answer", "left-message"})


def talking_points(dossier: Dossier, now: dt.datetime, zone: dt.tzinfo) -> tuple[Reason, ...]:
    """Return the points for a call with a contact, the most useful first.

    Codes: `promised` and `next-step` (kind, due, text), `they-said` and `you-said` (kind, at, words), `met` (event, at),
    `calls` (count: calls in a row that reached nobody), `need`, `size`, `wanted-by`, `sent-by`, `likes`, `note` (text),
    `date` (name, month, day).
    """
    contact = dossier.contact
    touches = [each for each in dossier.touches if each.happened.at <= now]
    points = [
        Reason("next-step" if each.next_step else "promised", {"kind": each.kind, "due": each.due, "text": each.text})
        for each in dossier.promises if each.kept is None and each.dropped is None
    ][-MOST_PROMISES:]
    points += _said(touches)
    points += _unreached(touches)
    likes = ", ".join(dict.fromkeys(contact.interests))
    for code, text in (("need", contact.need), ("size", contact.size), ("wanted-by", contact.wanted_by),
                       ("sent-by", contact.referrer_name), ("likes", likes), ("note", contact.note)):
        if text.strip():
            points.append(Reason(code, {"text": text.strip()}))
    return (*points, *_dates(dossier, now.astimezone(zone).date()))


def _said(touches: list[Touch]) -> list[Reason]:
    """Return where they met, what they said last and what was said to them last."""
    found = []
    heard = next((each for each in reversed(touches) if each.direction == "in" and _words(each)), None)
    told = next((each for each in reversed(touches)
                 if each.direction == "out" and each.kind != "meeting" and each.outcome not in ("bounced", "no-answer")), None)
    met = next((each for each in reversed(touches) if each.kind == "meeting" and each.outcome != "no-answer"), None)
    for code, touch in (("they-said", heard), ("you-said", told)):
        if touch is not None:
            found.append(Reason(code, {"kind": touch.kind, "at": touch.happened, "words": _words(touch)}))
    found.sort(key=lambda each: each.values["at"].at, reverse=True)
    if met is not None:
        found.append(Reason("met", {"event": met.event, "at": met.happened, "words": met.note}))
    return found


def _words(touch: Touch) -> str:
    """Return the words of a touch: what was noted of it, else its text, else its subject."""
    return (touch.note or touch.text or touch.subject).strip()


def _unreached(touches: list[Touch]) -> list[Reason]:
    """Return how many calls in a row reached nobody, since anything else passed between them."""
    count = 0
    for touch in reversed(touches):
        if touch.kind == "call" and touch.direction == "out" and touch.outcome in CALLED:
            count += 1
        elif touch.direction == "in" or touch.outcome == "reached":
            break
    return [Reason("calls", {"count": count})] if count else []


def _dates(dossier: Dossier, today: dt.date) -> list[Reason]:
    """Return the birthdays and other days of the coming two weeks."""
    found = []
    for each in dossier.dates:
        coming = (today + dt.timedelta(days=ahead) for ahead in range(SOON + 1))
        if any((day.month, day.day) == (each.month, each.day) for day in coming):
            found.append(Reason("date", {"name": each.name, "month": each.month, "day": each.day}))
    return found

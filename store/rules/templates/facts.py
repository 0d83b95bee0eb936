"""What is known about a contact, as words for the gaps: facts the contact knows too, never the user's private notes."""

from __future__ import annotations

import datetime as dt
import re

from store.model import address_channel_of, channel_of
from store.rules.templates.day_words import TWELVE_HOURS, coming_day, noun, past_day
from store.zones import known_zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from store.model import Contact, Dossier, DueTouch, Planned, Promise, Touch
    from store.rules.practice import Sender

LONGEST_FACT = 200
"Characters; something longer is a note and no fact."
_LINE_ENDS = re.compile(r"[\s\u0085\u2028\u2029]+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ANSWER_MARKS = re.compile(r"^(?:\s*(?:re|aw|sv|antw|fw|fwd|wg|tr)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_NO_MOBILE = ("fax", "pager", "landline")


def one_line(words: str) -> str:
    """Return outside text as one clean line: no line breaks, control or direction characters, no gap marks."""
    line = _UNSAFE.sub("", _LINE_ENDS.sub(" ", words)).strip()
    return line.replace("‹", "<").replace("›", ">")


def known_facts(
    dossier: Dossier, sender: Sender, due: DueTouch | None, now: dt.datetime, zone: str, language: str = "en",
) -> dict[str, str]:
    """Return the facts by gap name, days in words of a language; a gap without a fact is not in it."""
    contact = dossier.contact
    home = _zone(zone)
    today = now.astimezone(home).date()
    anchor = _anchor(dossier, due)
    met = anchor if anchor and anchor.kind == "meeting" else _last(dossier, _is_meeting)
    talked = _last(dossier, _is_exchange)
    asked = anchor if anchor and anchor.direction == "in" else _first(dossier, _is_incoming)
    promise = _promise(dossier, due)
    step = _next_step(dossier, today)
    facts = {
        "first_name": _first_name(contact),
        "name": "" if "@" in contact.name else contact.name,
        "company": contact.company,
        "title": contact.title,
        "event": _event(dossier, anchor),
        "day_met": past_day(_day(met, home), today, language),
        "day_talked": past_day(_day(talked, home), today, language),
        "day_asked": past_day(_day(asked, home), today, language),
        "asked_for": _thing(contact.need),
        "interest": next((each for each in contact.interests if each.strip()), ""),
        "promise": _thing(promise.text) if promise else "",
        "next_step": (_thing(step.text) or noun(step.kind, language)) if step else "",
        "next_day": _planned_day(step.due, contact, today, zone, language) if step else "",
        "their_subject": _their_subject(dossier, anchor),
        "referrer": contact.referrer_name,
        **_sender_facts(sender),
    }
    cleaned = {gap: one_line(words) for gap, words in facts.items()}
    found = {gap: words for gap, words in cleaned.items() if words and len(words) <= LONGEST_FACT}
    if signature := _signature(sender):
        found["signature"] = signature
    return found


def address_for(dossier: Dossier, kind: str, due: DueTouch | None) -> str:
    """Return where a kind would go: for an answer where they wrote from, else the address to use; empty where none."""
    channel = address_channel_of(kind)
    if channel is None:
        return ""
    contact = dossier.contact
    usable = [each for each in contact.addresses if each.channel == channel and not each.bounced]
    anchor = _anchor(dossier, due)
    if anchor and anchor.direction == "in" and anchor.address and channel_of(anchor.kind) == channel_of(kind):
        bounced = [each.value for each in contact.addresses if each.bounced]
        if anchor.address not in bounced:
            return anchor.address
    if kind == "text" and not any(each.preferred for each in usable):
        mobile = [each for each in usable if re.search("mobile|cell|iphone", each.label, re.IGNORECASE)]
        rest = [each for each in usable if not any(word in each.label.lower() for word in _NO_MOBILE)]
        usable = mobile or rest or usable
        return usable[0].value if usable else ""
    chosen = contact.address(channel)
    return chosen.value if chosen else ""


def _planned_day(planned: Planned, contact: Contact, today: dt.date, zone: str, language: str) -> str:
    """Return a coming day in words, with the wall time that the contact will read on their own clock."""
    day, time, theirs = planned.on, planned.time, False
    if time is not None and contact.zone:
        here = dt.datetime.combine(day, time, _zone(planned.zone or zone))
        there = here.astimezone(_zone(contact.zone))
        if there.replace(tzinfo=None) != here.replace(tzinfo=None):
            day, time, theirs = there.date(), there.time(), True
    twelve = contact.country in TWELVE_HOURS or (not contact.country and zone.startswith(("America/", "US/")))
    return coming_day(day, today, language, time, twelve, theirs)


def _zone(name: str) -> dt.tzinfo:
    """Return a zone by its name; UTC for one that is not known here."""
    return known_zone(name)


def _day(touch: Touch | None, home: dt.tzinfo) -> dt.date | None:
    """Return the day of a touch as the user saw it."""
    if touch is None:
        return None
    return touch.happened.at.astimezone(_zone(touch.happened.zone) if touch.happened.day_only else home).date()


def _thing(words: str) -> str:
    """Return words that fit inside a sentence: without the punctuation that ends one."""
    return words.strip().rstrip(".;:,!? ")


def _first_name(contact: Contact) -> str:
    """Return the name to greet with; nothing where the name is an address or a number."""
    name = contact.first_name
    return name if re.search(r"[^\W\d_]", name) and "@" not in name else ""


def _is_meeting(touch: Touch) -> bool:
    return touch.kind == "meeting"


def _is_incoming(touch: Touch) -> bool:
    return touch.direction == "in"


def _is_exchange(touch: Touch) -> bool:
    return touch.direction == "in" or touch.kind == "meeting" or (touch.kind == "call" and touch.outcome == "reached")


def _first(dossier: Dossier, fits: Callable[[Touch], bool]) -> Touch | None:
    return next((each for each in dossier.touches if fits(each)), None)


def _last(dossier: Dossier, fits: Callable[[Touch], bool]) -> Touch | None:
    return next((each for each in reversed(dossier.touches) if fits(each)), None)


def _anchor(dossier: Dossier, due: DueTouch | None) -> Touch | None:
    """Return the touch that a due touch answers or counts from, or None."""
    if due is None:
        return None
    wanted = due.touch or next((each.anchor_touch for each in dossier.plans if each.id == due.plan), "")
    return next((each for each in dossier.touches if each.id == wanted), None) if wanted else None


def _event(dossier: Dossier, anchor: Touch | None) -> str:
    """Return where the user met the contact: the event of that meeting, else the source the user typed."""
    meetings = [each for each in dossier.touches if each.kind == "meeting"]
    if anchor and anchor.kind == "meeting":
        if anchor.event:
            return _place(anchor.event)
        if any(each.happened.at < anchor.happened.at for each in meetings):
            return ""
    for meeting in meetings:
        if meeting.event:
            return _place(meeting.event)
    contact = dossier.contact
    return _place(contact.source) if contact.origin not in ("import", "sync") else ""


def _place(words: str) -> str:
    """Return a place without a leading "at", which the template says."""
    return re.sub(r"^(?:at|@)\s*\b", "", _thing(words), flags=re.IGNORECASE)


def _promise(dossier: Dossier, due: DueTouch | None) -> Promise | None:
    """Return the promise that is due, else the oldest that stands; never one that was kept or called off."""
    standing = [each for each in dossier.promises if each.kept is None and each.dropped is None]
    if due and due.promise:
        return next((each for each in standing if each.id == due.promise), None)
    return next((each for each in standing if not each.next_step), None)


def _next_step(dossier: Dossier, today: dt.date) -> Promise | None:
    """Return the next step agreed that is still ahead, or None."""
    ahead = [each for each in dossier.promises
             if each.next_step and each.kept is None and each.dropped is None and each.due.on >= today]
    return min(ahead, key=lambda each: each.due.on, default=None)


def _their_subject(dossier: Dossier, anchor: Touch | None) -> str:
    """Return the subject of their mail that is answered, without the marks of earlier answers."""
    touch = anchor if anchor and anchor.direction == "in" else _last(dossier, _is_incoming)
    return _ANSWER_MARKS.sub("", one_line(touch.subject[:1000])) if touch else ""


def _sender_facts(sender: Sender) -> dict[str, str]:
    """Return what the settings say about the user."""
    link = sender.booking_link.strip()
    return {
        "my_name": sender.name,
        "my_first_name": sender.name.strip().split(" ", 1)[0],
        "my_company": sender.company,
        "my_phone": sender.phone,
        "booking_link": link if re.fullmatch(r"https?://\S+", link) else "",
    }


def _signature(sender: Sender) -> str:
    """Return the closing lines of a mail: the signature, else the name and the company."""
    if sender.signature.strip():
        lines = sender.signature.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(one_line(line) for line in lines).strip("\n")
    return "\n".join(line for line in (one_line(sender.name), one_line(sender.company)) if line)

"""The gaps a template may have, and the marks that stand where one has no fact."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

GAPS: Mapping[str, str] = {
    "first_name": "their first name",
    "name": "their whole name",
    "company": "their company",
    "title": "what they do there",
    "event": "where you met",
    "day_met": "when you met: today, yesterday, on Tuesday",
    "day_talked": "when you last heard from each other: today, yesterday, on Tuesday",
    "day_asked": "when they asked: today, yesterday, on Tuesday",
    "asked_for": "what they asked for",
    "interest": "what they care about",
    "promise": "what you promised",
    "next_step": "the agreed next step",
    "next_day": "when the next step is: tomorrow at 10:00, on Thursday",
    "their_subject": "the subject of their mail",
    "referrer": "who sent them",
    "referred": "whom they sent you",
    "shelf_title": "what you pass on",
    "shelf_link": "where it can be found",
    "my_name": "your name",
    "my_first_name": "your first name",
    "my_company": "your company",
    "my_phone": "your number",
    "booking_link": "your booking link",
    "signature": "your signature",
}
"Documented names and what each stands for; the part before a colon is what the open mark says."

SENDER_GAPS = frozenset(("my_name", "my_first_name", "my_company", "my_phone", "booking_link", "signature"))
"Gaps filled from the settings and not from the contact."

NO_STAND_IN = SENDER_GAPS | {"first_name", "name", "day_met", "day_talked", "day_asked"}
"Gaps whose absence needs no other words of the user's: a sentence that does without them is complete."

MARK_OPENS, MARK_CLOSES = "‹", "›"


def mark(gap: str) -> str:
    """Return the visible mark of a gap that has no fact, such as `‹where you met›`."""
    return MARK_OPENS + GAPS.get(gap, gap).split(":", 1)[0] + MARK_CLOSES


def open_gaps(words: str) -> tuple[str, ...]:
    """Return what still has to be written in filled words: the insides of the marks that are left, in their order.

    Template gaps that were never filled (`$company`, `${company}`) count too, under their names.
    """
    import re

    known = "|".join(sorted(GAPS, key=len, reverse=True))
    pattern = rf"{MARK_OPENS}([^{MARK_OPENS}{MARK_CLOSES}\n]+){MARK_CLOSES}|\$\{{?({known})\b"
    return tuple(inside or gap for inside, gap in re.findall(pattern, words))

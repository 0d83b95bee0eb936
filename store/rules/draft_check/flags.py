"""What the draft check gives back, and how it is told what to look for."""

from __future__ import annotations

from store.model import Reason
from store.records import record

RULES = ("unfilled", "mismatch", "get-the-sale", "unexpected", "too-late", "spiel", "me-me-me", "generic", "no-value",
         "no-next-step", "too-long")
"Every rule by its name, in the order in which its flags are told: what embarrasses first, what is a matter of style last."

SUBJECT, BODY = "subject", "body"


@record
class Flag:
    """One thing to look at before a draft leaves; it warns and never blocks."""

    rule: str
    "One of RULES."
    text: str
    "The words of the draft that it is about, as they stand there."
    reason: Reason
    "Why: a code for the wording, and its values."
    better: str
    "A better move: a code for the wording."
    start: int = 0
    "Where the words begin in their part, in characters."
    end: int = 0
    "Where they end, not included."
    part: str = BODY
    "`subject` or `body`: in which of the two texts given they stand."


@record
class Options:
    """What the user's settings say about the draft check."""

    off: tuple[str, ...] = ()
    "Rules that are switched off."
    offer: tuple[str, ...] = ()
    "Words of the user's own offer: product talk in a first message."
    pressure: tuple[str, ...] = ()
    "More words that push."


PLAIN = Options()

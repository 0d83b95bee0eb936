"""Whether a message leads on: a question, a day or an offer; and whether it is short enough to be read."""

from __future__ import annotations

import re

from store.model import Reason
from store.segments import segments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message
    from store.rules.draft_check.purpose import Purpose

FEWEST_WORDS = 4
MOST_SEGMENTS = 2
"Messages that a text may take."
MOST_WORDS = 150
"Words of a first mail, greeting and signature apart; about this many are read on a phone without scrolling."
ABOUT = 10
"Words over that which nobody would count."
_FIGURE_OF_TIME = re.compile(r"\b\d{1,2}(?::\d\d|h\d\d)?\s?(?:am|pm|uhr|h)\b|\b\d{1,2}:\d\d\b|\b\d{1,2}[./]\d{1,2}\b",
                             re.IGNORECASE)
_GAP = re.compile("‹[^‹›\n]{0,120}›")
_QUESTION = re.compile(r"\?(?!\S*=)")


def no_next_step(message: Message, purpose: Purpose) -> Flag | None:
    """Return a flag where there is no question, no day to come and no offer."""
    if purpose.may_end_openly or len(message.words) < FEWEST_WORDS:
        return None
    if _QUESTION.search(message.own) or message.said("offer") or _names_a_day(message):
        return None
    return message.flag("no-next-step", message.sentence(-1), Reason("leads-nowhere"), "ask-or-offer")


def _names_a_day(message: Message) -> bool:
    """Return whether a day or time is named that is not one that has been."""
    lexicon = message.lexicon
    past = {message.sentence_of[place] for place, word in enumerate(message.words) if word in lexicon.singles["past"]}
    if any(word in lexicon.singles["dates"] and message.sentence_of[place] not in past
           for place, word in enumerate(message.words)):
        return True
    return any(_FIGURE_OF_TIME.search(message.own, start, end) for number, (start, end) in enumerate(message.sentences)
               if number not in past)


def too_long(message: Message, kind: str, first: bool) -> Flag | None:
    """Return a flag for a text of more than two messages, or a first mail that is too long to be read."""
    if kind == "text":
        words = _GAP.sub(lambda found: "x" * len(found.group()), message.text.strip())
        _, count = segments(words)
        if count <= MOST_SEGMENTS:
            return None
        start = len(message.text) - len(message.text.lstrip())
        place = start + _reach(words)
        values = {"count": count, "most": MOST_SEGMENTS}
        return message.flag("too-long", (place, start + len(words)), Reason("segments", values), "one-thing")
    count = len(message.words)
    if kind not in ("email", "video", "social", "") or not first or count <= MOST_WORDS + ABOUT:
        return None
    if not kind and not message.full:
        return None
    span = message.places[MOST_WORDS][0], message.places[-1][1]
    return message.flag("too-long", span, Reason("words", {"count": count, "most": MOST_WORDS}), "one-thing")


def _reach(words: str) -> int:
    """Return how many characters of a text fit into the messages that it may take."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if segments(words[:middle])[1] <= MOST_SEGMENTS:
            low = middle
        else:
            high = middle - 1
    return low

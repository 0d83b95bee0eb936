"""Whether the reader is the subject: how often the writer is named, and how often they."""

from __future__ import annotations

from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message
    from store.rules.draft_check.purpose import Purpose

FEWEST_WORDS = 25
"Messages up to this length are not counted (DESIGN: messages over 25 words)."
CLEARLY_MORE = 3
"How many more."
CLEARLY_OFTENER = 1.7
"How many times as often."
WARM = 1
"How many more are granted to thanks and personal words, in which a person speaks of what it meant to them."


def me_me_me(message: Message, purpose: Purpose) -> Flag | None:
    """Return a flag where the writer is clearly named more often than the reader; we that means both does not count."""
    if len(message.words) <= FEWEST_WORDS or purpose.script:
        return None
    lexicon = message.lexicon
    together = {place for hit in message.hits.get("inclusive", ()) for place in range(*hit)}
    mine = [place for place, word in enumerate(message.words) if word in lexicon.singles["me"] and place not in together]
    yours = sum(1 for word in message.words if word in lexicon.singles["you"])
    granted = WARM if purpose.thanks or purpose.life or message.said("late") else 0
    if len(mine) - yours < CLEARLY_MORE + granted or len(mine) < CLEARLY_OFTENER * yours:
        return None
    counts: dict[int, int] = {}
    for place in mine:
        sentence = message.sentence_of[place]
        counts[sentence] = counts.get(sentence, 0) + 1
    worst = max(counts, key=lambda each: (counts[each], -each))
    return message.flag("me-me-me", message.sentence(worst), Reason("counted", {"me": len(mine), "you": yours}), "about-them")

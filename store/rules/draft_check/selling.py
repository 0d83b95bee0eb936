"""Product talk where it comes too early, and words that push."""

from __future__ import annotations

from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message

MOST = 3
"Flags of one of these rules in a draft; more say nothing new."
_YOURS = frozenset(("your", "you're", "you", "their", "his", "her"))


def spiel(message: Message) -> Iterator[Flag]:
    """Yield flags for product talk and superlatives about one's own."""
    hits = product_talk(message)
    hits += [hit for hit in superlatives(message) if not any(hit[0] < end and start < hit[1] for start, end in hits)]
    told: set[int] = set()
    for hit in sorted(hits):
        sentence = message.sentence_of[hit[0]]
        if sentence in told:
            continue
        told.add(sentence)
        yield message.flag("spiel", message.span(hit), Reason("product-talk"), "pleasure-first")
        if len(told) == MOST:
            return


def product_talk(message: Message) -> list[tuple[int, int]]:
    """Return where the writer talks of what they sell; what belongs to the reader is praise."""
    return [hit for hit in message.hits.get("spiel", ())
            if not (hit[0] and message.words[hit[0] - 1] in _YOURS) and not message.refuses(hit[0])]


def superlatives(message: Message) -> Iterator[tuple[int, int]]:
    """Yield the superlatives in sentences in which the writer praises what they offer."""
    lexicon = message.lexicon
    praised: dict[int, list[int]] = {}
    ours: set[int] = set()
    offered: set[int] = set()
    for place, word in enumerate(message.words):
        sentence = message.sentence_of[place]
        if word in lexicon.singles["superlative"]:
            praised.setdefault(sentence, []).append(place)
        elif word in lexicon.singles["our-offer"]:
            offered.add(sentence)
        if word in lexicon.singles["me"]:
            ours.add(sentence)
    for sentence, places in praised.items():
        if sentence in ours and sentence in offered:
            for place in places:
                if not any(each in _YOURS for each in message.words[max(0, place - 3) : place]):
                    yield place, place + 1
                    break


def pressure(message: Message) -> Iterator[Flag]:
    """Yield flags for words that push towards a decision, or chase one's own order, proposal or mail."""
    fine = {place for hit in message.hits.get("pressure-fine", ()) for place in range(*hit)}
    told: set[int] = set()
    places = message.subject_places
    for start, end in message.subject_hits.get("pressure", ())[:1]:
        yield message.flag("get-the-sale", (places[start][0], places[end - 1][1]), Reason("pressure"), "their-speed", "subject")
    for hit in message.hits.get("pressure", ()):
        sentence = message.sentence_of[hit[0]]
        if sentence in told or fine & set(range(*hit)) or message.refuses(hit[0]):
            continue
        told.add(sentence)
        yield message.flag("get-the-sale", message.span(hit), Reason("pressure"), "their-speed")
        if len(told) == MOST:
            return

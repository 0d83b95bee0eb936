"""Whether anything in a message could only be said to this person."""

from __future__ import annotations

import re
from bisect import bisect_right

from store.model import Reason
from store.rules.draft_check.selling import product_talk
from store.rules.draft_check.words import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.model import Dossier
    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message
    from store.rules.draft_check.purpose import Purpose

FEWEST_WORDS = 4
"Shorter messages say nothing that could be told apart."
ENOUGH = 1.0
"What the signs of a particular person must add up to."
LONGEST_THING = 60
"Characters of a fact that is one thing, such as `a site review`: all its words together are no chance."
SHORTEST_FACT = 4
"Letters; a shorter word of a fact is too common to prove anything."
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»\n]{3,120}[\"”“»]")
_FIGURE = re.compile(r"(?<![\w.])[$€£]?\d[\d.,:/]*\d?(?:\s?(?:am|pm|%|k|m))?(?!\w)", re.IGNORECASE)
_DURATION = re.compile(r"[\s-]*(?:-\s*\d+\s*)?(?:minutes?|mins?|min|hours?|hrs?|seconds?|x|times|years?|days?"
                       r"|minuten?|stunden?|tage?n?|minutos?|heures?)\b", re.IGNORECASE)
_ABOUT = frozenset((
    "about", "for", "how", "what", "whether", "if", "when", "who", "where", "which", "why", "nach", "wie", "was",
    "wegen", "sur", "comment", "quand", "si", "por", "cómo", "cuándo", "sobre", "zu", "concernant", "über"))
_LINK = re.compile(r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,200}")


def generic(message: Message, dossier: Dossier | None, purpose: Purpose) -> Flag | None:
    """Return a flag where nothing could only be said to this person, their name apart."""
    if purpose.card or purpose.newsletter or purpose.life or purpose.short_thanks or len(message.words) < FEWEST_WORDS:
        return None
    if dossier is not None and _uses_a_fact(message, dossier):
        return None
    has_filler = message.said("filler") or "filler" in message.subject_hits
    if _weight(message, has_filler) >= ENOUGH:
        return None
    hits = message.hits.get("filler", ())
    span = message.span(hits[0]) if hits else message.sentence(0)
    better = "a-fact" if dossier is not None else "one-detail"
    return message.flag("generic", span, Reason("filler" if hits else "fits-anyone"), better)


def _weight(message: Message, has_filler: bool) -> float:
    """Return how much in the words points to one person; a day alone proves little after a phrase said to everybody."""
    barred = _sold(message)
    total = 0.0
    if any(not barred.intersection(_sentences_at(message, each.span())) for each in _QUOTED.finditer(message.own)):
        total += ENOUGH
    for _ in _names(message, barred):
        total += ENOUGH
        break
    soft = 0.3 if has_filler else 1.0
    if any(True for _ in _days_and_figures(message, barred)):
        total += soft
    total += sum(ENOUGH for hit in message.hits.get("quote-words", ())[:1])
    total += sum(ENOUGH for _ in _asked(message))
    if total < ENOUGH:
        total += _details(message, barred)
    return total


def _asked(message: Message) -> Iterator[int]:
    """Yield where it is said what they asked for."""
    for start, end in message.hits.get("asked", ())[:20]:
        following = message.words[end] if end < len(message.words) else ""
        if following in _ABOUT and message.words[start] not in ("thanks", "thank"):
            yield end


def _sold(message: Message) -> set[int]:
    """Return the sentences in which the writer talks of what they sell, or says what is said to everybody."""
    return {message.sentence_of[hit[0]] for hit in product_talk(message)}


def _sentences_at(message: Message, span: tuple[int, int]) -> set[int]:
    """Return the sentence in which a place of the text stands."""
    return {bisect_right(message.sentence_starts, span[0]) - 1}


def _names(message: Message, barred: set[int]) -> Iterator[int]:
    """Yield the words that are names: capitals inside a sentence, and words that mix letters and figures."""
    lexicon = message.lexicon
    own = message.own
    ignored = {each.lower() for each in re.findall(r"[^\W\d_]+", f"{message.greeted} {message.signature}"[:400])}
    nouns_are_capital = lexicon.language == "de"
    before = -1
    for place, (start, end) in enumerate(message.places):
        first_word = message.sentence_of[place] != before
        before = message.sentence_of[place]
        word = own[start:end]
        if before in barred or not word[0].isupper() or word.lower() in ignored or word.lower() in lexicon.singles["no-place"]:
            continue
        if len(word) < 2 or (word.isupper() and stem(word.lower()) in lexicon.stock):
            continue
        inner_capital = any(each.isupper() for each in word[1:]) and not word.isupper()
        if (first_word and not inner_capital) or _is_soft(own, start):
            continue
        if nouns_are_capital and not inner_capital and not word.isupper():
            continue
        if inner_capital or stem(word.lower()) not in lexicon.stock:
            yield place


def _is_soft(own: str, start: int) -> bool:
    """Return whether a capital only follows a mark that lets a sentence begin anew: a colon, a dash, a quotation mark."""
    return own[max(0, start - 3) : start].strip()[-1:] in (":", "-", "–", "—", "\"", "“", "(", "*", "•", ")")


def _days_and_figures(message: Message, barred: set[int]) -> Iterator[int]:
    """Yield the words that name a day, an amount or a time, not a mere length of talk."""
    lexicon = message.lexicon
    for place, word in enumerate(message.words):
        if word in lexicon.singles["dates"] and message.sentence_of[place] not in barred:
            start = message.places[place][0]
            if word not in ("may", "march") or message.own[start].isupper():
                yield place
    for each in _FIGURE.finditer(_LINK.sub(lambda found: " " * len(found.group()), message.own)):
        if _DURATION.match(message.own, each.end()) or barred & _sentences_at(message, each.span()):
            continue
        yield each.start()


def _details(message: Message, barred: set[int]) -> float:
    """Return how much the plain words say that is not said in every message: more where they are about the reader."""
    lexicon = message.lexicon
    about_them = {message.sentence_of[place] for place, word in enumerate(message.words) if word in lexicon.singles["you"]}
    for name in ("inclusive", "thanks", "quote-words", "life"):
        about_them.update(message.sentence_of[hit[0]] for hit in message.hits.get(name, ()))
    ignored = set(re.findall(r"[^\W\d_]+", f"{message.greeted} {message.signature}"[:400].lower()))
    seen: set[str] = set()
    total = 0.0
    for place, word in enumerate(message.words):
        sentence = message.sentence_of[place]
        root = stem(word)
        if sentence in barred or root in lexicon.stock or root in seen or len(word) < 3 or word in ignored or word.isdigit():
            continue
        seen.add(root)
        total += ENOUGH if sentence in about_them else ENOUGH / 2
        if total >= ENOUGH:
            break
    return total


def _uses_a_fact(message: Message, dossier: Dossier) -> bool:
    """Return whether the words use something known about the contact: company, where they met, need, interest, what passed."""
    contact = dossier.contact
    facts = [contact.company, contact.need, contact.source, contact.title, *contact.interests, contact.note,
             contact.referrer_name]
    for touch in dossier.touches[-12:]:
        facts += [touch.event, touch.note]
        if touch.direction == "in":
            facts += [touch.subject, touch.text[:2000]]
    facts += [each.text for each in dossier.promises[-6:]]
    names = set(re.findall(r"[^\W\d_]+", contact.name.lower()))
    lexicon = message.lexicon
    known = set()
    for each in facts:
        for word in re.findall(r"[^\W_]+(?:'[^\W_]+)*", each[:2000].lower()):
            root = stem(word)
            if len(word) >= SHORTEST_FACT and word not in names and root not in lexicon.stock:
                known.add(root)
    spoken = {stem(word) for word in message.words}
    if known & spoken:
        return True
    for each in facts:
        words = [word for word in re.findall(r"[^\W_]+", each[:LONGEST_THING].lower()) if not lexicon.has("function", word)]
        if len(words) > 1 and len(each) <= LONGEST_THING and all(stem(word) in spoken for word in words):
            return True
    company = contact.company.lower().strip()
    return len(company) > 1 and company in message.own.lower()

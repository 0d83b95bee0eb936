"""Words written for one contact, turned into a template: their facts become gaps again."""

from __future__ import annotations

import re

from store.records import record
from store.rules.templates.gaps import GAPS, MARK_CLOSES, MARK_OPENS, mark
from store.rules.templates.reading import without_controls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COMMON = frozenset(("day_met", "day_talked", "day_asked", "next_step", "next_day", "promise", "their_subject", "title"))
"Gaps whose facts are often everyday words (today, a call): only those the draft's own template had become gaps again."
SHORTEST = 2
"Characters; a fact of one letter stands everywhere."


@record
class Kept:
    """A template made of written words."""

    subject: str
    "The subject, with gaps."
    body: str
    "The words, with gaps."
    gaps: tuple[tuple[str, str, int], ...]
    "What became a gap: the gap, the words that stood there, and how often."


def as_template(subject: str, body: str, facts: Mapping[str, str], had: Iterable[str] = ()) -> Kept:
    """Return written words as a template: each fact that stands in them whole becomes its gap.

    `facts` are words by gap name, `had` the gaps of the template that the draft came from. Longer facts go first (a whole
    name before a first name). A mark that still stands open becomes its gap. Dollars are doubled, so that nothing the
    user wrote becomes a gap by itself, and double brackets get a space, since a template reads them as alternatives.
    """
    known = {mark(gap): gap for gap in reversed(list(GAPS))}
    usable = COMMON & set(had)
    for gap in reversed(list(GAPS)):
        words = facts.get(gap, "").strip()
        if len(words) >= SHORTEST and (gap not in COMMON or gap in usable):
            known[words] = gap
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(_whole(words) for words in longest_first) + r"|\$|\[\[+|\]\]+")
    counted: dict[str, int] = {}

    def put(match: re.Match[str]) -> str:
        found = match[0]
        if found == "$":
            return "$$"
        if found not in known:
            return " ".join(found)
        counted[found] = counted.get(found, 0) + 1
        return _gap(known[found], body if match.string is body else "", match.end())

    subject, body = without_controls(subject), without_controls(body)
    kept_subject = pattern.sub(put, subject)
    kept_body = pattern.sub(put, body)
    return Kept(kept_subject, kept_body, tuple(
        (known[words], words, counted[words]) for words in sorted(counted, key=lambda words: list(GAPS).index(known[words]))))


def _whole(words: str) -> str:
    """Return the pattern of words that stand for themselves and are no part of longer ones."""
    if words.startswith(MARK_OPENS) and words.endswith(MARK_CLOSES):
        return re.escape(words)
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return before + re.escape(words) + after


def _gap(gap: str, body: str, end: int) -> str:
    """Return a gap as it is written; the signature falls away where there is none, and braces keep a name apart."""
    if gap in ("signature", "booking_link"):
        return f"[[${gap}]]"
    follows = body[end : end + 1]
    return f"${{{gap}}}" if follows.isalnum() or follows == "_" else f"${gap}"

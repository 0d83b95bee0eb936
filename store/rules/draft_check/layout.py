"""How mails are laid out: header lines on top, a signature below, quoted matter and what programs print under it."""

from __future__ import annotations

import re

from store.records import record
from store.rules.draft_check.greeting import WORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,30}):[ \t]*(?P<value>.*)")
_KNOWN_HEADERS = frozenset(("subject", "to", "from", "cc", "bcc", "date", "reply-to", "betreff", "an", "von", "objet",
                            "asunto", "para", "message-id", "mime-version", "content-type", "attachment", "attachments",
                            "x-mailer", "content-transfer-encoding", "in-reply-to", "references", "sent"))
_SUBJECTS = ("subject", "betreff", "objet", "asunto")
_RECIPIENTS = ("to", "an", "para")
_ATTACHMENTS = ("attachment", "attachments")
_QUOTE_BEGINS = re.compile(
    r"\s*(?:On\b.{4,200}\bwrote:|Am\b.{4,200}\bschrieb\b.{0,120}:"
    r"|Le\b.{4,200}\ba écrit\s?:|El\b.{4,200}\bescribió:"
    r"|-{2,}\s*(?:Original|Forwarded|Ursprüngliche|Weitergeleitete|Message d'origine|Mensaje original).{0,60}"
    r"|_{20,}\s*$|(?:From|Von|De):\s.{1,200}$)", re.IGNORECASE)
_AFTER_FROM = re.compile(r"\s*(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|Enviado|Fecha|Para|À)\s?:",
                         re.IGNORECASE)
_FOOTERS = (
    "unsubscribe", "opt out", "opt-out", "you are receiving this", "you're receiving this", " in your browser",
    "view in browser", "view online", "manage preferences", "manage your preferences", "email preferences",
    "sent from my ", "get outlook for", "abmelden", "abbestellen", "newsletter austragen", "désabonner", "désinscri",
    "darse de baja", "envoyé de mon", "gesendet von mein", "meinem iphone gesendet", "enviado desde mi",
    "all rights reserved", "©", "this email is confidential", "this message is confidential", "intended only for",
    "intended solely", "rather not get these", "no longer wish to receive", "virus-free")
"What is printed below mails, whoever writes them."
_CAPITAL_NAME = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?"
_NAME_LINE = re.compile(rf"[-–—~*]?\s*{_CAPITAL_NAME}(?:\s+(?:{_CAPITAL_NAME}|van|von|de|der|la|du)){{0,3}}\s*$")
_DASH_NAME = re.compile(rf"\s[-–—~]\s?{_CAPITAL_NAME}(?:\s{_CAPITAL_NAME})?[.!]?\s*$")
_LAST_NAME = re.compile(rf"(?<=[.!?)])[ \t]+{_CAPITAL_NAME}(?:\s{_CAPITAL_NAME})?\s*(?:[xX]{{1,3}})?\s*$")
MOST_SIGNATURE_LINES = 10
LONGEST_CLOSING = 60
"Characters of a line of a signature."
MOST_HEADERS = 40
_BULK = (
    "unsubscribe", "abmelden", "abbestellen", "sabonner", "sinscri", "darse de baja", "receiving this",
    "in your browser", "rather not get these", "no longer wish to receive", "preferences")


@record
class Head:
    """What the header lines on top of a text say."""

    lines: int = 0
    "How many there are."
    subject: str = ""
    "The subject, or empty."
    subject_place: int = -1
    "Where it stands in the text; -1 where there is none."
    recipient: str = ""
    "The name of the recipient, or empty."
    has_attachment: bool = False
    "Whether an attachment is named."


def head_of(lines: Sequence[str], places: Sequence[int]) -> Head:
    """Return what the header lines say that a text begins with."""
    found: dict[str, tuple[str, int]] = {}
    count = 0
    for number, line in enumerate(lines[:MOST_HEADERS]):
        match = _HEADER.match(line)
        if match is None and not (count and line[:1] in " \t" and line.strip()):
            break
        if match is not None:
            name = match["name"].lower()
            if not count and name not in _KNOWN_HEADERS:
                break
            found.setdefault(name, (match["value"][:1000], places[number] + match.start("value")))
        count += 1
    subject, place = next((found[each] for each in _SUBJECTS if each in found), ("", -1))
    recipient = next((found[each][0][:200] for each in _RECIPIENTS if each in found), "")
    return Head(count, subject, place, re.sub(r"<[^>]*>|[\"']|\S+@\S+", " ", recipient).strip(),
                any(found.get(each, ("", 0))[0].strip() for each in _ATTACHMENTS))


def lines_of(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of a text and where each begins."""
    lines = text.split("\n")
    places = []
    place = 0
    for line in lines:
        places.append(place)
        place += len(line) + 1
    return lines, places


def footers(text: str, lines: Sequence[str]) -> list[bool]:
    """Return of each line whether it is one that is printed below mails."""
    lower = text.lower()
    printed = [each for each in _FOOTERS if each in lower]
    return [any(each in line.lower() for each in printed) for line in lines] if printed else [False] * len(lines)


def is_bulk(line: str) -> bool:
    """Return whether a line says that one wording went to many."""
    lower = line[:2000].lower()
    return any(each in lower for each in _BULK)


def signature_line(lines: Sequence[str], solid: Sequence[int], greeting_line: int, closings: frozenset[str]) -> int:
    """Return the line from which the closing words, the name and what is printed below them stand; -1 for none.

    `solid` are the lines that hold the writer's own words.
    """
    for number in solid:
        if lines[number].rstrip() in ("--", "—", "---"):
            return number
    if len(solid) < 2:
        return -1
    for number in reversed(solid[1:][-MOST_SIGNATURE_LINES:]):
        line = lines[number].strip()
        if len(line) > LONGEST_CLOSING:
            break
        if number != greeting_line and _closes(line, closings):
            return number
    return _name_block(lines, solid, greeting_line)


def _closes(line: str, closings: frozenset[str]) -> bool:
    """Return whether a line is words of closing, perhaps with a name behind a comma."""
    words = [each.group().lower().replace("’", "'") for each in WORD.finditer(line)]
    if " ".join(words) in closings:
        return True
    return any(" ".join(words[:count]) in closings and len(words) <= count + 3
               for count in range(min(4, len(words)), 0, -1)) and re.match(r"[^,]{2,40},\s*\S", line) is not None


def _name_block(lines: Sequence[str], solid: Sequence[int], greeting_line: int) -> int:
    """Return the line from which nothing but a name and short lines below it stand; -1 for none."""
    last = solid[-1]
    block = last
    known = set(solid)
    while block - 1 in known and last - block < MOST_SIGNATURE_LINES:
        block -= 1
    told = [lines[each].strip() for each in range(block, last + 1)]
    if solid[0] < block and block != greeting_line and _NAME_LINE.match(told[0][:80]) and all(
            len(each) < LONGEST_CLOSING and not each.endswith(("?", "!", ".", ",")) for each in told):
        return block
    if last != greeting_line and _NAME_LINE.match(told[-1][:80]) and len(told[-1]) < LONGEST_CLOSING:
        return last
    return -1


def name_at_end(tail: str) -> re.Match[str] | None:
    """Return the name that the end of a text is signed with in its last line: `... talk soon! Sam`."""
    return _DASH_NAME.search(tail) or _LAST_NAME.search(tail)


def before_quotes(lines: list[str], first: int) -> int:
    """Return the line at which quoted matter begins that runs to the end; the number of lines where there is none."""
    for number in range(first, len(lines)):
        line = lines[number][:400]
        if not _QUOTE_BEGINS.match(line):
            if number + 1 < len(lines) and line.rstrip().endswith((">", ",")) and _QUOTE_BEGINS.match(
                    f"{line.rstrip()} {lines[number + 1][:200]}") and lines[number + 1].rstrip().endswith(":"):
                return number
            continue
        lowered = line.lstrip().lower()
        if lowered.startswith(("from:", "von:", "de:")) and not any(
                _AFTER_FROM.match(each) for each in lines[number + 1 : number + 3]):
            continue
        if number > first:
            return number
    return len(lines)

"""Reading a template: the head, the words, and every fault named with its line."""

from __future__ import annotations

import re
import string

from store.errors import DefinitionFault
from store.model import KINDS, STAGES, address_channel_of
from store.records import record
from store.rules.templates.gaps import GAPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

FAMILIES = (
    "thank-you", "acknowledgement", "first-call", "call-again", "voicemail", "ladder-mail", "week-after", "recap",
    "next-step", "reply", "promise", "check-in", "clipping", "invitation", "gift", "card", "birthday", "rescue",
    "newsletter", "end-of-plan", "tell-me-more", "cannot-help", "holding", "referral-thanks", "referral-first",
    "referral-report", "ask-permission", "bounce",
)
HEAD_KEYS = ("subject", "kinds", "family", "stage", "language")
LONGEST = 64 * 1024
_HEAD_KEY = re.compile(r"\s*([A-Za-z-]+)\s*:")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@record
class Template:
    """Words with gaps."""

    name: str
    "The file's name without its ending."
    family: str
    "One of FAMILIES or a word of the user's own; empty for one that is only chosen by hand."
    kinds: tuple[str, ...]
    "Kinds of touch it is written for; at least one of KINDS."
    language: str
    "BCP 47 tag; empty for any."
    subject: str
    "Subject of a mail, with gaps, or empty."
    body: str
    "The words, with gaps and alternatives."
    stage: str = ""
    "The stage of trust it is written for, or empty for any."
    path: str = ""
    "Where it was read from, or empty."


@record
class Piece:
    """A part of the words: plain text with gaps, or alternatives."""

    offset: int
    "Where it starts in the text."
    alternatives: tuple[str, ...]
    "The texts to choose from; one for a part outside brackets."
    before: str = ""
    "Space that opens every alternative."
    after: str = ""
    "Space that closes every alternative."
    optional: bool = False
    "Whether it stood in brackets."


class _Fault(Exception):
    """A fault in the words, at an offset; turned into a DefinitionFault by whoever knows the line."""

    def __init__(self, offset: int, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.offset, self.reason, self.values = offset, reason, values


def parse(text: str, name: str, path: str = "") -> Template:
    """Return the template that a file's text holds.

    Raises DefinitionFault: `unknown-gap` (path, line, gap, known) or `bad-template` (path, line, reason, word), the
    reason being `no-head`, `unknown-key`, `twice`, `unknown-kind`, `unknown-stage`, `no-words`, `no-subject`,
    `open-bracket`, `stray-bracket`, `bad-gap` or `too-long`. Lines count from 1.
    """
    if len(text) > LONGEST:
        _refuse(path, 1, "too-long")
    lines = _lines(text)
    head, places, start = _head(lines, path)
    body = "\n".join(lines[start:])
    first = start + 1 + len(body) - len(body.lstrip("\n"))
    body = without_controls(body).strip("\n").rstrip()
    if not body:
        _refuse(path, max(places.values(), default=1), "no-words")
    kinds = _kinds(head, places, path)
    stage = head.get("stage", "").lower()
    if stage and stage not in STAGES:
        _refuse(path, places["stage"], "unknown-stage", stage)
    subject = without_controls(head.get("subject", ""))
    if not subject and any(address_channel_of(kind) == "email" for kind in kinds):
        _refuse(path, places.get("kinds", 1), "no-subject")
    _check(subject, places.get("subject", 1), path)
    _check(body, first, path)
    return Template(name, head.get("family", "").lower(), kinds, head.get("language", ""), subject, body, stage, path)


def without_controls(words: str) -> str:
    """Return words with plain line ends and without control and direction characters."""
    return _UNSAFE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def pieces(words: str) -> tuple[Piece, ...]:
    """Return the parts of a template's words, in order; raises `_Fault` where a bracket is open or stray."""
    found: list[Piece] = []
    place = 0
    while place < len(words):
        opens = words.find("[[", place)
        plain = words[place:] if opens < 0 else words[place:opens]
        if "]]" in plain:
            raise _Fault(place + plain.index("]]"), "stray-bracket")
        if plain:
            found.append(Piece(place, (plain,)))
        if opens < 0:
            break
        closes = words.find("]]", opens)
        inside = words[opens + 2 : closes] if closes >= 0 else ""
        if closes < 0 or "[[" in inside:
            raise _Fault(opens, "open-bracket")
        found.append(_choice(opens, inside))
        place = closes + 2
    return tuple(found)


def _choice(offset: int, inside: str) -> Piece:
    """Return the alternatives between two brackets.

    Spaces right inside the brackets belong to every alternative; line ends there, and all space around a bar, are
    layout only.
    """
    before = inside[: len(inside) - len(inside.lstrip())]
    after = inside[len(inside.rstrip()) :] if inside.strip() else ""
    alternatives = tuple(each.strip() for each in inside.split("|"))
    return Piece(offset, alternatives, "" if "\n" in before else before, "" if "\n" in after else after, True)


def _head(lines: list[str], path: str) -> tuple[dict[str, str], dict[str, int], int]:
    """Return the head's values, the line of each, and the index of the first line after the blank one."""
    head: dict[str, str] = {}
    places: dict[str, int] = {}
    for index, line in enumerate(lines):
        if not line.strip():
            if head:
                return head, places, index + 1
            continue
        if line.lstrip().startswith("#"):
            continue
        match = _HEAD_KEY.match(line)
        if not match:
            _refuse(path, index + 1, "no-head")
        key = match[1].lower()
        key = "kinds" if key == "kind" else key
        if key not in HEAD_KEYS:
            _refuse(path, index + 1, "unknown-key" if head else "no-head", match[1])
        if key in head:
            _refuse(path, index + 1, "twice", key)
        head[key], places[key] = line[match.end() :].strip(), index + 1
    return head, places, len(lines)


def _kinds(head: dict[str, str], places: dict[str, int], path: str) -> tuple[str, ...]:
    """Return the kinds of a head; without any, a template with a subject is a mail and one without is a text."""
    kinds = tuple(dict.fromkeys(each.strip().lower() for each in head.get("kinds", "").split(",") if each.strip()))
    for kind in kinds:
        if kind not in KINDS:
            _refuse(path, places["kinds"], "unknown-kind", kind)
    return kinds or (("email",) if head.get("subject") else ("text",))


def faults_in(text: str, name: str, path: str = "") -> tuple[DefinitionFault, ...]:
    """Return everything that is wrong with a file's text, in the order of its lines; nothing where it can be used.

    The gaps that nobody knows are all named; of anything else the first, since what follows may come from it.
    """
    try:
        parse(text, name, path)
    except DefinitionFault as fault:
        if fault.code != "unknown-gap":
            return (fault,)
    else:
        return ()
    lines = _lines(text)
    _, places, start = _head(lines, path)
    found: list[DefinitionFault] = []
    for number, line in enumerate(lines, start=1):
        if number <= start and number != places.get("subject"):
            continue
        for match in string.Template.pattern.finditer(line):
            try:
                _check_gap(match)
            except _Fault as fault:
                found.append(_unknown(path, number, fault) if fault.reason == "unknown-gap" else DefinitionFault(
                    "bad-template", path=path, line=number, reason=fault.reason, word=fault.values.get("word", "")))
    return tuple(found)


def _lines(text: str) -> list[str]:
    """Return the lines of a file's text, whatever ends them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _unknown(path: str, line: int, fault: _Fault) -> DefinitionFault:
    """Return the fault of a gap that nobody knows, with the known one most like it."""
    import difflib

    gap = fault.values["gap"]
    near = difflib.get_close_matches(gap.lower(), GAPS, 1, 0.6)
    return DefinitionFault("unknown-gap", path=path, line=line, gap=gap, known=sorted(GAPS), hint=near[0] if near else "")


def _check(words: str, line: int, path: str) -> None:
    """Refuse words whose brackets or gaps are wrong; `line` is where they start."""
    try:
        pieces(words)
        for match in string.Template.pattern.finditer(words):
            _check_gap(match)
    except _Fault as fault:
        line += words.count("\n", 0, fault.offset)
        if fault.reason == "unknown-gap":
            raise _unknown(path, line, fault) from None
        _refuse(path, line, fault.reason, fault.values.get("word", ""))


def _check_gap(match: re.Match[str]) -> None:
    """Refuse a gap that no fact can fill; a dollar before anything that is no name stays a dollar."""
    gap = match["named"] or match["braced"]
    if gap and gap not in GAPS:
        raise _Fault(match.start(), "unknown-gap", gap=gap)
    if match["invalid"] is not None and match.string[match.end() : match.end() + 1] == "{":
        raise _Fault(match.start(), "bad-gap", word=match.string[match.start() : match.start() + 20].split("\n")[0])


def _refuse(path: str, line: int, reason: str, word: str = "") -> NoReturn:
    """Raise the DefinitionFault of a bad template."""
    raise DefinitionFault("bad-template", path=path, line=line, reason=reason, word=word)

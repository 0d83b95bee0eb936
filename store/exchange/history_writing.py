"""A contact's history as Markdown: what is known, what was agreed, and everything that passed, newest first.

What a person wrote is text: whatever in it is markup, HTML, a link or a mention is escaped, so that a reader sees it as typed.
"""

from __future__ import annotations

import re

from store.exchange.outgoing import day_text, spoken
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.model import Dossier, Moment, Planned, Touch

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$^@!=+-])")
_LINK = re.compile(r"(?<=[A-Za-z])(:)(?=//|[A-Za-z])|(?<=\bwww)(\.)", re.IGNORECASE)
_SHORTCODE = re.compile(r":(?=[\w+-]+:)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_ENTITIES = {"\\<": "&lt;", "\\>": "&gt;", "\\&": "&amp;"}
_FILE_NAME = re.compile(r"[^\w]+")


@record
class Words:
    """How to say instants, plans and touches; the store makes no sentences of its own."""

    moment: Callable[[Moment], str]
    "When something happened."
    planned: Callable[[Planned], str]
    "When something is planned."
    touch: Callable[[Touch], str]
    "What passed, which way and how it went."


def escaped(text: str) -> str:
    """Return one line of outside text in which nothing acts: no markup, HTML, link, mention or shortcode."""
    line = _UNFIT.sub("", text).strip().replace("\t", " ")
    line = _SHORTCODE.sub(r"\:", _MARKS.sub(r"\\\1", line))
    line = _LINK.sub(lambda match: "\\" + match[0], line)
    line = _NUMBERED.sub(r"\1\\\2", line)
    for mark, entity in _ENTITIES.items():
        line = line.replace(mark, entity)
    return line


def quoted(text: str) -> str:
    """Return outside text of several lines as a quotation, its lines kept apart."""
    lines = [escaped(each) for each in re.split("\r\n|[\r\n\x85\u2028\u2029]", text.strip())]
    ends = ["\\" if line and following else "" for line, following in zip(lines, [*lines[1:], ""], strict=True)]
    return "\n".join(f"> {line}{end}".rstrip() for line, end in zip(lines, ends, strict=True))


def file_name(dossier: Dossier) -> str:
    """Return a file name for a history: the name in plain words, and the end of the id, which tells namesakes apart."""
    words = _FILE_NAME.sub("-", dossier.contact.name.casefold()).strip("-_")[:40].rstrip("-")
    while len(words.encode("utf-8", "ignore")) > 120:
        words = words[:-1]
    return f"{words or 'person'}-{dossier.contact.id[-8:]}.md"


def history(dossier: Dossier, words: Words) -> Iterator[bytes]:
    """Yield a contact's history piece by piece, in UTF-8."""
    contact = dossier.contact
    yield _paragraph(f"# {escaped(contact.name)}")
    work = ", ".join(escaped(each) for each in (contact.title, contact.company) if each)
    if work:
        yield _paragraph(work)
    facts = list(_facts(dossier, words))
    if facts:
        yield _paragraph("\n".join(f"- {name}: {text}" for name, text in facts))
    if contact.note:
        yield _paragraph("## Notes")
        yield _paragraph(quoted(contact.note))
    yield from _agreed(dossier, words)
    if dossier.touches:
        yield _paragraph("## What passed between you")
    for touch in reversed(dossier.touches):
        place = f", {escaped(touch.event)}" if touch.event else ""
        yield _paragraph(f"### {escaped(words.moment(touch.happened))}: {escaped(words.touch(touch))}{place}")
        if touch.subject:
            yield _paragraph(f"*Subject:* {escaped(touch.subject)}")
        for text in (touch.note, touch.text if touch.text != touch.note else ""):
            if text.strip():
                yield _paragraph(quoted(text))


def _paragraph(text: str) -> bytes:
    """Return a paragraph with the empty line below it."""
    return f"{text}\n\n".encode("utf-8", "replace")


def _facts(dossier: Dossier, words: Words) -> Iterator[tuple[str, str]]:
    """Yield (name, escaped text) of what is known of a contact."""
    contact = dossier.contact
    names = {"email": "Mail", "phone": "Phone", "web": "Web", "post": "Address"}
    for each in contact.addresses:
        label = f" ({escaped(each.label)})" if each.label else ""
        text = ", ".join(escaped(line) for line in spoken(each.value).split("\n"))
        yield names.get(each.channel, "Address"), f"{text}{label}{', came back' if each.bounced else ''}"
    for date in dossier.dates:
        name = escaped(date.name)
        yield name[:1].upper() + name[1:], escaped(day_text(date.month, date.day, date.year))
    known = (("Temperature", contact.temperature), ("Pace", contact.pace), ("Stage", contact.stage),
             ("Standing", contact.standing), ("Closed because", contact.closed_reason), ("Need", contact.need),
             ("Size", contact.size), ("Wanted by", contact.wanted_by), ("Met through", contact.referrer_name),
             ("Source", contact.source), ("Interests", ", ".join(contact.interests)), ("Tags", ", ".join(contact.tags)),
             ("Allowed", ", ".join(f"{each.channel} {each.state}" for each in contact.permissions)))
    yield from ((name, escaped(text)) for name, text in known if text)
    for plan in dossier.plans:
        if plan.ended is None:
            yield "Cadence", f"{escaped(plan.cadence)}, since {escaped(words.moment(plan.anchor))}"


def _agreed(dossier: Dossier, words: Words) -> Iterator[bytes]:
    """Yield what was promised, the latest first."""
    lines = []
    for each in reversed(dossier.promises):
        state = "kept" if each.kept else "called off" if each.dropped else "open"
        text = " ".join(escaped(line) for line in each.text.split("\n"))
        lines.append(f"- {escaped(words.planned(each.due))}: {escaped(each.kind)}{', ' + text if text else ''} ({state})")
    if lines:
        yield _paragraph("## Promises and next steps")
        yield _paragraph("\n".join(lines))

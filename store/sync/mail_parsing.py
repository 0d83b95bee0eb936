"""The bytes of a mail, taken apart: never raises, in time that grows with their number alone."""

from __future__ import annotations

import re

from store.exchange.cleaning import many_lines
from store.exchange.mail_marks import mark
from store.rules.incoming.mail import Delivery, Mail
from store.sync import mail_fields, mail_html
from store.sync.mail_mime import Part, decoded, fields_of, taken_apart, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_TEXT = 200_000
"Characters of a mail's words that are kept."
LONGEST_MAIL = 64 * 1024 * 1024
"Bytes of a mail that are read."
MOST_VALUES = 60
"Values of one header field that are kept."
MOST_DELIVERIES = 100
_ADDRESSES = frozenset({"from", "to", "cc", "reply-to", "sender", "return-path", "delivered-to", "errors-to", "bcc"})
_HEAD_LINES = re.compile(
    rb"^[ \t>]{0,4}(?:(?:Return-Path|Received|Message-I[Dd]|MIME-Version|From|To|Date|Subject|X-[\w-]{2,40}|DKIM-Signature|"
    rb"Delivered-To|Content-Type|Reply-To|Sender|In-Reply-To|References)[ \t]*:.*\n(?:[ \t]+\S.*\n){0,40}){3}", re.MULTILINE)
_HEAD_MARK = re.compile(rb"^[ \t>]{0,4}(?:Received|Message-I[Dd]|Return-Path|MIME-Version)[ \t]*:", re.MULTILINE)
_UNMARKED = re.compile(rb"^[ \t]{0,4}>[ \t]?", re.MULTILINE)
_INDENTED = re.compile(rb"^[ \t]{1,4}(?=[A-Za-z-]{2,40}:)", re.MULTILINE)


def read(raw: bytes) -> Mail:
    """Return what a mail says, whatever is wrong with it; a head alone, or a mail cut short, is read as far as it goes."""
    whole = taken_apart(raw[:LONGEST_MAIL])
    every = list(_every(whole))
    plain, is_html = _words(whole)
    page = next((text_of(decoded(each.body, each.encoding), each.parameters.get("charset", "")) for each in every
                 if each.kind == "text/html"), "")
    links, images = mail_html.counted(page) if page else (0, 0)
    fields = whole.fields
    senders = mail_fields.people(fields.get("from", ()))
    calendar = next((each for each in every if each.kind == "text/calendar"), None)
    sender, subject = senders[0] if senders else ("", ""), _first_words(fields, "subject")
    to, cc, at = mail_fields.people(fields.get("to", ())), mail_fields.people(fields.get("cc", ())), mail_fields.instant(fields)
    message_id = next(iter(mail_fields.ids(fields.get("message-id", ())[:1])), "")
    return Mail(
        sender=sender, to=to, cc=cc, reply_to=mail_fields.people(fields.get("reply-to", ())),
        at=at, subject=subject, message_id=message_id,
        mark="" if message_id else mark(at, sender[1], (each for _name, each in (*to, *cc)), subject, whole.body),
        in_reply_to=mail_fields.ids(fields.get("in-reply-to", ())), references=mail_fields.ids(fields.get("references", ())),
        headers=_all_words(fields), content_type=whole.kind, report_type=whole.parameters.get("report-type", "").lower(),
        parts=tuple(each.kind for each in every), text=plain, html=is_html, links=links, images=images,
        deliveries=_deliveries(every), original=_original(whole, every), method=_method(calendar),
        files=tuple(mail_fields.words(each.name.encode("utf-8", "surrogateescape"))[:200] for each in every if each.name)[:50])


def _every(part: Part) -> Iterator[Part]:
    """Yield a part and all parts within it, in their order; not those of enclosed mails."""
    yield part
    if part.kind.startswith("multipart/"):
        for each in part.parts:
            yield from _every(each)


def _first_words(fields: Mapping[str, tuple[bytes, ...]], name: str) -> str:
    """Return the first value of a field in words, or nothing."""
    values = fields.get(name)
    return mail_fields.words(values[0])[:2_000] if values else ""


def _all_words(fields: Mapping[str, tuple[bytes, ...]]) -> dict[str, tuple[str, ...]]:
    """Return all fields in words."""
    return {name: tuple(mail_fields.words(each) for each in values[:MOST_VALUES]) for name, values in fields.items()}


def _words(part: Part) -> tuple[str, bool]:
    """Return the words of a part, and whether they were made from HTML."""
    if part.kind.startswith("multipart/") and part.parts:
        found = [_words(each) for each in part.parts if each.disposition != "attachment"]
        found = [each for each in found if each[0].strip()]
        if part.kind == "multipart/alternative":
            found = [each for each in found if not each[1]][:1] or found[-1:]
        return "\n\n".join(each[0] for each in found)[:LONGEST_TEXT], bool(found) and all(each[1] for each in found)
    if part.kind.startswith("message/") or part.kind in ("text/calendar", "text/rfc822-headers", "text/x-vcard", "text/vcard",
                                                         "text/directory", "text/css", "text/x-amp-html"):
        return "", False
    if not part.kind.startswith(("text/", "multipart/")):
        return "", False
    text = text_of(decoded(part.body, part.encoding), part.parameters.get("charset", ""))
    if part.kind == "text/html":
        return many_lines(mail_html.as_text(text))[:LONGEST_TEXT], True
    if part.parameters.get("format", "").lower() == "flowed":
        text = _unflowed(text, part.parameters.get("delsp", "").lower() == "yes")
    return many_lines(text[:2 * LONGEST_TEXT])[:LONGEST_TEXT], False


def _unflowed(text: str, drop: bool) -> str:
    """Return text whose lines were broken only for the transport with its lines whole (RFC 3676)."""
    found: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare[1:] if bare.startswith(" ") else bare
        if open_depth == depth and found and bare != "-- ":
            found.append(bare)
        else:
            found.append(("\n" if found else "") + ">" * depth + (" " if depth else "") + bare)
        soft = bare.endswith(" ") and bare != "-- "
        open_depth = depth if soft else -1
        if soft and drop:
            found[-1] = found[-1][:-1]
    return "".join(found)


def _deliveries(every: list[Part]) -> tuple[Delivery, ...]:
    """Return what the delivery reports among the parts say, one a recipient."""
    found: list[Delivery] = []
    for part in every:
        if part.kind not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        octets = decoded(part.body, part.encoding).replace(b"\r\n", b"\n")
        place = 0
        while place < len(octets) and len(found) < MOST_DELIVERIES:
            while octets.startswith(b"\n", place):
                place += 1
            fields, end = fields_of(octets, place)
            if end <= place:
                break
            place = end
            delivery = _delivery({name: mail_fields.words(values[0]) for name, values in fields.items()})
            if delivery is not None:
                found.append(delivery)
    return tuple(found)


def _delivery(fields: Mapping[str, str]) -> Delivery | None:
    """Return what one block of a delivery report says, or None for the one about the mail as a whole."""
    if not fields.keys() & {"final-recipient", "original-recipient", "action", "status"}:
        return None
    final, original, actual = (_recipient(fields.get(name, "")) for name in (
        "final-recipient", "original-recipient", "x-actual-recipient"))
    return Delivery(final or actual or original, fields.get("action", "").lower().strip().split(" ")[0].strip(";,"),
                    fields.get("status", "").strip(), fields.get("diagnostic-code", "")[:2_000],
                    tuple(each for each in dict.fromkeys((original, actual)) if each))


def _recipient(value: str) -> str:
    """Return the address of a field such as `rfc822; a@example.com`."""
    found = mail_fields.people((value.partition(";")[2].encode() if ";" in value else value.encode(),))
    return found[0][1] if found else ""


def _original(whole: Part, every: list[Part]) -> Mapping[str, tuple[str, ...]]:
    """Return the head of the mail that is enclosed, as a part or quoted as text; nothing where none is."""
    for part in every:
        if part.kind in ("message/rfc822", "message/global") and part.parts and part.parts[0].fields:
            return _all_words(part.parts[0].fields)
        if part.kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            fields, _end = fields_of(decoded(part.body, part.encoding).lstrip(b"\n"))
            if fields:
                return _all_words(fields)
    for part in every:
        if part.kind.startswith(("text/plain", "multipart/")) and not part.parts:
            octets = decoded(part.body, part.encoding)[:LONGEST_TEXT]
            if _HEAD_MARK.search(octets):
                return _quoted_head(octets)
    return {}


def _quoted_head(octets: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return the first head that stands in a text."""
    found = _HEAD_LINES.search(octets + b"\n")
    if found is None:
        return {}
    rest = octets[found.start():found.start() + 30_000]
    rest = _UNMARKED.sub(b"", rest) if rest.lstrip().startswith(b">") else rest
    if rest[:1] in (b" ", b"\t"):
        rest = _INDENTED.sub(b"", rest)
    fields, _end = fields_of(rest)
    return _all_words(fields)


def _method(calendar: Part | None) -> str:
    """Return the METHOD of an invitation, from its label or its own words."""
    if calendar is None:
        return ""
    said = calendar.parameters.get("method", "")
    if not said:
        inside = re.search(rb"^METHOD(?:;[^:\n]{0,100})?:[ \t]*([A-Za-z-]{1,30})", decoded(calendar.body, calendar.encoding),
                           re.MULTILINE | re.IGNORECASE)
        said = inside[1].decode("ascii") if inside else ""
    return said.upper()[:30]

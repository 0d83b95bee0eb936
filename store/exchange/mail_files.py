"""Mail kept in files (mbox, Maildir, single mails): who, when, in which direction and the subject; never the words."""

from __future__ import annotations

import datetime as dt
import os
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from store.errors import FileFault
from store.exchange import histories
from store.exchange.cleaning import decode, one_line
from store.exchange.gathering import Gathering
from store.exchange.mail_marks import BODY, beginning, mark
from store.exchange.streams import CHUNK, lines
from store.model import Reason
from store.records import record, replace
from store.rules import addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.exchange.parsed import Asked, ParsedRecord
    from store.model import Touch

MOST_MAILS = 2_000_000
"""Mails of a folder or file that are looked at."""
LONGEST_HEADER = 8_000
MOST_PEOPLE = 50
"""A mail to more people than these is none to each of them."""
_WANTED = frozenset({b"from", b"to", b"cc", b"date", b"message-id", b"subject", b"list-id", b"list-unsubscribe",
                     b"precedence", b"auto-submitted", b"delivered-to", b"x-original-to"})
_UNWANTED = frozenset({"drafts", "draft", "junk", "spam", "trash", "entwürfe", "papierkorb", "brouillons", "corbeille",
                       "borradores", "papelera"})
_FOLDED = re.compile(r"\s*[\r\n]+\s*")
_EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


@record
class Mail:
    """One mail's headers, as far as they count."""

    place: int
    "Line at which it begins, or 1 for a file of its own."
    sender: tuple[str, str]
    "Name and address it came from."
    to: tuple[tuple[str, str], ...]
    "Names and addresses it went to."
    at: dt.datetime
    "When, aware."
    subject: str
    "The subject."
    message_id: str
    "Message-ID without brackets, or empty."
    by_machine: bool
    "Whether a list or a machine wrote it."
    mark: str = ""
    "What it is known by where it has no Message-ID."


def is_maildir(path: Path) -> bool:
    """Return whether a folder is a Maildir, or holds some as Maildir++ and mail programs nest them."""
    try:
        return (path / "cur").is_dir() and (path / "new").is_dir()
    except OSError:
        return False


def of_mbox(pieces: Iterable[bytes], problems: list[tuple[int, Reason]], owners: dict[str, int]) -> Iterator[Mail]:
    """Yield the mails of an mbox file; bodies are passed over as they are read."""
    waiting: Mail | None = None
    headers: list[bytes] = []
    body = b""
    begin, in_head, blank = 0, False, True
    for number, line, _ in lines(pieces):
        if blank and line.startswith(b"From "):
            if in_head:
                waiting = _mail(begin, headers, problems, owners)
            if waiting is not None:
                yield _marked(waiting, body)
            waiting, headers, body, begin, in_head = None, [], b"", number, True
        elif in_head and not line.strip():
            waiting = _mail(begin, headers, problems, owners)
            in_head = False
            if waiting is not None and waiting.message_id:
                yield waiting
                waiting = None
        elif in_head and len(headers) < 2000:
            headers.append(line[:LONGEST_HEADER])
        elif waiting is not None and len(body) < BODY:
            body = beginning(body + line)
        blank = not line.strip()
    if in_head:
        waiting = _mail(begin, headers, problems, owners)
    if waiting is not None:
        yield _marked(waiting, body)


def of_one(path: Path, problems: list[tuple[int, Reason]], owners: dict[str, int]) -> Iterator[Mail]:
    """Yield the mail of a file of its own."""
    headers: list[bytes] = []
    body = b""
    found: Mail | None = None
    for _, line, _ in lines(raw(path)):
        if found is None and line.strip() and len(headers) <= 2000:
            headers.append(line[:LONGEST_HEADER])
            continue
        if found is None and (found := _mail(1, headers, problems, owners)) is None:
            return
        if found.message_id or len(body) >= BODY:
            break
        body = beginning(body + line)
    else:
        found = found or _mail(1, headers, problems, owners)
    if found is not None:
        yield _marked(found, body)


def of_maildir(folder: Path, problems: list[tuple[int, Reason]], owners: dict[str, int]) -> Iterator[Mail]:
    """Yield the mails of a Maildir and of the folders below it; drafts and junk left out."""
    seen = 0
    for place, below, names in os.walk(folder):
        last = os.path.basename(place).strip(".").lower()
        below[:] = sorted(each for each in below if each != "tmp" and not _is_unwanted(each))
        if last not in ("cur", "new"):
            continue
        for name in sorted(names):
            seen += 1
            if seen > MOST_MAILS:
                return
            path = folder.__class__(place) / name
            try:
                if path.is_file():
                    yield from of_one(path, problems, owners)
            except FileFault:
                problems.append((0, Reason("cannot-read", {"file": str(path.relative_to(folder))})))


def _marked(mail: Mail, body: bytes) -> Mail:
    """Return a mail with what it is known by, where it has no Message-ID."""
    if mail.message_id:
        return mail
    return replace(mail, mark=mark(mail.at, mail.sender[1], (each for _name, each in mail.to), mail.subject, body))


def _is_unwanted(name: str) -> bool:
    """Return whether a folder holds drafts, junk or rubbish."""
    return name.strip(".").lower().rpartition(".")[2] in _UNWANTED


def raw(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece as it is; raises FileFault(`cannot-read`)."""
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError as error:
        raise FileFault("cannot-read", path=str(path), reason=error.strerror or "error") from error


def records(mails: Iterable[Mail], asked: Asked, owners: dict[str, int]) -> Iterator[ParsedRecord]:
    """Yield one record a correspondent with all that passed; the owner is known by their accounts, or by frequency."""
    found = list(mails)
    own = {each.lower() for each in asked.own} or _owner(found, owners)
    people: dict[str, tuple[int, str, list[Touch], set[str]]] = {}
    for mail in found:
        out = mail.sender[1].lower() in own
        if mail.by_machine and not out:
            continue
        others = mail.to if out else (mail.sender,)
        if len(others) > MOST_PEOPLE:
            continue
        for name, address in others:
            key = address.lower()
            if key in own:
                continue
            place, known, touches, ways = people.setdefault(key, (mail.place, "", [], set()))
            ways.add("out" if out else "in")
            people[key] = (place, known or _name(name, address), touches, ways)
            touches.append(_touch(mail, "out" if out else "in", address, asked.zone))
    for address, (place, name, touches, ways) in people.items():
        person = Gathering("mail", asked.region)
        person.put("name", name)
        person.mail(address)
        made = person.record(place)
        if made is not None:
            yield replace(made, more={"touches": tuple(touches), "known_only": "ask" if len(ways) == 2 else "quiet"})


def _touch(mail: Mail, direction: str, address: str, zone: str) -> Touch:
    """Return a mail as a touch."""
    key = mail.message_id or mail.mark
    return histories.touch(
        "email", direction, histories.instant(mail.at, zone), f"mail:{key}", subject=mail.subject, address=address,
        message_id=mail.message_id, outcome="sent" if direction == "out" else "")


def _owner(mails: list[Mail], owners: dict[str, int]) -> set[str]:
    """Return whose mail it is: the address it was delivered to, or the one in most of it."""
    if owners:
        return {max(owners, key=lambda each: owners[each])}
    counts: dict[str, int] = {}
    for mail in mails:
        for address in {mail.sender[1].lower(), *(each.lower() for _, each in mail.to)}:
            counts[address] = counts.get(address, 0) + 1
    best = sorted(counts.items(), key=lambda each: -each[1])[:2]
    return {best[0][0]} if len(best) == 2 and best[0][1] > best[1][1] else set()


def _name(name: str, address: str) -> str:
    """Return a name as it would be said, `Voss, Lena` turned round; empty where it is the address again."""
    clean = one_line(name).strip("\"' ")
    if "@" in clean or clean.lower() == address.lower():
        return ""
    family, comma, given = clean.partition(", ")
    return f"{given} {family}" if comma and given and " " not in family and len(given.split()) < 3 else clean


def _mail(place: int, raw_lines: list[bytes], problems: list[tuple[int, Reason]], owners: dict[str, int]) -> Mail | None:
    """Return the mail that headers are of, or None for one without sender or date."""
    heads = _heads(raw_lines)
    senders = _people(heads.get("from", ""))
    try:
        at = parsedate_to_datetime(heads.get("date", "")[:100])
        at = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        at = _EARLIEST
    if not senders or at <= _EARLIEST:
        problems.append((place, Reason("no-sender-or-date")))
        return None
    for name in ("delivered-to", "x-original-to"):
        for _, address in _people(heads.get(name, "")):
            owners[address.lower()] = owners.get(address.lower(), 0) + 1
    automatic = heads.get("auto-submitted", "no").strip().lower()
    by_machine = (bool(heads.keys() & {"list-id", "list-unsubscribe"}) or automatic not in ("no", "")
                  or heads.get("precedence", "").strip().lower() in ("bulk", "list", "junk"))
    return Mail(place, senders[0], tuple(_people(f"{heads.get('to', '')}, {heads.get('cc', '')}")), at,
                _words(heads.get("subject", "")), one_line(heads.get("message-id", "")).strip("<> ")[:300], by_machine)


def _heads(raw_lines: list[bytes]) -> dict[str, str]:
    """Return the wanted headers, unfolded."""
    found: dict[str, list[bytes]] = {}
    name = b""
    for line in raw_lines:
        if line[:1] in (b" ", b"\t"):
            if name and sum(map(len, found[name.decode()])) < LONGEST_HEADER:
                found[name.decode()].append(line)
            continue
        name, colon, value = line.partition(b":")
        name = name.strip().lower()
        if not colon or name not in _WANTED or name.decode() in found:
            name = b""
            continue
        found[name.decode()] = [value]
    return {each: _FOLDED.sub(" ", decode(b"".join(parts))[:LONGEST_HEADER]).strip() for each, parts in found.items()}


def _words(text: str) -> str:
    """Return a header's words, decoded whatever they were encoded in."""
    if "=?" not in text:
        return one_line(text)
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return one_line(text)
    return one_line("".join(decode(part, charset or "") if isinstance(part, bytes) else part for part, charset in parts))


def _people(text: str) -> list[tuple[str, str]]:
    """Return the names and addresses of a header; what is no address is left out."""
    if "@" not in text:
        return []
    found = []
    for name, address in getaddresses([text[:LONGEST_HEADER]])[:200]:
        normal = addresses.mail(address)
        if normal:
            found.append((_words(name), normal))
    return found

"""What one machine writes for the others: documents of the book in journal entries (VJOURNAL), each written once.

An entry is never changed: it is added, and taken away when a later one holds all of it. Its name tells the machine and is
used once (`onward-<machine>-<mark>.ics`); a machine writes and takes away only its own. In its DESCRIPTION stands a head
(`onward-journal 1 <checksum> <bytes>`) and then, packed (deflate, base64), lines of JSON: first what the entry says of
itself, then a document a line with its table. Nothing that is read here is trusted: what does not fit is no entry of ours.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import zlib

from store.disk.identity import is_stamp, milliseconds_of, number_of_id
from store.exchange.vcard_text import folded
from store.model import EMPTY
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

VERSION = 1
FOLDER = "onward-journal"
"The last part of the collection's path."
COMPONENT = "VJOURNAL"
LIMIT = 1 << 18
"Bytes of documents in one entry, before they are packed; one long document alone may be more."
LONGEST = 1 << 25
"Bytes that an entry may unpack to."
LATEST_STAMP = "100000000000"
"No sound clock reaches it: a stamp after this would have every later one run over."
_NAME = re.compile(r"onward-([0-9a-f]{8})-([0-9a-f]{20})\.ics")
_HEAD = re.compile(r"onward-journal (\d+) ([0-9a-f]{8}) (\d+)$")
_SUMMARY = "Onward: what another machine of yours needs to know. Please leave it as it is."


@record
class Entry:
    """What one entry holds."""

    machine: str
    "Who wrote it."
    documents: tuple[tuple[str, Mapping[str, Any]], ...]
    "Each with its table."
    schema: int = 1
    "The schema of the documents."
    upto: str = ""
    "With this entry everything that the machine itself changed up to this stamp has been written."


class NotOurs(ValueError):
    """Something that no Onward wrote, or that is no longer as it was written."""


class Newer(ValueError):
    """An entry of a newer Onward."""


def name_for(machine: str, at: dt.datetime) -> str:
    """Return a new name for an entry, one that was never used and never will be."""
    return f"onward-{machine}-{milliseconds_of(at):012x}{os.urandom(4).hex()}.ics"


def parts_of(name: str) -> tuple[str, str] | None:
    """Return the machine and the mark in an entry's name; None for a name that is none of ours."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else None


def name_of(machine: str, mark: str) -> str:
    """Return the name of an entry by machine and mark."""
    return f"onward-{machine}-{mark}.ics"


def line_of(table: str, document: Mapping[str, Any]) -> bytes:
    """Return a document with its table on one line."""
    return json.dumps([table, document], separators=(",", ":")).encode() + b"\n"


def written(name: str, lines: Iterable[bytes], schema: int, upto: str, now: dt.datetime) -> bytes:
    """Return an entry as a calendar resource."""
    parts = parts_of(name)
    assert parts is not None
    body = b"".join((json.dumps({"machine": parts[0], "schema": schema, "upto": upto}).encode() + b"\n", *lines))
    packed = base64.b64encode(zlib.compress(body, 6)).decode()
    head = f"onward-journal {VERSION} {zlib.crc32(body):08x} {len(body)}"
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    rows = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Onward//Journal//EN", "BEGIN:VJOURNAL",
        f"UID:{name.removesuffix('.ics')}", f"DTSTAMP:{stamp}", f"SUMMARY:{_SUMMARY}",
        f"DESCRIPTION:{head}\\n{packed}", "CLASS:PRIVATE", "END:VJOURNAL", "END:VCALENDAR")
    return b"".join(folded(each) for each in rows)


def read(name: str, data: bytes, schema: int) -> Entry:
    """Return what an entry holds; raises NotOurs, or Newer where it was written by a newer Onward than this."""
    parts = parts_of(name)
    if parts is None:
        raise NotOurs("the name")
    body = _body(data)
    lines = body.split(b"\n")
    try:
        head = json.loads(lines[0])
        known = head["schema"]
        if type(known) is not int or head["machine"] != parts[0] or not (head["upto"] == "" or _is_sound(head["upto"])):
            raise NotOurs("the head")
        if known > schema:
            raise Newer(known)
        found = tuple(_document(json.loads(each)) for each in lines[1:] if each)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise NotOurs(str(error)[:80]) from None
    return Entry(parts[0], found, known, head["upto"])


def _body(data: bytes) -> bytes:
    """Return the lines in a resource, unpacked and found sound."""
    text = re.sub(r"\r?\n[ \t]", "", data.decode("utf-8", "replace"))
    found = re.search(r"^DESCRIPTION(?:;[^:\r\n]*)?:(.*?)\r?$", text, re.MULTILINE)
    if not found:
        raise NotOurs("no description")
    head, _, packed = found[1].replace("\\N", "\\n").partition("\\n")
    match = _HEAD.match(head)
    if not match:
        raise NotOurs("the first line")
    if int(match[1]) > VERSION:
        raise Newer(int(match[1]))
    try:
        unpacking = zlib.decompressobj()
        body = unpacking.decompress(base64.b64decode(packed.replace("\\n", ""), validate=True), LONGEST)
    except (binascii.Error, zlib.error, ValueError):
        raise NotOurs("cannot be unpacked") from None
    if not unpacking.eof or len(body) != int(match[3]) or zlib.crc32(body) != int(match[2], 16):
        raise NotOurs("not as it was written")
    return body


def _document(value: Sequence[Any]) -> tuple[str, Mapping[str, Any]]:
    """Return a table and document found on a line, when their names and stamps are sound."""
    table, document = value
    stamps = document.get("stamps", EMPTY)
    number_of_id(document["id"])
    said = [each for each in (document.get("stamp"), document.get("deleted"), *stamps.values()) if each is not None]
    if not isinstance(table, str) or not all(isinstance(name, str) for name in stamps) or not all(map(_is_sound, said)):
        raise NotOurs("a stamp")
    return table, document


def _is_sound(stamp: object) -> bool:
    """Return whether something is a stamp that a clock may have made."""
    return is_stamp(stamp) and isinstance(stamp, str) and stamp < LATEST_STAMP

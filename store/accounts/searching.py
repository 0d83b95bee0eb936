"""What is searched for in a mailbox, as IMAP wants it said: every value quoted, so that none is ever a command.

IMAPClient leaves a value without spaces unquoted: `{5}` would announce five more bytes and hang, `)` would end a group.
"""

from __future__ import annotations

import datetime as dt
import re

from store.accounts.troubles import Peer, checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

ATOM = re.compile(r"[A-Za-z0-9$][A-Za-z0-9.:,*$-]*")
"What goes onto the wire as it is: keywords of IMAP, sets of numbers, and values that look like them."
MARKER = re.compile(r"\{\d+\+?\}\Z")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def criteria(peer: Peer, given: Sequence[Any]) -> tuple[str | list[Any], str | None]:
    """Return criteria as IMAPClient takes them, and the character set they need.

    In ASCII they are one text, quoted here. Others stay a list, in which the library sends each value outside ASCII as a
    literal; a value there that it would not quote, and must, raises Unavailable(`unsafe-value`).
    """
    words = [each.decode("utf-8", "replace") if isinstance(each, bytes) else each for each in given]
    for each in _texts(words):
        checked(peer, each, "search")
    if all(each.isascii() for each in _texts(words)):
        return " ".join(_said(each) for each in words) or "ALL", None
    for each in _texts(words):
        bare = each.isascii() and not any(letter in each for letter in ' "\\')
        if bare and any(letter in each for letter in "(){}"):
            raise peer.trouble("unsafe-value", field="search")
    return words, "UTF-8"


def quoted(value: str) -> str:
    """Return a text as a quoted string (RFC 3501, 4.3)."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_marker(value: str | bytes) -> bool:
    """Return whether a word would announce a literal."""
    return bool(MARKER.search(value.decode("latin-1") if isinstance(value, bytes) else value))


def _texts(words: Sequence[Any]) -> list[str]:
    """Return all texts in criteria, those in groups too."""
    found: list[str] = []
    for each in words:
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, list | tuple):
            found += _texts([one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in each])
    return found


def _said(each: Any) -> str:
    """Return one criterion, or a group, as IMAP says it."""
    if isinstance(each, bytes):
        each = each.decode("utf-8", "replace")
    if isinstance(each, dt.date):
        return f"{each.day:02d}-{MONTHS[each.month - 1]}-{each.year:04d}"
    if isinstance(each, list | tuple):
        return "(" + " ".join(_said(one) for one in each) + ")"
    if isinstance(each, str) and not ATOM.fullmatch(each):
        return quoted(each)
    return str(each)

"""A calendar behind an address, fetched: verified TLS, bounded in size and time, nothing sent but the address itself.

Such an address is often a secret of its own, so it stands in no message: only the host does.
"""

from __future__ import annotations

import os
import ssl
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from store.errors import Unavailable
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPMessage
    from typing import IO, Any

LARGEST = 100 << 20
"Bytes of a calendar that are taken."
PATIENCE = 30.0
"Seconds without a byte after which a server counts as silent."
LONGEST = 300.0
"Seconds that one calendar may take in all."
MOST_REDIRECTS = 5
PIECE = 1 << 16


@record
class Fetched:
    """What came of asking for a calendar."""

    changed: bool
    "Whether there is a new copy; else the one before still holds."
    etag: str = ""
    "What the server calls this version."
    modified: str = ""
    "When it says it was changed, in its own words."
    size: int = 0
    "Bytes that came."


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a calendar that moved, from https to https only."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage,
                         newurl: str) -> urllib.request.Request | None:
        """Return the next request; raises Unavailable for an address that is not safe."""
        if urlsplit(newurl).scheme != "https" or "@" in urlsplit(newurl).netloc:
            raise Unavailable("calendar-redirect", host=host_of(req.full_url))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def host_of(address: str) -> str:
    """Return the host of an address, the one part of it that is ever shown."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def fetch(address: str, path: str, etag: str = "", modified: str = "", authority: str = "",
          tell: Callable[[int, int], None] | None = None) -> Fetched:
    """Fetch a calendar into a private file, in one go: what is there is kept unless all of the new one came.

    `etag` and `modified` are what the server said of the version that is there. Raises Unavailable(`calendar-...`), and
    whatever `tell` (done, of how many bytes; 0 for unknown) raises.
    """
    host = host_of(address)
    request = urllib.request.Request(address, headers={  # noqa: S310 - https is all that the settings let through
        "User-Agent": "Onward", "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity"})
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)):
        if value and value.isascii() and value.isprintable():
            request.add_header(name, value)
    if urlsplit(address).scheme != "https":
        raise Unavailable("calendar-redirect", host=host)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=_context(authority)), _SafeRedirects())
    ends = time.monotonic() + LONGEST
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return _take(answer, path, host, ends, tell)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304:
            return Fetched(False, etag, modified)
        code = {401: "calendar-refused", 403: "calendar-refused", 404: "calendar-gone", 410: "calendar-gone"}.get(
            error.code, "calendar-redirect" if 300 <= error.code < 400 else "calendar-failed")
        raise Unavailable(code, host=host, status=error.code) from None
    except (OSError, HTTPException, ValueError) as error:
        raise _trouble(error, host) from None


def _take(answer: Any, path: str, host: str, ends: float, tell: Callable[[int, int], None] | None) -> Fetched:
    """Write an answer beside its place, look at it, and put it there."""
    length = answer.headers.get("Content-Length") or ""
    whole = int(length) if length.isdecimal() and len(length) < 15 else 0
    if whole > LARGEST:
        raise Unavailable("calendar-too-big", host=host, most=LARGEST >> 20)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    beside = f"{path}.{os.getpid()}"
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as kept:
            size = 0
            while piece := answer.read1(PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise Unavailable("calendar-too-big", host=host, most=LARGEST >> 20)
                if time.monotonic() > ends:
                    raise Unavailable("calendar-silent", host=host)
                kept.write(piece)
                if tell is not None:
                    tell(size, whole)
            _look(kept, size, whole, host)
            kept.flush()
            os.fsync(kept.fileno())
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
    return Fetched(True, (answer.headers.get("ETag") or "")[:300], (answer.headers.get("Last-Modified") or "")[:100], size)


def _look(kept: IO[bytes], size: int, whole: int, host: str) -> None:
    """Raise Unavailable where what came is no calendar, or not all of one."""
    kept.seek(0)
    head = kept.read(1 << 12).replace(b"\0", b"").upper()
    kept.seek(max(0, size - (1 << 12)))
    tail = kept.read().replace(b"\0", b"").upper()
    if b"BEGIN:VCALENDAR" not in head:
        raise Unavailable("calendar-odd", host=host)
    if b"END:VCALENDAR" not in tail or (whole and size < whole):
        raise Unavailable("calendar-cut", host=host)


def _context(authority: str) -> ssl.SSLContext:
    """Return the rules of encryption: always verified; `authority` is a file of certificates to trust besides."""
    from store.accounts.tls import context
    from store.model import Account

    return context(Account(name="calendar", authority=authority))


def _trouble(error: Exception, host: str) -> Unavailable:
    """Return what is wrong with a connection as an error of ours."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Unavailable("calendar-untrusted", host=host, reason=cause.verify_message)
    if isinstance(cause, TimeoutError):
        return Unavailable("calendar-silent", host=host)
    if isinstance(cause, HTTPException):
        return Unavailable("calendar-cut", host=host)
    reason = (cause.strerror or "") if isinstance(cause, OSError) else ""
    return Unavailable("calendar-unreachable", host=host, reason=reason)

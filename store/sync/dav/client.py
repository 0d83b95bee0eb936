"""The one place that speaks to address book and calendar servers: verified, bounded, counted, every failure a code.

Codes, all Unavailable: those of `store.accounts.troubles`, and `dav-elsewhere` {where}, `dav-refused` {said, status, what},
`dav-full`, `dav-odd` {reason}, `dav-too-long`, `dav-not-there` {what}; `Conflict` where somebody else was faster.
"""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

import httpx

from store.accounts import tls, troubles
from store.errors import OnwardError, Unavailable
from store.records import record
from store.sync.dav import answers, hrefs, markup, protocol
from store.sync.dav.protocol import SAFE_METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from store.model import Account
    from store.passwords import Secret
    from store.sync.dav.protocol import Request

LIMIT = 30.0
"Seconds that a connection may be silent."
PATIENCE = 4
"""How many times as long a question may take for which a server has to look at every member: of ten thousand cards that it
has not looked at before, small servers make a list in minutes. Such a one is not asked again while it may still be at work."""
MOST_BYTES = 1 << 26
"Of one answer, unpacked."
MOST_REDIRECTS = 5
PAUSES = (0.3, 1.5)
"Seconds before a question that changes nothing is asked again."
TOGETHER = 50
"Members asked for with what is in them, in one question."
BUSY = frozenset({429, 502, 503, 504})
FORGOTTEN = frozenset({400, 403, 404, 405, 409, 410, 412, 422, 501})
"Statuses by which servers say that they no longer know a sync token, or do not do such things at all."


class Conflict(OnwardError):
    """What was to be changed on the server is no longer what it was: `dav-conflict` {href}."""


@record
class Answer:
    """What came back."""

    status: int
    "The status."
    headers: Mapping[str, str]
    "Headers, by name in lower case."
    body: bytes
    "The body, unpacked."
    href: str
    "The path that answered, after redirects."


class Client:
    """A connection to one account's server; use as a context. `requests` and `received` count what was said and heard."""

    def __init__(self, account: Account, secret: Secret, limit: float = LIMIT,
                 sleep: Callable[[float], None] = time.sleep) -> None:
        """Prepare to speak; nothing is opened before the first question. Raises Unavailable(`authority-unusable`)."""
        parts = urlsplit(account.dav_url)
        self.base = hrefs.origin(account.dav_url)
        self.start = hrefs.path_of(account.dav_url)
        self.requests = 0
        self.received = 0
        self._peer = troubles.Peer(account.name, "dav", parts.hostname or "", parts.port or hrefs.PORTS[parts.scheme], secret)
        if parts.scheme != "https" and parts.hostname not in hrefs.LOOPBACK:
            raise self._peer.trouble("not-encrypted-there")
        self._user = account.user or account.address
        self._secret = secret
        self._sleep = sleep
        self._digest = False
        self._usual = httpx.Timeout(limit, connect=min(limit, 15.0))
        self._patient = httpx.Timeout(limit, connect=min(limit, 15.0), read=PATIENCE * limit)
        self._http = httpx.Client(
            verify=tls.context(account), timeout=self._usual, follow_redirects=False,
            trust_env=parts.hostname not in hrefs.LOOPBACK, headers={"User-Agent": "Onward", "Accept": "*/*"},
            limits=httpx.Limits(max_connections=2, keepalive_expiry=20.0))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def absolute(self, href: str) -> str:
        """Return a path with the origin."""
        return self.base + href

    def ask(self, request: Request) -> Answer:
        """Send a request and return what came back, whatever its status but 401, 429 and 5xx; raises Unavailable.

        Redirects are followed within the origin, with the same method and body. What changes nothing is asked again where
        the line broke; what changes something never is.
        """
        pauses = list(PAUSES) if request.method in SAFE_METHODS else []
        while True:
            try:
                answer = self._followed(request)
                if answer.status in BUSY:
                    raise self._peer.trouble("server-busy", said=self._peer.words(answer.body[:600].decode("utf-8", "replace"))
                                             if _plain(answer) else str(answer.status))
                return self._sound(answer, request)
            except Unavailable as trouble:
                at_work = trouble.code == "server-silent" and request.lists
                if not pauses or at_work or trouble.code not in ("server-gone", "server-silent", "server-busy"):
                    raise
            self._sleep(pauses.pop(0))

    def _followed(self, request: Request) -> Answer:
        """Send a request, to where the server sends us on within its own origin."""
        href = request.href
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(request, href)
            if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
                return answer
            if request.method == "PUT" or (answer.status == 303 and request.method != "GET"):
                return answer
            where = urljoin(self.absolute(href), answer.headers["location"])
            try:
                href = hrefs.resolved(self.absolute(href), answer.headers["location"])
            except hrefs.Elsewhere:
                raise self._peer.trouble("dav-elsewhere", where=self._peer.words(where)) from None
        raise self._peer.trouble("dav-odd", reason="it sends us round in circles")

    def _once(self, request: Request, href: str) -> Answer:
        """Send a request to a path, once; where the server wants a digest of the password, once more with that."""
        answer = self._exchange(request, href)
        challenge = answer.headers.get("www-authenticate", "").lower()
        if (answer.status == 401 and not self._digest and "digest" in challenge and "basic" not in challenge
                and self._secret.kind == "password"):
            self._digest = True
            answer = self._exchange(request, href)
        return answer

    def _exchange(self, request: Request, href: str) -> Answer:
        """Send a request to a path and read the answer, no more of it than is good."""
        headers = dict(request.headers)
        auth: httpx.Auth | None = None
        if self._secret.kind == "token":
            headers["Authorization"] = f"Bearer {troubles.checked(self._peer, self._secret.value, 'token')}"
        elif self._digest:
            auth = httpx.DigestAuth(self._user.encode(), self._secret.value.encode())
        else:
            auth = httpx.BasicAuth(self._user.encode(), self._secret.value.encode())
        self.requests += 1
        try:
            with self._http.stream(request.method, self.absolute(href), content=request.body or None, headers=headers,
                                   auth=auth, timeout=self._patient if request.lists else self._usual) as response:
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > MOST_BYTES:
                        raise self._peer.trouble("dav-too-long", size=MOST_BYTES)
                self.received += len(body)
                return Answer(response.status_code, {key.lower(): value for key, value in response.headers.items()},
                              bytes(body), href)
        except OnwardError as error:
            trouble: OnwardError = error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            trouble = self._translated(error)
        trouble.__context__ = trouble.__cause__ = None
        raise trouble from None

    def _translated(self, error: BaseException) -> Unavailable:
        """Return what an error of the line means: the one of the socket or of TLS at its root."""
        if isinstance(error, httpx.TimeoutException):
            return self._peer.trouble("server-silent")
        root: BaseException | None = error
        while root is not None and not isinstance(root, OSError):
            root = root.__cause__ or root.__context__
        if root is not None:
            return troubles.translated(self._peer, root)
        if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol | httpx.ProxyError):
            return self._peer.trouble("server-gone")
        return self._peer.trouble("dav-odd", reason=type(error).__name__)

    def _sound(self, answer: Answer, request: Request) -> Answer:
        """Return an answer that can be gone on with; raises for the others."""
        if answer.status == 401:
            raise troubles.refused(self._peer, answer.body[:600] if _plain(answer) else "")
        if answer.status == 507:
            raise self._peer.trouble("dav-full")
        if answer.status >= 500 and answer.status != 501:
            raise self._refused(answer, request)
        return answer

    def _refused(self, answer: Answer, request: Request) -> Unavailable:
        """Return the error of a request that the server did not do."""
        said = answers.precondition(answer.body)
        if not said and _plain(answer):
            said = self._peer.words(answer.body[:600].decode("utf-8", "replace"))
        return self._peer.trouble("dav-refused", status=answer.status, said=said, what=request.method)

    def _done(self, request: Request, allowed: Sequence[int] = ()) -> Answer:
        """Send a request that has to succeed; `allowed` are further statuses that will do. Raises Conflict for a 412."""
        answer = self.ask(request)
        if answer.status // 100 == 2 or answer.status in allowed:
            return answer
        if answer.status in (404, 410):
            raise self._peer.trouble("dav-not-there", what=request.href)
        if answer.status in (409, 412) and request.method in ("PUT", "DELETE"):
            raise Conflict("dav-conflict", href=request.href)
        raise self._refused(answer, request)

    def multistatus(self, request: Request) -> answers.Multistatus:
        """Send a request whose answer is a list of resources; raises Unavailable(`dav-odd`, `dav-refused` ...)."""
        answer = self._done(request)
        return self._read(answer)

    def _read(self, answer: Answer) -> answers.Multistatus:
        """Return the list in an answer."""
        try:
            return answers.multistatus(answer.body, self.absolute(answer.href))
        except markup.NotMarkup as error:
            raise self._peer.trouble("dav-odd", reason=str(error)[:80]) from None

    def changes(self, collection: str, token: str = "") -> answers.Changes:
        """Return what changed in a collection since a token; a forgotten token, or none, lists everything."""
        if token:
            found = self._since(collection, token)
            if found is not None:
                return found
        found = self._since(collection, "")
        if found is not None:
            return answers.Changes(found.changed, (), found.token, whole=True)
        listed = self.multistatus(protocol.propfind(collection, ((markup.DAV, "getetag"), (markup.DAV, "resourcetype")), 1))
        there, _, cut = answers.members(listed, collection)
        if cut:
            raise self._peer.trouble("dav-odd", reason="it lists only a part of what it has")
        return answers.Changes(there, (), "", whole=True)

    def _since(self, collection: str, token: str) -> answers.Changes | None:
        """Return what changed since a token by way of sync-collection; None where the server does not know it or do that."""
        changed: dict[str, str] = {}
        gone: dict[str, None] = {}
        asked = token
        while True:
            request = protocol.sync_collection(collection, asked)
            answer = self.ask(request)
            if answer.status in FORGOTTEN:
                return None
            if answer.status != 207:
                raise self._refused(answer, request)
            found = self._read(answer)
            there, missing, cut = answers.members(found, collection)
            changed.update(there)
            gone.update(dict.fromkeys(missing))
            for each in there:
                gone.pop(each, None)
            for each in missing:
                changed.pop(each, None)
            if not cut or not found.token or found.token == asked:
                return answers.Changes(changed, tuple(gone), found.token)
            asked = found.token

    def items(self, collection: str, wanted: Iterable[str], kind: str) -> Iterator[answers.Item]:
        """Yield members with what is in them, a few dozen at a time; those that are gone are left out.

        A server whose answer cannot be read as a whole (control characters in one card) is asked for each alone.
        """
        left = list(wanted)
        for start in range(0, len(left), TOGETHER):
            together = left[start:start + TOGETHER]
            try:
                found = answers.items(self.multistatus(protocol.multiget(collection, together, kind)), collection, kind)
            except Unavailable as trouble:
                if trouble.code not in ("dav-odd", "dav-refused", "dav-too-long", "dav-not-there"):
                    raise
                found = tuple(each for href in together if (each := self.item(href)) is not None)
            yield from found

    def item(self, href: str) -> answers.Item | None:
        """Return one member with what is in it; None where it is gone."""
        answer = self._done(protocol.get(href), (404, 410))
        if answer.status // 100 != 2:
            return None
        return answers.Item(href, protocol.plain_etag(answer.headers.get("etag", "")), answer.body)

    def put(self, href: str, data: bytes, kind: str, etag: str = "") -> str:
        """Write a member: with an ETag in place of that version, without one only where none is there; return its ETag.

        The ETag is empty where the server does not tell it, or keeps something else than it was given: then read it again.
        Raises Conflict where somebody was faster.
        """
        answer = self._done(protocol.put(href, data, kind, etag))
        return protocol.plain_etag(answer.headers.get("etag", ""))

    def delete(self, href: str, etag: str = "") -> None:
        """Remove a member, with an ETag only that version of it; one that is gone already is as good. Raises Conflict."""
        self._done(protocol.delete(href, etag), (404, 410))

    def make_address_book(self, href: str, called: str) -> None:
        """Make an address book; one that is there already is as good."""
        self._done(protocol.make_address_book(href, called), (405,))

    def make_calendar(self, href: str, called: str, components: Sequence[str], described: str = "") -> None:
        """Make a calendar for some components; raises Unavailable(`dav-refused`). One that is there already is as good."""
        self._done(protocol.make_calendar(href, called, components, described), (405,))

    def collection(self, href: str) -> answers.Collection | None:
        """Return an address book or calendar as the server tells of it; None where it is none, or gone."""
        answer = self._done(protocol.propfind(href, protocol.COLLECTION_PROPERTIES), (404, 410))
        if answer.status != 207:
            return None
        found = answers.collections(self._read(answer))
        return found[0] if found else None

    def collections(self, home: str) -> tuple[answers.Collection, ...]:
        """Return the address books and calendars in a home."""
        return answers.collections(self.multistatus(protocol.propfind(home, protocol.COLLECTION_PROPERTIES, 1)))


def _plain(answer: Answer) -> bool:
    """Return whether an answer is plain words, fit for a person."""
    return answer.headers.get("content-type", "").startswith("text/plain")

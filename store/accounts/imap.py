"""A mailbox over IMAP: a thin layer over IMAPClient, always encrypted, every value checked before it reaches the wire.

The one place that imports imapclient, when a mailbox is first opened. It parses what servers answer and knows modified
UTF-7; it lets line breaks through in searches and names, so no value goes to it unchecked.
"""

from __future__ import annotations

import datetime as dt
import logging

from store.accounts import folders, searching, tls
from store.accounts.troubles import Peer, checked, peer_of, refused, told
from store.records import record
from store.waiting import within

TYPE_CHECKING = False
if TYPE_CHECKING:
    import types
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeVar

    from store.accounts.folders import Folder
    from store.model import Account
    from store.passwords import Secret

    Answer = TypeVar("Answer")

TIMEOUT = 20.0
"Seconds for any one answer of a server, and for all of connecting and logging in."
CHUNK = 200
"Messages asked for in one command."
VERBS = frozenset({
    "add_flags", "capabilities", "close_folder", "copy", "delete_messages", "enable", "expunge", "fetch", "folder_exists",
    "folder_status", "get_flags", "has_capability", "list_folders", "move", "noop", "remove_flags", "select_folder",
    "set_flags", "uid_expunge", "unselect_folder"})
"What a mailbox does under IMAPClient's own names and in its shapes, besides its methods here."


@record
class Selected:
    """A folder as it stood when it was opened."""

    folder: str
    "Its name."
    uidvalidity: int
    "While this stays, a UID means the same message."
    uidnext: int
    "The next UID that will be given; 0 where the server does not say."
    exists: int
    "How many messages it holds."
    read_only: bool
    "Whether nothing can be changed."
    modseq: int = 0
    "The highest modification number (CONDSTORE), 0 where the server has none."


def connect(account: Account, secret: Secret, timeout: float = TIMEOUT) -> Mailbox:
    """Open the account's mailbox and log in, within `timeout` seconds altogether.

    Raises Unavailable with the codes of `store.accounts.troubles`, `no-such-service`, `authority-unusable`.
    """
    peer = peer_of(account, "imap", secret)
    trust = tls.context(account)
    with told(peer):
        client = within(timeout, lambda: _opened(account, peer, secret, trust, timeout), _leave)
        return Mailbox(account, peer, client)


def _opened(account: Account, peer: Peer, secret: Secret, trust: Any, timeout: float) -> Any:
    """Return a client that is connected, encrypted and logged in."""
    import imapclient

    for name in ("imapclient", "imapclient.imaplib"):
        logging.getLogger(name).disabled = True  # they would write every line of a mailbox into somebody's log
    wrapped = account.imap_security == "tls"
    client = imapclient.IMAPClient(
        peer.host, port=peer.port, ssl=wrapped, ssl_context=trust if wrapped else None, timeout=timeout)
    try:
        with told(peer):
            client._imap.debug = 0  # nothing is collected for printing either
            if not wrapped:
                _start_tls(client, peer, trust)
            _log_in(client, account, peer, secret)
    except BaseException:
        _leave(client)
        raise
    return client


def _start_tls(client: Any, peer: Peer, trust: Any) -> None:
    """Encrypt a connection that began in plain text; never goes on without."""
    if not client.has_capability("STARTTLS"):
        raise peer.trouble("no-starttls")
    client.starttls(trust)


def _log_in(client: Any, account: Account, peer: Peer, secret: Secret) -> None:
    """Log in with a token (XOAUTH2) or a password (PLAIN, else LOGIN)."""
    from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

    user = checked(peer, account.user or account.address, "user")
    checked(peer, secret.value, "password")
    said: object = ""
    try:
        if secret.kind == "token":
            if not client.has_capability("AUTH=XOAUTH2"):
                raise peer.trouble("login-not-offered", way="XOAUTH2")
            client.oauth2_login(user, secret.value)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(user, secret.value)
        elif client.has_capability("LOGINDISABLED"):
            raise peer.trouble("login-not-offered", way="LOGIN")
        elif secret.value.isascii() and user.isascii():
            client.login(searching.quoted(user), secret.value)  # the library quotes the password alone
        else:
            raise peer.trouble("login-not-offered", way="PLAIN")
        return
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        said = str(error)
    from store import passwords

    passwords.forget_typed(account)
    raise refused(peer, said)


def _leave(client: Any) -> None:
    """Close a connection without a word."""
    try:
        client.shutdown()
    except Exception:  # it may be gone already
        pass


class Mailbox:
    """A mailbox that is logged in; every method raises Unavailable where the server is gone or refuses.

    Messages are named by their UID. A context manager, which logs out.
    """

    def __init__(self, account: Account, peer: Peer, client: Any) -> None:
        """Hold a client that is logged in; use `connect`."""
        self.account = account
        self.peer = peer
        self._client = client
        self._folders: tuple[Folder, ...] | None = None
        self._open = True

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: types.TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):  # whoever ends it at once waits for no farewell
            self._open = False
            _leave(self._client)
        self.close()

    def logout(self) -> None:
        """Close the connection, as `close` does."""
        self.close()

    def close(self) -> None:
        """Log out and close the connection; never raises."""
        if self._open:
            self._open = False
            try:
                self._client.logout()
            except Exception:  # the server may have left first
                _leave(self._client)

    def can(self, capability: str) -> bool:
        """Return whether the server offers a capability, such as `IDLE`, `MOVE`, `CONDSTORE`, `UIDPLUS`."""
        return bool(self._told(lambda: self._client.has_capability(capability)))

    def folders(self, afresh: bool = False) -> tuple[Folder, ...]:
        """Return all folders, asked for once."""
        if self._folders is None or afresh:
            listed = self._told(self._client.list_folders)
            self._folders = tuple(
                folders.Folder(_text(name), tuple(_text(flag) for flag in flags), _text(delimiter or b""))
                for flags, delimiter, name in listed)
        return self._folders

    def folder_for(self, role: str) -> str:
        r"""Return the folder of a role (`\Drafts`, `\Sent`, `\Trash` ..., or `drafts` ...), empty where there is none.

        What the account names goes first, then what the server marks, then a usual name in many languages.
        """
        own = {"drafts": self.account.drafts_folder, "sent": self.account.sent_folder}.get(folders.role_of(role), "")
        return own or folders.for_role(self.folders(), role)

    def create(self, folder: str) -> None:
        """Make a folder."""
        self._told(lambda: self._client.create_folder(checked(self.peer, folder, "folder")))
        self._folders = None

    def select(self, folder: str, read_only: bool = False) -> Selected:
        """Open a folder; raises Unavailable(`no-such-folder`, folder) where there is none."""
        found = self._of_folder(folder, lambda name: self._client.select_folder(name, readonly=read_only))
        return Selected(folder=folder, uidvalidity=int(found.get(b"UIDVALIDITY", 0)), uidnext=int(found.get(b"UIDNEXT", 0)),
                        exists=int(found.get(b"EXISTS", 0)), read_only=read_only or bool(found.get(b"READ-ONLY")),
                        modseq=_number(found.get(b"HIGHESTMODSEQ", 0)))

    def examine(self, folder: str) -> Selected:
        """Open a folder without changing anything, no flag either."""
        return self.select(folder, read_only=True)

    def status(self, folder: str) -> Mapping[str, int]:
        """Return `UIDVALIDITY`, `UIDNEXT`, `MESSAGES` of a folder that is not open (and `HIGHESTMODSEQ` where offered)."""
        wanted = ["UIDVALIDITY", "UIDNEXT", "MESSAGES", *(["HIGHESTMODSEQ"] if self.can("CONDSTORE") else [])]
        found = self._of_folder(folder, lambda name: self._client.folder_status(name, wanted))
        return {_text(name): _number(value) for name, value in found.items()}

    def search(self, *criteria: str | int | bytes | dt.date | Sequence[Any]) -> tuple[int, ...]:
        """Return the UIDs in the open folder that meet criteria, lowest first.

        Criteria as IMAP names them, values as arguments of their own, or all in one list:
        `search("HEADER", "Message-ID", value)`, `search("SINCE", date)`, `search("UID", "120:*")`. Every text is checked;
        one outside ASCII is sent as UTF-8. FROM, TO and HEADER match parts of a value: compare what is fetched.
        """
        given = list(criteria[0]) if len(criteria) == 1 and isinstance(criteria[0], list | tuple) else list(criteria)
        words, charset = searching.criteria(self.peer, given)
        return tuple(sorted(self._told(lambda: self._client.search(words, charset))))

    def with_message_id(self, message_id: str) -> tuple[int, ...]:
        """Return the UIDs in the open folder whose Message-ID is exactly this one."""
        found = self.search("HEADER", "Message-ID", message_id)
        answers = self.fetch(found, ["ENVELOPE"]) if found else {}
        wanted = message_id.strip().encode()
        return tuple(uid for uid, items in answers.items()
                     if (items[b"ENVELOPE"].message_id or b"").strip() == wanted)

    def messages(self, uids: Iterable[int], items: Sequence[str],
                 chunk: int = CHUNK) -> Iterator[tuple[int, Mapping[bytes, Any]]]:
        """Yield (UID, items) of messages of the open folder, a chunk a command; those gone meanwhile are left out.

        `items` such as `ENVELOPE`, `FLAGS`, `INTERNALDATE`, `BODY.PEEK[HEADER]`, `BODY.PEEK[]`; answers are keyed as
        IMAPClient does (`b"ENVELOPE"`, `b"BODY[HEADER]"`).
        """
        numbers = [int(each) for each in uids]
        for start in range(0, len(numbers), chunk):
            some = numbers[start:start + chunk]
            found = self.fetch(some, list(items))
            for uid in some:
                if uid in found:
                    yield uid, found[uid]

    def append(self, folder: str, message: bytes, flags: Sequence[str | bytes] = (),
               msg_time: dt.datetime | None = None) -> int:
        """Put a message into a folder; return its UID, 0 where the server does not say.

        Line breaks become CR LF, as RFC 3501 wants them. Raises Unavailable(`no-such-folder`, `server-refused`).
        """
        self._check(flags)
        whole = b"\r\n".join(message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        said = self._of_folder(folder, lambda name: self._client.append(name, whole, list(flags), msg_time))
        return _appended(said)

    def delete(self, uids: Sequence[int]) -> None:
        """Delete messages of the open folder for good, these alone; without UIDPLUS they are only marked as deleted."""
        self.delete_messages(list(uids), silent=True)
        if self.can("UIDPLUS"):
            self.uid_expunge(list(uids))

    def wait(self, seconds: float) -> bool:
        """Wait until something changes in the open folder (IDLE), or so long; return whether it did.

        It is asked first; where the server has no IDLE that is all. A server ends an IDLE after half an hour; stay below.
        """
        news = bool(self._told(self._client.noop)[1])
        if news or not self.can("IDLE"):
            return news
        self._told(self._client.idle)
        found: list[Any] = []
        try:
            found = self._told(lambda: self._client.idle_check(timeout=seconds))
        finally:
            found = [*found, *self._told(self._client.idle_done)[1]]
        return bool(found)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a verb of IMAPClient by its own name, its values checked and its errors told as ours."""
        if name not in VERBS:
            raise AttributeError(name)
        verb = getattr(self._client, name)

        def act(*values: Any, **named: Any) -> Any:
            self._check(values)
            self._check(list(named.values()))
            return self._told(lambda: verb(*values, **named))

        return act

    def _check(self, values: Iterable[Any]) -> None:
        """Raise Unavailable(`unsafe-value`) where a text, also in a list, may not go onto the wire."""
        for each in values:
            if isinstance(each, str | bytes):
                checked(self.peer, each.decode("latin-1") if isinstance(each, bytes) else each, "mailbox")
            elif isinstance(each, list | tuple):
                self._check(each)
                if any(isinstance(one, str | bytes) and searching.is_marker(one) for one in each):
                    raise self.peer.trouble("unsafe-value", field="mailbox")

    def _of_folder(self, folder: str, act: Callable[[str], Answer]) -> Answer:
        """Do something with a folder; tell a missing one from other refusals."""
        name = checked(self.peer, folder, "folder")
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        said: object = ""
        with told(self.peer):
            try:
                return act(name)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                said = error
        known = {each.name for each in self.folders(afresh=True)}
        if name.upper() != "INBOX" and name not in known:
            raise self.peer.trouble("no-such-folder", folder=folder)
        raise self.peer.trouble("server-refused", said=self.peer.words(said))

    def _told(self, act: Callable[[], Answer]) -> Answer:
        """Do something with the server; what goes wrong becomes an error of ours."""
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        said: object = ""
        with told(self.peer):
            try:
                return act()
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                said = error
        raise self.peer.trouble("server-refused", said=self.peer.words(said))


def _appended(said: object) -> int:
    """Return the UID in an answer to APPEND (RFC 4315), 0 where there is none."""
    import re

    text = said if isinstance(said, bytes) else str(said).encode()
    found = re.search(rb"\[APPENDUID \d+ (\d+)\]", text)
    return int(found[1]) if found else 0


def _number(value: Any) -> int:
    """Return a number that a server gave as such or in a list."""
    if isinstance(value, list | tuple):
        value = value[0] if value else 0
    return int(value)


def _text(value: bytes | str) -> str:
    """Return a word of a server as text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

"""Passwords and access tokens: from a command of the user's own, this run's memory, or the system keyring; nowhere else.

The one place that talks to keyring. Every call to it has a limit and runs in a thread that cannot keep the process from
ending: a locked keyring may wait for a window for ever, a dead one raises what is no error of its own.
"""

from __future__ import annotations

import threading

from store.errors import Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from store.model import Account

    Answer = TypeVar("Answer")

LIMIT = 4.0
"Seconds that the keyring may take."
PATIENCE = 0.3
"Seconds to wait for a keyring that gave no answer before and still gives none."

_remembered: dict[tuple[str, str], Secret] = {}
"What a person typed in this run, by where it belongs; never kept."
_busy = threading.Lock()
"Held while the keyring is asked, by one call at a time, so that windows asking for a password do not pile up."
_hangs = threading.Event()
"Set while a call is out that nobody waits for any more; the next ones are not kept waiting as long."


class Secret:
    """A password or an access token, which shows itself to nobody: `kind` is `password` or `token`."""

    __slots__ = ("_value", "kind")

    def __init__(self, kind: str, value: str) -> None:
        """Hold a value; raises ValueError for a kind that is none."""
        if kind not in ("password", "token"):
            raise ValueError("a secret is a password or a token")
        self.kind = kind
        self._value = value

    @property
    def value(self) -> str:
        """The value itself, for the one line that hands it to a server."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({self.kind!r}, ...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and (self.kind, self._value) == (other.kind, other._value)

    def __hash__(self) -> int:
        return hash((self.kind, self._value))

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")


def secret_of(account: Account, ask: Callable[[Account], str] | None = None, limit: float = LIMIT) -> Secret:
    """Return what an account logs in with.

    In this order: its token command, its password command, what was typed in this run, the keyring, and then `ask`, whose
    answer is remembered for this run only. Raises Unavailable with `name` of the account: `no-password`, `keyring-locked`,
    `keyring-absent`, `keyring-silent`, `keyring-broken`, `keyring-unsafe`, or what `store.accounts.commands` raises.
    """
    if account.token_command or account.password_command:
        from store.accounts import commands

        kind = "token" if account.token_command else "password"
        return Secret(kind, commands.first_line(account, kind))
    if place_of(account) in _remembered:
        return _remembered[place_of(account)]
    trouble: Unavailable | None = None
    try:
        found = _kept(account, limit)
    except Unavailable as lack:
        trouble = lack
    else:
        if found:
            return Secret("password", found)
    typed = ask(account) if ask is not None else ""
    if typed:
        _remembered[place_of(account)] = Secret("password", typed)
        return _remembered[place_of(account)]
    raise trouble or Unavailable("no-password", name=account.name)


def remember(account: Account, secret: Secret) -> None:
    """Keep a secret in this run's memory, before every other but a command's."""
    _remembered[place_of(account)] = secret


def typed(account: Account) -> Secret | None:
    """Return what was typed for an account in this run; None where nothing was."""
    return _remembered.get(place_of(account))


def forget_typed(account: Account) -> None:
    """Let go of what was typed in this run, such as a password that a server refused."""
    _remembered.pop(place_of(account), None)


def keep(account: Account, password: str, limit: float = LIMIT) -> None:
    """Put a password into the keyring and read it back; raises Unavailable(`keyring-...`) where it is not there then."""
    service, user = place_of(account)

    def write() -> bool:
        ring = _ring()
        ring.set_password(service, user, password)
        return bool(ring.get_password(service, user) == password)

    if not _asked(account, write, limit):
        raise Unavailable("keyring-unsafe", name=account.name)
    forget_typed(account)


def drop(account: Account, limit: float = LIMIT) -> bool:
    """Take a password out of the keyring and of this run's memory; return whether the keyring held one."""
    service, user = place_of(account)
    forget_typed(account)

    def erase() -> bool:
        ring = _ring()
        if ring.get_password(service, user) is None:
            return False
        ring.delete_password(service, user)
        return True

    return _asked(account, erase, limit)


def is_kept(account: Account, limit: float = LIMIT) -> bool:
    """Return whether the keyring holds a password for an account; raises Unavailable where it cannot be asked."""
    return bool(_kept(account, limit))


def place_of(account: Account) -> tuple[str, str]:
    """Return where the keyring holds an account's password, as service and user.

    The host is part of it, so that a password is never given to another server because a file was changed.
    """
    host = account.imap_host or account.smtp_host
    if not host and account.dav_url:
        from urllib.parse import urlsplit

        host = urlsplit(account.dav_url).hostname or ""
    return f"onward {host.lower()}".strip(), account.user or account.address or account.name


def _kept(account: Account, limit: float) -> str | None:
    """Return the password that the keyring holds; None where it holds none."""
    service, user = place_of(account)

    def read() -> str | None:
        found: str | None = _ring().get_password(service, user)
        return found

    return _asked(account, read, limit)


def _ring() -> Any:
    """Return a back end of the keyring that keeps what it is given, safely; raises Unavailable without a name."""
    import keyring

    backend = keyring.get_keyring()
    choices = list(getattr(backend, "backends", None) or [backend])
    safe = [each for each in choices if _judged(each) == "ready"]
    if safe:
        return safe[0]
    raise Unavailable(f"keyring-{_judged(choices[0])}")


def _judged(backend: Any) -> str:
    """Return whether a back end is `ready`, `absent` or `unsafe`."""
    name = f"{type(backend).__module__}."
    if name.startswith("keyring.backends.fail."):
        return "absent"
    if name.startswith(("keyring.backends.null.", "keyrings.alt.")):
        return "unsafe"
    return "ready"


def _asked(account: Account, act: Callable[[], Answer], limit: float) -> Answer:
    """Return what the keyring answers within the limit; raises Unavailable with the account's name."""
    try:
        return _in_time(act, limit)
    except Unavailable as lack:
        code, values = lack.code, {**lack.values, "name": account.name}
    except TimeoutError:
        code, values = "keyring-silent", {"name": account.name}
    except Exception as error:
        code, values = _code_of(error), {"name": account.name, "reason": type(error).__name__}
    raise Unavailable(code, **values)


def _in_time(act: Callable[[], Answer], limit: float) -> Answer:
    """Run one call to the keyring; while one hangs that was given up, the next ones give up almost at once."""
    from store.waiting import within

    if not _busy.acquire(timeout=min(limit, PATIENCE) if _hangs.is_set() else limit):
        raise TimeoutError

    def alone() -> Answer:
        try:
            return act()
        finally:
            _hangs.clear()
            _busy.release()

    try:
        return within(limit, alone)
    except TimeoutError:
        if _busy.locked():
            _hangs.set()
        raise


def _code_of(error: Exception) -> str:
    """Return what an error of the keyring means; one of a dead bus is of no class of its own."""
    from keyring import errors

    if isinstance(error, errors.NoKeyringError):
        return "keyring-absent"
    if isinstance(error, errors.KeyringLocked | errors.InitError):
        return "keyring-locked"
    return "keyring-broken"


def state(limit: float = LIMIT) -> tuple[str, str]:
    """Return whether the keyring can be used, as a code and the name of its back end; no window is opened for it.

    Codes: `ready`, `locked`, `absent` (no service), `unsafe` (one that keeps nothing or asks on the terminal), `silent` (no
    answer in time), `broken`.
    """

    def look() -> tuple[str, str]:
        import keyring

        backend = keyring.get_keyring()
        choices = getattr(backend, "backends", None) or [backend]
        best = next((each for each in choices if _judged(each) == "ready"), choices[0])
        name = f"{type(best).__module__}.{type(best).__name__}"
        code = _judged(best)
        return ("locked" if code == "ready" and _is_locked(best) else code), name

    from store.waiting import within

    try:
        return within(limit, look)
    except TimeoutError:
        return "silent", ""
    except Exception as error:  # a dead bus raises what is no KeyringError
        return "broken", type(error).__name__


def _is_locked(backend: Any) -> bool:
    """Return whether a Secret Service is locked, without asking it to be unlocked."""
    if type(backend).__module__ != "keyring.backends.SecretService":
        return False
    from contextlib import closing

    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return bool(secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default").is_locked())
        except secretstorage.exceptions.ItemNotFoundException:
            return False

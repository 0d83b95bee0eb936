"""accounts.toml on the disk: private to its user, edited by hand or by us, a faulty block told and passed over."""

from __future__ import annotations

import os

from store.accounts import blocks, checking
from store.errors import BookFault, DefinitionFault, NotFound, UsageFault
from store.model import Account
from store.records import as_mapping, field_names, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from store.settings import Home

HEAD = (
    "# The accounts of Onward: your own mailboxes, address books and calendars.",
    "# No password is ever kept here: it lies in the system's keyring, or a password_command of yours prints it.",
    "",
)
PASSWORDS = frozenset({
    "password", "passwort", "pass", "passwd", "passphrase", "secret", "token", "access_token", "refresh_token",
    "imap_password", "smtp_password", "dav_password", "app_password"})
"Names that look as if somebody wrote a password into the file."


def path_of(places: Home) -> str:
    """Return where the accounts are kept: beside the settings where the places do not say."""
    return places.accounts or os.path.join(os.path.dirname(places.settings), "accounts.toml")


def read(places: Home) -> tuple[tuple[Account, ...], tuple[DefinitionFault, ...]]:
    """Return the accounts that can be used, and a fault for each block that cannot, and for names nobody knows."""
    path = path_of(places)
    try:
        text = _text(path)
    except DefinitionFault as fault:
        return (), (fault,)
    accounts: dict[str, Account] = {}
    faults: list[DefinitionFault] = []
    for block in blocks.split(text):
        account, found = _account(path, block)
        if account is not None and account.name in accounts:
            found.append(_fault(path, block, "", "twice", account.name))
        elif account is not None:
            accounts[account.name] = account
        faults += found
    return tuple(accounts.values()), tuple(faults)


def keep(places: Home, account: Account) -> None:
    """Add an account, or replace the one of its name."""
    check(account)
    path = path_of(places)
    with _Alone(places):
        found = blocks.split(_text(path))
        if account.default:
            found = [_not_default(path, block, account.name) for block in found]
        place = next((number for number, block in enumerate(found) if _name(block) == account.name), None)
        if place is not None:
            found[place] = blocks.revised(found[place], account)
        else:
            text = blocks.joined(found)
            before = [*text.rstrip("\n").split("\n"), ""] if text else list(HEAD)
            found = [blocks.Block(1, tuple(before), has_header=False), blocks.rendered(account)]
        _write(path, blocks.joined(found))


def remove(places: Home, name: str) -> None:
    """Take an account out; raises NotFound(`no-such-account`, name)."""
    path = path_of(places)
    with _Alone(places):
        found = blocks.split(_text(path))
        left = [block for block in found if _name(block) != name]
        if len(left) == len(found):
            raise NotFound("no-such-account", name=name)
        _write(path, blocks.joined(left))


def check(account: Account) -> None:
    """Raise UsageFault(`bad-account-value`, field, value, reason) where an account cannot be used."""
    for field, value in as_mapping(account).items():
        reason = checking.wrong(field, value)
        if reason:
            shown = "" if reason == "password-in-address" else str(value)
            raise UsageFault("bad-account-value", field=field, value=shown, reason=reason)
    field, reason = checking.lacking(account)
    if reason:
        raise UsageFault("bad-account-value", field=field, value="", reason=reason)


def _name(block: blocks.Block) -> str:
    """Return the name of a block's account; empty where it cannot be read."""
    try:
        return blocks.values_of(block)[0] if block.has_header else ""
    except blocks.Unreadable:
        return ""


def _not_default(path: str, block: blocks.Block, but: str) -> blocks.Block:
    """Return a block whose account is not the default one, unless it is the one named."""
    if not block.has_header:
        return block
    account, _ = _account(path, block)
    if account is None or not account.default or account.name == but:
        return block
    return blocks.revised(block, replace(account, default=False))


def _account(path: str, block: blocks.Block) -> tuple[Account | None, list[DefinitionFault]]:
    """Return the account of a block, and what is wrong with it; None where it cannot be used."""
    try:
        name, values = blocks.values_of(block)
    except blocks.Unreadable as trouble:
        if not block.has_header and trouble.reason == "empty":
            return None, []
        line = block.start + trouble.line - 1
        return None, [DefinitionFault("bad-account", path=path, line=line, name=_header(block), reason=trouble.reason)]
    if not block.has_header:
        return None, [_fault(path, block, "", "outside-block", "")]
    wrong: list[DefinitionFault] = []
    unknown: list[DefinitionFault] = []
    for field, reason in _complaints(name, values):
        (unknown if reason == "unknown-name" else wrong).append(_fault(path, block, field, reason, name))
    if wrong:
        return None, [*wrong, *unknown]
    known: dict[str, Any] = {field: tuple(value) if isinstance(value, list) else value for field, value in values.items()
                             if field in field_names(Account)}
    account = Account(name=name, **known)
    field, reason = checking.lacking(account)
    if reason:
        return None, [_fault(path, block, field, reason, name), *unknown]
    return account, unknown


def _complaints(name: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (field, code) for each value of a block that cannot be used."""
    reason = checking.wrong("name", name) if name else "empty"
    if reason:
        yield "", reason
    for field, value in values.items():
        if field.lower().replace("-", "_") in PASSWORDS:
            yield field, "holds-password"
        elif field == "name" or field not in field_names(Account):
            yield field, "unknown-name"
        elif reason := checking.wrong(field, value):
            yield field, reason


def _fault(path: str, block: blocks.Block, field: str, reason: str, name: str) -> DefinitionFault:
    """Return one fault of a block, with the line it stands on; the value is never in it."""
    line = block.start + blocks.line_of(block, field) - 1
    hint = ""
    if reason == "unknown-name":
        import difflib

        hint = next(iter(difflib.get_close_matches(field, field_names(Account), 1, 0.6)), "")
    return DefinitionFault("bad-account", path=path, line=line, name=name, field=field, reason=reason, hint=hint)


def _header(block: blocks.Block) -> str:
    """Return what stands in the header of a block that cannot be read."""
    line = block.lines[blocks.line_of(block, "") - 1] if block.lines else ""
    return line.strip().strip("[]").strip("\"' ") if blocks.HEADER.match(line) else ""


def _text(path: str) -> str:
    """Return the file's text; empty where there is none. Raises DefinitionFault(`bad-accounts`, path, reason)."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read().replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        reason = "not-text"
    except OSError as error:
        reason = error.strerror or type(error).__name__
    raise DefinitionFault("bad-accounts", path=path, line=0, reason=reason)


def _write(path: str, text: str) -> None:
    """Put a text in the place of the file, whole or not at all; raises BookFault(`cannot-write`, path)."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        failed: OSError | None = error
    else:
        failed = None
    if failed is not None:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise BookFault("cannot-write", path=path, reason=failed.strerror or "")


class _Alone:
    """While it is entered, no other process of ours changes the file."""

    def __init__(self, places: Home) -> None:
        self._path = os.path.join(places.cache, "accounts.lock")
        self._handle = -1

    def __enter__(self) -> None:
        import fcntl

        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        except OSError:  # without it all goes on, as with one process
            pass

    def __exit__(self, *_: object) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

"""The user's own accounts: kept, tried, and their passwords put where they belong."""

from __future__ import annotations

from store import accounts, passwords
from store.errors import NotFound, OnwardError, UsageFault
from store.model import AccountTest, Reason
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.book import Book
    from store.errors import DefinitionFault
    from store.model import Account


def every(book: Book) -> tuple[Account, ...]:
    """Return the accounts that can be used."""
    return accounts.load(book.home)


def faults(book: Book) -> tuple[DefinitionFault, ...]:
    """Return what is wrong in accounts.toml."""
    return accounts.read(book.home)[1]


def one(book: Book, name: str = "", kind: str = "") -> Account:
    """Return the account of a name, else the default one (of a kind); raises NotFound."""
    known = [each for each in every(book) if not kind or each.kind == kind]
    if not name:
        if not known:
            raise NotFound("no-account")
        return min(known, key=lambda each: (not each.default, each.kind != "mail"))
    alike = name.lower()
    for found in ([each for each in known if each.name == name], [each for each in known if each.name.lower() == alike],
                  [each for each in known if each.address.lower() == alike]):
        if found:
            return found[0]
    import difflib

    near = difflib.get_close_matches(name, [each.name for each in known], 1, 0.5)
    raise NotFound("no-such-account", name=name, hint=near[0] if near else "")


def guess(address: str, provider: str = "") -> tuple[Account, tuple[str, ...]]:
    """Return what an address says of its account, and what is good to know of it."""
    found = accounts.guess(address, provider)
    return found, accounts.hints(found)


def hints(account: Account) -> tuple[str, ...]:
    """Return what is good to know of an account."""
    return accounts.hints(account)


def add(book: Book, account: Account, password: str = "") -> Account:
    """Keep an account, and its password in the keyring; the first one is the default. Returns it as it is kept.

    The password goes first: where the keyring refuses it, nothing is kept. Raises Unavailable, UsageFault, BookFault.
    """
    others = [each for each in every(book) if each.name != account.name]
    if account.kind == "mail" and not any(each.default for each in others):
        account = replace(account, default=True)
    check(account)
    if password:
        passwords.keep(account, tidied(password))
    accounts.keep(book.home, account)
    return account


def remove(book: Book, name: str) -> tuple[Account, str]:
    """Take an account out, with its password; return it, and a code where the keyring could not be asked.

    Raises NotFound(`no-such-account`).
    """
    if not name:
        raise UsageFault("missing-words", command="account remove", missing="NAME")
    account = one(book, name)
    code = ""
    if not (account.password_command or account.token_command):
        try:
            passwords.drop(account)
        except OnwardError as error:
            code = error.code
    accounts.remove(book.home, account.name)
    return account, code


def check(account: Account) -> None:
    """Raise UsageFault where an account cannot be used."""
    from store.accounts import keeping

    keeping.check(account)


def remember(book: Book, name: str, password: str) -> None:
    """Hold a password for this run."""
    passwords.remember(one(book, name), passwords.Secret("password", tidied(password)))


def forget_typed(book: Book, name: str) -> None:
    """Let go of what was typed for an account in this run; raises NotFound."""
    passwords.forget_typed(one(book, name))


def for_a_process(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """Return the variables that lead another process to this book, and by account the passwords typed in this run."""
    from store import settings

    found = {each.name: passwords.typed(each) for each in every(book)}
    return settings.variables(book.home), {name: secret.value for name, secret in found.items() if secret is not None}


def tidied(password: str) -> str:
    """Return a password as it is used: Google shows its app passwords in four groups, which are not part of it."""
    import re

    return password.replace(" ", "") if re.fullmatch(r"([a-z]{4}\s){3}[a-z]{4}\s*", password) else password


def set_password(book: Book, name: str, password: str) -> Account:
    """Put an account's password into the keyring; raises NotFound, Unavailable(`keyring-...`)."""
    account = one(book, name)
    passwords.keep(account, tidied(password))
    return account


def test(book: Book, name: str = "", ask: Callable[[Account], str] | None = None) -> tuple[AccountTest, ...]:
    """Log in with an account over each of its services; one outcome a service, in codes."""
    return tuple(_tested(one(book, name), ask))


def _tested(account: Account, ask: Callable[[Account], str] | None) -> Iterator[AccountTest]:
    """Yield the outcome of each service; without a password none is tried."""
    services = [service for service, host in (("imap", account.imap_host), ("smtp", account.smtp_host),
                                              ("dav", account.dav_url if account.kind == "dav" else "")) if host]
    if not services:
        return
    try:
        secret = passwords.secret_of(account, ask)
    except OnwardError as error:
        yield AccountTest("password", False, Reason(error.code, error.values))
        return
    for service in services:
        try:
            yield AccountTest(service, True, _SERVICES[service](account, secret))
        except OnwardError as error:
            yield AccountTest(service, False, Reason(error.code, error.values))


def _in_imap(account: Account, secret: passwords.Secret) -> Reason:
    """Log in to the mailbox and look for its folders."""
    from store.accounts import imap

    with imap.connect(account, secret) as mailbox:
        found = {role: mailbox.folder_for(role) for role in ("drafts", "sent")}
    code = "imap-works" if all(found.values()) else "imap-works-without-folder"
    return Reason(code, {"host": account.imap_host, "port": account.imap_port, **found})


def _in_smtp(account: Account, secret: passwords.Secret) -> Reason:
    """Log in to the server that takes mails; nothing is sent."""
    from store.accounts import smtp

    with smtp.connect(account, secret):
        return Reason("smtp-works", {"host": account.smtp_host, "port": account.smtp_port})


def _in_dav(account: Account, secret: passwords.Secret) -> Reason:
    """Log in to the server of address books and calendars, and look for them; nothing is written."""
    from store.book import syncing_dav

    return syncing_dav.test(account, secret)


_SERVICES = {"imap": _in_imap, "smtp": _in_smtp, "dav": _in_dav}

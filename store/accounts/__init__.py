"""The user's own mail and calendar servers: kept in accounts.toml, known by their address, spoken to with TLS only.

Never a password: that is `store.passwords`'s. `imap` and `smtp` open a connection, `tls` says whom to trust.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.errors import DefinitionFault
    from store.model import Account
    from store.settings import Home


def load(places: Home) -> tuple[Account, ...]:
    """Return the accounts that can be used, in the order of the file; `read` says what is wrong with the others."""
    return read(places)[0]


def read(places: Home) -> tuple[tuple[Account, ...], tuple[DefinitionFault, ...]]:
    """Return the accounts, and a fault (`bad-account`: path, line, name, reason) for each block that cannot be used."""
    from store.accounts import keeping

    return keeping.read(places)


def keep(places: Home, account: Account) -> None:
    """Add an account, or replace the one of that name; the rest of the file stays as it stands.

    Raises UsageFault(`bad-account-value`, field, value, reason), DefinitionFault(`bad-accounts`), BookFault(`cannot-write`).
    """
    from store.accounts import keeping

    keeping.keep(places, account)


def remove(places: Home, name: str) -> None:
    """Take an account out of the file; raises NotFound(`no-such-account`, name)."""
    from store.accounts import keeping

    keeping.remove(places, name)


def path_of(places: Home) -> str:
    """Return where the accounts are kept."""
    from store.accounts import keeping

    return keeping.path_of(places)


def guess(address: str, provider: str = "") -> Account:
    """Return what an address says of its account; raises UsageFault(`bad-account-value`) where it is no address.

    The servers of a known provider (or the one named) are filled in; of an unknown one imap.DOMAIN and smtp.DOMAIN are
    proposed, and `hints` then has `guessed`.
    """
    from store.accounts import guessing

    return guessing.guess(address, provider)


def providers() -> tuple[tuple[str, str], ...]:
    """Return the known providers as (code, title)."""
    from store.accounts import guessing

    return guessing.providers()


def hints(account: Account) -> tuple[str, ...]:
    """Return codes of what is good to know before logging in: `app-password-gmail`, `token-outlook`, `guessed` ..."""
    from store.accounts import guessing

    return guessing.hints(account)

"""What a mail address says of its account: the servers of known providers, and what is good to know of each."""

from __future__ import annotations

import functools
import os
import tomllib

from store.accounts.checking import wrong
from store.errors import UsageFault
from store.model import Account
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

USUAL_PORTS = {"imap": {"tls": 993, "starttls": 143}, "smtp": {"tls": 465, "starttls": 587}}
"Service and security to the port that goes with them."


def guess(address: str, provider: str = "") -> Account:
    """Return the account that an address says, its servers filled in; raises UsageFault(`bad-account-value`)."""
    address = address.strip()
    account = Account(name=address, address=address)
    reason = wrong("address", address)
    if reason or not address:
        raise UsageFault("bad-account-value", field="address", value=address, reason=reason or "not-an-address")
    if provider and provider not in _table():
        raise UsageFault("bad-value", field="provider", value=provider, allowed=[code for code, _ in providers()])
    domain = address.rpartition("@")[2].lower().rstrip(".")
    known = _table()[provider] if provider else _by_domain(domain)
    if known is None:
        plain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
        return replace(account, imap_host=f"imap.{plain}", smtp_host=f"smtp.{plain}")
    return replace(account, keeps_sent=bool(known.get("keeps_sent")), **_service(known, "imap"), **_service(known, "smtp"))


def providers() -> tuple[tuple[str, str], ...]:
    """Return the providers that offer IMAP, as (code, title)."""
    return tuple((code, str(each["title"])) for code, each in _table().items() if each.get("imap"))


def hints(account: Account) -> tuple[str, ...]:
    """Return codes of what is good to know: of the account's provider, else `guessed` where the hosts are a mere guess."""
    domain = account.address.rpartition("@")[2].lower()
    known = _by_domain(domain)
    if account.imap_host or account.smtp_host:
        known = _by_host(account) or known
    if known is not None:
        return tuple(known.get("hints", ()))
    guessed = (account.imap_host, account.smtp_host) == (f"imap.{domain}", f"smtp.{domain}")
    return ("guessed",) if guessed else ()


def title(account: Account) -> str:
    """Return the title of an account's provider, or an empty text."""
    known = _by_host(account) or _by_domain(account.address.rpartition("@")[2].lower())
    return str(known["title"]) if known else ""


@functools.cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    """Return the providers by code."""
    with open(os.path.join(os.path.dirname(__file__), "providers.toml"), "rb") as file:
        return tomllib.load(file)


def _by_domain(domain: str) -> Mapping[str, Any] | None:
    """Return the provider of an address's domain, also of its other countries (`hotmail.co.uk`)."""
    family, _, country = domain.partition(".")
    for each in _table().values():
        if domain in each["domains"] or (family in each.get("families", ()) and _is_country(country)):
            return each
    return None


def _is_country(ending: str) -> bool:
    """Return whether the end of a domain is that of a country: `fr`, `co.uk`, `com.br`."""
    *second, last = ending.split(".")
    return len(last) == 2 and (not second or second in (["co"], ["com"]))


def _by_host(account: Account) -> Mapping[str, Any] | None:
    """Return the provider whose servers an account uses."""
    for each in _table().values():
        for service, host in (("imap", account.imap_host), ("smtp", account.smtp_host)):
            known = str(each.get(service, "")).partition(":")[0]
            if host and known and host.lower() == known and not known.startswith("127."):
                return each
    return None


def _service(known: Mapping[str, Any], service: str) -> dict[str, Any]:
    """Return host, port and security of a provider's service, as fields of an account."""
    host, _, port = str(known.get(service, "")).partition(":")
    if not host:
        return {}
    number = int(port) if port else USUAL_PORTS[service]["tls"]
    usual = "starttls" if number in (143, 587) else "tls"
    return {f"{service}_host": host, f"{service}_port": number,
            f"{service}_security": known.get(f"{service}_security", usual)}

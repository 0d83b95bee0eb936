"""`onward account add`: servers filled in from the address, the password typed unseen, and tried at once."""

from __future__ import annotations

from store.errors import OnwardError, UsageFault
from store.records import replace
from tui.commands.account import NOTHING, try_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import Any

    from store.model import Account, AccountTest
    from tui.commands.console import Console

PORTS = {("imap", "tls"): 993, ("imap", "starttls"): 143, ("smtp", "tls"): 465, ("smtp", "starttls"): 587}
"Service and security to the usual port."
NEITHER = ("", "n", "no", "neither", "other")
BIG_TWO = {"g": "google-workspace", "google": "google-workspace", "m": "microsoft-365", "microsoft": "microsoft-365"}


def add(asked: Namespace, console: Console) -> int:
    """Make an account; nothing is kept before everything is known."""
    from tui.wording import accounts

    book = console.book()
    talks = console.answers and not asked.yes and not asked.json
    account, hints = _proposed(asked, console, talks)
    account = _with_flags(account, asked)
    if talks:
        account = _with_servers(account, hints, asked, console)
    if not asked.yes and any(each.name == account.name for each in book.accounts()):
        raise UsageFault("account-exists", name=account.name)
    hints = book.account_hints(account)
    if not asked.json:
        console.say("\n".join(accounts.servers(account)))
        for words in accounts.all_hints(hints):
            console.say(words)
    book.check_account(account)
    if asked.dry_run:
        return _end(asked, console, account, hints, "later", (), dry=True)
    password = _typed(account, console) if talks else ""
    account, kept = _stored(account, password, console)
    if not asked.json:
        console.say(accounts.added(account, kept))
    outcomes = _tried(asked, console, account, talks)
    return _end(asked, console, account, hints, kept, outcomes)


def _proposed(asked: Namespace, console: Console, talks: bool) -> tuple[Account, Sequence[str]]:
    """Return the account that the address says, asked for where it is missing, and what is good to know."""
    from store.model import Account
    from tui.wording import spoken

    book = console.book()
    address = asked.WHICH
    if asked.dav:
        return Account(name=asked.name or address or asked.dav, kind="dav", address=address, dav_url=asked.dav), ()
    if not address and talks:
        address = (console.ask(spoken.YOUR_MAIL_ADDRESS) or "").strip()
    account, hints = book.guess_account(address, asked.provider or "")
    if "guessed" in hints and talks and not asked.imap_host and not asked.smtp_host:
        said = (console.ask(spoken.IS_YOUR_MAIL_WITH_GOOGLE) or "").strip().lower()
        if said not in NEITHER and said in BIG_TWO:
            return book.guess_account(address, BIG_TWO[said])
    return account, hints


def _with_flags(account: Account, asked: Namespace) -> Account:
    """Return an account with what the flags say."""
    changes: dict[str, Any] = {}
    for field in ("name", "user", "authority", "password_command", "token_command", "imap_host", "smtp_host"):
        if getattr(asked, field):
            changes[field] = getattr(asked, field)
    for service in ("imap", "smtp"):
        host, port, security = (getattr(asked, f"{service}_{each}") for each in ("host", "port", "security"))
        if port:
            changes[f"{service}_port"] = _whole(port)
        if security or host:
            usual = "starttls" if changes.get(f"{service}_port") in (143, 587) else "tls"
            changes[f"{service}_security"] = security or usual
            changes.setdefault(f"{service}_port", PORTS.get((service, security or usual), 0))
        elif port:
            changes[f"{service}_security"] = "starttls" if changes[f"{service}_port"] in (143, 587) else "tls"
    if asked.default:
        changes["default"] = True
    return replace(account, **changes)


def _whole(port: str) -> int:
    """Return a port as a number; one that is none stays no port, and is told as such."""
    return int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else 0


def _with_servers(account: Account, hints: Sequence[str], asked: Namespace, console: Console) -> Account:
    """Ask for the servers that are a mere guess."""
    from tui.wording import spoken

    if "guessed" not in hints:
        return account
    changes: dict[str, Any] = {}
    for service, task in (("imap", spoken.READING_IMAP), ("smtp", spoken.SENDING_SMTP)):
        if getattr(asked, f"{service}_host"):
            continue
        proposed = getattr(account, f"{service}_host")
        said = (console.ask(spoken.SERVER_FOR.format(task=task, proposed=proposed)) or "").strip()
        if said:
            changes[f"{service}_host"] = said
    return replace(account, **changes)


def _typed(account: Account, console: Console) -> str:
    """Return the password as typed, empty for later or where a command prints it."""
    from tui.wording import spoken

    if account.password_command or account.token_command:
        return ""
    return console.ask_unseen(spoken.ASK_UNSEEN_OR_LATER.format(name=account.name)) or ""


def _stored(account: Account, password: str, console: Console) -> tuple[Account, str]:
    """Keep the account, and the password where the keyring takes it; return it and where the password is, as a code."""
    from tui.wording.errors import sentence

    book = console.book()
    if account.password_command or account.token_command:
        return book.add_account(account), "command"
    if not password:
        return book.add_account(account), "later"
    try:
        return book.add_account(account, password), "keyring"
    except OnwardError as error:
        if not error.code.startswith("keyring-"):
            raise
        console.say(sentence(error))
    kept = book.add_account(account)
    book.remember_password(kept.name, password)
    return kept, "asked-each-time"


def _tried(asked: Namespace, console: Console, account: Account, talks: bool) -> Sequence[AccountTest]:
    """Log in at once where that is wanted."""
    if not (account.imap_host or account.smtp_host):
        return ()
    if not asked.test:
        if not talks:
            return ()
        if (console.ask("Try it now? [Y/n] ") or "").strip().lower() not in ("", "y", "yes"):
            return ()
    return try_out(console, account, asked.json)


def _end(asked: Namespace, console: Console, account: Account, hints: Sequence[str], password: str,
         outcomes: Sequence[AccountTest], dry: bool = False) -> int:
    """Say how it ended, and return the status: 8 where it was tried and does not work."""
    from tui.wording import spoken

    if asked.json:
        from tui.commands import shapes

        console.put_json({"verb": "account add", **({"dry_run": True} if dry else {}), "account": shapes.account(account),
                          "hints": list(hints), "password": password,
                          "services": shapes.account_tests(account, outcomes)["services"]}, one_line=True)
    elif dry:
        console.say(spoken.WOULD_ADD_THIS_ACCOUNT.format(nothing=NOTHING))
    return 0 if all(each.works for each in outcomes) else 8

"""`onward account add|list|show|test|password|remove`: the user's own servers, and where their passwords lie."""

from __future__ import annotations

from store.errors import OnwardError, Unavailable, UsageFault
from tui.wording import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from store.model import Account, AccountTest
    from tui.commands.asking import Asking
    from tui.commands.console import Console

ACTIONS = ("list", "add", "show", "test", "password", "remove")
NOTHING = spoken.NOTHING_WAS_CHANGED


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--name", metavar="NAME")
    asking.flag("--provider", metavar="NAME")
    asking.flag("--user", metavar="USER")
    asking.flag("--imap-host", metavar="HOST")
    asking.flag("--imap-port", metavar="PORT")
    asking.flag("--imap-security", metavar="HOW")
    asking.flag("--smtp-host", metavar="HOST")
    asking.flag("--smtp-port", metavar="PORT")
    asking.flag("--smtp-security", metavar="HOW")
    asking.flag("--dav", metavar="URL")
    asking.flag("--authority", metavar="FILE")
    asking.flag("--password-command", metavar="COMMAND")
    asking.flag("--token-command", metavar="COMMAND")
    asking.flag("--default")
    asking.flag("--test")
    writing_flags(asking, yes=True)
    asking.words("ACTION", nargs="?", default="list", metavar="|".join(ACTIONS))
    asking.words("WHICH", nargs="?", default="")


def run(asked: Namespace, console: Console) -> int:
    """Do what was asked with the accounts."""
    actions = {"list": _list, "add": _add, "show": _show, "test": _test, "password": _password, "remove": _remove}
    if asked.ACTION not in actions:
        from tui.commands.asking import nearest

        raise UsageFault("unknown-action", command="account", action=asked.ACTION, hint=nearest(asked.ACTION, ACTIONS))
    return actions[asked.ACTION](asked, console)


def _list(asked: Namespace, console: Console) -> int:
    """Print the accounts, and what is wrong with those that cannot be used."""
    from tui.commands import shapes
    from tui.wording import accounts
    from tui.wording.errors import sentence

    book = console.book()
    found, faults = book.accounts(), book.account_faults()
    if asked.json:
        console.put_json([shapes.account(each) for each in found])
    elif found:
        console.put("\n".join(accounts.line(each) for each in found))
    elif not faults:
        console.say(accounts.NONE)
    for fault in faults:
        console.say(sentence(fault))
    return faults[0].exit_status if faults and not found else 0


def _show(asked: Namespace, console: Console) -> int:
    """Print what is known of an account; never its password."""
    from tui.wording import accounts

    account = console.book().account(asked.WHICH)
    if asked.json:
        from tui.commands import shapes

        console.put_json(shapes.account(account))
        return 0
    console.put("\n".join(accounts.servers(account)))
    for words in accounts.all_hints(console.book().account_hints(account)):
        console.say(words)
    return 0


def _test(asked: Namespace, console: Console) -> int:
    """Log in over each service, and say how it went."""
    account = console.book().account(asked.WHICH)
    outcomes = try_out(console, account, asked.json)
    if asked.json:
        from tui.commands import shapes

        console.put_json(shapes.account_tests(account, outcomes))
    return 0 if all(each.works for each in outcomes) else Unavailable.exit_status


def try_out(console: Console, account: Account, quiet: bool = False) -> Sequence[AccountTest]:
    """Log in to an account over each of its services, telling how it went unless `quiet`; asks for a missing password."""
    from tui.wording import accounts

    if not quiet:
        console.say(spoken.LOGGING_IN.format(name=account.name))
    outcomes = console.book().test_account(account.name, _asker(console))
    if not quiet:
        for each in outcomes:
            console.say(accounts.tested(each))
        if not outcomes:
            console.say(accounts.NOTHING_TO_TEST)
    return outcomes


def _asker(console: Console) -> Asker | None:
    """Return what asks for a password that is found nowhere, where somebody is there to answer."""
    return Asker(console) if console.answers else None


class Asker:
    """Asks for an account's password, for this run only."""

    def __init__(self, console: Console) -> None:
        """Ask on a console."""
        self._console = console

    def __call__(self, account: Account) -> str:
        """Return the password as typed, empty for none."""
        return self._console.ask_unseen(spoken.ASK_FOR_THIS_RUN.format(name=account.name)) or ""


def _password(asked: Namespace, console: Console) -> int:
    """Put a password into the keyring: typed unseen, or the first line of standard input."""
    book = console.book()
    account = book.account(asked.WHICH)
    if account.password_command or account.token_command:
        raise UsageFault("has-command", name=account.name)
    if asked.dry_run:
        console.say(spoken.WOULD_KEEP_IT.format(name=account.name, nothing=NOTHING))
        return 0
    typed = console.ask_unseen(spoken.ASK_UNSEEN.format(name=account.name)) if console.answers else _first_line(console)
    if not typed:
        raise Unavailable("no-password-given", name=account.name)
    book.set_password(account.name, typed)
    if asked.json:
        console.put_json({"verb": "account password", "name": account.name, "password": "keyring"}, one_line=True)
    else:
        console.say(spoken.KEPT_IN_KEYRING.format(name=account.name, name_2=account.name))
    return 0


def _first_line(console: Console) -> str:
    """Return the first line of standard input."""
    lines = console.lines_in() if not console.input.isatty() else []
    return lines[0] if lines else ""


def _remove(asked: Namespace, console: Console) -> int:
    """Take an account out, with its password."""
    from tui.wording import accounts

    if not asked.WHICH:
        raise UsageFault("missing-words", command="account remove", missing="NAME")
    book = console.book()
    account = book.account(asked.WHICH)
    if asked.dry_run:
        console.say(spoken.WOULD_TAKE_OUT_THE_ACCOUNT.format(name=account.name, nothing=NOTHING))
        return 0
    if not console.agreed(spoken.TAKE_OUT_THE_ACCOUNT.format(name=account.name), asked.yes):
        console.say(NOTHING)
        return 0
    _, code = book.remove_account(account.name)
    if asked.json:
        console.put_json({"verb": "account remove", "name": account.name, "keyring": code or "done"}, one_line=True)
    else:
        console.say(accounts.removed(account, code))
    return 0


def _add(asked: Namespace, console: Console) -> int:
    """Make an account from an address and the flags, asking for what is missing."""
    from tui.commands.account_adding import add

    try:
        return add(asked, console)
    except OnwardError as error:
        if error.code == "bad-account-value" and error.values.get("field") == "address" and not asked.WHICH:
            raise UsageFault("missing-words", command="account add", missing="ADDRESS") from None
        raise

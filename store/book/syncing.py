"""One run over the user's accounts: each by its own kind, one that fails never keeping the others back."""

from __future__ import annotations

from store.errors import NotFound, OnwardError
from store.model import Reason, Remote
from store.sync import Report, Stopped, Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.model import Account, DueTouch
    from store.sync import Tell

    Ask = Callable[[Account], str] | None
    Say = Callable[[DueTouch, str, str], tuple[str, str]] | None


def sync(book: Book, names: Sequence[str] = (), dry_run: bool = False, tell: Tell | None = None,
         ask: Ask = None, say: Say = None) -> Iterator[Report]:
    """Yield what was done with each account, in their order, and with the calendars (`calendar`) last.

    Raises NotFound for a name that is none, or for no account.
    """
    from store.book import accounting, syncing_calendar

    calendar = bool(book.settings.calendar.get("sources")) and (not names or syncing_calendar.NAME in names)
    named = [each for each in names if not calendar or each != syncing_calendar.NAME]
    chosen = list(accounting.every(book)) if not names else [accounting.one(book, each) for each in named]
    if not chosen and not calendar:
        raise NotFound("no-account")
    for account in [*chosen, None] if calendar else chosen:
        tally = Tally(account.name if account is not None else syncing_calendar.NAME, dry_run)
        try:
            if account is not None:
                _run(book, account, tally, tell or _silence, ask, say)
            else:
                syncing_calendar.run(book, tally, tell or _silence)
        except Stopped:
            yield tally.report(stopped=True)
            return
        except OnwardError as error:
            yield tally.report(Reason(error.code, error.values))
        else:
            yield tally.report()


def _run(book: Book, account: Account, tally: Tally, tell: Tell, ask: Ask, say: Say) -> None:
    """Do what an account's kind asks for."""
    if account.kind == "dav":
        from store.book import syncing_dav

        syncing_dav.run(book, account, tally, tell, ask, say)
    else:
        from store.book import syncing_mail

        syncing_mail.run(book, account, tally, tell, ask)


def _silence(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def remote(book: Book, name: str) -> Remote:
    """Return what this machine keeps of an account or collection; an empty one where it never met it."""
    from store.book import reading

    named = (each for each in book.database.table("remotes").all() if each.get("name") == name)
    found = reading.alive("remotes", named)
    return found[0] if found else Remote(id="", name=name)


def keep_remote(writing: Writing, known: Remote, state: Mapping[str, Any]) -> None:
    """Keep what this machine knows of an account or collection, as part of a unit."""
    if known.id:
        writing.change("remotes", known.id, state=state)
    else:
        writing.add("remotes", Remote(id="", name=known.name, state=state))

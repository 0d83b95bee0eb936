"""One run over what other machines of the same user wrote: journal entries in a collection of Onward's own."""

from __future__ import annotations

import datetime as dt

from store import documents
from store.book import machines_forgetting, machines_reading, machines_writing
from store.book.machines_reading import MachineRun
from store.book.machines_state import MachineState
from store.errors import Unavailable
from store.model import Reason
from store.sync import machines
from store.sync.dav import discovery, hrefs
from store.sync.dav.protocol import CALENDAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Account
    from store.sync import Tally, Tell
    from store.sync.dav.client import Client
    from store.sync.dav.discovery import Found

CALLED = "Onward journal"
DESCRIBED = "What machines with Onward tell each other. Please leave it as it is."
ASKED_AGAIN = dt.timedelta(days=7)
"After this a server that refused such a collection is asked again."
MOST_ROUNDS = 4


def run(book: Book, account: Account, client: Client, found: Found, tally: Tally, tell: Tell) -> None:
    """Bring the book in step with the user's other machines; `found` is what the server holds. Raises Unavailable, Stopped."""
    tell("journal", 0, 0)
    state = MachineState(book, account.name)
    href = _place(book, account, client, found, state, tally)
    if not href:
        return
    try:
        _through(MachineRun(book, client, state, href, tally, tell))
    except Unavailable as trouble:
        if trouble.code == "dav-refused" and not state.own:
            _refuse(book, account, state, tally)
            return
        if trouble.code != "dav-not-there" or tally.dry_run:
            raise
        # Somebody removed the collection since: it is made once more, and everything written again.
        state.change(lambda now: now.start_over())
        state.change(_forget_place)
        href = _place(book, account, client, discovery.Found(
            found.principal, found.card_homes, found.calendar_homes,
            tuple(each for each in found.collections if each.href != href)), state, tally)
        if href:
            _through(MachineRun(book, client, state, href, tally, tell))


def _forget_place(now: MachineState) -> None:
    now.collection = ""


def _through(run: MachineRun) -> None:
    """Read, write, and read what came meanwhile, until nothing does."""
    if run.state.collection != run.href and not run.tally.dry_run:
        run.state.change(lambda now: _move(now, run.href))
    machines_reading.pull(run)
    if not run.tally.dry_run:
        machines_forgetting.catch_up(run.book)
        run.state.load()
    machines_writing.push(run)
    for _ in range(MOST_ROUNDS if run.wrote else 0):
        run.wrote = False
        machines_reading.pull(run)
        machines_writing.push(run)
        if not run.wrote:
            return


def _move(now: MachineState, href: str) -> None:
    """Begin with another collection than before."""
    if now.collection:
        now.start_over()
    now.collection = href


def _place(book: Book, account: Account, client: Client, found: Found, state: MachineState, tally: Tally) -> str:
    """Return the collection of entries, made where there is none; empty where there cannot be one."""
    listed = [each for each in found.collections if each.kind == CALENDAR and _last(each.href) == machines.FOLDER]
    if state.collection and not listed:
        return state.collection
    if not listed:
        home = discovery.home_for(found, CALENDAR)
        if not home or _was_refused(book, state):
            return _refuse(book, account, state, tally)
        href = hrefs.member(home, machines.FOLDER) + "/"
        there = client.collection(href)
        if there is None:
            if tally.dry_run:
                return ""
            try:
                client.make_calendar(href, CALLED, (machines.COMPONENT,), DESCRIBED)
                there = client.collection(href)
            except Unavailable as trouble:
                if trouble.code not in ("dav-refused", "dav-not-there"):
                    raise
        if there is None:
            return _refuse(book, account, state, tally)
        listed = [there]
    if not listed[0].takes(machines.COMPONENT) or not listed[0].writable:
        return _refuse(book, account, state, tally)
    return listed[0].href


def _last(href: str) -> str:
    return href.rstrip("/").rpartition("/")[2]


def _was_refused(book: Book, state: MachineState) -> bool:
    """Return whether the server said no not long ago."""
    return bool(state.refused) and book.now() - documents.instant(state.refused) < ASKED_AGAIN


def _refuse(book: Book, account: Account, state: MachineState, tally: Tally) -> str:
    """Say that this server does not carry what other machines need to know; once, and again when it was asked again."""
    if _was_refused(book, state):
        return ""
    tally.note(Reason("no-journal-there", {"account": account.name}))
    if not tally.dry_run:
        now = documents.instant_text(book.now())

        def refused(state: MachineState) -> None:
            state.refused = now

        state.change(refused)
    return ""

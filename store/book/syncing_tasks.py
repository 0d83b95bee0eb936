"""Due touches as a task list of Onward's own: what is due now and in the next days, as the queue has it.

Ticked there, the touch is logged here; moved to later there, it is snoozed here; deleted there, it stays in the queue and does
not come back to the list. What is no longer due here leaves the list.
"""

from __future__ import annotations

import datetime as dt

from store.book import dav_state, reading
from store.book.dav_state import KnownCollection
from store.book.syncing_tasks_in import take_done, take_moved
from store.book.writing import Writing
from store.errors import Unavailable
from store.model import DueTouch, Reason
from store.rules import days
from store.sync.dav import discovery, hrefs, tasks
from store.sync.dav.client import Conflict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from store.book import Book
    from store.model import Account
    from store.sync import Tally, Tell
    from store.sync.dav.answers import Item
    from store.sync.dav.client import Client
    from store.sync.dav.discovery import Found

    Say = Callable[[DueTouch, str, str], tuple[str, str]]

FOLDER = "onward-due"
"Name of the list on the server."
MOST = 50
"Tasks in the list."
DAYS = 7
"How many days ahead it looks, where the settings do not say."
NOT_TASKS = frozenset({"decide", "newsletter"})
TOGETHER = 25


def plain_words(due: DueTouch, name: str, _company: str) -> tuple[str, str]:
    """Return a title and nothing more, where no front end gives its words."""
    return f"{due.kind}: {name}", ""


def run(book: Book, account: Account, client: Client, found: Found, tally: Tally, tell: Tell, say: Say = plain_words) -> None:
    """Bring the task list in step with what is due."""
    if book.settings.sync.get("tasks") is False:
        return
    tell("tasks", 0, 0)
    href = str(dav_state.of_account(book, account).get("tasks", ""))
    if href:
        try:
            _both_ways(book, account, client, href, tally, tell, say)
            return
        except Unavailable as trouble:
            if trouble.code != "dav-not-there":
                raise
    _both_ways(book, account, client, _list(book, account, client, found, tally), tally, tell, say)


def _both_ways(book: Book, account: Account, client: Client, href: str, tally: Tally, tell: Tell, say: Say) -> None:
    """Take in what was done there, then write what is due here."""
    going = _Tasks(book, account, client, href, tally, tell, say)
    if href:
        going.pull()
    going.push()
    if going.known.state.get("loose") and not tally.dry_run:
        going.pull(again=True)


def _list(book: Book, account: Account, client: Client, found: Found, tally: Tally) -> str:
    """Return the path of our list, made where there is none; empty where there is none and none can be made."""
    state = dav_state.of_account(book, account)
    home = discovery.home_for(found, "calendar")
    href = str(state.get("tasks", "")) or (hrefs.member(home, FOLDER) + "/" if home else "")
    if not href:
        if not state.get("told-no-tasks"):
            tally.note(Reason("no-task-list", {"account": account.name}))
            _remember(book, account, tally, {"told-no-tasks": True})
        return ""
    if tally.dry_run:
        return href if client.collection(href) is not None else ""
    if state.get("tasks-refused") == href:
        return ""
    try:
        there = client.collection(href)
        if there is None:
            client.make_calendar(href, "Onward", ("VTODO",))
            there = client.collection(href)
    except Unavailable as trouble:
        if trouble.code not in ("dav-refused", "dav-not-there"):
            raise
        there = None
    if there is None or not there.takes("VTODO"):
        tally.note(Reason("tasks-refused", {"account": account.name}))
        _remember(book, account, tally, {"tasks-refused": href})
        return ""
    _remember(book, account, tally, {"tasks": href})
    return href


def _remember(book: Book, account: Account, tally: Tally, state: dict[str, Any]) -> None:
    """Keep something about the account."""
    if not tally.dry_run:
        with Writing(book, "sync", undoable=False) as writing:
            dav_state.keep_of_account(writing, account, {**dav_state.of_account(book, account), **state})


class _Wanted:
    """A task as it is to stand in the list."""

    def __init__(self, book: Book, due: DueTouch, name: str, company: str, say: Say, typed: str = "") -> None:
        """Say a due touch as a task."""
        self.due = due
        self.uid = tasks.uid_of(due)
        self.at = _due_at(book, due)
        self.summary, self.description = say(due, name, company)
        if typed:
            self.description = f"{self.description}\n{typed}".strip()
        self.facts = tasks.said(due, self.summary, self.description, self.at)
        self.typed = typed
        self.etag = ""
        self.done = False


class _Tasks:
    """One run over the list."""

    def __init__(self, book: Book, account: Account, client: Client, href: str, tally: Tally, tell: Tell, say: Say) -> None:
        """Begin with what the last run left."""
        self.book = book
        self.client = client
        self.href = href
        self.tally = tally
        self.tell = tell
        self.say = say
        self.known = KnownCollection(book, account, href)

    def _unit(self) -> Writing:
        return Writing(self.book, "sync", undoable=False)

    def pull(self, again: bool = False) -> None:
        """Take in what was ticked, moved or deleted there; `again` after we have written there ourselves."""
        token = "" if self.known.state.get("loose") and not again else str(self.known.state.get("token", ""))
        changes = self.client.changes(self.href, token)
        restored = changes.whole and bool(token)
        members = self.known.members
        wanted = [href for href, etag in changes.changed.items()
                  if not etag or href not in members or members[href].state.get("etag") != etag]
        missing = [href for href in (list(members) if changes.whole else changes.gone)
                   if href in members and href not in changes.changed and not members[href].state.get("gone")]
        items = list(self.client.items(self.href, wanted, "calendar"))
        if self.tally.dry_run:
            self.tally.add("tasks-in", sum(self._says(each) for each in items))
            return
        for item in items:
            with self._unit() as writing:
                self.take(writing, item)
        if missing or changes.token != token or self.known.state.get("loose"):
            with self._unit() as writing:
                for href in missing:
                    state = members[href].state
                    if restored or state.get("pending") or state.get("done"):
                        self.known.drop_member(writing, href)
                    else:
                        self.known.change_member(writing, href, gone=True)
                self.known.keep(writing, token=changes.token, loose=False)

    def _says(self, item: Item) -> bool:
        """Return whether a task says something that would change the book."""
        known = self.known.members.get(item.href)
        task = tasks.read(item.data)
        if known is None or not known.state.get("step") or known.state.get("done"):
            return False
        return task.done or tasks.moved_to(task, known.state, self.book.practice.zone) is not None

    def take(self, writing: Writing, item: Item) -> None:
        """Take in a task as it is on the server now, with what is known of it from then on."""
        known = self.known.members.get(item.href)
        task = tasks.read(item.data)
        if known is None or not known.state.get("step") or not task.uid:
            # The user's own task, or another machine's that is not due here: it is left alone.
            self.known.keep_member(writing, item.href, "", etag=item.etag, uid=task.uid)
            return
        contact, state = str(known.extra.get("contact", "")), dict(known.state)
        state.pop("pending", None)
        state["etag"] = item.etag
        state["typed"] = typed = tasks.words_added(task, state) or str(state.get("typed", ""))
        moved = tasks.moved_to(task, state, self.book.practice.zone)
        if task.done and not state.get("done"):
            if take_done(self.book, writing, contact, state, task):
                self.tally.add("tasks-in")
            state["done"] = True
        elif moved is not None and not state.get("done"):
            if take_moved(self.book, writing, contact, state, moved):
                self.tally.add("tasks-in")
            # What it says now is not what we put there: it is written anew, by what the book says then.
            state["facts"] = {**state.get("facts", {}), "due": "", "opens": ""}
            state.pop("sending", None)
        elif task.cancelled:
            state["gone"] = True
        elif state.get("sending"):
            state["facts"] = state.pop("sending")
        if typed == "":
            state.pop("typed")
        self.known.keep_member(writing, item.href, contact, **state)

    def wanted(self) -> dict[str, _Wanted]:
        """Return the tasks that the list is to hold, by path, the most pressing ones."""
        now = self.book.now()
        ahead = self.book.settings.sync.get("task_days")
        until = now + dt.timedelta(days=DAYS if ahead is None else int(ahead))
        found = []
        from store.book.due import next_of

        for line, agenda in self.book.every_agenda():
            due = next_of(agenda, now)
            if due is not None and due.kind not in NOT_TASKS and due.window.opens <= until:
                found.append((due.window.opens > now, due.window.due, line.id, due, line))
        found.sort(key=lambda each: each[:3])
        made = {}
        for *_, due, line in found[:MOST]:
            href = hrefs.member(self.href, f"{tasks.uid_of(due).removesuffix('@onward')}.ics")
            state = self.known.members[href].state if href in self.known.members else {}
            made[href] = _Wanted(self.book, due, line.name, line.company, self.say, str(state.get("typed", "")))
        return made

    def push(self) -> None:
        """Write what is to stand in the list, and take out what is not."""
        wanted = self.wanted()
        members = self.known.members
        leaving = [href for href, each in members.items() if each.state.get("step") and href not in wanted]
        writing_down = {href: each for href, each in wanted.items() if self._differs(href, each)}
        if self.tally.dry_run or not self.href:
            if self.href or self.tally.dry_run:
                self.tally.add("tasks-out", len(writing_down) + sum(not members[each].state.get("gone") for each in leaving))
            return
        for href in leaving:
            self._remove(href)
        hrefs_left = list(writing_down)
        for start in range(0, len(hrefs_left), TOGETHER):
            self.tell("tasks", start, len(hrefs_left))
            self._write({href: writing_down[href] for href in hrefs_left[start:start + TOGETHER]})

    def _differs(self, href: str, wanted: _Wanted) -> bool:
        """Return whether a task is to be written."""
        known = self.known.members.get(href)
        if known is None:
            return True
        state = known.state
        if state.get("gone"):
            return False
        # Why it is due is told afresh only when something else changes: it speaks of hours, and would be new every time.
        before, after = ({**facts, "description": ""} for facts in (state.get("facts", {}), wanted.facts))
        return bool(state.get("pending") or state.get("done") or before != after)

    def _write(self, some: dict[str, _Wanted]) -> None:
        """Write some tasks, noting before and after."""
        with self._unit() as writing:
            self.known.keep(writing, loose=True)
            for href, each in some.items():
                self._note_before(writing, href, each)
        try:
            for href, each in some.items():
                self._send(href, each)
        finally:
            with self._unit() as writing:
                for href, each in some.items():
                    if each.done:
                        self._note_after(writing, href, each)
        self.tally.add("tasks-out", sum(each.done for each in some.values()))

    def _note_before(self, writing: Writing, href: str, wanted: _Wanted) -> None:
        """Note what is about to be written."""
        known = self.known.members.get(href)
        if known is not None and known.state.get("step"):
            self.known.change_member(writing, href, sending=wanted.facts)
        else:
            etag = {"etag": known.state["etag"]} if known is not None and known.state.get("etag") else {"pending": True}
            self.known.keep_member(writing, href, wanted.due.contact, step=wanted.due.step_key, uid=wanted.uid,
                                   kind=wanted.due.kind, plan=wanted.due.plan, sending=wanted.facts, **etag)

    def _note_after(self, writing: Writing, href: str, wanted: _Wanted) -> None:
        """Note that it was written."""
        typed = {"typed": wanted.typed} if wanted.typed else {}
        self.known.keep_member(writing, href, wanted.due.contact, step=wanted.due.step_key, uid=wanted.uid,
                               kind=wanted.due.kind, plan=wanted.due.plan, etag=wanted.etag, facts=wanted.facts, **typed)

    def _send(self, href: str, wanted: _Wanted) -> None:
        """Write one task; where somebody changed it meanwhile, that is taken in and the rest left to the next run."""
        data = tasks.written(wanted.due, wanted.summary, wanted.description, wanted.at, self.book.now())
        try:
            etag = self.client.put(href, data, "calendar", str(self.known.members[href].state.get("etag", "")))
        except Conflict:
            item = self.client.item(href)
            with self._unit() as writing:
                if item is not None:
                    self.take(writing, item)
                else:
                    self.known.change_member(writing, href, gone=True)
            return
        if not etag:
            item = self.client.item(href)
            etag = item.etag if item is not None else ""
        wanted.etag, wanted.done = etag, True

    def _remove(self, href: str) -> None:
        """Take a task out of the list; one that was changed meanwhile is taken in first and goes with the next run."""
        state = self.known.members[href].state
        if not state.get("gone"):
            try:
                self.client.delete(href, str(state.get("etag", "")))
            except Conflict:
                item = self.client.item(href)
                if item is not None:
                    with self._unit() as writing:
                        self.take(writing, item)
                    return
            self.tally.add("tasks-out")
        with self._unit() as writing:
            self.known.drop_member(writing, href)


def _due_at(book: Book, due: DueTouch) -> dt.datetime:
    """Return when a task is due: where the touch was put off to a day or time still to come, then; else by its window."""
    moves = [each for each in reading.alive("moves", book.database.table("moves").with_key(f"contact:{due.contact}"))
             if each.step_key == due.step_key and each.what == "snooze" and each.until is not None]
    if moves:
        last = max(moves, key=lambda each: (each.made.at if each.made else dt.datetime.min.replace(tzinfo=dt.UTC), each.id))
        assert last.until is not None
        at = days.planned_instant(last.until, book.practice, book.practice.working_hours[0])
        if at > book.now():
            return at
    return due.window.due

"""A seeded run of everything a person may do on two machines, with syncs that are killed anywhere in between.

With ONWARD_TEST_SIZE=ci a part of it; else ten runs of 1,500 operations on each of two servers.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil

from store.book.writing import Writing
from store.errors import OnwardError
from store.model import PERMISSION_CHANNELS, PERMISSION_STATES, Planned
from store.sync import machines
from store.sync.dav.client import Client
from store.sync.dav.discovery import discover
from store.sync.dav.protocol import CALENDAR
from tests.real.dav_servers import SECRET
from tests.real.two_machines import assert_equal, open_book, sync

IS_PART = os.environ.get("ONWARD_TEST_SIZE") == "ci"
SEEDS, STEPS_EACH = (1, 400) if IS_PART else (10, 1500)
NAMES = ["Ann Lee", "Bob Ray", "Cleo Day", "Dan Oak", "Eve Poe", "Fay Kim", "Gus Orr", "Hal Ives"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = ["wants a review", "son plays golf", "ask about spring", "likes mornings", "met at the fair"]
START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Killed(BaseException):
    """Ends a sync where a kill would."""


class Machine:
    """A book, its clock, and what is done with it."""

    def __init__(self, folder, seed, behind=0.0):
        self.folder = folder
        self.random = random.Random(seed)
        self.at = START - dt.timedelta(hours=behind)
        self.done = 0
        self.backed_up = False
        self.book = open_book(folder, self.clock)

    def clock(self):
        return self.at

    def again(self):
        """Open the book once more, as after a kill."""
        self.book.close()
        self.book = open_book(self.folder, self.clock)

    def pick(self, found):
        return self.random.choice(list(found)) if found else None

    def step(self):
        """Do one thing of all that can be done; what the book refuses is refused."""
        self.at += dt.timedelta(minutes=self.random.choice([1, 7, 55, 400]))
        verb = self.random.choice(STEPS)
        try:
            verb(self, self.book, self.random)
            self.done += 1
        except OnwardError:
            pass

    def someone(self):
        found = self.pick(self.book.everyone())
        return found.id if found is not None else self.book.log(f"met {self.pick(NAMES)} 415 555 0100 hot").contacts[0]


def met(machine, book, chance):
    name = f"{machine.pick(NAMES)}{chance.choice(LETTERS)}"
    book.log(f"met {name} @{chance.choice(['Acme', 'Bolt'])} 415 555 01{chance.randint(10, 99)} hot // {chance.choice(WORDS)}")


def called(machine, book, chance):
    book.log_touch(machine.someone(), chance.choice(["call", "email", "text"]), chance.choice(["out", "in"]),
                   note=chance.choice(WORDS))


def done(machine, book, chance):
    book.done([machine.someone()], chance.choice(["", "no-answer", "reached"]))


def settled(machine, book, chance):
    book.nothing_to_answer([machine.someone()])


def snoozed(machine, book, chance):
    book.snooze([machine.someone()], Planned(machine.at.date() + dt.timedelta(days=chance.randint(1, 9))))


def skipped(machine, book, chance):
    book.skip([machine.someone()])


def promised(machine, book, chance):
    book.set_next(machine.someone(), "call", Planned(machine.at.date() + dt.timedelta(days=2)), chance.choice(WORDS))


def changed(machine, book, chance):
    name, value = chance.choice([("company", "Core"), ("company", ""), ("note", chance.choice(WORDS)), ("temperature", "cold"),
                                 ("temperature", "hot"), ("stage", "credibility"), ("name", f"Zoe {chance.choice(LETTERS).upper()}ay"),
                                 ("standing", "client"), ("title", "Owner")])
    book.change([machine.someone()], **{name: value})


def permitted(machine, book, chance):
    book.permit([machine.someone()], chance.choice(PERMISSION_CHANNELS), chance.choice(PERMISSION_STATES))


def tagged(machine, book, chance):
    book.tag([machine.someone()], chance.choice(["expo", "golf"]), remove=chance.random() < 0.3)


def planned(machine, book, chance):
    book.use_cadence([machine.someone()], chance.choice(["met", "keep", "nurture"]))


def paused(machine, book, chance):
    book.pause([machine.someone()], chance.choice([None, machine.at.date() + dt.timedelta(days=5)]))


def resumed(machine, book, chance):
    book.resume([machine.someone()])


def shelved(machine, book, chance):
    book.add_shelf(f"An article {chance.randint(1, 99)} https://example.com/{chance.randint(1, 99)} #golf")


def unshelved(machine, book, chance):
    entry = machine.pick(book.shelf())
    if entry is not None:
        book.drop_shelf(entry.item.id)


def away(machine, book, chance):
    book.away(machine.at.date(), machine.at.date() + dt.timedelta(days=3))


def back(machine, book, chance):
    book.end_away()


def drafted(machine, book, chance):
    draft = book.draft(machine.someone(), "text")
    what = chance.choice(["open", "sent", "not", "drop", "handed"])
    if what in ("sent", "not", "handed"):
        book.hand_over(draft.id, "clipboard")
    if what == "sent":
        book.sent([draft.id])
    elif what == "not":
        book.not_sent([draft.id])
    elif what == "drop":
        book.drop_draft(draft.id)


def merged(machine, book, chance):
    book.merge(machine.someone(), machine.someone())


def told_apart(machine, book, chance):
    book.not_the_same(machine.someone(), machine.someone())


def undone(machine, book, chance):
    for _ in range(chance.randint(1, 3)):
        book.undo()


def redone(machine, book, chance):
    book.redo()


def in_doubt(machine, book, chance):
    book.log(chance.choice(["called", "vm // something", "Smith Jones Brown talked"]))


def filed(machine, book, chance):
    line = machine.pick(book.unfiled())
    if line is not None:
        book.settle_unfiled(line.id, chance.choice(["", f"called {machine.pick(NAMES)}{chance.choice(LETTERS)}"]), new=True)


def decided(machine, book, chance):
    book.decide(machine.someone(), chance.choice(["keep", "nurture", "close"]))


def restored(machine, book, chance):
    if not machine.backed_up:
        book.backup()
        machine.backed_up = True
    elif chance.random() < 0.1:
        book.restore()


def folded(machine, book, chance):
    book.database.compact(chance.choice([0, 5, 1000]))


OFTEN = [met, called, done, changed, promised, permitted]
STEPS = [*OFTEN, *OFTEN, settled, snoozed, skipped, tagged, planned, paused, resumed, shelved, unshelved, away, back, drafted,
         merged, told_apart, undone, redone, in_doubt, filed, decided, restored, folded]


def tokens_forgotten(server, chance):
    """Have the server forget what changed."""
    server.forget_tokens()


def entry_deleted(server, chance):
    """Have another program delete an entry, or all of them."""
    def delete(client, members):
        for each in members if chance.random() < 0.2 else members[:1]:
            client.delete(each)

    _with_members(server, chance, delete)


def entry_spoiled(server, chance):
    """Have another program write something else in the place of an entry."""
    def spoil(client, members):
        item = client.item(members[0])
        client.put(members[0], item.data.replace(b"onward-journal 1", b"onward-journal 1 no"), CALENDAR, item.etag)

    _with_members(server, chance, spoil)


def _with_members(server, chance, do):
    with Client(server.account(), SECRET) as client:
        for each in discover(client).collections:
            if each.href.rstrip("/").endswith(machines.FOLDER):
                members = sorted(client.changes(each.href).changed)
                chance.shuffle(members)
                if members:
                    do(client, members)


def server_restored(server, chance):
    """Lead the server back to how it was at an earlier such moment."""
    kept = server.folder / "kept-before"
    if kept.exists():
        server.restore("before")
        shutil.rmtree(kept)
    else:
        server.keep("before")


FAULTS = [tokens_forgotten, entry_deleted, entry_spoiled, server_restored]


def dying(at, chance):
    """Return a client that is killed at the n-th question: before it is asked, or when the answer has come."""
    left = [at]
    before = chance.random() < 0.5

    class Dying(Client):
        def ask(self, request):
            left[0] -= 1
            if left[0] == 0 and before:
                raise Killed
            answer = super().ask(request)
            if left[0] == 0:
                raise Killed
            return answer

    return Dying


def killed_sync(machine, server, chance, monkeypatch):
    """Sync, and be killed somewhere: at a question, or before a unit of the book."""
    with monkeypatch.context() as patched:
        if chance.random() < 0.5:
            client = dying(chance.randint(4, 9), chance)
        else:
            client, left, entering = Client, [chance.randint(1, 4)], Writing.__enter__

            def enter(self):
                left[0] -= 1
                if left[0] == 0:
                    raise Killed
                return entering(self)

            patched.setattr(Writing, "__enter__", enter)
        try:
            sync(machine.book, server, client_of=client)
        except Killed:
            pass
    machine.again()


def run(folder, server, seed, steps, monkeypatch, faults=()):
    """Do many things on both machines with syncs, kills and faults in between; both must end equal."""
    chance = random.Random(seed)
    machines = [Machine(folder / "a", seed + 1), Machine(folder / "b", seed + 2, behind=1.0)]
    try:
        for each in range(steps):
            chance.choice(machines).step()
            if chance.random() < 0.04:
                sync(chance.choice(machines).book, server)
            if chance.random() < 0.03:
                killed_sync(chance.choice(machines), server, chance, monkeypatch)
            if faults and chance.random() < 0.01:
                chance.choice(faults)(server, chance)
            if each % 150 == 149 or each == steps - 1:
                meet(machines, server, bool(faults))
        return [each.done for each in machines]
    finally:
        for each in machines:
            each.book.close()


def meet(machines, server, with_faults=False):
    """Sync until both have all, and hold them against each other at one instant."""
    latest = max(each.at for each in machines)
    for each in (*machines, machines[0], machines[1]) if with_faults else (*machines, machines[0]):
        sync(each.book, server)
    before = [each.at for each in machines]
    for each in machines:
        each.at = latest
        each.again()
    assert_equal(*(each.book for each in machines))
    for each, at in zip(machines, before, strict=True):
        each.at = at
        each.again()

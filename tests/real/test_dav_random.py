"""Operations in random order on a book and by another program on the same address book, the run broken off anywhere.

Whatever happened: after a quiet run or two, book and server say the same, nobody is lost and nobody is there twice.
"""

import os
import random

import pytest

from store.sync.dav import client as client_room
from store.sync.dav.client import Client, Conflict
from tests.real.dav_books import Clock, OtherProgram, book_at, counts, said_here, said_there, sync
from tests.real.dav_servers import radicale  # noqa: F401

OPERATIONS = {"ci": 200, "full": 6000}


class PulledPlug(BaseException):
    """The process is gone: nothing in the program may catch this."""


class Plug:
    """Pulls the plug before or after one request of a run."""

    def __init__(self, monkeypatch):
        self.left = None
        self.after = False
        exchange = Client._exchange

        def watched(client, request, href):
            if self.left is None:
                return exchange(client, request, href)
            self.left -= 1
            if self.left < 0 and not self.after:
                raise PulledPlug
            answer = exchange(client, request, href)
            if self.left < 0:
                raise PulledPlug
            return answer

        monkeypatch.setattr(Client, "_exchange", watched)

    def pull_at(self, place, after):
        self.left, self.after = place, after


class World:
    """The book, the server, and what must be so in the end."""

    def __init__(self, seed, folder, account, server):
        self.chance = random.Random(seed)
        self.clock = Clock()
        self.folder, self.account, self.server = folder, account, server
        self.book = book_at(folder, account, self.clock)
        sync(self.book)
        self.other = OtherProgram(self.book, account)
        self.names = set()
        self.number = 0

    def reopen(self):
        """Open the book again, as a new process does."""
        self.book.close()
        self.book = book_at(self.folder, self.account, self.clock)
        self.other.book = self.book

    def name(self):
        self.number += 1
        first = self.chance.choice(["Ana", "Bo", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana"])
        letters = "".join("abcdefghij"[int(each)] for each in f"{self.number:04d}")
        name = f"{first} K{letters}son"
        self.names.add(name)
        return name

    def anybody(self):
        people = self.book.everyone()
        return self.chance.choice(people).id if people else None

    def add_here(self):
        self.book.log(f"met {self.name()} @{self.chance.choice(['Acme', 'Northline'])} #expo", new=True)

    def edit_here(self):
        if who := self.anybody():
            field = self.chance.choice(["company", "title", "temperature", "note", "need"])
            value = self.chance.choice(["hot", "warm", "cold"]) if field == "temperature" else f"here {self.chance.random():.6f}"
            self.book.change([who], **{field: value})

    def permit_here(self):
        if who := self.anybody():
            self.book.permit([who], "text", self.chance.choice(["granted", "refused"]))

    def add_there(self):
        name = self.name()
        self.other.add(f"{self.chance.getrandbits(40):x}.vcf", [
            f"UID:phone-{self.number}", f"FN:{name}", f"N:{name.split()[1]};{name.split()[0]};;;",
            f"TEL;TYPE=CELL:+1415555{self.chance.randrange(100, 200):04d}", "X-PHONE:kept"])

    def edit_there(self):
        found = self.other.cards()
        if not found:
            return
        href = self.chance.choice(sorted(found))
        text = f"there {self.chance.random():.6f}"
        what = self.chance.choice(["TITLE", "NOTE", "ORG"])

        def change(card):
            kept = [line for line in card.split("\n") if not line.startswith(f"{what}:")]
            if self.chance.random() < 0.15:
                kept = [line for line in kept if "X-ONWARD" not in line]
            return "\n".join([*kept[:2], f"{what}:{text}", *kept[2:]])

        try:
            self.other.edit(href, change)
        except Conflict:
            pass

    def remove_there(self):
        found = self.other.cards()
        if found and self.chance.random() < 0.3:
            self.other.remove(self.chance.choice(sorted(found)))

    def forget_tokens(self):
        self.server.forget_tokens()

    def later(self):
        self.clock.pass_by(minutes=self.chance.randrange(1, 90))


STEPS = ("add_here", "edit_here", "edit_here", "permit_here", "add_there", "edit_there", "edit_there", "remove_there",
         "later", "later")


def run(world, plug, operations):
    """Do some operations in random order, with runs in between, some of them broken off."""
    for _ in range(operations):
        step = world.chance.choice(STEPS)
        getattr(world, step)()
        if world.chance.random() < 0.15:
            if world.chance.random() < 0.6:
                plug.pull_at(world.chance.randrange(0, 25), world.chance.random() < 0.5)
            try:
                list(world.book.sync())
            except PulledPlug:
                world.reopen()
            plug.left = None
        if world.chance.random() < 0.01:
            world.forget_tokens()


def check(world):
    """Assert that all is as it must be."""
    for _ in range(4):
        report = sync(world.book)
        if not counts(report):
            break
    else:
        pytest.fail(f"it never comes to rest: {report.counts}")
    people = {each.name: each.id for each in world.book.everyone()}
    assert len(people) == len(world.book.everyone()), "somebody is there twice"
    assert set(people) == world.names, (set(people) ^ world.names)
    there = {}
    for href, text in world.other.cards().items():
        said = said_there(text)
        name = said["fields"]["name"]
        assert name not in there, (name, href)
        there[name] = said
        assert said == said_here(world.book, people[name]), name
    kept = sum("X-PHONE:kept" in text for text in world.other.cards().values())
    return len(there), kept


@pytest.mark.parametrize("seed", [1])
def test_a_book_and_another_program_end_equal_whatever_breaks(seed, radicale, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(client_room, "PAUSES", ())
    world = World(seed, tmp_path / "book", radicale.account(), radicale)
    run(world, Plug(monkeypatch), 50)
    there, kept = check(world)
    assert there
    assert kept
    world.book.close()


@pytest.mark.long
@pytest.mark.parametrize("seed", [11, 12])
def test_thousands_of_operations_end_equal(seed, radicale, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(client_room, "PAUSES", ())
    world = World(seed, tmp_path / "book", radicale.account(), radicale)
    for _ in range(10):
        run(world, Plug(monkeypatch), OPERATIONS[os.environ.get("ONWARD_TEST_SIZE", "full")] // 10)
        check(world)
    world.book.close()



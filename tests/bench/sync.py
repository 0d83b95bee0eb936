"""A mailbox of 50,000 mails on a real Dovecot: the first run, the next with nothing new, the next with ten changes."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from store import accounts
from store.book import Book
from store.settings import home_under
from tests.bench import generator, mailbox, while_syncing
from tests.bench.timing import Terminal, command, environment, percentile
from tests.real.mail_servers import USER, MailServer

MAILS = 50_000
PEOPLE = 300


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure); a small mailbox first, beside which the memory of the large one stands."""
    small = yield from _runs(folder / "sync-small", MAILS // 10, keys=False)
    much = yield from _runs(folder / "sync-large", MAILS, keys=True)
    yield (f"most memory of the first run, {MAILS:,} mails beside {MAILS // 10:,}",
           f"{much / small:.2f}x ({much:.0f} MB, {small:.0f} MB)")


def _runs(folder: Path, mails: int, keys: bool) -> Iterator[tuple[str, str]]:
    """Yield the figures of one mailbox; return the most memory of its first run, in megabytes."""
    server = MailServer()
    try:
        home, people = _home(folder, server)
        place = server.folder / "mail" / USER
        mailbox.build(place, mails, people, USER, generator.NOW)
        variables = environment(str(home))
        with server.mailbox() as client:  # the server makes its own index once; that is not what is measured
            for name in ("INBOX", "Gesendet"):
                client.select(name)
                client.search(None, "SINCE", "01-Jan-2020")
        first, seconds, memory = _run(variables)
        logged = first["counts"].get("logged", 0)
        yield (f"first run, {mails:,} mails, {logged:,} with {PEOPLE} known people",
               f"{seconds:.1f} s, {first['values']['requests']:,} requests, "
               f"{first['values']['bytes'] / 1e6:.1f} MB read, {memory:.0f} MB of memory")
        nothing = [_run(variables) for _ in range(5)]
        yield (f"nothing new, {mails:,} mails",
               f"{statistics.median(each[1] for each in nothing):.2f} s, {nothing[0][0]['values']['requests']} requests, "
               f"{nothing[0][0]['values']['bytes']} bytes read")
        mailbox.build(place, 10, people, USER, generator.NOW, first=mails)
        ten, seconds, _ = _run(variables)
        yield (f"ten new mails, {mails:,} mails",
               f"{seconds:.2f} s, {ten['values']['requests']} requests, {ten['values']['bytes']:,} bytes read")
        if keys:
            yield from _keys(folder / "keys", server)
            yield from while_syncing.measure(_home(folder / "inside", server)[0], "Reading", "while the mailbox is read")
    finally:
        server.stop()
    return memory


def _home(folder: Path, server: MailServer) -> tuple[Path, list[str]]:
    """Make a book of some people, with an account of the server; return its folder and their addresses."""
    book = generator.build(folder, PEOPLE, touches_each=2)
    people = sorted(address.value for line in book.everyone() for address in book.dossier(line.id).contact.addresses
                    if address.channel == "email")
    book.close()
    (folder / "password").write_text(server.password)
    accounts.keep(home_under(str(folder)), server.account(password_command=f"cat '{folder}/password'"))
    return folder, people


def _run(variables: Mapping[str, str]) -> tuple[dict, float, float]:
    """Run `onward sync --json`; return its report, the seconds it took, and the most memory it held, in megabytes."""
    reading, writing = os.pipe()
    started = time.perf_counter()
    child = os.fork()
    if not child:
        os.dup2(writing, 1)
        os.execve(command(), [command(), "sync", "--json"], dict(variables))
    os.close(writing)
    with open(reading, encoding="utf-8") as said:
        text = said.read()
    assert text, "the run failed; what it said stands above"
    _, status, used = os.wait4(child, 0)
    taken = time.perf_counter() - started
    report = json.loads(text)
    assert status == 0, text
    return report, taken, used.ru_maxrss / 1024


def _keys(folder: Path, server: MailServer) -> Iterator[tuple[str, str]]:
    """Yield how long keys take to be painted while a first run goes on in the inbox, beside an idle one."""
    home, _ = _home(folder, server)
    book = Book.open(home_under(str(home)), now=lambda: generator.NOW)
    names = [row.name for row in book.queue().rows[:60]]
    book.close()
    terminal = Terminal([command()], environment(str(home)))
    try:
        terminal.wait_for(names[0].split()[1].encode())
        terminal.drain(1.0)
        for what, begun in (("idle", b""), ("while the mailbox is read", b"\x1b[15~")):
            if begun:
                terminal.type(begun)
                terminal.wait_for(b"Reading")
            terminal.type(b"a")  # the line: rows move while replies come in, what is typed stays where it is
            terminal.drain(0.5)
            taken = []
            for place in range(80):
                letter = b"QXZVW"[place % 5:place % 5 + 1]
                at = terminal.type(letter)
                taken.append(terminal.wait_for(letter) - at)
                terminal.drain(0.02)
            terminal.type(b"\x1b")
            terminal.drain(0.5)
            yield (f"key to repaint, {what}, {len(taken)} keys",
                   f"p50 {statistics.median(taken) * 1000:.1f} ms, p95 {percentile(taken, 0.95) * 1000:.1f} ms "
                   f"(load {os.getloadavg()[0]:.1f})")
    finally:
        terminal.end()

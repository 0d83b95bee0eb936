"""An address book of many cards on a real Radicale: the first run, one with nothing new, one with ten changes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from store import accounts
from store.records import replace
from store.settings import home_under
from store.sync.dav.client import Client
from store.sync.dav.discovery import discover
from tests.bench import generator, while_syncing
from tests.real.dav_servers import PASSWORD, SECRET, Radicale

RUN = """
import json, resource, sys, time
sys.path.insert(0, {repository!r})
from tests.real.dav_books import book_at, sync
from store.model import Account
from store.sync.dav.client import Client
book = book_at({folder!r}, Account(**json.loads({account!r})))
asked, exchange = [0.0], Client._exchange
def timed(self, *request):
    begin = time.perf_counter()
    try:
        return exchange(self, *request)
    finally:
        asked[0] += time.perf_counter() - begin
Client._exchange = timed
own = resource.getrusage(resource.RUSAGE_SELF)
before, used = own.ru_maxrss, own.ru_utime + own.ru_stime
start = time.perf_counter()
report = sync(book)
own = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([time.perf_counter() - start, report.values["requests"], report.values["received"],
                  own.ru_maxrss - before, dict(report.counts), asked[0], own.ru_utime + own.ru_stime - used]))
"""


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for one run each: seconds, requests, bytes read, growth of memory."""
    server = Radicale()
    try:
        place = server.folder / "collections" / "collection-root" / "ada" / "people"
        place.mkdir(parents=True)
        (place / ".Radicale.props").write_text('{"tag": "VADDRESSBOOK", "D:displayname": "People"}')
        for number in range(large):
            _write(place, number, "")
        began = time.perf_counter()
        with Client(server.account(), SECRET, limit=600.0) as client:
            discover(client)
        yield f"{large:,} cards: the server's own first look at them", f"{time.perf_counter() - began:.2f} s"
        yield _line(f"first run, {large:,} cards on the server", _run(folder, server))
        yield _line("the next one, nothing new", _run(folder, server))
        for number in range(10):
            _write(place, number, "TITLE:COO\n")
        yield _line("the next one, ten cards changed there", _run(folder, server))
        yield from while_syncing.measure(_home(folder / "dav-keys", server), "People", "while cards come in")
    finally:
        server.stop()


def _home(folder: Path, server: Radicale) -> Path:
    """Make a book of some people with an account of the server, whose password a command prints; return its folder."""
    generator.build(folder, 300).close()
    (folder / "password").write_text(PASSWORD)
    accounts.keep(home_under(str(folder)), replace(server.account(), password_command=f"cat '{folder}/password'"))
    return folder


def _write(place: Path, number: int, more: str) -> None:
    """Put a card into the server's folder."""
    (place / f"{number}.vcf").write_text(
        f"BEGIN:VCARD\nVERSION:3.0\nUID:card-{number}\nFN:Ann Number{number}\nN:Number{number};Ann;;;\n{more}"
        f"EMAIL:ann{number}@example.com\nORG:Acme {number % 97}\nNOTE:met at the fair\nEND:VCARD\n")


def _run(folder: Path, server: Radicale) -> list[object]:
    """Run once in a process of its own; return what it says of itself."""
    account = server.account()
    plain = json.dumps({name: getattr(account, name) for name in ("name", "kind", "user", "dav_url", "authority")})
    code = RUN.format(repository=str(Path(__file__).resolve().parents[2]), folder=str(folder / "dav-book"), account=plain)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: list[object] = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    return found


def _line(what: str, found: list[object]) -> tuple[str, str]:
    """Return a line of the table."""
    seconds, requests, received, grown, counts, asked, processor = found
    return what, (f"{seconds:.2f} s ({asked:.2f} s of it waiting for the server, {processor:.2f} s of processor here), {requests} requests, "
                  f"{int(str(received)) // 1024} KiB read, memory +{int(str(grown)) // 1024} MiB {counts}")

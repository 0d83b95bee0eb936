"""An address book of many cards on a real Radicale: the first run, one with nothing new, one with ten changes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from store import accounts
from store.records import replace
from store.settings import home_under
from tests.bench import generator, while_syncing
from tests.real.dav_servers import PASSWORD, Radicale

RUN = """
import json, resource, sys, time
sys.path.insert(0, {repository!r})
from tests.real.dav_books import book_at, sync
from store.model import Account
book = book_at({folder!r}, Account(**json.loads({account!r})))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
report = sync(book)
print(json.dumps([time.perf_counter() - start, report.values["requests"], report.values["received"],
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, dict(report.counts)]))
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
    seconds, requests, received, grown, counts = found
    return what, f"{seconds:.2f} s, {requests} requests, {int(str(received)) // 1024} KiB read, memory +{int(str(grown)) // 1024} MiB {counts}"



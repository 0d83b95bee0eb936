"""Bringing people in: 10,000 cards beside vobject and khard, a table of 100,000 rows, and memory on a file of 100 MB.

khard is the one beside the interpreter, or the command that `KHARD` names.
"""

from __future__ import annotations

import base64
import os
import random
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.timing import command, environment

CARDS, ROWS, ROUNDS = 10_000, 100_000, 3
READ_BY_VOBJECT = ("import sys, vobject\n"
                   "with open(sys.argv[1], encoding='utf-8') as file:\n"
                   "    print(sum(1 for _ in vobject.readComponents(file)))\n")
READ_ALONE = ("import sys, resource, pathlib\nfrom store import exchange\n"
              "print(sum(1 for _ in exchange.read(pathlib.Path(sys.argv[1]), region='US').records))\n"
              "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n")


def card(number: int) -> str:
    """Return one made-up card, as an address book writes it."""
    return (f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Family{number};Given{number % 700};;;\r\nFN:Given{number % 700} Family{number}\r\n"
            f"ORG:Company {number % 900}\r\nTITLE:Partner\r\nTEL;TYPE=CELL:+1 415 {200 + number % 800} {number % 10_000:04d}\r\n"
            f"TEL;TYPE=WORK:+1 212 {200 + number % 777} {number % 9_999:04d}\r\nEMAIL;TYPE=INTERNET:p{number}@example.com\r\n"
            f"BDAY:19{50 + number % 50}-0{1 + number % 9}-1{number % 10}\r\nNOTE:met at the fair\\, likes {number}\r\n"
            f"UID:u-{number}\r\nEND:VCARD\r\n")


def write_cards(path: Path, count: int = CARDS) -> Path:
    """Write a file of cards."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(card(number) for number in range(count))
    return path


def write_table(path: Path, count: int = ROWS) -> Path:
    """Write a table of contacts."""
    with path.open("w", encoding="utf-8") as file:
        file.write("First Name,Last Name,Company,Job Title,E-mail Address,Mobile Phone,Business City,Notes\n")
        for number in range(count):
            file.write(f"Given{number % 700},Family{number},Company {number % 900},Partner,p{number}@example.com,"
                       f"+1 415 {200 + number // 10_000:03d} {number % 10_000:04d},Oakland,\"fair, golf\"\n")
    return path


def write_photos(path: Path, megabytes: int = 100) -> Path:
    """Write cards with photos of two megabytes each."""
    photo = base64.b64encode(random.Random(5).randbytes(1 << 21)).decode()
    folded = "\r\n ".join(photo[place:place + 74] for place in range(0, len(photo), 74))
    with path.open("w", encoding="ascii") as file:
        for number in range(megabytes * 1_000_000 // len(folded) + 1):
            file.write(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Given{number} Family{number}\r\n"
                       f"PHOTO;ENCODING=b;TYPE=JPEG:{folded}\r\nEND:VCARD\r\n")
    return path


def cost(arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[float, str]:
    """Return the processor seconds of one run, which other work on the machine does not change, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(arguments, env=dict(variables), capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure): processor seconds, medians of three."""
    cards, table = write_cards(folder / "cards.vcf"), write_table(folder / "table.csv")
    variables = environment(str(folder / "book-importing"))
    cases: dict[str, list[str]] = {
        f"{CARDS:,} cards read, vobject": [sys.executable, "-c", READ_BY_VOBJECT, str(cards)],
        f"{CARDS:,} cards read": [sys.executable, "-c", READ_ALONE, str(cards)],
        f"{CARDS:,} cards held against the book, dry run": [command(), "import", str(cards), "--dry-run"],
        f"{ROWS:,} rows held against the book, dry run": [command(), "import", str(table), "--dry-run"],
    }
    for what, arguments in cases.items():
        yield what, f"{statistics.median(cost(arguments, variables)[0] for _ in range(ROUNDS)):.2f} s"
    yield f"{CARDS:,} cards stored", f"{cost([command(), 'import', str(cards), '--yes'], variables)[0]:.2f} s"
    khard = os.environ.get("KHARD") or os.path.join(os.path.dirname(sys.executable), "khard")
    if os.path.exists(khard):
        yield f"{CARDS:,} cards listed, khard", f"{_khard(folder, khard, variables):.2f} s"
    seconds, printed = cost([sys.executable, "-c", READ_ALONE, str(write_photos(folder / "photos.vcf"))], variables)
    yield "100 MB of photos read", f"{seconds:.2f} s, {printed.split()[-1]} MB of memory"


def _khard(folder: Path, khard: str, variables: Mapping[str, str]) -> float:
    """Return what listing the same cards, a file each, costs khard."""
    book = folder / "khard"
    book.mkdir()
    for number in range(CARDS):
        (book / f"{number}.vcf").write_text(card(number), encoding="utf-8")
    settings = folder / "khard.conf"
    settings.write_text(f"[addressbooks]\n[[all]]\npath = {book}\n[general]\ndefault_action = list\n", encoding="utf-8")
    return cost([khard, "--config", str(settings), "list", "--parsable"], variables)[0]

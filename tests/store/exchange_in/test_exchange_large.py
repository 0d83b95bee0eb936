"""Large files: memory stays flat, and twice as much takes about twice as long."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from store import exchange
from tests.bench import importing


@pytest.mark.long
def test_memory_stays_flat_on_a_file_of_a_hundred_megabytes(tmp_path):
    used = []
    for megabytes in (5, 100):
        path = importing.write_photos(tmp_path / "photos.vcf", megabytes)
        done = subprocess.run([sys.executable, "-c", importing.READ_ALONE, str(path)], capture_output=True, text=True, check=True)
        people, memory = map(int, done.stdout.split())
        assert people == len([1 for line in path.open() if line.startswith("BEGIN")])
        used.append(memory)
    assert used[1] < used[0] + 15, used


HOSTILE = {
    "soft breaks": b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:" + b"a=\n" * 60_000,
    "folded": b"BEGIN:VCARD\nFN:x\nNOTE:" + b"a\n " * 60_000,
    "parameters": b"BEGIN:VCARD\nFN:x\nTEL" + b";TYPE=a" * 60_000 + b":1\n",
    "quotes": b"BEGIN:VCARD\nFN:x\nTEL;A=" + b'":' * 60_000 + b"1\n",
    "nested": b"BEGIN:VCARD\nFN:x\nAGENT:\n" * 6_000,
    "begins": b"BEGIN:VCARD\n" * 15_000,
    "backslashes": b"BEGIN:VCARD\nFN:x\nN:" + b"\\;" * 60_000 + b"\n",
    "one name": b"BEGIN:VCARD\nFN:x y\nEND:VCARD\n" * 3_000,
    "one number": b"".join(b"BEGIN:VCARD\nFN:x%d\nTEL:+14155550100\nEND:VCARD\n" % number for number in range(2_000)),
    "open quotes": b"Name,Email\n" + b'"a,b@example.com\n' * 8_000,
    "commas": b"Name,Email" + b"," * 60_000 + b"\nx,y@example.com\n",
    "mail heads": b"From a\nFrom: a@example.com\nDate: Tue, 10 Nov 2026 09:00:00 +0000\nTo: " + b"b@example.com, " * 20_000 + b"\n\n",
    "encoded words": b"From a\nFrom: a@example.com\nDate: Tue, 10 Nov 2026 09:00:00 +0000\nSubject: " + b"=?utf-8?q?a?= " * 20_000,
    "events": b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nDTSTART:20200101\nRRULE:FREQ=DAILY\nATTENDEE:mailto:a@example.com\nEND:VEVENT\n" * 300,
}


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_more_than_linear_time(tmp_path, name):
    path = tmp_path / "any"
    taken = []
    for times in (1, 4):
        path.write_bytes(HOSTILE[name] * times)
        start = time.process_time()
        list(exchange.read(path, region="US").records)
        taken.append(time.process_time() - start)
    assert taken[1] < 4 * 2.5 * max(taken[0], 0.05), taken

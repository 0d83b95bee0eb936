"""A seeded mailbox of any size, written as Maildir files: the same seed gives the same mails."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from email.utils import format_datetime
from pathlib import Path

WORDS = ["the", "site", "review", "on", "Tuesday", "looked", "good", "and", "we", "should", "talk", "about", "the", "lease", "before", "May", "because", "the", "roof", "will", "not", "wait", "could", "you", "send", "two", "dates", "that", "suit", "you", "thank", "you", "for", "the", "note", "it", "was", "a", "pleasure", "to", "meet", "everybody"]


def build(folder: Path, count: int, people: list[str], own: str, now: dt.datetime, seed: int = 11, first: int = 0) -> None:
    """Write `count` mails into a Maildir's INBOX, a tenth of them into its folder of sent mail.

    One in twenty is from or to somebody of `people`, the others from strangers and lists; `first` numbers the first one.
    """
    chance = random.Random(seed + first)
    places = [folder / "cur", folder / ".Gesendet" / "cur"]
    for place in places:
        for name in ("cur", "new", "tmp"):
            (place.parent / name).mkdir(parents=True, exist_ok=True)
    (folder / ".Gesendet" / "maildirfolder").touch()
    for number in range(first, first + count):
        sent = number % 10 == 9
        at = now - dt.timedelta(seconds=(first + count - number) * 390 * 86_400 / max(count, 1000) + 60)
        octets = _mail(chance, number, people, own, at, sent)
        path = places[sent] / f"{int(at.timestamp())}.M{number}P1.bench,S={len(octets)}:2,S"
        path.write_bytes(octets)
        os.utime(path, (at.timestamp(), at.timestamp()))
    if os.geteuid() == 0:
        for place, folders, files in os.walk(folder):
            for name in (".", *folders, *files):
                shutil.chown(os.path.join(place, name), "dovecot", "dovecot")


def _mail(chance: random.Random, number: int, people: list[str], own: str, at: dt.datetime, sent: bool) -> bytes:
    """Return one mail."""
    known = chance.random() < 0.05
    other = chance.choice(people) if known else f"stranger{chance.randrange(4000)}@elsewhere.example"
    sender, to = (own, other) if sent else (other, own)
    listed = not sent and not known and chance.random() < 0.4
    body = "\r\n".join(" ".join(chance.choices(WORDS, k=12)) for _ in range(chance.randint(3, 60)))
    head = [f"From: Somebody <{sender}>", f"To: {to}", f"Subject: {' '.join(chance.choices(WORDS, k=5))}",
            f"Date: {format_datetime(at)}", f"Message-ID: <bench.{number}@example.com>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", f"Received: from a by b with ESMTP; {format_datetime(at)}"]
    if listed:
        head += ["List-Id: <news.elsewhere.example>", "List-Unsubscribe: <mailto:off@elsewhere.example>", "Precedence: bulk"]
    return ("\r\n".join(head) + "\r\n\r\n" + body + "\r\n").encode()

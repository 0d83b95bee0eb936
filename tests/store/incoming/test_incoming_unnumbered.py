"""Mails without a Message-ID: two are two, and one that is seen again, in whatever shape, stays one."""

from __future__ import annotations

import itertools

import pytest

from store.book import incoming
from store.book.syncing_files import sync_files
from store.book.writing import Writing
from store.exchange import mail_files
from store.rules.incoming import classify
from store.settings import load
from store.sync.mail_parsing import read

HEAD = ("From: Lena Voss <lena@example.com>\nTo: Nora <nora@example.org>, Bo <bo@example.org>\nSubject: Dates\n"
        "Date: Tue, 24 Nov 2026 08:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n")
WORDS = "Could you send me two dates?\n\nFrom where do you come?\n"


def letter(words=WORDS, head=HEAD):
    """Return a mail's bytes."""
    return f"{head}\n{words}".encode()


def key(octets):
    """Return what a mail is known by."""
    return incoming.key_of(read(octets))


SEEN_AGAIN = {
    "line ends": letter().replace(b"\n", b"\r\n"),
    "another way there": b"Received: from b.example by a.example; Tue, 24 Nov 2026 08:00:09 +0000\nX-Spam: no\n" + letter(),
    "quoted in a folder of mails": letter().replace(b"\nFrom where", b"\n>From where"),
    "blanks at the end": letter() + b"\n\n",
    "another zone": letter().replace(b"08:00:00 +0000", b"09:00:00 +0100"),
    "a line before": b"From lena@example.com Tue Nov 24 08:00:00 2026\n" + letter(),
}
OTHERS = {
    "other words": letter("Could you send me three dates?\n"), "no words": letter(""),
    "to somebody else": letter(head=HEAD.replace("bo@example.org", "zoe@example.org")),
    "another second": letter(head=HEAD.replace("08:00:00", "08:00:01")),
    "another subject": letter(head=HEAD.replace("Dates", "Days")),
    "from another": letter(head=HEAD.replace("lena@", "len@")),
}


@pytest.mark.parametrize("octets", SEEN_AGAIN.values(), ids=SEEN_AGAIN)
def test_a_mail_that_is_seen_again_is_the_same(octets):
    assert key(octets) == key(letter())


def test_mails_that_differ_in_anything_are_different():
    keys = [key(each) for each in (letter(), *OTHERS.values())]
    assert all(one != other for one, other in itertools.combinations(keys, 2))


def test_what_is_attached_after_the_beginning_is_not_needed():
    long = letter(WORDS + "x" * 300_000)
    assert key(long[:131_072]) == key(long)


def test_where_there_is_a_message_id_it_is_what_counts():
    one, other = (letter(words, HEAD + "Message-ID: <a@example.com>\n") for words in ("Yes.", "No."))
    assert key(one) == key(other) == "mail:a@example.com"


def test_two_of_one_second_are_two_touches_and_each_stays_one(book, clock, tmp_path):
    book.log("met Lena Voss lena@example.com hot yesterday")
    lena = book.who("Lena").id
    for name, octets in (("a", letter()), ("b", OTHERS["other words"]), ("c", SEEN_AGAIN["line ends"])):
        (tmp_path / f"{name}.eml").write_bytes(octets)
    assert [each.taken.code for each in sync_files(book, [str(tmp_path)])] == ["owed", "owed", "known"]
    for octets in (*SEEN_AGAIN.values(), OTHERS["other words"]):
        mail = read(octets)
        with Writing(book, "sync", undoable=False) as writing:
            assert incoming.take(book, writing, mail, classify(mail), ("nora@example.org",)).code == "known"
    assert [each.subject for each in book.dossier(lena).touches if each.kind == "email"] == ["Dates", "Dates"]


def marks(path):
    """Return what the mails of a file or folder are known by, as an import tells it."""
    problems, owners = [], {}
    found = mail_files.of_maildir(path, problems, owners) if path.is_dir() else (
        mail_files.of_one(path, problems, owners) if path.suffix == ".eml" else
        mail_files.of_mbox(mail_files.raw(path), problems, owners))
    return [f"mail:{each.message_id or each.mark}" for each in found]


def test_an_import_knows_a_mail_by_the_same(tmp_path):
    both = (letter(), OTHERS["other words"])
    wanted = [key(each) for each in both]
    (tmp_path / "one.eml").write_bytes(SEEN_AGAIN["line ends"])
    assert marks(tmp_path / "one.eml") == wanted[:1]
    (tmp_path / "many").write_bytes(b"".join(
        b"From - Tue Nov 24 08:00:00 2026\n" + each.replace(b"\nFrom where", b"\n>From where") + b"\n" for each in both))
    assert marks(tmp_path / "many") == wanted
    (tmp_path / "box" / "cur").mkdir(parents=True)
    (tmp_path / "box" / "new").mkdir()
    for place, each in enumerate(both):
        (tmp_path / "box" / "cur" / f"{place}:2,S").write_bytes(each)
    assert marks(tmp_path / "box") == wanted


def test_what_was_imported_is_known_when_the_mailbox_is_read(book, clock, tmp_path):
    book.log("met Lena Voss lena@example.com hot yesterday")
    (tmp_path / "many").write_bytes(b"".join(
        b"From - Tue Nov 24 08:00:00 2026\n" + each.replace(b"\nFrom where", b"\n>From where") + b"\n"
        for each in (letter(), OTHERS["other words"])))
    (tmp_path / "settings.toml").write_text('[you]\nname = "Nora"\nemail = "nora@example.org"\n[place]\nzone = "UTC"\n')
    book.use_settings(load(book.home))
    book.take_in([book.read_file(tmp_path / "many")])
    assert sum(each.kind == "email" for each in book.dossier(book.who("Lena").id).touches) == 2
    (tmp_path / "one.eml").write_bytes(letter())
    assert [each.taken.code for each in sync_files(book, [str(tmp_path / "one.eml")])] == ["known"]

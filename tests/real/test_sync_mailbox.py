"""A mailbox read into the book, from a real Dovecot: each mail once, nothing of strangers, whatever goes wrong."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import pytest

from store import accounts
from store.book import Book
from store.book.alone import alone
from store.errors import Stopped
from store.model import Address
from store.records import replace
from store.settings import home_under
from tests.real.cutting import Wire
from tests.real.sync_mails import NOW, fill, mail

ADA = "Ada <ada@example.com>"
MARTY = "Marty Chen <marty@example.com>"
LENA = "Lena Voss <lena@example.net>"
STRANGER = "Eve <eve@elsewhere.example>"


@pytest.fixture
def home(tmp_path, mail_server):
    """A home with an account of the real server; a command prints its password."""
    write_settings(tmp_path)
    (tmp_path / "password").write_text(mail_server.password)
    (tmp_path / "password").chmod(0o600)
    found = home_under(str(tmp_path))
    accounts.keep(found, mail_server.account(password_command=f"cat '{tmp_path}/password'"))
    return found


def write_settings(folder, sync=""):
    (folder / "settings.toml").write_text(
        f'[you]\nname = "Ada"\nemail = "ada@example.com"\n[place]\nzone = "UTC"\ncountry = "US"\n[sync]\n{sync}\n')


@pytest.fixture
def opened(home):
    """Open the book of the home on the real clock, as often as wanted."""
    books = []

    def open_it():
        books.append(Book.open(home, now=lambda: dt.datetime.now(dt.UTC)))
        return books[-1]

    yield open_it
    for each in books:
        each.close()


@pytest.fixture
def book(opened):
    """A book with Marty, met ten days ago, and Lena."""
    found = opened()
    found.log("met Marty Chen @Acme marty@example.com hot 10 days ago")
    found.log("met Lena Voss lena@example.net warm 10 days ago")
    return found


def sync(book, **more):
    """Run and return the one report."""
    [report] = list(book.sync(**more))
    return report


def sound(book, **more):
    report = sync(book, **more)
    assert report.trouble is None, report.trouble
    return report


def start_over(server):
    """Empty the mailbox until its numbers are counted anew: Dovecot takes the second for their UIDVALIDITY."""
    def numbered():
        with server.mailbox() as client:
            return client.status("INBOX", "(UIDVALIDITY)")[1]

    before = numbered()
    while numbered() == before:
        server.empty()


def mails_with(book, name):
    return [each for each in book.dossier(book.who(name).id).touches if each.kind == "email"]


def owed(book):
    return {row.name for row in book.queue("owed").rows}


def everything(folder):
    """Return the bytes of all files of a home, but for the password."""
    found = b""
    for place, _, names in os.walk(folder):
        for name in names:
            if name != "password":
                with open(os.path.join(place, name), "rb") as file:
                    found += file.read()
    return found


def test_a_reply_is_logged_once_and_owed(book, mail_server, tmp_path):
    fill(mail_server, mail_server.sent, [mail(ADA, MARTY, subject="Dates", ago=2, message_id="<out.1@example.com>")])
    fill(mail_server, "INBOX", [
        mail(MARTY, ADA, "Could you send me two dates?\n\n> my own words", "Re: Dates", 1, "<in.1@example.com>",
             "In-Reply-To: <out.1@example.com>\r\n"),
        mail(STRANGER, ADA, "Zanzibar is lovely.", "Secret plans", 1, "<stranger.1@example.com>")])
    report = sound(book)
    assert report.counts["owed"] == 1 and report.counts["logged"] == 2
    out, answer = mails_with(book, "Marty")
    assert (out.direction, out.message_id) == ("out", "<out.1@example.com>")
    assert (answer.direction, answer.subject, answer.text) == ("in", "Re: Dates", "")
    assert answer.happened.at == NOW - dt.timedelta(days=1)
    assert "Marty Chen" in owed(book)
    number = book.database.number
    assert not sound(book).counts
    assert book.database.number == number, "nothing new writes nothing"
    assert all("\\Seen" not in flags for flags, _ in mail_server.messages("INBOX"))
    kept = everything(tmp_path)
    for secret in (b"eve@elsewhere", b"Secret plans", b"Zanzibar", b"stranger.1", b"two dates", mail_server.password.encode()):
        assert secret not in kept


def test_own_words_are_kept_where_that_is_set(home, opened, mail_server, tmp_path):
    write_settings(tmp_path, "keep_text = true")
    book = opened()
    book.log("met Marty Chen marty@example.com 10 days ago")
    fill(mail_server, "INBOX", [mail(MARTY, ADA, "Tuesday suits me. Where?\n\nOn Monday Ada wrote:\n> When can you come?\n")])
    sound(book)
    [touch] = mails_with(book, "Marty")
    assert touch.text.strip() == "Tuesday suits me. Where?"


def test_ours_sent_from_elsewhere_is_the_touch_that_was_due(book, mail_server):
    before = {each.step_key for each in book.agenda(book.who("Marty").id).candidates}
    fill(mail_server, mail_server.sent, [mail(ADA, MARTY, ago=0.01)])
    report = sound(book)
    [touch] = mails_with(book, "Marty")
    assert touch.step in before and report.counts["sent-elsewhere"] == 1
    assert touch.step not in {each.step_key for each in book.agenda(book.who("Marty").id).candidates}


def test_only_what_is_new_is_asked_for(book, mail_server):
    fill(mail_server, "INBOX", [mail(STRANGER, ADA, subject=str(number)) for number in range(30)])
    first = sound(book)
    nothing = sound(book)
    assert nothing.values["requests"] <= 3 and nothing.values["bytes"] == 0
    fill(mail_server, "INBOX", [mail(MARTY, ADA, subject="News")])
    more = sound(book)
    assert more.counts["logged"] == 1
    assert more.values["bytes"] < first.values["bytes"]


def test_somebody_added_later_brings_their_past(book, mail_server):
    dora = "Dora Eze <dora@example.org>"
    fill(mail_server, "INBOX", [mail(dora, ADA, subject="Earlier", ago=50), mail(MARTY, ADA),
                                mail("x <dora@example.org.elsewhere.example>", ADA, subject="not hers"),
                                mail('"dora@example.org" <eve@elsewhere.example>', ADA, subject="not hers either")])
    fill(mail_server, mail_server.sent, [mail(ADA, f"{MARTY}, {dora}", subject="To both", ago=49)])
    sound(book)
    book.log("met Dora Eze dora@example.org 3 days ago")
    assert sound(book).counts["logged"] == 2
    assert [each.subject for each in mails_with(book, "Dora")] == ["Earlier", "To both"]
    assert len(mails_with(book, "Marty")) == 2
    assert not sound(book).counts


def test_a_new_address_of_somebody_known_is_looked_for_too(book, mail_server):
    fill(mail_server, "INBOX", [mail("M <m.chen@example.org>", ADA, subject="From home", ago=20)])
    sound(book)
    assert not mails_with(book, "Marty")
    book.log("Marty Chen m.chen@example.org")
    sound(book)
    assert [each.subject for each in mails_with(book, "Marty")] == ["From home"]


def test_very_many_new_people_are_found_by_reading_again(book, mail_server, monkeypatch):
    from store.sync import mail_plan

    monkeypatch.setattr(mail_plan, "MOST_SOUGHT", 2)
    fill(mail_server, "INBOX", [mail(f"P <p{number}@example.org>", ADA) for number in range(5)] + [mail(MARTY, ADA)])
    sound(book)
    for number in range(5):
        book.log(f"met Person{'abcde'[number]} Smith{'abcde'[number]} p{number}@example.org 3 days ago", new=True)
    assert sound(book).counts["logged"] == 5
    assert len(mails_with(book, "Marty")) == 1


def test_older_than_what_is_wanted_stays_there(book, mail_server, tmp_path, opened):
    fill(mail_server, "INBOX", [mail(MARTY, ADA, subject="Long ago", ago=500)], ago=500)
    fill(mail_server, "INBOX", [mail(MARTY, ADA, subject="Now")])
    sound(book)
    assert [each.subject for each in mails_with(book, "Marty")] == ["Now"]
    write_settings(tmp_path, "days = 700")
    again = opened()
    sound(again)
    assert [each.subject for each in mails_with(again, "Marty")] == ["Long ago", "Now"]
    assert not {each.name for each in again.queue("owed").rows} - {"Marty Chen"}


def test_numbers_that_hold_no_longer_double_nothing(book, mail_server):
    mails = [mail(MARTY, ADA, subject=str(number), ago=number) for number in range(1, 6)]
    mails.append(mail(MARTY, ADA, subject="without an id", message_id=""))
    fill(mail_server, "INBOX", mails)
    sound(book)
    start_over(mail_server)
    fill(mail_server, "INBOX", [mails[3], mail(MARTY, ADA, subject="new"), *mails])
    assert sound(book).counts["logged"] == 1
    assert len(mails_with(book, "Marty")) == 7


def test_two_of_one_second_without_an_id_are_two_in_every_folder(book, mail_server, tmp_path):
    one, other = (mail(MARTY, ADA, words, "Dates", 1, "") for words in ("Tuesday suits me.", "No, Wednesday is better."))
    fill(mail_server, "INBOX", [one, other])
    assert sound(book).counts["logged"] == 2
    (tmp_path / "one.eml").write_bytes(one)
    assert [each.taken.code for each in book.sync_files([str(tmp_path / "one.eml")])] == ["known"]
    start_over(mail_server)
    fill(mail_server, "INBOX", [other, one, other])
    assert "logged" not in sound(book).counts
    assert len(mails_with(book, "Marty")) == 2


def test_mail_from_an_address_that_two_share_is_asked_about_once(book, mail_server):
    for name in ("Ann Lee", "Bob Lee"):
        book.log(f"met {name} hot 10 days ago")
        book.change([book.who(name).id], addresses=(Address("email", "info@example.org"),))
    asked = mail("info@example.org", ADA, "When can you come?", "The garden", 1, "<s1@example.org>")
    fill(mail_server, "INBOX", [asked, mail("Bob Lee <info@example.org>", ADA, "And where?", "The fence", 1, "<s2@example.org>")])
    fill(mail_server, mail_server.sent, [mail(ADA, "info@example.org", "Hello", "Hello", 2, "<s3@example.org>")])
    report = sound(book)
    assert (report.counts["shared"], report.counts["owed"]) == (1, 1)
    assert sorted(each.code for each in report.notes) == ["shared-address", "shared-by-all"]
    assert [each.subject for each in mails_with(book, "Bob")] == ["Hello", "The fence"]
    assert [each.subject for each in mails_with(book, "Ann")] == ["Hello"]
    start_over(mail_server)
    fill(mail_server, "INBOX", [asked])
    assert "shared" not in sound(book).counts
    book.settle_unfiled(book.unfiled()[0].id, contact=book.who("Ann").id)
    assert [each.subject for each in mails_with(book, "Ann")] == ["Hello", "The garden"]


def test_a_folder_that_is_gone_is_said_and_the_others_are_read(book, mail_server, tmp_path, opened):
    write_settings(tmp_path, 'folders = ["Nirgends", "Kunden"]')
    again = opened()
    with mail_server.mailbox() as client:
        client.create("Kunden")
    fill(mail_server, "Kunden", [mail(LENA, ADA, subject="filed away"), mail(ADA, LENA, subject="an answer")])
    fill(mail_server, "INBOX", [mail(MARTY, ADA)])
    report = sound(again)
    assert [(each.code, each.values["folder"]) for each in report.notes] == [("folder-gone", "Nirgends")]
    assert report.counts["logged"] == 3
    with mail_server.mailbox() as client:
        client.delete("Kunden")
    assert {each.values["folder"] for each in sound(again).notes} == {"Nirgends", "Kunden"}
    assert len(mails_with(again, "Lena")) == 2


MALFORMED = [
    b"", b"\r\n", b"\r\n\r\nonly words", b"no colon at all\r\n\r\nx", b"From: marty@example.com\r\n",
    b"From: marty@example.com\nTo: ada@example.com\nSubject: bare line feeds\n\nwords\n",
    b"From: =?utf-8?q?broken?= <marty@example.com>, <<marty@example.com>>\r\nSubject: =?x?y?z?=\r\nDate: yesterday\r\n\r\nhm",
    b"From: marty@example.com\r\nDate: Fri, 99 Foo 20026 99:99:99 +9999\r\nMessage-ID: <<>>\r\n\r\nx",
    b"From: marty@example.com\r\nSubject: \xff\xfe\x00 latin \xe9\r\nMessage-ID: not an id\r\n\r\n\xff\xfe\x00",
    b"From: marty@example.com\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n--x\r\nContent-Type: multipart/mixed; "
    b"boundary=\"x\"\r\n\r\n--x\r\n",
    b"From: marty@example.com\r\nContent-Type: text/plain; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n####",
    b"From: marty@example.com\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\nlong head",
    b"From: marty@example.com\r\nTo: " + b", ".join(b"a%d@example.com" % each for each in range(3000)) + b"\r\n\r\nto many",
    b"From: marty@example.com\r\nFrom: eve@elsewhere.example\r\nSubject: two senders\r\n\r\nx",
    b"From: marty@example.com\r\nSubject: a\r\n b\r\n\tc\r\n\x0bd\r\n\r\n" + b"(" * 5000,
    b"From: marty@example.com\r\nDate: Thu, 01 Jan 1970 00:00:00 +0000\r\nSubject: no clock\r\n\r\nx",
    b"From: marty@example.com\r\nDate: Thu, 01 Jan 2099 00:00:00 +0000\r\nSubject: tomorrow\r\n\r\nx",
]


def test_malformed_mails_of_every_kind_keep_nothing_back(book, mail_server):
    fill(mail_server, "INBOX", [each or b"\r\n" for each in MALFORMED])
    fill(mail_server, "INBOX", [mail(LENA, ADA, subject="after all that")])
    report = sound(book)
    assert [each.subject for each in mails_with(book, "Lena")] == ["after all that"]
    assert "unreadable" not in report.counts and not [each for each in report.notes if each.code == "mails-unreadable"]
    now = dt.datetime.now(dt.UTC)
    found = mails_with(book, "Marty")
    assert {'no clock', 'tomorrow', 'bare line feeds', 'two senders'} <= {each.subject for each in found}
    assert all(now - dt.timedelta(minutes=5) < each.happened.at <= now for each in found
               if each.subject in ("no clock", "tomorrow"))
    assert not sound(book).counts


def test_one_mail_that_cannot_be_taken_in_leaves_the_others_alone(book, mail_server, monkeypatch):
    from store.sync import mail_parsing

    sane = mail_parsing.read

    def read(octets):
        if b"poison" in octets:
            raise RecursionError
        return sane(octets)

    monkeypatch.setattr(mail_parsing, "read", read)
    fill(mail_server, "INBOX", [mail(MARTY, ADA, subject="one"), mail(MARTY, ADA, subject="poison"),
                                mail(MARTY, ADA, subject="three")])
    report = sound(book)
    assert report.counts["unreadable"] == 1
    assert sorted(each.subject for each in mails_with(book, "Marty")) == ["one", "three"]


@pytest.fixture
def busy(mail_server):
    """A mailbox with mails of two people among those of strangers; return how many there are of each."""
    mails = []
    for number in range(60):
        who = (MARTY, LENA, STRANGER)[number % 3]
        mails.append(mail(who, ADA, "words " * 200, f"number {number}", 60 - number, f"<m{number}@example.com>"))
    fill(mail_server, "INBOX", mails)
    fill(mail_server, mail_server.sent, [mail(ADA, MARTY, "out " * 200, f"out {number}", 30 - number, f"<o{number}@example.com>")
                                         for number in range(20)])
    return {"Marty": 40, "Lena": 20}


def test_a_wire_that_is_cut_at_any_byte_loses_and_doubles_nothing(book, home, mail_server, busy, monkeypatch):
    from store.sync import mailbox

    monkeypatch.setattr(mailbox, "WHOLE", 4)
    monkeypatch.setattr("store.book.reading_mail.WHOLE", 4)
    wire = Wire(mail_server.imaps_port)
    accounts.keep(home, replace(accounts.load(home)[0], imap_port=wire.port))
    troubles, cut, runs = set(), 500, 0
    while True:
        wire.carried, wire.cut_after = 0, cut
        report = sync(book)
        runs += 1
        for name in busy:
            identities = [each.message_id for each in mails_with(book, name)]
            assert len(identities) == len(set(identities))
        if report.trouble is None:
            break
        troubles.add(report.trouble.code)
        cut += 4099
        assert runs < 80
    wire.stop()
    assert runs > 5 and troubles <= {"server-gone", "server-odd", "tls-failed", "server-silent"}, troubles
    assert {name: len(mails_with(book, name)) for name in busy} == busy
    assert not sync(book).counts


def test_stopping_at_any_moment_leaves_a_sound_book_and_the_next_run_goes_on(book, mail_server, busy, monkeypatch):
    monkeypatch.setattr("store.book.reading_mail.TOGETHER", 5)
    stopped = 0
    for patience in (0, 1, 3, 4, 2, 5, 3, 50):
        left = [patience]

        def tell(_what, _done, _of, left=left):
            if not left[0]:
                raise Stopped
            left[0] -= 1

        stopped += sync(book, tell=tell).stopped
    assert stopped >= 5
    sound(book)
    assert {name: len(mails_with(book, name)) for name in busy} == busy


def test_a_trial_writes_nothing(book, mail_server, busy, tmp_path):
    number = book.database.number
    report = sound(book, dry_run=True)
    assert report.counts["logged"] == 60 and report.dry_run
    assert book.database.number == number
    assert not mails_with(book, "Marty")
    assert sound(book).counts["logged"] == 60


def test_two_at_once_do_not_get_into_each_others_way(book, opened, mail_server, busy):
    with alone(opened(), "work"):
        report = sync(book)
        assert report.trouble.code == "sync-runs" and report.trouble.values["holder"] == os.getpid()
    assert sound(book).counts["logged"] == 60


def test_a_draft_that_left_from_elsewhere_is_closed_and_logged_once(book, mail_server):
    marty = book.who("Marty").id
    draft = book.draft(marty, "email").id
    book.save_draft(draft, "Two dates", "Hello Marty,\n\nTuesday or Thursday?\n\nAda")
    book.keep_in_drafts(draft)
    [(_flags, octets)] = mail_server.messages(mail_server.drafts)
    mail_server.put(mail_server.sent, octets)
    report = sound(book)
    assert report.counts["draft-sent"] == 1
    assert len(mails_with(book, "Marty")) == 1 and not book.drafts()
    assert not sound(book).counts


class TestLineToOneself:
    """`onward: met ...` from oneself to oneself."""

    def line(self, subject="onward: met Priya Raman @Northline priya@example.org hot", sender=ADA, more="", words=""):
        return more.encode() + mail(sender, ADA, words, subject, 0.2, "<line.1@example.com>")

    def test_from_what_was_sent_it_is_stored_once_at_its_own_time(self, book, mail_server):
        one = self.line(words="son plays golf\n\n-- \nSent from my phone")
        fill(mail_server, mail_server.sent, [one])
        fill(mail_server, "INBOX", [one])
        report = sound(book)
        assert report.counts["quick-logs"] == 1
        [note] = report.notes
        assert (note.code, note.values["name"]) == ("line-stored", "Priya Raman")
        [touch] = book.dossier(book.who("Priya").id).touches
        assert touch.note == "son plays golf"
        assert abs(touch.happened.at - (NOW - dt.timedelta(days=0.2))) < dt.timedelta(minutes=1)
        mail_server.empty()
        fill(mail_server, "INBOX", [one])
        assert "quick-logs" not in sound(book).counts

    @pytest.mark.parametrize("more", [
        "", "Authentication-Results: mail.elsewhere.example; dmarc=pass header.from=example.com\r\n",
        "Received: from evil by mx.localhost with ESMTPS; now\r\n"
        "Authentication-Results: localhost; dmarc=pass header.from=example.com\r\n",
        "Authentication-Results: localhost; dmarc=fail header.from=example.com\r\n"
        "Authentication-Results: localhost; dmarc=pass header.from=example.com\r\n",
        "Received: from evil by localhost with ESMTP; now\r\nReceived: from x by localhost with ESMTPSA; now\r\n"])
    def test_one_that_the_own_server_does_not_vouch_for_is_not(self, book, mail_server, more):
        fill(mail_server, "INBOX", [self.line(more=more)])
        report = sound(book)
        assert "quick-logs" not in report.counts
        assert [each.code for each in report.notes] == ["line-not-authentic"]
        assert not book.find("Priya")

    @pytest.mark.parametrize("more", [
        "Authentication-Results: localhost; dmarc=pass (p=none) header.from=example.com\r\n",
        "Received: from a by b with LMTP; now\r\nAuthentication-Results: localhost; dkim=pass header.d=example.com\r\n",
        "Received: from phone by localhost with ESMTPSA id 1; now\r\n"])
    def test_one_that_it_vouches_for_is(self, book, mail_server, more):
        fill(mail_server, "INBOX", [self.line(more=more)])
        assert sound(book).counts["quick-logs"] == 1
        assert book.who("Priya").company == "Northline"

    def test_one_from_somebody_else_is_none(self, book, mail_server):
        fill(mail_server, "INBOX", [self.line(sender=MARTY)])
        assert "quick-logs" not in sound(book).counts and not book.find("Priya")

    def test_one_in_doubt_waits_as_unfiled(self, book, mail_server):
        fill(mail_server, mail_server.sent, [self.line("onward: called xyz123 about it?")])
        report = sound(book)
        assert report.counts["quick-logs"] == 1
        assert len(book.unfiled()) == (1 if report.notes[0].code == "line-in-doubt" else 0)
        shutil.rmtree(book.home.cache, ignore_errors=True)
        assert not sound(book).counts


class TestCommand:
    """`onward sync` as it is typed."""

    @pytest.fixture
    def typed(self, book, tmp_path, repository):
        book.close()

        def run(*words, **more):
            command = os.path.join(os.path.dirname(sys.executable), "onward")
            clean = {name: value for name, value in os.environ.items() if name not in ("ONWARD_NOW", "NO_COLOR")}
            return subprocess.run([command, *words], env={**clean, "ONWARD_HOME": str(tmp_path)}, capture_output=True,
                                  text=True, timeout=120, check=False, **more)

        return run

    def test_it_says_what_came_and_what_to_look_at(self, typed, mail_server, busy):
        fill(mail_server, mail_server.sent, [mail(ADA, ADA, "", "onward: met Pat Weber @Weber \x1b[31mhot", 0.1)])
        tried = typed("sync", "--dry-run")
        assert tried.returncode == 0 and "would be:" in tried.stderr and not tried.stdout
        done = typed("sync")
        assert done.returncode == 0, done.stderr
        assert "work: 60 mails logged" in done.stderr and "filed with Pat Weber" in done.stderr
        assert "\x1b[31m" not in done.stderr
        again = typed("sync", "--json")
        assert json.loads(again.stdout)["counts"] == {}
        assert typed("sync", "nobody").returncode not in (0, 1)

    def test_a_server_that_is_not_there_is_said_in_a_sentence(self, typed, home):
        accounts.keep(home, replace(accounts.load(home)[0], imap_port=1))
        done = typed("sync")
        assert done.returncode == 1
        assert "takes no connection" in done.stderr and "unexpected" not in done.stderr and not done.stdout
        assert "nothing new" not in done.stderr

    def test_an_answer_says_what_was_stored_where_that_is_set(self, typed, mail_server, tmp_path):
        write_settings(tmp_path, "answer = true")
        fill(mail_server, mail_server.sent, [mail(ADA, "ada@example.com", "", "onward: met Pat Weber @Weber hot", 0.1,
                                                  "<line.2@example.com>")])
        assert typed("sync").returncode == 0
        [answer] = mail_server.received
        assert answer.recipients == ["ada@example.com"]
        assert b"Pat Weber" in answer.content and b"Auto-Submitted: auto-replied" in answer.content
        fill(mail_server, "INBOX", [answer.content])
        assert typed("sync").returncode == 0
        assert len(mail_server.received) == 1

"""Mails that leave through real servers: kept in Sent, found among the drafts, never twice, never to anybody else."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import threading
from email import message_from_bytes
from email.policy import default
from hashlib import sha256

import pytest

from store import accounts
from store.book import Book
from store.errors import Unavailable
from store.records import replace
from store.settings import home_under
from tests.real.mail_servers import LATER, REFUSED


@pytest.fixture
def home(tmp_path, mail_server):
    """A home with an account of the real servers; a command prints its password."""
    (tmp_path / "settings.toml").write_text(
        '[you]\nname = "Ada, Müller"\nemail = "ada@example.com"\n[place]\nzone = "UTC"\ncountry = "US"\n')
    (tmp_path / "password").write_text(mail_server.password)
    (tmp_path / "password").chmod(0o600)
    found = home_under(str(tmp_path))
    accounts.keep(found, mail_server.account(password_command=f"cat '{tmp_path}/password'"))
    return found


@pytest.fixture
def book(home):
    """A book on the real clock: servers have no other."""
    found = Book.open(home, now=lambda: dt.datetime.now(dt.UTC))
    yield found
    found.close()


@pytest.fixture
def marty(book):
    return book.log('met Marty Chen @Acme marty@example.com hot').contacts[0]


@pytest.fixture
def draft(book, marty):
    found = book.draft(marty, "email")
    book.save_draft(found.id, "Zwei Termine, 日本 😀", "Hallo Märty,\n\n.\nFrom me: Dienstag?\n\n-- \nAda")
    return found.id


def parsed(octets):
    return message_from_bytes(octets, policy=default)


def logged(book, marty):
    return [each for each in book.dossier(marty).touches if each.direction == "out" and each.kind == "email"]


def test_sent_to_one_and_kept_in_the_folder_with_another_name(book, marty, draft, mail_server):
    book.save_draft(draft, "Zwei Termine, 日本 😀", "Hallo Märty,\n\n.\nFrom me: Dienstag?\n\n-- \nAda")
    receipt = book.send(draft)
    [taken] = mail_server.received
    assert taken.sender == "ada@example.com"
    assert taken.recipients == ["marty@example.com"]
    mail = parsed(taken.content)
    assert str(mail["Subject"]) == "Zwei Termine, 日本 😀"
    assert mail.get_content().replace("\r\n", "\n") == "Hallo Märty,\n\n.\nFrom me: Dienstag?\n\n-- \nAda\n"
    assert mail["From"].addresses[0].display_name == "Ada, Müller"
    assert socket.gethostname().encode() not in taken.content
    [(flags, copy)] = mail_server.messages(mail_server.sent)
    assert "\\Seen" in flags
    assert parsed(copy)["Message-ID"] == logged(book, marty)[-1].message_id
    assert "trouble" not in receipt.values
    assert mail_server.password.encode() not in taken.content


@pytest.mark.parametrize("address", [REFUSED, LATER])
def test_a_recipient_who_is_refused_keeps_the_draft(book, marty, draft, mail_server, address):
    before = next(each for each in book.drafts() if each.id == draft)
    book.save_draft(draft, before.subject, before.body, address)
    with pytest.raises(Unavailable) as fault:
        book.send(draft)
    assert fault.value.code in ("recipient-refused", "mail-refused")
    assert fault.value.values["for_good"] == (address == REFUSED)
    assert mail_server.received == []
    assert not logged(book, marty)
    assert [each.state for each in book.drafts() if each.id == draft] == ["open"]
    assert mail_server.messages(mail_server.sent) == []


def test_a_draft_lies_once_in_the_folder_with_another_name(book, draft, mail_server):
    receipt = book.keep_in_drafts(draft)
    assert receipt.values["folder"] == mail_server.drafts
    [(flags, octets)] = mail_server.messages(mail_server.drafts)
    assert "\\Draft" in flags
    assert parsed(octets)["To"].addresses[0].addr_spec == "marty@example.com"
    book.not_sent([draft])
    book.save_draft(draft, "Zwei Termine", "Andere Worte.")
    book.keep_in_drafts(draft)
    [(_flags, octets)] = mail_server.messages(mail_server.drafts)
    assert parsed(octets).get_content().strip() == "Andere Worte."


def test_other_mails_marked_as_deleted_there_stay(book, draft, mail_server):
    mail_server.put(mail_server.drafts, b"Message-ID: <other@example.com>\r\n\r\nx\r\n", "\\Deleted")
    book.keep_in_drafts(draft)
    book.save_draft(draft, "Neu", "Neu.")
    book.keep_in_drafts(draft)
    assert len(mail_server.messages(mail_server.drafts)) == 2


def test_what_another_program_sent_is_found_and_logged(book, marty, draft, mail_server):
    book.keep_in_drafts(draft)
    assert book.look_for_sent().values["count"] == 0
    [(_flags, octets)] = mail_server.messages(mail_server.drafts)
    theirs = octets.replace(parsed(octets)["Message-ID"].encode(), b"<phone.1@example.com>")
    mail_server.put(mail_server.sent, theirs)
    assert book.look_for_sent().values["count"] == 0, "one still lies among the drafts"
    with mail_server.mailbox() as client:
        client.select('"Entw&APw-rfe"')
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    assert book.look_for_sent().values["count"] == 1
    assert logged(book, marty)[-1].message_id == "<phone.1@example.com>"


def test_sent_from_here_after_all_it_leaves_the_drafts(book, draft, mail_server):
    book.keep_in_drafts(draft)
    book.send(draft)
    assert mail_server.messages(mail_server.drafts) == []
    assert len(mail_server.messages(mail_server.sent)) == 1


def test_a_mailbox_that_is_gone_after_the_mail_went_is_said_and_not_sent_again(book, marty, draft, mail_server, home):
    account = accounts.load(home)[0]
    accounts.keep(home, replace(account, imap_port=1))
    receipt = book.send(draft)
    assert receipt.values["trouble"] == "sent-copy-failed"
    assert len(mail_server.received) == 1
    assert len(logged(book, marty)) == 1


def test_a_server_that_hangs_up_at_the_end_is_not_believed_either_way(book, marty, draft, mail_server, home, stranger):
    from tests.real.mail_servers import server_context

    certificate, key = mail_server.issuer.issue("localhost")

    def talk(connection):
        connection.sendall(b"220 here\r\n")
        data = b""
        while True:
            data += connection.recv(65536)
            if b"\r\n.\r\n" in data:
                return
            while b"\r\n" in data and not data.upper().startswith(b"FROM:") and b"Subject" not in data:
                line, data = data.split(b"\r\n", 1)
                word = line.upper()[:4]
                if word == b"EHLO":
                    connection.sendall(b"250-here\r\n250 AUTH PLAIN\r\n")
                elif word == b"AUTH":
                    connection.sendall(b"235 ok\r\n")
                elif word == b"DATA":
                    connection.sendall(b"354 go\r\n")
                else:
                    connection.sendall(b"250 ok\r\n")

    server = stranger(talk, server_context(certificate, key))
    accounts.keep(home, replace(accounts.load(home)[0], smtp_port=server.port))
    with pytest.raises(Unavailable) as fault:
        book.send(draft)
    assert fault.value.code == "perhaps-sent"
    assert [each.id for each in book.interrupted()] == [draft]
    assert not logged(book, marty)


def test_the_password_is_nowhere(book, draft, mail_server, home, tmp_path):
    book.send(draft)
    for folder, _, names in os.walk(tmp_path):
        for name in names:
            if name == "password":
                continue
            with open(os.path.join(folder, name), "rb") as file:
                octets = file.read()
            assert mail_server.password.encode() not in octets, name
            assert mail_server.password.replace('"', '\\"').encode() not in octets, name


class TestSecondProgram:
    """msmtp reads what we write, and sends it on."""

    @pytest.fixture
    def msmtp(self, needs, mail_server, tmp_path):
        program = needs("msmtp", "msmtp")
        (tmp_path / "secret").write_text(mail_server.password)
        (tmp_path / "msmtprc").write_text(
            f"account default\nhost localhost\nport {mail_server.smtp_port}\nfrom ada@example.com\ntls on\n"
            f"tls_trust_file {mail_server.authority}\nauth plain\nuser {mail_server.user}\n"
            f"passwordeval cat {tmp_path}/secret\n")
        (tmp_path / "msmtprc").chmod(0o600)

        def send(octets):
            return subprocess.run([program, "-C", str(tmp_path / "msmtprc"), "--read-recipients"], input=octets,
                                  capture_output=True, check=False, timeout=60)

        return send

    @pytest.mark.parametrize("name", ["Marty Chen", 'Chen, Marty" <eve@example.org>, "x', "Márty, Chen " * 9, "\u202eytraM"])
    def test_our_mail_file_goes_to_one_recipient(self, book, marty, draft, mail_server, msmtp, name):
        book.change([marty], name=name)
        path = book.write_eml(draft).values["path"]
        with open(path, "rb") as file:
            octets = file.read()
        done = msmtp(octets)
        assert done.returncode == 0, done.stderr
        [taken] = mail_server.received
        assert taken.recipients == ["marty@example.com"]
        assert sha256(parsed(taken.content).get_content().encode()).digest() == sha256(
            parsed(octets).get_content().encode()).digest()


def test_an_account_by_starttls_works_as_well(book, draft, mail_server, home):
    account = accounts.load(home)[0]
    accounts.keep(home, replace(mail_server.starttls_account(), password_command=account.password_command))
    book.send(draft)
    assert len(mail_server.received) == 1
    assert mail_server.received[0].hello != socket.gethostname()


def test_a_newsletter_killed_again_and_again_reaches_everybody_once(book, mail_server, home, tmp_path):
    names = [f"Person{letter}" for letter in "ABCDEFGHIJKL"]
    people = [book.log(f"{name} Example {name.lower()}@example.com").contacts[0] for name in names]
    book.use_cadence(people, "nurture")
    later = (book.now() + dt.timedelta(days=32)).replace(hour=12)
    environment = {**os.environ, "ONWARD_HOME": str(tmp_path), "ONWARD_NOW": later.isoformat()}
    words = [sys.executable, "-m", "tui", "newsletter"]
    subprocess.run([*words, "new", "-"], input=b"subject: News\n\nHello $first_name,\n\none thing.", env=environment, check=True,
                   capture_output=True, timeout=60)
    for goal in (2, 5, 9):
        sending = subprocess.Popen([*words, "send", "--yes"], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(mail_server.received) < goal and sending.poll() is None:
            threading.Event().wait(0.005)
        sending.kill()
        sending.wait()
        again = Book.open(home, now=lambda: later)
        # Whoever's mail was on the line when the end came: the server's own list tells.
        taken = {str(parsed(each.content)["Message-ID"]) for each in mail_server.received}
        for each in again.interrupted():
            (again.sent if each.message_id in taken else again.not_sent)([each.id])
        again.close()
    done = subprocess.run([*words, "send", "--yes"], env=environment, check=False, capture_output=True, timeout=120)
    assert done.returncode in (0, 3), done.stderr
    assert sorted(each.recipients[0] for each in mail_server.received) == sorted(f"{name.lower()}@example.com" for name in names)
    final = Book.open(home, now=lambda: later)
    assert all(sum(each.kind == "newsletter" for each in final.dossier(person).touches) == 1 for person in people)
    final.close()

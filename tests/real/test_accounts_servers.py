"""A real Dovecot: logging in, folders, mails in and out; and each way it can go wrong, as a code within its time."""

import datetime as dt
import logging
import os
import ssl
import subprocess
import sys
import time
import traceback

import pytest

from store import passwords
from store.accounts import imap, smtp
from store.errors import Unavailable
from store.passwords import Secret
from tests.real.certificates import Authority
from tests.real.mail_servers import LATER, REFUSED, server_context, silent
from tui.wording.errors import sentence

MAIL = b"From: Ada <ada@example.com>\r\nTo: marty@example.com\r\nSubject: Hello\r\nMessage-ID: <one@example.com>\r\n\r\nHi.\r\n"
BOTH = pytest.mark.parametrize("service", [imap, smtp], ids=["imap", "smtp"])
ENCRYPTIONS = pytest.mark.parametrize("security", ["tls", "starttls"])


def account_of(server, security, **changes):
    return server.account(**changes) if security == "tls" else server.starttls_account(**changes)


def password(server):
    return Secret("password", server.password)


def trouble(service, account, secret, timeout=10.0):
    """Return the error that connecting ends in; it holds no password, however it is looked at, and came in time."""
    began = time.monotonic()
    try:
        service.connect(account, secret, timeout).close()
    except Unavailable as error:
        took = time.monotonic() - began
        shown = traceback.format_exc() + repr(error) + repr(vars(error)) + sentence(error)
        assert secret.value not in shown and "Traceback" not in sentence(error)
        assert "During handling" not in shown and "direct cause" not in shown
        assert took < timeout + 5
        return error
    raise AssertionError("it worked")


@ENCRYPTIONS
def test_a_mailbox_is_opened_and_its_folders_found_by_their_mark(mail_server, security):
    with imap.connect(account_of(mail_server, security), password(mail_server)) as mailbox:
        assert mailbox.folder_for("\\Drafts") == mailbox.folder_for("drafts") == mail_server.drafts
        assert mailbox.folder_for("\\Sent") == mail_server.sent
        assert mailbox.folder_for("\\Junk") == ""
        assert {each.name for each in mailbox.folders()} >= {"INBOX", mail_server.drafts, mail_server.sent}


def test_the_folders_that_the_account_names_go_first(mail_server):
    with imap.connect(mail_server.account(drafts_folder="Mine"), password(mail_server)) as mailbox:
        assert mailbox.folder_for("\\Drafts") == "Mine"


def test_a_draft_is_put_there_found_again_and_taken_away(mail_server):
    at = dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.UTC)
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        first = mailbox.append(mail_server.drafts, MAIL.replace(b"\r\n", b"\n"), ("\\Draft", "\\Seen"), at)
        second = mailbox.append(mail_server.drafts, MAIL.replace(b"<one@", b"<another-one@"), ("\\Draft",))
        opened = mailbox.select(mail_server.drafts)
        assert first and second and opened.exists == 2 and opened.uidnext > second and opened.uidvalidity
        assert mailbox.with_message_id("<one@example.com>") == (first,)
        assert mailbox.with_message_id("one@example.com") == ()
        assert mailbox.status(mail_server.drafts)["UIDVALIDITY"] == opened.uidvalidity
        mailbox.delete([first])
        assert mailbox.search() == (second,)
    (flags, content), = mail_server.messages(mail_server.drafts)
    assert "\\Draft" in flags and b"<another-one@" in content


def test_what_is_put_in_has_proper_line_ends_and_its_own_bytes(mail_server):
    odd = b"Subject: x\n\nline\rline\r\n.\n\xff\xfe \xc3\xbc\n" + b"y" * 5000
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        mailbox.append("INBOX", odd)
    (_, content), = mail_server.messages("INBOX")
    assert content == b"Subject: x\r\n\r\nline\r\nline\r\n.\r\n\xff\xfe \xc3\xbc\r\n" + b"y" * 5000


def test_mails_are_fetched_in_chunks_and_looking_changes_nothing(mail_server):
    for number in range(7):
        mail_server.put("INBOX", MAIL.replace(b"<one@", f"<{number}@".encode()))
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        assert mailbox.examine("INBOX").read_only
        uids = mailbox.search("SINCE", dt.date(2020, 1, 1))
        found = dict(mailbox.messages([*uids, 9999], ("ENVELOPE", "BODY.PEEK[]"), chunk=3))
        assert list(found) == list(uids) and len(uids) == 7
        assert found[uids[3]][b"ENVELOPE"].message_id == b"<3@example.com>"
        assert list(mailbox.messages([], ("FLAGS",))) == []
    assert all("\\Seen" not in flags for flags, _ in mail_server.messages("INBOX"))


def test_a_search_outside_ascii(mail_server):
    mail_server.put("INBOX", "Subject: Grüße aus Köln\r\n\r\nHallo Jürgen\r\n".encode())
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        mailbox.examine("INBOX")
        assert len(mailbox.search("TEXT", "Jürgen")) == 1 and mailbox.search("TEXT", "Zoë") == ()


@pytest.mark.parametrize("value", ["x\r\nA1 DELETE Gesendet", "x\ny", "x\ry", "x\0y"])
def test_a_crafted_value_never_reaches_the_server(mail_server, value):
    mail_server.put(mail_server.sent, MAIL)
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        mailbox.select("INBOX")
        for act in (lambda: mailbox.search("FROM", value), lambda: mailbox.search(["FROM", value]),
                    lambda: mailbox.select(value), lambda: mailbox.append(value, MAIL), lambda: mailbox.create(value),
                    lambda: mailbox.append("INBOX", MAIL, (value,)), lambda: mailbox.with_message_id(value),
                    lambda: mailbox.add_flags([1], [value]), lambda: mailbox.fetch([1], [value]),
                    lambda: mailbox.move([1], value), lambda: mailbox.search(("OR", ["FROM", value], ["TO", "x"]))):
            with pytest.raises(Unavailable) as caught:
                act()
            assert caught.value.code == "unsafe-value"
    assert len(mail_server.messages(mail_server.sent)) == 1


@pytest.mark.parametrize("value", ['"', '\\', '" OR ALL "', "{5}", "x) DELETED", "%*", "a" * 3000])
def test_quotes_and_brackets_stay_one_value(mail_server, value):
    mail_server.put("INBOX", MAIL)
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        mailbox.examine("INBOX")
        assert mailbox.search("SUBJECT", value) == ()
        assert mailbox.with_message_id(value) == ()


def test_a_folder_that_is_not_there(mail_server):
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        for act in (mailbox.select, lambda name: mailbox.append(name, MAIL), mailbox.status):
            with pytest.raises(Unavailable) as caught:
                act("Nirgends")
            assert caught.value.code == "no-such-folder" and "Nirgends" in sentence(caught.value)
        mailbox.create("Größe/Ablage")
        assert mailbox.select("Größe/Ablage").exists == 0
        assert "Größe/Ablage" in {each.name for each in mailbox.folders()}


def test_waiting_tells_of_a_new_mail(mail_server):
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        mailbox.select("INBOX")
        assert mailbox.can("IDLE")
        mail_server.put("INBOX", MAIL)
        assert mailbox.wait(20)
        assert len(mailbox.search()) == 1


@ENCRYPTIONS
def test_a_mail_is_sent_as_it_is(mail_server, security):
    body = MAIL + b".\r\n..dots\r\n.end\r\n" + "Grüße".encode()
    with smtp.connect(account_of(mail_server, security), password(mail_server)) as sender:
        sender.send(body, "marty@example.com")
        sender.send(body.replace(b"\r\n", b"\n"), "lena@example.com", "Ada@example.com".lower())
    first, second = mail_server.received
    assert (first.sender, first.recipients) == ("ada@example.com", ["marty@example.com"])
    assert second.recipients == ["lena@example.com"]
    for each in (first, second):
        assert each.content.split(b"\r\n\r\n", 1)[1] == body.split(b"\r\n\r\n", 1)[1] + b"\r\n"


def test_our_host_name_is_nobodys_business(stranger):
    heard = []

    def talk(connection):
        connection.sendall(b"220 hello\r\n")
        heard.append(connection.recv(4096))
        connection.sendall(b"250 nothing\r\n")
        heard.append(connection.recv(4096))

    server = stranger(talk)
    from store.model import Account

    account = Account(name="x", address="ada@example.com", smtp_host="localhost", smtp_port=server.port,
                      smtp_security="starttls")
    assert trouble(smtp, account, Secret("password", "pw-1234567")).code == "no-starttls"
    assert heard[0] == b"ehlo [127.0.0.1]\r\n" and b"pw-1234567" not in b"".join(heard)


@pytest.mark.parametrize("recipient, expected, for_good", [(REFUSED, "recipient-refused", True),
                                                           (LATER, "recipient-refused", False)])
def test_a_refused_recipient_leaves_the_connection_usable(mail_server, recipient, expected, for_good):
    with smtp.connect(mail_server.account(), password(mail_server)) as sender:
        with pytest.raises(Unavailable) as caught:
            sender.send(MAIL, recipient)
        assert caught.value.code == expected and caught.value.values["for_good"] is for_good
        assert recipient in sentence(caught.value)
        sender.send(MAIL, "marty@example.com")
    assert [each.recipients for each in mail_server.received] == [["marty@example.com"]]


@pytest.mark.parametrize("recipient", ["a@example.com>\r\nRCPT TO:<b@example.com", "a@example.com\nb", "a@example.com\0",
                                       "a@example.com> SIZE=1 <b@example.com", "a@example.com b@example.com"])
def test_one_recipient_stays_one(mail_server, recipient):
    with smtp.connect(mail_server.account(), password(mail_server)) as sender:
        with pytest.raises(Unavailable) as caught:
            sender.send(MAIL, recipient)
        assert caught.value.code in ("unsafe-value", "bad-mail-address")
    assert mail_server.received == []


@BOTH
@ENCRYPTIONS
def test_a_token_logs_in(mail_server, service, security):
    service.connect(account_of(mail_server, security), Secret("token", mail_server.token)).close()


@BOTH
@pytest.mark.parametrize("kind, value, expected", [
    ("password", "wrong-password-12", "login-refused"), ("password", "wröng \" \\ pass", "login-refused"),
    ("token", "wrong-token-4711", "login-refused"), ("password", "two\r\nlines-of-it", "unsafe-value"),
    ("password", "nul\0in-it-1234", "unsafe-value"),
])
def test_a_login_that_is_refused(mail_server, service, kind, value, expected):
    error = trouble(service, mail_server.account(), Secret(kind, value))
    assert error.code == expected
    assert error.values["name"] == "work" and "localhost" in sentence(error)


@BOTH
def test_what_was_typed_and_is_refused_is_asked_for_again(mail_server, service):
    account = mail_server.account()
    secret = Secret("password", "mistyped-password")
    passwords.remember(account, secret)
    trouble(service, account, secret)
    assert passwords.place_of(account) not in passwords._remembered


@BOTH
@ENCRYPTIONS
@pytest.mark.parametrize("changes, expected", [
    ({"authority": ""}, "certificate-untrusted"),
    ({"imap_host": "127.0.0.1", "smtp_host": "127.0.0.1"}, "certificate-other-host"),
])
def test_a_certificate_that_is_not_theirs(mail_server, service, security, changes, expected):
    before = mail_server.log().count("Login: user=")
    assert trouble(service, account_of(mail_server, security, **changes), password(mail_server)).code == expected
    assert mail_server.log().count("Login: user=") == before


@BOTH
def test_a_certificate_that_is_over(mail_server, stranger, service, tmp_path):
    authority = Authority("Old")
    (tmp_path / "old.pem").write_bytes(authority.certificate)
    server = stranger(silent, server_context(*authority.issue("localhost", expired=True)))
    account = mail_server.account(imap_port=server.port, smtp_port=server.port, authority=str(tmp_path / "old.pem"))
    assert trouble(service, account, password(mail_server)).code == "certificate-expired"


@BOTH
@pytest.mark.parametrize("content", [None, b"", b"no certificate at all"])
def test_an_authority_that_cannot_be_used(mail_server, service, tmp_path, content):
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    error = trouble(service, mail_server.account(authority=str(path)), password(mail_server))
    assert error.code == "authority-unusable" and "authority.pem" in sentence(error)


@BOTH
def test_hosts_and_ports_where_nobody_is(mail_server, service):
    nobody = mail_server.account(imap_host="nowhere.invalid", smtp_host="nowhere.invalid")
    assert trouble(service, nobody, password(mail_server)).code == "host-unknown"
    closed = mail_server.account(imap_port=1, smtp_port=1)
    assert trouble(service, closed, password(mail_server)).code == "connection-refused"
    none = mail_server.account(imap_host="", smtp_host="")
    assert trouble(service, none, password(mail_server)).code == "no-such-service"


@BOTH
@ENCRYPTIONS
def test_a_server_that_is_silent(mail_server, stranger, service, security):
    port = stranger().port
    account = account_of(mail_server, security, imap_port=port, smtp_port=port)
    assert trouble(service, account, password(mail_server), timeout=0.6).code == "server-silent"


def drip(connection):
    while True:
        connection.sendall(b"*")
        time.sleep(0.05)


@BOTH
def test_a_server_that_drips_is_given_up_at_the_limit_too(mail_server, stranger, service):
    port = stranger(drip).port
    account = mail_server.starttls_account(imap_port=port, smtp_port=port)
    assert trouble(service, account, password(mail_server), timeout=0.8).code == "server-silent"


@BOTH
@pytest.mark.parametrize("said, codes", [
    (b"", {"server-gone"}), (b"HTTP/1.1 400 Bad Request\r\n\r\n", {"server-odd", "server-gone", "server-refused"}),
    (b"\x00\xff" * 200, {"server-odd", "server-gone", "server-refused"}),
    (b"* OK hi\r\n* BYE\r\n", {"server-odd", "server-gone", "server-refused", "no-starttls"}),
    (b"554 go away\r\n", {"server-odd", "server-gone", "server-refused"}),
    (b"421 not now\r\n", {"server-odd", "server-gone", "server-busy"}),
])
def test_a_server_that_says_something_else(mail_server, stranger, service, said, codes):
    port = stranger(lambda connection: connection.sendall(said)).port
    account = mail_server.starttls_account(imap_port=port, smtp_port=port)
    assert trouble(service, account, password(mail_server)).code in codes
    assert trouble(service, mail_server.account(imap_port=port, smtp_port=port), password(mail_server)).code in (
        "not-encrypted-there", "server-gone", "tls-failed")


@BOTH
def test_a_server_without_encryption_gets_no_password(mail_server, stranger, service):
    heard = []

    def talk(connection):
        connection.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n" if service is imap else b"220 hi\r\n")
        while piece := connection.recv(4096):
            heard.append(piece)
            tag = piece.split(b" ")[0]
            connection.sendall(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n" if service is imap
                               else b"250 AUTH PLAIN LOGIN\r\n")

    port = stranger(talk).port
    account = mail_server.starttls_account(imap_port=port, smtp_port=port)
    assert trouble(service, account, password(mail_server)).code == "no-starttls"
    assert not any(word in b"".join(heard).upper() for word in (b"AUTH", b"LOGIN"))


@BOTH
def test_a_server_that_repeats_the_password_is_not_quoted(mail_server, stranger, service):
    value = "echoed-password-99"
    trusted = server_context(*mail_server.issuer.issue("localhost"))

    def talk(connection):
        connection.sendall(b"* OK [CAPABILITY IMAP4rev1] hi\r\n" if service is imap else b"220 hi\r\n")
        while piece := connection.recv(4096):
            tag = piece.split(b" ")[0]
            if service is imap and b"LOGIN" in piece:
                connection.sendall(tag + b" NO you said " + piece)
            elif service is imap:
                connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            elif piece.lower().startswith(b"auth"):
                connection.sendall(b"535 you said " + piece)
            else:
                connection.sendall(b"250-hi\r\n250 AUTH PLAIN\r\n")

    port = stranger(talk, trusted).port
    account = mail_server.account(imap_port=port, smtp_port=port)
    error = trouble(service, account, Secret("password", value))
    assert error.code == "login-refused" and error.values["said"] == ""


@BOTH
@pytest.mark.parametrize("said, expected", [
    ("[ALERT] Application-specific password required: https://support.example.com", "app-password-needed"),
    ("AUTHENTICATE failed. BasicAuthBlocked", "token-needed"), ("[UNAVAILABLE] later please", "server-busy"),
    ("\x1b]52;c;x\x07 bad \x1b[31mred", "login-refused"),
])
def test_what_a_server_says_of_a_login(mail_server, stranger, service, said, expected):
    trusted = server_context(*mail_server.issuer.issue("localhost"))

    def talk(connection):
        connection.sendall(b"* OK [CAPABILITY IMAP4rev1] hi\r\n" if service is imap else b"220 hi\r\n")
        while piece := connection.recv(4096):
            tag = piece.split(b" ")[0]
            if service is imap:
                connection.sendall(tag + b" NO " + said.encode() + b"\r\n" if b"LOGIN" in piece else
                                   b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            else:
                connection.sendall(b"535 " + said.encode() + b"\r\n" if piece.lower().startswith(b"auth")
                                   else b"250-hi\r\n250 AUTH PLAIN\r\n")

    port = stranger(talk, trusted).port
    error = trouble(service, mail_server.account(imap_port=port, smtp_port=port), Secret("password", "some-password"))
    assert error.code == expected and "\x1b" not in repr(error).replace("\\x1b", "\x1b") + sentence(error)


def test_a_server_that_leaves_in_the_middle(mail_server):
    with imap.connect(mail_server.account(), password(mail_server)) as mailbox:
        mailbox.select("INBOX")
        mailbox._client.socket().shutdown(2)
        with pytest.raises(Unavailable) as caught:
            mailbox.search()
        assert caught.value.code == "server-gone"
    with smtp.connect(mail_server.account(), password(mail_server)) as sender:
        sender._server.sock.shutdown(2)
        with pytest.raises(Unavailable) as caught:
            sender.send(MAIL, "marty@example.com")
        assert caught.value.code == "server-gone"


def test_a_line_that_breaks_after_the_last_byte_leaves_it_open(mail_server, stranger):
    trusted = server_context(*mail_server.issuer.issue("localhost"))
    got = []

    def talk(connection):
        connection.sendall(b"220 hi\r\n")
        data = b""
        while piece := connection.recv(65536):
            if piece.lower().startswith(b"ehlo"):
                connection.sendall(b"250-hi\r\n250 AUTH PLAIN\r\n")
            elif piece.lower().startswith(b"auth"):
                connection.sendall(b"235 ok\r\n")
            elif piece.lower().startswith(b"data"):
                connection.sendall(b"354 go\r\n")
                while not data.endswith(b"\r\n.\r\n"):
                    data += connection.recv(65536)
                got.append(data)
                return
            else:
                connection.sendall(b"250 ok\r\n")

    account = mail_server.account(smtp_port=stranger(talk, trusted).port)
    with smtp.connect(account, Secret("password", "some-password")) as sender, pytest.raises(Unavailable) as caught:
        sender.send(MAIL, "marty@example.com")
    assert caught.value.code == "perhaps-sent" and got


@BOTH
def test_the_password_is_in_no_log(mail_server, caplog, capfd, service):
    import base64

    caplog.set_level(logging.DEBUG)
    for name in ("imapclient", "imapclient.imaplib"):
        logging.getLogger(name).disabled = False
    service.connect(mail_server.account(), password(mail_server)).close()
    trouble(service, mail_server.account(), Secret("password", "wrong-password-12"))
    said = caplog.text + "".join(capfd.readouterr()) + mail_server.log()
    hidden = base64.b64encode(f"\0{mail_server.user}\0{mail_server.password}".encode()).decode()
    for each in (mail_server.password, hidden, hidden[8:-8], "wrong-password-12"):
        assert each not in said


def test_tls_is_always_verified_and_never_old(mail_server):
    from store.accounts import tls

    for account in (mail_server.account(), mail_server.account(authority="")):
        found = tls.context(account)
        assert found.verify_mode == ssl.CERT_REQUIRED and found.check_hostname
        assert found.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_process_with_a_silent_server_ends(mail_server, stranger):
    port = stranger().port
    script = f"""
from store.accounts import imap
from store.errors import Unavailable
from store.model import Account
from store.passwords import Secret
try:
    imap.connect(Account(name="x", address="a@example.com", imap_host="localhost", imap_port={port}), Secret("password", "p"), 0.4)
except Unavailable as error:
    print(error.code)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False,
                          env={**os.environ})
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "server-silent", "")

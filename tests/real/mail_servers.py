"""Real mail servers on loopback: Dovecot with a certificate authority of the tests' own, and a peer that takes what is sent.

Dovecot serves IMAPS, IMAP with STARTTLS, submission over TLS and with STARTTLS; its submission relays to aiosmtpd in a
thread. Folders for special use have German names. Each test finds empty mailboxes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import http.server
import imaplib
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from store.model import Account
from tests.real.certificates import Authority

USER = "ada@example.com"
OTHER_USER = "bo@example.com"
PASSWORD = "Zebra-ünter-7731 \"x\\"
"Recognisable, and with everything in it that is quoted wrongly somewhere."
TOKEN = "ya29.token-that-is-good-4821"
DRAFTS = "Entwürfe"
SENT = "Gesendet"
REFUSED = "refused@example.com"
"The peer refuses this recipient for good."
LATER = "later@example.com"
"The peer refuses this recipient for now."


def free_port():
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Received:
    """One mail that reached the peer."""

    def __init__(self, envelope, hello):
        self.sender = envelope.mail_from
        self.recipients = list(envelope.rcpt_tos)
        self.content = bytes(envelope.content)
        self.hello = hello

    def __repr__(self):
        return f"Received({self.sender!r}, {self.recipients!r}, {len(self.content)} bytes)"


class Peer:
    """The server that mails are relayed to: keeps them, and refuses whom it is told to."""

    def __init__(self):
        from aiosmtpd.controller import Controller

        self.received = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self._controller.start()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == REFUSED:
            return "550 5.1.1 Nobody of that name here"
        if address == LATER:
            return "451 4.7.1 Please come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(Received(envelope, session.host_name))
        return "250 OK taken"

    def stop(self):
        self._controller.stop()


class TokenJudge:
    """The server that Dovecot asks whether an access token is good."""

    def __init__(self):
        judge = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                given = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
                good = given == judge.token
                answer = json.dumps({"active": "true" if good else "false", "username": USER}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.token = TOKEN
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


class MailServer:
    """Dovecot with its peer; `account()` is a record that logs in to it."""

    host = "localhost"
    user = USER
    password = PASSWORD
    token = TOKEN
    drafts = DRAFTS
    sent = SENT

    def __init__(self):
        # Not pytest's own folder: where root starts it, Dovecot works as another user, who cannot look into 0700.
        self.folder = Path(tempfile.mkdtemp(prefix="onward-mail-"))
        self.folder.chmod(0o755)
        self.peer = Peer()
        self.judge = TokenJudge()
        self.issuer = Authority("Tests of Onward")
        self.authority = str(self.folder / "authority.pem")
        Path(self.authority).write_bytes(self.issuer.certificate)
        certificate, key = self.issuer.issue("localhost")
        (self.folder / "certificate.pem").write_bytes(certificate)
        (self.folder / "key.pem").write_bytes(key)
        self._process = None
        for attempt in range(3):
            self.imaps_port, self.imap_port, self.smtps_port, self.smtp_port = (free_port() for _ in range(4))
            try:
                self._start()
                return
            except RuntimeError:
                self._end()
                if attempt == 2:
                    self.stop()
                    raise

    @property
    def received(self):
        """The mails that reached the peer."""
        return self.peer.received

    def account(self, **changes):
        """Return an account of this server: TLS, its authority trusted; fields may be given otherwise."""
        fields = {
            "name": "work", "address": USER, "imap_host": self.host, "imap_port": self.imaps_port,
            "smtp_host": self.host, "smtp_port": self.smtps_port, "authority": self.authority, "default": True}
        return Account(**{**fields, **changes})

    def starttls_account(self, **changes):
        """Return an account that begins in plain text."""
        return self.account(**{"imap_port": self.imap_port, "imap_security": "starttls", "smtp_port": self.smtp_port,
                               "smtp_security": "starttls", **changes})

    @contextlib.contextmanager
    def mailbox(self, user=USER):
        """A connection to a mailbox by another library than the one that is tested."""
        trust = ssl.create_default_context(cafile=self.authority)
        with imaplib.IMAP4_SSL(self.host, self.imaps_port, ssl_context=trust) as client:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            yield client

    def put(self, folder, message, flags="", user=USER):
        """Put a mail into a folder."""
        with self.mailbox(user) as client:
            status, said = client.append(self._name(folder), flags, None, message)
            assert status == "OK", said

    def messages(self, folder, user=USER):
        """Return the mails in a folder, as (flags, bytes), in their order."""
        found = []
        with self.mailbox(user) as client:
            status, said = client.select(self._name(folder), readonly=True)
            assert status == "OK", said
            _, numbers = client.search(None, "ALL")
            for number in numbers[0].split():
                _, parts = client.fetch(number, "(FLAGS BODY.PEEK[])")
                flags = {each.decode() for each in imaplib.ParseFlags(parts[-1] if isinstance(parts[-1], bytes) and
                                                                       b"FLAGS" in parts[-1] else parts[0][0])}
                found.append((flags, parts[0][1]))
        return found

    def empty(self):
        """Take all mails away, and what reached the peer."""
        self.peer.received.clear()
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        self._make_mail_folder()

    def log(self):
        """Return what Dovecot wrote down."""
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self):
        """End the servers and take their files away."""
        self._end()
        self.peer.stop()
        self.judge.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _name(folder):
        from imapclient.imap_utf7 import encode

        return '"' + encode(folder).decode("ascii") + '"'

    def _make_mail_folder(self):
        folder = self.folder / "mail"
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "dovecot", "dovecot")
        folder.chmod(0o755)

    def _start(self):
        self._make_mail_folder()
        (self.folder / "dovecot.conf").write_text(self._settings(), encoding="utf-8")
        (self.folder / "users").write_text("".join(
            f"{user}:{{SHA512.b64}}{_hashed(PASSWORD)}::::::\n" for user in (USER, OTHER_USER)), encoding="utf-8")
        (self.folder / "users").chmod(0o644)
        (self.folder / "token.conf").write_text(
            f"introspection_url = http://127.0.0.1:{self.judge.port}/look?token=\nintrospection_mode = get\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\nuse_grant_password = no\n")
        self._process = subprocess.Popen(
            [_dovecot(), "-F", "-c", str(self.folder / "dovecot.conf")], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=(self.folder / "said").open("wb"), start_new_session=True)
        until = time.monotonic() + 20
        for port in (self.imaps_port, self.imap_port, self.smtps_port, self.smtp_port):
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if self._process.poll() is not None or time.monotonic() > until:
                        said = (self.folder / "said").read_text(errors="replace") + self.log()
                        raise RuntimeError(f"Dovecot did not start: {said}") from None
                    time.sleep(0.02)

    def _end(self):
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _settings(self):
        root = os.geteuid() == 0
        mine = getpass.getuser()
        users = ("default_internal_user = dovecot\ndefault_login_user = dovenull\nmail_uid = dovecot\nmail_gid = dovecot\n"
                 "first_valid_uid = 1\n" if root else
                 f"default_internal_user = {mine}\ndefault_login_user = {mine}\ndefault_internal_group =\n"
                 f"mail_uid = {os.getuid()}\nmail_gid = {os.getgid()}\nfirst_valid_uid = {os.getuid()}\n"
                 "service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}\nservice submission-login {\n  chroot =\n}\n")
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/dovecot.log
protocols = imap submission
listen = 127.0.0.1
ssl = yes
ssl_cert = <{self.folder}/certificate.pem
ssl_key = <{self.folder}/key.pem
ssl_min_protocol = TLSv1.2
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
auth_cache_size = 0
disable_plaintext_auth = no
mail_location = maildir:{self.folder}/mail/%u
mail_max_userip_connections = 100
hostname = mail.example.com
submission_relay_host = 127.0.0.1
submission_relay_port = {self.peer.port}
submission_client_workarounds =
{users}
passdb {{
  driver = passwd-file
  args = {self.folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {self.folder}/token.conf
}}
userdb {{
  driver = static
  args = home={self.folder}/mail/%u
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {DRAFTS} {{
    special_use = \\Drafts
    auto = subscribe
  }}
  mailbox {SENT} {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Papierkorb {{
    special_use = \\Trash
    auto = create
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {self.smtp_port}
  }}
  inet_listener submissions {{
    port = {self.smtps_port}
    ssl = yes
  }}
}}
"""


def _dovecot():
    return shutil.which("dovecot") or "/usr/sbin/dovecot"


def _hashed(password):
    import base64
    import hashlib

    return base64.b64encode(hashlib.sha512(password.encode()).digest()).decode()


class Stranger:
    """A server on loopback that says what it is told to, in a thread; `talk(connection)` is one conversation."""

    def __init__(self, talk, context=None):
        self._talk = talk
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard = []
        self._open = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection):
        self._open.append(connection)
        try:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            self._talk(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def stop(self):
        self._socket.close()
        for each in self._open:
            with contextlib.suppress(OSError):
                each.close()


def silent(connection):
    """Say nothing until the other side leaves."""
    while connection.recv(4096):
        pass


def needs_mail_servers():
    """Skip, or fail in the continuous run, where Dovecot is not installed."""
    found = Path(_dovecot()).exists() and Path("/usr/lib/dovecot/submission").exists()
    if not found:
        reason = "Dovecot is not here: apt-get install dovecot-imapd dovecot-submissiond"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def running_mail_server():
    """Dovecot, started once for all tests."""
    needs_mail_servers()
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def mail_server(running_mail_server):
    """A mail server with empty mailboxes: `account()`, `put()`, `messages()`, `received`, `password`, `drafts`, `sent`."""
    running_mail_server.empty()
    return running_mail_server


@pytest.fixture
def stranger():
    """Return what starts a server that says what it is told to: `stranger(talk, context=None).port`."""
    started = []

    def start(talk=silent, context=None):
        started.append(Stranger(talk, context))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def server_context(certificate, key):
    """Return the TLS context of a server with a certificate, both as PEM."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as both:
        both.write(certificate + key)
        both.flush()
        context.load_cert_chain(both.name)
    return context


def days_ago(count):
    """Return the instant so many days ago."""
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=count)

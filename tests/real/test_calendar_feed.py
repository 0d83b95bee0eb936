"""A calendar fetched from a real server over TLS: once, then only what changed; and everything a server may do instead."""

from __future__ import annotations

import datetime as dt
import os
import ssl
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from store.book import Book
from store.errors import Stopped
from store.settings import home_under
from tests.real.certificates import Authority

NOW = dt.datetime(2026, 11, 24, 20, 0, tzinfo=dt.UTC)
EVENT = ("BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Review\r\nDTSTART:202611{day}T180000Z\r\n"
         "ATTENDEE;CN=Marty Chen:mailto:marty@example.com\r\nEND:VEVENT\r\n")
CALENDAR = "BEGIN:VCALENDAR\r\n" + EVENT.format(uid="a", day=17) + "END:VCALENDAR\r\n"
TWO = "BEGIN:VCALENDAR\r\n" + EVENT.format(uid="a", day=17) + EVENT.format(uid="b", day=18) + "END:VCALENDAR\r\n"


class Server:
    """A server on loopback whose answers the test says; it remembers what was asked."""

    def __init__(self, folder, authority, hosts=("localhost",), expired=False):
        self.asked = []
        self.answer = (200, {"ETag": '"1"', "Last-Modified": "Tue, 17 Nov 2026 18:00:00 GMT"}, CALENDAR.encode())
        certificate, key = authority.issue(*hosts, expired=expired)
        (folder / "server.pem").write_bytes(certificate + key)
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.asked.append((self.path, dict(self.headers)))
                given = server.answer(self) if callable(server.answer) else server.answer
                if given is None:
                    return
                status, headers, body = given
                if self.headers.get("If-None-Match") and self.headers["If-None-Match"] == headers.get("ETag"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            def log_message(self, *words):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, address):
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def authority():
    """The certificate authority of these tests."""
    return Authority("Calendars of the tests")


@pytest.fixture
def server(tmp_path, authority):
    """A server that the user's settings trust."""
    found = Server(tmp_path, authority)
    yield found
    found.close()


@pytest.fixture
def opened(tmp_path, authority, monkeypatch):
    """Return what opens a book whose calendar is at an address."""
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    books = []
    (tmp_path / "authority.pem").write_bytes(authority.certificate)

    def open_book(server, trusted=True, more=()):
        home = home_under(str(tmp_path / "home"))
        os.makedirs(tmp_path / "home", exist_ok=True)
        sources = ", ".join(f'"{each}"' for each in (f"https://localhost:{server.port}/private-k3y/basic.ics", *more))
        (tmp_path / "home" / "settings.toml").write_text(
            f'[place]\nzone = "UTC"\n[calendar]\nsources = [{sources}]\n'
            + (f'authority = "{tmp_path / "authority.pem"}"\n' if trusted else ""))
        books.append(Book.open(home, lambda: NOW))
        books[-1].log("met Marty Chen marty@example.com 1 month ago")
        return books[-1]

    yield open_book
    for each in books:
        each.close()


def test_a_calendar_is_fetched_once_and_then_only_when_it_changed(server, opened):
    book = opened(server)
    (report,) = book.sync()
    assert report.trouble is None
    assert dict(report.counts) == {"meetings": 1}
    copies = [os.path.join(place, name) for place, _, names in os.walk(book.home.cache) for name in names if name.endswith(".ics")]
    assert [stat.S_IMODE(os.stat(each).st_mode) for each in copies] == [0o600]
    assert stat.S_IMODE(os.stat(os.path.dirname(copies[0])).st_mode) == 0o700
    (again,) = book.sync()
    assert (again.trouble, dict(again.counts), again.values["bytes"]) == (None, {}, 0)
    assert server.asked[1][1]["If-None-Match"] == '"1"'
    assert server.asked[1][1]["If-Modified-Since"].startswith("Tue, 17 Nov")
    server.answer = (200, {"ETag": '"2"'}, TWO.encode())
    (third,) = book.sync()
    assert dict(third.counts) == {"meetings": 1}
    os.unlink(copies[0])
    list(book.sync())
    assert "If-None-Match" not in server.asked[-1][1], "without its copy a version is worth nothing"


def test_nothing_but_sync_ever_asks(server, opened):
    book = opened(server)
    book.brief()
    book.meetings_to_ask()
    book.meeting_soon(dt.timedelta(hours=4))
    book.read_calendars()
    book.queue()
    list(book.check())
    assert server.asked == []


def redirect(where, code=302):
    return (code, {"Location": where}, b"")


ODD = [
    ("a page to log in", (200, {}, b"<html>log in</html>"), "calendar-odd"),
    ("nothing", (200, {}, b""), "calendar-odd"),
    ("half of it", (200, {}, CALENDAR[:80].encode()), "calendar-cut"),
    ("less than it says", (200, {"Content-Length": "9999"}, CALENDAR.encode()), "calendar-cut"),
    ("no leave", (403, {}, b""), "calendar-refused"),
    ("no such thing", (404, {}, b""), "calendar-gone"),
    ("trouble", (500, {}, b""), "calendar-failed"),
    ("onwards, in the open", redirect("http://localhost:1/x"), "calendar-redirect"),
    ("onwards, to a file", redirect("file:///etc/passwd"), "calendar-redirect"),
    ("onwards, with a password", redirect("https://a:b@localhost/x"), "calendar-redirect"),
    ("round and round", redirect("/private-k3y/basic.ics"), "calendar-redirect"),
    ("far too much", (200, {"Content-Length": str(1 << 40)}, b"BEGIN:VCALENDAR"), "calendar-too-big"),
]


@pytest.mark.parametrize("answer, code", [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_what_a_server_may_do_instead_keeps_the_last_copy(server, opened, answer, code):
    from store.errors import OnwardError
    from tui.wording.errors import sentence

    book = opened(server)
    list(book.sync())
    assert [each.counts for each in book.sync()]
    server.answer = answer
    (report,) = book.sync()
    assert report.trouble.code == code
    said = sentence(OnwardError(code, **report.trouble.values))
    assert "k3y" not in said and "localhost" in said
    assert "k3y" not in repr(report)
    marty = book.who("Marty").id
    assert len([each for each in book.dossier(marty).touches if each.external_key]) == 1
    server.answer = (200, {"ETag": '"9"'}, TWO.encode())
    (after,) = book.sync()
    assert (after.trouble, dict(after.counts)) == (None, {"meetings": 1})


def test_a_safe_redirect_is_followed(server, opened):
    book = opened(server)
    server.answer = lambda handler: (
        redirect("/moved.ics", 301) if "k3y" in handler.path else (200, {}, CALENDAR.encode()))
    (report,) = book.sync()
    assert (report.trouble, dict(report.counts)) == (None, {"meetings": 1})


def test_a_line_that_breaks(server, opened):
    book = opened(server)

    def broken(handler):
        handler.connection.close()

    server.answer = broken
    (report,) = book.sync()
    assert report.trouble.code in ("calendar-unreachable", "calendar-cut")


@pytest.mark.parametrize("hosts, expired, trusted", [
    (("localhost",), False, False), (("other.example.com",), False, True), (("localhost",), True, True)])
def test_a_certificate_that_does_not_hold_ends_it_before_a_word(tmp_path, authority, opened, hosts, expired, trusted):
    server = Server(tmp_path, authority, hosts, expired)
    try:
        (report,) = opened(server, trusted).sync()
    finally:
        server.close()
    assert report.trouble.code == "calendar-untrusted"
    assert server.asked == []


def test_a_server_that_is_silent(server, opened, monkeypatch):
    from store.sync import calendar_feed

    monkeypatch.setattr(calendar_feed, "PATIENCE", 0.2)
    going = threading.Event()
    server.answer = lambda handler: (going.wait(20), None)[1]
    (report,) = opened(server).sync()
    going.set()
    assert report.trouble.code == "calendar-silent"


def test_one_that_never_ends_is_given_up(server, opened, monkeypatch):
    from store.sync import calendar_feed

    monkeypatch.setattr(calendar_feed, "LARGEST", 1 << 20)
    going = threading.Event()

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"BEGIN:VCALENDAR\r\n")
        while not going.is_set():
            handler.wfile.write(b"X-MORE:" + b"x" * 60000 + b"\r\n")

    server.answer = endless
    book = opened(server)
    (report,) = book.sync()
    going.set()
    assert report.trouble.code == "calendar-too-big"
    assert [name for _, _, names in os.walk(book.home.cache) for name in names if ".ics" in name] == []


def test_stopping_leaves_a_sound_book_and_no_half_copy(server, opened):
    book = opened(server)

    def tell(what, done, of):
        if what == "calendar-fetch" and done:
            raise Stopped

    (report,) = book.sync(tell=tell)
    assert report.stopped
    assert [name for _, _, names in os.walk(book.home.cache) for name in names if ".ics" in name] == []
    (after,) = book.sync()
    assert dict(after.counts) == {"meetings": 1}


def test_one_that_fails_keeps_the_others_back_from_nothing(server, opened, tmp_path):
    (tmp_path / "own.ics").write_text(TWO.replace("UID:", "UID:own-"))
    server.answer = (404, {}, b"")
    book = opened(server, more=(str(tmp_path / "own.ics"),))
    (report,) = book.sync()
    assert report.trouble.code == "calendar-gone"
    assert dict(report.counts) == {"meetings": 2}


def test_the_command_says_it_and_ends_with_a_status(server, opened, onward, tmp_path):
    opened(server).close()
    env = {"ONWARD_HOME": str(tmp_path / "home"), "ONWARD_NOW": "2026-11-24T20:00:00Z"}
    done = onward("sync", "calendar", env=env)
    assert (done.returncode, done.stderr.strip()) == (0, "calendar: 1 meeting logged.")
    server.answer = (403, {}, b"")
    done = onward("sync", env=env)
    assert done.returncode == 1
    assert "does not let Onward read the calendar" in done.stderr and "k3y" not in done.stderr

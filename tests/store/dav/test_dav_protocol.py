"""What servers may say: bombs, other origins, redirects, lies about length; read safely, and told in a code."""

import http.server
import threading

import pytest

from store.errors import Unavailable
from store.model import Account
from store.passwords import Secret
from store.sync.dav import answers, client, discovery, hrefs, markup, protocol
from store.sync.dav.client import Client

BOMB = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'"><!ENTITY c "&b;&b;&b;&b;">]>'
        b'<multistatus xmlns="DAV:">&c;</multistatus>')


@pytest.mark.parametrize("data", [
    BOMB, BOMB.decode().encode("utf-16"), b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", b"", b"<a>", b"not xml", b"<a>\x00</a>",
    b"<a>" * 200 + b"</a>" * 200])
def test_what_is_no_plain_xml_is_refused(data):
    with pytest.raises(markup.NotMarkup):
        markup.read(data)


@pytest.mark.parametrize(("href", "path"), [
    ("/a%20b/c", "/a%20b/c"), ("/a b/", None), ("/ü/", "/%C3%BC/"), ("/%7Eann/", "/~ann/"), ("c.vcf", "/base/c.vcf"),
    ("https://dav.example.com:443/x", "/x"), ("https://evil.example/x", None), ("//evil.example/x", None),
    ("http://dav.example.com/x", None), ("https://dav.example.com:8443/x", None), ("/a\r\nHost: x", None),
    ("javascript:alert(1)", None), ("https://[::1", None), ("/" + "a" * 5000, None)])
def test_hrefs_stay_on_their_origin(href, path):
    if path is None:
        with pytest.raises(hrefs.Elsewhere):
            hrefs.resolved("https://dav.example.com/base/", href)
    else:
        assert hrefs.resolved("https://dav.example.com/base/", href) == path


def test_members_are_told_from_the_collection_and_what_is_cut_short_is_seen():
    data = b"""<d:multistatus xmlns:d="DAV:">
    <d:response><d:href>/a/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response>
    <d:response><d:href>/a/1.vcf</d:href><d:propstat><d:prop><d:getetag>W/"x-gzip"</d:getetag></d:prop>
      <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
    <d:response><d:href>/a/2.vcf</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
    <d:response><d:href>/b/3.vcf</d:href><d:propstat><d:prop><d:getetag>"y"</d:getetag></d:prop></d:propstat></d:response>
    <d:response><d:href>https://evil.example/a/4.vcf</d:href></d:response>
    <d:sync-token>t1</d:sync-token></d:multistatus>"""
    found = answers.multistatus(data, "https://dav.example.com/a/")
    assert answers.members(found, "/a/") == ({"/a/1.vcf": '"x"'}, ("/a/2.vcf",), True)
    assert found.token == "t1"


def test_a_put_always_has_a_condition():
    assert protocol.put("/a", b"", "cards").headers["If-None-Match"] == "*"
    assert protocol.put("/a", b"", "cards", 'W/"x"').headers["If-Match"] == '"x"'


class Server:
    """A server on loopback that answers from a table of (method, path) to (status, headers, body)."""

    def __init__(self, table):
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                heard.append((self.command, self.path, self.headers.get("Authorization", ""), body))
                status, headers, said = table.get((self.command, self.path), (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_PROPFIND = do_REPORT = do_GET = do_PUT = answer

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def client(self, secret=None, **more):
        account = Account(name="phone", kind="dav", user="ada", dav_url=self.url)
        return Client(account, secret or Secret("password", "geheim"), sleep=lambda _: None, **more)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def serving():
    started = []

    def start(table):
        started.append(Server(table))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def test_a_redirect_keeps_the_method_and_stays_on_its_origin(serving):
    server = serving({("PROPFIND", "/"): (301, {"Location": "/dav/"}, b""),
                      ("PROPFIND", "/dav/"): (207, {}, b'<multistatus xmlns="DAV:"/>'),
                      ("PROPFIND", "/away"): (302, {"Location": "https://evil.example/"}, b""),
                      ("PROPFIND", "/round"): (302, {"Location": "/round"}, b"")})
    with server.client() as found:
        assert found.ask(protocol.propfind("/", ())).href == "/dav/"
        assert [each[0] for each in server.heard] == ["PROPFIND", "PROPFIND"] and server.heard[1][3]
        for path, code in (("/away", "dav-elsewhere"), ("/round", "dav-odd")):
            with pytest.raises(Unavailable) as caught:
                found.ask(protocol.propfind(path, ()))
            assert caught.value.code == code
            assert "geheim" not in repr(caught.value)


@pytest.mark.parametrize(("answer", "code"), [
    ((401, {}, b""), "login-refused"), ((503, {}, b""), "server-busy"), ((507, {}, b""), "dav-full"), ((500, {}, b""), "dav-refused"),
    ((207, {}, BOMB), "dav-odd"), ((207, {}, b"<html/>"), "dav-odd"), ((404, {}, b""), "dav-not-there"),
    ((403, {}, b""), "dav-refused")])
def test_every_failure_is_a_code(serving, answer, code):
    with serving({("PROPFIND", "/"): answer}).client() as found, pytest.raises(Unavailable) as caught:
        found.multistatus(protocol.propfind("/", ()))
    assert caught.value.code == code


def test_what_changes_nothing_is_asked_again_and_what_changes_something_never(serving):
    server = serving({("PROPFIND", "/"): (503, {}, b""), ("PUT", "/a.vcf"): (503, {}, b"")})
    with server.client() as found:
        for request in (protocol.propfind("/", ()), protocol.put("/a.vcf", b"x", "cards")):
            with pytest.raises(Unavailable):
                found.ask(request)
        assert [each[0] for each in server.heard] == ["PROPFIND"] * 3 + ["PUT"]
        assert found.requests == 4


def test_an_answer_that_is_too_long_is_not_read_to_its_end(serving, monkeypatch):
    monkeypatch.setattr(client, "MOST_BYTES", 1000)
    with serving({("GET", "/a"): (200, {}, b"x" * 5000)}).client() as found, pytest.raises(Unavailable) as caught:
        found.item("/a")
    assert caught.value.code == "dav-too-long"


def test_a_digest_is_given_where_a_server_wants_nothing_else(serving):
    server = serving({("GET", "/a"): (401, {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth"'}, b"")})
    with server.client() as found, pytest.raises(Unavailable):
        found.item("/a")
    assert server.heard[-1][2].startswith("Digest ") and "geheim" not in server.heard[-1][2]


def test_a_token_is_a_bearer(serving):
    server = serving({("GET", "/a"): (200, {}, b"x")})
    with server.client(Secret("token", "abc")) as found:
        found.item("/a")
    assert server.heard[0][2] == "Bearer abc"


def test_nothing_found_is_said(serving):
    with serving({}).client() as found, pytest.raises(Unavailable) as caught:
        discovery.discover(found)
    assert caught.value.code in ("dav-not-there", "dav-nothing-found")


def test_a_server_that_is_not_encrypted_hears_no_password():
    with pytest.raises(Unavailable) as caught:
        Client(Account(name="x", kind="dav", dav_url="http://dav.example.com/"), Secret("password", "geheim"))
    assert caught.value.code == "not-encrypted-there"

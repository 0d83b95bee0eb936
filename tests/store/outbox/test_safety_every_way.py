"""Every way out, every field, everything nasty: one recipient stays one, one header one, and nothing is obeyed.

A new way joins by its name in `store.outbox.ways.PLACES`: what it lets out is caught by its medium and looked at.
"""

from __future__ import annotations

import datetime as dt
import email
from email.policy import default as reading
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from store.errors import OnwardError
from store.model import KINDS, Account, Draft
from store.outbox import Surroundings, way_named
from store.outbox.ways import MEDIA, PLACES
from store.rules.practice import Sender

NOW = dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.timezone(dt.timedelta(hours=-8)))
PASSWORD = "correct-horse-battery"
ADDRESSES = {"phone": "+14155550100", "email": "marty@example.com", "post": "1 Main Street\nOakland CA 94607",
             "web": "https://example.com/in/marty"}
NASTY = {
    "breaks": "Marty\r\nBcc: thief@example.org\r\n\r\nand more\nlines\rhere",
    "comma": "Marty, Chen, thief@example.org; other@example.org",
    "quotes": "\"Marty\" 'Chen' `id` \\\" \\",
    "angle": "Marty <thief@example.org> <script>alert(1)</script></div></body>",
    "markup": "[@click=app.quit]Marty[/] [b]x[/b] &amp; &lt; <img src=x onerror=alert(1)>",
    "shell": "$(touch OBEYED) `touch OBEYED` ; touch OBEYED | touch OBEYED & $HOME",
    "option": "--output=OBEYED",
    "dash": "-x",
    "placeholder": "{number} {address} {body} {subject} {name} %s %(x)s $first_name {0}",
    "link": "?cc=thief@example.org&bcc=thief@example.org&attach=/etc/passwd#x",
    "percent": "%0D%0ABcc:%20thief@example.org%00",
    "escape": "\x1b]52;c;aGk=\x07\x1b[2J\x1b]0;title\x07\x9b31m",
    "bidi": "\u202eytraM\u202c \u2066x\u2069 \u200f",
    "nul": "Mar\0ty\0",
    "separators": "Mar\u2028ty\u2029Bcc: thief@example.org\x85x\x0bx\x0cx",
    "encoded": "=?utf-8?q?x=0ABcc=3A_thief=40example=2Eorg?=",
    "surrogate": "Marty \udc80\ud800",
    "dots": ".\r\n.\r\nQUIT\r\n",
    "long": "Marty Chen, " * 900,
    "unbroken": "x" * 10_000,
    "emoji": "Mårty 陳 😀 é\u0301\u0301\u0301\u0301",
    "empty": "",
}
FIELDS = ("name", "subject", "body", "address", "sender")
THIEF = "thief@example.org"


def draft_of(kind: str, **changes: str) -> Draft:
    """A draft of a kind to a sound address, with one field changed."""
    from store.model import address_channel_of

    address = ADDRESSES.get(address_channel_of(kind) or "", "")
    return Draft(**{"id": "d", "contact": "0192f0c0-0000-7000-8000-00000000000c", "kind": kind, "state": "open",
                    "subject": "Two dates", "body": "Hi Marty,\n\nTuesday or Thursday?\nSam", "address": address, **changes})


class Line:
    """A mailbox and an outgoing server that only keep what they are given."""

    def __init__(self) -> None:
        self.taken: list[tuple[bytes, tuple[str, ...]]] = []
        self.searches: list[str] = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def send(self, octets, recipient, sender):
        self.taken.append((octets, (recipient,)))

    def append(self, folder, octets, flags=(), msg_time=None):
        self.taken.append((octets, ()))

    def folder_for(self, role):
        return role.capitalize()

    def select(self, folder, read_only=True):
        return None

    def with_message_id(self, message_id):
        self.searches.append(message_id)
        return ()

    def messages(self, uids, parts):
        return ()

    def close(self):
        return None


@pytest.fixture
def line(monkeypatch):
    """Servers that keep what they are given, whatever opens them."""
    kept = Line()
    monkeypatch.setattr("store.accounts.imap.connect", lambda *_, **__: kept)
    monkeypatch.setattr("store.accounts.smtp.connect", lambda *_, **__: kept)
    monkeypatch.setattr("store.passwords.secret_of", lambda *_, **__: PASSWORD)
    return kept


@pytest.fixture
def program(tmp_path):
    """A program that keeps its arguments and its standard input."""
    path = tmp_path / "keep"
    path.write_text(f"#!/bin/sh\nprintf '%s\\0' \"$@\" > '{tmp_path}/given'\ncat > '{tmp_path}/read'\n")
    path.chmod(0o755)
    return [str(path)]


@pytest.fixture
def leave(tmp_path, line, program):
    """Let a draft leave by a way; return what came out as (medium, what) pairs."""

    def run(way, draft: Draft, name: str, sender: Sender):
        opened: list[str] = []
        out = tmp_path / "out"
        command = [*program, "--to={number}" if draft.kind == "text" else "--to={address}", "-s", "{subject}", "{body}", "{name}"]
        around = Surroundings(
            NOW, sender, account=Account("work", address="sam@example.com", imap_host="localhost", smtp_host="localhost"),
            message_id="<a1b2c3@example.com>", path=str(out / "draft.html" if way.name == "file" else out / "draft.eml"),
            open_link=opened.append, ask=lambda _: PASSWORD, command="phone", name=name,
            more={"run": command, "stdin": True, "kinds": [], "limit": 20} if way.medium == "command" else {})
        left = way.leave(draft, around)
        assert PASSWORD not in repr(left)
        found: list[tuple[str, object]] = [("link", each) for each in opened]
        found += [("mail", each) for each in line.taken]
        for path in sorted(out.glob("*")) if out.exists() else ():
            assert path.stat().st_mode & 0o777 == 0o600, path
            content = path.read_bytes()
            found.append(("mail", (content, ())) if path.suffix == ".eml" else (path.suffix, content.decode("utf-8")))
        given = tmp_path / "given"
        if given.exists():
            found.append(("command", (given.read_bytes().decode().split("\0")[:-1], (tmp_path / "read").read_bytes().decode())))
            given.unlink()
        return found

    return run


def look_at_link(link: str, draft: Draft) -> None:
    """A link has one recipient, known fields, and nothing but printable ASCII."""
    assert link.isascii()
    assert link.isprintable()
    assert " " not in link
    parts = urlsplit(link)
    assert parts.fragment == ""
    if parts.scheme == "mailto":
        assert unquote(parts.path).count("@") == 1
        assert not set(unquote(parts.path)) & set(",;<> ")
        fields = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        assert len(fields) == len(set(fields))
        assert set(fields) <= {"subject", "body"}
        subject = dict(parse_qsl(parts.query)).get("subject", "")
        assert not any(each < " " for each in subject)
    else:
        assert parts.scheme in ("sms", "tel")
        number = parts.path.partition("&")[0]
        assert number.removeprefix("+").isdecimal()
        assert (parts.query or parts.path).count("body=") <= 1


def look_at_mail(octets: bytes, envelope: tuple[str, ...], draft: Draft, sender: Sender) -> None:
    """A mail has one of each header, one recipient, and no header that a field made."""
    head, _, body = octets.partition(b"\r\n\r\n")
    assert octets.replace(b"\r\n", b"").count(b"\n") == octets.replace(b"\r\n", b"").count(b"\r") == 0
    assert all(len(each) <= 998 for each in octets.split(b"\r\n"))
    read = email.message_from_bytes(octets, policy=reading)
    names = [name.lower() for name in read]
    assert len(names) == len(set(names))
    assert set(names) <= {"from", "to", "subject", "date", "message-id", "mime-version", "content-type",
                          "content-transfer-encoding", "x-unsent", "in-reply-to", "references"}
    assert len(read["To"].addresses) == 1
    assert THIEF not in read["To"].addresses[0].addr_spec
    assert "from" not in names or len(read["From"].addresses) == 1
    assert envelope in ((), (read["To"].addresses[0].addr_spec,))
    assert not any(each < 32 or each == 127 for each in head.replace(b"\r\n", b""))
    assert len(read["Subject"].splitlines()) <= 1
    assert read.get_content_type() == "text/plain"
    assert body is not None


class Tags(HTMLParser):
    """Every tag and its attributes, of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data):
        self.words.append(data)


def look_at_page(content: str, draft: Draft) -> None:
    """A page holds no tags but its own, nothing that loads or runs, and no control characters."""
    page = Tags()
    page.feed(content)
    assert {tag for tag, _ in page.tags} <= {"html", "head", "meta", "title", "style", "body", "div", "p"}
    assert {name for _, names in page.tags for name in names} <= {"lang", "charset", "http-equiv", "content", "dir", "class"}
    look_at_text(content, draft)
    assert content.count("</style>") == content.count("</body>") == content.count("</html>") == 1


def look_at_text(content: str, draft: Draft) -> None:
    """A text to print holds no control characters and nothing that turns the order round."""
    assert not any((each < " " and each != "\n") or "\x7f" <= each <= "\x9f" for each in content)
    assert not set(content) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def look_at_command(given: tuple, draft: Draft) -> None:
    """A command got as many arguments as its settings say, and none that became an option."""
    words, read = given
    assert len(words) == 5
    to, option, subject, body, name = words
    assert to.startswith("--to=")
    assert option == "-s"
    assert not any(each.startswith("-") for each in (subject, body, name))
    if draft.kind == "text":
        assert to.removeprefix("--to=").removeprefix("+").isdecimal()
    else:
        assert not to.removeprefix("--to=").startswith("-")
    assert not any((each < " " and each not in "\n\t") or "\x7f" <= each <= "\x9f" for each in to + subject + body + name + read)
    assert "\n" not in to + subject + name
    assert body.removeprefix(" ") == read.removeprefix(" ")


def look(found, draft: Draft, sender: Sender) -> None:
    """Look at all that came out."""
    assert found
    for medium, what in found:
        if medium == "link":
            look_at_link(what, draft)
        elif medium == "mail":
            look_at_mail(*what, draft, sender)
        elif medium == "command":
            look_at_command(what, draft)
        elif medium == ".html":
            look_at_page(what, draft)
        else:
            assert medium == ".txt", f"nothing here looks at {medium}: say how"
            look_at_text(what, draft)


def kinds_of(way) -> list[str]:
    """One kind of each address channel that a way takes: they leave alike."""
    from store.model import address_channel_of

    found = {address_channel_of(kind): kind for kind in reversed(KINDS) if way.takes(draft_of(kind))}
    return sorted(found.values())


def test_every_way_is_looked_at():
    for name in PLACES:
        way = way_named(name)
        assert way.name == name
        assert way.medium in MEDIA
        assert kinds_of(way)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", PLACES)
def test_whatever_stands_in_a_field_is_data(name, field, leave, tmp_path, monkeypatch, line):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    way = way_named(name)
    for kind in kinds_of(way):
        refused = 0
        for nasty in NASTY.values():
            sender = Sender(nasty, "sam@example.com", nasty, nasty, nasty, nasty) if field == "sender" else Sender("Sam")
            draft = draft_of(kind, **{field: nasty} if field in ("subject", "body", "address") else {})
            line.taken.clear()
            try:
                found = leave(way, draft, nasty if field == "name" else "Marty Chen", sender)
            except OnwardError as error:
                refused += 1
                assert field == "address", (error, nasty)
                assert error.code in ("no-address", "bad-address")
                assert PASSWORD not in repr(error)
                continue
            look(found, draft, sender)
        if field == "address" and kind not in ("note", "card", "letter", "social"):
            assert refused >= len(NASTY) - 2
    assert not (tmp_path / "OBEYED").exists()
    assert all(each == "<a1b2c3@example.com>" for each in line.searches)


@pytest.mark.parametrize("name", PLACES)
def test_words_arrive_as_they_were_written(name, leave):
    body = "Hi Marty,\n\nüber 50% & more: \"quoted\", 'single' <b> {name} $HOME 😀\n-- \nSam"
    way = way_named(name)
    for kind in kinds_of(way):
        for medium, what in leave(way, draft_of(kind, body=body), "Marty Chen", Sender("Sam")):
            if medium == "mail":
                read = email.message_from_bytes(what[0], policy=reading)
                assert read.get_content().replace("\r\n", "\n").rstrip("\n") == body
            elif medium == "command":
                assert what[0][3] == what[1] == body
            elif medium == ".html":
                page = Tags()
                page.feed(what)
                assert [each for each in body.split("\n\n")] == [each for each in page.words if each in body.split("\n\n")]
            elif medium == ".txt":
                assert " ".join(body.split()) in " ".join(what.split())
            elif what.startswith("mailto:"):
                assert dict(parse_qsl(urlsplit(what).query))["body"] == body.replace("\n", "\r\n")
            elif what.startswith("sms:"):
                assert unquote(what.partition("body=")[2]) == body


def test_private_notes_leave_by_no_way(book, leave):
    contact = book.log("met Marty Chen @Acme 415 555 0100 marty@example.com hot // PRIVATE-WORDS about the divorce").contacts[0]
    book.change([contact], note="PRIVATE-WORDS of mine")
    for kind in KINDS:
        if kind == "meeting":
            continue
        draft = book.draft(contact, kind)
        for name in PLACES:
            way = way_named(name)
            if way.takes(draft):
                try:
                    found = leave(way, draft, "Marty Chen", Sender("Sam", "sam@example.com"))
                except OnwardError:
                    continue
                assert "PRIVATE" not in repr(found)

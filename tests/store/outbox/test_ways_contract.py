"""The contract that every way out passes, whatever it leaves by."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import NotFound, OnwardError, Unavailable
from store.model import KINDS, Account, Draft
from store.outbox import Surroundings, way_named, ways_for
from store.outbox.ways import MEDIA, PLACES
from store.rules.practice import Sender

NOW = dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.UTC)
ADDRESSES = {"text": "+14155550100", "call": "+14155550100"}
HOSTILE = ["\r\nBcc: eve@example.org", "$(touch /tmp/x)", "; rm -rf ~", "</style><script>x</script>", "\x1b]52;c;eA==\x07",
           "\u202eevil", "{link}", "%s", "--exec", "a, eve@example.org", '"', "\0", "[@click=app.quit]x[/]"]


def draft(kind, **changes):
    return Draft(**{"id": "d", "contact": "0199c0de-0000-7000-8000-000000000001", "kind": kind, "state": "open",
                    "address": ADDRESSES.get(kind, "marty@example.com"), "subject": "Two dates", "body": "Hello", **changes})


@pytest.fixture
def around(tmp_path, servers):
    """Everything that any way needs."""
    account = Account("work", address="sam@work.example", imap_host="mail.example.com", smtp_host="mail.example.com",
                      password_command="echo secret")

    def made(**changes):
        given = {"now": NOW, "sender": Sender("Sam Lee", "sam@example.com"), "account": account, "name": "Marty Chen",
                 "message_id": "<a1@example.com>", "path": str(tmp_path / "out.html"), "command": "phone",
                 "open_link": lambda link: "a program",
                 "more": {"run": ["true", "{address}", "{text}"], "kinds": list(KINDS), "stdin": "", "limit": 5}}
        return Surroundings(**{**given, **changes})

    return made


@pytest.mark.parametrize("name", sorted(PLACES))
class TestEveryWay:
    def test_it_says_what_it_is(self, name):
        way = way_named(name)
        assert way.name == name
        assert way.medium in MEDIA
        assert isinstance(way.confirms, bool)
        assert way.confirms or way.medium in ("link", "file", "server")

    def test_it_takes_by_kind_alone_and_never_raises(self, name):
        way = way_named(name)
        for kind in KINDS:
            bare, full = Draft("", "", kind, "open"), draft(kind, body="\0" * 9, address="?")
            assert way.takes(bare) is way.takes(full)

    def test_what_it_takes_leaves_and_the_draft_says_the_same(self, name, around):
        way = way_named(name)
        taken = [kind for kind in KINDS if way.takes(draft(kind))]
        assert taken
        for kind in taken:
            one = draft(kind)
            before = repr(one)
            left = way.leave(one, around())
            assert left.state in ("handed", "sent")
            assert (left.state == "sent") <= way.confirms, "what leaves at once is asked about first"
            assert repr(one) == before

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(words=st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join), field=st.sampled_from(
        ["subject", "body", "address", "name"]))
    def test_hostile_words_leave_to_one_recipient_or_not_at_all(self, name, around, servers, words, field):
        way = way_named(name)
        opened = []
        kind = next(kind for kind in KINDS if way.takes(draft(kind)))
        given = around(open_link=lambda link: opened.append(link) or "x", **({"name": words} if field == "name" else {}))
        servers.taken.clear()
        try:
            way.leave(draft(kind, **({field: words} if field != "name" else {})), given)
        except OnwardError:
            assert not opened and not servers.taken
            return
        assert len(opened) <= 1 and len(servers.taken) <= 1
        for _sender, recipient, octets in servers.taken:
            assert recipient == "marty@example.com"
            head = octets.split(b"\r\n\r\n")[0]
            assert b"\r\nbcc:" not in head.lower()
            assert b"eve@example.org" not in head.split(b"Subject:")[0].replace(b'"', b"") or field == "name"
        for link in opened:
            assert link.isascii() and link.isprintable()


@pytest.mark.parametrize("name", sorted(name for name in PLACES if way_named(name).medium == "link"))
def test_a_way_by_link_has_a_link_a_code_and_no_opener_of_its_own(name, around):
    way = way_named(name)
    one = draft(next(kind for kind in KINDS if way.takes(draft(kind))))
    assert way.link(one).isascii()
    assert way.scan(one)
    with pytest.raises(Unavailable):
        way.leave(one, around(open_link=None))


@pytest.mark.parametrize("name", sorted(name for name in PLACES if way_named(name).medium == "server"))
@pytest.mark.parametrize("call", ["imap", "smtp", "append", "send"])
def test_a_server_that_fails_is_told_or_does_not_matter(name, call, around, servers):
    servers.fail(call, "server-gone")
    way = way_named(name)
    try:
        left = way.leave(draft("email"), around())
    except OnwardError as error:
        assert error.code == "server-gone"
    else:
        assert left.state
        assert call not in servers.calls


@pytest.mark.parametrize("name", sorted(name for name in PLACES if way_named(name).medium == "server"))
def test_without_an_account_no_server_is_asked(name, around, servers):
    with pytest.raises(Unavailable) as fault:
        way_named(name).leave(draft("email"), around(account=None))
    assert fault.value.code == "no-account"
    assert servers.calls == []


def test_every_kind_but_a_meeting_has_a_way_out_or_is_handed_over_by_hand():
    without = {kind for kind in KINDS if not ways_for(draft(kind))}
    assert without <= {"meeting", "social"}


def test_a_way_that_is_none():
    with pytest.raises(NotFound) as fault:
        way_named("pigeon")
    assert fault.value.code == "no-such-way"

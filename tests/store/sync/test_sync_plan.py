"""What is fetched from a mailbox, decided without one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sync import mail_heads, mail_plan
from store.sync.mail_heads import Head

KNOWN = frozenset({"marty@example.com", "lena@example.net"})
OWN = frozenset({"ada@example.com"})
OURS = "<ours@example.com>"


def why(sent=False, **fields):
    return mail_plan.why_wanted(Head(1, **fields), KNOWN, OWN, sent, lambda each: each == OURS)


@pytest.mark.parametrize("fields, sent, expected", [
    ({"senders": ("marty@example.com",)}, False, "in"),
    ({"senders": ("eve@example.org",)}, False, ""),
    ({"senders": ("eve@example.org",), "recipients": ("marty@example.com",)}, False, ""),
    ({"senders": ("eve@example.org",), "answers": (OURS,)}, False, "in"),
    ({"senders": ("eve@example.org",), "answers": ("<other@example.com>",)}, False, ""),
    ({"senders": ("ada@example.com",), "recipients": ("marty@example.com",)}, False, "out"),
    ({"senders": ("alias@example.org",), "recipients": ("lena@example.net",)}, True, "out"),
    ({"senders": ("ada@example.com",), "recipients": ("eve@example.org",)}, True, ""),
    ({"senders": ("mailer-daemon@example.org",)}, False, "report"),
    ({"senders": ("eve@example.org",), "content_type": "multipart/report; report-type=delivery-status"}, False, "report"),
    ({"senders": ("eve@example.org",), "failed": True}, False, "report"),
    ({"senders": ("eve@example.org",), "automatic": True}, False, ""),
    ({"senders": ("ada@example.com",), "recipients": ("ada@example.com",), "subject": "Onward: met Pat"}, False, "line"),
    ({"senders": ("ada@example.com",), "recipients": ("ada@example.com",), "subject": "Re: onward: met Pat"}, False, ""),
    ({"senders": ("ada@example.com",), "recipients": ("ada@example.com",), "subject": "onward:"}, False, ""),
    ({"senders": ("eve@example.org",), "recipients": ("ada@example.com",), "subject": "onward: met Pat"}, False, ""),
    ({"senders": ("ada@example.com", "eve@example.org"), "recipients": ("ada@example.com",), "subject": "onward: met Pat"},
     False, ""),
    ({}, False, ""), ({}, True, ""),
])
def test_why_a_mail_is_fetched(fields, sent, expected):
    assert why(sent, **fields) == expected


@pytest.mark.parametrize("place, uidvalidity, since, expected", [
    (mail_plan.Place(), 5, "2026-01-01", 1),
    (mail_plan.Place(5, 40, "2026-01-01"), 5, "2026-01-01", 40),
    (mail_plan.Place(5, 40, "2026-01-01"), 5, "2026-03-01", 40),
    (mail_plan.Place(5, 40, "2026-01-01"), 5, "2025-01-01", 1),
    (mail_plan.Place(5, 40, "2026-01-01"), 6, "2026-01-01", 1),
    (mail_plan.Place(5, 40, "nonsense"), 5, "2026-01-01", 40),
])
def test_from_where_to_read(place, uidvalidity, since, expected):
    assert mail_plan.begin(place, uidvalidity, dt.date.fromisoformat(since)).next == expected


@pytest.mark.parametrize("state", [{}, {"folders": None}, {"folders": {"INBOX": None}}, {"folders": {"INBOX": {}}},
                                   {"folders": {"INBOX": {"uidvalidity": "x", "next": 1, "since": ""}}}, {"folders": [1]}])
def test_what_was_kept_and_makes_no_sense_means_from_the_beginning(state):
    assert mail_plan.place_of(state, "INBOX") == mail_plan.Place()


def test_a_place_comes_back():
    place = mail_plan.Place(7, 12, "2026-01-01")
    state = mail_plan.with_place({"whose": "x"}, "Größe", place)
    assert mail_plan.place_of(state, "Größe") == place and state["whose"] == "x"


def test_searches_are_few_and_nested_as_imap_wants_them():
    assert mail_plan.either([["FROM", "a@b.c"]]) == ["FROM", "a@b.c"]
    assert mail_plan.either([["FROM", "a"], ["TO", "b"], ["CC", "c"]]) == ["OR", "FROM", "a", "OR", "TO", "b", "CC", "c"]
    assert len(mail_plan.sought([f"p{n}@example.com" for n in range(20)], ("FROM",))) == 3
    assert mail_plan.sought(['x" OR ALL "@example.com', "a b@example.com", "{5}@example.com", "x@y@z", "no"], ("FROM",)) == []


def test_marks_tell_addresses_apart_and_hold_none_of_them():
    marks = mail_plan.marks(["marty@example.com", "lena@example.net"], "salt")
    assert len(marks) == 2 and not any("marty" in each for each in marks)
    assert mail_plan.marks(["marty@example.com"], "salt") < marks
    assert not mail_plan.marks(["marty@example.com"], "other") & marks


NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize("said, received, expected", [
    (NOW - 5 * HOUR, NOW - 4 * HOUR, NOW - 5 * HOUR),
    (NOW - 2000 * HOUR, NOW - 4 * HOUR, NOW - 2000 * HOUR),
    (NOW + 5 * HOUR, NOW - 4 * HOUR, NOW - 4 * HOUR),
    (NOW - 2 * HOUR, NOW - 4 * HOUR, NOW - 4 * HOUR),
    (None, NOW - 4 * HOUR, NOW - 4 * HOUR),
    (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), NOW - 4 * HOUR, NOW - 4 * HOUR),
    (None, None, NOW), (NOW + HOUR, None, NOW), (None, NOW + HOUR, NOW),
])
def test_when_a_mail_was_written(said, received, expected):
    assert mail_plan.instant(said, received, NOW) == expected


HEAD = ("From: =?utf-8?q?M=C3=A4rty?= <Marty@Example.com>\r\nTo: Ada <ada@example.com>,\r\n\tLena <lena@example.net>\r\n"
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n aus Köln\r\nMessage-ID: <a@b>\r\nReferences: <1@x> <2@x>\r\n"
        "In-Reply-To: <2@x>\r\nAuto-Submitted: auto-replied (vacation)\r\n\r\n").encode()


def test_a_head_is_read_as_it_is_written():
    head = mail_heads.read(7, HEAD, None)
    assert head.senders == ("marty@example.com",) and head.recipients == ("ada@example.com", "lena@example.net")
    assert head.subject.startswith("Grüße aus K") and head.message_id == "<a@b>"
    assert head.answers == ("<2@x>", "<1@x>") and head.automatic


@pytest.mark.parametrize("field, expected", [
    (b'"marty@example.com" <eve@example.org>', ("eve@example.org",)),
    (b"marty@example.com <eve@example.org>", ("eve@example.org",)),
    (b"eve@example.org (marty@example.com)", ("eve@example.org",)),
    (b"marty@example.com", ("marty@example.com",)),
    (b"undisclosed-recipients:;", ()), (b"", ()), (b"<>", ()),
])
def test_a_name_that_looks_like_an_address_is_a_name(field, expected):
    assert mail_heads.read(1, b"From: " + field + b"\r\n\r\n", KNOWN).senders == expected


@given(st.binary(max_size=600))
def test_no_head_is_too_broken(octets):
    for known in (None, KNOWN):
        head = mail_heads.read(1, octets, known)
        assert all("@" in each for each in (*head.senders, *head.recipients))
        assert "\n" not in head.subject and why(False, **{name: getattr(head, name) for name in ("senders", "recipients")}) is not None


def test_a_very_long_head_takes_no_longer_than_it_is():
    head = mail_heads.read(1, b"From: " + b"a@b.c, " * 200_000 + b"\r\n" + b"(" * 100_000, None)
    assert len(head.senders) <= mail_heads.MOST_PEOPLE

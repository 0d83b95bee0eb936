"""A draft as a mail: one sender, one recipient, the same words back, and no header that nobody asked for."""

from __future__ import annotations

import datetime as dt
import socket
from email import message_from_bytes
from email.policy import default
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.errors import Unavailable
from store.model import Account, Draft
from store.outbox.message import (
    NO_DOMAIN,
    answered,
    as_bytes,
    bare_subject,
    body_of,
    compose,
    message_id_of,
    new_message_id,
    one_line,
    reply_subject,
    text_of,
)
from store.outbox.ways import Surroundings, Thread
from store.rules.practice import Sender

NOW = dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.timezone(dt.timedelta(hours=-8)))
MINE = Sender("Sam Lee", "sam@example.com")
USUAL = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
PIECES = ["\r\n", "\r", "\n", "Bcc: eve@example.org", ",", ";", ":", '"', "\\", "<eve@example.org>", "(x)", "=?utf-8?q?x?=",
          "\u202e", "\u2066", "\u2028", "\x85", "\x1b]52;c;eA==\x07", "\x00", "😀", "👩\u200d🚀", "é", "Chen", "ß", " ", "\t",
          "\r\n.\r\n", "From ", "שלום", "x" * 90]
texts = (st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
         | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
long_texts = texts | st.tuples(texts, st.integers(1, 40)).map(lambda pair: (pair[0] * pair[1])[:10_000])


def around(**changes) -> Surroundings:
    given = {"now": NOW, "sender": MINE, "name": "Marty Chen", "message_id": "<a1@example.com>", **changes}
    return Surroundings(**given)


def draft(**changes) -> Draft:
    return Draft(**{"id": "d", "contact": "c", "kind": "email", "state": "open", "address": "marty@example.com",
                    "subject": "Two dates", "body": "Hello,\n\nyes.", **changes})


def read(octets):
    """Return a mail as Python's own parser reads it."""
    return message_from_bytes(octets, policy=default)


def seen(words):
    """Return words as a header may show them: nothing that steers, spaces counted once."""
    kept = "".join(" " if category(each) in ("Cc", "Zl", "Zp") else each for each in words)
    turned = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return " ".join("".join(each for each in kept if each not in turned).split())


def as_told(name, octets):
    """Return a name; without spaces where it takes several encoded words, between which some Pythons see one too many."""
    field = octets.split(b"\r\nTo:")[1].split(b"\r\nSubject")[0]
    return name if field.count(b"=?utf-8") < 2 else name.replace(" ", "")


def test_as_it_reads():
    mail = read(as_bytes(compose(draft(), around())))
    assert dict(mail.items()) == {
        "From": "Sam Lee <sam@example.com>", "To": "Marty Chen <marty@example.com>", "Subject": "Two dates",
        "Date": "Tue, 24 Nov 2026 09:12:00 -0800", "Message-ID": "<a1@example.com>", "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"', "Content-Transfer-Encoding": "7bit"}
    assert text_of(mail) == "Hello,\n\nyes."


@settings(max_examples=150)
@given(name=texts, subject=texts, body=long_texts)
@example(name='Chen, Marty" <eve@example.org>, "x', subject="a\r\nBcc: eve@example.org", body="\r\n.\r\nMAIL FROM:<x>\r\n")
@example(name="Chen, " + "Márty, " * 20, subject="é, " * 200, body="x" * 10_000)
def test_any_words_stay_one_recipient_and_the_same_words(name, subject, body):
    octets = as_bytes(compose(draft(subject=subject, body=body), around(name=name)))
    assert octets.isascii()
    assert b"\r" not in octets.replace(b"\r\n", b"")
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert max(map(len, octets.split(b"\r\n"))) <= 100
    mail = read(octets)
    assert set(mail.keys()) <= USUAL
    assert len(mail.keys()) == len(set(mail.keys()))
    assert not mail.defects
    people = mail["To"].addresses
    assert [each.addr_spec for each in people] == ["marty@example.com"]
    assert as_told(people[0].display_name, octets) == as_told(seen(name)[:200].strip(), octets)
    assert str(mail["Subject"] or "") == seen(subject)[:500].strip()
    assert text_of(mail) == body_of(body).rstrip("\n")


@given(name=texts)
def test_any_name_of_mine_is_one_sender(name):
    mail = read(as_bytes(compose(draft(), around(sender=Sender(name, "sam@example.com")))))
    assert [each.addr_spec for each in mail["From"].addresses] == ["sam@example.com"]


@given(address=texts | st.sampled_from(["marty@example.com,eve@example.org", "<eve@example.org>", "a@b@c", "@", "a@", " "]))
def test_any_address_is_one_recipient_or_refused(address):
    try:
        octets = as_bytes(compose(draft(address=address), around()))
    except Unavailable as error:
        assert error.code in ("no-address", "bad-address")
        return
    mail = read(octets)
    assert len(mail["To"].addresses) == 1
    assert set(mail.keys()) <= USUAL


@given(ids=st.lists(texts | st.from_regex(r"\A<[a-z0-9.]{1,90}@[a-z.]{1,90}>\Z"), max_size=40), last=texts)
def test_what_it_answers_is_never_another_header(ids, last):
    mail = read(as_bytes(compose(draft(), around(thread=Thread(last, tuple(ids), "Two dates")))))
    assert set(mail.keys()) <= USUAL | {"In-Reply-To", "References"}
    for each in str(mail["References"] or "").split():
        assert message_id_of(each) == each


def test_it_answers_the_last_mail():
    thread = Thread("<c@example.com>", ("<a@example.com>", "<b@example.com>"), "Two dates")
    octets = as_bytes(compose(draft(subject="Re: Two dates"), around(thread=thread)))
    assert b"In-Reply-To: <c@example.com>\r\nReferences: <a@example.com> <b@example.com> <c@example.com>\r\n" in octets


def test_long_ids_are_never_encoded_and_long_conversations_cut_in_the_middle():
    ids = tuple(f"<{place}{'x' * 150}@example.com>" for place in range(60))
    octets = as_bytes(compose(draft(), around(thread=Thread("<last@example.com>", ids))))
    found = str(read(octets)["References"]).split()
    assert found == [ids[0], *ids[-18:], "<last@example.com>"]
    assert b"=?" not in octets
    assert answered(Thread("no id", ("<a@example.com>",))) == ()


def test_a_message_id_of_our_own_tells_no_host_name():
    one, other = new_message_id("sam@example.com"), new_message_id("sam@example.com")
    assert one != other
    assert one.endswith("@example.com>")
    assert socket.gethostname() not in one
    assert message_id_of(one) == one
    assert new_message_id("").endswith(f"@{NO_DOMAIN}>")
    assert new_message_id("x@münchen.example").endswith("@xn--mnchen-3ya.example>")
    assert new_message_id("x@a\r\nb").endswith(f"@{NO_DOMAIN}>")


def test_the_account_says_whom_it_comes_from_and_no_address_of_mine_leaves_it_out():
    mail = compose(draft(), around(account=Account("work", address="sam@work.example")))
    assert mail["From"].address.addr_spec == "sam@work.example"
    assert "From" not in compose(draft(), around(sender=Sender("Sam Lee")))


def test_domains_in_other_letters_are_written_so_that_every_server_reads_them():
    assert compose(draft(address="x@münchen.example"), around())["To"].address.addr_spec == "x@xn--mnchen-3ya.example"
    with pytest.raises(Unavailable) as fault:
        compose(draft(address="jörg@example.com"), around())
    assert fault.value.code == "bad-address"


@pytest.mark.parametrize("kind", ["text", "call", "card", "meeting", "social"])
def test_what_does_not_travel_by_mail_is_no_mail(kind):
    with pytest.raises(Unavailable) as fault:
        compose(draft(kind=kind), around())
    assert fault.value.code == "no-link"


@pytest.mark.parametrize(("subject", "answer"), [
    ("Two dates", "Re: Two dates"), ("Re: Two dates", "Re: Two dates"), ("AW: Re: re: Two dates", "Re: Two dates"),
    ("Re[2]: Two dates", "Re: Two dates"), ("SV:Two dates", "Re: Two dates"), ("Recap: Two dates", "Re: Recap: Two dates"),
    ("", "Re:"), ("re:", "Re:"), ("Fwd: Two\r\ndates", "Re: Fwd: Two dates"),
])
def test_the_subject_of_an_answer(subject, answer):
    assert reply_subject(subject) == answer
    assert bare_subject(answer) == bare_subject(subject)


def test_the_draft_for_a_mail_program_is_marked():
    assert compose(draft(), around(), unsent=True)["X-Unsent"] == "1"
    assert "X-Unsent" not in compose(draft(), around())


@given(texts)
def test_one_line_is_one_line(words):
    assert len(one_line(words).splitlines()) <= 1
    assert one_line(words) == seen(words)

"""The links a draft leaves by: one recipient, one subject line, the words as they were; nothing in them is obeyed."""

from __future__ import annotations

from unicodedata import category
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.errors import Unavailable
from store.model import KINDS, Draft
from store.outbox import WAYS, mailto, scan, sms, tel, way_for
from store.outbox.links import MOST_IN_A_CODE, SMS_FORMS


def draft(kind="email", **changes) -> Draft:
    address = "marty@example.com" if kind != "text" and kind != "call" else "+14155550100"
    return Draft(**{"id": "d", "contact": "c", "kind": kind, "state": "open", "address": address, **changes})


def parsed(link):
    """Return scheme, recipients and fields of a mailto link, as a mail program reads them."""
    parts = urlsplit(link)
    recipients = [unquote(each) for each in parts.path.split(",")]
    fields = parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True, strict_parsing=bool(parts.query))
    assert parts.fragment == ""
    return parts.scheme, recipients, fields


def as_lines(words):
    """Return words with the line ends that a mail has."""
    return words.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def on_one_line(words):
    """Return words as a header can hold them, spaces counted once."""
    return " ".join("".join(" " if category(each) in ("Cc", "Zl", "Zp") else each for each in words).split())


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.lists(st.sampled_from([
    "\r", "\n", "\r\n", ",", ";", "&", "?", "=", "#", "%", "%0D%0A", "bcc:", "&cc=x@example.org", "<", ">", '"', "'",
    "\\", "[b]", "\x1b[2J", "\x1b]52;c;eA==\x07",
    "\u202e", "\u2028", "\u200b", "+", " ", "é", "😀", "Marty", "\t", "\x85",
]), max_size=20).map("".join)


class TestMailto:
    def test_as_the_standard_writes_it(self):
        link = mailto(draft(subject="Re: two dates & more", body="Hi Marty,\n\nüber 50% off?\nSam"))
        assert link == ("mailto:marty@example.com?subject=Re%3A%20two%20dates%20%26%20more"
                        "&body=Hi%20Marty%2C%0D%0A%0D%0A%C3%BCber%2050%25%20off%3F%0D%0ASam")

    @pytest.mark.parametrize(("changes", "link"), [
        ({}, "mailto:marty@example.com"), ({"subject": "x"}, "mailto:marty@example.com?subject=x"),
        ({"body": "x"}, "mailto:marty@example.com?body=x"),
    ])
    def test_what_is_empty_is_left_out(self, changes, link):
        assert mailto(draft(**changes)) == link

    @given(subject=texts, body=texts)
    @example(subject="x\r\nBcc: y@example.org", body="a\r\n.\r\nb")
    def test_any_words_arrive_with_one_recipient_and_one_subject_line(self, subject, body):
        link = mailto(draft(subject=subject, body=body))
        assert link.isascii()
        assert link.isprintable()
        scheme, recipients, fields = parsed(link)
        assert (scheme, recipients) == ("mailto", ["marty@example.com"])
        got = dict(fields)
        assert len(got) == len(fields)
        assert set(got) <= {"subject", "body"}
        assert len(got.get("subject", "").splitlines()) <= 1
        assert got.get("subject", "") == on_one_line(subject)
        assert got.get("body", "") == as_lines(body)

    @given(address=texts)
    def test_any_address_is_one_recipient_or_refused(self, address):
        try:
            link = mailto(draft(address=address))
        except Unavailable as error:
            assert error.code in ("no-address", "bad-address")
        else:
            _, recipients, fields = parsed(link)
            assert recipients == [address.strip()]
            assert fields == []

    @pytest.mark.parametrize("address", [
        "a+b@example.com", "o'hara@example.com", "a%b@example.com", "a?b@example.com", "a&body=x@example.com",
        "a#b@example.com", "a/b@example.com", "jürgen@bücher.example", "=x@example.com",
    ])
    def test_odd_addresses_stay_what_they_are(self, address):
        assert parsed(mailto(draft(address=address, subject="s"))) == ("mailto", [address], [("subject", "s")])

    @pytest.mark.parametrize("address", [
        "a@example.com,b@example.com", "a@example.com;b@example.com", "Marty <a@example.com>", "a@b@example.com",
        "a@example.com\r\nBcc: b@example.com", "no at", "@example.com", "a@", '"a b"@example.com',
        "a\u202eb@example.com", "a@[127.0.0.1]", "a@exam ple.com", "a\x1b[2J@example.com",
    ])
    def test_what_could_be_read_as_several_or_none_is_refused(self, address):
        with pytest.raises(Unavailable) as caught:
            mailto(draft(address=address))
        assert caught.value.code == "bad-address"
        assert caught.value.values["address"] == address.strip()

    def test_a_lone_surrogate_does_not_stop_it(self):
        assert mailto(draft(body="a\ud800b")).endswith("body=a%3Fb")


class TestNumbers:
    @pytest.mark.parametrize(("form", "link"), [
        ("android", "sms:+14155550100?body=Hi%20Marty%2C%0Abye"), ("ios", "sms:+14155550100&body=Hi%20Marty%2C%0Abye"),
        ("both", "sms:+14155550100?&body=Hi%20Marty%2C%0Abye"), ("other", "sms:+14155550100?body=Hi%20Marty%2C%0Abye"),
    ])
    def test_the_forms_of_a_text(self, form, link):
        assert sms(draft("text", body="Hi Marty,\r\nbye"), form) == link

    def test_no_words_no_body(self):
        assert sms(draft("text")) == "sms:+14155550100"

    @pytest.mark.parametrize(("typed", "number"), [
        ("+14155550100", "+14155550100"), ("+14155550100;ext=12", "+14155550100"), ("(415) 555-0100", "4155550100"),
        ("+49 (0)30 5550100", "+49305550100"), (" 415.555.0100 ", "4155550100"), ("0171/5550100", "01715550100"),
    ])
    def test_a_number_is_its_digits(self, typed, number):
        assert tel(draft("call", address=typed)) == f"tel:{number}"
        assert sms(draft("text", address=typed)) == f"sms:{number}"

    @pytest.mark.parametrize("typed", ["*21*5550100#", "+1415555?body=x", "1-800-MARTY", "12", "marty@example.com",
                                       "4155550100,4155550101", "1" * 30])
    def test_what_is_no_single_number_is_refused(self, typed):
        for link in (sms, tel):
            with pytest.raises(Unavailable, match="bad-address"):
                link(draft("text", address=typed))

    @given(number=texts, body=texts)
    def test_any_number_is_digits_or_refused(self, number, body):
        try:
            link = sms(draft("text", address=number, body=body))
        except Unavailable:
            return
        head, _, words = link.partition("?body=")
        assert head.removeprefix("sms:").lstrip("+").isdecimal()
        assert unquote(words) == as_lines(body).replace("\r\n", "\n")


class TestScanning:
    def test_each_kind_as_scanners_know_it(self):
        assert scan(draft("text", body="Hi: 50%\r\nbye")) == "SMSTO:+14155550100:Hi: 50%\nbye"
        assert scan(draft("call")) == "tel:+14155550100"
        assert scan(draft("email", subject="s")) == "mailto:marty@example.com?subject=s"

    def test_what_does_not_fit_is_left_out_whole(self):
        assert scan(draft("email", subject="s", body="x" * 3000)) == "mailto:marty@example.com?subject=s"
        assert scan(draft("email", subject="s" * 3000, body="x")) == "mailto:marty@example.com"
        assert scan(draft("text", body="x" * 3000)) == "SMSTO:+14155550100:"
        assert scan(draft("text", body="ü" * 40), most=60) == "SMSTO:+14155550100:"

    @given(texts, texts)
    def test_it_always_fits_a_code(self, subject, body):
        for kind in ("email", "text", "call"):
            assert len(scan(draft(kind, subject=subject * 20, body=body * 20)).encode()) <= MOST_IN_A_CODE

    @pytest.mark.parametrize("kind", ["note", "card", "meeting", "social"])
    def test_paper_has_no_link(self, kind):
        with pytest.raises(Unavailable, match="no-link"):
            scan(draft(kind))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
class TestEveryWay:
    """The contract that every way out keeps."""

    def kind_of(self, way):
        return next(kind for kind in KINDS if way.takes(draft(kind)))

    def test_it_has_a_name_and_takes_something(self, way):
        assert way.name
        assert self.kind_of(way)

    def test_without_an_address_it_says_so(self, way):
        for make in (way.link, way.scan):
            with pytest.raises(Unavailable) as caught:
                make(draft(self.kind_of(way), address="  "))
            assert caught.value.code == "no-address"
            assert caught.value.values["channel"] in ("email", "phone")

    @given(words=texts)
    def test_a_link_is_one_printable_word_whatever_the_draft_says(self, way, words):
        link = way.link(draft(self.kind_of(way), subject=words, body=words))
        assert link.isascii()
        assert link.isprintable()
        assert not set(link) & set(" <>\"'`\\|^{}$;\n")
        assert link.split(":", 1)[0] in ("mailto", "sms", "tel")

    @given(words=texts)
    def test_the_recipient_does_not_depend_on_the_words(self, way, words):
        kind = self.kind_of(way)
        plain, worded = way.link(draft(kind)), way.link(draft(kind, subject=words, body=words))
        assert worded == plain or worded.startswith(plain + "?")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_leaves_by_the_way_that_takes_it(kind):
    way = way_for(draft(kind))
    assert (way is None) == (kind in ("meeting", "note", "card", "social"))
    assert way is None or way.takes(draft(kind))


def test_the_form_of_texts_is_chosen():
    for form, joint in SMS_FORMS.items():
        assert way_for(draft("text"), form).link(draft("text", body="x")) == f"sms:+14155550100{joint}x"

"""Phone numbers and mail addresses as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.rules import addresses

PHONES = {
    ("415 555 0100", "US"): "+14155550100", ("(415) 555-0100", "US"): "+14155550100", ("415.555.0100", "US"): "+14155550100",
    ("+1 (415) 555-0100", ""): "+14155550100", ("1-415-555-0100", "US"): "+14155550100",
    ("415 555 0100 x12", "US"): "+14155550100;ext=12", ("415 555 0100 ext. 12", "us"): "+14155550100;ext=12",
    ("+44 20 7946 0958", "US"): "+442079460958", ("020 7946 0958", "GB"): "+442079460958", ("0044 20 7946 0958",
    "DE"): "+442079460958",
    ("555-0100", "US"): "", ("555-0100 x12", "US"): "", ("415 555 0100", ""): "",
}
NO_PHONES = ("", "0100", "12345", "2026-12-05", "hello", "12.12.2026", "1" * 40, "555-CALL", "price 4155550100", "+",
    "99/99/9999")
MAILS = {
    "Lena@Example.COM": "Lena@example.com", "<lena@example.com>": "lena@example.com",
    "mailto:lena@example.com?subject=x": "lena@example.com",
    "lena.voss+crm@mail.example.co.uk,": "lena.voss+crm@mail.example.co.uk", "o'neill@example.com": "o'neill@example.com",
    "jörg@bücher.example": "jörg@bücher.example",
}
NO_MAILS = ("", "@", "@acme", "lena@", "lena@example", "lena@@example.com", "a b@example.com", ".a@example.com", "a@-x.com",
    "a@1.2",
            "a@b.c", "a\r\nb@example.com", "x" * 300 + "@example.com", "a..b@example.com")
SLIPS = {
    "a@gmial.com": "a@gmail.com", "a@gmal.com": "a@gmail.com", "a@gamil.com": "a@gmail.com", "a@gmail.con": "a@gmail.com",
    "a@gmail.co": "a@gmail.com", "a@hotmial.com": "a@hotmail.com", "a@yaho.com": "a@yahoo.com", "a@outlok.com": "a@outlook.com",
    "a@iclould.com": "a@icloud.com", "a@example.con": "a@example.com",
}
NO_SLIPS = ("a@gmail.com", "a@example.com", "a@ymail.com", "a@mail.com", "a@email.com", "a@acme.co", "a@gmx.com", "nobody", "")


@pytest.mark.parametrize(("typed", "region"), PHONES)
def test_a_number_is_understood(typed: str, region: str) -> None:
    """Every spelling gives its E.164, kept with what was typed; a local number has none."""
    found = addresses.phone(typed, region)
    assert found is not None
    assert (found.e164, found.typed) == (PHONES[typed, region], typed)


@pytest.mark.parametrize("typed", NO_PHONES)
def test_what_is_no_number_stays_text(typed: str) -> None:
    """Dates, words and too few or too many digits are no number."""
    assert addresses.phone(typed, "US") is None


def test_a_region_comes_with_the_number() -> None:
    """The country follows from the number, not from the default."""
    found = addresses.phone("+44 20 7946 0958", "US")
    assert found is not None and found.region == "GB"
    assert addresses.zones_of(found.e164) == ("Europe/London",)
    assert addresses.zones_of("nonsense") == ()


def test_last_digits_make_the_key() -> None:
    """The key is the last seven digits, without the extension."""
    assert addresses.digits_key("+14155550100;ext=12") == addresses.digits_key("(415) 555-0100 x9") == "5550100"
    assert addresses.digits_key("0100") == "0100"
    assert addresses.digits_key("12") == ""


def test_the_same_number_in_two_spellings() -> None:
    """Whole numbers compare as a whole, local ones by their last digits."""
    assert addresses.same_number("+14155550100", "+14155550100;ext=12")
    assert not addresses.same_number("+14155550100", "+12125550100")
    assert addresses.same_number("+14155550100", "555-0100")
    assert not addresses.same_number("0100", "0100")


@pytest.mark.parametrize("typed", MAILS)
def test_a_mail_address_in_normal_form(typed: str) -> None:
    """The domain is lower case, the local part as typed."""
    assert addresses.mail(typed) == MAILS[typed]


@pytest.mark.parametrize("typed", NO_MAILS)
def test_what_is_no_mail_address(typed: str) -> None:
    """Halves, control characters and overlong ones are none."""
    assert addresses.mail(typed) is None


@pytest.mark.parametrize("typed", SLIPS)
def test_a_slip_is_offered_as_a_question(typed: str) -> None:
    """One letter off a large house, or an ending that is none."""
    assert addresses.suggest_mail(typed) == SLIPS[typed]


@pytest.mark.parametrize("typed", NO_SLIPS)
def test_a_right_address_is_left_alone(typed: str) -> None:
    """Domains that exist are no slip."""
    assert addresses.suggest_mail(typed) is None


@given(st.text(max_size=80), st.text(max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text: str, region: str) -> None:
    """Any text is taken, with any region."""
    addresses.phone(text, region)
    addresses.mail(text)
    addresses.suggest_mail(text)
    addresses.digits_key(text)


@given(st.from_regex(r"[0-9+(][0-9 ()./x+-]{5,30}", fullmatch=True))
@settings(max_examples=200, deadline=None)
def test_a_number_is_found_again_from_its_normal_form(text: str) -> None:
    """E.164 of E.164 is itself."""
    found = addresses.phone(text, "US")
    if found is not None and found.e164:
        again = addresses.phone(found.e164, "")
        assert again is not None and again.e164 == found.e164

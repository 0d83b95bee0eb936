"""Templates in other languages than English: as short, as clean without a fact, about the reader, days in their words."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from store.model import Address, Contact, Dossier, Moment, Planned, Promise, Touch, address_channel_of
from store.rules.practice import Sender
from store.rules.templates import fill
from store.rules.templates.day_words import LANGUAGES, coming_day, greeting, noun, past_day
from store.templates import load

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
ZONE = "Europe/Berlin"
SENDER = Sender("Sam Feld", "sam@example.com", "030 555 0101", "Feld Beratung", "Sam Feld\nFeld Beratung",
                "https://example.com/termin")
MORE = {"referrer": "Pat Weber", "referred": "Jo Hart", "shelf_title": "Zehn Fragen vor dem Umzug",
        "shelf_link": "https://example.com/zehn"}
ORDINARY = Dossier(
    Contact("c", "Lena Voss", given="Lena", company="Nordwind", need="eine zweite Meinung", interests=("Segeln",),
            country="DE", language="de", addresses=(Address("phone", "+4930555010"),)),
    (Touch("i", ("c",), "email", "in", Moment(NOW - dt.timedelta(days=1)), NOW, subject="Zweite Meinung"),
     Touch("m", ("c",), "meeting", "out", Moment(NOW - dt.timedelta(hours=1)), NOW, event="Expo")),
    promises=(Promise("p", "c", "email", Planned(dt.date(2026, 11, 25)), "die Preisliste"),
              Promise("q", "c", "call", Planned(dt.date(2026, 11, 26), dt.time(10)), next_step=True)))
UNKNOWN = Dossier(Contact("x", "x@example.com", language="de"))
TEMPLATES = [each for each in load()[0] if each.language != "en"]
GSM = frozenset("@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
                "abcdefghijklmnopqrstuvwxyzäöñüà")
ABOUT_THEM = {"company", "event", "asked_for", "interest", "promise", "next_step", "their_subject", "referrer", "referred",
              "shelf_title", "day_talked"}

each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: f"{each.language}/{each.name}")


def words_of(template, dossier=ORDINARY, sender=SENDER, more=MORE):
    return fill(template, dossier, sender, None, NOW, ZONE, "", more)


@each_template
def test_only_this_contacts_facts_can_fill_it(template):
    assert ABOUT_THEM & set(words_of(template).facts)


@each_template
def test_without_any_fact_it_still_reads_well(template):
    for sender in (Sender(), SENDER):
        result = words_of(template, UNKNOWN, sender, {})
        assert re.search(r"  |\n\n\n| [.,;:!?]|,\.|\(\)|^[.,;:]|x@|None|\[\[|\]\]|\$", result.body) is None
        assert re.search(r"[.!?] [a-zäöü]", result.body) is None
        assert result.body[0].isupper() or result.body[0] in '‹"'
        assert not any(address_channel_of(kind) == "email" for kind in template.kinds) or result.subject


@each_template
def test_a_text_is_short_and_a_mail_is_signed(template):
    result = words_of(template)
    if "text" in template.kinds:
        assert len(result.body) <= 220
        assert set(re.sub("‹[^›]*›", "", result.body)) <= GSM
    if address_channel_of(template.kinds[0]) == "email":
        assert len(result.body.split()) <= 130
        assert result.body.endswith(SENDER.signature)
        assert 0 < len(result.subject) <= 70


@pytest.mark.parametrize(("language", "ago", "words"), [
    ("de", 0, "heute"), ("de", 1, "gestern"), ("de", 3, "am Samstag"), ("de-AT", 8, "letzte Woche"), ("de", 20, "am 4. November"),
    ("de", 400, "im Oktober 2025"), ("fr", 0, "aujourd'hui"), ("fr", 3, "samedi"), ("fr", 23, "le 1er novembre"),
    ("nl", 1, "yesterday"), ("", 1, "yesterday"),
])
def test_days_that_have_been(language, ago, words):
    today = dt.date(2026, 11, 24)
    assert past_day(today - dt.timedelta(days=ago), today, language) == words


@pytest.mark.parametrize(("language", "ahead", "time", "words"), [
    ("de", 1, None, "morgen"), ("de", 2, dt.time(10), "am Donnerstag um 10:00 Uhr"),
    ("de", 20, None, "am Montag, 14. Dezember"), ("fr", 2, dt.time(10, 30), "jeudi à 10 h 30"), ("fr", 1, dt.time(9), "demain à 9 h"),
    ("en", 2, dt.time(10), "on Thursday at 10:00"), ("de", -1, None, ""),
])
def test_days_that_come(language, ahead, time, words):
    today = dt.date(2026, 11, 24)
    assert coming_day(today + dt.timedelta(days=ahead), today, language, time, twelve=False, theirs=False) == words


def test_every_language_has_all_words():
    for words in LANGUAGES.values():
        assert (len(words.weekdays), len(words.months), len(words.near)) == (7, 12, 3)
        assert set(words.kinds) == {"call", "meeting", "text", "email", "video"}
    assert noun("call", "de") == "ein Telefonat" and noun("card", "de") == ""
    assert (greeting("Lena", "de-CH"), greeting("", "fr"), greeting("Lena", "xx")) == ("Hallo Lena,", "Bonjour,", "Hi Lena,")


def test_a_german_mail_says_its_days_in_german():
    template = next(each for each in TEMPLATES if (each.language, each.name) == ("de", "next-step-mail"))
    result = words_of(template)
    assert "ein Telefonat am Donnerstag um 10:00 Uhr" in result.subject
    assert result.body.startswith("Guten Tag Lena Voss,\n\nnur damit Sie es im Kalender haben")

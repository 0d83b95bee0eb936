"""The templates that ship: complete, short, about the reader, true without a fact, nothing to sell in a first note."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from store.model import Address, Contact, Dossier, Draft, Moment, Planned, Promise, Touch, address_channel_of
from store.records import replace
from store.rules.draft_check import check
from store.rules.practice import Sender
from store.rules.templates import FAMILIES, choose, fill, open_gaps, parse
from store.templates import SHIPPED, load

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
ZONE = "America/Los_Angeles"
SENDER = Sender("Sam Field", "sam@example.com", "415 555 0101", "Field Consulting", "Sam Field\nField Consulting",
                "https://example.com/book")
MORE = {"referrer": "Pat Weber", "referred": "Jo Hart", "shelf_title": "Ten questions before you sign",
        "shelf_link": "https://example.com/ten"}
ORDINARY = Dossier(
    Contact("c", "Marty Chen", given="Marty", company="Northline", need="a site review", interests=("golf",),
            country="US", zone=ZONE, addresses=(Address("phone", "+14155550100"),)),
    (Touch("i", ("c",), "email", "in", Moment(NOW - dt.timedelta(days=1)), NOW, subject="Site review"),
     Touch("m", ("c",), "meeting", "out", Moment(NOW - dt.timedelta(hours=1)), NOW, event="the Chamber")),
    promises=(Promise("p", "c", "email", Planned(dt.date(2026, 11, 25)), "the price note"),
              Promise("q", "c", "call", Planned(dt.date(2026, 11, 26), dt.time(10)), next_step=True)))
UNKNOWN = Dossier(Contact("x", "x@example.com"))
EVERY, FAULTS = load()
TEMPLATES = [each for each in EVERY if each.language == "en"]
WRITTEN_BY_HAND = {"reply", "cannot-help", "holding", "newsletter", "recap", "referral-report", "check-in", "clipping",
                   "gift", "rescue", "promise", "tell-me-more"}
"Families in which something has to be written that no book can know."
GSM = frozenset("@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
                "abcdefghijklmnopqrstuvwxyzäöñüà")
SELLING = re.compile(r"\b(offer|product|service|discount|price list|solution|leading|best-in-class|free trial|brochure|"
                     r"contract|package|proposal|only today|deal|buy|sale|client list|award)", re.IGNORECASE)
REPROACH = re.compile(r"just checking in|following up|touching base|did you get my|haven't heard", re.IGNORECASE)


def words_of(template, dossier=ORDINARY, sender=SENDER, more=MORE, kind=""):
    return fill(template, dossier, sender, None, NOW, ZONE, kind, more)


def named(template):
    return template.name


each_template = pytest.mark.parametrize("template", TEMPLATES, ids=named)
each_text = pytest.mark.parametrize("template", [each for each in TEMPLATES if "text" in each.kinds], ids=named)
each_letter = pytest.mark.parametrize(
    "template", [each for each in TEMPLATES if address_channel_of(each.kinds[0]) == "email"], ids=named)


def test_all_of_them_can_be_read():
    assert FAULTS == ()
    assert {each.family for each in TEMPLATES} == set(FAMILIES)
    assert len({each.name for each in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("language", sorted({each.language for each in EVERY}))
def test_every_file_is_plain_and_of_a_name_that_english_has_too(language):
    for path in sorted((SHIPPED / language).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n") and "\r" not in text and "\t" not in text
        letters = set(text) - {chr(code) for code in range(32, 127)} - {"\n"}
        assert letters <= (set("‹›äöüÄÖÜß") if language == "de" else set("‹›")), path
        assert parse(text, path.stem).language == "", "the folder says the language"
        english = next((each for each in TEMPLATES if each.name == path.stem), None)
        assert english is not None and english.family == parse(text, path.stem).family


@pytest.mark.parametrize(("family", "kind", "least"), [
    *((family, "email", 3) for family in ("thank-you", "ladder-mail", "recap", "acknowledgement", "reply", "next-step",
                                          "clipping", "invitation", "rescue", "week-after", "newsletter")),
    *((family, "text", 3) for family in ("thank-you", "recap", "acknowledgement", "reply", "birthday", "next-step")),
    *((family, "text", 2) for family in ("first-call", "call-again", "ladder-mail", "promise", "rescue", "referral-thanks",
                                         "referral-first", "referral-report", "end-of-plan", "card")),
    *((family, "note", 3) for family in ("thank-you", "birthday")),
    *((family, "call", 3) for family in ("first-call", "call-again", "voicemail")),
    ("check-in", "email", 8), ("check-in", "text", 6), ("check-in", "call", 4), ("card", "note", 5), ("card", "card", 5),
    ("clipping", "clipping", 3), ("invitation", "invitation", 3), ("gift", "gift", 3), ("newsletter", "newsletter", 4),
    *((family, "email", 1) for family in FAMILIES if family != "voicemail"),
    *((family, "text", 1) for family in (
        "acknowledgement", "ladder-mail", "next-step", "reply", "promise", "clipping", "invitation", "gift", "birthday",
        "rescue", "end-of-plan", "tell-me-more", "cannot-help", "holding", "referral-thanks", "referral-first",
        "referral-report", "ask-permission", "first-call", "call-again", "week-after", "card")),
    *((family, "call", 1) for family in (
        "first-call", "call-again", "voicemail", "next-step", "check-in", "promise", "reply", "rescue", "birthday",
        "end-of-plan", "referral-first", "ask-permission", "acknowledgement", "recap", "card", "referral-thanks",
        "referral-report")),
    *((family, "card", 1) for family in ("thank-you", "card", "birthday", "referral-thanks")),
    *((family, "note", 1) for family in ("thank-you", "card", "ladder-mail", "week-after", "rescue", "newsletter")),
    *((family, "letter", 1) for family in ("week-after", "ladder-mail", "first-call", "call-again", "rescue")),
    ("week-after", "letter", 1), ("week-after", "video", 1), ("acknowledgement", "social", 1),
])
def test_every_step_finds_its_words(family, kind, least):
    used: list[str] = []
    for _ in range(least):
        chosen = choose(TEMPLATES, family, kind, "en-US", used)
        assert chosen is not None
        assert chosen.name not in used
        used.append(chosen.name)


@each_template
def test_only_this_contacts_facts_can_fill_it(template):
    about_them = {"company", "event", "asked_for", "interest", "promise", "next_step", "their_subject", "referrer",
                  "referred", "shelf_title", "day_talked"}
    assert about_them & set(words_of(template).facts)


@each_template
def test_with_ordinary_facts_nothing_is_left_open_but_what_only_the_user_knows(template):
    result = words_of(template)
    if template.family not in WRITTEN_BY_HAND:
        assert open_gaps(result.subject + result.body) == ()
    assert "$" not in result.body
    assert (result.cursor is not None) == bool(open_gaps(result.body))


@each_template
def test_without_any_fact_it_still_reads_well(template):
    result = words_of(template, UNKNOWN, Sender(), {})
    assert re.search(r"  |\n\n\n| [.,;:!?]|,\.|\(\)|^[.,;:]|x@|None|\[\[|\]\]|\$", result.body) is None
    assert re.search(r"(^|[.!?] )[a-z]", result.body) is None or template.kinds[0] in ("call", "email")
    if template.kinds[0] != "call":
        assert result.body[0].isupper() or result.body[0] == "‹"
    assert not any(address_channel_of(kind) == "email" for kind in template.kinds) or result.subject


@each_text
def test_a_text_is_one_segment(template):
    for dossier, sender, more in ((ORDINARY, SENDER, MORE), (UNKNOWN, Sender(), {})):
        body = words_of(template, dossier, sender, more).body
        assert len(body) <= 160
        assert set(re.sub("‹[^›]*›", "", body)) <= GSM


@each_letter
def test_a_mail_is_short_signed_and_has_a_subject_on_one_line(template):
    result = words_of(template)
    assert len(result.body.split()) <= 130
    assert result.body.endswith(SENDER.signature)
    assert 0 < len(result.subject) <= 70
    assert "\n" not in result.subject


@pytest.mark.parametrize("template", [each for each in TEMPLATES if "call" not in each.kinds], ids=named)
def test_the_reader_is_the_subject(template):
    spoken = re.findall(r"[a-z']+", words_of(template).body.lower())
    mine = sum(each in ("i", "me", "my", "mine", "we", "us", "our", "i'm", "i'd", "i'll") for each in spoken)
    yours = sum(each.startswith("you") for each in spoken)
    assert mine <= yours


@pytest.mark.parametrize("template", [each for each in TEMPLATES if each.family in (
    "thank-you", "acknowledgement", "card", "birthday", "referral-first", "check-in", "clipping")
    and each.kinds[0] != "call"], ids=named)
def test_nothing_is_sold(template):
    assert SELLING.search(words_of(template).body) is None


@each_template
def test_nobody_is_reproached_or_chased(template):
    assert REPROACH.search(words_of(template).subject + words_of(template).body) is None


@each_letter
def test_a_mail_asks_or_offers_something(template):
    if template.family not in ("thank-you", "birthday", "card"):
        assert "?" in words_of(template).body or "Tell me" in words_of(template).body or (
            "answer with" in words_of(template).body)


@pytest.mark.parametrize("template", [each for each in TEMPLATES if each.family == "rescue"], ids=named)
def test_a_rescue_owns_up(template):
    assert re.search(r"late|owe|sorry|my fault|waited", words_of(template).body, re.IGNORECASE)


@pytest.mark.parametrize("template", [each for each in TEMPLATES if each.family == "newsletter"], ids=named)
def test_a_newsletter_says_how_to_stop_it(template):
    assert "rather not get these letters" in words_of(template).body


def test_no_two_wordings_are_nearly_the_same():
    def triples(words):
        spoken = re.findall(r"\w+", words.lower())
        return {tuple(spoken[place : place + 3]) for place in range(len(spoken) - 2)}

    for first in TEMPLATES:
        for second in TEMPLATES:
            if first.name < second.name and first.family == second.family and set(first.kinds) & set(second.kinds):
                one, other = (triples(words_of(each, UNKNOWN, Sender(), {}).body) for each in (first, second))
                assert len(one & other) < 0.5 * min(len(one), len(other)), (first.name, second.name)


SPARSE = Dossier(
    Contact("c", "Marty Chen", given="Marty", company="Northline", addresses=(Address("phone", "+14155550100"),)),
    (Touch("m", ("c",), "meeting", "out", Moment(NOW - dt.timedelta(hours=1)), NOW, event="the Chamber"),))


@pytest.mark.parametrize("template", EVERY, ids=lambda each: f"{each.language}/{each.name}")
def test_the_draft_check_has_nothing_to_say_but_what_is_open(template):
    for dossier in (ORDINARY, SPARSE):
        dossier = replace(dossier, contact=replace(dossier.contact, language=template.language))
        for kind in template.kinds:
            filled = words_of(template, dossier, kind=kind)
            draft = Draft("d", "c", kind, "open", filled.subject, filled.body, template=template.name)
            flags = check(filled.body, subject=filled.subject, kind=kind, dossier=dossier, draft=draft, sender=SENDER, now=NOW,
                          language=template.language)
            assert {each.rule for each in flags} <= {"unfilled", "unexpected"}, flags
            assert ("unfilled" in {each.rule for each in flags}) == bool(open_gaps(filled.subject + filled.body))

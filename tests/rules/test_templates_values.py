"""Values of facts are data: never a gap, a bracket, a header or a command, however long or nasty; filling stays linear."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.errors import DefinitionFault
from store.model import Contact, Dossier, Moment, Touch
from store.rules.practice import Sender
from store.rules.templates import GAPS, Template, as_template, choose, faults_in, fill, gaps_in, mark, named, parse
from store.rules.templates.filling import _Page

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
PIECES = ("$company", "${event}", "$$", "$", "[[", "]]", "|", "\n", "\r\n", "\u2028", "\x00", "\x1b]52;c;aGk=\x07", "\u202e",
          "\u2066", "\u200b", "‹", "›", "{", "}", "a", "Acme", " ", "\ud800", "é", "Bcc: x@example.com")
nasty = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
                  st.sampled_from(["x" * 10_000, "$company" * 1_000, "[[" * 5_000, "\n" * 10_000, "\u202e" * 10_000]))
ALL_GAPS = " ".join(f"<[[${gap}]]>" for gap in GAPS)


@given(nasty, nasty, nasty, nasty, nasty, nasty)
@example("$company", "$name", "[[$event]]", "${first_name}", "$$", "|")
def test_no_value_is_ever_read_as_a_template(name, company, need, event, subject, other):
    contact = Contact("x", name or "x", company=company, need=need, interests=(other,), referrer_name=other, title=subject)
    dossier = Dossier(contact, (Touch("m", ("x",), "meeting", "out", Moment(NOW), NOW, event=event),
                                Touch("i", ("x",), "email", "in", Moment(NOW), NOW, subject=subject)))
    sender = Sender(other, "", company, need, f"{name}\n{event}", other)
    template = Template("t", "", ("email",), "en", "Re: " + ALL_GAPS, ALL_GAPS)
    result = fill(template, dossier, sender, None, NOW, "UTC", more={"referred": name, "shelf_title": company})
    for gap, words in result.facts.items():
        assert f"<{words}>" in result.subject + result.body or gap == "signature" or words.strip() != words
    assert len(result.subject.splitlines()) <= 1
    assert all(each == "\n" or (each >= " " and each != "\x7f" and not "\u202a" <= each <= "\u202e") for each in result.body)
    expected = " ".join(f"<{result.facts.get(gap, '')}>" for gap in GAPS)
    assert result.body.replace(" ", "") == expected.strip().replace(" ", "")


@pytest.mark.parametrize("piece", ["$company ", "[[$company]] ", "[[$event|$company]]\n", "[[$event]] ", "$event ", "$$"])
def test_filling_is_linear(piece):
    """Twice the template is twice the work, counted in function calls and not in seconds."""
    def calls(times):
        page = _Page({"company": "x" * 200})
        count = 0

        def watch(frame, event, argument):
            nonlocal count
            count += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(watch)
        try:
            page.write_all(piece * times)
            page.trim()
        finally:
            sys.setprofile(before)
        assert len(page._parts) == 1
        return count

    small, large = calls(200), calls(400)
    assert large < 2.2 * small + 200


def test_words_are_never_copied_whole_while_they_grow():
    page = _Page({"company": "Acme"})
    page.write_all("$company, " * 500)
    assert len(page._parts) >= 500
    assert page.words == "Acme, " * 500


@given(nasty, nasty, nasty)
@settings(max_examples=150)
def test_what_is_kept_as_a_template_reads_as_it_was_written(subject, body, company):
    kept = as_template(subject, body, {"company": company, "first_name": "Marty"})
    text = f"subject: {' '.join(kept.subject.split()) or 'x'}\nkinds: email\n\n{kept.body}"
    try:
        template = parse(text, "kept")
    except DefinitionFault as fault:
        assert fault.values["reason"] in ("no-words", "too-long", "no-subject")
        return
    assert set(gaps_in(template.body)) <= set(GAPS)
    for gap in gaps_in(template.body):
        assert gap in ("company", "first_name") or mark(gap) in body


@pytest.mark.parametrize(("body", "facts", "kept"), [
    ("Hi Marty, how is Acme?", {"first_name": "Marty", "company": "Acme"}, "Hi $first_name, how is $company?"),
    ("Marty Chen and Marty", {"first_name": "Marty", "name": "Marty Chen"}, "$name and $first_name"),
    ("Martyn, smarty", {"first_name": "Marty"}, "Martyn, smarty"),
    ("Marty's and _Marty_", {"first_name": "Marty"}, "$first_name's and _Marty_"),
    ("It costs $5 at $company", {}, "It costs $$5 at $$company"),
    ("see [[this]] | that", {}, "see [ [this] ] | that"),
    ("we met at ‹where you met›, ‹your answer›", {}, "we met at $event, ‹your answer›"),
    ("see you today", {"day_met": "today"}, "see you today"),
    ("Hi,\n\nbye\n\nSam Field\nField Co", {"my_name": "Sam Field", "signature": "Sam Field\nField Co"},
     "Hi,\n\nbye\n\n[[$signature]]"),
    ("AcmeX Acme9 Acme", {"company": "Acme"}, "AcmeX Acme9 $company"),
    ("at A.B. today", {"company": "A.B."}, "at $company today"),
    ("A and B", {"first_name": "A"}, "A and B"),
    ("Martys Auto", {"first_name": "Martys Auto"}, "$first_name"),
])
def test_facts_become_gaps(body, facts, kept):
    assert as_template("", body, facts).body == kept


def test_everyday_words_become_gaps_only_where_the_template_had_them():
    body = "Good to meet you today, and a call today"
    facts = {"day_met": "today", "next_step": "a call"}
    assert as_template("", body, facts, ("day_met",)).body == "Good to meet you $day_met, and a call $day_met"


def test_what_became_a_gap_is_counted():
    kept = as_template("Acme", "Acme, Marty", {"company": "Acme", "first_name": "Marty"})
    assert kept.gaps == (("first_name", "Marty", 1), ("company", "Acme", 2))


@pytest.mark.parametrize(("text", "expected"), [
    ("family: a\n\n$compny and $frist_name\n$event $evnt", [(3, "compny", "company"), (3, "frist_name", "first_name"),
                                                            (4, "evnt", "event")]),
    ("subject: $nme\nfamily: a\n\n$zzzz", [(1, "nme", "name"), (4, "zzzz", "")]),
    ("# $comment\nfamily: a\n\nHi $compny", [(4, "compny", "company")]),
    ("family: a\n\n# $compny", [(3, "compny", "company")]),
    ("family: a\n\nfine $company", []),
])
def test_every_unknown_gap_is_named_with_the_nearest(text, expected):
    found = faults_in(text, "mine", "/t/mine.txt")
    assert [(each.values["line"], each.values["gap"], each.values["hint"]) for each in found] == expected


@given(st.lists(st.sampled_from(["family: a", "kinds: text", "subject: $x", "", "$company", "$nope", "[[", "]]", "# $no"]),
                max_size=12).map("\n".join))
def test_the_faults_of_any_file_begin_with_the_one_that_reading_names(text):
    found = faults_in(text, "any", "/t/any.txt")
    try:
        parse(text, "any", "/t/any.txt")
    except DefinitionFault as fault:
        assert found and (found[0].code == fault.code or fault.code == "unknown-gap")
    else:
        assert found == ()


def wording(name, language="en", stage=""):
    return Template(name, "check-in", ("email",), language, "s", "b", stage)


@pytest.mark.parametrize(("used", "earlier", "expected"), [
    ([], [], "a"), ([], ["a"], "b"), (["a"], ["a"], "b"), ([], ["a", "b", "c"], "a"), ([], ["b", "a", "c"], "b"),
    (["b"], ["b", "a", "c"], "a"), (["a", "b", "c"], [], None), ([], ["b", "b", "a"], "c"), (["c"], ["c", "b", "a"], "b"),
])
def test_what_a_person_never_had_comes_first_then_what_lies_longest_back(used, earlier, expected):
    many = (wording("a"), wording("b"), wording("c"))
    chosen = choose(many, "check-in", "email", "en", used, earlier=earlier)
    assert (chosen.name if chosen else None) == expected


@pytest.mark.parametrize(("kind", "expected"), [("letter", "m"), ("video", "m"), ("social", "t"), ("meeting", "c"), ("note", None)])
def test_a_kind_borrows_the_words_of_one_that_looks_the_same(kind, expected):
    many = tuple(Template(name, "promise", (of,), "en", "s", "b") for name, of in (("m", "email"), ("t", "text"), ("c", "call")))
    chosen = choose(many, "promise", kind, "en", ())
    assert (chosen.name if chosen else None) == expected


def test_a_name_in_several_languages_is_the_readers():
    many = (wording("a", "de"), wording("a", "en"), wording("b", ""))
    assert named(many, "a", "de-AT").language == "de"
    assert named(many, "a", "fr").language == "en"
    assert named(many, "b", "fr").language == ""
    assert named(many, "c", "en") is None
    assert named((wording("a", "de"),), "a", "en").language == "de"

"""Every step of every cadence that ships finds words, in every kind it may take and every language that ships."""

from __future__ import annotations

import datetime as dt

import pytest

from store.model import KINDS, DueTouch, Reason, Window
from store.rules import cadence
from store.rules.channels import RESCUE
from store.rules.mixing import TEMPLATES as OF_KIND
from store.rules.templates import choose, family_of
from store.templates import load

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
WINDOW = Window(NOW, NOW, NOW, NOW, NOW)
TEMPLATES, _ = load()
INCOMING = tuple(kind for kind in KINDS if kind not in ("meeting", "referral"))
"Kinds in which somebody may write to the user and wait for an answer."
WHEN_CALLS_ARE_MANY = ("email", "text", "note")
"What takes the place of a call after twenty-one of them."


def kinds_of(table):
    """Return every kind that a step may take: its own, those instead, those of a temperature."""
    tables = [table, *(table[each] for each in ("hot", "warm", "cold") if isinstance(table.get(each), dict))]
    found = [kind for each in tables for kind in (*each.get("kinds", ()), *each.get("instead", ()))]
    if "as-they-did" in found:
        found += INCOMING
    if "call" in found:
        found += WHEN_CALLS_ARE_MANY
    return sorted(set(found) - {"as-they-did"})


def steps():
    """Return (cadence, step, template family as the rules give it, kind, codes of the why) for all that ships."""
    for name, definition in cadence.shipped().items():
        for table in definition.get("step", ()):
            for kind in kinds_of(table):
                yield name, table["name"], table.get("template", ""), kind, ()
            for kind in RESCUE:
                yield name, "rescue", "rescue", kind, ()
        for table in definition.get("rhythm", ()):
            for kind in {*kinds_of(table), "call", "note", "email", "text", "gift"}:
                yield name, table["name"], table.get("template") or OF_KIND.get(kind, "check-in"), kind, ()
            for kind in ("call", "email", "text"):
                yield name, table["name"], "call-again", kind, ()
            for kind in ("email", "text", "note"):
                yield name, table["name"], "ladder-mail", kind, ()
            yield name, table["name"], "check-in", "text", ("ask-first",)
        for table in definition.get("date", ()):
            for kind in kinds_of(table):
                yield name, "date", table.get("template", "card"), kind, ("date",)
                yield name, "date", table.get("template", "card"), kind, ("birthday",)


OTHERS = (
    *(("reply", "reply", kind) for kind in INCOMING), *(("reply", "holding", kind) for kind in INCOMING),
    *(("promise", "promise", kind) for kind in KINDS if kind != "referral"),
    *(("recap", "recap", kind) for kind in ("email", "text", "note", "letter")),
    *(("next-step", "next-step", kind) for kind in ("email", "text", "call", "note")),
    *(("end-of-plan", "end-of-plan", kind) for kind in ("email", "text", "call", "note")),
    *(("thank-referrer", "thank-you", kind) for kind in ("text", "email", "call", "note")),
    *(("by hand", family, kind) for family in ("tell-me-more", "cannot-help", "bounce") for kind in ("email", "text", "call")),
    ("by hand", "voicemail", "call"),
)
"Rows that no cadence file names."


def due(step, family, kind, name="", codes=()):
    """Return a due touch as the rules make it."""
    why = [Reason("date", {"name": "birthday" if each == "birthday" else "wedding"}) if each != "ask-first"
           else Reason(each, {"kind": kind}) for each in codes]
    return DueTouch("c", "k", step, kind, "rhythm", WINDOW, tuple(why), cadence=name, template=family)


@pytest.mark.parametrize(("name", "step", "family", "kind", "codes"), sorted(set(steps())))
def test_every_step_of_every_cadence_has_words_in_every_kind(name, step, family, kind, codes):
    wanted = family_of(due(step, family, kind, name, codes), kind)
    assert choose(TEMPLATES, wanted, kind, "en", ()) is not None


@pytest.mark.parametrize(("step", "family", "kind"), OTHERS)
def test_what_no_cadence_names_has_words_too(step, family, kind):
    assert choose(TEMPLATES, family_of(due(step, family, kind), kind), kind, "en", ()) is not None


@pytest.mark.parametrize("language", ["de"])
def test_another_language_covers_the_same_steps(language):
    missing = set()
    for name, step, family, kind, codes in steps():
        wanted = family_of(due(step, family, kind, name, codes), kind)
        found = choose(TEMPLATES, wanted, kind, f"{language}-AT", ())
        if found is None or found.language != language:
            missing.add((wanted, kind))
    assert missing == set()


@pytest.mark.parametrize("name", ["met", "booth", "inquiry", "referral"])
def test_no_words_come_twice_in_a_plan_and_none_are_missing(name):
    """The kinds of nine touches and more, one after the other, as a rhythm mixes them."""
    definition = cadence.shipped()[name]
    rhythm = next(table for table in definition["rhythm"] if table["name"] == "rhythm")
    used = []
    for table in definition["step"]:
        if table.get("to") == "referrer":
            continue
        kind = next(kind for kind in table["kinds"] if kind != "as-they-did")
        chosen = choose(TEMPLATES, family_of(due(table["name"], table["template"], kind, name), kind), kind, "en", used)
        used.append(chosen.name)
    for place in range(2 * len(rhythm["kinds"])):
        kind = rhythm["kinds"][place % len(rhythm["kinds"])]
        chosen = choose(TEMPLATES, family_of(due("rhythm", OF_KIND.get(kind, "check-in"), kind, name), kind), kind, "en", used)
        assert chosen is not None, (kind, used)
        used.append(chosen.name)
    assert len(set(used)) == len(used)


def test_a_client_who_is_kept_for_two_years_hears_nothing_twice():
    """Every 45 days for two years: sixteen touches in six kinds."""
    kinds = cadence.shipped()["keep"]["rhythm"][0]["kinds"]
    used = []
    for place in range(16):
        kind = kinds[place % len(kinds)]
        chosen = choose(TEMPLATES, family_of(due("rhythm", OF_KIND.get(kind, "check-in"), kind, "keep"), kind), kind, "en", used)
        assert chosen is not None, (kind, place)
        used.append(chosen.name)
    assert len(set(used)) == len(used)

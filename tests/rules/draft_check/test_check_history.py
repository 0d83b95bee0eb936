"""The rules that need a contact: the same words again, not permitted, too soon, too late, nothing of what is known."""

import datetime as dt

import pytest

from store.model import Contact, Dossier, Draft, DueTouch, Moment, Permission, Reason, Touch, Window
from store.records import replace
from store.rules.draft_check import Options, check

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
PERSON = Contact("c", "Marty Chen", given="Marty", company="Northline", need="a site review", stage="credibility",
                 permissions=(Permission("email", "granted"), Permission("text", "refused")))
WORDS = "Hi Marty,\n\nYou told me about the night shift at Northline and the forklifts. Would a walk through the hall help? Name a day.\n\nSam"


def touch(days, kind="email", direction="out", **more):
    at = NOW - dt.timedelta(days=days)
    return Touch(f"t{days}{direction}", ("c",), kind, direction, Moment(at), at, **more)


def due(group="rhythm", step="rhythm", last_call=1, opens=-1):
    day = dt.timedelta(days=1)
    opening = NOW + opens * day
    return DueTouch("c", "p:1", step, "email", group, Window(opening, opening, opening, opening, NOW + last_call * day), (Reason("x"),))


def rules(text=WORDS, touches=(), kind="email", person=PERSON, **more):
    more.setdefault("now", NOW)
    return [each.rule for each in check(text, kind=kind, dossier=Dossier(person, tuple(touches)), **more)]


def test_words_that_use_what_is_known_pass():
    assert rules(touches=[touch(20)]) == []


def test_the_same_words_again():
    assert rules(touches=[touch(20, text=WORDS.replace("forklifts", "trucks"))]) == ["no-value"]
    assert rules(touches=[touch(20, text="Hi Marty, the roof is done. Shall we look at it together on Friday?")]) == []
    assert rules(touches=[touch(20, text=WORDS, direction="in")]) == []


def test_the_same_template_again():
    draft = Draft("d", "c", "email", "open", template="check-in-mail", plan="p")
    assert "no-value" in rules(touches=[touch(20, template="check-in-mail", plan="p")], draft=draft)
    assert "no-value" not in rules(touches=[touch(20, template="check-in-mail-2", plan="p")], draft=draft)


@pytest.mark.parametrize("kind, state, found", [("email", "granted", False), ("email", "implied", False), ("email", "unknown", True),
                                                ("email", "refused", True), ("text", "refused", True), ("card", "unknown", False)])
def test_permission(kind, state, found):
    channel = {"card": "post"}.get(kind, kind)
    person = replace(PERSON, permissions=(Permission(channel, state),))
    assert ("unexpected" in rules(kind=kind, person=person)) is found


def test_who_wrote_there_permits_it():
    person = replace(PERSON, permissions=())
    assert "unexpected" in rules(person=person)
    assert "unexpected" not in rules(person=person, touches=[touch(9, direction="in")])


def test_asking_for_permission_is_the_way_to_get_it():
    person = replace(PERSON, permissions=())
    assert "unexpected" not in rules("Hi Marty, is it ok to text you here about the night shift at Northline?", kind="text", person=person)


def test_inside_the_gap():
    assert "unexpected" in rules(touches=[touch(2)])
    assert "unexpected" not in rules(touches=[touch(3)])
    assert "unexpected" not in rules(touches=[touch(2)], gap_days=2)
    assert "unexpected" not in rules(touches=[touch(2), touch(1, direction="in")])
    assert "unexpected" not in rules(touches=[touch(1, kind="meeting")])
    assert "unexpected" not in rules(touches=[touch(2)], due=due("running", "call"))


def test_past_last_call():
    assert "too-late" in rules(due=due("running", "thank-you", last_call=-1))
    assert "too-late" not in rules(due=due("running", "thank-you", last_call=1))
    sorry = WORDS.replace("You told", "I'm sorry for the silence. You told")
    assert "too-late" not in rules(sorry, due=due("owed", "reply", last_call=-1))


def test_nothing_of_what_is_known():
    plain = "Hi Marty,\n\nI hope you are well. Shall we talk soon?\n\nSam"
    assert rules(plain, touches=[touch(20)]) == ["generic"]
    assert rules(plain.replace("talk", "talk about Northline"), touches=[touch(20)]) == []


def test_selling_is_fine_once_they_asked():
    pitch = "Hi Marty,\n\nNorthline could use our workshop: we offer a day on the night shift. Shall I come on Friday?\n\nSam"
    stranger = replace(PERSON, stage="visibility", need="")
    assert "spiel" in rules(pitch, person=stranger, touches=[touch(20)])
    assert "spiel" not in rules(pitch, person=replace(stranger, need="a workshop"), touches=[touch(20)])
    assert "spiel" not in rules(pitch, person=replace(PERSON, need=""), touches=[touch(20)])
    assert "spiel" in rules(pitch, person=replace(PERSON, need=""))


def test_switches_and_words_of_ones_own():
    pitch = "Hi Ana,\n\nthe Harvest Plan is new at the mill. Shall we look at it on Friday, before the ink dries?\n\nSam"
    assert check(pitch, kind="email") == ()
    found = check(pitch, kind="email", options=Options(offer=("Harvest Plan",), pressure=("before the ink dries",)))
    assert [(each.rule, each.text) for each in found] == [("get-the-sale", "before the ink dries"), ("spiel", "Harvest Plan")]
    assert check(pitch, kind="email", options=Options(("spiel", "get-the-sale"), ("Harvest Plan",), ("before the ink dries",))) == ()

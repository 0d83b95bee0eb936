"""Two contacts made one: what is taken of each field by default, what can be chosen, and that nothing is made up."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.errors import UsageFault
from store.model import Address, Contact, Moment, Permission, Touch
from store.rules import joining, merging

AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def contact(**fields):
    """Return a contact with some fields."""
    return Contact(**{"id": "a", "name": "Marty Chen", **fields})


def taken(field, first, second, newer=(), choices=None):
    """Return the side taken of a field and why."""
    found = {each.name: each for each in merging.compare(contact(**first), contact(**{"id": "b", **second}), newer, choices)}
    return (found[field].taken, found[field].why.code) if field in found else None


@pytest.mark.parametrize("field, first, second, newer, expected", [
    ("name", {"name": "Marty Chen"}, {"name": "Marty L. Chen"}, (), ("2", "longer")),
    ("name", {"name": "marty@example.com.invalid"}, {"name": "Marty"}, (), ("2", "fuller")),
    ("name", {"name": "+1 415 555 0100"}, {"name": "Marty"}, (), ("2", "fuller")),
    ("name", {"name": "Marty Chen"}, {"name": "Marty Shen"}, ("name",), ("2", "newer")),
    ("name", {"name": "Marty Chen"}, {"name": "Marty Chen"}, ("name",), ("1", "same")),
    ("company", {"company": "Acme"}, {}, ("company",), ("1", "only")),
    ("company", {}, {"company": "Acme"}, (), ("2", "only")),
    ("company", {"company": "Acme"}, {"company": "Northline"}, ("company",), ("2", "newer")),
    ("company", {"company": "Acme"}, {"company": "Northline"}, (), ("1", "first")),
    ("title", {"company": "Acme", "title": "CEO"}, {"company": "Northline", "title": "COO"}, ("company",), ("2", "with-company")),
    ("title", {"company": "Acme", "title": "CEO"}, {"company": "Acme", "title": "COO"}, ("title",), ("2", "newer")),
    ("stage", {"stage": "visibility"}, {"stage": "credibility"}, (), ("2", "further")),
    ("stage", {"stage": "profitability"}, {"stage": "credibility"}, ("stage",), ("1", "further")),
    ("tags", {"tags": ("expo",)}, {"tags": ("golf",)}, (), ("both", "joined")),
    ("tags", {"tags": ("expo",)}, {"tags": ("expo",)}, (), ("1", "same")),
    ("note", {"note": "one"}, {"note": "two"}, (), ("both", "joined")),
    ("need", {}, {}, (), None),
])
def test_what_is_taken_by_default(field, first, second, newer, expected):
    assert taken(field, first, second, newer) == expected


def merged(first, second, **choices):
    """Return the contact that two make."""
    return merging.merged(first, second, merging.compare(first, second, (), choices))


def test_a_choice_holds_and_takes_the_parts_with_it():
    first = contact(name="Marty Chen", given="Marty", family="Chen", standing="client")
    second = contact(id="b", name="Dr. Martin Chen", given="Martin", family="Chen", prefix="Dr.", standing="closed",
                     closed_reason="moved away")
    result = merged(first, second, name="1", standing="2")
    assert (result.name, result.given, result.prefix) == ("Marty Chen", "Marty", "")
    assert (result.standing, result.closed_reason) == ("closed", "moved away")


@pytest.mark.parametrize("choices, code", [
    ({"id": "2"}, "bad-field"), ({"company": "3"}, "bad-value"), ({"company": "both"}, "bad-value"),
    ({"permissions": "1"}, "bad-value"), ({"name": ""}, "bad-value"),
])
def test_a_choice_that_there_is_not_is_refused(choices, code):
    first = contact(company="Acme", permissions=(Permission("email", "granted"),))
    second = contact(id="b", company="Northline", permissions=(Permission("email", "refused"),))
    with pytest.raises(UsageFault) as fault:
        merging.compare(first, second, (), choices)
    assert fault.value.code == code


@pytest.mark.parametrize("one, other, state", [
    ("granted", "refused", "refused"), ("refused", "granted", "refused"), ("unknown", "implied", "implied"),
    ("implied", "granted", "granted"), ("granted", "granted", "granted"),
])
def test_what_was_refused_stays_refused(one, other, state):
    first, second = (contact(id=key, permissions=(Permission("email", each),)) for key, each in (("a", one), ("b", other)))
    assert merged(first, second).permission("email") == state


def test_nobody_sends_themselves():
    first, second = contact(referrer="b", referrer_name="Marty"), contact(id="b")
    assert merged(first, second).referrer == ""
    assert merged(contact(), contact(id="b", referrer="a", referrer_name="Marty")).referrer == ""


def test_addresses_are_joined_once_with_one_preferred():
    first = contact(addresses=(Address("email", "m@example.com", preferred=True), Address("web", "https://www.example.com/m/")))
    second = contact(id="b", addresses=(Address("email", "M@example.com", label="work", bounced=True),
                                        Address("email", "n@example.com", preferred=True), Address("web", "example.com/m")))
    found = merged(first, second).addresses
    assert [each.value for each in found] == ["m@example.com", "https://www.example.com/m/", "n@example.com"]
    assert [each.preferred for each in found] == [True, False, False]
    assert found[0].label == "work" and found[0].bounced


def touch(id, **fields):
    """Return a touch with some fields."""
    return Touch(**{"id": id, "contacts": ("a",), "kind": "email", "direction": "out", "happened": Moment(AT), "recorded": AT, **fields})


@pytest.mark.parametrize("one, other, same", [
    ({"message_id": "<x@example.com>"}, {"message_id": "x@example.com", "note": "sent later"}, True),
    ({"message_id": "<x@example.com>"}, {"message_id": "<y@example.com>"}, False),
    ({"message_id": "<x@example.com>"}, {"message_id": "<x@example.com>", "direction": "in"}, False),
    ({"note": "hello  there"}, {"note": "hello there"}, True),
    ({"note": "hello"}, {"note": "hello", "kind": "text"}, False),
    ({"note": "hello"}, {"note": "hello", "happened": Moment(AT + dt.timedelta(seconds=1))}, False),
    ({"note": "hello"}, {"note": "other words"}, False),
    ({"external_key": "k"}, {"external_key": "k", "note": "other words"}, True),
    ({"external_key": "k"}, {"external_key": "l"}, False),
])
def test_which_touches_are_the_same(one, other, same):
    assert joining.doubles([touch("1", **one)], [touch("2", **other)]) == ({"2": "1"} if same else {})


def test_one_touch_stands_for_one_other():
    assert joining.doubles([touch("1")], [touch("2"), touch("3")]) == {"2": "1"}
    assert joining.doubles([touch("1")], [touch("1")]) == {}


words = some.sampled_from(("", "Acme", "Northline", "golf", "Golf"))
contacts = some.builds(
    Contact, id=some.just("x"), name=some.sampled_from(("Marty", "Marty Chen", "M. Chen", "m@example.com")), company=words, title=words,
    need=words, note=words, temperature=some.sampled_from(("", "hot", "cold")),
    stage=some.sampled_from(("", "visibility", "profitability")), tags=some.lists(words.filter(bool), max_size=3).map(tuple),
    addresses=some.lists(some.builds(Address, channel=some.sampled_from(("email", "phone")),
                                     value=some.sampled_from(("a@example.com", "A@example.com", "+14155550100"))), max_size=3).map(tuple),
    permissions=some.lists(some.builds(Permission, channel=some.sampled_from(("email", "text")),
                                       state=some.sampled_from(("refused", "granted"))), max_size=2,
                           unique_by=lambda each: each.channel).map(tuple))


@given(contacts, contacts)
def test_the_union_does_not_depend_on_who_stays(first, second):
    one, other = merged(first, second), merged(second, first)
    for result in (one, other):
        assert {each.casefold() for each in result.tags} == {each.casefold() for each in (*first.tags, *second.tags)}
        assert {(each.channel, each.value.casefold()) for each in result.addresses} == {
            (each.channel, each.value.casefold()) for each in (*first.addresses, *second.addresses)}
        assert first.note in result.note and second.note in result.note
        for name in ("name", "company", "title", "need", "temperature", "stage"):
            assert getattr(result, name) in (getattr(first, name), getattr(second, name))
    assert {each.channel: each.state for each in one.permissions} == {each.channel: each.state for each in other.permissions}
    assert one.stage == other.stage
    assert merged(one, second) == one

"""Two states of a document made one: in any order, in any grouping, as often as one likes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.rules.merge_fields import lifting, merged, newest, same

IDENTITY = "01900000-0000-7000-8000-000000000001"


def stamp(at, machine="aaaaaaaa"):
    """Return a stamp."""
    return f"{at:012x}-0000-{machine}"


def contact(at, machine="aaaaaaaa", stamps=None, **fields):
    """Return a document."""
    made = {"id": IDENTITY, "stamp": stamp(at, machine), **fields}
    if stamps:
        made["stamps"] = {name: stamp(each, machine) for name, each in stamps.items()}
    return made


def both(one, other, table="contacts"):
    """Return what comes of two, having seen that the order does not matter."""
    first, second = merged(table, one, other).document, merged(table, other, one).document
    assert same(table, first, second)
    return first


def test_the_later_value_of_each_field_stays():
    made = both(contact(1, name="Ann", company="Old", stamps={"company": 5}),
                contact(1, name="Anna", company="Other", stamps={"name": 4, "company": 3}))
    assert (made["name"], made["company"]) == ("Anna", "Old")


def test_what_was_never_set_does_not_hide_what_was():
    """A card brings a person without the fields that no card has; what the other machine knows of them stays."""
    made = both(contact(1, name="Ann", referrer="someone"), contact(9, "bbbbbbbb", name="Ann"))
    assert made["referrer"] == "someone"


def test_a_field_made_empty_stays_empty():
    cleared = contact(1, name="Ann", stamps={"company": 5})
    assert "company" not in both(contact(1, name="Ann", company="Acme"), cleared)


def test_losses_are_told_with_both_values():
    found = merged("contacts", contact(1, name="Ann", company="Old", stamps={"company": 5}),
                   contact(1, "bbbbbbbb", name="Ann", company="Other", stamps={"company": 7}))
    assert [(each.field, each.kept, each.lost, each.is_ours) for each in found.losses] == [("company", "Other", "Old", False)]


def test_how_somebody_came_in_is_what_was_first():
    made = both(contact(1, name="Ann", origin="log", created="2026-01-01T00:00:00Z"),
                contact(9, "bbbbbbbb", name="Ann", origin="sync", created="2026-02-01T00:00:00Z"))
    assert (made["origin"], made["created"]) == ("log", "2026-01-01T00:00:00Z")


def test_a_deleted_one_stays_deleted():
    assert both({**contact(1, name="Ann"), "deleted": stamp(4)}, contact(1, name="Anna", stamps={"name": 3})).get("deleted")


def test_what_was_typed_after_the_deletion_brings_it_back():
    made = both({**contact(1, name="Ann"), "deleted": stamp(4)}, contact(1, name="Anna", stamps={"name": 5}))
    assert "deleted" not in made and made["name"] == "Anna"


def test_taking_a_deletion_back_brings_it_back():
    alive = contact(1, name="Ann", stamps={"deleted": 6})
    assert "deleted" not in both({**contact(1, name="Ann"), "deleted": stamp(4)}, alive)


def test_when_it_was_deleted_stays_noted_where_a_later_edit_brought_it_back():
    brought_back_before = contact(1, name="Ann", stamps={"deleted": 3})
    deleted = {**brought_back_before, "deleted": stamp(4)}
    edited = contact(1, name="Anna", stamps={"name": 5})
    one = both(both(deleted, edited), brought_back_before)
    other = both(deleted, both(edited, brought_back_before))
    assert same("contacts", one, other)
    assert "deleted" not in one
    assert same("contacts", both(one, deleted), one)


REFUSED = {"channel": "text", "state": "refused"}
GRANTED = {"channel": "text", "state": "granted"}


def permit(before, permissions, at, machine="aaaaaaaa"):
    """Return a contact whose permissions were changed, as the book does it."""
    after = {**{name: value for name, value in before.items() if name != "permissions"}}
    if permissions:
        after["permissions"] = permissions
    after["stamps"] = {**before.get("stamps", {}), "permissions": stamp(at, machine),
                       **lifting(before, {"permissions": permissions}, stamp(at, machine))}
    return after


def test_a_refusal_stands_against_a_later_word_that_did_not_know_of_it():
    base = contact(1, name="Ann")
    made = both(permit(base, [REFUSED], 5), permit(base, [GRANTED], 9, "bbbbbbbb"))
    assert made["permissions"] == [REFUSED]


def test_a_refusal_that_came_with_the_person_stands_too():
    assert both(contact(1, name="Ann", permissions=[REFUSED]),
                contact(2, "bbbbbbbb", name="Ann", permissions=[GRANTED]))["permissions"] == [REFUSED]


def test_who_knows_of_the_refusal_can_lift_it():
    refused = permit(contact(1, name="Ann"), [REFUSED], 5)
    assert both(refused, permit(refused, [GRANTED], 9, "bbbbbbbb"))["permissions"] == [GRANTED]
    assert "permissions" not in both(refused, permit(refused, [], 9, "bbbbbbbb"))


def test_refused_again_after_it_was_lifted():
    lifted = permit(permit(contact(1, name="Ann"), [REFUSED], 5), [GRANTED], 6)
    assert both(lifted, permit(lifted, [REFUSED], 7, "bbbbbbbb"))["permissions"] == [REFUSED]


def test_channels_do_not_mind_each_other():
    base = contact(1, name="Ann")
    mail = {"channel": "email", "state": "granted"}
    made = both(permit(base, [REFUSED], 5), permit(base, [mail], 9, "bbbbbbbb"))
    assert made["permissions"] == [REFUSED, mail]


TEXTS = some.sampled_from(["Ann", "Anna", "Acme", ""])
MACHINES = ("aaaaaaaa", "bbbbbbbb", "cccccccc")


@some.composite
def histories(draw):
    """States of one contact: replicas that change it, and take each other's state over, as the book does."""
    states = [contact(1, name="Ann")] + [contact(draw(some.integers(1, 3)), machine, name="Ann", origin=machine)
                                         for machine in MACHINES[1:]]
    at = 3
    for _ in range(draw(some.integers(0, 14))):
        place = draw(some.integers(0, 2))
        at += 1
        now = stamp(at, MACHINES[place])
        state = dict(states[place])
        what = draw(some.sampled_from(["field", "clear", "permit", "delete", "alive", "meet"]))
        stamps = dict(state.get("stamps", {}))
        if what == "field" and not state.get("deleted"):
            name = draw(some.sampled_from(["company", "note"]))
            state[name], stamps[name] = draw(TEXTS), now
        elif what == "clear" and not state.get("deleted"):
            state.pop("company", None)
            stamps["company"] = now
        elif what == "permit" and not state.get("deleted"):
            wanted = [{"channel": channel, "state": draw(some.sampled_from(["refused", "granted", "implied"]))}
                      for channel in draw(some.sets(some.sampled_from(["text", "email"])))]
            more = lifting(state, {"permissions": wanted}, now)
            if more:
                stamps |= {"permissions": now, **more}
                state.pop("permissions", None)
                state |= {"permissions": wanted} if wanted else {}
        elif what == "delete":
            state["deleted"] = now
        elif what == "alive" and state.pop("deleted", None):
            stamps["deleted"] = now
        elif what == "meet":
            other = states[draw(some.integers(0, 2))]
            states[place] = dict(merged("contacts", states[place], other).document)
            continue
        if stamps:
            state["stamps"] = stamps
        states[place] = state
    return states


@given(histories())
def test_the_order_never_matters(states):
    first, second, third = states
    assert merged("contacts", first, first).document is first
    one = both(both(first, second), third)
    other = both(first, both(second, third))
    assert same("contacts", one, other)
    assert same("contacts", both(one, first), one)
    assert same("contacts", both(one, third), one)
    assert newest(one) <= max(map(newest, states))


@pytest.mark.parametrize("table", ["touches", "definitions"])
def test_documents_of_every_shape(table):
    plain = {"id": IDENTITY, "definition": {"title": "Met"}}
    assert merged(table, plain, plain).document is plain
    assert both(plain, {**plain, "stamp": stamp(4)}, table)["definition"] == {"title": "Met"}

"""Two states of a card made one: tables of what wins, and that the result does not depend on who asks first where it must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sync.dav.card_merging import joined, with_own


def facts(dates=(), **fields):
    return {"fields": {name: value for name, value in fields.items() if value}, "dates": [list(each) for each in dates]}


def ours_later(_field):
    return True


def theirs_later(_field):
    return False


def mail(value, **more):
    return {"channel": "email", "value": value, **more}


def allow(channel, state):
    return {"channel": channel, "state": state}


@pytest.mark.parametrize(("base", "ours", "theirs", "later", "result", "lost"), [
    ("a", "a", "b", ours_later, "b", None), ("a", "b", "a", theirs_later, "b", None), ("a", "b", "b", ours_later, "b", None),
    ("a", "b", "c", ours_later, "b", "c"), ("a", "b", "c", theirs_later, "c", "b"), ("a", "a", "", ours_later, None, None),
    ("a", "", "a", ours_later, None, None), ("", "b", "c", theirs_later, "c", "b"), ("a", "", "c", ours_later, "c", None),
    ("a", "b", "", theirs_later, "b", None),
])
def test_a_plain_field(base, ours, theirs, later, result, lost):
    found = joined(facts(title=base), facts(title=ours), facts(title=theirs), later)
    assert found.facts["fields"].get("title") == result
    assert [each.lost for each in found.clashes] == ([lost] if lost else [])


def test_notes_of_both_sides_are_joined():
    assert joined(facts(note="a"), facts(note="a b"), facts(note="c"), theirs_later).facts["fields"]["note"] == "a b\n\nc"


def test_words_are_added_and_taken_away_one_by_one():
    found = joined(facts(tags=["x", "y"]), facts(tags=["y", "z"]), facts(tags=["x", "y", "w"]), ours_later)
    assert found.facts["fields"]["tags"] == ["y", "z", "w"]


def test_addresses_are_added_changed_and_taken_away_one_by_one():
    base = facts(addresses=[mail("a@example.com"), mail("b@example.com")])
    ours = facts(addresses=[mail("a@example.com", label="home"), mail("b@example.com"), mail("c@example.com")])
    theirs = facts(addresses=[mail("A@example.com".lower()), mail("d@example.com")])
    found = joined(base, ours, theirs, theirs_later).facts["fields"]["addresses"]
    assert found == [mail("a@example.com", label="home"), mail("c@example.com"), mail("d@example.com")]


@pytest.mark.parametrize("later", [ours_later, theirs_later])
@pytest.mark.parametrize(("ours", "theirs"), [("granted", "refused"), ("refused", "granted")])
def test_a_refused_permission_wins_where_both_changed_it(ours, theirs, later):
    found = joined(facts(permissions=[allow("text", "unknown")]), facts(permissions=[allow("text", ours)]),
                   facts(permissions=[allow("text", theirs)]), later)
    assert found.facts["fields"]["permissions"] == [allow("text", "refused")]


def test_a_permission_given_back_by_one_side_alone_is_taken():
    refused = facts(permissions=[allow("text", "refused")])
    granted = facts(permissions=[allow("text", "granted")])
    assert joined(refused, granted, refused, theirs_later).facts == granted
    assert joined(refused, refused, granted, ours_later).facts == granted


def test_there_is_one_birthday():
    found = joined(facts([("birthday", 3, 15, None)]), facts([("birthday", 3, 15, None)]), facts([("birthday", 3, 15, 1980)]),
                   ours_later)
    assert found.facts["dates"] == [["birthday", 3, 15, 1980]]


def test_what_a_program_dropped_of_ours_stays():
    base = facts(name="A", temperature="hot", addresses=[mail("a@example.com", bounced=True)])
    found = with_own(facts(name="B", addresses=[mail("a@example.com")]), base)
    assert found == facts(name="B", temperature="hot", addresses=[mail("a@example.com", bounced=True)])


words = st.sampled_from(["", "a", "b", "c"])
lists = st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=3)
states = st.builds(lambda title, company, tags: facts(title=title, company=company, tags=tags), words, words, lists)


@given(states, states, states)
def test_both_sides_come_to_rest_at_once(base, ours, theirs):
    result = joined(base, ours, theirs, ours_later).facts
    assert joined(theirs, result, theirs, ours_later).facts == result
    assert joined(result, result, result, ours_later).facts == result
    assert joined(base, ours, base, theirs_later).facts == ours
    assert joined(base, base, theirs, ours_later).facts["fields"].keys() == theirs["fields"].keys()

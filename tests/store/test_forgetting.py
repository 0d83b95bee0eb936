"""Forgetting a person: afterwards no file of the home holds their name, mail address or number."""

import gzip
import json
import os
from pathlib import Path

import pytest

from store.book.traces import INSTEAD, Traces
from store.exchange import backup as files
from store.model import Planned

TRACES = ("Marty Chen", "marty@example.com", "4155550100", "415 555 0100", "555-0100")


def holders(home):
    """Return the files under a home that hold a trace, backups unpacked, with the trace."""
    found = []
    for place, _, names in os.walk(Path(home.book).parent):
        for name in names:
            path = Path(place) / name
            data = path.read_bytes()
            if name.endswith(".gz"):
                data = gzip.decompress(data)
            text = data.decode("utf-8", "replace").lower()
            found += [(str(path), each) for each in TRACES if each.lower() in text]
    return found


@pytest.fixture
def filled(book, clock):
    """A book in which a person has left traces of every sort."""
    marty = book.log("met Marty Chen @Acme marty@example.com 415 555 0100 hot #expo // son plays golf").contacts[0]
    book.change([marty], company="Bolt")
    ada = book.log(
        'met Ada Long ada@example.com via:"Marty Chen" // Marty Chen sent her; his number is (415) 555-0100').contacts[0]
    both = book.log_touch(marty, "meeting", note="lunch with Ada").unit
    with book.database.unit("edit", at=book.now()):
        table = book.database.table("touches")
        for touch in table.with_key(f"contact:{marty}"):
            if touch.get("note") == "lunch with Ada":
                table.put({**touch, "contacts": [marty, ada]})
    book.set_next(marty, "call", Planned(clock().date()))
    book.draft(marty)
    with book.database.unit("log", at=book.now(), about={"values": {"line": "ask Marty Chen"}}):
        book.database.table("unfiled").insert({
            "stamp": "x", "line": "ask Marty Chen", "reason": "no-name",
            "received": {"at": "2026-11-24T09:00:00Z", "zone": "UTC"}})
    book.backup()
    clock.forward(days=1)
    book.log_touch(ada, "note", note="write to marty@example.com too")
    book.backup()
    book.queue("everyone")
    os.makedirs(os.path.join(book.home.cache, "reports"), exist_ok=True)
    Path(book.home.cache, "reports", "report-1.txt").write_text("ValueError: 'Marty Chen'")
    Path(book.home.book, "damaged-20261101T000000Z.jsonl").write_text('{"name":"Marty Chen"}')
    assert both and holders(book.home)
    return book


def test_a_look_says_what_would_go_and_changes_nothing(filled):
    before, held = filled.export(), holders(filled.home)
    look = filled.forget(filled.who("Marty Chen").id, dry_run=True)
    assert look.values["touches"] == look.values["unfiled"] == 1
    assert look.values["backups"] == 2 and look.values["mentions"] >= 3
    assert filled.export() == before and holders(filled.home) == held


def test_what_stays_in_the_book_holds_no_trace(filled):
    from store.book import forgetting

    marty = filled.who("Marty Chen").id
    traces = forgetting._traces(filled, marty)
    gone, changed = forgetting._in_book(filled, traces)
    left = [changed.get(name, {}).get(each["id"], each) for name in filled.database.tables()
            for each in filled.database.table(name) if each["id"] not in gone.get(name, ())]
    text = json.dumps(left).lower()
    assert not [each for each in TRACES if each.lower() in text] and marty not in text
    assert {each["name"] for each in left if "name" in each and "created" in each} == {"Ada Long"}
    abouts = json.dumps([traces.about_without(unit.about) for unit in filled.database.units()]).lower()
    assert not [each for each in TRACES if each.lower() in abouts]


def test_no_file_of_the_home_holds_a_trace_afterwards(filled):
    marty, ada = filled.who("Marty Chen").id, filled.who("Ada").id
    done = filled.forget(marty)
    assert holders(filled.home) == []
    assert done.values["left"] == []
    assert [each.name for each in filled.everyone()] == ["Ada Long"]
    dossier = filled.dossier(ada)
    assert dossier.contact.referrer == ""
    assert any(each.note == "lunch with Ada" and each.contacts == (ada,) for each in dossier.touches)
    assert any(INSTEAD in each.note for each in dossier.touches)
    assert {each.state for each in filled.check() if each.about in ("book", "documents", "index", "backups")} == {"good"}


def test_undo_and_restore_bring_nothing_back(filled):
    filled.forget(filled.who("Marty Chen").id)
    for _ in range(30):
        try:
            filled.undo()
        except Exception:
            break
    assert holders(filled.home) == []
    for each in filled.backups():
        filled.restore(each.path)
        assert all(line.name != "Marty Chen" for line in filled.everyone())
    assert holders(filled.home) == []


def test_a_book_open_elsewhere_sees_it(filled, again):
    other = again()
    other.queue("everyone")
    filled.forget(filled.who("Marty Chen").id)
    other.refresh()
    assert [each.name for each in other.everyone()] == ["Ada Long"]
    assert [row.name for row in other.queue("everyone").rows] == ["Ada Long"]


def traces_of(*states, others=()):
    """Return the traces of a person with the id `m`, of whom some states are known."""
    traces = Traces({"m"})
    for each in states:
        traces.learn("contacts", {"id": "m", **each})
    traces.settle([{"id": f"o{number}", **each} for number, each in enumerate(others)])
    return traces


MARTY = {"name": "Marty Chen", "addresses": [
    {"channel": "phone", "value": "+14155550100", "typed": "415 555 0100"}, {"channel": "email", "value": "marty@example.com"}]}


@pytest.mark.parametrize("text, expected", [
    ("Marty Chen called", f"{INSTEAD} called"), ("marty  chen", INSTEAD), ("MARTY CHEN's son", f"{INSTEAD}'s son"),
    ("Smarty Chen", "Smarty Chen"), ("Marty Cheng", "Marty Cheng"), ("Marty alone", "Marty alone"),
    ("at (415) 555-0100.", f"at {INSTEAD}."), ("+1 415 555 0100", INSTEAD), ("415.555.0100", INSTEAD),
    ("415 555 01001", "415 555 01001"), ("to marty@example.com, ok", f"to {INSTEAD}, ok"),
    ("smarty@example.com", "smarty@example.com"), ("marty@example.com.au", "marty@example.com.au"),
])
def test_a_text_about_others_loses_only_the_trace(text, expected):
    traces = traces_of(MARTY)
    found = traces.without("touches", {"id": "t", "contacts": ["o0"], "note": text})
    assert found["note"] == expected


@pytest.mark.parametrize("table, document, expected", [
    ("contacts", {"id": "m", "name": "Marty Chen"}, None),
    ("contacts", {"id": "x", "merged_into": "m", "name": "M. Chen"}, None),
    ("contacts", {"id": "x", "name": "Ada", "referrer": "m"}, {"id": "x", "name": "Ada"}),
    ("contacts", {"id": "x", "name": "Ada", "referrer_name": "Marty Chen"}, {"id": "x", "name": "Ada"}),
    ("touches", {"id": "t", "contacts": ["m"], "note": "golf"}, None),
    ("touches", {"id": "t", "contacts": ["m", "o"]}, {"id": "t", "contacts": ["o"]}),
    ("plans", {"id": "p", "contact": "m"}, None),
    ("history", {"id": "h", "contact": "m", "before": "x"}, None),
    ("history", {"id": "h", "contact": "o", "field": "referrer", "before": "m", "after": ""}, None),
    ("unfiled", {"id": "u", "line": "call Marty Chen"}, None),
    ("unfiled", {"id": "u", "line": "call somebody"}, {"id": "u", "line": "call somebody"}),
    ("pauses", {"id": "a", "contact": ""}, {"id": "a", "contact": ""}),
])
def test_what_goes_and_what_stays(table, document, expected):
    found = traces_of(MARTY).without(table, document)
    assert found == expected
    assert found is document or found != document


def test_what_somebody_else_shares_stays():
    other = {"name": "Lin Chen", "addresses": MARTY["addresses"][:1]}
    traces = traces_of(MARTY, others=[other])
    document = {"id": "o0", **other}
    assert traces.without("contacts", document) is document
    note = {"id": "t", "contacts": ["o0"], "note": "switchboard 415 555 0100"}
    assert traces.without("touches", note) is note
    namesake = traces_of(MARTY, others=[{"name": "marty chen"}])
    line = {"id": "u", "line": "call Marty Chen"}
    assert namesake.without("unfiled", line) is line


def test_a_former_name_is_a_trace_too():
    traces = traces_of(MARTY, {"name": "Marty Wu"})
    assert traces.without("shelf", {"id": "s", "why": "for Marty Wu"}) == {"id": "s", "why": f"for {INSTEAD}"}


@pytest.mark.parametrize("about, expected", [
    ({"contacts": ["m"], "names": ["Marty Chen"], "values": {"line": "called marty, he is ill"}, "undoes": 7}, {"undoes": 7}),
    ({"contacts": ["m", "o"], "names": ["Marty Chen", "Ada"], "values": {"tag": "x"}}, {"contacts": ["o"], "names": ["Ada"]}),
    ({"values": {"line": "who is Marty Chen"}}, {"values": {"line": f"who is {INSTEAD}"}}),
    ({"contacts": ["o"], "names": ["Ada"], "values": {"kind": "call"}},
     {"contacts": ["o"], "names": ["Ada"], "values": {"kind": "call"}}),
])
def test_a_unit_says_nothing_of_them_any_more(about, expected):
    assert traces_of(MARTY).about_without(about) == expected


def test_a_backup_is_rewritten_once_and_stays_whole(book):
    marty = book.log("met Marty Chen marty@example.com").contacts[0]
    book.log("met Ada Long ada@example.com")
    path = book.backup().values["path"]
    traces = Traces({marty})
    for table, document in files.documents_of(path):
        traces.learn(table, document)
    traces.settle([])
    assert files.rewrite(path, traces.without)
    assert not files.rewrite(path, traces.without)
    assert os.stat(path).st_mode & 0o777 == 0o600
    names = [document["name"] for table, document in files.documents_of(path) if table == "contacts"]
    assert names == ["Ada Long"]


def test_a_damaged_backup_goes_because_nobody_can_look_into_it(book):
    from store.book import forgetting

    book.log("met Marty Chen marty@example.com")
    path = Path(book.backup().values["path"])
    path.write_bytes(path.read_bytes()[:-9])
    traces = forgetting._traces(book, book.who("Marty").id)
    assert forgetting._in_backups(book, traces, dry_run=False) == 1
    assert not path.exists()

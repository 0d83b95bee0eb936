"""To every caller the book is TinyDB: the same operations on it and on TinyDB in memory give the same answers."""

import copy
import shutil
import tempfile

import disk_steps as steps
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import Query, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from store.disk import new_id, open_database
from store.disk.identity import id_of_number

NUMBERS = st.integers(1, 12)
VALUES = st.one_of(st.none(), st.integers(-3, 3), st.text(max_size=5), st.lists(st.integers(0, 3), max_size=3))
FIELDS = st.dictionaries(st.sampled_from(("colour", "size", "note")), VALUES, max_size=3)


def sized(limit):
    """Return a condition that is no Query, as TinyDB takes any callable."""
    return lambda document: isinstance(document.get("size"), int) and document["size"] >= limit


CONDITIONS = st.one_of(
    st.integers(-2, 3).map(sized), st.just(where("colour").exists()), st.just(where("note") == "a"),
    st.just(~(Query().size == 1)),
)


def outcome(operation):
    """Return what an operation gives, in an order that does not matter, or what it raises."""
    try:
        found = operation()
    except (ValueError, RuntimeError, KeyError) as error:
        return type(error)
    if isinstance(found, list):
        return sorted(found, key=repr) if found and isinstance(found[0], int) else sorted(
            found, key=lambda document: document.doc_id)
    return found


class TinyDBContract(RuleBasedStateMachine):
    """One operation after the other on both."""

    @initialize()
    def begin(self):
        self.folder = tempfile.mkdtemp(prefix="onward-contract-")
        self.database = open_database(self.folder, keys_of=steps.keys_of, schema=1)
        self.table = self.database.table("things")
        self.model = TinyDB(storage=MemoryStorage).table("things", cache_size=0)

    def teardown(self):
        if hasattr(self, "folder"):
            self.database.close()
            shutil.rmtree(self.folder)

    def both(self, operation):
        mine, theirs = outcome(lambda: operation(self.table)), outcome(lambda: operation(self.model))
        assert mine == theirs
        if isinstance(theirs, Document):
            assert mine.doc_id == theirs.doc_id

    def document(self, number, fields):
        return Document({"id": id_of_number(number), **copy.deepcopy(fields)}, number)

    @rule(number=NUMBERS, fields=FIELDS)
    def insert(self, number, fields):
        self.both(lambda table: table.insert(self.document(number, fields)))

    @rule(several=st.lists(st.tuples(NUMBERS, FIELDS), max_size=4))
    def insert_multiple(self, several):
        if len({number for number, _fields in several}) == len(several):
            self.both(lambda table: table.insert_multiple([self.document(*each) for each in several]))

    @rule(fields=FIELDS, condition=CONDITIONS)
    def update_where(self, fields, condition):
        self.both(lambda table: table.update(copy.deepcopy(fields), condition))

    @rule(fields=FIELDS, numbers=st.lists(NUMBERS, max_size=3, unique=True))
    def update_some(self, fields, numbers):
        self.both(lambda table: table.update(copy.deepcopy(fields), doc_ids=numbers))

    @rule(fields=FIELDS)
    def update_all(self, fields):
        self.both(lambda table: table.update(copy.deepcopy(fields)))

    @rule(numbers=st.lists(NUMBERS, max_size=3, unique=True))
    def update_by_operation(self, numbers):
        self.both(lambda table: table.update(
            lambda document: document.update(size=len(str(document.get("note")))), doc_ids=numbers))

    @rule(first=CONDITIONS, second=CONDITIONS)
    def update_multiple(self, first, second):
        self.both(lambda table: table.update_multiple([({"colour": "red"}, first), (lambda d: d.pop("note", 0), second)]))

    @rule(number=NUMBERS, fields=FIELDS)
    def upsert_by_number(self, number, fields):
        self.both(lambda table: table.upsert(self.document(number, fields)))

    @rule(number=NUMBERS, fields=FIELDS)
    def upsert_where(self, number, fields):
        self.both(lambda table: table.upsert(self.document(number, fields), where("id") == id_of_number(number)))

    @rule(condition=CONDITIONS)
    def remove_where(self, condition):
        self.both(lambda table: table.remove(condition))

    @rule(numbers=st.lists(NUMBERS, max_size=3, unique=True))
    def remove_some(self, numbers):
        self.both(lambda table: table.remove(doc_ids=numbers))

    @rule()
    def remove_nothing_named(self):
        self.both(lambda table: table.remove())

    @rule(really=st.integers(0, 9))
    def truncate(self, really):
        if not really:
            self.both(lambda table: table.truncate())

    @rule(condition=CONDITIONS)
    def search(self, condition):
        self.both(lambda table: table.search(condition))
        self.both(lambda table: table.count(condition))
        self.both(lambda table: table.contains(condition))
        assert (self.table.get(condition) is None) == (self.model.get(condition) is None)

    @rule(number=NUMBERS, numbers=st.lists(NUMBERS, max_size=4))
    def get(self, number, numbers):
        self.both(lambda table: table.get(doc_id=number))
        self.both(lambda table: table.get(doc_ids=numbers))
        self.both(lambda table: table.contains(doc_id=number))
        self.both(lambda table: table.get())

    @rule()
    def fold(self):
        self.database.compact(keep_units=2)

    @invariant()
    def all_the_same(self):
        if hasattr(self, "table"):
            self.both(lambda table: table.all())
            self.both(len)
            self.both(lambda table: [document.doc_id for document in table])


TestTinyDBContract = TinyDBContract.TestCase
TestTinyDBContract.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)


@pytest.fixture
def database(tmp_path):
    """An empty book."""
    opened = open_database(tmp_path / "book", keys_of=steps.keys_of, schema=1)
    yield opened
    opened.close()


def test_a_document_without_an_id_gets_one_and_the_callers_stays_as_it_is(database):
    mine = {"size": 1}
    number = database.table("things").insert(mine)
    assert mine == {"size": 1}
    (kept,) = database.table("things").all()
    assert kept.doc_id == number
    assert kept["id"] == id_of_number(number)
    assert database.table("things").by_id(kept["id"]) == kept


def test_what_is_read_can_be_changed_without_changing_the_book(database):
    table = database.table("things")
    given = {"id": new_id(steps.NOW), "colours": ["red"], "deep": {"list": [1]}}
    table.insert(given)
    given["colours"].append("blue")
    with database.unit("look", at=steps.NOW):
        table.insert({"colours": ["red"]})
        found = table.get(where("deep").exists())
        for document in [*table.all(), *table.with_key("colour:red"), table.by_id(given["id"]), found]:
            document["colours"].append("green")
            document.pop("deep", None)
    assert [each["colours"] for each in table] == [["red"], ["red"]]
    assert table.by_id(given["id"])["deep"] == {"list": [1]}
    assert not table.with_key("colour:green")


def test_tinydb_operations_and_the_default_table(database):
    database.insert({"size": 1, "note": "x"})
    database.update(increment("size"))
    database.update(delete("note"))
    (document,) = database.all()
    assert document["size"] == 2
    assert "note" not in document
    assert database.tables() == {"_default"}
    assert len(database) == 1
    database.table("things").insert({"size": 3})
    database.drop_table("_default")
    assert database.tables() == {"things"}
    database.drop_tables()
    assert database.tables() == set()


def test_tinydbs_own_table_works_on_the_storage(database):
    stock = Table(database.storage, "things", cache_size=0)
    first = stock.insert({"size": 1})
    stock.insert_multiple([{"size": 2}, {"size": 3}])
    stock.update({"colours": ["red"]}, where("size") >= 2)
    stock.remove(doc_ids=[first])
    mine = database.table("things")
    assert [each["size"] for each in mine.all()] == [each["size"] for each in stock.all()] == [2, 3]
    assert len(mine.with_key("colour:red")) == 2
    assert len(list(database.units())) == 4


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", object()])
def test_what_json_cannot_hold_is_refused_and_nothing_is_stored(database, value):
    with pytest.raises((TypeError, ValueError)):
        database.table("things").insert({"size": value})
    assert database.number == 0


@pytest.mark.parametrize("text", ["", "\0", "a\nb\r\n\u2028\u0085c", "\ud800 half", "'; \"after\":null}", "🎈 Zoë", "\\u0000"])
def test_every_text_comes_back_as_it_went_in(database, tmp_path, text):
    table = database.table("things")
    id_ = new_id(steps.NOW)
    table.insert({"id": id_, "note": text, text: 1})
    for _ in range(2):
        again = open_database(database.folder, keys_of=steps.keys_of, schema=1)
        assert again.table("things").by_id(id_) == {"id": id_, "note": text, text: 1}
        again.close()
        database.compact()


@pytest.mark.parametrize("id_", ["", "7", "not an id", "0192-", 7, "A" * 32, None])
def test_a_document_with_an_id_that_is_none_is_refused(database, id_):
    with pytest.raises(ValueError, match="not an id"):
        database.table("things").insert({"id": id_})
    with pytest.raises(ValueError, match="does not change"):
        database.table("things").insert({"size": 1})
        database.table("things").update({"id": new_id(steps.NOW)})

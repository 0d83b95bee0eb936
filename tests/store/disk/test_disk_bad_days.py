"""Bad days: each keeps what is sound, sets the rest aside under a name that is told, and never makes it worse."""

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import disk_steps as steps
import pytest

from store.disk import FileLayer, new_id, open_database
from store.errors import BookFault


def opened(folder, **named):
    """Open a book."""
    return open_database(folder, **{"keys_of": steps.keys_of, "schema": 1, "wait": 0.1, **named})


def fill(folder, folded=20, later=20):
    """Make a book of numbered documents, some in the snapshot and some in the journal, one a unit."""
    database = opened(folder)
    for size in range(folded + later):
        if size == folded:
            database.compact(keep_units=5)
        document = {"id": new_id(steps.NOW), "size": size, "colours": [f"c{size}"], "note": "n" * 300}
        database.table("touches").insert(document)
    if not later:
        database.compact(keep_units=5)
    database.close()
    return folder


def sizes(database):
    """Return the numbers of the documents that are there, held against what the keys say."""
    found = [document["size"] for document in database.table("touches")]
    assert len(found) == len(database.table("touches"))
    for size in range(40):
        assert [each["size"] for each in database.table("touches").with_key(f"colour:c{size}")] == [size] * found.count(size)
    return found


def told(database):
    """Return the codes of the notices."""
    return [notice.code for notice in database.notices]


def goes_on(folder, expected):
    """Check that the mended book is whole, says nothing any more, and can be written."""
    database = opened(folder)
    assert told(database) == []
    assert sizes(database) == expected
    database.table("touches").insert({"size": 99})
    database.compact()
    database.close()
    os.unlink(folder / "index")
    database = opened(folder)
    assert sizes(database) == [*expected, 99]
    assert told(database) == []
    json.loads((folder / "book.json").read_text())


def places(path, text):
    """Return from where to where the line with a text stands in a file."""
    data = path.read_bytes()
    found = data.index(text)
    return data.rfind(b"\n", 0, found) + 1, data.index(b"\n", found) + 1


@pytest.fixture
def book(tmp_path):
    """A book of forty documents."""
    return fill(tmp_path / "book")


def test_a_torn_last_line_is_set_aside(book):
    path = book / "journal.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    database = opened(book)
    (notice,) = database.notices
    assert notice.code == "torn-unit"
    assert sizes(database) == list(range(39))
    kept = Path(notice.values["aside"]).read_bytes()
    assert kept.rstrip(b"\n") in whole
    assert b'"size":39' in kept
    assert os.path.dirname(notice.values["aside"]) == str(book)
    assert stat.S_IMODE(os.stat(notice.values["aside"]).st_mode) == 0o600
    database.close()
    goes_on(book, list(range(39)))


def test_what_a_writer_who_died_left_whole_is_taken_in_and_what_it_left_torn_is_not(book):
    path = book / "journal.jsonl"
    database = opened(book)
    before = path.read_bytes()
    database.table("touches").insert({"size": 30})
    unit = path.read_bytes()[len(before):]
    database.close()
    shutil.rmtree(book)
    fill(book)
    for cut in range(0, len(unit), 37):
        with open(path, "ab") as journal:
            journal.write(unit[:cut].replace(b'"number":41', b'"number":%d' % 41))
        database = opened(book)
        assert sizes(database) == list(range(40))
        assert told(database) == (["torn-unit"] if cut else [])
        database.close()
    assert path.read_bytes().count(b"\n") == before.count(b"\n")


@pytest.mark.parametrize("text", [b'"size":25', b'"number":27'])
def test_a_zeroed_page_in_the_middle_of_the_journal_costs_only_what_stood_there(book, text):
    path = book / "journal.jsonl"
    start, end = places(path, text)
    data = bytearray(path.read_bytes())
    data[start : end + 10] = bytes(end + 10 - start)
    path.write_bytes(data)
    database = opened(book)
    lost = [each for each in range(40) if each not in sizes(database)]
    assert 1 <= len(lost) <= 2
    assert told(database) == ["damaged-journal"]
    (notice,) = database.notices
    assert notice.values["kept"] == 25 - len(lost)
    assert Path(notice.values["aside"]).read_bytes() in bytes(data)
    assert database.number == 40
    database.close()
    goes_on(book, [each for each in range(40) if each not in lost])


def test_a_zeroed_page_in_the_middle_of_the_snapshot_costs_only_what_stood_there(book):
    path = book / "book.json"
    start, end = places(path, b'"size":7,')
    data = bytearray(path.read_bytes())
    data[start + 20 : end + 20] = bytes(end - start)
    path.write_bytes(data)
    database = opened(book)
    assert sizes(database) == [each for each in range(40) if each not in (7, 8)]
    assert told(database) == ["damaged-book"]
    (notice,) = database.notices
    assert notice.values["kept"] == 38
    assert notice.values["aside"].startswith(str(book / "damaged-"))
    database.close()
    goes_on(book, [each for each in range(40) if each not in (7, 8)])


def test_a_small_snapshot_zeroed_whole_comes_back_from_the_journal_as_far_as_that_goes(tmp_path):
    book = fill(tmp_path / "book", 8, 3)
    path = book / "book.json"
    path.write_bytes(bytes(path.stat().st_size))
    database = opened(book)
    assert sizes(database) == list(range(3, 11))
    assert told(database) == ["damaged-book", "book-cut-short"]
    assert Path(database.notices[0].values["aside"]).exists()
    database.close()
    goes_on(book, list(range(3, 11)))


def test_damage_that_is_met_while_reading_is_mended_on_the_way(book):
    database = opened(book)
    path = book / "book.json"
    times = os.stat(path)
    start, _end = places(path, b'"size":7,')
    with open(path, "r+b") as target:
        target.seek(start + 5)
        target.write(bytes(50))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    found = [document["size"] for document in database.table("touches")]
    assert found == [each for each in range(40) if each != 7]
    assert told(database) == ["damaged-book"]
    assert database.table("touches").with_key("colour:c7") == []
    assert [each["size"] for each in database.table("touches").with_key("colour:c8")] == [8]
    database.close()
    goes_on(book, [each for each in range(40) if each != 7])


def test_what_the_snapshot_lost_comes_back_from_the_units_still_kept(book):
    path = book / "book.json"
    start, end = places(path, b'"size":17,')
    data = path.read_bytes()
    path.write_bytes(data[:start] + b"\0" * (end - start) + data[end:])
    database = opened(book)
    assert sizes(database) == list(range(40))
    assert told(database) == ["damaged-book"]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.77, 0.999])
def test_a_snapshot_cut_short_keeps_its_beginning_and_everything_since(book, share):
    path = book / "book.json"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    database = opened(book)
    found = sizes(database)
    assert found == sorted(found)
    assert set(range(15, 40)) <= set(found), "five folded units are still kept"
    assert len(found) >= 25 + int(15 * share) - 1
    assert "book-cut-short" in told(database)
    database.close()
    goes_on(book, found)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5])
def test_a_journal_cut_short_keeps_its_beginning(book, share):
    path = book / "journal.jsonl"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    database = opened(book)
    found = sizes(database)
    assert found == list(range(len(found)))
    assert len(found) >= 20 + (5 if share == 0.5 else 0)
    assert told(database)
    database.close()
    goes_on(book, found)


def test_a_journal_that_is_gone_leaves_the_snapshot(book):
    os.unlink(book / "journal.jsonl")
    database = opened(book)
    assert sizes(database) == list(range(20))
    assert told(database) == ["journal-missing"]
    database.close()
    goes_on(book, list(range(20)))


def test_a_snapshot_that_is_gone_leaves_the_journal(book):
    os.unlink(book / "book.json")
    database = opened(book)
    assert sizes(database) == list(range(15, 40))
    assert told(database) == ["book-cut-short"]
    database.close()
    goes_on(book, list(range(15, 40)))


def test_an_older_snapshot_beside_a_newer_journal_is_told(book):
    old = (book / "book.json").read_bytes()
    database = opened(book)
    database.compact(keep_units=0)
    database.table("touches").insert({"size": 40})
    database.close()
    (book / "book.json").write_bytes(old)
    database = opened(book)
    assert told(database) == ["journal-gap"]
    assert [document["size"] for document in database.table("touches")] == [*range(20), 40]
    database.table("touches").insert({"size": 41})
    assert database.number == 42


class TestEditedByHand:
    """Well-formed edits are accepted and told."""

    def test_a_document_of_the_snapshot(self, book):
        path = book / "book.json"
        path.write_text(path.read_text().replace('"size":7,"colours":["c7"]', '"size":39,  "colours":["c39"]'))
        database = opened(book)
        assert sizes(database) == [39 if each == 7 else each for each in range(40)]
        assert told(database) == ["edited-by-hand"]
        database.close()
        goes_on(book, [39 if each == 7 else each for each in range(40)])

    def test_while_the_book_is_open(self, book):
        database = opened(book)
        path = book / "book.json"
        path.write_text(path.read_text().replace('"size":7,"colours":["c7"]', '"size":39,"colours":["c39"]'))
        assert database.changed_elsewhere()
        database.catch_up()
        assert sizes(database) == [39 if each == 7 else each for each in range(40)]
        assert told(database) == ["edited-by-hand"]
        assert not database.changed_elsewhere()

    def test_a_line_taken_out_and_one_put_in(self, book):
        path = book / "book.json"
        start, end = places(path, b'"size":7,')
        data = path.read_bytes()
        extra = b'[ "touches", {"id": "%s", "size": 38, "colours": ["c38"]} ],\n' % new_id(steps.NOW).encode()
        path.write_bytes(data[:start] + extra + data[end:])
        database = opened(book)
        assert sorted(sizes(database)) == sorted([38, *(each for each in range(40) if each != 7)])
        assert told(database) == ["edited-by-hand"]

    def test_laid_out_anew_by_an_editor(self, book):
        path = book / "book.json"
        path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
        database = opened(book)
        assert sizes(database) == list(range(40))
        assert told(database) == ["edited-by-hand"]
        database.close()
        goes_on(book, list(range(40)))

    def test_a_unit_of_the_journal(self, book):
        path = book / "journal.jsonl"
        path.write_text(path.read_text().replace('"size":27,"colours":["c27"]', '"size":3,"colours":["c3"]'))
        database = opened(book)
        assert sizes(database) == [3 if each == 27 else each for each in range(40)]
        assert told(database) == ["edited-by-hand"]
        assert len(list(database.units())) == 25
        database.close()
        goes_on(book, [3 if each == 27 else each for each in range(40)])

    def test_a_slip_of_the_hand_costs_one_line_and_that_is_set_aside(self, book):
        path = book / "book.json"
        path.write_text(path.read_text().replace('"size":7,', '"size:7,'))
        database = opened(book)
        assert sizes(database) == [each for each in range(40) if each != 7]
        (notice,) = database.notices
        assert notice.code == "damaged-book"
        assert '"size:7,' in Path(notice.values["aside"]).read_text()


@pytest.mark.parametrize("content", [
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"Dear diary,\nno book at all\n", b"{}", b"[]", b"null",
    b'{"_default": {"1": {"a": 1}}}', b"\0" * 5000, b"[" * 100_000,
])
def test_what_is_no_book_is_left_exactly_as_it_is(tmp_path, content):
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.json").write_bytes(content)
    with pytest.raises(BookFault) as caught:
        opened(folder)
    assert caught.value.code == "not-a-book"
    assert caught.value.values["path"] == str(folder / "book.json")
    assert (folder / "book.json").read_bytes() == content
    assert set(os.listdir(folder)) <= {"book.json", "lock"}


def test_another_file_in_the_place_of_the_snapshot_is_not_taken_for_an_empty_book(book):
    (book / "book.json").write_bytes(b"GIF89a" + bytes(range(256)) * 40)
    before = {name: (book / name).read_bytes() for name in ("book.json", "journal.jsonl")}
    with pytest.raises(BookFault, match="not-a-book"):
        opened(book)
    assert before == {name: (book / name).read_bytes() for name in before}


def test_a_newer_book_is_refused_and_untouched(book):
    opened(book, schema=3, migrate=lambda found, database: database.table("touches").update({"new": found})).close()
    before = {name: (book / name).read_bytes() for name in ("book.json", "journal.jsonl", "index")}
    for _ in range(2):
        with pytest.raises(BookFault) as caught:
            opened(book)
        assert caught.value.code == "newer-book"
        assert (caught.value.values["found"], caught.value.values["known"]) == (3, 1)
        (book / "index").unlink(missing_ok=True)
    assert (book / "book.json").read_bytes() == before["book.json"]
    assert (book / "journal.jsonl").read_bytes() == before["journal.jsonl"]


def test_an_open_book_that_another_program_migrates_is_refused_from_then_on(book):
    database = opened(book)
    opened(book, schema=2, migrate=lambda found, database: None).close()
    assert database.changed_elsewhere()
    with pytest.raises(BookFault, match="newer-book"):
        database.catch_up()
    with pytest.raises(BookFault, match="newer-book"):
        database.table("touches").insert({})


def test_a_migration_is_one_step_and_ends_undo(book):
    def migrate(found, database):
        assert found == 1
        database.table("touches").update(lambda document: document.update(size=document["size"] + 1, colours=[]))
        database.table("more").insert({"from": found})

    database = opened(book, schema=2, migrate=migrate)
    assert database.schema == 2
    assert [document["size"] for document in database.table("touches")] == list(range(1, 41))
    assert database.table("touches").with_key("colour:c3") == []
    assert len(database.table("more")) == 1
    assert not any(unit.undoable for unit in database.units())
    database.table("touches").insert({"size": 0})
    assert [unit.undoable for unit in database.units(limit=2)] == [True, False]


def test_a_migration_that_fails_changes_nothing(book):
    def migrate(found, database):
        database.table("touches").truncate()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened(book, schema=2, migrate=migrate)
    database = opened(book)
    assert database.schema == 1
    assert sizes(database) == list(range(40))


@pytest.mark.parametrize("name", [
    "book (conflicted copy 2026-11-24).json", "book.sync-conflict-20261124-101010-ABCDEFG.json", "book 2.json",
    "journal (Ann's conflicted copy).jsonl",
])
def test_a_conflicted_copy_beside_the_book_is_told(book, name):
    (book / name).write_text("{}")
    database = opened(book)
    (notice,) = database.notices
    assert notice.code == "conflicted-copy"
    assert notice.values["path"] == str(book / name)
    assert sizes(database) == list(range(40))
    assert (book / name).read_text() == "{}"


def test_a_home_on_a_link_and_a_book_on_a_link_stay_links(tmp_path):
    real = fill(tmp_path / "real", 5, 5)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.rename(real / "book.json", elsewhere / "kept.json")
    os.symlink(elsewhere / "kept.json", real / "book.json")
    os.symlink(real, tmp_path / "link")
    database = opened(tmp_path / "link")
    assert database.folder == real
    database.table("touches").insert({"size": 10, "colours": ["c10"]})
    database.compact()
    assert sizes(database) == list(range(11))
    assert os.path.islink(tmp_path / "link")
    assert os.path.islink(real / "book.json")
    assert '"size":10' in (elsewhere / "kept.json").read_text()
    database.close()
    assert sizes(opened(real)) == list(range(11))


def test_a_copy_of_the_folder_has_a_name_of_its_own(book, tmp_path):
    first = opened(book)
    shutil.copytree(book, tmp_path / "copy")
    second = opened(tmp_path / "copy")
    assert first.machine != second.machine
    assert len(first.machine) == 8
    assert opened(book).machine == first.machine
    assert opened(tmp_path / "copy").machine == second.machine
    assert sizes(second) == list(range(40))
    assert told(second) == []


def test_folder_and_files_are_the_users_alone(book):
    assert stat.S_IMODE(os.stat(book).st_mode) == 0o700
    assert {stat.S_IMODE(os.stat(book / name).st_mode) for name in os.listdir(book)} == {0o600}


def test_no_book_where_none_may_be_made(tmp_path):
    with pytest.raises(BookFault, match="no-book"):
        opened(tmp_path / "book", create=False)
    assert not (tmp_path / "book").exists()


class RefusingLayer(FileLayer):
    """Files that cannot be written, for one reason or another, once `is_refusing`."""

    def __init__(self, reason, after=0):
        self.reason = reason
        self.left = after
        self.is_refusing = True

    def _refuse(self):
        self.left -= 1
        if self.is_refusing and self.left < 0:
            raise OSError(self.reason, os.strerror(self.reason))

    def open(self, path, flags):
        if flags & os.O_CREAT or (flags & os.O_RDWR and self.reason != errno.ENOSPC):
            self._refuse()
        return super().open(path, flags)

    def write(self, descriptor, data, offset):
        if self.is_refusing and self.left <= 0 and self.reason == errno.ENOSPC:
            super().write(descriptor, bytes(data)[: len(data) // 2], offset)
        self._refuse()
        super().write(descriptor, data, offset)

    def sync(self, descriptor):
        self._refuse()
        super().sync(descriptor)

    def replace(self, source, target):
        self._refuse()
        super().replace(source, target)


@pytest.mark.parametrize("is_indexed", [True, False])
@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES])
def test_what_cannot_be_written_can_be_read(book, reason, is_indexed):
    if not is_indexed:
        os.unlink(book / "index")
    database = opened(book, files=RefusingLayer(reason))
    assert sizes(database) == list(range(40))
    with pytest.raises(BookFault) as caught:
        database.table("touches").insert({"size": 1})
    assert caught.value.code == "cannot-write"
    assert str(book) in caught.value.values["path"]
    assert sizes(database) == list(range(40))
    other = opened(book)
    other.table("touches").insert({"size": 41})
    assert database.changed_elsewhere()
    assert len(database.catch_up()) == 1
    assert len(database.table("touches")) == 41
    assert not database.changed_elsewhere()


def test_a_damaged_book_that_cannot_be_written_can_be_read(book):
    path = book / "book.json"
    data = path.read_bytes().replace(b'"size":7,', b'"size:7,')
    path.write_bytes(data)
    database = opened(book, files=RefusingReading(errno.EROFS, str(book)))
    assert sizes(database) == [each for each in range(40) if each != 7]
    assert told(database) == ["damaged-book"]
    assert database.notices[0].values["aside"] is None
    with pytest.raises(BookFault, match="cannot-write"):
        database.table("touches").insert({"size": 1})
    assert path.read_bytes() == data


class RefusingReading(RefusingLayer):
    """A folder that cannot be written, on a computer that otherwise can."""

    def __init__(self, reason, folder):
        super().__init__(reason)
        self.folder = folder

    def open(self, path, flags):
        return super().open(path, flags) if path.startswith(self.folder) else FileLayer.open(self, path, flags)

    def write(self, descriptor, data, offset):
        FileLayer.write(self, descriptor, data, offset)

    def sync(self, descriptor):
        FileLayer.sync(self, descriptor)


@pytest.mark.parametrize("after", range(0, 12))
def test_a_full_disk_fails_the_unit_and_nothing_else(book, after):
    layer = RefusingLayer(errno.ENOSPC, after)
    layer.is_refusing = False
    database = opened(book, files=layer)
    layer.left, layer.is_refusing = after, True
    stored = list(range(40))
    for size in range(5):
        try:
            database.table("touches").insert({"size": size, "note": "n" * 9000})
            stored.append(size)
        except BookFault as fault:
            assert fault.code == "disk-full"
        assert [document["size"] for document in database.table("touches")] == stored
    with pytest.raises(BookFault, match="disk-full"):
        database.compact()
    layer.is_refusing = False
    database.table("touches").insert({"size": 9})
    database.compact()
    for again in (database, opened(book)):
        assert [document["size"] for document in again.table("touches")] == [*stored, 9]
        assert set(told(again)) <= {"torn-unit"}
    assert not [name for name in os.listdir(book) if name.endswith((".new", ".fold"))]


def test_a_limit_on_the_size_of_files_is_met_like_a_full_disk(book):
    program = (
        "from store.errors import BookFault\n"
        "import sys, signal, resource, disk_steps as s\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "d = s.open_database(sys.argv[1], keys_of=s.keys_of, schema=1)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "n = 0\n"
        "try:\n"
        "    while n < 1000: d.table('touches').insert({'size': 100 + n}); n += 1\n"
        "except BookFault as fault: print(fault.code, n, len(d.table('touches')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(book)], capture_output=True, text=True,
                          env={"PYTHONPATH": steps.__file__.rpartition("/")[0]})
    assert done.stderr == ""
    code, stored, count = done.stdout.split()
    assert code == "disk-full"
    assert int(count) == 40 + int(stored)
    assert int(stored) > 10
    database = opened(book)
    assert len(database.table("touches")) == int(count)
    assert told(database) == []


def test_a_folder_that_one_may_only_read(tmp_path):
    book = fill(tmp_path / "book")
    is_root = os.geteuid() == 0
    if is_root:
        for place in (tmp_path, *tmp_path.parents[:3]):
            os.chmod(place, os.stat(place).st_mode | 0o055)
    for name in os.listdir(book):
        os.chmod(book / name, 0o444)
    os.chmod(book, 0o555)
    child = os.fork()
    if not child:
        try:
            if is_root:
                os.setgid(65534)
                os.setuid(65534)
            database = opened(book)
            assert sizes(database) == list(range(40))
            with pytest.raises(BookFault, match="cannot-write"):
                database.table("touches").insert({"size": 1})
            with pytest.raises(BookFault, match="cannot-write"):
                opened(book / "new")
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.chmod(book, 0o755)


def test_documents_whose_keys_cannot_be_told_are_named(book):
    def keys_of(table, document):
        return [document["missing"]]

    database = opened(book, keys_of=keys_of)
    assert len(database.table("touches").all()) == len(database.table("touches")) == 40
    assert told(database) == ["bad-document"] * 40
    assert database.notices[0].values["table"] == "touches"
    assert database.notices[0].values["id"] == database.table("touches").all()[0]["id"]
    with pytest.raises(BookFault) as caught:
        database.table("touches").insert({"size": 1})
    assert caught.value.code == "odd-document"
    database.table("touches").insert({"size": 1, "missing": "x"})
    assert len(database.table("touches").with_key("x")) == 1


def test_a_folder_that_goes_away_under_an_open_book(book):
    database = opened(book)
    shutil.rmtree(book)
    assert database.changed_elsewhere()
    assert sizes(database) == list(range(40)), "what is open stays readable"
    with pytest.raises(BookFault, match="no-book"):
        database.catch_up()
    with pytest.raises(BookFault):
        database.table("touches").insert({})
    assert not book.exists()


@pytest.mark.parametrize("name", ["book.json", "journal.jsonl"])
def test_a_book_whose_making_was_broken_off_is_an_empty_book(tmp_path, name):
    opened(tmp_path / "book").close()
    os.unlink(tmp_path / "book" / name)
    database = opened(tmp_path / "book")
    assert told(database) == []
    assert sizes(database) == []
    database.close()
    goes_on(tmp_path / "book", [])


def test_a_closed_book_says_so(book):
    database = opened(book)
    database.close()
    database.close()
    table = database.table("touches")
    for operation in (table.all, lambda: table.insert({}), database.catch_up):
        with pytest.raises(BookFault, match="book-closed"):
            operation()

"""Erasing documents for good: no byte of them is left, everything else is, and no sudden end leaves it half done."""

import errno
import json
import os
import shutil
import subprocess
import sys

import disk_power as power
import disk_steps as steps
import pytest

from store.disk import FileLayer, open_database
from store.disk.identity import id_of_number
from store.errors import BookFault

GONE, GONE_BEFORE, MENTION, OTHER, UNTIED = (id_of_number(number) for number in (11, 12, 13, 14, 15))
SECRETS = (b"Marty", b"red-secret", GONE.encode(), GONE_BEFORE.encode())


class Stopping(FileLayer):
    """The real files, until one operation of a sort; then nothing works any more."""

    def __init__(self, sort, allowed):
        self.sort = sort
        self.left = allowed
        self.is_stopped = False

    def _count(self, sort):
        if self.is_stopped:
            raise power.PowerCut
        if sort == self.sort:
            self.left -= 1
            if self.left < 0:
                self.is_stopped = True
                raise power.PowerCut

    def write(self, descriptor, data, offset):
        self._count("write")
        super().write(descriptor, data, offset)

    def sync_folder(self, path):
        self._count("sync_folder")
        super().sync_folder(path)

    def replace(self, source, target):
        self._count("replace")
        super().replace(source, target)

    def remove(self, path):
        self._count("remove")
        super().remove(path)


class Failing(FileLayer):
    """The real files, where one operation fails."""

    def __init__(self, number, allowed):
        self.number = number
        self.left = allowed

    def replace(self, source, target):
        self.left -= 1
        if self.left == -1:
            raise OSError(self.number, "no")
        super().replace(source, target)

    def write(self, descriptor, data, offset):
        if self.number == errno.ENOSPC and self.left == 0 and len(data) > 100:
            raise OSError(self.number, "no")
        super().write(descriptor, data, offset)


def opened(folder, **named):
    """Open a book."""
    return open_database(folder, **{"keys_of": steps.keys_of, "schema": 1, "wait": 0.1, **named})


def document(id_, size, note, colour="green"):
    """Return a document with keys."""
    return {"id": id_, "size": size, "note": note, "colours": [colour]}


def unit(database, documents, about, table="contacts"):
    """Write some documents as one unit; None removes."""
    with database.unit("log", at=steps.NOW, about=about):
        for id_, each in documents.items():
            if each is None:
                database.table(table).remove(doc_ids=[int(id_.replace("-", ""), 16)])
            else:
                database.table(table).put(each)


def filled(folder):
    """Make a book in which somebody stands in snapshot, journal and past, and close it."""
    database = opened(folder)
    both = {GONE: document(GONE, 1, "Marty", "red-secret"), OTHER: document(OTHER, 1, "Ada")}
    unit(database, both, {"names": ["Marty", "Ada"]})
    unit(database, {GONE_BEFORE: document(GONE_BEFORE, 2, "Marty, once")}, {"names": ["Marty"]})
    unit(database, {GONE_BEFORE: None}, {})
    unit(database, {MENTION: document(MENTION, 3, "sent by Marty")}, {"names": ["Lin"]}, "touches")
    database.compact()
    unit(database, {GONE: document(GONE, 4, "Marty again", "red-secret")}, {"names": ["Marty"]})
    unit(database, {OTHER: document(OTHER, 5, "Ada again")}, {"names": ["Ada"]})
    unit(database, {MENTION: document(MENTION, 4, "Marty sent her")}, {"names": ["Lin"]}, "touches")
    unit(database, {UNTIED: document(UNTIED, 0, "näh\n" * 900)}, {"names": ["Marty", "Bo"]}, "touches")
    (database.folder / "damaged-20261101T000000Z.jsonl").write_text("x" * 99 + json.dumps({"id": GONE, "name": "Marty"}))
    (database.folder / "damaged-20261102T000000Z.jsonl").write_text(json.dumps({"id": OTHER}))
    (database.folder / "journal.jsonl.fold").write_text("Marty")
    (database.folder / "book.json.new").write_text("Marty")
    database.close()
    return folder


def scrub(about):
    """Return what a unit is about without the name."""
    return {**about, "names": [each for each in about.get("names", ()) if each != "Marty"]}


def erase(database):
    """Erase somebody."""
    database.erase({"contacts": {GONE, GONE_BEFORE}}, {"touches": {MENTION: document(MENTION, 4, "sent by somebody")}}, scrub)


LEFT = {
    "contacts": {OTHER: document(OTHER, 5, "Ada again")},
    "touches": {MENTION: document(MENTION, 4, "sent by somebody"), UNTIED: document(UNTIED, 0, "näh\n" * 900)},
}


def holders(folder):
    """Return which files hold what was to go."""
    return [(name, each) for name in sorted(os.listdir(folder)) for each in SECRETS if each in (folder / name).read_bytes()]


def past(database):
    """Return the units, oldest first, as far as they are told."""
    return [
        (each.number, dict(each.about), [(one.table, one.id, one.before, one.after) for one in each.changes])
        for each in database.units(newest_first=False)
    ]


def is_erased(folder):
    """Check a book opened anew, of which everything and only that is gone."""
    database = opened(folder)
    assert holders(folder) == []
    assert database.notices == []
    steps.agrees(database, LEFT)
    assert database.table("contacts").with_key("colour:red-secret") == []
    ada, again = document(OTHER, 1, "Ada"), document(OTHER, 5, "Ada again")
    mention = document(MENTION, 4, "sent by somebody")
    untied = document(UNTIED, 0, "näh\n" * 900)
    assert past(database) == [
        (1, {"names": ["Ada"]}, [("contacts", OTHER, None, ada)]),
        (4, {"names": ["Lin"]}, [("touches", MENTION, None, mention)]),
        (6, {"names": ["Ada"]}, [("contacts", OTHER, ada, again)]),
        (8, {"names": ["Bo"]}, [("touches", UNTIED, None, untied)]),
    ]
    database.close()


def goes_on(folder):
    """Check that the book can be written, folded, and made again from its two files."""
    database = opened(folder)
    before = database.number
    stamps = [each.stamp for each in database.units()]
    with database.unit("log", at=steps.NOW) as hand:
        database.table("contacts").put(document(GONE, 1, "somebody new"))
    assert hand.number == before + 1 and hand.stamp > max(stamps)
    database.close()
    os.unlink(folder / "index")
    database = opened(folder)
    assert database.notices == []
    steps.agrees(database, {**LEFT, "contacts": {GONE: document(GONE, 1, "somebody new"), **LEFT["contacts"]}})
    database.compact()
    assert database.number == before + 1
    database.close()


def test_no_byte_is_left_and_everything_else_is(tmp_path):
    folder = filled(tmp_path / "book")
    assert len(holders(folder)) > 6
    database = opened(folder)
    erase(database)
    assert holders(folder) == []
    steps.agrees(database, LEFT)
    assert database.catch_up() == [] and not database.changed_elsewhere()
    database.close()
    assert sorted(os.listdir(folder)) == [
        "book.json", "damaged-20261102T000000Z.jsonl", "index", "journal.jsonl", "lock", "machine"]
    for name in ("book.json", "journal.jsonl", "index"):
        assert os.stat(folder / name).st_mode & 0o777 == 0o600
    is_erased(folder)
    goes_on(folder)


def test_what_was_not_asked_for_stays_byte_for_byte(tmp_path):
    folder = filled(tmp_path / "book")
    database = opened(folder)
    database.compact()
    book, journal = ((folder / name).read_bytes().split(b"\n")[1:] for name in ("book.json", "journal.jsonl"))
    database.erase({"contacts": [id_of_number(99)], "never": {GONE}}, {}, dict)
    assert (folder / "book.json").read_bytes().split(b"\n")[1:] == book
    assert (folder / "journal.jsonl").read_bytes().split(b"\n")[1:] == journal
    database.close()


def test_a_document_that_is_not_there_is_not_made(tmp_path):
    database = opened(filled(tmp_path / "book"))
    before = steps.state_of(database)
    database.erase({}, {"contacts": {GONE_BEFORE: document(GONE_BEFORE, 9, "nobody")}}, dict)
    assert steps.state_of(database) == before
    assert [change.after for each in database.units() for change in each.changes if change.id == GONE_BEFORE] == [
        None, document(GONE_BEFORE, 9, "nobody")]


STOPS = [(sort, allowed) for sort, most in (("write", 12), ("remove", 14), ("replace", 3), ("sync_folder", 5))
         for allowed in range(most)]


@pytest.mark.parametrize(("sort", "allowed"), STOPS)
def test_a_sudden_end_anywhere_leaves_a_whole_book_and_the_next_finishes(tmp_path, sort, allowed):
    folder = filled(tmp_path / "book")
    whole = opened(folder)
    before = steps.state_of(whole)
    whole.close()
    layer = Stopping(None, 0)
    database = opened(folder, files=layer)
    layer.sort, layer.left = sort, allowed
    try:
        erase(database)
    except power.PowerCut:
        pass
    renamed = GONE.encode() not in (folder / "journal.jsonl").read_bytes()
    shutil.copytree(folder, tmp_path / "left")  # as it lies there when the process is gone
    layer.is_stopped = False
    layer.sort = None
    del database
    folder = tmp_path / "left"
    database = opened(folder)
    assert database.notices == []
    steps.agrees(database, LEFT if renamed else before)
    if not renamed:
        assert len(past(database)) == 8
        erase(database)
    database.close()
    is_erased(folder)
    goes_on(folder)


@pytest.mark.parametrize("which", range(3))
def test_a_process_that_dies_at_a_rename_leaves_the_book_whole(tmp_path, which):
    folder = filled(tmp_path / "book")
    other = opened(folder)
    before = steps.state_of(other)
    child = os.fork()
    if not child:
        class Dying(FileLayer):
            left = which

            def replace(self, source, target):
                self.left -= 1
                if self.left < 0:
                    os._exit(7)
                super().replace(source, target)

        try:
            erase(opened(folder, files=Dying()))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert other.changed_elsewhere() == (which > 0)
    other.catch_up()
    steps.agrees(other, LEFT if which else before)
    if not which:
        erase(other)
    is_erased(folder)


@pytest.mark.parametrize("cut", range(0, 60, 2))
def test_a_power_cut_leaves_the_book_whole(tmp_path, cut):
    folder = filled(tmp_path / "book")
    opened(folder).close()
    layer = power.PowerLayer(1)
    database = opened(folder, files=layer)
    before = steps.state_of(database)
    layer.left = cut
    try:
        erase(database)
        layer.is_cut = True
    except power.PowerCut:
        pass
    for name in os.listdir(folder):
        layer.names.setdefault(str(folder / name), os.stat(folder / name).st_ino)
    for name in list(layer.names):
        inode = layer.names[name]
        if inode not in layer.synced:
            with open(name, "rb") as file:
                layer._know(file.fileno())
    layer.after_the_cut(folder, cut)
    database = opened(folder, files=power.PowerLayer(2))
    found = steps.state_of(database)
    assert found in (before, LEFT)
    assert database.notices == []
    if found == before:
        erase(database)
    database.close()
    database = opened(folder)
    steps.agrees(database, LEFT)


@pytest.mark.parametrize(("number", "allowed", "code"), [
    (errno.ENOSPC, 0, "disk-full"), (errno.EACCES, 0, "cannot-write"), (errno.EACCES, 1, "cannot-write"),
    (errno.EIO, 2, "disk-fault")])
def test_what_fails_is_told_and_loses_nothing(tmp_path, number, allowed, code):
    folder = filled(tmp_path / "book")
    opened(folder).close()
    layer = Failing(number, allowed)
    database = opened(folder, files=layer)
    before = steps.state_of(database)
    with pytest.raises(BookFault) as raised:
        erase(database)
    assert raised.value.code == code
    layer.number, layer.left = 0, 99
    database.changed_elsewhere()
    database.catch_up()
    if allowed == 0:
        assert not [name for name in os.listdir(folder) if name.endswith(".erase")]
        steps.agrees(database, before)
        erase(database)
    is_erased(folder)
    database.catch_up()
    steps.agrees(database, LEFT)
    goes_on(folder)


def test_another_open_book_sees_it_and_writes_on(tmp_path):
    folder = filled(tmp_path / "book")
    other, database = opened(folder), opened(folder)
    number = other.number
    erase(database)
    assert other.changed_elsewhere()
    assert other.catch_up() == []
    assert other.number == number + 1
    assert not other.changed_elsewhere()
    steps.agrees(other, LEFT)
    unit(other, {OTHER: document(OTHER, 6, "Ada")}, {})
    assert [each.number for each in database.catch_up()] == [number + 2]


def test_what_others_wrote_meanwhile_is_not_run_over(tmp_path):
    folder = filled(tmp_path / "book")
    other, database = opened(folder), opened(folder)
    database.number  # noqa: B018
    unit(other, {MENTION: document(MENTION, 9, "typed just now")}, {}, "touches")
    with pytest.raises(BookFault, match="book-locked"):
        erase(database)
    assert database.table("touches").by_id(MENTION)["note"] == "typed just now"
    erase(database)
    assert holders(folder) == []


def test_nobody_erases_inside_a_unit_or_while_others_fold(tmp_path):
    folder = filled(tmp_path / "book")
    database = opened(folder)
    with database.unit("log", at=steps.NOW), pytest.raises(BookFault, match="book-locked"):
        erase(database)
    holder = subprocess.Popen(
        [sys.executable, "-c", "import fcntl,sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
         "print('held', flush=True); sys.stdin.read()", str(folder / "index.folding")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(BookFault, match="book-locked"):
        erase(database)
    holder.communicate("")
    erase(database)
    is_erased(folder)


def test_a_damaged_book_is_mended_and_what_is_set_aside_with_it_goes(tmp_path):
    folder = filled(tmp_path / "book")
    database = opened(folder)
    path = folder / "book.json"
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b'"size"', b'"si\x00e', 1)
    path.write_bytes(b"\n".join(lines))
    erase(database)
    assert holders(folder) == []
    steps.agrees(database, LEFT)


def test_links_to_the_files_stay_links(tmp_path):
    folder = filled(tmp_path / "book")
    real = tmp_path / "real"
    real.mkdir()
    for name in ("book.json", "journal.jsonl"):
        os.rename(folder / name, real / name)
        os.symlink(real / name, folder / name)
    database = opened(folder)
    erase(database)
    assert holders(folder) == [] and holders(real) == []
    assert sorted(os.listdir(real)) == ["book.json", "journal.jsonl"]
    assert (folder / "book.json").is_symlink()
    is_erased(folder)

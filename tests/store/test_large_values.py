"""Photos of megabytes: in, out and in again as they were; sound whatever ends the program; gone with whoever is forgotten."""

import base64
import gzip
import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from store import exchange
from store.book import Book, going_out, large
from store.exchange.large import LONGEST_VALUE
from store.settings import home_under

LARGE = base64.b64encode(random.Random(4).randbytes(3_000_000)).decode()
PHOTO = base64.b64encode(random.Random(5).randbytes(300_000)).decode()
OTHER = base64.b64encode(random.Random(6).randbytes(200_000)).decode()
DIGEST = hashlib.sha256(PHOTO.encode()).hexdigest()
OLD = 1_000_000_000.0
HEADS = {"2.1": "PHOTO;JPEG;ENCODING=BASE64:", "3.0": "PHOTO;ENCODING=b;TYPE=JPEG:", "4.0": "PHOTO:data:image/jpeg;base64,"}


def card(name, photo=PHOTO, version="3.0", indent=" ", width=72, more=""):
    """Return a card with a photo, folded as its version has it."""
    lines = f"\r\n{indent}".join(photo[place:place + width] for place in range(0, len(photo), width))
    head = HEADS[version] + ("\r\n" + indent if version == "2.1" else "")
    return (f"BEGIN:VCARD\r\nVERSION:{version}\r\nUID:{name}\r\nFN:{name} Long\r\nEMAIL:{name.lower()}@example.com\r\n"
            f"{more}{head}{lines}\r\n{'' if version != '2.1' else chr(13) + chr(10)}END:VCARD\r\n")


def file_of(tmp_path, *cards, name="cards.vcf"):
    """Write cards into a file."""
    path = tmp_path / name
    path.write_text("".join(cards), newline="")
    return path


def brought(book, path):
    """Take a file in; return the verdicts."""
    preview = book.read_file(Path(path))
    book.take_in([preview])
    return [row.verdict for row in preview.rows]


def photos(book):
    """Return what the book itself holds of the photos of everybody, by who they are of."""
    names = {each.id: each.name for each in book.everyone()}
    return {names[each["contact"]]: [one for one in each["properties"] if one["name"] == "PHOTO"]
            for each in book.database.table("originals") if not each.get("deleted") and each["contact"] in names}


def out(book, path, form="vcard3", lost=None):
    """Export everybody into a file; return it."""
    going_out.to_file(book, str(path), going_out.Export(form), None, replace=True, lost=lost)
    return path


def opened(folder):
    """Open a book in a home of its own."""
    folder.mkdir(exist_ok=True)
    return Book.open(home_under(str(folder)))


def held(place, photo=PHOTO):
    """Return the files under a folder that hold a part of a photo, backups unpacked."""
    piece = photo[1_000:1_060].encode()
    found = []
    for folder, _, names in os.walk(place):
        for each in names:
            data = Path(folder, each).read_bytes()
            found += [each] if piece in (gzip.decompress(data) if each.endswith(".gz") else data) else []
    return found


def large_files(folder):
    """Return the names of the files that hold long values."""
    return sorted(each.name for each in Path(folder, "large").rglob("*") if each.is_file())


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_a_photo_comes_in_goes_out_and_comes_again_as_it_was(book, tmp_path, version):
    path = file_of(tmp_path, card("Ada", LARGE, version=version))
    digest = hashlib.sha256(LARGE.encode()).hexdigest()
    assert brought(book, path) == ["new"]
    (photo,) = photos(book)["Ada Long"]
    assert (photo["value"], photo["large"], photo["size"]) == ("", digest, len(LARGE))
    assert large_files(book.home.book) == [digest]
    assert book.database.number and os.path.getsize(Path(book.home.book, "journal.jsonl")) < 20_000
    assert brought(book, path) == ["same"]
    for form in ("vcard3", "vcard4"):
        left = out(book, tmp_path / f"out-{form}.vcf", form)
        (found,) = exchange.read(left).records
        assert list(found.large) == [digest] and found.large[digest] == LARGE.encode()
        assert brought(book, left) == ["same"]
        second = opened(tmp_path / f"second-{form}")
        assert brought(second, left) == ["new"]
        assert photos(second)["Ada Long"][0]["large"] == digest
        second.close()


def test_the_files_are_the_users_alone_and_the_same_photo_lies_there_once(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada"), card("Bob", version="4.0"), card("Cyd", version="2.1", indent="    ", width=60)))
    assert large_files(book.home.book) == [DIGEST]
    for place, folders, names in os.walk(Path(book.home.book, "large")):
        for each in (*folders, *names):
            assert not stat.S_IMODE(os.stat(os.path.join(place, each)).st_mode) & 0o077


def test_a_preview_writes_nothing_beside_the_book(book, tmp_path):
    book.read_file(file_of(tmp_path, card("Ada")))
    assert not Path(book.home.book, "large").exists()
    assert not held(Path(book.home.book).parent / "cache")


def test_a_file_that_changed_between_the_look_and_the_yes_leaves_the_size(book, tmp_path):
    path = file_of(tmp_path, card("Ada"))
    preview = book.read_file(path)
    path.write_text("something else")
    book.take_in([preview])
    (photo,) = photos(book)["Ada Long"]
    assert (photo["dropped"], "large" in photo) == (len(PHOTO), False)
    path.write_text(card("Ada"), newline="")
    assert [row.reason.values.get("brings") for row in book.read_file(path).rows] == ["photo"]
    assert brought(book, path) == ["changed"] and photos(book)["Ada Long"][0]["large"] == DIGEST
    assert brought(book, path) == ["same"]


def test_a_row_left_out_leaves_no_photo(book, tmp_path):
    from store.records import replace

    preview = book.read_file(file_of(tmp_path, card("Ada"), card("Bob", OTHER)))
    rows = (replace(preview.rows[0], decision="skip"), preview.rows[1])
    book.take_in([replace(preview, rows=rows)])
    assert large_files(book.home.book) == [hashlib.sha256(OTHER.encode()).hexdigest()]


def test_what_is_longer_than_any_photo_leaves_its_size(book, tmp_path):
    size = LONGEST_VALUE + 1000
    brought(book, file_of(tmp_path, card("Ada", "A" * size, width=1 << 20), card("Bob", "A" * size, width=size)))
    for (photo,) in photos(book).values():
        assert size <= photo["dropped"] <= size + 100 and "large" not in photo
    assert not Path(book.home.book, "large").exists()


def test_long_words_of_other_programs_and_folders_of_cards(book, tmp_path):
    folder = tmp_path / "cards"
    folder.mkdir()
    words = "é wörds, " * 20_000 + "."
    escaped = words.replace(",", "\\,")
    (folder / "a.vcf").write_text(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Long\r\nX-ANY:{escaped}\r\nEND:VCARD\r\n", newline="")
    (folder / "b.vcf").write_text(card("Bob"), newline="")
    assert brought(book, folder) == ["new", "new"]
    left = out(book, tmp_path / "out.vcf", "vcard4").read_text().replace("\n ", "").replace("\r", "")
    assert f"X-ANY:{escaped}" in left and PHOTO in left


def test_json_comes_back_as_the_identical_book_with_its_photos(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada"), card("Bob", OTHER, version="4.0")))
    first = out(book, tmp_path / "one.json", "json")
    assert PHOTO in first.read_text()
    second = opened(tmp_path / "second")
    assert brought(second, first) == ["new", "new"]
    assert second.export() == book.export()
    assert large_files(second.home.book) == large_files(book.home.book)
    assert out(second, tmp_path / "two.json", "json").read_bytes() == first.read_bytes()
    assert brought(second, first) == ["same", "same"]
    second.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=some.lists(some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6), min_size=1, max_size=4),
       times=some.integers(60_000, 80_000))
def test_any_long_value_survives_json(tmp_path_factory, values, times):
    folder = tmp_path_factory.mktemp("any")
    first, second = opened(folder / "first"), opened(folder / "second")
    names = {f"X-ANY-{place}": (each * times)[:times] for place, each in enumerate(values)}
    plain = {"schema": first.database.schema, "contacts": [{"id": ID, "name": "Ada Long"}],
             "originals": [{"id": ID, "contact": ID, "source": "vcard", "key": "a", "properties": [
                 {"name": name, "params": {}, "value": value} for name, value in names.items()]}]}
    (folder / "any.json").write_text(json.dumps(plain))
    brought(first, folder / "any.json")
    left = out(first, folder / "out.json", "json")
    assert {each["name"]: each["value"] for each in json.loads(left.read_text())["originals"][0]["properties"]} == names
    brought(second, left)
    assert second.export() == first.export()
    first.close()
    second.close()


ID = "019ab3c4-0000-7000-8000-000000000001"


@pytest.mark.parametrize("named", ["../../settings.toml", "/etc/passwd", "a" * 64, "", 7, ["x"]])
def test_a_name_from_outside_opens_no_other_file(book, tmp_path, named):
    plain = {"schema": book.database.schema, "contacts": [{"id": ID, "name": "Ada Long"}],
             "originals": [{"id": ID, "contact": ID, "source": "vcard", "key": "a", "properties": [
                 {"name": "PHOTO", "params": {}, "value": "", "large": named, "size": 9}]}]}
    (tmp_path / "any.json").write_text(json.dumps(plain))
    brought(book, tmp_path / "any.json")
    assert "PHOTO" not in out(book, tmp_path / "out.vcf").read_text() or named in ("", 7, ["x"])
    list(book.check())
    book.backup()


@pytest.mark.parametrize("harm", ["gone", "shorter", "other"])
def test_a_lost_photo_breaks_no_export_and_is_told(book, tmp_path, harm):
    path = file_of(tmp_path, card("Ada"), card("Bob", OTHER))
    brought(book, path)
    file = next(Path(book.home.book, "large").rglob(DIGEST))
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + (b"" if harm == "shorter" else b"!"))
    for form in ("vcard3", "vcard4", "json", "csv"):
        lost = set()
        left = out(book, tmp_path / f"out.{form}", form, lost)
        assert "Bob Long" in left.read_text()
        assert going_out.incomplete(book, going_out.Export(form), lost) == (() if form == "csv" else ("Ada Long",))
    assert [each.reason.code for each in book.check() if each.about == "photos"] == ["photos-lost"]
    second = opened(tmp_path / "second")
    brought(second, tmp_path / "out.json")
    assert photos(second)["Ada Long"][0]["dropped"] == len(PHOTO)
    second.close()
    assert brought(book, path) == ["changed", "same"]  # the same file brings it back
    assert [each.reason.code for each in book.check() if each.about == "photos"] == ["photos-sound"]


def test_a_table_that_comes_back_takes_no_photo_away(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada")))
    left = out(book, tmp_path / "out.csv", "csv")
    assert PHOTO[:60] not in left.read_text()
    left.write_text(left.read_text().replace("Ada Long", "Ada Long").replace("ada@example.com", "new@example.com"))
    assert brought(book, left) == ["changed"]
    assert photos(book)["Ada Long"][0]["large"] == DIGEST
    second = opened(tmp_path / "second")
    brought(second, left)
    assert photos(second)["Ada Long"][0]["dropped"] == len(PHOTO)
    second.close()


def test_merging_keeps_both_photos(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada"), card("Bob", OTHER)))
    ada, bob = (book.who(each).id for each in ("Ada", "Bob"))
    book.merge(ada, bob)
    left = out(book, tmp_path / "out.vcf").read_text().replace("\n ", "").replace("\r", "")
    assert PHOTO in left and OTHER in left


def test_undo_leaves_the_file_redo_needs_it_and_nobody_keeps_it_for_ever(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada")))
    book.undo()
    file = next(Path(book.home.book, "large").rglob(DIGEST))
    os.utime(file, (OLD, OLD))
    large.collect(book)
    assert file.exists()  # the journal can do it again
    book.redo()
    assert PHOTO in out(book, tmp_path / "out.vcf").read_text().replace("\n ", "").replace("\r", "")
    book.undo()
    book.database.compact(keep_units=0)
    large.collect(book)
    assert not file.exists()


def test_what_nothing_names_goes_when_it_is_old(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada")))
    values = large.of_book(book)
    stray = hashlib.sha256(b"stray").hexdigest()
    values.keep(stray, b"stray")
    Path(book.home.book, "large", stray[:2], f"{stray}.999999999.part").write_bytes(b"stra")
    large.collect(book)
    assert large_files(book.home.book) == sorted([DIGEST, stray])
    for each in Path(book.home.book, "large").rglob("*"):
        os.utime(each, (OLD, OLD))
    large.collect(book)
    assert large_files(book.home.book) == [DIGEST]


def test_backups_share_the_files_and_restore_brings_them_back(book, clock, tmp_path):
    brought(book, file_of(tmp_path, card("Ada")))
    for _ in range(4):
        book.backup()
        clock.forward(days=1)
    assert large_files(book.home.backups) == [DIGEST] and held(book.home.backups) == [DIGEST]
    assert sum(each.size for each in book.backups()) < 20_000
    book.forget_what_was_read()
    book.undo()
    os.unlink(next(Path(book.home.book, "large").rglob(DIGEST)))
    book.restore()
    assert PHOTO in out(book, tmp_path / "out.vcf").read_text().replace("\n ", "").replace("\r", "")
    elsewhere = opened(tmp_path / "elsewhere")
    elsewhere.restore(book.backups()[0].path)
    assert PHOTO in out(elsewhere, tmp_path / "out.vcf").read_text().replace("\n ", "").replace("\r", "")
    elsewhere.close()


def test_a_damaged_photo_comes_back_from_the_backups(book, tmp_path):
    brought(book, file_of(tmp_path, card("Ada")))
    book.backup()
    next(Path(book.home.book, "large").rglob(DIGEST)).write_bytes(b"damaged")
    assert [each.reason.code for each in book.check() if each.about == "photos"] == ["photos-brought-back", "photos-sound"]
    assert PHOTO in out(book, tmp_path / "out.vcf").read_text().replace("\n ", "").replace("\r", "")
    os.unlink(next(Path(book.home.book, "large").rglob(DIGEST)))
    book.backup()
    assert large_files(book.home.book) == [DIGEST]


def test_thinning_takes_the_files_that_no_backup_names(book, clock, tmp_path):
    brought(book, file_of(tmp_path, card("Ada")))
    book.backup()
    book.undo()
    book.database.compact(keep_units=0)
    for each in Path(book.home.backups, "large").rglob("*"):
        os.utime(each, (OLD, OLD))
    large.collect_backups(book.home.backups)
    assert large_files(book.home.backups) == [DIGEST]
    clock.forward(days=40)
    first = book.backups()[0].path
    for _ in range(12):
        book.backup()
        clock.forward(seconds=5)
    assert large_files(book.home.backups) == [DIGEST]  # the oldest of its week stays
    os.unlink(first)
    for each in Path(book.home.backups, "large").rglob("*"):
        os.utime(each, (OLD, OLD))
    assert book.backup().values["thinned"]
    assert large_files(book.home.backups) == []


def test_forgetting_leaves_no_byte_of_a_photo_and_others_keep_theirs(book, tmp_path):
    inbox = tmp_path / "given"
    inbox.mkdir()
    path = file_of(inbox, card("Ada"), card("Bob", OTHER), card("Cyd", OTHER))
    brought(book, path)
    book.backup()
    path.write_text(card("Ada", PHOTO[::-1]), newline="")  # another photo of the same person
    next(Path(book.home.book, "large").rglob(DIGEST)).write_bytes(b"damaged")
    assert brought(book, path) == ["changed"]
    Path(book.home.book, "large", DIGEST[:2], f"{DIGEST}.999999999.part").write_text(PHOTO[:9000])
    book.backup()
    path.unlink()
    assert held(tmp_path) and held(tmp_path, PHOTO[::-1])
    book.forget(book.who("Ada").id)
    assert not held(tmp_path) and not held(tmp_path, PHOTO[::-1])
    book.forget(book.who("Bob").id)
    assert len(held(tmp_path, OTHER)) == 2  # Cyd has the same one, here and beside the backups
    book.forget(book.who("Cyd").id)
    assert not held(tmp_path, OTHER)


KILLED = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from store.book import Book, taking_in
    from store.disk import files
    from store.settings import home_under

    count = int(sys.argv[3])
    real = files.FileLayer.sync, files.FileLayer.replace

    def counted(which):
        def act(*given):
            global count
            count -= 1
            if count < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real[which](*given)
        return act

    book = Book.open(home_under(sys.argv[1]))
    preview = book.read_file(Path(sys.argv[2]))
    files.FileLayer.sync, files.FileLayer.replace = counted(0), counted(1)
    book.take_in([preview])
""")


def test_killed_anywhere_in_an_import_the_book_is_sound(tmp_path):
    path = file_of(tmp_path, card("Ada"), card("Bob", OTHER))
    ended = None
    for count in range(20):
        home = tmp_path / f"home-{count}"
        opened(home).close()
        done = subprocess.run([sys.executable, "-c", KILLED, str(home), str(path), str(count)], check=False,
                              capture_output=True, text=True)
        book = opened(home)
        there = len(book.everyone())
        assert there in (0, 2)
        assert not [each for each in book.check() if each.about == "photos" and each.state != "good"]
        book.close()
        if done.returncode != -signal.SIGKILL or there:
            ended = count
            break
    assert ended is not None and ended > 3, ended
    book = opened(home)
    assert brought(book, path) == ["same", "same"]
    left = out(book, tmp_path / "out.vcf").read_text().replace("\n ", "").replace("\r", "")
    assert PHOTO in left and OTHER in left
    book.close()


MEASURED = textwrap.dedent("""
    import resource, sys
    from pathlib import Path
    from store.book import Book
    from store.settings import home_under

    book = Book.open(home_under(sys.argv[1]))
    preview = book.read_file(Path(sys.argv[2]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    book.take_in([preview])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
""")


@pytest.mark.long
def test_memory_stays_flat_while_a_hundred_megabytes_of_photos_come_in(tmp_path):
    used = []
    for megabytes in (5, 100):
        path = tmp_path / f"{megabytes}.vcf"
        with path.open("w", newline="") as file:
            for number in range(megabytes // 3 + 1):
                photo = base64.b64encode(random.Random(number).randbytes(2_250_000)).decode()
                file.write(card(f"P{number}", photo))
        done = subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path / f"home-{megabytes}"), str(path)],
                              capture_output=True, text=True, check=True)
        used.append(list(map(int, done.stdout.split())))
        assert len(large_files(tmp_path / f"home-{megabytes}" / "book")) == megabytes // 3 + 1
    assert max(used[1]) < max(used[0]) + 15, used

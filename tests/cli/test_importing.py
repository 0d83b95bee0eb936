"""`onward import` as it is installed: what to do with who is there, columns by hand, the lot, and its JSON."""

import json

import pytest

CARDS = ("BEGIN:VCARD\nVERSION:3.0\nFN:Marty Chen\nEMAIL:marty@example.com\nTITLE:CFO\nEND:VCARD\n"
         "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Duarte\nTEL:+1 415 555 0101\nBDAY:--0315\nEND:VCARD\n"
         "BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\n")


@pytest.fixture
def cards(tmp_path):
    path = tmp_path / "cards.vcf"
    path.write_text(CARDS)
    return str(path)


def good(done):
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


def names(onward):
    return sorted(each["name"] for each in json.loads(good(onward("export", "--json")))["contacts"])


def test_the_shape_of_a_dry_run(onward, cards):
    onward("log", "met Marty Chen marty@example.com")
    shape = json.loads(good(onward("import", cards, "--dry-run", "--json")))
    assert {"kind", "contacts", "problems", "path", "map"} <= set(shape)
    assert shape["kind"] == "vcard"
    marty, ana = shape["contacts"]
    assert (marty["verdict"], marty["line"], ana["verdict"], ana["line"]) == ("changed", 1, "new", 7)
    assert ana["phones"] == [{"e164": "+14155550101", "as_typed": "+1 415 555 0101"}]
    assert (ana["birthday"], ana["emails"], ana["touches"]) == ("--03-15", [], 0)
    assert shape["problems"] == [{"line": 13, "reason": "no name"}]


def test_the_same_file_twice_changes_nothing_and_one_undo_takes_it_back(onward, cards):
    good(onward("import", cards, "--yes"))
    done = onward("import", cards, "--yes")
    assert "Nothing new in it" in done.stderr
    good(onward("undo"))
    assert names(onward) == []


@pytest.mark.parametrize("policy, people, title", [
    ("--update", ["Ana Duarte", "Marty Chen"], "CFO"), ("--skip", ["Ana Duarte", "Marty Chen"], "CEO"),
    ("--replace", ["Ana Duarte", "Marty Chen"], "CFO"), ("--add", ["Ana Duarte", "Marty Chen", "Marty Chen"], None),
])
def test_what_is_done_with_who_is_there(onward, cards, tmp_path, policy, people, title):
    first = tmp_path / "first.vcf"
    first.write_text(CARDS.replace("TITLE:CFO\n", "TITLE:CEO\n" if policy in ("--replace", "--skip") else "").split("BEGIN:VCARD\nVERSION:3.0\nFN:Ana")[0])
    good(onward("import", str(first), "--yes"))
    good(onward("import", cards, "--yes", policy))
    assert names(onward) == people
    if title:
        assert json.loads(good(onward("show", "Marty", "--json")))["contact"]["title"] == title


def test_who_may_be_somebody_is_left_out_unless_asked_for(onward, tmp_path):
    onward("log", "met Marty Chen @Acme marty@example.com")
    path = tmp_path / "doubt.vcf"
    path.write_text("BEGIN:VCARD\nFN:Marty Chen\nORG:Beta\nEMAIL:other@example.com\nEND:VCARD\n")
    assert json.loads(good(onward("import", str(path), "--dry-run", "--json")))["contacts"][0]["verdict"] == "doubt"
    assert "Nothing new" in onward("import", str(path), "--yes").stderr
    good(onward("import", str(path), "--yes", "--in-doubt", "add"))
    assert names(onward) == ["Marty Chen", "Marty Chen"]
    assert onward("import", str(path), "--in-doubt", "sometimes").returncode == 2


def test_columns_by_hand_and_what_is_asked_for_the_lot(onward, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Who,Ring\nMarty Chen,+1 415 555 0100\nAna Duarte,+1 415 555 0101\n")
    assert onward("import", str(path)).returncode == 6
    shape = json.loads(good(onward("import", str(path), "--map", "Who=name,Ring=phone", "--dry-run", "--json")))
    assert shape["map"] == {"Who": "name", "Ring": "phone"}
    done = onward("import", str(path), "--map", "Who=name,Ring=phone", "--temperature", "warm", "--tag", "expo,#fair",
                  "--cadence", "keep", "--spread", "--yes")
    good(done)
    shown = json.loads(good(onward("show", "Marty", "--json")))
    assert (shown["contact"]["temperature"], shown["contact"]["tags"]) == ("warm", ["expo", "fair"])
    assert [each["cadence"] for each in shown["plans"]] == ["keep"]
    assert onward("import", str(path), "--map", "Who=nonsense,Ring=phone").returncode == 2
    assert onward("import", str(path), "--map", "Who").returncode == 2
    assert onward("import", str(path), "--cadence", "nonsense", "--map", "Who=name,Ring=phone", "--yes").returncode == 3
    assert onward("import", str(path), "--add", "--skip").returncode == 2


def test_what_is_no_list_of_contacts_is_refused_with_what_it_is(onward, tmp_path):
    path = tmp_path / "bank.csv"
    path.write_text("Date,Payee,Amount\n2026-01-01,Rent,-1200\n2026-01-02,Tea,-3\n")
    done = onward("import", str(path), "--dry-run", "--json")
    assert done.returncode == 6
    assert "Nothing was changed" in done.stderr


def test_a_zip_a_folder_and_a_calendar(onward, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("cards.vcf", CARDS)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.vcf").write_text(CARDS)
    good(onward("import", str(tmp_path / "a.zip"), str(tmp_path / "folder"), "--yes"))
    assert names(onward) == ["Ana Duarte", "Marty Chen"]
    (tmp_path / "b.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20261101T100000Z\nSUMMARY:Review\n"
                                    "ATTENDEE:mailto:marty@example.com\nEND:VEVENT\nEND:VCALENDAR\n")
    good(onward("import", str(tmp_path / "b.ics"), "--yes"))
    touches = json.loads(good(onward("show", "Marty", "--json")))["touches"]
    assert [(each["kind"], each["at"], each["note"]) for each in touches] == [("meeting", "2026-11-01T10:00:00Z", "Review")]


def test_what_is_too_large_to_keep_is_said(onward, tmp_path):
    path = tmp_path / "photo.vcf"
    for size, told in ((1_000, False), (100_000, False), (17_000_000, True)):
        path.write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:Jo Hart\nPHOTO;ENCODING=b;TYPE=JPEG:{'A' * size}\nEND:VCARD\n")
        said = good(onward("import", str(path), "--dry-run"))
        assert ("1 photo or the like is too large to be kept" in said) is told, said

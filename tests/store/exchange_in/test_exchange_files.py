"""Whole files as phones, Google, LinkedIn, Outlook and Thunderbird write them, read completely."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from exchange_book import FILES, Shelf, people, preview, values

from store import exchange
from store.errors import FileFault

ALL = sorted(each.name for each in FILES.iterdir())


def labelled(contact, channel):
    return [(each.value, each.label, each.preferred) for each in contact.addresses if each.channel == channel]


def test_an_iphone_export():
    found = preview(FILES / "iphone_3_0.vcf")
    assert found.kind == "vcard" and found.problems == ()
    assert [row.verdict for row in found.rows] == ["new", "new", "new", "bad"]
    marty, priya, company, nobody = found.rows
    contact = marty.contact
    assert (contact.name, contact.given, contact.family, contact.middle, contact.prefix, contact.nickname) == (
        "Dr. Martin J. Chen",
        "Martin",
        "Chen",
        "J.",
        "Dr.",
        "Marty",
    )
    assert (contact.company, contact.title, contact.country) == ("Acme Roofing, Inc.", "Head of Surveys", "US")
    assert labelled(contact, "email") == [
        ("marty.chen@example.com", "work", True),
        ("marty@home.example.com", "other", False),
    ]
    assert labelled(contact, "phone") == [
        ("+14155550100", "mobile", True),
        ("+14155550101", "work", False),
        ("+14155550103", "Site trailer", False),
        ("+14155550102", "work fax", False),
    ]
    assert contact.address("phone").typed == "+1 (415) 555-0100"
    assert labelled(contact, "post") == [("12 Harbor Street\nSuite 4\nOakland, CA 94607\nUnited States", "work", True)]
    assert labelled(contact, "web") == [
        ("https://chen.example.com", "homepage", True),
        ("http://www.linkedin.com/in/martychen-example", "linkedin", False),
        ("skype:marty.chen", "skype", False),
    ]
    assert contact.note == "Son plays golf.\nWants a site review; asked twice"
    assert set(marty.dates) == {("birthday", 3, 15, None), ("anniversary", 6, 20, 2009)}
    assert (contact.origin, contact.source, contact.permissions, contact.id) == ("import", "", (), "")
    kept = {each["name"]: each for each in marty.original["properties"]}
    assert {"ORG", "ADR", "X-ABRELATEDNAMES", "PHOTO", "REV"} <= kept.keys()
    assert kept["ORG"]["value"] == "Acme Roofing\\, Inc.;Site Survey"
    assert (kept["X-ABLABEL"]["group"], kept["X-ABLABEL"]["value"]) == ("item6", "_$!<Friend>!$_")
    assert (marty.original["source"], marty.original["key"]) == ("vcard", "5a1f0c52-8d2e-4d57-9a53-0d1f2f7c1e01")
    assert priya.dates == (("birthday", 3, 15, 1980),)
    assert company.contact.name == company.contact.company == "Voss & Söhne GmbH"
    assert nobody.contact is None and nobody.reason.code == "no-name" and nobody.place == 67


def test_an_android_export_in_quoted_printable():
    found = preview(FILES / "android_2_1.vcf")
    ayse, joe = (row.contact for row in found.rows)
    assert (ayse.name, ayse.given, ayse.family, ayse.nickname) == ("Ayşe Öztürk", "Ayşe", "Öztürk", "Ay")
    assert ayse.note == "Met at the fair, likes tea.\nCall in May about the örnek kumaş."
    assert labelled(ayse, "phone") == [("+14155550110", "mobile", True), ("+14155550111", "work fax", False)]
    assert values(ayse, "post") == ["Örnek Sokak 12\n35000 İzmir\nTürkiye"]
    assert found.rows[0].dates == (("birthday", 11, 2, 1975),)
    photo = next(each for each in found.rows[0].original["properties"] if each["name"] == "PHOTO")
    assert photo["value"].startswith("/9j/4AAQ") and photo["value"].endswith("MjIyMg==") and " " not in photo["value"]
    assert (joe.name, values(joe, "phone")) == ("Plumber Joe", ["+14155550112"])


def test_a_card_of_a_server_in_version_4_and_a_group():
    found = preview(FILES / "server_4_0.vcf")
    assert len(found.rows) == 1
    lena = found.rows[0].contact
    assert (lena.name, lena.middle, lena.language, lena.zone, lena.country) == (
        "Lena Voss",
        "Maria Sofie",
        "de",
        "Europe/Berlin",
        "DE",
    )
    assert labelled(lena, "email") == [("lena@example.com", "work", False), ("lena.voss@example.org", "home", True)]
    assert labelled(lena, "phone") == [("+14155550120", "mobile", True), ("+14155550121;ext=12", "work", False)]
    assert values(lena, "post") == ["Harbor Lane 1\n20457 Hamburg\nGermany"]
    assert lena.tags == ("expo", "client, old", "Chamber")
    assert lena.note == "Long note that is folded in the middle of a word and goes on, with a comma."
    assert set(found.rows[0].dates) == {("birthday", 3, 15, None), ("anniversary", 6, 20, 2015)}
    custom = next(each for each in found.rows[0].original["properties"] if each["name"] == "X-CUSTOM-FIELD")
    assert custom == {"name": "X-CUSTOM-FIELD", "params": {"X-A": ["b;c:d"]}, "value": "kept\\; as it is"}


def test_googles_present_table():
    found = preview(FILES / "google.csv")
    assert (found.kind, found.problems, [row.verdict for row in found.rows]) == ("google-csv", (), ["new"] * 3)
    ana, other, formula = (row.contact for row in found.rows)
    assert (ana.name, ana.given, ana.middle, ana.family, ana.nickname) == (
        "Ana Lucía Duarte",
        "Ana",
        "Lucía",
        "Duarte",
        "Ani",
    )
    assert (ana.company, ana.title, ana.country, ana.referrer_name) == ("Duarte & Co", "Owner", "US", "Pat Weber")
    assert ana.note == "Loves hiking,\nasks for two quotes"
    assert ana.tags == ("clients", "expo 2026", "starred")
    assert labelled(ana, "email") == [
        ("ana@example.com", "work", True),
        ("ana.duarte@example.com", "work", False),
        ("ani@example.org", "home", False),
    ]
    assert labelled(ana, "phone") == [
        ("+14155550130", "mobile", True),
        ("+14155550131", "mobile", False),
        ("+14155550132", "work fax", False),
    ]
    assert values(ana, "post") == ["7 Pier Road\nOakland, CA 94607\nUS"]
    assert set(found.rows[0].dates) == {("birthday", 11, 28, 1979), ("anniversary", 6, 20, None)}
    kept = [(each["name"], each["value"]) for each in found.rows[0].original["properties"]]
    assert (
        ("Custom Field", "38") in kept
        and ("Photo", "https://photos.example.com/ana") in kept
        and ("Department", "Sales") in kept
    )
    assert (other.name, other.tags, values(other, "email")) == ("someone@example.com", (), ["someone@example.com"])
    assert formula.name == '=HYPERLINK("x") O\'Hara "Jo" Hart'
    assert values(formula, "phone") == ["ask reception"]
    assert found.rows[2].dates == (("birthday", 2, 29, None),)


def test_linkedins_connections_below_their_preamble():
    found = preview(FILES / "linkedin_connections.csv")
    assert (found.kind, found.problems) == ("linkedin-csv", ())
    tom, iris, marta = found.rows
    assert (tom.contact.name, tom.contact.company, tom.contact.title, tom.contact.source) == (
        "Tom Ashby",
        "Ashby, Lowe & Partners",
        "Managing Partner",
        "LinkedIn",
    )
    assert [row.met_on for row in found.rows] == [dt.date(2024, 3, 12), dt.date(2019, 1, 3), dt.date(2022, 2, 7)]
    assert labelled(tom.contact, "web") == [("https://www.linkedin.com/in/tom-ashby-example", "linkedin", False)]
    assert tom.original["key"] == "https://www.linkedin.com/in/tom-ashby-example"
    assert values(iris.contact, "email") == ["iris@example.com"] and iris.contact.title == 'Designer "at large"'
    assert (marta.contact.name, marta.contact.family, marta.contact.suffix) == ("Márta Kovács", "Kovács", "PhD")
    assert [row.place for row in found.rows] == [5, 6, 8]


@pytest.mark.parametrize(("lines", "place"), [(0, 2), (1, 3), (40, 42), (150, 152)])
def test_a_preamble_of_any_length(tmp_path, lines, place):
    text = (
        "Some words, not a header\n" * lines + "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    )
    text += "Tom,Ashby,https://www.linkedin.com/in/tom-example,,Ashby,,12 Mar 2024\n"
    (record,) = people(tmp_path, text)
    assert (record.contact.name, record.place) == ("Tom Ashby", place)


@pytest.mark.parametrize(
    ("name", "kind", "person", "mails", "phones", "birthday", "more"),
    [
        (
            "google_former.csv",
            "google-csv",
            "Jo Hart",
            ["jo@example.com"],
            ["+14155550140"],
            (2, 3, 1990),
            {"company": "Hart Ltd", "title": "Director", "tags": ("Chamber",), "note": "Quiet"},
        ),
        (
            "outlook_com.csv",
            "outlook-csv",
            "Nils Berg",
            ["nils@example.com", "nils.berg@example.org"],
            ["+14155550150", "+14155550151", "+14155550152"],
            (3, 5, 1971),
            {"company": "Berg AS", "title": "CFO", "prefix": "Mr.", "country": "NO", "note": "Skis"},
        ),
        (
            "outlook_desktop.csv",
            "outlook-csv",
            "Käthe Müller",
            ["kaethe@example.com"],
            ["+14155550160"],
            (5, 3, 1968),
            {
                "company": "Müller & Söhne",
                "title": "Geschäftsführerin",
                "tags": ("Kunde", "Messe"),
                "referrer_name": "Tom Ashby",
                "country": "DE",
            },
        ),
        (
            "thunderbird.csv",
            "thunderbird-csv",
            "Sam Okoye",
            ["sam@example.com", "sam.okoye@example.org"],
            ["+14155550170", "+14155550171"],
            (4, 7, 1985),
            {"company": "Okoye Legal", "country": "US", "note": "Prefers mail"},
        ),
    ],
)
def test_other_programs_tables(name, kind, person, mails, phones, birthday, more):
    found = preview(FILES / name)
    (row,) = found.rows
    assert (found.kind, found.problems, row.contact.name) == (kind, (), person)
    assert (values(row.contact, "email"), values(row.contact, "phone")) == (mails, phones)
    assert row.dates == (("birthday", *birthday),)
    assert {field: getattr(row.contact, field) for field in more} == more


@pytest.mark.parametrize("name", ALL)
def test_the_same_file_again_adds_nothing(name):
    book = Shelf()
    first = preview(FILES / name, book)
    assert "new" in {row.verdict for row in first.rows}
    book.take(first)
    before = dict(book.contacts)
    second = preview(FILES / name, book)
    assert {row.verdict for row in second.rows} <= {"same", "bad"}
    book.take(second)
    assert book.contacts == before


@pytest.mark.parametrize("name", ALL)
def test_a_file_is_told_by_its_content_and_not_by_its_name(tmp_path, name):
    disguised = tmp_path / "photo.png"
    disguised.write_bytes((FILES / name).read_bytes())
    assert exchange.read(disguised).kind == exchange.read(FILES / name).kind


REFUSED = {
    "empty": b"",
    "blank": b" \r\n\r\n",
    "bom": b"\xef\xbb\xbf\n",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj",
    "program": b"\x7fELF\x02\x01\x01\0\0",
    "binary": bytes(range(256)) * 20,
    "spreadsheet": b"PK\x03\x04\x14\0[Content_Types].xml......xl/workbook.xml",
    "database": b"SQLite format 3\0",
    "text": b"Dear Marty,\nthank you for the walk.\n\nBest, Jo\n",
    "html": b"<!DOCTYPE html><html><body>hi</body></html>",
    "json": b'{"name": "package", "version": 1}',
    "broken json": b'{"schema": 1, "contacts": [',
    "list": b"[1, 2, 3]",
    "table": b"Date,Description,Amount\n2026-01-01,Rent,1200\n2026-01-02,Tea,3\n",
    "prices": b"Name,Price,Notes\nTea,3,hot\nRent,1200,cold\n",
}
CODES = {"blank": "empty", "bom": "empty", "broken json": "json", "list": "json", "prices": "table"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_contacts_is_refused_with_what_it_is(tmp_path, name):
    path = tmp_path / "contacts.vcf"
    path.write_bytes(REFUSED[name])
    with pytest.raises(FileFault) as fault:
        exchange.read(path)
    assert (fault.value.code, fault.value.values["kind"]) == ("not-contacts", CODES.get(name, name))
    assert fault.value.values["path"] == str(path)


def test_what_is_not_there_or_cannot_be_read(tmp_path):
    with pytest.raises(FileFault) as fault:
        exchange.read(tmp_path / "gone.vcf")
    assert fault.value.code == "missing-file"
    with pytest.raises(FileFault) as fault:
        exchange.read(Path("/dev/null"))
    assert fault.value.code == "cannot-read"
    with pytest.raises(FileFault) as fault:
        exchange.read(tmp_path)
    assert (fault.value.code, fault.value.values["kind"]) == ("not-contacts", "folder")


def test_a_folder_of_cards(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nFN:Ana Duarte\nEND:VCARD\n")
    (tmp_path / "work" / "b").write_text(
        "BEGIN:VCARD\nFN:Bo Lind\nTEL:+14155550100\nEND:VCARD\nBEGIN:VCARD\nNOTE:x\nEND:VCARD\n"
    )
    (tmp_path / ".hidden" / "c.vcf").write_text("BEGIN:VCARD\nFN:Cache\nEND:VCARD\n")
    (tmp_path / "readme.txt").write_text("nothing here")
    (tmp_path / "z.vcf").symlink_to(tmp_path / "nowhere")
    found = preview(tmp_path)
    assert [(row.name, row.verdict, row.reason.values.get("file")) for row in found.rows] == [
        ("Ana Duarte", "new", "a.vcf"),
        ("Bo Lind", "new", "work/b"),
        ("", "bad", "work/b"),
    ]


def test_onwards_own_export_comes_back(tmp_path):
    book = Shelf()
    book.take(preview(FILES / "iphone_3_0.vcf", book))
    import json

    from store import documents
    from store.exchange import book_json

    tables = {
        "contacts": [documents.to_document("contacts", each, "1") for each in book.contacts.values()]
        + [{"id": "gone", "name": "Gone", "deleted": "2"}],
        "dates": [
            {"id": f"d{place}", "contact": contact, "name": name, "month": month, "day": day, "year": year}
            for contact, days in book.days.items()
            for place, (name, month, day, year) in enumerate(days)
        ],
        "originals": [documents.to_document("originals", each, "1") for some in book.originals.values() for each in some],
        "remotes": [{"id": "r", "token": "secret"}],
    }
    exported = book_json.export(tables, 1)
    text = json.dumps(exported)
    assert "secret" not in text and "Gone" not in text and exported["schema"] == 1 and exported["touches"] == []
    path = tmp_path / "book"
    path.write_text(text)
    parsed = exchange.read(path)
    assert parsed.kind == "onward-json"
    fresh = Shelf()
    fresh.take(exchange.preview(parsed, fresh))
    assert list(fresh.contacts.values()) == list(book.contacts.values())
    assert fresh.days == dict(book.days.items())
    again = exchange.preview(exchange.read(path), fresh)
    assert {row.verdict for row in again.rows} == {"same"}
    with_book = exchange.preview(exchange.read(path), book)
    assert {row.verdict for row in with_book.rows} == {"same"}

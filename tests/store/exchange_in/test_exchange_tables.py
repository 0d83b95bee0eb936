"""Tables of contacts: any encoding, delimiter and header; one broken row is one line."""

from __future__ import annotations

import datetime as dt

import pytest
from exchange_book import people, preview, values

from store.exchange import csv_columns, days


def one(tmp_path, data, region="US"):
    (found,) = people(tmp_path, data, region)
    return found


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path, delimiter, encoding):
    rows = [["Name", "E-Mail", "Firma", "Unbekannt"], ["Jürgen Groß", "j@example.com", "Groß, Söhne; & Co", "=1+1"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    found = one(tmp_path, text.encode(encoding))
    assert (found.contact.name, found.contact.company, values(found.contact, "email")) == (
        "Jürgen Groß",
        "Groß, Söhne; & Co",
        ["j@example.com"],
    )
    assert found.original["properties"] == [{"name": "Unbekannt", "params": {}, "value": "=1+1"}]


@pytest.mark.parametrize(
    "header",
    [
        "First Name,Last Name,Email,Mobile,Company",
        "Vorname,Nachname,E-Mail-Adresse,Mobiltelefon,Firma",
        "Prénom,Nom,Adresse e-mail,Téléphone mobile,Société",
        "Nombre,Apellidos,Correo electrónico,Móvil,Empresa",
        'FIRST NAME , last_name,"E-mail Address",Mobile Phone,company name',
    ],
)
def test_headers_in_four_languages(tmp_path, header):
    found = one(tmp_path, f"{header}\nAna,Duarte,ana@example.com,415 555 0100,Acme\n")
    assert (found.contact.name, found.contact.given, found.contact.family, found.contact.company) == (
        "Ana Duarte",
        "Ana",
        "Duarte",
        "Acme",
    )
    assert (values(found.contact, "email"), values(found.contact, "phone")) == (["ana@example.com"], ["+14155550100"])


def test_lead_lists(tmp_path):
    found = one(
        tmp_path,
        "Record ID,First Name,Last Name,Title,Company,Email,Phone,Lead Source,Street,City,State/Province,Zip/Postal Code,"
        "Country\n17,Ana,Duarte,CEO,Acme,ana@example.com,4155550100,Web,1 Pier Rd,Oakland,CA,94607,USA\n",
    )
    assert (found.contact.title, found.contact.source, found.contact.country, found.original["key"]) == (
        "CEO",
        "Web",
        "US",
        "17",
    )
    assert values(found.contact, "post") == ["1 Pier Rd\nOakland, CA 94607\nUSA"]


def test_a_quote_that_never_closes_costs_one_row(tmp_path):
    path = tmp_path / "x"
    path.write_text(
        'Name,Email\nAna,ana@example.com\n"Bo,bo@example.com\n'
        + "".join(f"P{i},p{i}@example.com\n" for i in range(5000))
    )
    found = preview(path)
    assert len(found.rows) == 5002 and [reason.code for _, reason in found.problems] == ["open-quote"]
    assert found.rows[-1].name == "P4999" and values(found.rows[1].contact, "email") == ["bo@example.com"]
    assert found.rows[2].place == 4


def test_cells_of_several_lines_and_rows_out_of_shape(tmp_path):
    path = tmp_path / "x"
    path.write_text(
        'Name,Email,Notes\nAna,a@example.com,"one\n""two"", three"\nBo\n,,\n,,only a note\nCy,c@example.com,x,more,"and more"\n'
    )
    found = preview(path)
    assert [(row.name, row.verdict, row.place) for row in found.rows] == [
        ("Ana", "new", 2),
        ("Bo", "new", 4),
        ("", "bad", 6),
        ("Cy", "new", 7),
    ]
    assert found.rows[0].contact.note == 'one\n"two", three'
    assert [each["value"] for each in found.rows[3].original["properties"]] == ["more", "and more"]


def test_what_excel_does_to_numbers(tmp_path):
    found = one(tmp_path, 'Name,Phone,Mobile\nAna,"=""4155550100""",\'+1 415 555 0101\n')
    assert values(found.contact, "phone") == ["+14155550100", "+14155550101"]


@pytest.mark.parametrize(
    ("region", "expected"), [("US", (3, 5, 1971)), ("", (3, 5, 1971)), ("DE", (5, 3, 1971)), ("GB", (5, 3, 1971))]
)
def test_days_of_two_readings_follow_the_region(tmp_path, region, expected):
    assert one(tmp_path, "Name,Email,Birthday\nAna,a@example.com,3/5/1971\n", region).dates == (
        ("birthday", *expected),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1971-05-03", (5, 3, 1971)),
        ("1971/5/3", (5, 3, 1971)),
        ("3.5.1971", (5, 3, 1971)),
        ("3. 5. 1971", (5, 3, 1971)),
        ("25/3/1971", (3, 25, 1971)),
        ("3/25/71", (3, 25, 1971)),
        ("3/25/05", (3, 25, 2005)),
        ("3/25", (3, 25, None)),
        ("3 May 1971", (5, 3, 1971)),
        ("3rd of nothing", None),
        ("May 3, 1971", (5, 3, 1971)),
        ("3. März 1971", (3, 3, 1971)),
        ("3 de mayo de 1971", (5, 3, 1971)),
        ("3 févr. 1971", (2, 3, 1971)),
        ("May 3", (5, 3, None)),
        ("--05-03", (5, 3, None)),
        (" --05-03", (5, 3, None)),
        ("13/13/1971", None),
        ("0/0/00", None),
        ("", None),
        ("soon", None),
        ("1971-05-03 00:00:00", (5, 3, 1971)),
        ("4501-01-01", None),
        ("1" * 1000, None),
    ],
)
def test_days(text, expected):
    assert days.day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 Mar 2024", dt.date(2024, 3, 12)),
        ("7-Feb-22", dt.date(2022, 2, 7)),
        ("2024-03-12", dt.date(2024, 3, 12)),
        ("3/12/24", dt.date(2024, 3, 12)),
        ("12 Mar", None),
        ("never", None),
    ],
)
def test_whole_dates(text, expected):
    assert days.date(text) == expected


@pytest.mark.parametrize(
    ("header", "contacts"),
    [
        ("Name,Email", True),
        ("First Name,Last Name", True),
        ("Email", True),
        ("Company,Phone", True),
        ("Name,Birthday", True),
        ("Name,Price", False),
        ("Name,Notes", False),
        ("Date,Description,Amount", False),
        ("Name,Description,Status", False),
        ("", False),
        ("Street,City,State", False),
        ("Title,Notes,Website", False),
    ],
)
def test_which_tables_are_contacts(header, contacts):
    assert csv_columns.are_contacts(csv_columns.columns(header.split(","))) is contacts

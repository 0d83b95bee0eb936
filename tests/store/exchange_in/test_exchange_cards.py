"""Cards as they really come: folded badly, wrongly labelled, nested, unfinished, hostile."""

from __future__ import annotations

import codecs

import pytest
from exchange_book import people, preview, values

from store import exchange
from store.exchange import large


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def one(tmp_path, data, region="US"):
    (found,) = people(tmp_path, data, region)
    return found


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: codecs.BOM_UTF32_BE + text.encode("utf-32-be"),
        lambda text: text.encode("cp1252"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_any_line_end_in_any_encoding(tmp_path, end, encode):
    text = card(
        "FN:Jürgen Groß", "N:Groß;Jürgen;;;", "NOTE:one\\ntwo of a lon", " ger line", "TEL:+14155550100", end=end
    )
    found = one(tmp_path, encode(text))
    assert (found.contact.name, found.contact.note) == ("Jürgen Groß", "one\ntwo of a longer line")
    assert values(found.contact, "phone") == ["+14155550100"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("FN;CHARSET=UTF-8:Jürgen".encode("cp1252"), "Jürgen"),
        ("FN;CHARSET=ISO-8859-1:Jürgen".encode(), "Jürgen"),
        ("FN;CHARSET=ISO-8859-1:Jürgen".encode("latin-1"), "Jürgen"),
        ("FN;CHARSET=Windows-1251:Юрий".encode("cp1251"), "Юрий"),
        ("FN;CHARSET=Shift_JIS:山田".encode("shift_jis"), "山田"),
        ("FN;CHARSET=nonsense:Jürgen".encode(), "Jürgen"),
        (b"FN;CHARSET=base64:Jo", "Jo"),
        (b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen", "Jürgen"),
        (b"FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=FCrgen", "Jürgen"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:J=C3=BC=\r\nrgen", "Jürgen"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Jo=\r\n Ann", "Jo Ann"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Jo=ZZ=", "Jo=ZZ"),
        (b"FN;ENCODING=b:SsO8cmdlbg==", "Jürgen"),
        (b"fn:Jo", "Jo"),
        (b"Fn : Jo", "Jo"),
        (b"item1.FN:Jo", "Jo"),
        (b"FN:Jo\x00\x07 An\x1b[31mn", "Jo An [31mn"),
        (b"FN:Jo\\nAnn", "Jo Ann"),
        (b"FN:Jo\\, Ann\\; B", "Jo, Ann; B"),
        (b'FN;X-A="a:b;c":Jo', "Jo"),
        (b'FN;X-A="open:Jo', "Jo"),
        (b"FN:Jo\r\nFN:Second", "Jo"),
        (b"FN:\r\nN:Chen;Marty;;;", "Marty Chen"),
        (b"N:Chen;Marty;Lee,Ray;Dr.;Jr.", "Dr. Marty Lee Ray Chen Jr."),
        (b"N:Chen;Marty;;Mr.;", "Marty Chen"),
        (b"N:Marty Chen", "Marty Chen"),
        ("N:山田;太郎;;;".encode(), "山田太郎"),
        (b"N;ENCODING=QUOTED-PRINTABLE:Chen=3BX;Marty;;;", "Marty Chen;X"),
        (b"ORG:Acme;Sales", "Acme"),
        (b"EMAIL:marty@example.com", "marty@example.com"),
        (b"NICKNAME:Marty,M", "Marty"),
        (b"TEL:415-555-0100", "415-555-0100"),
    ],
)
def test_the_name(tmp_path, line, name):
    assert one(tmp_path, b"BEGIN:VCARD\r\n" + line + b"\r\nEND:VCARD\r\n").contact.name == name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BDAY:19800315", (3, 15, 1980)),
        ("BDAY:1980-03-15", (3, 15, 1980)),
        ("BDAY:1980-03-15T00:00:00Z", (3, 15, 1980)),
        ("BDAY;VALUE=date:1980-3-5", (3, 5, 1980)),
        ("BDAY:--0315", (3, 15, None)),
        ("BDAY:--03-15", (3, 15, None)),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-15", (3, 15, None)),
        ("BDAY:1604-03-15", (3, 15, None)),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-03-15", (3, 15, None)),
        ("BDAY:--0229", (2, 29, None)),
        ("BDAY:1980-02-29", (2, 29, 1980)),
        ("BDAY:0000-03-15", (3, 15, None)),
        ("BDAY:15.03.1980", (3, 15, 1980)),
        ("BDAY:15 Mar 1980", (3, 15, 1980)),
        ("BDAY:19800315T120000+0100", (3, 15, 1980)),
        ("BDAY:---15", None),
        ("BDAY:1980", None),
        ("BDAY:1980-03", None),
        ("BDAY:1980-02-30", None),
        ("BDAY:--1315", None),
        ("BDAY;VALUE=text:circa 1800", None),
        ("BDAY:", None),
        ("BDAY:---", None),
        ("BDAY:0001-01-01", None),
        ("BDAY:٣", None),
    ],
)
def test_the_birthday(tmp_path, line, expected):
    found = one(tmp_path, card("FN:Jo", line))
    assert found.dates == ((("birthday", *expected),) if expected else ())
    kept = [each["name"] for each in found.original["properties"]]
    assert kept == ([] if expected or line == "BDAY:" else ["BDAY"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["TEL;CELL;PREF:+14155550100"], ("mobile", True)),
        (["TEL;TYPE=CELL,VOICE:+14155550100"], ("mobile", False)),
        (["TEL;TYPE=cell;TYPE=pref:+14155550100"], ("mobile", True)),
        (['TEL;TYPE="voice,work";PREF=1:tel:+14155550100'], ("work", True)),
        (["TEL;TYPE=iPhone:+14155550100"], ("mobile", False)),
        (["TEL;WORK;FAX:+14155550100"], ("work fax", False)),
        (["item1.TEL:+14155550100", "item1.X-ABLabel:_$!<Mobile>!$_"], ("mobile", False)),
        (["ITEM1.TEL;type=pref:+14155550100", "item1.X-ABLabel:Boat"], ("Boat", True)),
        (["TEL;TYPE=X-Boat:+14155550100"], ("Boat", False)),
        (["TEL;INTERNET;VOICE:+14155550100"], ("", False)),
        (["TEL;PREF=500:+14155550100"], ("", False)),
        (["TEL;waid=1415:+14155550100"], ("", False)),
    ],
)
def test_labels_and_preference_in_all_styles(tmp_path, lines, expected):
    (address,) = one(tmp_path, card("FN:Jo", *lines)).contact.addresses
    assert (address.value, address.label, address.preferred) == ("+14155550100", *expected)


def test_only_the_most_preferred_is_preferred(tmp_path):
    found = one(
        tmp_path,
        card("FN:Jo", "EMAIL;PREF=50:a@example.com", "EMAIL;PREF=2:b@example.com", "EMAIL;TYPE=work:c@example.com"),
    )
    assert [(each.value, each.preferred) for each in found.contact.addresses] == [
        ("a@example.com", False),
        ("b@example.com", True),
        ("c@example.com", False),
    ]


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (["NOTE:one", " two"], "onetwo"),
        (["NOTE:one", "\ttwo"], "onetwo"),
        (["NOTE:one", "two"], "one\ntwo"),
        (["NOTE:one", "", "  two"], "one two"),
        (["NOTE:one", "Phone: later", "see http://example.com"], "one\nPhone: later\nsee http://example.com"),
        (["NOTE:one", "NOTE:two"], "one\n\ntwo"),
        (["NOTE:a\\nb\\Nc\\\\n\\,"], "a\nb\nc\\n,"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=", "two=0D=0A=", "\tthree"], "one\ntwo\nthree"),
        (["NOTE;ENCODING=QUOTED-PRINTABLE:one="], "one"),
    ],
)
def test_bad_folding(tmp_path, lines, note):
    found = one(tmp_path, card("FN:Jo", *lines, "TEL:+14155550100", version="3.0"))
    assert (found.contact.note, values(found.contact, "phone")) == (note, ["+14155550100"])


def test_photos_without_indentation_and_of_megabytes(tmp_path):
    body = "\r\n".join(["QUJD" * 18] * 3)
    found = one(
        tmp_path,
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Jo\r\nPHOTO;JPEG;ENCODING=BASE64:\r\n{body}\r\n\r\nTEL:+14155550100\r\nEND:VCARD",
    )
    assert found.original["properties"][0]["value"] == "QUJD" * 54
    assert values(found.contact, "phone") == ["+14155550100"]
    for size in (100_000, 3_000_000):
        for fold in (74, size):
            lines = "\r\n ".join("A" * min(fold, size - start) for start in range(0, size, fold))
            found = one(tmp_path, card("FN:Jo", f"PHOTO;ENCODING=b;TYPE=JPEG:{lines}", "TEL:+14155550100"))
            (photo,) = found.original["properties"]
            assert (photo["value"], photo["name"], values(found.contact, "phone")) == ("", "PHOTO", ["+14155550100"])
            assert (photo["size"], photo["large"]) == (size, large.digest_of(b"A" * size))


def test_one_broken_card_costs_one_line_and_the_others_arrive(tmp_path):
    path = tmp_path / "x"
    path.write_text(
        card("FN:Ana")
        + "BEGIN:VCARD\r\nFN:Bo\r\n"
        + card("FN:Cy")
        + "garbage\r\n"
        + card("TITLE:nobody")
        + card("FN:Di")
    )
    found = preview(path)
    assert [(row.name, row.verdict) for row in found.rows] == [
        ("Ana", "new"),
        ("Bo", "new"),
        ("Cy", "new"),
        ("", "bad"),
        ("Di", "new"),
    ]
    assert [(place, reason.code) for place, reason in found.problems] == [(5, "no-end")]
    assert found.rows[3].place == 12


@pytest.mark.parametrize(
    "agent",
    [
        "AGENT:\r\nBEGIN:VCARD\r\nFN:Inner\r\nTEL:+14155550199\r\nEND:VCARD\r\n",
        "AGENT:BEGIN:VCARD\r\nFN:Inner\r\nTEL:+14155550199\r\nEND:VCARD\r\n",
        "AGENT:\r\nBEGIN:VCARD\r\nFN:Inner\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Deep\r\nEND:VCARD\r\nEND:VCARD\r\n",
        "AGENT:BEGIN:VCARD\\nFN:Inner\\nEND:VCARD\\n\r\n",
    ],
)
def test_nested_cards_are_not_taken_for_the_person(tmp_path, agent):
    found = one(tmp_path, f"BEGIN:VCARD\r\nFN:Outer\r\n{agent}TEL:+14155550100\r\nEND:VCARD\r\n")
    assert (found.contact.name, values(found.contact, "phone")) == ("Outer", ["+14155550100"])


def test_indented_and_surrounded_cards(tmp_path):
    found = people(tmp_path, "Here it is:\n    begin:vcard\n    fn:Jo\n    note:a\n     b\n    end:vcard \nbye\n")
    assert [(each.contact.name, each.contact.note) for each in found] == [("Jo", "ab")]


def test_addresses_are_cleaned_and_in_normal_form(tmp_path):
    found = one(
        tmp_path,
        card(
            "FN:Jo",
            "EMAIL:mailto:Jo.Hart@EXAMPLE.com",
            "EMAIL:Jo <jo.hart@example.com>",
            "EMAIL:nobody here",
            "TEL:ask\\nreception",
            "TEL:",
            "ADR:;;;;;;",
            "URL:https://example.com/a\\,b",
            "X-JABBER:jo@example.org",
        ),
    )
    assert [(each.channel, each.value) for each in found.contact.addresses] == [
        ("email", "Jo.Hart@example.com"),
        ("phone", "ask reception"),
        ("web", "https://example.com/a,b"),
        ("web", "jabber:jo@example.org"),
    ]
    assert [(each["name"], each["value"]) for each in found.original["properties"]] == [("EMAIL", "nobody here")]


def test_bare_numbers_are_read_in_the_region(tmp_path):
    for region, value in (("US", "+14155550100"), ("", "415-555-0100")):
        assert values(one(tmp_path, card("FN:Jo", "TEL:415-555-0100"), region).contact, "phone") == [value]


def test_records_are_read_while_they_are_asked_for(tmp_path):
    path = tmp_path / "x"
    path.write_text(card("FN:Ana") * 50_000)
    records = iter(exchange.read(path).records)
    assert next(records).contact.name == "Ana"
    records.close()

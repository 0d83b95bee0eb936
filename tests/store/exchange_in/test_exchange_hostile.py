"""Whatever the bytes: people or a FileFault, clean text, and work that grows no faster than the file."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from exchange_book import FILES, Shelf, preview
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import FileFault

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)


def clean(text: str, lines: bool) -> bool:
    return all(
        (each == "\n" and lines) or (each == "\t" and lines) or unicodedata.category(each) not in ("Cc", "Cs")
        for each in text
    )


def check(tmp_path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    book = Shelf()
    try:
        found = preview(path, book)
    except FileFault as fault:
        assert fault.code in ("not-contacts", "cannot-read")
        return
    for row in found.rows:
        assert (row.contact is None) == (row.verdict == "bad")
        if row.contact is None:
            continue
        assert row.contact.name.strip()
        for name, value in vars(row.contact).items():
            if isinstance(value, str):
                assert clean(value, lines=name == "note"), (name, value)
        for each in row.contact.addresses:
            assert (
                each.value
                and clean(each.value, lines=each.channel == "post")
                and clean(each.typed + each.label, lines=False)
            )
        assert all(clean(each, lines=False) for each in row.contact.tags)
        assert all(1 <= month <= 12 and 1 <= day <= 31 and year != 1604 for _, month, day, year in row.dates)
        assert "\0" not in repr(row.original)
        json.dumps(row.original, ensure_ascii=False).encode()


@QUIET
@given(st.binary(max_size=400))
def test_any_bytes(tmp_path, data):
    check(tmp_path, data)


@QUIET
@given(st.binary(max_size=300))
def test_any_bytes_inside_a_card(tmp_path, data):
    check(tmp_path, b"BEGIN:VCARD\nVERSION:2.1\nFN:Jo\n" + data + b"\nEND:VCARD\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n")


NAMES = [
    "N",
    "FN",
    "TEL",
    "EMAIL",
    "ADR",
    "BDAY",
    "NOTE",
    "ORG",
    "PHOTO",
    "AGENT",
    "BEGIN",
    "END",
    "VERSION",
    "item1.TEL",
    "item1.X-ABLabel",
    "X-ABDATE",
    "X-ANDROID-CUSTOM",
    "CATEGORIES",
    "KIND",
    "MEMBER",
    "LABEL",
    "IMPP",
    "TZ",
    "LANG",
    "UID",
    "URL",
]
PARAMS = [
    "",
    ";TYPE=work",
    ";ENCODING=QUOTED-PRINTABLE",
    ";CHARSET=utf-16",
    ";ENCODING=b",
    ";PREF=1",
    ';X="',
    ";TYPE=pref,cell",
    ";CHARSET=idna",
    ";X-APPLE-OMIT-YEAR=1604",
    ";PREF=\u0661",
    ";CHARSET=rot13",
    ";CHARSET=undefined",
]
VALUES = st.one_of(
    st.sampled_from(
        [
            "VCARD",
            "",
            ";;;;",
            "\\",
            "=",
            "=C3=",
            "group",
            "1604-03-15",
            "--0229",
            "tel:",
            "mailto:",
            "\ud800x",
            "vnd.android.cursor.item/contact_event;x;1;",
            "Europe/Berlin",
            "../../etc/passwd",
            "Ana;Bo",
        ]
    ),
    st.text(max_size=20),
)
LINES = st.lists(
    st.builds(
        lambda name, param, value, end: f"{name}{param}:{value}{end}",
        st.sampled_from(NAMES),
        st.sampled_from(PARAMS),
        VALUES,
        st.sampled_from(["\n", "\r\n", "\r", "\n ", "\n\n"]),
    ),
    max_size=25,
)


@QUIET
@given(LINES, st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_properties(tmp_path, lines, encoding):
    check(tmp_path, ("BEGIN:VCARD\n" + "".join(lines)).encode(encoding, "replace"))


@QUIET
@given(
    st.sampled_from(
        ["google.csv", "linkedin_connections.csv", "outlook_desktop.csv", "iphone_3_0.vcf", "android_2_1.vcf"]
    ),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=4)), min_size=1, max_size=6),
    st.integers(0, 4000),
)
def test_damaged_files(tmp_path, name, wounds, end):
    data = bytearray((FILES / name).read_bytes())
    for place, bite in wounds:
        data[place % len(data) : place % len(data) + len(bite)] = bite
    check(tmp_path, bytes(data[: len(data) - end % len(data)]))


@QUIET
@given(
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=12), st.sampled_from(['"', '""', "a@example.com", "1/2/03", " ::: ", "=1"])),
            max_size=6,
        ),
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
def test_any_cells(tmp_path, rows, delimiter):
    text = delimiter.join(["Name", "E-mail 1 - Value", "Birthday", "Labels"]) + "\n"
    check(tmp_path, (text + "\n".join(delimiter.join(row) for row in rows)).encode("utf-8", "replace"))


@QUIET
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "name",
                        "addresses",
                        "channel",
                        "value",
                        "contact",
                        "month",
                        "day",
                        "properties",
                        "tags",
                        "permissions",
                        "state",
                        "note",
                        "slower",
                        "temperature",
                    ]
                ),
                inner,
                max_size=5,
            ),
        ),
        max_leaves=12,
    )
)
def test_any_export(tmp_path, value):
    check(
        tmp_path,
        json.dumps(
            {
                "schema": 1,
                "contacts": [value, {"name": "Jo", "id": "1", "addresses": value, "tags": value}],
                "dates": [value],
                "originals": value,
            }
        ).encode(),
    )


def steps_of(tmp_path, data: bytes) -> int:
    """Return how many lines of our own code a preview runs: the work, whatever the machine does besides."""
    path = tmp_path / "big"
    path.write_bytes(data)
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        if "exchange" not in frame.f_code.co_filename:
            return None
        count += 1
        return trace

    sys.settrace(trace)
    try:
        preview(path)
    finally:
        sys.settrace(None)
    return count


def inside(line: str):
    return lambda size: ("BEGIN:VCARD\nFN:Jo\n" + line * size + "END:VCARD\n").encode()


HOSTILE = {
    "begin": lambda size: b"BEGIN:VCARD\n" * size,
    "nested": lambda size: b"BEGIN:VCARD\nFN:Jo\n" + b"AGENT:\nBEGIN:VCARD\n" * size,
    "quotes": lambda size: b"BEGIN:VCARD\nFN:Jo\nX;A=" + b'":' * size + b"\nEND:VCARD\n",
    "backslashes": lambda size: b"BEGIN:VCARD\nFN:Jo\nN:" + b"\\;;" * size + b"\nEND:VCARD\n",
    "notes": inside("NOTE:a\n"),
    "unfolded": inside("b\n"),
    "soft breaks": inside("NOTE;QUOTED-PRINTABLE:=\n"),
    "birthdays": inside("BDAY:1980-03-15\n"),
    "labels": inside("item1.X-ABLabel:x\nitem1.TEL:1\n"),
    "twins": lambda size: b"BEGIN:VCARD\nFN:Jo Hart\nX-A:1\nEND:VCARD\n" * size,
    "namesakes": lambda size: b"".join(
        b"BEGIN:VCARD\nFN:Jo Hart\nEMAIL:a%d@example.com\nEND:VCARD\n" % each for each in range(size)
    ),
    "open quotes": lambda size: b"Name,Email\n" + b'x,"y\n' * size,
    "escaped quotes": lambda size: b"Name,Email\n" + b'"x,""y\n' * size,
    "one open quote": lambda size: b'Name,Email\nx,"y\n' + b"x,y\n" * size,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_no_faster_than_the_file(tmp_path, name):
    small, large = (steps_of(tmp_path, HOSTILE[name](size)) for size in (100, 800))
    assert large < 8 * small * 1.5 + 2000

"""What goes out, read by the programs it is for: vobject, khard, a CardDAV server and icalendar."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from outgoing_people import ID, STAMP, STEADY, contacts, differing, in_order, outgoing

from store.exchange.calendar_writing import CalendarDate, CalendarTouch, calendar
from store.exchange.outgoing import Outgoing
from store.exchange.vcard_writing import VERSIONS, card
from store.model import Address, Contact, DueTouch, Permission, Reason, SpecialDate, Window

ANN = Outgoing(
    Contact(ID, "Ann Berg, PhD", given="Ann", family="Berg", suffix="PhD", nickname="Annie", company="Berg; Söhne", title="COO",
            note="First line\nsecond, with; marks \\ and 漢字 " + "long " * 40, tags=("expo", "a,b"), language="de", zone="Europe/Berlin",
            temperature="hot", addresses=(
                Address("phone", "+14155550100;ext=12", "(415) 555-0100 x12", "mobile", preferred=True),
                Address("phone", "+493055501234", "", "work fax"), Address("email", "ann@example.com", "Ann@Example.com", "work"),
                Address("email", "old@example.com", "", "Zürich", bounced=True), Address("web", "https://example.com/a,b;c?d=1"),
                Address("post", "Hauptstraße 5\n10115 Berlin\nDeutschland", "", "work")),
            permissions=(Permission("text", "granted", "said-so", STAMP),)),
    (SpecialDate("", ID, "birthday", 2, 29), SpecialDate("", ID, "anniversary", 6, 20, 2009)))


@pytest.mark.parametrize("version", VERSIONS)
def test_vobject_reads_what_was_written(version):
    read = vobject.readOne(card(ANN, version).decode())
    assert read.fn.value == "Ann Berg, PhD"
    assert (read.n.value.family, read.n.value.given, read.n.value.suffix) == ("Berg", "Ann", "PhD")
    assert read.org.value == ["Berg; Söhne"]
    assert read.note.value == ANN.contact.note
    assert read.categories.value == ["expo", "a,b"]
    assert [each.value for each in read.tel_list] == ["+14155550100 x12", "+493055501234"]
    assert [each.value for each in read.email_list] == ["ann@example.com", "old@example.com"]
    assert (read.adr.value.street, read.adr.value.city, read.adr.value.code) == ("Hauptstraße 5", "Berlin", "10115")
    assert read.bday.value == ("1604-02-29" if version == "3.0" else "--0229")


@pytest.mark.parametrize("version", VERSIONS)
@settings(STEADY, max_examples=12)
@given(people=st.lists(outgoing(), min_size=1, max_size=2))
def test_vobject_reads_anybody_and_writes_them_again(version, people):
    text = b"".join(card(each, version) for each in people).decode()
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line and b"\r" not in line
        line.decode("utf-8")
    found = list(vobject.readComponents(text))
    assert [each.fn.value for each in found] == [each.contact.name for each in people]
    for each, person in zip(found, people, strict=True):
        if person.contact.note:
            assert each.note.value == person.contact.note
        each.serialize()


@pytest.fixture
def khard(tmp_path, monkeypatch):
    """Return what runs khard on a folder of cards."""
    cards = tmp_path / "cards"
    cards.mkdir()
    config = tmp_path / "khard.conf"
    config.write_text(f"[addressbooks]\n[[ours]]\npath = {cards}\n[general]\ndefault_action = list\neditor = true\n"
                      "merge_editor = true\n[vcard]\n")

    def run(*words):
        return subprocess.run([str(Path(sys.executable).with_name("khard")), "-c", str(config), *words], capture_output=True,
                              text=True, check=False, env={**os.environ, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}, timeout=60)

    run.cards = cards
    return run


@pytest.mark.parametrize("version", VERSIONS)
def test_khard_reads_a_folder(khard, version):
    (khard.cards / f"{ID}.vcf").write_bytes(card(ANN, version))
    bob = Outgoing(Contact("019ab3c4-0000-7000-8000-000000000002", "Bob"), (SpecialDate("", ID, "birthday", 3, 15, 1980),))
    (khard.cards / "bob.vcf").write_bytes(card(bob, version))
    listed = khard("list", "--parsable")
    assert listed.returncode == 0 and listed.stderr == "", listed.stderr
    assert "Ann Berg" in listed.stdout and "Bob" in listed.stdout
    mails = khard("email", "--parsable", "ann")
    assert "ann@example.com" in mails.stdout and "old@example.com" in mails.stdout
    shown = khard("show", "--format", "pretty", "ann")
    assert shown.returncode == 0 and shown.stderr == "", shown.stderr
    for words in ("+14155550100 x12", "Hauptstraße 5", "Berlin", "Berg; Söhne", "COO", "Annie"):
        assert words in shown.stdout
    assert "03/15/80" in khard("birthdays").stdout or "1980" in khard("birthdays").stdout


def ask(url, method, data=b"", **headers):
    """Return status and body of a request."""
    request = urllib.request.Request(url, data=data or None, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def server(tmp_path):
    """Return the address of a Radicale of our own, with an address book and a calendar in it."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    config = tmp_path / "radicale"
    config.write_text(f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\n"
                      f"filesystem_folder = {tmp_path / 'collections'}\n[logging]\nlevel = warning\n")
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", str(config)], stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None, process.stderr.read().decode()
            time.sleep(0.05)
    make = ('<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype>'
            "<collection/><C:addressbook/></resourcetype></prop></set></mkcol>")
    assert ask(f"{url}/ann/", "MKCOL")[0] == 201
    assert ask(f"{url}/ann/book/", "MKCOL", make.encode())[0] == 201
    assert ask(f"{url}/ann/days/", "MKCALENDAR")[0] == 201
    yield url
    process.terminate()
    process.wait(20)
    process.stderr.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_carddav_server_takes_every_card(server, tmp_path, version):
    from outgoing_people import KEPT, read_back

    from store.model import Original

    kept = Outgoing(Contact("019ab3c4-0000-7000-8000-000000000003", "=Cy\\;,\"'"), originals=(
        Original("o", ID, "vcard", "from elsewhere/1", KEPT),))
    for number, person in enumerate((ANN, kept)):
        data = card(person, version)
        status, said = ask(f"{server}/ann/book/{number}.vcf", "PUT", data, **{"Content-Type": "text/vcard"})
        assert status == 201, said
        status, stored = ask(f"{server}/ann/book/{number}.vcf", "GET")
        assert status == 200
        before, = read_back(tmp_path / "before.vcf", data)
        after, = read_back(tmp_path / "after.vcf", stored.encode())
        assert differing(in_order(after.contact), in_order(before.contact)) == {}
        assert (set(after.dates), after.more) == (set(before.dates), before.more)


def due(key="p:call:1", day=dt.datetime(2026, 11, 25, 17, 0, tzinfo=dt.UTC)):
    """Return a due touch."""
    window = Window(day - dt.timedelta(hours=9), day, day, day + dt.timedelta(days=1), day + dt.timedelta(days=2))
    return DueTouch(ID, key, "call", "call", "rhythm", window, (Reason("keep", {}),))


DATES = tuple(CalendarDate(SpecialDate("", ID, name, month, day, year), "Ann; Berg, PhD\\\n漢" * 6)
              for name, month, day, year in (("birthday", 2, 29, 1980), ("birthday", 2, 29, None), ("anniversary", 6, 20, 1999),
                                             ("birthday", 2, 29, 2000)))
TOUCHES = (CalendarTouch(due(), "Call Ann (Berg; Söhne)", "because, of; this\nand that", dt.date(2026, 11, 25)),
           CalendarTouch(due("p:promise:2"), "Call Ann", ""))


@pytest.mark.parametrize("entry", ["event", "todo"])
@pytest.mark.parametrize("leap_day", ["28", "1"])
def test_icalendar_finds_no_fault(entry, leap_day):
    data = b"".join(calendar(DATES, TOUCHES, STAMP, leap_day, entry))
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
    read = icalendar.Calendar.from_ical(data)
    assert not read.errors
    parts = [each for each in read.walk() if each.name in ("VEVENT", "VTODO")]
    assert len(parts) == 6 and not any(each.errors for each in parts)
    assert len({each["UID"] for each in parts}) == 4, "the same date of the same person is the same entry"
    assert len([each for each in parts if each.name == "VTODO"]) == (2 if entry == "todo" else 0)
    assert all(each.walk("VALARM") for each in parts)
    assert {str(each["SUMMARY"]) for each in parts} >= {"Call Ann (Berg; Söhne)"}


@pytest.mark.parametrize("leap_day, others", [("28", (2, 28)), ("1", (3, 1))])
@pytest.mark.parametrize("year", [1980, 2000, None])
def test_a_29_february_falls_where_the_setting_says(leap_day, others, year):
    from dateutil.rrule import rrulestr

    date = CalendarDate(SpecialDate("", ID, "birthday", 2, 29, year), "Ann")
    event, = icalendar.Calendar.from_ical(b"".join(calendar([date], [], STAMP, leap_day))).walk("VEVENT")
    start = dt.datetime.combine(event["DTSTART"].dt, dt.time())
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    days = {each.year: (each.month, each.day) for each in rule.between(dt.datetime(2026, 1, 1), dt.datetime(2033, 1, 1), inc=True)}
    assert days == {each: (2, 29) if each in (2028, 2032) else others for each in range(2026, 2033)}
    assert rule[0] == start, "the first day is one of the rule's own"
    if year:
        assert (start.year, start.month, start.day) == (year, 2, 29)


def test_importing_again_replaces():
    one = b"".join(calendar(DATES[:1], TOUCHES[:1], STAMP))
    later = b"".join(calendar(DATES[:1], TOUCHES[:1], STAMP + dt.timedelta(days=1)))
    first, second = ({str(each["UID"]): each["SEQUENCE"] for each in icalendar.Calendar.from_ical(data).walk("VEVENT")}
                     for data in (one, later))
    assert first.keys() == second.keys()
    assert all(second[each] > first[each] for each in first)


def test_a_caldav_server_takes_every_entry(server):
    for entry in ("event", "todo"):
        for number, (date, touch) in enumerate(((DATES[:1], ()), (DATES[2:3], ()), ((), TOUCHES[:1]), ((), TOUCHES[1:]))):
            data = b"".join(calendar(date, touch, STAMP, entry=entry))
            status, said = ask(f"{server}/ann/days/{number}.ics", "PUT", data, **{"Content-Type": "text/calendar"})
            assert status == (201 if entry == "event" else 204), said


@settings(STEADY, max_examples=20)
@given(contact=contacts())
def test_any_words_make_a_calendar_that_is_read(contact):
    touch = CalendarTouch(due(), contact.name, contact.note, dt.date(2026, 11, 25))
    event, = icalendar.Calendar.from_ical(b"".join(calendar([], [touch], STAMP))).walk("VEVENT")
    assert str(event["SUMMARY"]) == contact.name
    assert str(event.get("DESCRIPTION", "")) == contact.note



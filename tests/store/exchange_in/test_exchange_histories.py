"""Files that tell of the past: Monica, HermitCRM, frm, mail and calendars; stored once, however often they come."""

from __future__ import annotations

import datetime as dt
import json
import zipfile

import pytest
from exchange_book import Shelf

from store import exchange
from store.book import Book
from store.errors import FileFault
from store.exchange import histories
from store.exchange.parsed import Asked
from store.settings import home_under

NOW = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
ASKED = Asked(region="US", zone="America/Los_Angeles", now=NOW, own=("me@example.com",))
MARTY = "11111111-1111-4111-8111-111111111111"
PAT = "22222222-2222-4222-8222-222222222222"


def records(path):
    parsed = exchange.read(path, asked=ASKED)
    return parsed, list(parsed.records)


def values(kind, *some):
    return {"count": len(some), "type": kind, "values": list(some)}


def monica(tmp_path):
    marty = {
        "uuid": MARTY, "properties": {
            "first_name": "Marty", "last_name": "Chen", "job": "CFO", "company": "Acme", "stay_in_touch_frequency": 30,
            "tags": ["golf"], "first_met_through": PAT, "birthdate": {"date": "1980-03-15T00:00:00Z", "is_year_unknown": True},
            "first_met_date": {"date": "2024-05-02T00:00:00Z"}, "food_preferences": "no fish"},
        "data": [
            values("contact_field", {"properties": {"data": "marty@example.com", "type": "t-mail"}},
                   {"properties": {"data": "415 555 0100", "type": "t-phone"}}),
            values("call", {"uuid": "c1", "properties": {"called_at": "2024-06-01T10:00:00Z", "content": "site review"}},
                   {"uuid": "c2", "properties": {"called_at": "2024-07-01", "contact_called": True}}),
            values("note", {"created_at": "2024-06-03T10:00:00Z", "properties": {"body": "Son plays golf"}}),
            values("reminder", {"properties": {"initial_date": "2027-01-10", "title": "Ask about the lease",
                                               "frequency_type": "one_time"}},
                   {"properties": {"initial_date": "2020-08-01", "title": "Company day", "frequency_type": "year"}}),
            values("conversation", {"properties": {"happened_at": "2024-06-05", "messages": [
                {"uuid": "m1", "properties": {"content": "Monday?", "written_at": "2024-06-05", "written_by_me": True}},
                {"uuid": "m2", "properties": {"content": "Yes", "written_at": "2024-06-06", "written_by_me": False}}]}}),
            {"count": 1, "type": "activity", "values": ["a1"]},
        ]}
    pat = {"uuid": PAT, "properties": {"first_name": "Pat", "last_name": "Weber", "is_dead": True}, "data": []}
    child = {"uuid": "3", "properties": {"first_name": "Kim", "is_partial": True}, "data": []}
    activity = {"uuid": "a1", "properties": {"summary": "Lunch", "happened_at": "2024-09-01"}}
    types = [{"uuid": "t-mail", "properties": {"name": "Email", "protocol": "mailto:"}},
             {"uuid": "t-phone", "properties": {"name": "Phone", "protocol": "tel:"}}]
    path = tmp_path / "monica.json"
    path.write_text(json.dumps({"version": "1.0-preview.1", "account": {
        "uuid": "x", "data": [values("contact", marty, pat, child), values("activity", activity)],
        "instance": {"contact_field_types": types}}}))
    return path


def test_monica_brings_people_with_all_that_passed(tmp_path):
    parsed, (marty, pat) = records(monica(tmp_path))
    assert parsed.kind == "monica"
    assert [code.code for _, code in parsed.problems] == ["only-a-relation"]
    person = marty.contact
    assert (person.name, person.company, person.title, person.referrer_name) == ("Marty Chen", "Acme", "CFO", "Pat Weber")
    assert [each.value for each in person.addresses] == ["marty@example.com", "+14155550100"]
    assert marty.dates == (("birthday", 3, 15, None), ("company day", 8, 1, 2020))
    assert "2024-06-03: Son plays golf" in person.note
    touches = histories.touches(marty)
    assert [(each.kind, each.direction, each.external_key) for each in touches] == [
        ("call", "out", "monica:call:c1"), ("call", "in", "monica:call:c2"), ("meeting", "out", "monica:activity:a1"),
        ("text", "out", "monica:message:m1"), ("text", "in", "monica:message:m2")]
    assert touches[0].happened.at == dt.datetime(2024, 6, 1, 10, tzinfo=dt.UTC)
    assert touches[1].happened.day_only
    assert [each.text for each in marty.more["promises"]] == ["Ask about the lease"]
    assert marty.more["cadence"] == "keep"
    assert person.slower == pytest.approx(30 / 90, abs=0.001)
    assert marty.met_on == dt.date(2024, 5, 2)
    assert pat.more["cadence"] == "none"


@pytest.mark.parametrize("spoil", [
    {"account": {"data": [{"type": "contact", "values": [1, None, {}, {"properties": 3, "data": "x"}]}]}},
    {"account": {"data": [{"type": "contact", "values": "x"}], "instance": 4}},
    {"account": {"data": []}},
    {"account": {"data": [values("contact", {"uuid": 1, "properties": {"first_name": "A", "tags": 3}, "data": [
        values("call", {"properties": {"called_at": "9999-99-99"}}), values("conversation", {"properties": {"messages": 5}}),
        values("reminder", {"properties": {"initial_date": None}}), values("address", {"properties": []})]})]}},
])
def test_monica_spoiled_never_breaks(tmp_path, spoil):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(spoil))
    records(path)


def hermit(tmp_path):
    folder = tmp_path / "crm"
    company = folder / "companies" / "acme"
    (company / "contacts").mkdir(parents=True)
    (company / "interactions").mkdir()
    (folder / ".hermitcrm-format").write_text("4\n")
    (company / "company.md").write_text(
        "---\nname: Acme\nslug: acme\ncountry: US\nstage: offer\nnext_step: Send the offer\nnext_step_due: 2026-12-01\n"
        "next_step_status: open\ntags: [robots, expo]\nstage_history:\n  - {date: 2026-10-18, from: a, to: b}\n---\nMakes robots.\n")
    (company / "contacts" / "marty-chen.md").write_text(
        "---\nfirst_name: Marty\nlast_name: Chen\nslug: marty-chen\ntitle: COO\nlinkedin:\nemail: marty@example.com\n"
        "phone: 415 555 0100\nrole: decision-maker\n---\n")
    (company / "contacts" / "broken.md").write_text("no head\n")
    (company / "interactions" / "1.md").write_text(
        "---\ndate: 2026-10-18T10:00\nchannel: email\ndirection: in\ncontact: marty-chen\nsubject: Hello\n---\nWorth a call?\n")
    (company / "interactions" / "2.md").write_text("---\ndate: 2026-10-11T09:00\nchannel: note\ncontact:\n---\nBig plans.\n")
    return folder


def test_a_hermitcrm_folder(tmp_path):
    parsed, (marty,) = records(hermit(tmp_path))
    assert parsed.kind == "hermitcrm"
    assert [(reason.code, reason.values["file"]) for _, reason in parsed.problems] == [
        ("cannot-read", "companies/acme/contacts/broken.md")]
    person = marty.contact
    assert (person.name, person.company, person.title, person.standing) == ("Marty Chen", "Acme", "COO", "qualified")
    assert person.tags == ("robots", "expo")
    assert "2026-10-11: Big plans." in person.note
    (touch,) = histories.touches(marty)
    assert (touch.kind, touch.direction, touch.subject) == ("email", "in", "Hello")
    assert touch.happened.at == dt.datetime(2026, 10, 18, 17, tzinfo=dt.UTC)
    assert (marty.more["next_step"].text, marty.more["next_step"].due.on) == ("Send the offer", dt.date(2026, 12, 1))


def test_what_frm_writes_into_cards(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana Duarte\nX-FRM-FREQUENCY:6w\nX-FRM-GROUP:clients\n"
                    "X-FRM-SNOOZE-UNTIL:2027-01-05\nEND:VCARD\nBEGIN:VCARD\nFN:Bo Lind\nX-FRM-IGNORE:true\nEND:VCARD\n")
    _, (ana, bo) = records(path)
    assert (ana.contact.tags, ana.more["cadence"], ana.more["pause_until"]) == (("clients",), "keep", dt.date(2027, 1, 5))
    assert ana.contact.slower == pytest.approx(42 / 90, abs=0.001)
    assert bo.more["cadence"] == "none"
    assert "X-FRM-GROUP" in [each["name"] for each in ana.original["properties"]]


MBOX = """From - Tue Nov 10 09:00:00 2026
From: Marty Chen <marty@example.com>
To: me@example.com
Date: Tue, 10 Nov 2026 09:00:00 -0800
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= and
 more
Message-ID: <1@example.com>

>From the body, which nobody reads:
From: somebody@example.com

From - Wed Nov 11 09:00:00 2026
From: me@example.com
To: "Chen, Marty" <marty@example.com>, Zoe <zoe@example.com>
Date: Wed, 11 Nov 2026 09:00:00 +0000
Subject: Re: more
Message-ID: <2@example.com>

hello
From here on it is still the body.

From - Wed Nov 11 10:00:00 2026
From: News <news@example.com>
To: me@example.com
Date: Wed, 11 Nov 2026 10:00:00 +0000
List-Unsubscribe: <https://example.com>
Subject: Buy

x

From - broken
Subject: nobody

"""


def test_an_mbox_says_who_when_and_in_which_direction(tmp_path):
    path = tmp_path / "inbox"
    path.write_text(MBOX)
    parsed, people = records(path)
    assert parsed.kind == "mail"
    assert {each.contact.name: [(touch.direction, touch.subject, touch.note) for touch in histories.touches(each)]
            for each in people} == {
        "Marty Chen": [("in", "Grüße and more", ""), ("out", "Re: more", "")], "Zoe": [("out", "Re: more", "")]}
    assert {each.contact.name: each.more["known_only"] for each in people} == {"Marty Chen": "ask", "Zoe": "quiet"}
    assert [reason.code for _, reason in parsed.problems] == ["no-sender-or-date"]


def test_a_maildir_and_a_single_mail(tmp_path):
    box = tmp_path / "box"
    for name in ("cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Sent/cur", ".Sent/new"):
        (box / name).mkdir(parents=True)
    one = MBOX.split("\n", 1)[1].split("From - Wed")[0]
    (box / "cur" / "1:2,S").write_text(one)
    (box / ".Junk" / "cur" / "2").write_text(one.replace("marty@", "junk@"))
    (box / ".Sent" / "cur" / "3").write_text(MBOX.split("From - Wed Nov 11 09:00:00 2026\n")[1].split("\nFrom - ")[0])
    parsed, people = records(box)
    assert parsed.kind == "mail"
    assert sorted(each.contact.addresses[0].value for each in people) == ["marty@example.com", "zoe@example.com"]
    single = tmp_path / "mail.eml"
    single.write_text(one)
    parsed, (marty,) = records(single)
    assert (parsed.kind, marty.contact.name) == ("mail", "Marty Chen")


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one
DTSTART;TZID=America/Los_Angeles:20261102T100000
SUMMARY:Site review
LOCATION:Oakland
ORGANIZER;CN=Me:mailto:me@example.com
ATTENDEE;CN=Marty Chen;PARTSTAT=ACCEPTED:mailto:Marty@Example.com
ATTENDEE;CUTYPE=ROOM:mailto:room@example.com
BEGIN:VALARM
ATTENDEE:mailto:alarm@example.com
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:two
DTSTART:20301102T100000Z
ATTENDEE:mailto:later@example.com
END:VEVENT
BEGIN:VEVENT
UID:three
DTSTART;VALUE=DATE:20261026
RRULE:FREQ=WEEKLY;BYDAY=MO
EXDATE;VALUE=DATE:20261102
ATTENDEE:mailto:marty@example.com
END:VEVENT
BEGIN:VEVENT
UID:four
STATUS:CANCELLED
DTSTART:20261001T100000Z
ATTENDEE:mailto:off@example.com
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_brings_the_meetings_that_are_over(tmp_path):
    path = tmp_path / "work.ics"
    path.write_text(CALENDAR)
    parsed, (marty,) = records(path)
    assert parsed.kind == "calendar"
    assert marty.contact.name == "Marty Chen"
    found = [(each.happened.at, each.note, each.event, each.happened.day_only) for each in histories.touches(marty)]
    assert found[0] == (dt.datetime(2026, 11, 2, 18, tzinfo=dt.UTC), "Site review", "Oakland", False)
    assert [each[0].date().isoformat() for each in found[1:]] == ["2026-10-26", "2026-11-09", "2026-11-16", "2026-11-23"]
    assert all(each[3] for each in found[1:])


@pytest.mark.parametrize("rule", [
    "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYSETPOS=1",
    "FREQ=DAILY;COUNT=999999", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "x" * 5000,
])
def test_no_rule_of_a_calendar_runs_for_ever(tmp_path, rule):
    path = tmp_path / "work.ics"
    path.write_text(CALENDAR.replace("FREQ=WEEKLY;BYDAY=MO", rule))
    _, people = records(path)
    assert len(histories.touches(people[0])) <= 501


def test_histories_are_stored_once_and_unknown_people_stay_out(tmp_path):
    book = Book.open(home_under(str(tmp_path / "home")), lambda: NOW)
    marty = book.log("met Marty Chen marty@example.com").contacts[0]
    (tmp_path / "work.ics").write_text(CALENDAR)
    (tmp_path / "inbox").write_text(MBOX)
    previews = [book.read_file(tmp_path / name) for name in ("work.ics", "inbox")]
    assert [(row.name, row.verdict) for each in previews for row in each.rows] == [("Marty Chen", "changed"), ("Marty Chen", "changed")]
    book.take_in(previews)
    kinds = [each.kind for each in book.dossier(marty).touches if each.origin == "import"]
    assert (kinds.count("meeting"), kinds.count("email")) == (5, 2)
    again = [book.read_file(tmp_path / name) for name in ("work.ics", "inbox")]
    assert {row.verdict for each in again for row in each.rows} == {"same"}
    book.undo()
    assert not [each for each in book.dossier(marty).touches if each.origin == "import"]
    book.close()


def test_a_zip_is_read_like_a_folder_and_a_bomb_is_not(tmp_path):
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Takeout/a.vcf", "BEGIN:VCARD\nFN:Ana Duarte\nEND:VCARD\n")
        archive.writestr("Takeout/b.vcf", "BEGIN:VCARD\nFN:Bo Lind\nEND:VCARD\n")
        archive.writestr("__MACOSX/a.vcf", "x")
        archive.writestr("bomb.vcf", b"BEGIN:VCARD\nNOTE:" + b"a" * 60_000_000)
    parsed, people = records(path)
    assert [each.contact.name for each in people] == ["Ana Duarte", "Bo Lind"]
    assert parsed.kind == "vcard"
    assert [reason.values["file"] for _, reason in parsed.problems] == ["bomb.vcf"]


def test_a_zip_of_linkedin_is_read_for_its_connections(tmp_path):
    path = tmp_path / "linkedin.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name,Headline,Email Address\nMe,Myself,x,me@example.com\n")
        archive.writestr("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                                            "Tom,Ashby,,tom@example.com,Ashby,Owner,12 Mar 2024\n")
    _, (tom,) = records(path)
    assert (tom.contact.name, tom.met_on) == ("Tom Ashby", dt.date(2024, 3, 12))


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"PK\x03\x04" + bytes(300)])
def test_a_broken_zip_is_told_about(tmp_path, data):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(FileFault) as fault:
        exchange.read(path)
    assert fault.value.code in ("cannot-read", "not-contacts")


def test_jcard_and_xcard_are_cards(tmp_path):
    json_path, xml_path = tmp_path / "a.json", tmp_path / "a.xml"
    json_path.write_text(json.dumps([["vcard", [
        ["version", {}, "text", "4.0"], ["fn", {}, "text", "Lena Voss; Dr."], ["n", {}, "text", ["Voss", "Lena", "", "", ""]],
        ["email", {"type": "work"}, "text", "lena@example.com"], ["tel", {"type": ["cell", "voice"]}, "uri", "tel:+1-415-555-0100"],
        ["bday", {}, "date", "--03-15"], ["org", {}, "text", ["Acme", "Sales"]], [3], []]]]))
    xml_path.write_text(
        '<?xml version="1.0"?><vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard><fn><text>Lena Voss</text></fn>'
        "<n><surname>Voss</surname><given>Lena</given></n><group name=\"g\"><email><parameters><type><text>work</text></type>"
        "</parameters><text>lena@example.com</text></email></group><bday><date>19800315</date></bday></vcard></vcards>")
    for path, name, birthday in ((json_path, "Lena Voss; Dr.", ("birthday", 3, 15, None)),
                                 (xml_path, "Lena Voss", ("birthday", 3, 15, 1980))):
        _, (lena,) = records(path)
        assert (lena.contact.name, lena.contact.given, lena.contact.family) == (name, "Lena", "Voss")
        assert lena.contact.address("email").value == "lena@example.com"
        assert lena.dates == (birthday,)


@pytest.mark.parametrize("text", [
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard><fn><text>&a;</text></fn></vcard></vcards>',
    "<vcards><vcard/></vcards>", "<a><b></a>", "<rss/>",
])
def test_other_xml_and_what_may_explode_is_refused(tmp_path, text):
    path = tmp_path / "a.xml"
    path.write_text(text)
    with pytest.raises(FileFault) as fault:
        exchange.read(path)
    assert fault.value.values["kind"] == "xml"


def test_everything_is_held_against_a_book_of_any_kind(tmp_path):
    assert [row.verdict for row in exchange.preview(exchange.read(monica(tmp_path), asked=ASKED), Shelf()).rows] == ["new", "new"]

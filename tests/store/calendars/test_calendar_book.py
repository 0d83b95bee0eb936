"""Meetings of a calendar in the book: logged once, asked about, refused, added; and the brief before the next."""

from __future__ import annotations

import datetime as dt
import os
import stat

import pytest
from calendar_texts import calendar, event

from store.book import Book
from store.errors import NotFound
from store.settings import home_under

NOW = dt.datetime(2026, 11, 24, 20, 0, tzinfo=dt.UTC)
"Tuesday noon in Los Angeles."


@pytest.fixture
def world(tmp_path):
    """Return what opens a book with a calendar of some events; called again it is the same book with others."""
    home = home_under(str(tmp_path / "home"))
    os.makedirs(tmp_path / "home")
    path = tmp_path / "work.ics"
    (tmp_path / "home" / "settings.toml").write_text(
        f'[place]\nzone = "America/Los_Angeles"\n[you]\nemail = "me@example.com"\n[calendar]\nsources = ["{path}"]\n')
    opened = []

    def open_book(*events, now=NOW):
        path.write_text(calendar(*events))
        while opened:
            opened.pop().close()
        opened.append(Book.open(home, lambda: now))
        return opened[0]

    open_book.path = path
    open_book.home = home
    yield open_book
    while opened:
        opened.pop().close()


def synced(book, **more):
    """Return the counts of one run over the calendars."""
    (report,) = book.sync(**more)
    assert report.account == "calendar"
    assert report.trouble is None, report.trouble
    return dict(report.counts)


def logged(book, contact):
    """Return the meetings with a contact that came from the calendar."""
    return [each for each in book.dossier(contact).touches if each.external_key.startswith("calendar:")]


PAST = event("DTSTART:20261117T180000Z", "DTEND:20261117T190000Z", "LOCATION:Oakland")
TODAY = event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", uid="today", title="Lease", guests=(
    "marty@example.com", "dana@example.com"))
COMING = event("DTSTART:20261124T220000Z", "DTEND:20261124T230000Z", uid="coming", title="Roof", guests=("marty@example.com",))


def test_a_past_meeting_becomes_a_touch_once(world):
    book = world(PAST)
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    assert synced(book, dry_run=True) == {"meetings": 1}
    assert logged(book, marty) == []
    assert synced(book) == {"meetings": 1}
    (touch,) = logged(book, marty)
    assert (touch.kind, touch.direction, touch.outcome, touch.origin) == ("meeting", "out", "reached", "sync")
    assert (touch.subject, touch.event) == ("Review", "Oakland")
    assert touch.happened.at == dt.datetime(2026, 11, 17, 18, tzinfo=dt.UTC)
    assert synced(book) == {}
    world.path.write_text(calendar(PAST, event("DTSTART:20261101T180000Z", uid="another")))
    assert synced(book) == {"meetings": 1}
    assert len(logged(book, marty)) == 2
    book.annotate(logged(book, marty)[0].id, "a note")
    synced(book)
    assert book.undo().values["verb"] == "note", "sync never stands on the undo stack"


def test_an_import_of_the_same_file_doubles_nothing(world):
    book = world(PAST)
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    book.take_in([book.read_file(world.path)])
    assert len(logged(book, marty)) == 1
    assert synced(book) == {}
    assert len(logged(book, marty)) == 1


def test_somebody_added_later_gets_the_past_too(world):
    book = world(event("DTSTART:20261117T180000Z", guests=("marty@example.com", "dana@example.com")))
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    synced(book)
    dana = book.log("met Dana Fox dana@example.com 1 month ago").contacts[0]
    synced(book)
    (touch,) = logged(book, dana)
    assert touch.contacts == (marty, dana)
    assert len(logged(book, marty)) == 1


def test_what_was_logged_by_hand_is_not_logged_again(world):
    book = world(PAST)
    marty = book.log("met Marty Chen marty@example.com 17 Nov 10:20am // liked the roof").contacts[0]
    assert synced(book) == {}
    meetings = [each for each in book.dossier(marty).touches if each.kind == "meeting"]
    assert [each.note for each in meetings] == ["liked the roof"]
    assert meetings[0].external_key


@pytest.mark.parametrize("lines", [
    ["STATUS:CANCELLED"], ["ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com"],
    ["ATTENDEE;PARTSTAT=DECLINED:mailto:marty@example.com"],
])
def test_what_did_not_take_place_is_no_touch(world, lines):
    book = world(event("DTSTART:20261117T180000Z", *lines))
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    assert synced(book) == {}
    assert logged(book, marty) == []


def test_the_user_is_nobody_met(world):
    book = world(event("DTSTART:20261117T180000Z", guests=("me@example.com",)))
    me = book.log("met Robin Doe me@example.com 1 month ago").contacts[0]
    assert synced(book) == {}
    assert logged(book, me) == []


def test_a_meeting_of_very_many_people_is_none_with_each(world):
    book = world(event("DTSTART:20261117T180000Z", guests=tuple(f"p{each}@example.com" for each in range(60))))
    person = book.log("met Pat Weber p1@example.com 1 month ago").contacts[0]
    assert synced(book) == {}
    assert logged(book, person) == []


def test_a_whole_day_is_a_day(world):
    book = world(event("DTSTART;VALUE=DATE:20261117"))
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    synced(book)
    (touch,) = logged(book, marty)
    assert touch.happened.day_only
    assert touch.happened.at.astimezone(book.zone()).date() == dt.date(2026, 11, 17)


def test_a_name_in_the_title_is_asked_about_and_never_logged(world):
    book = world(event("DTSTART:20261120T180000Z", title="Lunch with Marty CHEN, Oakland", guests=()))
    marty = book.log("met Marty Chen 1 month ago").contacts[0]
    assert synced(book) == {"meetings-to-ask": 1}
    assert logged(book, marty) == []
    (asked,) = book.meetings_to_ask()
    assert [each.id for each in asked.perhaps] == [marty]
    book.met(asked.meeting.key, "bought the roof")
    (touch,) = logged(book, marty)
    assert touch.note == "bought the roof"
    assert book.meetings_to_ask() == ()
    assert synced(book) == {}


def test_todays_meetings_are_asked_about_and_logged_the_day_after(world):
    book = world(TODAY, COMING)
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    assert synced(book) == {"meetings-to-ask": 1}, "what has not begun is not asked about"
    assert logged(book, marty) == []
    book = world(TODAY, COMING, now=NOW + dt.timedelta(days=1))
    assert synced(book) == {"meetings": 2}
    assert book.meetings_to_ask() == ()


def test_no_is_remembered_and_taken_back(world):
    book = world(TODAY)
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    (asked,) = book.meetings_to_ask()
    book.not_met(asked.meeting.key)
    assert book.meetings_to_ask() == ()
    book.undo()
    assert len(book.meetings_to_ask()) == 1
    book.redo()
    book = world(TODAY, now=NOW + dt.timedelta(days=1))
    assert synced(book) == {}
    assert logged(book, marty) == []


def test_people_nobody_knows_are_added_with_the_meeting(world):
    book = world(TODAY)
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    (asked,) = book.meetings_to_ask()
    assert [(each.name, each.address) for each in asked.unknown] == [("Dana", "dana@example.com")]
    receipt = book.met(asked.meeting.key, "", ["dana@example.com"])
    assert receipt.values["new"] == ["Dana"]
    dana = book.who("dana@example.com")
    assert dana.permission("email") == "implied"
    (touch,) = logged(book, dana.id)
    assert touch.contacts == (marty, dana.id)
    assert [each.cadence for each in book.dossier(dana.id).plans] == ["met"]
    book.undo()
    with pytest.raises(NotFound):
        book.who("dana@example.com")
    assert logged(book, marty) == []


def test_only_new_people_can_be_added_too_but_nobody_is_nothing(world):
    book = world(event("DTSTART:20261124T170000Z", guests=("dana@example.com",)))
    (asked,) = book.meetings_to_ask()
    with pytest.raises(NotFound) as caught:
        book.met(asked.meeting.key)
    assert caught.value.code == "nobody-known"
    book.met(asked.meeting.key, "", ["dana@example.com"])
    assert len(logged(book, book.who("dana@example.com").id)) == 1


def test_a_meeting_that_is_gone_is_said_so(world):
    book = world()
    for verb in (book.met, book.not_met):
        with pytest.raises(NotFound) as caught:
            verb("calendar:nothing")
        assert caught.value.code == "no-such-meeting"


def test_a_meeting_keeps_its_promise(world):
    book = world(PAST)
    marty = book.log("met Marty Chen marty@example.com 1 month ago next: meeting 17 nov 10am").contacts[0]
    book.set_next(marty, "meeting", book.plan_when("in 1 day"))
    synced(book)
    assert len(logged(book, marty)) == 1


def test_the_next_meeting_is_the_one_ahead(world):
    book = world(PAST, TODAY, COMING, event("DTSTART:20261126T220000Z", uid="later"))
    marty = book.log("met Marty Chen marty@example.com hot 1 month ago // likes sailing").contacts[0]
    brief = book.brief()
    assert brief.attendance.meeting.title == "Roof"
    assert [each.dossier.contact.id for each in brief.people] == [marty]
    assert "met" in [each.code for each in brief.people[0].points]
    assert brief.next == dt.datetime(2026, 11, 26, 22, tzinfo=dt.UTC)
    assert book.meeting_soon(dt.timedelta(hours=4)).meeting.title == "Roof"
    assert book.meeting_soon(dt.timedelta(hours=1)) is None
    late = world(COMING, now=NOW + dt.timedelta(hours=2, minutes=10))
    assert late.brief().attendance.meeting.title == "Roof", "ten minutes late, it still is the next one"
    later = world(COMING, now=NOW + dt.timedelta(hours=2, minutes=20))
    assert later.brief().attendance is None


def test_the_brief_of_one_person(world):
    book = world(COMING, event("DTSTART:20261126T220000Z", uid="dana", title="Solar", guests=("dana@example.com",)))
    book.log("met Marty Chen marty@example.com 1 month ago")
    dana = book.log("met Dana Fox dana@example.com 1 month ago").contacts[0]
    tom = book.log("met Tom Ashby 1 month ago").contacts[0]
    assert book.brief(dana).attendance.meeting.title == "Solar"
    alone = book.brief(tom)
    assert alone.attendance is None and [each.dossier.contact.id for each in alone.people] == [tom]


def test_folders_as_other_programs_write_them(world, tmp_path):
    folder = tmp_path / "calendars" / "work"
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.ics").write_text(calendar(event("DTSTART:20261117T180000Z", uid=name)))
    (folder / "displayname").write_text("Work")
    (folder / "c.ics").write_bytes(b"\0\xff rubbish")
    (folder / "a copy.ics").write_text(calendar(event("DTSTART:20261117T180000Z", uid="a")))
    book = world()
    settings = tmp_path / "home" / "settings.toml"
    settings.write_text(settings.read_text().replace(str(world.path), str(tmp_path / "calendars")))
    book.close()
    book = Book.open(world.home, lambda: NOW)
    book.log("met Marty Chen marty@example.com 1 month ago")
    assert synced(book) == {"meetings": 1}, "two of one time with the same person are one that was there"
    book.close()


def test_a_calendar_that_is_not_there_keeps_nothing_back(world):
    book = world(PAST)
    world.path.unlink()
    (report,) = book.sync()
    assert [each.code for each in report.notes] == ["calendar-missing"]
    world.path.write_text(calendar(PAST))
    book.log("met Marty Chen marty@example.com 1 month ago")
    assert synced(book) == {"meetings": 1}


def test_the_excerpt_is_private_and_forgotten_with_the_person(world):
    book = world(COMING)
    marty = book.log("met Marty Chen marty@example.com 1 month ago").contacts[0]
    synced(book)
    path = os.path.join(book.home.cache, "calendar", "meetings.json")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    book.forget(marty)
    assert not os.path.exists(path)
    assert book.brief().attendance.unknown[0].address == "marty@example.com"


def test_a_broken_excerpt_is_made_again(world):
    book = world(COMING)
    book.log("met Marty Chen marty@example.com 1 month ago")
    path = os.path.join(book.home.cache, "calendar", "meetings.json")
    for broken in ("", "[]", "{", '{"day": "2026-11-24", "marks": "", "meetings": 3}', '{"day": "2026-11-24", "meetings": [{}]}'):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(broken)
        assert book.meeting_soon(dt.timedelta(hours=4)) is None
        assert book.brief().attendance.meeting.title == "Roof"


def test_stopped_it_goes_on_with_the_next_run(world):
    from store.errors import Stopped

    book = world(*(event(f"DTSTART:202610{1 + each % 28:02}T{each % 24:02}0000Z", uid=str(each)) for each in range(120)))
    book.log("met Marty Chen marty@example.com 1 year ago")

    def tell(what, done, of):
        if what == "calendar" and of and done:
            raise Stopped

    (report,) = book.sync(tell=tell)
    assert report.stopped
    first = dict(report.counts).get("meetings", 0)
    assert 0 < first < 120
    assert first + synced(book)["meetings"] + 0 <= 120
    assert synced(book) == {}


@pytest.mark.parametrize("source, told", [
    ('"http://example.com/secret"', "https"), ('"https://me:secret@example.com/c"', "without a name"),
    ('"ftp://example.com/secret"', "https"), ("3", "list of words"),
])
def test_addresses_that_are_not_safe_are_refused_and_not_repeated(world, source, told):
    from store.errors import DefinitionFault

    book = world()
    with open(book.home.settings, "w") as file:
        file.write(f"[calendar]\nsources = [{source}]\n")
    with pytest.raises(DefinitionFault) as caught:
        Book.open(world.home, lambda: NOW)
    assert told in str(caught.value.values["reason"])
    assert "secret" not in str(caught.value.values["reason"])

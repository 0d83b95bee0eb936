"""Due touches as tasks on a real server: ticked, moved, deleted and written into there."""

import datetime as dt
import re

import pytest

from tests.real.dav_books import Clock, OtherProgram, book_at, counts, sync
from tests.real.dav_servers import ON_BOTH, dav_server  # noqa: F401


def say(due, name, company):
    """Say a due touch as a task."""
    return f"{due.kind} {name}", "Met at the expo."


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(dav_server, tmp_path, clock):  # noqa: F811
    found = book_at(tmp_path / "book", dav_server.account(), clock)
    found.log("met Marty Chen @Acme 415 555 0100 hot #expo")
    sync(found, say=say)
    yield found
    found.close()


@pytest.fixture
def phone(book, dav_server):  # noqa: F811
    return OtherProgram(book, dav_server.account())


def the_task(phone):
    [task] = phone.tasks().values()
    return task


def touches(book):
    return [(each.kind, each.outcome, each.origin) for each in book.dossier(book.who("Marty").id).touches]


@ON_BOTH
def test_a_due_touch_is_a_task_with_a_reminder_and_a_tick_logs_it(book, phone, clock):
    task = the_task(phone)
    text = task.data.decode()
    assert "SUMMARY:text Marty Chen" in text and "Met at the expo." in text
    assert "BEGIN:VALARM" in text and "DUE:20261125T171200Z" in text
    assert counts(sync(book, say=say)) == {}
    phone.change_task(task, lambda each: each.replace(
        "STATUS:NEEDS-ACTION", "STATUS:COMPLETED\nCOMPLETED:20261124T173000Z").replace("expo.", "expo.\\nShe laughed."))
    clock.pass_by(hours=1)
    done = sync(book, say=say)
    assert done.counts["tasks-in"] == 1
    [*_, touch] = book.dossier(book.who("Marty").id).touches
    assert (touch.kind, touch.outcome, touch.happened.at.hour, touch.origin) == ("text", "sent", 17, "sync")
    assert touch.note == "She laughed." and touch.step
    assert task.href not in [each.href for each in phone.tasks().values()]
    sync(book)
    assert len(touches(book)) == 2


def test_a_task_moved_to_later_is_a_snooze(book, phone):
    phone.change_task(the_task(phone), lambda each: re.sub("DUE:.*", "DUE;TZID=Europe/Berlin:20261127T100000", each))
    assert sync(book).counts["tasks-in"] == 1
    [move] = book.dossier(book.who("Marty").id).moves
    assert (move.what, move.until.on, move.until.time) == ("snooze", dt.date(2026, 11, 27), dt.time(10))
    assert "DUE:20261127T090000Z" in the_task(phone).data.decode()
    assert counts(sync(book)) == {} and len(book.dossier(book.who("Marty").id).moves) == 1


def test_a_task_moved_to_the_past_is_put_back(book, phone):
    phone.change_task(the_task(phone), lambda each: re.sub("DUE:.*", "DUE:20261101T100000Z", each))
    sync(book)
    assert not book.dossier(book.who("Marty").id).moves
    assert "DUE:20261125T171200Z" in the_task(phone).data.decode()


def test_a_task_deleted_there_stays_in_the_queue_and_out_of_the_list(book, phone):
    phone.remove_task(the_task(phone))
    for _ in range(2):
        assert counts(sync(book)) == {}
    assert not phone.tasks()
    assert [row.name for row in book.queue().rows] == ["Marty Chen"]


def test_what_is_done_here_leaves_the_list(book, phone, clock):
    href = the_task(phone).href
    book.done([book.who("Marty").id])
    clock.pass_by(minutes=5)
    sync(book)
    assert href not in [each.href for each in phone.tasks().values()]


def test_ticked_there_and_done_here_is_one_touch(book, phone, clock):
    phone.change_task(the_task(phone), lambda each: each.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    book.done([book.who("Marty").id])
    sync(book)
    sync(book)
    assert touches(book) == [("meeting", "", "log"), ("text", "sent", "app")]


def test_two_machines_that_see_one_tick_log_one_touch(book, phone, dav_server, tmp_path, clock):  # noqa: F811
    other = book_at(tmp_path / "other", dav_server.account(), clock)
    for one in (other, book, other):
        sync(one)
    phone.change_task(phone.tasks()["text: Marty Chen"] if "text: Marty Chen" in phone.tasks() else the_task(phone),
                      lambda each: each.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    for one in (book, other, book, other):
        sync(one)
    for one in (book, other):
        assert len([each for each in one.dossier(one.who("Marty").id).touches if each.kind == "text"]) == 1
    other.close()


def test_a_task_of_the_users_own_in_the_list_is_left_alone(book, phone):
    with phone.client() as client:
        client.put(f"{phone.list}milk.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:milk\r\n"
                   b"DTSTAMP:20261124T170000Z\r\nSUMMARY:Milk\r\nSTATUS:COMPLETED\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", "calendar")
    sync(book)
    sync(book)
    assert "Milk" in phone.tasks() and len(touches(book)) == 1


def test_the_settings_turn_the_list_off(dav_server, tmp_path):  # noqa: F811
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "settings.toml").write_text("[sync]\ntasks = false\n")
    book = book_at(folder, dav_server.account())
    book.log("met Marty Chen 415 555 0100")
    sync(book)
    assert not OtherProgram(book, dav_server.account()).list
    book.close()

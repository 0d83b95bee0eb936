"""A small book in memory for the inbox: the same verbs as the real one, every call remembered."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from store.errors import NotFound
from store.model import (
    Address,
    Agenda,
    Contact,
    ContactLine,
    Dossier,
    DueTouch,
    Moment,
    Permission,
    Plan,
    Planned,
    Promise,
    Queue,
    Reason,
    Receipt,
    Row,
    Touch,
    Window,
)
from tui.app import OnwardApp

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

PEOPLE = (
    # name, company, kind, group, step, hours since it opened, hours until it is due, temperature
    ("Priya Raman", "Northline", "email", "owed", "reply", 20, 5, "hot"),
    ("Tom Ashby", "Ashby & Sons", "text", "owed", "promise", 3, 1, "warm"),
    ("Marty Chen", "Acme", "text", "running", "thank-you", 0.3, 0.7, "hot"),
    ("Lena Voss", "Voss Bau", "call", "running", "call", 18, 7, "hot"),
    ("Ana Duarte", "Duarte Foods", "card", "dates", "card", 2, 9, "warm"),
    ("Iris Blom", "Blom", "clipping", "rhythm", "rhythm", 30, -40, "warm"),
    ("Jo Hart", "Hart Law", "call", "rhythm", "call", 1, 30, "cold"),
    ("Zoe [work] a[/]b", "\x1b]52;c;ZXZpbA==\x07Markup", "email", "rhythm", "rhythm", 1, 50, "cold"),
    ("日本語 名前", "東京", "note", "rhythm", "rhythm", 1, 60, ""),
)


def due_of(place: int, kind: str, group: str, step: str, since: float, left: float) -> DueTouch:
    """A due touch around NOW."""
    opens, due = NOW - since * HOUR, NOW + left * HOUR
    goal = opens + (due - opens) / 2
    window = Window(opens, goal, due, due + 24 * HOUR, due + 48 * HOUR)
    why = (Reason("met", {"at": opens, "event": "Chamber", "temperature": "hot"}),)
    return DueTouch(f"c{place}", f"plan{place}:{step}:1", step, kind, group, window, why, cadence="met")


class FakeBook:
    """Rows that verbs take away, and an undo that brings them back."""

    has_calendar = False

    def meeting_soon(self, within):
        return None

    def __init__(self, people=PEOPLE):
        self.home = SimpleNamespace(themes="")
        self.settings = SimpleNamespace(practice=SimpleNamespace(zone="UTC"), theme="", keys={}, sync={}, notify={})
        self.calls = []
        self.instant = NOW
        self.elsewhere = False
        self.error = None
        self.contacts = {}
        self.rows = []
        self.undone = []
        self.done_before = []
        self.plain = ()
        for place, (name, company, kind, group, step, since, left, temperature) in enumerate(people):
            due = due_of(place, kind, group, step, since, left)
            self.contacts[due.contact] = Contact(
                due.contact, name, given=name.split(" ")[0], company=company, title="Owner", temperature=temperature,
                pace="fast", stage="credibility", standing="qualified", zone="America/Los_Angeles",
                referrer_name="Pat Weber", interests=("clippings",), note="Son plays golf.",
                addresses=(Address("email", f"p{place}@example.com"), Address("phone", "+14155550100")),
                permissions=(
                    Permission("email", "granted"), Permission("text", "implied"), Permission("post", "refused"),
                ),
            )
            self.rows.append(Row(due, name, company, temperature))

    def _did(self, verb, ids, **values):
        self.calls.append((verb, tuple(ids), values))
        if self.error:
            raise self.error
        self.done_before.append(list(self.rows))
        names = tuple(self.contacts[each].name for each in ids if each in self.contacts)
        return Receipt(verb, tuple(ids), names, values, unit=len(self.calls))

    def _gone(self, verb, ids, **values):
        receipt = self._did(verb, ids, **values)
        self.rows = [row for row in self.rows if row.due.contact not in ids]
        return receipt

    def setting_given(self, section, name):
        return True

    def now(self):
        return self.instant

    def close(self):
        pass

    def queue(self, split="today"):
        if self.error:
            raise self.error
        rows = self.rows if split in ("today", "everyone") else [row for row in self.rows if row.due.group == split]
        counts = {"today": len(self.rows), "owed": sum(row.due.group == "owed" for row in self.rows),
                  "running": sum(row.due.group == "running" for row in self.rows), "waiting": 11, "later": 48,
                  "everyone": len(self.contacts)}
        return Queue(self.instant, tuple(rows), counts)

    def agenda(self, contact):
        return Agenda(contact)

    def dossier(self, contact):
        if contact not in self.contacts:
            raise NotFound("no-such-contact", words=contact)
        at = [NOW - 300 * HOUR, NOW - 120 * HOUR, NOW - 20 * HOUR]
        touches = (
            Touch("t1", (contact,), "text", "out", Moment(at[0]), at[0], "sent", note="thank-you, 46 min after"),
            Touch("t2", (contact,), "call", "out", Moment(at[1]), at[1], "reached",
                  note="12 min. Lease ends in May; wants a review of the building and of the two sites next to it."),
            Touch("t3", (contact,), "email", "in", Moment(at[2]), at[2],
                  text="Could you send me two dates for the review?\nThank you!"),
        )
        plans = (Plan("p1", contact, "met", {}, Moment(NOW - 45 * 24 * HOUR)),)
        promises = (Promise("pr1", contact, "call", Planned(dt.date(2026, 11, 26), dt.time(10, 0)), "the price note"),)
        return Dossier(self.contacts[contact], touches, plans, promises)

    def finding(self, words, limit=50):
        yield None
        yield self.find(words, limit)

    def find(self, words, limit=50):
        wanted = words.casefold()
        return tuple(ContactLine(each.id, each.name, each.company, each.temperature)
                     for each in self.contacts.values() if wanted in f"{each.name} {each.company}".casefold())

    def without_cadence(self):
        return self.plain

    def cadences(self):
        return (("met", "Met in person"), ("keep", "Keep in touch"))

    def drafts(self, states=("open", "handed")):
        return ()

    def unfiled(self):
        return ()

    def plan_when(self, words):
        return Planned(dt.date(2026, 11, 25))

    def changed_elsewhere(self):
        return self.elsewhere

    def refresh_for(self, seconds):
        self.refresh()
        return True

    def refresh(self):
        self.elsewhere = False
        return ()

    def done(self, contacts, outcome="", kind="", note=""):
        return self._gone("done", contacts, outcome=outcome)

    def nothing_to_answer(self, contacts):
        return self._gone("nothing-to-answer", contacts)

    def snooze(self, contacts, until):
        return self._gone("snooze", contacts, until=until)

    def skip(self, contacts):
        return self._gone("skip", contacts)

    def pause(self, contacts, until=None):
        return self._gone("pause", contacts, until=until)

    def resume(self, contacts):
        return self._did("resume", contacts)

    def decide(self, contact, choice):
        return self._gone("decide", (contact,), choice=choice)

    def use_cadence(self, contacts, name):
        return self._did("use-cadence", contacts, cadence=name)

    def can_undo(self):
        return bool(self.done_before)

    def undo_size(self, forth=False):
        return 0

    def undo(self):
        if not self.done_before:
            raise NotFound("nothing-to-undo")
        self.undone.append(self.rows)
        self.rows = self.done_before.pop()
        self.calls.append(("undo", (), {}))
        return Receipt("undo", (), (), {"verb": "done"}, unit=len(self.calls))

    def interrupted(self):
        return ()

    def redo(self):
        if not self.undone:
            raise NotFound("nothing-to-redo")
        self.done_before.append(self.rows)
        self.rows = self.undone.pop()
        self.calls.append(("redo", (), {}))
        return Receipt("redo", (), (), {"verb": "done"}, unit=len(self.calls))


@pytest.fixture
def book():
    """A book with nine people due."""
    return FakeBook()


@pytest.fixture
def app(book):
    """The app on that book."""
    return OnwardApp(book)

"""The queue of now: at most one row a contact, in an order that is total and stable, and the splits beside it."""

from __future__ import annotations

import datetime as dt

from store.model import GROUPS, DueTouch, Queue, Reason, Row, Window
from store.records import replace
from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from store.model import Agenda, Dossier, Move
    from store.rules.practice import Practice

    class Facts(Protocol):
        """What a row shows of a contact: ContactLine and Contact have it."""

        @property
        def name(self) -> str:
            """Name."""
        @property
        def company(self) -> str:
            """Company."""
        @property
        def temperature(self) -> str:
            """Temperature."""

SPLITS = ("today", "owed", "running", "waiting", "later", "everyone")
_GROUP = {group: place for place, group in enumerate(GROUPS)}
_TEMPERATURE = {"hot": 0, "warm": 1, "": 2, "cold": 3}
_HOUSEKEEPING = {step: place for place, step in enumerate(
    ("next-step", "end-of-plan", "all-refused", "unanswered", "snoozed", "without-cadence", "unfiled"))}
_ALWAYS = dt.timedelta(days=1)


def row_of(agenda: Agenda, now: dt.datetime, away: bool = False) -> DueTouch | None:
    """Return the contact's one row of now: the strictest candidate that has opened; None where nothing is due.

    With `away` rhythm and housekeeping stay hidden (the agenda knows the aways of the practice already).
    """
    for due in agenda.candidates:
        if due.window.opens <= now and not (away and due.group in ("rhythm", "housekeeping")):
            return due
    return None


def split_of(agenda: Agenda, now: dt.datetime, away: bool = False) -> frozenset[str]:
    """Return the splits a contact belongs to: `owed` and `running` are parts of `today`; else `waiting`, `later`."""
    opened = [due for due in agenda.candidates if due.window.opens <= now]
    if away:
        opened = [due for due in opened if due.group not in ("rhythm", "housekeeping")]
    found = {"today"} if opened else set()
    found.update(due.group for due in opened if due.group in ("owed", "running"))
    if not opened:
        if agenda.waiting:
            found.add("waiting")
        if agenda.candidates:
            found.add("later")
    return frozenset(found)


def due_in(agenda: Agenda, split: str, now: dt.datetime, away: bool = False) -> DueTouch | None:
    """Return what a split shows of a contact; None where the contact is not in it.

    `waiting` and `later` show what comes next; a contact that only waits shows a row without a touch to do.
    """
    if split == "today":
        return row_of(agenda, now, away)
    if split in ("owed", "running"):
        return next((due for due in agenda.candidates if due.window.opens <= now and due.group == split), None)
    if split not in split_of(agenda, now, away) and split != "everyone":
        return None
    if agenda.candidates:
        return row_of(agenda, now, away) or agenda.candidates[0]
    return _nothing_due(agenda.contact, now)


def _nothing_due(contact: str, now: dt.datetime) -> DueTouch:
    """Return the row of a contact with whom nothing is due."""
    return DueTouch(contact=contact, step_key=f"none:{contact}", step="waiting", kind="decide", group="housekeeping",
                    window=Window(now, now, now, now, now), why=(Reason("nothing-due", {}),))


def deadline(due: DueTouch, now: dt.datetime) -> dt.datetime:
    """Return what a running clock runs towards: its goal, and once that is past, when it is due."""
    return due.window.goal if now < due.window.goal else due.window.due


def lateness(due: DueTouch, now: dt.datetime) -> float:
    """Return how late a touch is relative to its window: 0 where it opens, 1 where it is due, more past it."""
    window = due.window
    width = max((window.due - window.opens).total_seconds(), 3600.0)
    return (now - window.opens).total_seconds() / width


def _place(row: Row, now: dt.datetime) -> tuple[object, ...]:
    """Return the key by which rows are sorted."""
    due = row.due
    group = _GROUP[due.group]
    opens = due.possible_from
    sunk = opens is not None and opens > now
    warmth = _TEMPERATURE.get(row.temperature, 2)
    inside: tuple[object, ...]
    if due.group in ("owed", "dates"):
        inside = (0, due.window.due.timestamp())
    elif due.group == "running":
        inside = (0, deadline(due, now).timestamp())
    elif due.group == "rescue":
        inside = (warmth, due.window.last_call.timestamp())
    elif due.group == "rhythm":
        inside = (warmth, -lateness(due, now))
    else:
        inside = (_HOUSEKEEPING.get(due.step, len(_HOUSEKEEPING)), due.window.due.timestamp())
    return (sunk, opens.timestamp() if sunk and opens else 0.0, group, *inside, row.name.casefold(), due.contact,
            due.step_key)


def order(rows: Sequence[Row], now: dt.datetime) -> tuple[Row, ...]:
    """Return rows in the order of the queue: same rows and clock, same order."""
    return tuple(sorted(rows, key=lambda row: _place(row, now)))


def queue(entries: Iterable[tuple[Facts, Agenda]], practice: Practice, now: dt.datetime, without_cadence: int = 0,
          unfiled: int = 0, split: str = "today", moves: Sequence[Move] = (), done_today: int = 0) -> Queue:
    """Return the rows of a split in order, and the counts of all.

    `without_cadence` and `unfiled` become one housekeeping row each (today only), unless one of `moves` hides it.
    `done_today` rhythm touches count towards the daily cap. Newsletters due become one row.
    """
    counts = dict.fromkeys(SPLITS, 0)
    rows: list[Row] = []
    newsletters: list[Row] = []
    for facts, agenda in entries:
        counts["everyone"] += 1
        for name in split_of(agenda, now):
            counts[name] += 1
        due = due_in(agenda, split, now)
        if due is None:
            continue
        row = Row(due=due, name=facts.name, company=facts.company, temperature=facts.temperature)
        (newsletters if due.kind == "newsletter" and split == "today" else rows).append(row)
    if newsletters:
        rows.append(_one_issue(newsletters))
        counts["today"] -= len(newsletters) - 1
    house = _housekeeping(without_cadence, unfiled, practice, now, moves)
    counts["today"] += len(house)
    if split == "today":
        rows.extend(house)
    kept, held = _capped(order(rows, now), practice.daily_cap - done_today if practice.daily_cap else None)
    return Queue(at=now, rows=kept if split == "today" else order(rows, now), counts=counts,
                 held=held if split == "today" else 0)


def queue_of(dossiers: Iterable[Dossier], practice: Practice, now: dt.datetime, without_cadence: int = 0,
             unfiled: int = 0, moves: Sequence[Move] = (), done_today: int = 0) -> Queue:
    """Return the queue of today straight from dossiers: the rows of `queue` over all their agendas, and its counts.

    The whole agenda is worked out only for those of whom it is not certain that they rest (`resting.rest`).
    """
    from store.rules.agenda import agenda
    from store.rules.resting import rest

    awake: list[tuple[Facts, Agenda]] = []
    counts = dict.fromkeys(SPLITS, 0)
    for dossier in dossiers:
        found = rest(dossier, practice, now)
        if found is None:
            awake.append((dossier.contact, agenda(dossier, practice, now)))
            continue
        counts["everyone"] += 1
        counts["waiting"] += found.waiting
        counts["later"] += found.planned
    shown = queue(awake, practice, now, without_cadence, unfiled, "today", moves, done_today)
    return replace(shown, counts={name: count + counts[name] for name, count in shown.counts.items()})


def _one_issue(rows: list[Row]) -> Row:
    """Return the one row that stands for a newsletter issue to many people."""
    if len(rows) == 1:
        return rows[0]
    first = min(rows, key=lambda row: (row.due.window.due, row.due.contact))
    due = replace(first.due, contact="", step="newsletter", step_key="newsletter", plan="",
                  why=(Reason("newsletter", {"count": len(rows)}), *first.due.why))
    return Row(due=due, name="", count=len(rows))


def _housekeeping(without_cadence: int, unfiled: int, practice: Practice, now: dt.datetime,
                  moves: Sequence[Move]) -> list[Row]:
    """Return the rows of no one contact: people without a cadence, lines in doubt."""
    found = []
    window = Window(now, now, now + _ALWAYS, now + _ALWAYS, now + _ALWAYS)
    for step, count in (("without-cadence", without_cadence), ("unfiled", unfiled)):
        if count > 0 and not _hidden(step, moves, practice, now):
            due = DueTouch(contact="", step_key=step, step=step, kind="decide", group="housekeeping", window=window,
                           why=(Reason(step, {"count": count}),), kinds=("decide",))
            found.append(Row(due=due, name="", count=count))
    return found


def _hidden(key: str, moves: Sequence[Move], practice: Practice, now: dt.datetime) -> bool:
    """Return whether a housekeeping row is put off, or everybody is left alone."""
    if any(pause.ended is None and _covers(pause.since, pause.until, practice, now) for pause in practice.aways):
        return True
    last = next((each for each in reversed(moves) if each.step_key == key and each.until is not None), None)
    return (last is not None and last.until is not None
            and days.planned_instant(last.until, practice, dt.time(0, 0)) > now)


def _covers(since: dt.date, until: dt.date | None, practice: Practice, now: dt.datetime) -> bool:
    """Return whether a day lies in a span of days."""
    today = now.astimezone(days.home(practice)).date()
    return since <= today and (until is None or today < until)


def _capped(rows: tuple[Row, ...], left: int | None) -> tuple[tuple[Row, ...], int]:
    """Return the rows with the rhythm held back beyond the daily cap, and how many are held."""
    if left is None:
        return rows, 0
    kept: list[Row] = []
    held = 0
    for row in rows:
        if row.due.group == "rhythm":
            if left <= 0:
                held += 1
                continue
            left -= 1
        kept.append(row)
    return tuple(kept), held


def splits(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the splits with their counts, in the order of the tabs."""
    return tuple((name, counts.get(name, 0)) for name in SPLITS)

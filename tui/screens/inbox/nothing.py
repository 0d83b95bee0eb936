"""What stands in place of an empty list: the ways in of an empty book, or a good word and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui import keys
from tui.look import fit, width
from tui.widgets.tones import Piece
from tui.wording import inbox as words

if TYPE_CHECKING:
    from store.model import Row

Line = tuple[list[Piece], str]
"A line, and the action that a click on it does, or nothing."
LABEL = 20
"Cells of what a way in is called."
ROOMY = 60
"Cells from which an example stands beside its way in, and not under it."
NAME = 20
"Cells of a name at most, among those that come next; in narrow windows two thirds of it."


def nobody_found() -> list[Line]:
    """Return the line for words that fit nobody."""
    return [([(keys.in_words(words.NOBODY_FOUND), "quiet")], "")]


def empty_book(own: Mapping[str, str], cells: int) -> list[Line]:
    """Return the ways in, each with its key and an example."""
    table = {each.id: each for each in keys.actions("inbox", own)}
    lines: list[Line] = [([(words.EMPTY_BOOK, "strong")], ""), ([], "")]
    for action, label, example in words.EMPTY_BOOK_WAYS:
        key = f"{keys.shown(next(iter(table[action].keys), ':')):<3}"
        if cells >= ROOMY:
            lines.append(([(key, "key"), (f"{label:<{LABEL}}", "plain"), (example, "quiet")], action))
        else:
            lines.append(([(key, "key"), (label, "plain")], action))
            lines.append(([("   ", "plain"), (fit(example, max(0, cells - 6)), "quiet")], action))
    return lines


def nothing_due(split: str, held: int, upcoming: Sequence[Row], now: dt.datetime, zone: dt.tzinfo, cells: int) -> list[Line]:
    """Return the good word of an empty split, how many the daily cap holds back, and what comes next in columns."""
    title, rows = words.zero_due(split, upcoming, now, zone)
    lines: list[Line] = [([(title, "strong")], "")]
    if held:
        lines.append(([(words.held_back(held), "quiet")], ""))
    if rows and split != "later":
        lines += [([], ""), ([(words.COMES_NEXT, "heading")], "")]
        most = NAME if cells >= ROOMY else NAME * 2 // 3
        names = min(most, max(width(name) for name, _, _ in rows))
        kinds = max(width(kind) for _, kind, _ in rows)
        lines += [([(fit(name, names, pad=True), "plain"), (f"  {fit(kind, kinds, pad=True)}  ", "quiet"), (when, "plain")], "")
                  for name, kind, when in rows]
    return lines

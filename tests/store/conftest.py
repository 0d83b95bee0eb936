"""A book on the real disk, with a clock that the test moves."""

from __future__ import annotations

import datetime as dt

import pytest

from store.book import Book
from store.settings import home_under

NINE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NINE

    def __call__(self) -> dt.datetime:
        return self.at

    def forward(self, **span: float) -> None:
        """Move on by a timedelta's arguments."""
        self.at += dt.timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    """A clock at nine in the morning of a Tuesday."""
    return Clock()


@pytest.fixture
def home(tmp_path):
    """A home of its own, in UTC and the United States."""
    (tmp_path / "settings.toml").write_text('[place]\nzone = "UTC"\ncountry = "US"\n')
    return home_under(str(tmp_path))


@pytest.fixture
def book(home, clock):
    """An empty book."""
    with_book = Book.open(home, now=clock)
    yield with_book
    with_book.close()


@pytest.fixture
def again(home, clock):
    """Open the same book once more, as another process or after a restart."""
    opened = []

    def open_again() -> Book:
        opened.append(Book.open(home, now=clock))
        return opened[-1]

    yield open_again
    for each in opened:
        each.close()

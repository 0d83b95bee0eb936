"""The app sees to the day's backup by itself, away from the keys, and tells once of one that cannot be made."""

import os

import pytest

from store.book import Book
from store.errors import BookFault
from tui.app import OnwardApp


@pytest.fixture
def app(tmp_path):
    book = Book.demo(tmp_path / "demo")
    yield OnwardApp(book)
    book.close()


async def test_the_days_backup_is_made_while_the_app_is_open(app):
    async with app.run_test() as pilot:
        folder = app.book.home.backups
        assert not os.path.isdir(folder) or not os.listdir(folder)
        assert app.book.upkeep_due()
        app.see_to_upkeep()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(os.listdir(folder)) == 1
        assert not app.book.upkeep_due()


async def test_a_backup_that_cannot_be_made_is_told_of_once(app, monkeypatch):
    def fail():
        raise BookFault("backup-failed", path="/nowhere", reason="disk full")

    async with app.run_test(notifications=True) as pilot:
        monkeypatch.setattr(app.book, "upkeep", fail)
        told = []
        monkeypatch.setattr(app, "say_error", told.append)
        for _ in range(2):
            app.see_to_upkeep()
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert [each.code for each in told] == ["backup-failed"]

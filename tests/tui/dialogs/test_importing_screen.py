"""Importing: the path, the rows decided one by one or by kind, the lot, its days, taking in, and stopping it."""

import pytest
from textual.widgets import Static

from tui.screens.asking import Choose
from tui.screens.import_lot import ComingDays, ImportLot
from tui.screens.import_work import Stopped
from tui.screens.importing import ImportScreen, completed
from tui.widgets.choices import PickRow
from tui.widgets.dialog import Said
from tui.widgets.preview_rows import PreviewRows

CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:{name.split()[1]};{name.split()[0]};;;\r\n"
    f"EMAIL:{name.split()[0].lower()}@example.com\r\nEND:VCARD\r\n"
    for name in ("Ana Duarte", "Tom Ashby", "Iris Blom")
)


@pytest.fixture
def cards(tmp_path):
    """A file of three cards."""
    path = tmp_path / "cards.vcf"
    path.write_text(CARDS)
    return path


async def looked(driver, screen):
    await driver.until(lambda: screen.preview is not None)


def verdict_places(screen, verdict):
    return [place for place, row in enumerate(screen.preview.rows) if row.verdict == verdict]


def stand_on(screen, verdict):
    rows = screen.query_one(PreviewRows)
    rows.move(verdict_places(screen, verdict)[0] - rows.cursor)


async def lot_asked(driver):
    await driver.until(lambda: isinstance(driver.app.screen, ImportLot))
    await driver.until(lambda: driver.app.focused is not None)


async def ended(driver, nothing):
    await driver.until(lambda: driver.given is not nothing)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_preview_then_the_lot_then_its_days_then_taken_in_as_one(book, stage, tmp_path, size, nothing):
    path = tmp_path / "many.vcf"
    path.write_text("".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person{place} Family{place}\r\nEMAIL:p{place}@example.com\r\nEND:VCARD\r\n"
        for place in range(60)))
    async with stage(*size) as driver:
        screen = await driver.show(ImportScreen(book))
        screen.query_one("#path").value = str(path)
        await driver.press("enter")
        await looked(driver, screen)
        assert "60 new" in screen.query_one("#counts", Static).render().plain
        assert book.everyone() == ()
        await driver.press("enter")
        await lot_asked(driver)
        lot = driver.app.screen
        lot.query_one("#temperature", PickRow).choose("warm")
        lot.query_one("#cadence", PickRow).choose("keep")
        lot.query_one("#tags").value = "expo, #lease"
        await driver.press("f5")
        await driver.until(lambda: isinstance(driver.app.screen, ComingDays))
        days = driver.app.screen
        assert book.everyone() == () and days.preview.total == 60
        before = len([each for each in days.preview.days if each.moves])
        for _ in range(4):
            await driver.press("plus")
            await driver.until(lambda: not days.counting)
        assert len([each for each in days.preview.days if each.moves]) > before
        await driver.press("enter")
        await ended(driver, nothing)
        assert driver.given.values["new"] == 60
        assert len(book.everyone()) == 60 and book.without_cadence() == ()
        person = book.who("Person7 Family7")
        assert (person.temperature, person.tags) == ("warm", ("expo", "lease"))
        assert 0 < len(book.queue().rows) < 12
        book.undo()
        assert book.everyone() == ()


async def test_later_asks_no_days_and_leaves_the_cadence_open(book, stage, cards, nothing):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        await driver.press("enter")
        await lot_asked(driver)
        await driver.press("f5")
        await ended(driver, nothing)
        assert len(book.without_cadence()) == 3


async def test_a_row_can_be_left_out(book, stage, cards, nothing):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        await driver.press("j", "x", "enter")
        await lot_asked(driver)
        await driver.press("f5")
        await ended(driver, nothing)
        assert {each.name for each in book.everyone()} == {"Ana Duarte", "Iris Blom"}


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_what_changes_is_shown_and_what_is_in_doubt_decided(book, stage, tmp_path, size, nothing):
    book.log("met Ana Duarte @Acme ana@example.com")
    book.log("met Tom Ashby @Northline tom@example.com")
    path = tmp_path / "mixed.vcf"
    path.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Duarte\r\nORG:Other\r\nTITLE:COO\r\nEMAIL:ana@example.com\r\n"
        "TEL:+14155550109\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Tom Ashby\r\nORG:Elsewhere\r\nEMAIL:tom.ashby@example.com\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Iris Blom\r\nEND:VCARD\r\n")
    async with stage(*size) as driver:
        screen = await driver.show(ImportScreen(book, str(path)))
        await looked(driver, screen)
        assert [each.verdict for each in screen.preview.rows] == ["changed", "doubt", "new"]
        detail = screen.query_one("#detail", Static)
        await driver.until(lambda: "stays Acme" in detail.render().plain and "line 1" in detail.render().plain)
        assert "555" in detail.render().plain or size[0] == 40
        await driver.press("o")
        await driver.press("k")
        await driver.until(lambda: "Acme becomes Other" in detail.render().plain)
        await driver.press("j", "s", "enter")
        await lot_asked(driver)
        await driver.press("f5")
        await ended(driver, nothing)
        ana, tom = book.who("Ana Duarte"), book.who("Tom Ashby")
        assert (ana.company, ana.title) == ("Other", "COO")
        assert {each.value for each in tom.addresses} == {"tom@example.com", "tom.ashby@example.com"}
        assert tom.company == "Northline"
        assert len(book.everyone()) == 3
        book.undo()
        assert len(book.everyone()) == 2 and book.who("Ana Duarte").company == "Acme"


async def test_one_decision_for_all_of_a_kind(book, stage, tmp_path, nothing):
    for name in ("Ana Duarte", "Tom Ashby"):
        book.log(f"met {name} @Acme {name.split()[0].lower()}@example.com")
    path = tmp_path / "doubts.vcf"
    path.write_text("".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:Elsewhere\r\nEMAIL:{name.split()[0].lower()}@example.org\r\nEND:VCARD\r\n"
        for name in ("Ana Duarte", "Tom Ashby")))
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(path)))
        await looked(driver, screen)
        assert len(verdict_places(screen, "doubt")) == 2
        await driver.press("enter")
        assert "nothing" in screen.query_one(Said).render().plain
        await driver.press("n", "k", "A")
        assert set(screen.query_one(PreviewRows).decisions.values()) == {"add"}
        await driver.press("enter")
        await lot_asked(driver)
        await driver.press("f5")
        await ended(driver, nothing)
        assert len(book.everyone()) == 4


def bigger(tmp_path, count=400):
    path = tmp_path / "bigger.vcf"
    path.write_text("".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person{place} Family{place}\r\nEND:VCARD\r\n" for place in range(count)))
    return path


async def test_esc_stops_the_reading(book, stage, tmp_path, nothing):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book))
        screen.query_one("#path").value = str(bigger(tmp_path))
        far = screen.far

        def stopping(done, total):
            screen.wants_stop = "drop"
            return far(done, total)

        screen.far = stopping
        await driver.press("enter")
        await driver.until(lambda: not screen.busy)
        assert screen.preview is None and "Stopped" in screen.query_one(Said).render().plain
        assert driver.given is nothing


@pytest.mark.parametrize("answer, left", [("k", 100), ("n", 0)])
async def test_taking_in_is_stopped_as_chosen(book, stage, tmp_path, answer, left, nothing):
    import threading

    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(bigger(tmp_path))))
        await looked(driver, screen)
        halfway, answered = threading.Event(), threading.Event()
        far = screen.far

        def slowly(done, total):
            if done == 100 and total == 400:
                halfway.set()
                answered.wait(20)
            return far(done, total)

        screen.far = slowly
        await driver.press("enter")
        await lot_asked(driver)
        await driver.press("f5")
        await driver.until(halfway.is_set)
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Choose))
        await driver.press(answer)
        answered.set()
        await driver.until(lambda: not screen.busy)
        assert len(book.everyone()) == left
        if answer == "k":
            await driver.until(lambda: driver.given is not nothing)
            assert driver.given.values["left"] == 300
            book.undo()
            assert book.everyone() == ()
        else:
            assert driver.given is nothing and "Stopped" in screen.query_one(Said).render().plain


def test_what_is_stopped_in_the_middle_changes_nothing(book, tmp_path):
    preview = book.read_file(bigger(tmp_path, 20))

    def stop(done, total):
        if done == 10:
            raise Stopped
        return True

    with pytest.raises(Stopped):
        book.take_in([preview], progress=stop)
    assert book.everyone() == ()


async def test_the_same_file_twice_has_nothing_to_take(book, stage, cards, text_of):
    book.take_in([book.read_file(cards)])
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        assert "3 same" in screen.query_one("#counts", Static).render().plain
        await driver.press("enter")
        assert "nothing" in text_of(screen.query_one(Said))


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", None])
async def test_a_file_that_cannot_be_used_is_a_sentence_and_the_path_stays(book, stage, tmp_path, content, text_of):
    path = tmp_path / "picture.png"
    if content is not None:
        path.write_bytes(content)
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(path)))
        await driver.until(lambda: "Nothing was" in text_of(screen.query_one(Said)))
        assert not screen.busy
        await driver.press("escape")
        assert driver.given is None
        again = await driver.show(ImportScreen(book))
        assert again.query_one("#path").value == str(path)


async def test_escape_goes_from_the_preview_to_the_path(book, stage, cards, nothing):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        await driver.press("escape")
        assert driver.given is nothing
        assert screen.preview is None
        await driver.press("escape")
        assert driver.given is None
        assert book.everyone() == ()


async def test_filter_shows_one_verdict_after_the_other(book, stage, cards):
    book.log("met Ana Duarte ana@example.com")
    async with stage(40, 20) as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        rows = screen.query_one(PreviewRows)
        verdicts = []
        for _ in range(4):
            await driver.press("f")
            verdicts.append(rows.verdict)
        assert "new" in verdicts and "" in verdicts


async def test_hostile_names_and_many_rows(book, stage, tmp_path):
    path = tmp_path / "many.vcf"
    path.write_text("".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe [b]{place}[/] \x1b[31m\r\nEND:VCARD\r\n" for place in range(300)))
    async with stage(40, 20) as driver:
        screen = await driver.show(ImportScreen(book, str(path)))
        await looked(driver, screen)
        await driver.press("G", "g", "pagedown", "x", "k")
        await driver.pilot.resize_terminal(120, 30)
        await driver.pilot.pause()
        assert "\x1b" not in "".join(segment.text for segment in screen.query_one(PreviewRows).render_line(0))


def test_completion_of_paths(tmp_path):
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "data.vcf").write_text("")
    (tmp_path / ".hidden").write_text("")
    assert completed(f"{tmp_path}/Do") == f"{tmp_path}/Downloads/"
    assert completed(f"{tmp_path}/da") == f"{tmp_path}/data.vcf"
    assert completed(f"{tmp_path}/zz") is None
    assert completed(f"{tmp_path}/none/x") is None
    assert completed("") is None

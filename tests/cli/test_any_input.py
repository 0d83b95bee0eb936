"""Whatever comes in, the commands answer: no text of up to 10 kB is a crash, and each line gets its one object."""

import argparse
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from store.book import Book
from store.settings import home_under
from tui.commands import completing, log, when
from tui.commands.console import Console
from tui.commands.typing_in import entries_in

SHAPE = {
    "contact": {"name": str, "company": str, "emails": list, "phones": list, "tags": list, "temperature": str, "pace": str,
                "permission": dict, "source": str},
    "touch": {"kind": str, "direction": str, "at": str, "note": str},
}
PIECES = some.sampled_from((
    "met ", "called ", "Ann Lee ", "@Acme ", "#expo ", "415 555 0100 ", "a@example.com ", "next: ", "tue 10am ", "// ", '"', "“",
    "via:", "at:", "tag:", "ok:", "no:", "12/5 ", "in 3 days ", "yesterday ", "\t", "\x00", "\x1b]0;x\x07", "\u202e", "|", "·", ",",
    "BEGIN:VCARD ", "END:VCARD ", "N:", "0100 ", "hot ", "99999999 ", "9999-12-31 ", "0001-01-01 ", "+", "(", "é", "王", "🙂",
    "31 Dec 9999 ", "in 99999 years ", "24:00 ", "booth ", "linkedin.com/in/a-b ", "١٢/٥ ", "²", "next ", "last ", "ago ",
))
TEXT = some.one_of(some.text(max_size=200), some.lists(PIECES, max_size=60).map("".join),
                   some.tuples(PIECES, some.integers(1, 10_000)).map(lambda pair: (pair[0] * pair[1])[:10_000]))


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """Return a console on a book with one person, its output kept."""
    folder = tmp_path_factory.mktemp("any-input")
    (folder / "settings.toml").write_text('[place]\nzone = "America/Los_Angeles"\ncountry = "US"\n')
    book = Book.open(home_under(str(folder)))
    book.log("met Marty Chen @Acme 415 555 0100 marty@example.com")
    made = Console()
    made.use(book)
    made.output = io.StringIO()
    yield made
    book.close()


def printed(console, run):
    """Return what a command prints as JSON, an object a line."""
    console.output = io.StringIO()
    run()
    return [json.loads(line) for line in console.output.getvalue().splitlines()]


@given(TEXT)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_log_line_of_any_text_gives_the_documented_object(console, text):
    asked = argparse.Namespace(json=True, dry_run=True, yes=False, new=False, who="", LINE=["-"])
    console.input = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "replace")), encoding="utf-8")
    shapes = printed(console, lambda: log.run(asked, console))
    lines = [each for each in text.encode("utf-8", "replace").splitlines() if each.decode("utf-8", "replace").strip()]
    assert len(shapes) == len(lines)
    for shape in shapes:
        assert {name: type(value) for name, value in shape["contact"].items()} == SHAPE["contact"]
        if shape["touch"] is not None:
            assert {name: type(value) for name, value in shape["touch"].items()} == SHAPE["touch"]
        assert shape["next"] is None or set(shape["next"]) in ({"kind", "at"}, {"kind", "on"})
        assert all(isinstance(each, str) for each in shape["unparsed"])
        assert all(set(each) == {"e164", "as_typed"} for each in shape["contact"]["phones"])


@given(TEXT)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_when_of_any_text_gives_the_documented_object(console, text):
    asked = argparse.Namespace(json=True, reference="2026-11-24T17:12:00Z", WORDS=["-"])
    console.input = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "replace")), encoding="utf-8")
    for shape in printed(console, lambda: when.run(asked, console)):
        if "span" in shape:
            start, end = shape["span"]
            assert 0 <= start < end <= len(shape["text"]) and ("at" in shape) != ("on" in shape)
        else:
            assert set(shape) == {"text", "rest"} and shape["rest"] == shape["text"]


@given(TEXT)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_completion_and_pasting_take_any_text(console, text):
    given_words, current = completing.cut(text)
    completing.possible(given_words, current, ["log", "show"], console)
    entries_in(text, lambda line: len(line) % 2 == 0)


def test_what_a_paste_holds():
    """Several verbs are several entries; a signature and a card are one; two cards are two."""
    def entry(line):
        return line.startswith("met ")

    assert entries_in("met Ann\nmet Bob\n", entry) == ["met Ann", "met Bob"]
    assert entries_in("Best,\nAnn Lee\nAcme", entry) == ["Best,\nAnn Lee\nAcme"]
    card = "BEGIN:VCARD\nFN:Ann\nEND:VCARD"
    assert entries_in(card, entry) == [card] and entries_in(f"{card}\r\n{card}\n", entry) == [card, card]
    assert entries_in("met Ann\nAcme\n\nmet Bob\nDelta", entry) == ["met Ann\nAcme", "met Bob\nDelta"]
    assert entries_in("  \n", entry) == []

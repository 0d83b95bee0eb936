"""A command of the user's own: filled without a shell, run with a limit, and what is said of its failure."""

from __future__ import annotations

import os
import sys
import time

import pytest

from store.book import Book
from store.errors import DefinitionFault, NotFound, Unavailable
from store.model import Draft
from store.outbox.by_command import Command, arguments, checked
from store.settings import home_under


def text(body="Hi Marty", address="+14155550100", **changes) -> Draft:
    return Draft(**{"id": "d", "contact": "c", "kind": "text", "state": "open", "body": body, "address": address, **changes})


def filled(*run: str, draft: Draft | None = None, name: str = "Marty Chen") -> list[str]:
    return arguments(Command("phone", ("send", *run)), draft or text(), name)[1:]


class TestArguments:
    def test_each_stays_one(self):
        assert filled("-n", "{number}", "--text={body}", draft=text("a b  \"c\"\n$d")) == [
            "-n", "+14155550100", "--text=a b  \"c\"\n$d"]

    def test_a_value_is_not_filled_again(self):
        assert filled("{body}", draft=text("{number} {name}")) == ["{number} {name}"]

    @pytest.mark.parametrize(("run", "given"), [
        (("{body}",), [" -rf"]), (("--text", "{body}"), ["--text", " -rf"]), (("--text={body}",), ["--text=-rf"]),
        (("--", "{body}"), ["--", "-rf"]), (("{subject}{body}",), [" -rf"]),
    ])
    def test_words_that_begin_with_a_dash_become_no_option(self, run, given):
        assert filled(*run, draft=text("-rf")) == given

    @pytest.mark.parametrize("address", ["", "-1234567", "*21#", "call me", "+1415555\r\n0100;x", "--help", "+"])
    def test_a_number_begins_with_a_plus_or_a_digit_or_nothing_runs(self, address):
        try:
            number, = filled("{number}", draft=text(address=address))
        except Unavailable as error:
            assert error.code in ("no-address", "bad-address")
        else:
            assert number[0] in "+0123456789"
            assert number.removeprefix("+").isdecimal()

    def test_a_mail_address_is_one_and_no_option(self):
        mail = text(kind="email", address="marty@example.com")
        assert filled("{address}", draft=mail) == ["marty@example.com"]
        for address in ("-x@example.com", "a@example.com,b@example.com", ""):
            with pytest.raises(Unavailable):
                filled("{address}", draft=text(kind="email", address=address))

    def test_a_mail_has_no_number(self):
        with pytest.raises(Unavailable):
            filled("{number}", draft=text(kind="email", address="marty@example.com"))


class TestSettings:
    @pytest.mark.parametrize("given", [
        [], ["  "], [1], "send {body}", {"run": "send"}, {"run": ["send"], "stdin": "yes"}, {"run": ["send"], "limit": 0},
        {"run": ["send"], "limit": True}, {"run": ["send"], "kinds": ["fax"]}, {"run": ["send"], "extra": 1},
        ["{body}"], ["send", "{words}"], ["send", "\0"], None,
    ])
    def test_what_cannot_be_used_is_said(self, given):
        with pytest.raises(ValueError, match="phone"):
            checked("phone", given)

    def test_in_the_file(self, tmp_path, clock):
        (tmp_path / "settings.toml").write_text(
            '[ways.commands]\nphone = ["send", "{number}", "{body}"]\n'
            '[ways.commands.desk]\nrun = ["post", "-", "{\\"to\\": \\"{address}\\"}"]\nstdin = true\nkinds = ["email"]\nlimit = 5\n')
        book = Book.open(home_under(str(tmp_path)), now=clock)
        assert book.settings.faults == ()
        assert book.commands("text") == ("phone",)
        assert book.commands("email") == ("desk",)
        assert book.commands("call") == book.commands("card") == ()
        book.close()

    def test_a_fault_names_file_and_line(self, tmp_path, clock):
        (tmp_path / "settings.toml").write_text('[look]\ntheme = ""\n[ways.commands]\nphone = ["send", "{words}"]\n')
        with pytest.raises(DefinitionFault) as caught:
            Book.open(home_under(str(tmp_path)), now=clock)
        assert "{words}" in str(caught.value.values["reason"])


@pytest.fixture
def sender(tmp_path, clock):
    """Open a book whose one command runs some Python; return the book and the open draft of a text."""
    opened = []

    def make(code, stdin=False, limit=20):
        script = tmp_path / "send.py"
        script.write_text(code)
        run = [sys.executable, "-S", "-E", str(script), "{number}", "{body}"]
        words = ", ".join(f"'{each}'" for each in run)
        (tmp_path / "settings.toml").write_text(
            f'[place]\nzone = "UTC"\n[ways.commands.phone]\nrun = [{words}]\nstdin = {str(stdin).lower()}\nlimit = {limit}\n')
        book = Book.open(home_under(str(tmp_path)), now=clock)
        opened.append(book)
        contact = book.log("met Marty Chen @Acme 415 555 0100 hot").contacts[0]
        draft = book.draft(contact, "text")
        book.save_draft(draft.id, "", "-Hi Marty,\nso long")
        return book, draft.id

    yield make
    for each in opened:
        each.close()


def state(book, draft):
    return next(each.state for each in book.drafts(("open", "handed", "sent")) if each.id == draft)


def test_ended_well_the_touch_is_logged_as_sent(sender, tmp_path):
    book, draft = sender(f"import sys; open({str(tmp_path / 'got')!r}, 'w').write(repr(sys.argv[1:]) + sys.stdin.read())", True)
    run = book.start_command(draft, "phone")
    assert state(book, draft) == "handed"
    assert run() is True
    book.sent([draft])
    assert (tmp_path / "got").read_text() == "['+14155550100', ' -Hi Marty,\\nso long']-Hi Marty,\nso long"
    touch = book.dossier(book.who("Marty").id).touches[-1]
    assert (touch.kind, touch.outcome, touch.text) == ("text", "sent", "-Hi Marty,\nso long")


def test_a_failure_keeps_the_draft_and_gives_the_first_line_of_the_complaint(sender):
    book, draft = sender("import sys; sys.stderr.write('\\n\\x1b[31mno\\x1b]0;x\\x07 phone\\nmore\\n'); sys.exit(3)")
    run = book.start_command(draft, "phone")
    with pytest.raises(Unavailable) as caught:
        run()
    book.command_failed(draft)
    assert caught.value.code == "command-failed"
    assert caught.value.values["status"] == 3
    assert "phone" in str(caught.value.values["reason"])
    assert "\x1b" not in str(caught.value.values["reason"])
    assert "more" not in str(caught.value.values["reason"])
    assert state(book, draft) == "open"


def test_at_its_limit_it_is_stopped_with_all_it_started_and_asked_about(sender, tmp_path):
    alive = tmp_path / "alive"
    child = f"import os, time; open({str(alive)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    book, draft = sender(
        f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)\n", limit=1)
    assert book.start_command(draft, "phone")() is False
    assert state(book, draft) == "handed"
    if alive.exists() and alive.read_text():
        until = time.monotonic() + 10
        while _runs(int(alive.read_text())):
            assert time.monotonic() < until, "what the command started goes on"
            time.sleep(0.02)


def _runs(process: int) -> bool:
    """Return whether a process is alive, and no zombie that waits for its parent."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        try:
            os.kill(process, 0)
        except OSError:
            return False
        return not os.path.isdir("/proc/self")


def test_a_program_that_is_not_there(sender):
    book, draft = sender("")
    commands = {"phone": {**book.settings.commands["phone"], "run": ["no-such-program-here", "{body}"]}}
    from store.records import replace

    book.settings = replace(book.settings, commands=commands)
    with pytest.raises(Unavailable) as caught:
        book.start_command(draft, "phone")()
    assert caught.value.code == "command-missing"
    with pytest.raises(NotFound):
        book.start_command(draft, "other")


def test_words_longer_than_the_system_takes_are_said(sender):
    book, draft = sender("")
    book.save_draft(draft, "", "x" * 200_000)
    with pytest.raises(Unavailable) as caught:
        book.start_command(draft, "phone")()
    assert caught.value.code == "command-failed"

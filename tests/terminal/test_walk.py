"""The installed command in a real terminal, 80 by 24: import, log, open the inbox, draft, done, undo."""

import shlex

import pytest

pytestmark = pytest.mark.terminal

CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL;TYPE=CELL:+1 415 555 012{number}\r\nEMAIL:{mail}@example.com\r\n"
    f"END:VCARD\r\n" for number, (name, mail) in enumerate((("Iris Blom", "iris"), ("Ana Duarte", "ana"), ("Tom Ashby", "tom")))
)


def test_from_a_file_to_a_sent_draft_and_back(terminal, program, tmp_path):
    (tmp_path / "contacts.vcf").write_text(CARDS)
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} import contacts.vcf", r"Take in 3 people\? \[y/N\]")
    terminal.type("y")
    terminal.keys("Enter")
    terminal.until(r"Imported: 3 people")
    terminal.shell(f"{onward} log met Marty Chen @Acme 415 555 0100 hot at:Chamber // son plays golf", r"Thank-you text due by")

    terminal.type(f"clear; ONWARD_NOW=2026-11-24T17:22:00Z {onward}")
    terminal.keys("Enter")
    terminal.until(r"Marty Chen +text")
    terminal.keys("g", "d")
    terminal.until(r"Marty, [\s\S]*F5 open text")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    terminal.keys("s")
    terminal.until(r"Marty Chen +call")
    terminal.keys("u")
    terminal.until(r"Marty Chen +text")
    terminal.keys("g", "e")
    terminal.until(r"Marty Chen +call")
    terminal.keys("u")
    terminal.until(r"Marty Chen +text")
    terminal.keys("q")
    terminal.until(r"(?m)^\$$")
    terminal.shell(f"{onward} due --count; echo status $?", r"status 0")
    shown = terminal.shell(f"{onward} show Marty; echo end", r"(?m)^end")
    assert "meeting" in shown and "→ text" not in shown


def test_the_prompt_from_handshake_to_sent_text(terminal, program):
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} log", r"log>")
    terminal.type("met Marty Chen @Acme 415 555 0100 hot #expo // son plays \"golf\"")
    terminal.keys("Enter")
    terminal.until(r"Thank-you text due by[\s\S]*Enter done:")
    terminal.type("t")
    terminal.keys("Enter")
    terminal.until(r"Marty[\s\S]*QR code[\s\S]*Enter keeps it:")
    terminal.type("c")
    terminal.keys("Enter")
    terminal.until(r"Copied\.[\s\S]*Enter asks again later:")
    terminal.type("y")
    terminal.keys("Enter")
    terminal.until(r"Sent: text to Marty Chen[\s\S]*Enter done:$")
    terminal.type("met Lena Voss #expo")
    terminal.keys("Enter")
    terminal.until(r"met Lena Voss[\s\S]*Enter done:")
    terminal.keys("Enter")
    terminal.until(r"log>$")
    terminal.keys("Enter")
    terminal.shell(f"{onward} find expo; echo status $?", r"Lena Voss[\s\S]*Marty Chen[\s\S]*status 0")


def test_leaving_the_prompt_by_control_c_keeps_what_was_stored(terminal, program):
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} log", r"log>")
    terminal.type("met Marty Chen")
    terminal.keys("Enter")
    terminal.until(r"Enter done:")
    terminal.keys("C-c")
    terminal.until(r"(?m)^\$$")
    terminal.type(f"echo status $?; {onward} find marty")
    terminal.keys("Enter")
    terminal.until(r"status 130\nMarty Chen")

"""What the terminal says of its background, and what is left of what was typed."""

from __future__ import annotations

import pytest

from tui import late_answers
from tui.look.ground import by_environment, lightness, without_answers


@pytest.mark.parametrize("answer, light", [
    (b"\x1b]11;rgb:0000/0000/0000\x1b\\", 0.0),
    (b"\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;c", 1.0),
    (b"x\x1b]11;rgb:ff/ff/ff\x07", 1.0),
    (b"\x1b]11;rgba:ffff/ffff/ffff/0000\x07", 1.0),
    (b"\x1b]11;rgb:zz/ff/ff\x07", None),
    (b"\x1b]11;rgb:fffff/ff/ff\x07", None),
    (b"\x1b]11;rgb:/ff/ff\x07", None),
    (b"\x1b[?62;c", None),
    (b"", None),
])
def test_lightness(answer, light):
    assert lightness(answer) == light


@pytest.mark.parametrize("value, dark", [("15;0", True), ("0;15", False), ("0;default;7", False), ("", None), ("x", None),
                                         ("0;99", None), ("0;\u0663", None)])
def test_the_environment(value, dark):
    assert by_environment({"COLORFGBG": value}) is dark


@pytest.mark.parametrize("read, typed", [
    (b"a\x1b]11;rgb:0/0/0\x1b\\b\x1b[?62;4cc", b"abc"),
    (b"\x1b]11;rgb:0/0", b""),
    (b"\x1b[A\r", b"\x1b[A\r"),
    (b"j\x1b", b"j\x1b"),
])
def test_what_was_typed_stays(read, typed):
    assert without_answers(read) == typed


@pytest.mark.parametrize("pieces", [
    ["\x1b]11;rgb:1414/1717/1c1c\x1b\\\x1b[?62;cj"],
    ["\x1b]11;rgb:1414/", "1717/1c1c\x1b", "\\\x1b[?6", "2;cj"],
    ["j", "\x1b]11;rgb:0/0/0\x07"],
])
def test_a_late_answer_is_no_key(pieces):
    from textual._xterm_parser import XTermParser

    late_answers.teach()
    parser = XTermParser()
    assert [event.key for piece in pieces for event in parser.feed(piece)] == ["j"]

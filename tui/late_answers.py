"""Answers of the terminal that come late are no keys: they are taken out of what is typed, wherever they come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_WHOLE = re.compile(r"\x1b\]11;[^\x07\x1b]{0,60}(?:\x07|\x1b\\)|\x1b\[\?[0-9;]{1,30}c")
_BEGUN = re.compile(r"\x1b\]11;[^\x07\x1b]{0,60}\x1b?\Z|\x1b\[\?[0-9;]{0,30}\Z")


def teach() -> None:
    """Have Textual leave the answers to `tui.look.ground` out of the keys."""
    from textual._xterm_parser import XTermParser

    if getattr(XTermParser, "leaves_answers_out", False):
        return
    feed = XTermParser.feed

    def without(parser: Any, data: str) -> Iterable[Any]:
        kept: str = getattr(parser, "begun_answer", "") + data
        parser.begun_answer = ""
        if "\x1b" in kept:
            kept = _WHOLE.sub("", kept)
            begun = _BEGUN.search(kept)
            if begun is not None and data:
                parser.begun_answer, kept = begun[0], kept[:begun.start()]
            if not kept and data:
                return ()
        return feed(parser, kept)

    setattr(XTermParser, "feed", without)  # noqa: B010 - a method of somebody else's class
    setattr(XTermParser, "leaves_answers_out", True)  # noqa: B010

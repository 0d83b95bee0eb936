"""Opening a page or mail that was written, with the desktop's own program; never one that draws on this terminal."""

from __future__ import annotations

import os
import sys

from store.errors import Unavailable
from tui.handover import programs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

KINDS = {".eml": "message/rfc822"}
OTHERWISE = "text/html"


def open_page(path: str, wait: float = programs.WAIT) -> str:
    """Open a page of HTML, or a mail (.eml); return the name of the program that took it.

    Raises Unavailable(`no-page-program`, path, reason): `no-display`, `no-handler`, `no-opener`, `failed`.
    """
    try:
        if sys.platform == "darwin":
            return programs.start(["open", path], "file:", wait)
        if programs.is_phone() and programs.found("termux-open"):
            return programs.start(["termux-open", path], "file:", wait)
        if not programs.has_display():
            if programs.is_windows_guest() and programs.found("wslview"):
                return programs.start(["wslview", path], "file:", wait)
            _missing(path, "no-display")
        if not programs.found("xdg-open") or not programs.found("xdg-mime"):
            _missing(path, "no-opener")
        handler = programs.handler_of(KINDS.get(os.path.splitext(path)[1], OTHERWISE))
        if not handler or programs.wants_terminal(handler):
            _missing(path, "no-handler")
        programs.start(["xdg-open", path], "file:", wait)
        return handler.removesuffix(".desktop")
    except Unavailable as error:
        if error.code == "no-page-program":
            raise
        raise Unavailable("no-page-program", path=path, reason=str(error.values.get("reason", ""))) from error


def _missing(path: str, reason: str) -> NoReturn:
    raise Unavailable("no-page-program", path=os.path.abspath(path), reason=reason)

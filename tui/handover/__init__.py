"""What needs the desktop or the terminal: mail and message programs, clipboard, editor, links to tap, QR codes.

Nothing here imports Textual, and what costs time is imported when it is used.
"""

from __future__ import annotations

from tui.handover.clipboard import copy
from tui.handover.editor import edit
from tui.handover.files import open_page
from tui.handover.links import terminal_link
from tui.handover.notification import notify, way_of
from tui.handover.programs import open_link
from tui.handover.qr import qr_forms, qr_in_colour, qr_lines

__all__ = ["copy", "edit", "notify", "open_link", "open_page", "qr_forms", "qr_in_colour", "qr_lines", "terminal_link",
           "way_of"]

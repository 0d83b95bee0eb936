"""A draft as a QR code for the phone, with a link to tap for whoever reads this on one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Center, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from tui import keys
from tui.look import clean
from tui.widgets.action_bar import KeyLine
from tui.widgets.qr import QrCode
from tui.wording import on_screen


class QrView(ModalScreen[None]):
    """The whole window for one code."""

    DEFAULT_CSS = """
    QrView { background: $background; }
    QrView #qr-title { height: auto; padding: 0 1; }
    QrView #qr-link { height: auto; padding: 0 1; }
    QrView #qr-body { height: 1fr; scrollbar-size-vertical: 1; }
    QrView KeyLine { padding: 0 1; }
    QrView QrCode { width: auto; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("code")

    def __init__(self, heading: str, text: str, link: str = "") -> None:
        """Keep a heading, what the code holds, and the link to tap."""
        super().__init__()
        self.heading = heading
        self.text = text
        self.link = clean(link)

    def compose(self) -> Iterable[Widget]:
        """Lay out the heading, the link and the code."""
        yield Static(Content.styled(clean(self.heading), "bold"), id="qr-title")
        if self.link:
            tap = Content(on_screen.ON_A_PHONE_TAP_HERE).stylize(Style(link=self.link, underline=True))
            yield Static(Content.assemble((on_screen.SCAN_IT, "$foreground-muted"), tap), id="qr-link")
        with VerticalScroll(id="qr-body"), Center():
            yield QrCode(self.text)
        yield KeyLine("code")

    def action_close(self) -> None:
        """Go back to the draft."""
        self.action_back()

    def action_back(self) -> None:
        """Go back to the draft."""
        self.dismiss(None)

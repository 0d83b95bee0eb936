"""A scanner that is not ours reads the codes: drawn from half blocks, and from the screen in the colours it shows."""

from __future__ import annotations

import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from textual.app import App

from store.model import Draft
from store.outbox import scan
from tui.handover import qr_lines
from tui.widgets.qr import QrCode

WORDS = "Marty, good to meet you at the Chamber. It was a pleasure to hear about Northline. Thank you!\nSam"
UPPER, LOWER = "▀█", "▄█"


def draft(kind, body=WORDS, **changes):
    address = "marty@example.com" if kind == "email" else "+14155550100"
    return Draft(**{"id": "d", "contact": "c", "kind": kind, "state": "open", "address": address, "body": body,
                    **changes})


def halves_of(lines: list[str]) -> list[list[int]]:
    """Return half blocks as rows of grey pixels, black on white."""
    return [[0 if cell in halves else 255 for cell in line] for line in lines for halves in (UPPER, LOWER)]


def screen_of(app: App[None]) -> list[list[int]]:
    """Return the whole screen as rows of grey pixels, each cell two of them in its own colours."""
    rows = []
    strips = app.screen._compositor.render_strips()
    for y in range(app.screen.size.height):
        cells = [(letter, segment.style) for segment in strips[y] for letter in segment.text]
        for halves in (UPPER, LOWER):
            rows.append([grey(style.color if letter in halves else style.bgcolor) for letter, style in cells])
    return rows


def grey(colour) -> int:
    """Return how light a colour of a cell is, 0 to 255; the terminal's own ground is dark."""
    red, green, blue = colour.get_truecolor() if colour else (0, 0, 0)
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


def picture(rows: list[list[int]], path: Path, scale: int = 4) -> Path:
    """Write rows of grey pixels as a PNG file, each as a square of `scale` pixels."""
    raw = b"".join((b"\0" + b"".join(bytes([pixel]) * scale for pixel in row)) * scale for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]) * scale, len(rows) * scale, 8, 0, 0, 0, 0)

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    path.write_bytes(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(raw))
                     + part(b"IEND", b""))
    return path


@pytest.fixture
def read(needs):
    """Return what reads the one code in a picture."""
    program = needs("zbarimg", "zbar-tools")

    def run(path: Path) -> str:
        done = subprocess.run([program, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(path)],
                              capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, f"no code was found: {done.stderr.decode()}"
        return done.stdout.decode("utf-8").removesuffix("\n")

    return run


@pytest.mark.parametrize("words", [
    scan(draft("text")), scan(draft("text", body="")), scan(draft("text", body="Grüße 😀 [b]x[/b] \u202eabc")),
    scan(draft("email", subject="Two dates & more")), scan(draft("call")),
], ids=["text", "number", "letters", "mail", "call"])
def test_a_scanner_reads_what_the_code_should_hold(words, read, tmp_path):
    lines = qr_lines(words, 200, 100)
    assert read(picture(halves_of(lines), tmp_path / "code.png")) == words


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_a_scanner_reads_it_from_the_screen(theme, read, tmp_path):
    words = scan(draft("text"))

    class CodeApp(App[None]):
        CSS = "Screen { align: center middle; }"

        def compose(self):
            yield QrCode(words)

    app = CodeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.theme = theme
        await pilot.pause()
        assert app.query_one(QrCode).complete
        assert read(picture(screen_of(app), tmp_path / "screen.png")) == words

"""Links that a terminal makes clickable, whatever they carry."""

from __future__ import annotations

LONGEST = 2083
"Bytes of a link; the usual limit of terminals that know OSC 8."
SCHEMES = ("mailto:", "sms:", "tel:", "https://", "http://")


def terminal_link(url: str, label: str) -> str:
    """Return a label that opens a link when it is tapped (OSC 8), both made safe for the terminal.

    A link of an unknown scheme, or too long for terminals, leaves the label alone.
    """
    from tui.look import clean

    words = clean(label)
    link = safe_link(url)
    if not link or len(link) > LONGEST:
        return words
    return f"\x1b]8;;{link}\x1b\\{words}\x1b]8;;\x1b\\"


def safe_link(url: str) -> str:
    """Return a link of printable ASCII alone, the rest percent-encoded; empty for a scheme that is not ours to open."""
    if not url.lower().startswith(SCHEMES):
        return ""
    octets = url.encode("utf-8", "replace")
    return "".join(chr(octet) if 0x21 <= octet <= 0x7E else f"%{octet:02X}" for octet in octets)

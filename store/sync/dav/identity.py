"""Ids that follow from what a thing is, so that two machines that learn of it from one server give it the same one."""

from __future__ import annotations

from hashlib import sha256

BEFORE = "01900000"
"How derived ids begin: before every id that a clock has made for us."


def derived(*parts: str) -> str:
    """Return the id (shaped as UUIDv8, RFC 9562) of what some words name."""
    mark = sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"{BEFORE}-{mark[:4]}-8{mark[4:7]}-{'89ab'[int(mark[7], 16) % 4]}{mark[8:11]}-{mark[11:23]}"


def digest(text: str) -> str:
    """Return a short mark of a text."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:24]

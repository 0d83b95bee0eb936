"""A reply's own words, without the quoted past and the signature."""

from __future__ import annotations


def own_words(text: str) -> str:
    """Return a reply's own words, without the quoted past and the signature."""
    return text

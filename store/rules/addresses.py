"""Phone numbers and mail addresses: the normal form of what a person typed; the one place that imports phonenumbers."""

from __future__ import annotations

from store.model import Phone


def phone(typed: str, region: str = "") -> Phone | None:
    """Return the number understood, or None for what is no number; `region` is the ISO country of a bare number."""
    raise NotImplementedError


def mail(typed: str) -> str | None:
    """Return the address in normal form (domain in lower case), or None for what is no mail address."""
    raise NotImplementedError

"""How many messages a text takes: the GSM 7-bit alphabet, and UCS-2 for everything else (3GPP TS 23.038)."""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


def segments(text: str) -> tuple[int, int]:
    """Return the characters as a person counts them, and the messages a text needs (0 for an empty one)."""
    if not text:
        return 0, 0
    if all(each in _BASIC or each in _EXTENDED for each in text):
        size = sum(2 if each in _EXTENDED else 1 for each in text)
        return len(text), 1 if size <= 160 else -(-size // 153)
    size = len(text.encode("utf-16-be", "surrogatepass")) // 2
    return len(text), 1 if size <= 70 else -(-size // 67)

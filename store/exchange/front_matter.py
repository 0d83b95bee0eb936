"""Markdown files with a head of plain `name: value` lines, as notebooks of people keep them."""

from __future__ import annotations

import re

LONGEST_FILE = 1 << 20
_LINE = re.compile(r"([A-Za-z_][\w-]{0,60}):(?:[ \t]+(.*)|[ \t]*)$")


def read(text: str) -> tuple[dict[str, str | list[str]], str] | None:
    """Return the names and values of a head between `---` lines, and the words below; None where there is no head.

    Values are texts, or lists of texts; what is nested deeper is left out.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith("---\n"):
        return None
    head, mark, body = text[4:].partition("\n---")
    if not mark and not text.endswith("---"):
        return None
    found: dict[str, str | list[str]] = {}
    name = ""
    for line in head.split("\n"):
        if match := _LINE.match(line):
            name = match[1]
            found[name] = _value((match[2] or "").strip())
        elif name and line.lstrip().startswith("- ") and not line.lstrip().startswith("- {"):
            known = found[name]
            item = str(_value(line.lstrip()[2:].strip()))
            if isinstance(known, list):
                known.append(item)
            elif not known:
                found[name] = [item]
    return found, body.partition("\n")[2].strip()


def _value(text: str) -> str | list[str]:
    """Return a value: a list in brackets, a text in quotes or without."""
    if text.startswith("[") and text.endswith("]"):
        return [str(_value(each.strip())) for each in text[1:-1].split(",") if each.strip()]
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        return inner.replace('\\"', '"').replace("\\\\", "\\") if text[0] == '"' else inner.replace("''", "'")
    return "" if text in ("null", "~", "{}", "[]") else text


def one(found: dict[str, str | list[str]], name: str) -> str:
    """Return a value as one text."""
    value = found.get(name, "")
    return ", ".join(value) if isinstance(value, list) else value


def many(found: dict[str, str | list[str]], name: str) -> list[str]:
    """Return a value as a list."""
    value = found.get(name, "")
    return value if isinstance(value, list) else [each.strip() for each in value.split(",") if each.strip()]

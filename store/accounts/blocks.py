"""accounts.toml as text: one block an account, each read for itself, so that a fault in one leaves the others be."""

from __future__ import annotations

import re
import tomllib

from store.records import as_mapping, record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from store.model import Account

HEADER = re.compile(r"\s*\[")
BARE = re.compile(r"[A-Za-z0-9_-]+")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


class Unreadable(Exception):
    """A block that is no block of an account: `line` (within it, from 1) and `reason` (a code)."""

    def __init__(self, line: int, reason: str) -> None:
        """Keep where and why."""
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


@record
class Block:
    """One account's lines, or those before the first."""

    start: int
    "Line in the file, from 1, on which it begins."
    lines: tuple[str, ...]
    "Its lines, without line breaks; its comments stand in front of the header."
    has_header: bool = True
    "Whether it is an account's, and not what stands before the first."


def split(text: str) -> list[Block]:
    """Return the blocks of a file, in order; joined again they are the file."""
    lines = text.split("\n")
    starts = []
    for number, line in enumerate(lines):
        if HEADER.match(line):
            first = number
            while first and lines[first - 1].lstrip().startswith("#"):
                first -= 1
            starts.append(first)
    found = []
    if not starts:
        return [Block(1, tuple(lines), has_header=False)]
    if starts[0]:
        found.append(Block(1, tuple(lines[: starts[0]]), has_header=False))
    for first, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        found.append(Block(first + 1, tuple(lines[first:after])))
    return found


def joined(blocks: Sequence[Block]) -> str:
    """Return blocks as the text of a file, which ends with a line break."""
    lines = [line for block in blocks for line in block.lines]
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines) + "\n" if lines else ""


def values_of(block: Block) -> tuple[str, dict[str, Any]]:
    """Return the name and the values that a block says; raises Unreadable."""
    try:
        parsed = tomllib.loads("\n".join(block.lines))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise Unreadable(int(line[1]) if line else len(block.lines), "not-toml") from None
    except RecursionError:
        raise Unreadable(1, "not-toml") from None
    header = line_of(block, "")
    if len(parsed) != 1:
        raise Unreadable(1 if not block.has_header else header, "outside-block" if parsed else "empty")
    (name, values), = parsed.items()
    if not isinstance(values, dict):
        raise Unreadable(header, "outside-block" if not block.has_header else "not-a-block")
    return name, values


def line_of(block: Block, field: str) -> int:
    """Return the line within a block, from 1, on which a field stands; the header's for an empty one or none."""
    header = next((number for number, line in enumerate(block.lines, start=1) if HEADER.match(line)), 1)
    if field:
        for number, line in enumerate(block.lines, start=1):
            if _sets(line, field):
                return number
    return header


def rendered(account: Account) -> Block:
    """Return a new block for an account: what differs from the defaults."""
    name = account.name if BARE.fullmatch(account.name) else _text(account.name)
    lines = [f"[{name}]"]
    lines += [_line(field, value) for field, value in _said(account).items()]
    return Block(0, (*lines, ""))


def revised(block: Block, account: Account) -> Block:
    """Return a block that says what an account says now, its comments and all unchanged lines as they stood."""
    said = _said(account)
    unknown = {field for field in _fields(block) if field not in as_mapping(account)}
    lines: list[str] = []
    last = 0
    for line in block.lines:
        field = _field(line)
        if field and field not in unknown:
            if field not in said:
                continue
            line = line if _value(line) == said[field] else _line(field, said[field])
            del said[field]
        lines.append(line)
        if field or HEADER.match(line):
            last = len(lines)
    lines[last:last] = [_line(field, value) for field, value in said.items()]
    found = replace(block, lines=tuple(lines))
    try:
        name, values = values_of(found)
    except Unreadable:
        name, values = "", {}
    fits = name == account.name and {field: values[field] for field in values if field not in unknown} == _said(account)
    comments = tuple(line for line in block.lines if line.lstrip().startswith("#"))
    return found if fits else replace(block, lines=(*comments, *rendered(account).lines))


def _said(account: Account) -> dict[str, Any]:
    """Return the fields of an account that differ from their defaults, as TOML holds them."""
    usual = as_mapping(type(account)(name=account.name))
    return {field: list(value) if isinstance(value, tuple) else value for field, value in as_mapping(account).items()
            if value != usual[field]}


def _fields(block: Block) -> set[str]:
    """Return the fields that lines of a block set."""
    return {field for line in block.lines if (field := _field(line))}


def _field(line: str) -> str:
    """Return the field that a line sets, or an empty text."""
    found = re.match(r"\s*([A-Za-z0-9_-]+)\s*=", line)
    return found[1] if found else ""


def _sets(line: str, field: str) -> bool:
    """Return whether a line sets a field."""
    return _field(line) == field


def _value(line: str) -> Any:
    """Return the value on a line; None where it does not stand on that line alone."""
    try:
        return next(iter(tomllib.loads(line).values()), None)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _line(field: str, value: Any) -> str:
    """Return the line that sets a field."""
    if isinstance(value, bool):
        return f"{field} = {'true' if value else 'false'}"
    if isinstance(value, int):
        return f"{field} = {value}"
    if isinstance(value, list | tuple):
        return f"{field} = [{', '.join(_text(each) for each in value)}]"
    return f"{field} = {_text(value)}"


def _text(value: str) -> str:
    """Return a text as a basic string of TOML."""
    escaped = "".join(ESCAPES.get(each, each if ord(each) >= 32 and ord(each) != 127 else f"\\u{ord(each):04x}")
                      for each in value)
    return f'"{escaped}"'

"""One value written into settings.toml: everything else in it stays as it is, comments, order and all.

The file is read again before it is put in place: what would change another value, or cannot be read, is not written.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib

from store.compiling import compile_settings
from store.errors import DefinitionFault, FileFault, UsageFault
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.settings import Home

Value = str | list[str]


def given(places: Home, section: str, name: str) -> bool:
    """Return whether settings.toml says anything of a value, an empty text too."""
    try:
        found = tomllib.loads(_text(places.settings)).get(section, {})
    except tomllib.TOMLDecodeError:
        return True
    return isinstance(found, dict) and name in found


def write_value(places: Home, section: str, name: str, value: Value) -> None:
    """Write one value; the section and the file are made where they are missing, the file readable by its owner alone.

    Raises UsageFault(`bad-setting`) for a value that means nothing there, DefinitionFault(`bad-settings`) for a file that
    is at fault already, FileFault(`settings-layout`) where the value cannot be put in without touching others, and
    FileFault(`file-unwritable`).
    """
    before = _text(places.settings)
    try:
        wanted = tomllib.loads(before)
    except tomllib.TOMLDecodeError:
        compile_settings(places)
        raise
    table = wanted.setdefault(section, {})
    after = with_value(before, section, name, value)
    if not isinstance(table, dict) or after is None:
        raise FileFault("settings-layout", path=places.settings, section=section, name=name)
    table[name] = value
    try:
        sound = tomllib.loads(after) == wanted
    except tomllib.TOMLDecodeError:
        sound = False
    if not sound:
        raise FileFault("settings-layout", path=places.settings, section=section, name=name)
    try:
        _put(places, after, name)
    except OSError as error:
        raise FileFault("file-unwritable", path=places.settings, reason=error.strerror or str(error)) from None


def with_value(text: str, section: str, name: str, value: Value) -> str | None:
    """Return a settings file with one value in it, as text; None where its section begins in no line of its own."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    line = f"{name} = {_written(value)}"
    start = next((place for place, each in enumerate(lines) if _heads(each, section)), None)
    if start is None:
        if any(re.match(rf"\s*{re.escape(section)}\s*[.=]", each) for each in lines):
            return None
        gap = [""] if lines and lines[-1].strip() else []
        return ending.join([*lines, *gap, f"[{section}]", line]) + ending
    end = next((place for place in range(start + 1, len(lines)) if re.match(r"\s*\[", lines[place])
                and _is_whole(lines[start:place])), len(lines))
    for place in range(start + 1, end):
        if re.match(rf"\s*{re.escape(name)}\s*=", lines[place]):
            last = next((stop for stop in range(place + 1, end + 1) if _is_whole(lines[place:stop])), place + 1)
            comment = _comment(lines[last - 1]) if last == place + 1 else ""
            indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
            lines[place:last] = [f"{indent}{line}{comment}"]
            return ending.join(lines) + ending
    after = max(place for place in range(start, end) if place == start or (lines[place].strip()
                and not lines[place].lstrip().startswith("#")))
    lines.insert(after + 1, line)
    return ending.join(lines) + ending


def _heads(line: str, section: str) -> bool:
    """Return whether a line is the heading of a section."""
    return re.match(rf"\s*\[\s*{re.escape(section)}\s*\]\s*(#.*)?$", line) is not None


def _is_whole(lines: list[str]) -> bool:
    """Return whether lines can be read by themselves: no list or text goes on after them."""
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _comment(line: str) -> str:
    """Return the comment at the end of a line with the spaces before it; empty for none."""
    for place, character in enumerate(line):
        if character == "#" and _is_whole([line[:place]]):
            head = line[:place].rstrip()
            return line[len(head):]
    return ""


def _written(value: Value) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, list):
        return "[" + ", ".join(_written(each) for each in value) + "]"
    told = "".join(f"\\u{ord(each):04x}" if ord(each) < 32 or ord(each) == 127 else each for each in
                   value.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{told}"'


def _text(path: str) -> str:
    """Return the file's text; nothing where there is none; raises DefinitionFault(`bad-settings`)."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionFault("bad-settings", path=path, line=0, reason=str(error)) from None


def _put(places: Home, text: str, name: str) -> None:
    """Put a new text in place of the file in one step, once it compiles; a link stays a link."""
    path = os.path.realpath(places.settings)
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    number, temporary = tempfile.mkstemp(prefix=".settings-", suffix=".toml", dir=folder)
    try:
        with open(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _try(replace(places, settings=temporary), name)
        os.replace(temporary, path)
        _sync(folder)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _try(places: Home, name: str) -> None:
    """Compile settings; raises UsageFault(`bad-setting`, name, reason) where a value means nothing."""
    try:
        compile_settings(places)
    except DefinitionFault as fault:
        reason: Any = fault.values.get("reason", "")
        raise UsageFault("bad-setting", name=name, reason=str(reason).split(": ", 1)[-1]) from None


def _sync(folder: str) -> None:
    """Have the folder's entries on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

"""The message templates that ship, one folder a language, and the reading of template folders from the disk."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from store.errors import DefinitionFault
from store.records import replace
from store.rules.templates import Template, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHIPPED = Path(__file__).parent
LARGEST = 64 * 1024
"Bytes; a larger file is not read."


def load(
    folders: Sequence[str | os.PathLike[str]] = (), shipped: bool = True,
) -> tuple[tuple[Template, ...], tuple[DefinitionFault, ...]]:
    """Return the templates of the user's folders, then those that ship, and the faults of files that cannot be used.

    A folder holds `*.txt` (for any language, unless their head says which) and a folder a language (`en/*.txt`),
    in the order of their names. The user's file takes the place of the shipped one of the same name and language; one
    without a language takes its place in all. A folder that is not there is empty. Faults are as `parse` raises them,
    and `bad-template` with the reasons `unreadable`, `not-text` and `too-long`; the other files go on.
    """
    found: dict[tuple[str, str], Template] = {}
    faults: list[DefinitionFault] = []
    for folder in folders:
        faults += _add(Path(folder), found)
    if shipped:
        for template in _shipped():
            if (template.name, "") not in found:
                found.setdefault((template.name, template.language), template)
    return tuple(found.values()), tuple(faults)


@functools.cache
def _shipped() -> tuple[Template, ...]:
    """Return the templates that ship, read once a run."""
    found: dict[tuple[str, str], Template] = {}
    for fault in _add(SHIPPED, found):
        raise fault
    return tuple(found.values())


def _add(folder: Path, found: dict[tuple[str, str], Template]) -> list[DefinitionFault]:
    """Add the templates of a folder to those found already, which stay; return the faults."""
    faults = []
    for path, language in _files(folder):
        if (path.stem, language) in found or (path.stem, "") in found:
            continue
        try:
            template = parse(text_of(path), path.stem, str(path))
        except DefinitionFault as fault:
            faults.append(fault)
            continue
        language = template.language or language
        found.setdefault((template.name, language), replace(template, language=language))
    return faults


def files(folder: str | os.PathLike[str]) -> tuple[tuple[Path, str], ...]:
    """Return the template files of a folder, in the order in which they are read, each with its folder's language."""
    return tuple(_files(Path(folder)))


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the template files of a folder with the language of each, in a stable order."""
    try:
        entries = sorted(folder.iterdir(), key=_by_name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.suffix == ".txt":
            yield entry, ""
    for entry in entries:
        if entry.name.startswith((".", "_")) or not entry.is_dir():
            continue
        yield from ((inner, entry.name) for inner in _sorted_texts(entry))


def _sorted_texts(folder: Path) -> list[Path]:
    """Return the text files of one folder by name; none where it cannot be read."""
    try:
        texts = [each for each in folder.iterdir() if each.suffix == ".txt" and not each.name.startswith((".", "_"))]
        return sorted(texts, key=_by_name)
    except OSError:
        return []


def _by_name(path: Path) -> tuple[str, int, str]:
    """Return a key that puts `card` before `card-2` and that before `card-10`."""
    stem, _, number = path.stem.rpartition("-")
    return (stem, int(number), path.name) if stem and number.isdecimal() else (path.stem, 0, path.name)


def text_of(path: Path) -> str:
    """Return a file's text; raises DefinitionFault for one that is too large, unreadable or no text."""
    try:
        if not path.is_file():
            raise DefinitionFault("bad-template", path=str(path), line=1, reason="unreadable", word="")
        if path.stat().st_size > LARGEST:
            raise DefinitionFault("bad-template", path=str(path), line=1, reason="too-long", word="")
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DefinitionFault(
            "bad-template", path=str(path), line=1, reason="unreadable", word=error.strerror or ""
        ) from error
    except UnicodeDecodeError as error:
        raise DefinitionFault("bad-template", path=str(path), line=1, reason="not-text", word="") from error

"""Backups: the whole book in one compressed file a time, verified by reading it back, thinned out as they age.

A backup is gzip over lines of JSON: a head, one document a line with its table, and a foot with their count and checksum.
"""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import json
import os
import re
import zlib

from store.disk.files import is_alive
from store.errors import BookFault, FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

SUFFIX = ".onward.gz"
EVERY_DAY = dt.timedelta(days=14)
"For so long one a day is kept; the newest ten are always kept."
EVERY_WEEK = dt.timedelta(weeks=12)
"For so long one a week is kept; then one a month."
ALWAYS = 10
LOCAL = frozenset({"remotes"})
"Tables of this machine's own, which no backup holds."
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)(?:-\d+)?" + re.escape(SUFFIX))
_PART = ".part"
_LONGEST_LINE = 64 << 20


def name_for(instant: dt.datetime, count: int = 1) -> str:
    """Return the file name of a backup made at an instant; `count` tells several of one second apart."""
    more = f"-{count}" if count > 1 else ""
    return f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H%M%S}Z{more}{SUFFIX}"


def made_at(name: str) -> dt.datetime | None:
    """Return the instant in a backup's file name, or None for another file."""
    found = _NAME.fullmatch(name)
    try:
        return dt.datetime.strptime(found[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=dt.UTC) if found else None
    except ValueError:
        return None


def existing(folder: str) -> list[tuple[dt.datetime, str]]:
    """Return the backups of a folder as (made, path), oldest first."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = [(made, len(name), name) for name in names if (made := made_at(name)) is not None]
    return [(made, os.path.join(folder, name)) for made, _, name in sorted(found)]


def unfinished(folder: str) -> list[str]:
    """Return the paths of backups that were begun and never finished, because a process died."""
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(_PART)]
    except OSError:
        return []


def write(
    tables: Mapping[str, Iterable[Mapping[str, Any]]], folder: str, schema: int, number: int, now: dt.datetime,
    is_still: Callable[[], bool] = lambda: True,
) -> tuple[str, int]:
    """Write a backup and read it back; return its path and how many documents it holds.

    `is_still` says, once everything is read, whether all of it was of one moment; otherwise nothing is kept. Raises
    BookFault(`backup-failed`, path, reason) where it cannot be written, does not read back as written, or was disturbed
    (reason `disturbed`).
    """
    path = os.path.join(folder, name_for(now))
    temporary = f"{path}.{os.getpid()}{_PART}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            count = _write_lines(raw, tables, schema, number, now)
            raw.flush()
            os.fsync(raw.fileno())
        if not is_still():
            raise FileFault("bad-backup", path=temporary, reason="disturbed")
        if sum(1 for _ in documents_of(temporary)) != count:
            raise FileFault("bad-backup", path=temporary, reason="it does not read back as it was written")
        path = _named(temporary, folder, now)
        _sync_folder(folder)
    except OSError as error:
        _remove(temporary)
        raise BookFault("backup-failed", path=path, reason=error.strerror or str(error)) from None
    except FileFault as fault:
        _remove(temporary)
        raise BookFault("backup-failed", path=path, reason=fault.values["reason"]) from None
    except BaseException:
        _remove(temporary)
        raise
    return path, count


def _named(temporary: str, folder: str, now: dt.datetime) -> str:
    """Give a finished backup a name that no other one has, and return its path."""
    count = 1
    while True:
        path = os.path.join(folder, name_for(now, count))
        try:
            os.link(temporary, path)
        except FileExistsError:
            count += 1
            continue
        except OSError:  # a file system without links
            if os.path.lexists(path):
                count += 1
                continue
            os.rename(temporary, path)
            return path
        os.unlink(temporary)
        return path


def _write_lines(
    raw: Any, tables: Mapping[str, Iterable[Mapping[str, Any]]], schema: int, number: int, now: dt.datetime
) -> int:
    """Write head, documents and foot; return the count of documents."""
    count, checksum = 0, 0
    with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=3, mtime=0, filename="") as packed:
        head = {"onward": "backup", "schema": schema, "number": number, "made": now.astimezone(dt.UTC).isoformat()}
        packed.write(json.dumps(head).encode() + b"\n")
        for table, documents in tables.items():
            if table in LOCAL:
                continue
            for document in documents:
                line = json.dumps({"table": table, "document": dict(document)}, ensure_ascii=False).encode() + b"\n"
                packed.write(line)
                count += 1
                checksum = zlib.crc32(line, checksum)
        packed.write(json.dumps({"count": count, "checksum": checksum}).encode() + b"\n")
    return count


def head_of(path: str) -> Mapping[str, Any]:
    """Return the head of a backup: schema, number, made; raises FileFault(`missing-file`) or FileFault(`bad-backup`)."""
    try:
        with gzip.open(path, "rb") as packed:
            head = json.loads(packed.readline(4096))
        made = dt.datetime.fromisoformat(head["made"])
        if head["onward"] != "backup" or type(head["schema"]) is not int or made.tzinfo is None:
            raise ValueError("it is something else")
    except FileNotFoundError:
        raise FileFault("missing-file", path=path) from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        raise _bad(path, error) from None
    return head  # type: ignore[no-any-return]


def documents_of(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (table, document) of a backup; raises FileFault(`bad-backup`) where it is not whole.

    What was yielded before that is nothing to rely on: take all, then use it.
    """
    head_of(path)
    count, checksum, whole = 0, 0, False
    try:
        with gzip.open(path, "rb") as packed:
            packed.readline(4096)
            while line := packed.readline(_LONGEST_LINE):
                plain = json.loads(line)
                if "checksum" in plain and "table" not in plain:
                    whole = (plain["count"], plain["checksum"]) == (count, checksum) and not packed.read(1)
                    break
                count += 1
                checksum = zlib.crc32(line, checksum)
                table, document = plain["table"], plain["document"]
                if not isinstance(table, str) or not isinstance(document["id"], str):
                    raise ValueError("an entry is none")
                yield table, document
    except (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        raise _bad(path, error) from None
    if not whole:
        raise FileFault("bad-backup", path=path, reason="it ends too early")


def lines(path: str) -> Iterator[bytes]:
    """Yield the lines of a backup, as they stand; raises FileFault(`bad-backup`) where it cannot be unpacked."""
    try:
        with gzip.open(path, "rb") as packed:
            while line := packed.readline(_LONGEST_LINE):
                yield line
    except (OSError, EOFError, zlib.error) as error:
        raise _bad(path, error) from None


def _bad(path: str, error: Exception) -> FileFault:
    """Return the fault for a file that is no backup, or a damaged one."""
    reason = "it is damaged or something else"
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
    return FileFault("bad-backup", path=path, reason=reason)


def rewrite(path: str, keep: Callable[[str, Mapping[str, Any]], Mapping[str, Any] | None]) -> bool:
    """Write a backup anew with what `keep` makes of each document (None leaves it out); return whether anything changed."""
    head = head_of(path)
    changed = False
    tables: dict[str, list[Mapping[str, Any]]] = {}
    for table, document in documents_of(path):
        kept = keep(table, document)
        changed = changed or kept is not document
        if kept is not None:
            tables.setdefault(table, []).append(kept)
    if not changed:
        return False
    temporary = f"{path}.{os.getpid()}{_PART}"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            _write_lines(raw, tables, head["schema"], head["number"], dt.datetime.fromisoformat(head["made"]))
            raw.flush()
            os.fsync(raw.fileno())
        if sum(1 for _ in documents_of(temporary)) != sum(map(len, tables.values())):
            raise OSError(errno.EIO, "it does not read back as it was written")
        os.replace(temporary, path)
        _sync_folder(os.path.dirname(path))
    except OSError as error:
        _remove(temporary)
        raise BookFault("backup-failed", path=path, reason=error.strerror or str(error)) from None
    return True


def superfluous(made: Sequence[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """Return which of some backups can go: beyond the newest ten, all but one a day, a week, then a month.

    The oldest of each day, week or month stays, so that thinning again takes nothing more away.
    """
    ordered = sorted(made)
    kept: set[tuple[Any, ...]] = set()
    going = []
    for place, instant in enumerate(ordered):
        age = now - instant
        if age <= EVERY_DAY:
            period: tuple[Any, ...] = ("day", instant.date())
        elif age <= EVERY_WEEK:
            period = ("week", *instant.isocalendar()[:2])
        else:
            period = ("month", instant.year, instant.month)
        if period in kept and place < len(ordered) - ALWAYS:
            going.append(instant)
        kept.add(period)
    return going


def thin(folder: str, now: dt.datetime) -> int:
    """Remove the backups that thinning out takes, and what dead processes began; return how many backups went."""
    found = existing(folder)
    going = superfluous([made for made, _ in found], now)
    for made, path in found:
        if made in going:
            going.remove(made)
            _remove(path)
            if not going:
                break
    for path in unfinished(folder):
        if not is_alive(path.removesuffix(_PART).rpartition(".")[2]):
            _remove(path)
    return len(found) - len(existing(folder))


def _remove(path: str) -> None:
    """Remove a file where it is there."""
    try:
        os.unlink(path)
    except OSError:
        pass


def _sync_folder(folder: str) -> None:
    """Have a folder's entries on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

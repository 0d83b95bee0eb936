"""Our own modules, compiled and together in one file, so that a command opens one file instead of ninety.

The file lies beside the interpreter's own compiled files and is trusted as they are, no more and no less. A module
whose source has another time or size than when it was kept is left to the ordinary import. A file that is missing,
torn, of another interpreter or place, or one that cannot be written, costs time and nothing else.
"""

from __future__ import annotations

import marshal
import os
import sys
import time

try:  # the interpreter has these at hand; loading `importlib` for the same two takes a tenth as long as Python's own start
    from _frozen_importlib import ModuleSpec
    from _frozen_importlib_external import SourceFileLoader
except ImportError:
    from importlib.machinery import ModuleSpec, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType
    from typing import Any

    Entry = tuple[str, bool, int, int, int, int, str]
    """Path of the source, whether it is a package, time (nanoseconds) and size of the source, place and length of the code,
    and where the interpreter's own compiled file would be."""

OURS = ("store", "tui")
MARK = b"onward modules 2\n"
ABANDONED = 60.0
"Seconds after which a file half written is what a process left that was killed."
_LENGTH = 8
"Bytes of the number after the mark: how long the index is."


class KeptModules:
    """A finder of modules (as in sys.meta_path) for those that one file holds."""

    def __init__(self, path: str, root: str) -> None:
        """Open the file, if it is there and belongs to the code under `root`, the folder that holds our packages."""
        self.path = path
        self.root = root
        self.index: dict[str, Entry] = {}
        self._file = -1
        self._start = 0
        self._lacks = False
        try:
            self._open()
        except (OSError, ValueError, EOFError, TypeError):
            self.index = {}

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return how a module is loaded; None for one that is not held, or whose source has changed since."""
        entry = self.index.get(name)
        if entry is None or not _is_fresh(entry):
            self._lacks = self._lacks or name.partition(".")[0] in OURS
            return None
        source, is_package = entry[:2]
        spec = ModuleSpec(name, _Loader(name, source, self), origin=source, is_package=is_package)
        spec.has_location = True
        spec.cached = entry[6]
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    def code(self, name: str) -> CodeType:
        """Return the code of a module that is held; raises OSError, EOFError, ValueError or TypeError where it is damaged."""
        found: CodeType = marshal.loads(self._bytes(self.index[name]))  # noqa: S302 - as the interpreter reads its own files
        return found

    def keep(self) -> None:
        """Write the modules that were loaded to the file, beside those that it holds, if it lacked any; else do nothing."""
        if not self._lacks or sys.dont_write_bytecode:
            return
        latest = KeptModules(self.path, self.root)
        try:
            latest._write({name for name in sys.modules if name.partition(".")[0] in OURS})
        except (OSError, ValueError, ImportError):
            pass
        finally:
            latest.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self) -> None:
        """Read the index."""
        self._file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        status = os.fstat(self._file)
        head = len(MARK) + _LENGTH
        beginning = os.pread(self._file, 1 << 16, 0)
        if beginning[: len(MARK)] != MARK:
            return
        self._start = head + int.from_bytes(beginning[len(MARK) : head], "little")
        if self._start > status.st_size:
            return
        if self._start > len(beginning):
            beginning += os.pread(self._file, self._start - len(beginning), len(beginning))
        belongs, length, index = marshal.loads(beginning[head : self._start])  # noqa: S302
        if belongs == self._belongs() and self._start + length == status.st_size:
            self.index = index

    def _belongs(self) -> list[Any]:
        """Return what the file must say of itself: the interpreter, and the place of the code."""
        return [sys.implementation.cache_tag, sys.hexversion, sys.flags.optimize, self.root]

    def _bytes(self, entry: Entry) -> bytes:
        """Return the kept code of one module."""
        return os.pread(self._file, entry[5], self._start + entry[4])

    def _write(self, loaded: set[str]) -> None:
        """Write a new file, whole, in the old one's place."""
        index: dict[str, Entry] = {}
        codes: list[bytes] = []
        place = 0
        for name in sorted(loaded.union(self.index)):
            kept = self.index.get(name)
            if kept is not None and _is_fresh(kept):
                source, is_package, modified, size = kept[:4]
                code, cached = self._bytes(kept), kept[6]
            else:
                spec = getattr(sys.modules.get(name), "__spec__", None)
                if spec is None or not isinstance(spec.loader, SourceFileLoader) or name != spec.name:
                    continue
                source, is_package = spec.loader.path, spec.submodule_search_locations is not None
                status = os.stat(source)
                modified, size, cached = status.st_mtime_ns, status.st_size, spec.cached or ""
                code = marshal.dumps(SourceFileLoader(name, source).get_code(name))
            index[name] = (source, is_package, modified, size, place, len(code), cached)
            codes.append(code)
            place += len(code)
        listed = marshal.dumps((self._belongs(), place, index))
        temporary = f"{self.path}.new"
        if os.path.exists(temporary) and time.time() - os.stat(temporary).st_mtime > ABANDONED:
            os.unlink(temporary)
        number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)  # fails where another process writes just now
        try:
            with open(number, "wb") as file:
                file.writelines((MARK, len(listed).to_bytes(_LENGTH, "little"), listed, *codes))
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise


class _Loader(SourceFileLoader):
    """The ordinary loader of a source file, but for where the code comes from."""

    def __init__(self, name: str, path: str, kept: KeptModules) -> None:
        super().__init__(name, path)
        self._kept = kept

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the kept code, or where it cannot be read what the ordinary loader finds."""
        try:
            return self._kept.code(fullname)
        except (OSError, ValueError, EOFError, TypeError):
            return super().get_code(fullname)


def _is_fresh(entry: Entry) -> bool:
    """Return whether a source is as it was when its code was kept."""
    try:
        status = os.stat(entry[0])
    except OSError:
        return False
    return status.st_mtime_ns == entry[2] and status.st_size == entry[3]


def install() -> KeptModules | None:
    """Let modules be found in the file from now on; None where the interpreter keeps no compiled files beside the source."""
    package = sys.modules["tui"]
    compiled, source = getattr(package.__spec__, "cached", None), package.__file__
    if not compiled or not source:
        return None
    path = f"{compiled.replace('__init__.', 'kept.').removesuffix('.pyc')}.bin"
    kept = KeptModules(path, os.path.dirname(os.path.dirname(source)))
    sys.meta_path.insert(0, kept)
    return kept

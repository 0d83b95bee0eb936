"""Quick-log lines as they were typed: the one left with Esc, and those before it; kept over a restart."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "typed.json"
"The file in the cache folder; forgetting anybody removes it, whatever it holds."
MOST_LINES = 200
MOST_CHARACTERS = 20_000
"A line longer than this is stored by the book but not remembered here."


class TypedLines:
    """A private file; it alone is the truth, so that what another process removed does not come back."""

    def __init__(self, folder: str) -> None:
        """Keep the cache folder."""
        self._path = os.path.join(folder, NAME)

    def waiting(self) -> str:
        """Return the line that was left, or an empty one."""
        return self._read()[0]

    def lines(self) -> tuple[str, ...]:
        """Return the lines stored before, oldest first."""
        return tuple(self._read()[1])

    def keep(self, line: str) -> None:
        """Keep a line for the next time; an empty one forgets it."""
        line = line if line.strip() else ""
        waiting, lines = self._read()
        if line != waiting and len(line) <= MOST_CHARACTERS:
            self._write(line, lines)

    def remember(self, line: str) -> None:
        """Put a line behind those before it, the same one twice running only once; nothing is left waiting."""
        waiting, lines = self._read()
        if line.strip() and len(line) <= MOST_CHARACTERS and lines[-1:] != [line]:
            lines.append(line)
        self._write("" if waiting == line else waiting, lines[-MOST_LINES:])

    def _read(self) -> tuple[str, list[str]]:
        """Return the waiting line and the others; nothing where the file is not there or not ours."""
        try:
            with open(self._path, encoding="utf-8", errors="surrogatepass") as file:
                found: Any = json.load(file)
            waiting, lines = found["waiting"], found["lines"]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return "", []
        return (waiting if isinstance(waiting, str) else ""), [
            each for each in lines if isinstance(each, str)] if isinstance(lines, list) else []

    def _write(self, waiting: str, lines: Sequence[str]) -> None:
        """Write the file anew, readable by its owner only; where that fails the lines last until the app ends."""
        temporary = f"{self._path}.{os.getpid()}"
        text = json.dumps({"waiting": waiting, "lines": list(lines)}, ensure_ascii=False, indent=0)
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8",
                      errors="surrogatepass") as file:
                file.write(text)
            os.replace(temporary, self._path)
        except OSError:
            pass

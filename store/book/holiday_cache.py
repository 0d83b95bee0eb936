"""Public holidays looked up before, kept in the cache, so that a quick command need not import a whole library for a day."""

from __future__ import annotations

import datetime as dt
import json
import os
import time

from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GOOD_FOR = 30 * 24 * 3600.0
"Seconds after which the file is made anew, since governments move holidays and the library follows."


class HolidayCache:
    """The file `holidays.json` of a cache folder."""

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, "holidays.json")
        self._count = 0
        self._loaded = False

    def load(self) -> None:
        """Let the rules know what the file holds; once."""
        if self._loaded:
            return
        self._loaded = True
        try:
            if time.time() - os.stat(self._path).st_mtime > GOOD_FOR:
                return
            with open(self._path, "rb") as file:
                plain: dict[str, Any] = json.load(file)
            known = {}
            for name, found in plain.items():
                country, _, year = name.partition("-")
                known[country, int(year)] = frozenset(dt.date.fromisoformat(each) for each in found)
            days.remember_holidays(known)
            self._count = len(known)
        except (OSError, ValueError, TypeError, AttributeError):
            pass

    def save(self) -> None:
        """Write the file where the rules have looked up more than it holds; one that cannot be written only costs time."""
        known = days.known_holidays()
        if len(known) <= self._count:
            return
        self._count = len(known)
        plain = {f"{country}-{year}": sorted(each.isoformat() for each in found) for (country, year), found in known.items()}
        temporary = f"{self._path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(plain, file)
            os.replace(temporary, self._path)
        except OSError:
            pass

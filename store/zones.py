"""Time zones by name: the one place that imports zoneinfo, when the first zone but UTC is asked for."""

from __future__ import annotations

import datetime as dt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM = "/usr/share/zoneinfo"
"Where nearly every system keeps its zones."
_zones: dict[str, dt.tzinfo | None] = {"UTC": dt.UTC, "": None}


def zone_named(name: str) -> dt.tzinfo | None:
    """Return the zone of an IANA name; None for a name that is no zone."""
    if name in _zones:
        return _zones[name]
    kind = _kind()
    try:
        found: dt.tzinfo | None = kind(name)
    except (ValueError, OSError, KeyError):  # what no zone is called, a folder of zones, and what zoneinfo cannot find
        return None
    _zones[name] = found
    return found


def known_zone(name: str) -> dt.tzinfo:
    """Return the zone of a name that settings or the book hold already; UTC where this machine no longer knows it."""
    return zone_named(name) or dt.UTC


def _kind() -> Callable[[str], dt.tzinfo]:
    """Return the class of zones.

    Without PYTHONTZPATH the import loads the whole build configuration of Python to learn where zones lie, a
    tenth of a quick command; where the usual folder is there, it is told so instead.
    """
    import os

    if "PYTHONTZPATH" in os.environ or not os.path.isdir(SYSTEM):
        from zoneinfo import ZoneInfo

        return ZoneInfo
    os.environ["PYTHONTZPATH"] = SYSTEM
    try:
        from zoneinfo import ZoneInfo
    finally:
        del os.environ["PYTHONTZPATH"]
    return ZoneInfo

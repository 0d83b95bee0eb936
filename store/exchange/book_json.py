"""The whole book as one JSON document."""

from __future__ import annotations

import datetime as dt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

MACHINES_OWN = frozenset({"remotes"})
"""Tables that say something of this machine and its accounts alone; they never leave it."""
_FIRST = ("contacts", "touches", "plans", "promises", "dates")


def export(tables: Mapping[str, Iterable[dict[str, Any]]], schema: int) -> dict[str, Any]:
    """Return `{"schema", "contacts": [...], "touches": [...], ...}`: every table but this machine's own, no tombstones.

    Documents stand in the order of their ids and hold only what JSON holds; instants and days are ISO 8601.
    """
    names = [name for name in _FIRST if name in tables]
    names += sorted(name for name in tables if name not in _FIRST and name not in MACHINES_OWN)
    exported: dict[str, Any] = {"schema": schema, **{name: [] for name in _FIRST}}
    for name in names:
        living = [_plain(each) for each in tables[name] if not each.get("deleted")]
        exported[name] = sorted(living, key=lambda each: str(each.get("id", "")))
    return exported


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value.tzinfo else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if hasattr(value, "items"):
        return {str(name): _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value]

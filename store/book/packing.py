"""Agendas as plain JSON values and back, for the index of who is due."""

from __future__ import annotations

import datetime as dt
from sys import intern

from store.documents import instant, instant_text
from store.model import EMPTY, Agenda, DueTouch, Reason, Window
from store.records import as_mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


MOST_SHARED, FEW_VALUES = 8192, 4
"How many things of a kind are kept to be shared, and up to how many values a reason is likely to be met again."
_shared: dict[str, dict[Any, Any]] = {"instant": {}, "window": {}, "reason": {}, "kinds": {}}
"""What many agendas have in common, once: a thousand people are due in the same few windows for the same few reasons."""


def _share(kind: str, key: Any, make: Callable[[], Any]) -> Any:
    """Return what was made before of the same, else make it."""
    known = _shared[kind]
    found = known.get(key)
    if found is None:
        if len(known) >= MOST_SHARED:
            known.clear()
        found = known[key] = make()
    return found


def _instant_in(text: str) -> dt.datetime:
    return _share("instant", text, lambda: instant(text))  # type: ignore[no-any-return]


def _window_in(texts: list[str]) -> Window:
    return _share("window", tuple(texts), lambda: Window(*map(_instant_in, texts)))  # type: ignore[no-any-return]


def _value_out(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"@": instant_text(value)}
    if isinstance(value, dt.date):
        return {"@day": value.isoformat()}
    if isinstance(value, dt.time):
        return {"@time": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_value_out(each) for each in value]
    return value


def _value_in(value: Any) -> Any:
    if isinstance(value, dict):
        if "@" in value:
            return _instant_in(value["@"])
        if "@day" in value:
            return dt.date.fromisoformat(value["@day"])
        if "@time" in value:
            return dt.time.fromisoformat(value["@time"])
    if isinstance(value, list):
        return tuple(_value_in(each) for each in value)
    return value


def _reasons_out(reasons: tuple[Reason, ...]) -> list[Any]:
    return [
        [each.code, {name: _value_out(value) for name, value in each.values.items()}] if each.values else [each.code]
        for each in reasons
    ]


def _reasons_in(plain: list[Any]) -> tuple[Reason, ...]:
    return tuple(map(_reason_in, plain))


def _reason_in(plain: list[Any]) -> Reason:
    if len(plain) > 1 and len(plain[1]) > FEW_VALUES:
        return _unpacked_reason(plain)
    return _share("reason", repr(plain), lambda: _unpacked_reason(plain))  # type: ignore[no-any-return]


def _unpacked_reason(plain: list[Any]) -> Reason:
    values = {name: _value_in(value) for name, value in plain[1].items()} if len(plain) > 1 else EMPTY
    return Reason(intern(plain[0]), values)


def due_out(due: DueTouch) -> dict[str, Any]:
    """Return a due touch as plain values."""
    window = due.window
    plain: dict[str, Any] = {}
    for name, value in as_mapping(due).items():
        if name == "window":
            plain["window"] = [instant_text(each) for each in
                               (window.opens, window.goal, window.due, window.late, window.last_call)]
        elif name == "why":
            plain["why"] = _reasons_out(value)
        elif name == "possible_from":
            if value is not None:
                plain[name] = instant_text(value)
        elif value not in ("", ()):
            plain[name] = list(value) if isinstance(value, tuple) else value
    return plain


def due_in(plain: Mapping[str, Any]) -> DueTouch:
    """Return the due touch of plain values."""
    values = dict(plain)
    values.setdefault("contact", "")
    for name in ("step", "kind", "group", "cadence", "template"):
        if name in values:
            values[name] = intern(values[name])
    values["window"] = _window_in(plain["window"])
    values["why"] = _reasons_in(plain["why"])
    kinds = tuple(plain.get("kinds", ()))
    values["kinds"] = _share("kinds", kinds, lambda: kinds)
    if "possible_from" in plain:
        values["possible_from"] = _instant_in(plain["possible_from"])
    return DueTouch(**values)


def agenda_out(agenda: Agenda) -> dict[str, Any]:
    """Return an agenda as plain values."""
    plain: dict[str, Any] = {"contact": agenda.contact}
    if agenda.candidates:
        plain["candidates"] = [due_out(each) for each in agenda.candidates]
    if agenda.waiting:
        plain["waiting"] = True
    if agenda.turns is not None:
        plain["turns"] = instant_text(agenda.turns)
    if agenda.proposals:
        plain["proposals"] = _reasons_out(agenda.proposals)
    return plain


def agenda_in(plain: Mapping[str, Any]) -> Agenda:
    """Return the agenda of plain values."""
    contact = plain["contact"]
    return Agenda(
        contact=contact,
        candidates=tuple(due_in({**each, "contact": contact} if each.get("contact") == contact else each)
                         for each in plain.get("candidates", ())),
        waiting=bool(plain.get("waiting", False)), turns=_instant_in(plain["turns"]) if "turns" in plain else None,
        proposals=_reasons_in(plain.get("proposals", [])))

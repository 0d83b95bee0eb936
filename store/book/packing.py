"""Agendas as plain JSON values and back, for the index of who is due."""

from __future__ import annotations

import datetime as dt
from sys import intern

from store.documents import instant, instant_text
from store.model import EMPTY, Agenda, DueTouch, Reason, Window
from store.records import defaults_of, filled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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


def _window_in(text: str) -> Window:
    return _share("window", text, lambda: Window(*map(_instant_in, text.split(" "))))  # type: ignore[no-any-return]


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


def _due_out(due: DueTouch) -> list[Any]:
    """Return a due touch as plain values in the order of `_due_in`, but for its contact and the reasons."""
    window = due.window
    opens_to_last_call = (window.opens, window.goal, window.due, window.late, window.last_call)
    values: list[Any] = [
        due.step_key, due.step, due.kind, due.group, " ".join(map(instant_text, opens_to_last_call)), due.cadence, due.plan,
        list(due.kinds), due.template, due.promise, due.touch,
        "" if due.possible_from is None else instant_text(due.possible_from),
    ]
    while not values[-1]:
        del values[-1]
    return values


_DUE_FIELDS = ("step_key", "step", "kind", "group", "window", "cadence", "plan", "kinds", "template", "promise", "touch",
               "possible_from")
_DUE_DEFAULTS = defaults_of(DueTouch)


def _due_in(contact: str, plain: list[Any], why: tuple[Reason, ...]) -> DueTouch:
    """Return the due touch of plain values; raises ValueError, TypeError or KeyError where they are none."""
    values = dict(_DUE_DEFAULTS, contact=contact, why=why)
    values.update(zip(_DUE_FIELDS, plain, strict=False))
    values["window"] = _window_in(values["window"])
    for name in ("step", "kind", "group", "cadence", "template"):
        values[name] = intern(values[name])
    kinds = tuple(values["kinds"])
    values["kinds"] = _share("kinds", kinds, lambda: kinds)
    opens = values["possible_from"]
    values["possible_from"] = _instant_in(opens) if opens else None
    return filled(DueTouch, values)  # type: ignore[no-any-return]


def agenda_out(agenda: Agenda) -> tuple[list[Any], list[Any]]:
    """Return an agenda as plain values in two parts: all but the reasons, and the reasons."""
    turns = "" if agenda.turns is None else instant_text(agenda.turns)
    return ([turns, agenda.waiting, *map(_due_out, agenda.candidates)],
            [_reasons_out(agenda.proposals), *(_reasons_out(each.why) for each in agenda.candidates)])


def agenda_in(contact: str, plain: list[Any], reasons: list[Any] | None = None) -> Agenda:
    """Return the agenda of plain values, without a reason where none are given.

    Raises ValueError, TypeError, KeyError or IndexError where they are none.
    """
    turns, waiting, *candidates = plain
    if reasons is None:
        proposals: tuple[Reason, ...] = ()
        dues = [_due_in(contact, each, ()) for each in candidates]
    else:
        proposals = _reasons_in(reasons[0])
        dues = [_due_in(contact, each, _reasons_in(why)) for each, why in zip(candidates, reasons[1:], strict=True)]
    return Agenda(contact, tuple(dues), bool(waiting), _instant_in(turns) if turns else None, proposals)

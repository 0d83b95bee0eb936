"""Cadences as data: reading a TOML file, checking it so that every fault is named, and the ones that ship."""

from __future__ import annotations

from store.errors import DefinitionFault
from store.model import KINDS, OUTCOMES, PACES, STAGES, TEMPERATURES, Reason
from store.records import record
from store.rules import spans, windows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

SHIPPED = ("met", "booth", "inquiry", "referral", "keep", "nurture", "dates")
"Names of the cadences that ship."

STARTED_BY = {"met": "met", "booth": "booth", "inquired": "inquiry", "inquiry": "inquiry", "lead": "inquiry",
              "referred": "referral", "referral": "referral"}
"Verb of the log line to the shipped cadence it starts."

_TOP: Mapping[str, Any] = {
    "name": str, "title": str, "starts": list, "about": str, "step": list, "rhythm": list, "date": list,
}
_STEP: Mapping[str, Any] = {
    "name": str, "kinds": list, "instead": list, "clock": str, "opens": str, "due": str, "done-by": (str, list),
    "template": str, "then": (str, dict), "running": bool, "any-hour": bool, "to": str, "beside": bool, "when": str,
    "hot": dict, "warm": dict, "cold": dict,
}
_RHYTHM: Mapping[str, Any] = {
    "name": str, "kinds": list, "instead": list, "by": str, "every": (int, list, dict), "tags": dict,
    "cold": (int, float), "gift-after": int, "stretch": (int, float), "ask-after": int, "days": int, "touches": int,
    "quiet-days": int, "first": str, "template": str, "replied": str, "yields-to-dates": int,
}
_DATE: Mapping[str, Any] = {"name": str, "kinds": list, "instead": list, "opens": str, "due": str, "template": str}
_SECTIONS: Mapping[str, Mapping[str, Any]] = {"step": _STEP, "rhythm": _RHYTHM, "date": _DATE}
_KINDS = frozenset((*KINDS, "as-they-did"))
_THEN = frozenset((*OUTCOMES, "any"))
_SCALES = {"pace": PACES, "stage": STAGES}


@record
class Fault:
    """Something wrong in a cadence."""

    place: str
    "Where: the path of keys, such as `step[2].kinds`."
    reason: Reason
    "What: a code and its values."
    line: int | None = None
    "Line in the file, from 1, where known."


def check(definition: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with a cadence; an empty list for a good one. Never raises for parsed TOML."""
    faults = list(_wrong_keys(definition, _TOP, ""))
    if faults:
        return faults
    if not definition.get("name"):
        faults.append(_fault("name", "missing"))
    if not any(definition.get(section) for section in _SECTIONS):
        faults.append(_fault("", "empty"))
    names: list[str] = []
    for section, keys in _SECTIONS.items():
        for place, entry in _entries(definition, section):
            if not isinstance(entry, dict):
                faults.append(_fault(place, "not-a-table"))
                continue
            wrong = list(_wrong_keys(entry, keys, place + "."))
            faults.extend(wrong)
            if not wrong:
                faults.extend(_name_faults(entry, place, names))
                faults.extend(_entry_faults(section, entry, place))
    return faults or list(_target_faults(definition, names))


def _fault(place: str, code: str, **values: object) -> Fault:
    """Return a fault with its reason."""
    return Fault(place=place, reason=Reason(code, values))


def _entries(definition: Mapping[str, Any], section: str) -> Iterator[tuple[str, Any]]:
    """Yield the tables of a section with their places, counted from 1 as people do."""
    for number, entry in enumerate(definition.get(section, ()), start=1):
        yield f"{section}[{number}]", entry


def _wrong_keys(table: Mapping[str, Any], known: Mapping[str, Any], prefix: str) -> Iterator[Fault]:
    """Yield keys that nobody knows and values of the wrong type."""
    for key, value in table.items():
        if key not in known:
            yield _fault(prefix + key, "unknown-key", key=key, known=", ".join(known))
        elif not isinstance(value, known[key]) or (isinstance(value, bool) and known[key] is not bool):
            yield _fault(prefix + key, "wrong-type", key=key)


def _name_faults(entry: Mapping[str, Any], place: str, names: list[str]) -> Iterator[Fault]:
    """Yield what is wrong with the name of a step, rhythm or date; keep it among the names."""
    name = entry.get("name", "")
    if not name:
        yield _fault(place + ".name", "missing")
    elif name in names or name == "end" or ":" in name:
        yield _fault(place + ".name", "name-taken", name=name)
    names.append(name)


def _entry_faults(section: str, entry: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Yield what is wrong with one step, rhythm or date."""
    if not entry.get("kinds"):
        yield _fault(place + ".kinds", "missing")
    yield from _kind_faults(entry, place)
    if section == "rhythm":
        yield from _rhythm_faults(entry, place)
        return
    for temperature in TEMPERATURES:
        overlay = entry.get(temperature)
        if overlay is None:
            continue
        wrong = list(_wrong_keys(overlay, _STEP, f"{place}.{temperature}."))
        yield from wrong or _kind_faults(overlay, f"{place}.{temperature}")
        if not wrong:
            yield from _time_faults({**entry, **overlay}, f"{place}.{temperature}")
    yield from _time_faults(entry, place)


def _kind_faults(entry: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Yield kinds that are none."""
    for key in ("kinds", "instead", "done-by"):
        kinds = entry.get(key, ())
        if isinstance(kinds, str):
            if kinds != "any":
                yield _fault(f"{place}.{key}", "unknown-kind", kind=kinds)
            continue
        for kind in kinds:
            if kind not in _KINDS:
                yield _fault(f"{place}.{key}", "unknown-kind", kind=str(kind))


def _time_faults(entry: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Yield what is wrong with the times of a step: one clock, or `opens` and `due` in words."""
    clock = entry.get("clock")
    if clock is not None and clock not in windows.HOURS and clock not in windows.BUSINESS:
        yield _fault(place + ".clock", "unknown-clock", clock=clock)
    if clock is None:
        for key in ("opens", "due"):
            if key not in entry:
                yield _fault(f"{place}.{key}", "missing")
    for key in ("opens", "due"):
        try:
            spans.parse(entry.get(key, "at once"))
        except ValueError:
            yield _fault(f"{place}.{key}", "no-span", words=entry[key])


def _rhythm_faults(entry: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Yield what is wrong with a rhythm."""
    scale = entry.get("by", "")
    every = entry.get("every")
    if scale and scale not in _SCALES:
        yield _fault(place + ".by", "unknown-scale", by=scale)
    elif every is None:
        yield _fault(place + ".every", "missing")
    elif isinstance(every, dict) != bool(scale):
        yield _fault(place + ".every", "wrong-type", key="every")
    else:
        intervals = dict(every) if isinstance(every, dict) else {"": every}
        for name in _SCALES.get(scale, ()):
            if name not in intervals:
                yield _fault(f"{place}.every.{name}", "missing")
        for name, days in {**intervals, **entry.get("tags", {})}.items():
            if not _is_interval(days):
                yield _fault(f"{place}.every.{name}".rstrip("."), "no-interval", days=str(days))
    for key in ("cold", "stretch"):
        if not 0.1 <= entry.get(key, 1) <= 10:
            yield _fault(f"{place}.{key}", "no-factor", factor=entry[key])
    for key in ("gift-after", "ask-after", "days", "touches", "quiet-days", "yields-to-dates"):
        if not 0 <= entry.get(key, 0) <= 3660:
            yield _fault(f"{place}.{key}", "no-number", number=entry[key])
    if entry.get("first", "at once") not in ("at once", "later"):
        yield _fault(place + ".first", "no-span", words=entry["first"])


def _is_interval(days: object) -> bool:
    """Return whether a value is a number of days from 1 on, or two of them, the smaller first."""
    pair = days if isinstance(days, list) else [days, days]
    if len(pair) != 2 or not all(type(each) is int and 1 <= each <= 3660 for each in pair):
        return False
    return pair == sorted(pair)


def _target_faults(definition: Mapping[str, Any], names: list[str]) -> Iterator[Fault]:
    """Yield what follows a step and is not there."""
    for place, entry in _entries(definition, "step"):
        for where, then in _thens(entry, place):
            for outcome, target in (then.items() if isinstance(then, dict) else [("any", then)]):
                if outcome not in _THEN:
                    yield _fault(where, "unknown-outcome", outcome=outcome)
                elif target != "end" and target not in names:
                    yield _fault(where, "unknown-step", step=str(target))
    for place, entry in _entries(definition, "rhythm"):
        if entry.get("replied", "end") not in ("end", *names):
            yield _fault(place + ".replied", "unknown-step", step=entry["replied"])


def _thens(entry: Mapping[str, Any], place: str) -> Iterator[tuple[str, Any]]:
    """Yield what follows a step, and what follows it for a temperature."""
    if "then" in entry:
        yield place + ".then", entry["then"]
    for temperature in TEMPERATURES:
        if "then" in entry.get(temperature, {}):
            yield f"{place}.{temperature}.then", entry[temperature]["then"]


def load_text(text: str, path: str) -> Mapping[str, Any]:
    """Return the definition in a cadence file's text: plain values that JSON can hold.

    Raises DefinitionFault(`bad-cadence`) with `path`, `line` (None where unknown), `place` and `reason` (a Reason).
    """
    import tomllib

    try:
        definition = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DefinitionFault("bad-cadence", path=path, line=_line_told(str(error)), place="",
                              reason=Reason("not-toml", {"detail": str(error)})) from None
    faults = [Fault(each.place, each.reason, _line_of(text, each.place)) for each in check(definition)]
    if faults:
        first = faults[0]
        raise DefinitionFault("bad-cadence", path=path, line=first.line, place=first.place, reason=first.reason)
    return definition


def faults_in(text: str, path: str) -> list[DefinitionFault]:
    """Return everything that is wrong with a cadence file's text, as `load_text` would raise it; empty for a good one."""
    try:
        load_text(text, path)
    except DefinitionFault as first:
        if first.values.get("place") == "" and first.values["reason"].code == "not-toml":  # type: ignore[attr-defined]
            return [first]
    else:
        return []
    import tomllib

    return [DefinitionFault("bad-cadence", path=path, line=_line_of(text, each.place), place=each.place, reason=each.reason)
            for each in check(tomllib.loads(text))]


def _line_told(message: str) -> int | None:
    """Return the line that a TOML error names; None where it names none."""
    _, found, rest = message.partition("at line ")
    number = rest.split(",", 1)[0]
    return int(number) if found and number.isdigit() else None


def _line_of(text: str, place: str) -> int | None:
    """Return the line of a place in a cadence file: that of its key, else of its table; None where not found."""
    section, _, keys = place.partition(".") if "[" in place else ("", "", place)
    lines = text.splitlines()
    start, end = 0, len(lines)
    if section:
        name, _, number = section.rstrip("]").partition("[")
        headers = [index for index, line in enumerate(lines) if line.replace(" ", "").startswith(f"[[{name}]]")]
        if int(number) > len(headers):
            return None
        start = headers[int(number) - 1]
        others = [index for index, line in enumerate(lines) if line.lstrip().startswith("[[") and index > start]
        end = others[0] if others else end
    else:
        end = next((index for index, line in enumerate(lines) if line.lstrip().startswith("[")), end)
    for key in reversed(keys.split(".")):
        for index in range(start, end):
            if key and lines[index].split("=", 1)[0].strip().strip('"') == key:
                return index + 1
    return start + 1 if section else None


def shipped() -> dict[str, Mapping[str, Any]]:
    """Return the definitions that ship, by name; reads their files."""
    import os

    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "cadences")
    found: dict[str, Mapping[str, Any]] = {}
    for name in SHIPPED:
        path = os.path.join(folder, name + ".toml")
        with open(path, encoding="utf-8") as file:
            found[name] = load_text(file.read(), path)
    return found

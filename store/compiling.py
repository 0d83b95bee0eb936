"""settings.toml and the cadence files, read and checked, as the plain values that the cache of `store.settings` keeps."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib

from store.errors import DefinitionFault
from store.model import KINDS, Reason
from store.rules.draft_check.flags import RULES as CHECKS
from store.settings import MONTH_FIRST, SUNDAY_FIRST, WEEKDAYS, Home, _locale_name
from store.zones import zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

KNOWN = {
    "you": ("name", "email", "phone", "company", "signature", "booking_link"),
    "place": ("zone", "country", "language", "day_first", "first_weekday"),
    "work": ("days", "hours", "text_until"),
    "rules": ("gap_days", "daily_cap", "leap_day", "slower"),
    "look": ("theme",),
    "leave": ("mail_command", "message_command", "sms_form"),
    "keys": (),
    "ways": ("commands", *KINDS),
    "newsletter": ("stop",),
    "sync": ("keep_text", "days", "every", "idle", "folders", "answer", "trusted", "new_cadence", "tasks", "task_days"),
    "draft_check": (*CHECKS, "offer", "pressure"),
    "calendar": ("sources", "addresses", "authority", "days"),
    "notify": ("by", "before"),
}
NOTIFY_BY = ("off", "auto", "desktop", "osc9", "osc777")


def compile_settings(places: Home) -> dict[str, Any]:
    """Return all settings and cadences as plain JSON values.

    Raises DefinitionFault(`bad-settings`, path, line, reason) for a settings.toml that is no TOML or holds a wrong value.
    A cadence file with a fault is left out and named in `faults`.
    """
    given = _read(places.settings)
    cadences, faults = _cadences(places.cadences)
    for section, values in given.items():
        if section not in KNOWN:
            faults.append(_fault(places, section, "unknown-section"))
        elif isinstance(values, dict) and section != "keys":
            faults += [_fault(places, f"{section}.{name}", "unknown-name") for name in values if name not in KNOWN[section]]
    reader = _Reader(places.settings, given)
    language, _, country = _locale_name().partition("_")
    country = reader.text("place", "country", country).upper()
    return {
        "practice": {
            "zone": reader.checked("place", "zone", system_zone(), _zone),
            "country": country,
            "language": reader.text("place", "language", language if len(language) == 2 else "en"),
            "day_first": bool(reader.get("place", "day_first", bool, country not in MONTH_FIRST)),
            "first_weekday": reader.checked("place", "first_weekday", "sun" if country in SUNDAY_FIRST else "mon", _weekday),
            "working_days": reader.checked("work", "days", list(WEEKDAYS[:5]), _weekdays),
            "working_hours": reader.checked("work", "hours", "09:00-17:30", _hours),
            "text_until": reader.checked("work", "text_until", "21:00", _time),
            "gap_days": reader.checked("rules", "gap_days", 3, _count),
            "daily_cap": reader.checked("rules", "daily_cap", 40, _count),
            "leap_day": reader.checked("rules", "leap_day", "28", _leap_day),
            "slower_countries": reader.checked("rules", "slower", {}, _factors),
        },
        "sender": {name: reader.text("you", name, "") for name in KNOWN["you"]},
        "theme": reader.text("look", "theme", ""),
        "mail_command": reader.text("leave", "mail_command", ""),
        "message_command": reader.text("leave", "message_command", ""),
        "sms_form": reader.checked("leave", "sms_form", "both", _sms_form),
        "keys": {str(name): str(key) for name, key in reader.section("keys").items()},
        "commands": reader.checked("ways", "commands", {}, _commands),
        "newsletter_stop": reader.text("newsletter", "stop", ""),
        "sync": {
            **{name: bool(reader.get("sync", name, bool, False)) for name in ("keep_text", "idle", "answer")},
            "days": reader.checked("sync", "days", 400, _days_back),
            "new_cadence": reader.text("sync", "new_cadence", ""),
            "tasks": bool(reader.get("sync", "tasks", bool, True)),
            "task_days": reader.checked("sync", "task_days", 7, _count),
            "every": reader.checked("sync", "every", "", _minutes),
            **{name: reader.checked("sync", name, [], _phrases) for name in ("folders", "trusted")},
        },
        "calendar": {
            "sources": reader.checked("calendar", "sources", [], _calendars),
            "addresses": [each.strip().lower() for each in reader.checked("calendar", "addresses", [], _phrases)],
            "authority": reader.text("calendar", "authority", ""),
            "days": reader.checked("calendar", "days", 400, _days_back),
        },
        "ways": {kind: reader.checked("ways", kind, "", _way) for kind in KINDS if kind in reader.section("ways")},
        "draft_check": {
            "off": [each for each in CHECKS if not reader.get("draft_check", each, bool, True)],
            **{name: reader.checked("draft_check", name, [], _phrases) for name in ("offer", "pressure")},
        },
        "notify": {
            "by": reader.checked("notify", "by", "off", _notify_by),
            "before": reader.checked("notify", "before", "10 min", _minutes_before),
        },
        "cadences": cadences,
        "faults": faults,
    }


def system_zone() -> str:
    """Return the machine's IANA zone: TZ, else where /etc/localtime leads, else UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named:
        try:
            return _zone(named)
        except ValueError:
            pass
    place = os.path.realpath("/etc/localtime")
    for marker in ("/zoneinfo/posix/", "/zoneinfo/right/", "/zoneinfo/"):
        if marker in place:
            try:
                return _zone(place.split(marker, 1)[1])
            except ValueError:
                break
    return "UTC"


def _read(path: str) -> dict[str, Any]:
    """Return the parsed settings file, or nothing where there is none."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return tomllib.loads(file.read())
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionFault("bad-settings", path=path, line=0, reason=str(error)) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise DefinitionFault("bad-settings", path=path, line=int(line[1]) if line else 0, reason=str(error)) from None


def _fault(places: Home, name: str, reason: str) -> dict[str, Any]:
    """Return one fault of the settings that does not stop anything."""
    line = _line_of(places.settings, name)
    return {"code": "bad-settings", "path": places.settings, "line": line, "reason": f"{reason}: {name}"}


def _line_of(path: str, name: str) -> int:
    """Return the line on which a section or name of a settings file stands, from 1; 0 where it is not found."""
    section, _, key = name.partition(".")
    inside = False
    try:
        with open(path, encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                bare = line.strip()
                if bare.startswith("["):
                    inside = bare.strip("[]").split(".")[0].strip() == section
                    if inside and not key:
                        return number
                elif inside and key and re.match(re.escape(key) + r"\s*[=.]", bare):
                    return number
    except (OSError, UnicodeDecodeError):
        pass
    return 0


def _cadences(folder: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the shipped cadences overlaid by the user's own, and the faults of those left out."""
    from store.rules import cadence

    cadences: dict[str, Any] = dict(cadence.shipped())
    faults: list[dict[str, Any]] = []
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        names = []
    for name in names:
        path = os.path.join(folder, name)
        try:
            with open(path, encoding="utf-8-sig") as file:
                definition = cadence.load_text(file.read(), path)
            cadences[definition["name"]] = definition
        except DefinitionFault as fault:
            faults.append({"code": fault.code, "path": path, "line": 0, "reason": "", **_plain(fault.values)})
        except (OSError, UnicodeDecodeError) as error:
            faults.append({"code": "bad-cadence", "path": path, "line": 0, "reason": str(error)})
    return cadences, faults


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an error's values as JSON can hold them; a reason becomes its code, with its values beside it."""
    reason = values.get("reason")
    found = {name: value if isinstance(value, str | int | float) else str(value) for name, value in values.items()
             if value is not None}
    if isinstance(reason, Reason):
        return {**{name: str(value) for name, value in reason.values.items()}, **found, "reason": reason.code}
    return found


def plain_fault(fault: DefinitionFault) -> DefinitionFault:
    """Return a fault of a cadence with its reason as a code, as the compiled settings hold it."""
    return DefinitionFault(fault.code, **{"path": "", "line": 0, "reason": "", **_plain(fault.values)})


class _Unsaid(ValueError):
    """A wrong value that is not to be repeated, because it may be a secret."""


class _Reader:
    """Reads checked values out of the parsed settings, naming file, line and reason where one is wrong."""

    def __init__(self, path: str, given: Mapping[str, Any]) -> None:
        self.path = path
        self.given = given

    def section(self, name: str) -> Mapping[str, Any]:
        """Return a section; raises DefinitionFault where it is no table."""
        found = self.given.get(name, {})
        if not isinstance(found, dict):
            raise self._wrong(name, "a section in [brackets] is expected")
        return found

    def get(self, section: str, name: str, kind: type, otherwise: Any) -> Any:
        """Return a value of one type, or the default."""
        value = self.section(section).get(name, otherwise)
        if not isinstance(value, kind):
            raise self._wrong(f"{section}.{name}", f"{value!r} is not a {kind.__name__}")
        return value

    def text(self, section: str, name: str, otherwise: str) -> str:
        """Return a text, or the default."""
        return str(self.get(section, name, str, otherwise))

    def checked(self, section: str, name: str, otherwise: Any, check: Callable[[Any], Any]) -> Any:
        """Return what `check` makes of a value or of the default."""
        value = self.section(section).get(name, otherwise)
        try:
            return check(value)
        except _Unsaid as error:
            raise self._wrong(f"{section}.{name}", str(error)) from None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._wrong(f"{section}.{name}", f"{value!r}: {error}") from None

    def _wrong(self, name: str, reason: str) -> DefinitionFault:
        return DefinitionFault("bad-settings", path=self.path, line=_line_of(self.path, name), reason=f"{name}: {reason}")


def _zone(value: str) -> str:
    """Return an IANA zone's name that this machine knows."""
    if zone_named(value) is None:
        raise ValueError("no such time zone; names look like Europe/Berlin")
    return value


def _weekday(value: str) -> int:
    """Return a weekday's number from its name."""
    short = value.strip().lower()[:3]
    if short not in WEEKDAYS:
        raise ValueError("no such weekday; use mon, tue, wed, thu, fri, sat or sun")
    return WEEKDAYS.index(short)


def _weekdays(value: list[str]) -> list[int]:
    """Return the numbers of at least one weekday."""
    if not isinstance(value, list) or not value:
        raise ValueError('a list of weekdays is expected, such as ["mon", "tue"]')
    return sorted({_weekday(each) for each in value})


def _time(value: str) -> str:
    """Return a wall time as HH:MM."""
    return dt.time.fromisoformat(value.strip().zfill(5)).strftime("%H:%M")


def _hours(value: str) -> list[str]:
    """Return two wall times, the first before the second."""
    start, _, end = value.partition("-")
    first, last = _time(start), _time(end)
    if first >= last:
        raise ValueError("the first time must come before the second, such as 09:00-17:30")
    return [first, last]


def _count(value: int) -> int:
    """Return a whole number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number from 0 is expected")
    return value


def _days_back(value: int) -> int:
    """Return how many days back a mailbox is read, at least one."""
    if _count(value) < 1:
        raise ValueError("a whole number from 1 is expected")
    return value


def _minutes(value: str) -> int:
    """Return a span such as `15 min`, `1 h` or `off` in minutes; 0 for never."""
    found = re.fullmatch(r"(\d{1,4})\s*(min|minutes?|m|h|hours?)", value.strip().lower())
    if value.strip().lower() in ("", "off", "never"):
        return 0
    if found is None or int(found[1]) == 0:
        raise ValueError('a span is expected, such as "15 min", "2 h" or "off"')
    return int(found[1]) * (60 if found[2].startswith("h") else 1)


def _minutes_before(value: str) -> int:
    """Return a span in minutes, at least one."""
    found = _minutes(value)
    if found < 1:
        raise ValueError('a span is expected, such as "10 min" or "1 h"')
    return found


def _notify_by(value: str) -> str:
    """Return how notifications come."""
    if value not in NOTIFY_BY:
        raise ValueError(f"one of {', '.join(NOTIFY_BY)} is expected")
    return value


def _leap_day(value: str | int) -> str:
    """Return where 29 February falls in other years."""
    if str(value) not in ("28", "1"):
        raise ValueError('"28" (of February) or "1" (of March) is expected')
    return str(value)


def _factors(value: Mapping[str, float]) -> dict[str, float]:
    """Return country codes with a factor from 0.25 to 10 each."""
    factors = {country.upper(): float(factor) for country, factor in value.items()}
    if any(not 0.25 <= factor <= 10 for factor in factors.values()):
        raise ValueError("a factor from 0.25 to 10 is expected")
    return factors


def _commands(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the user's own commands for sending, each checked."""
    from store.outbox.by_command import checked

    if not isinstance(value, dict):
        raise ValueError("a section of names with their arguments is expected")
    return {str(name): checked(str(name), given) for name, given in value.items()}


def _phrases(value: list[str]) -> list[str]:
    """Return a list of words or phrases, none of them empty."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError('a list of words in quotes is expected, such as ["Harvest Plan"]')
    return [each for each in value if any(letter.isalnum() for letter in each)]


def _calendars(value: list[str]) -> list[str]:
    """Return the places of calendars: files, folders, and addresses that are encrypted."""
    found = [each.strip() for each in _phrases(value)]
    found = [f"https://{each[9:]}" if each.lower().startswith("webcal://") else each for each in found]
    for each in found:
        scheme = each.partition("://")[0].lower() if "://" in each else ""
        # The address itself is not repeated: whoever has it can read the calendar.
        if scheme not in ("", "https"):
            raise _Unsaid(f"a calendar at {scheme}:// cannot be read; https:// is expected, or a file or folder")
        if scheme and ("@" in each.split("/")[2] or not each.isprintable() or " " in each or not each.startswith("https://")):
            raise _Unsaid("an address like https://host/path is expected, without a name and a password in it")
    return list(dict.fromkeys(found))


def _way(value: str) -> str:
    """Return the name of a way out."""
    from store.outbox.ways import PLACES

    if value not in PLACES:
        raise ValueError(f"no such way; there are {', '.join(PLACES)}")
    return value


def _sms_form(value: str) -> str:
    """Return one of the forms of sms: links."""
    if value not in ("android", "ios", "both"):
        raise ValueError("android, ios or both is expected")
    return value

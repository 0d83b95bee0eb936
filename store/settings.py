"""Where things lie, what time it is, and how the user works: places, clock and settings.toml.

The one place that reads ONWARD_HOME and ONWARD_NOW. Settings and cadences compile into one cached JSON file, so that
quick commands parse neither TOML nor folders of definitions.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys

from store.errors import UsageFault
from store.model import EMPTY
from store.records import field_names, record
from store.rules.practice import Practice, Sender

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

COMPILED_FORMAT = 11
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SUNDAY_FIRST = frozenset({"US", "CA", "MX", "BR", "JP", "IN", "IL", "ZA", "PH", "KR", "TW", "HK", "AU"})
MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH", ""})


@record
class Home:
    """The folders and files of one user's Onward, as paths."""

    book: str
    "Folder of the book."
    settings: str
    "The settings.toml, whether it is there or not."
    templates: str
    "Folder of the user's own templates, one folder a language inside."
    cadences: str
    "Folder of the user's own cadences."
    themes: str
    "Folder of the user's own themes."
    cache: str
    "Folder of what can be made again."
    backups: str
    "Folder of the backups."
    accounts: str = ""
    "The accounts.toml, whether it is there or not."


@record
class Settings:
    """Everything of settings.toml, with defaults."""

    practice: Practice
    "What the rules need."
    sender: Sender
    "Who drafts come from."
    theme: str = ""
    "Name of the theme; empty for the shipped dark one."
    mail_command: str = ""
    "The user's own command for a mailto: link; empty for the desktop's mail program."
    message_command: str = ""
    "The user's own command for an sms: link."
    sms_form: str = "both"
    "How sms: links carry their words: `android`, `ios`, `both`."
    keys: Mapping[str, str] = EMPTY
    "Action to key, for those the user changed."
    commands: Mapping[str, Mapping[str, Any]] = EMPTY
    "The user's own commands that send a draft, by name: {run, stdin, kinds, limit}."
    draft_check: Mapping[str, Any] = EMPTY
    "The draft check: rules that are `off`, words of the user's `offer`, more words of `pressure`; each a list."
    ways: Mapping[str, str] = EMPTY
    "Kind to the way its drafts leave by, for those the user chose (`email = \"send\"`)."
    newsletter_stop: str = ""
    "The line of a newsletter that says how it ends; empty for the usual one."
    sync: Mapping[str, Any] = EMPTY
    "Looking into the user's own mailbox: {keep_text, days, every (minutes, 0 for never), idle, folders, answer, trusted};"
    " of the phone: new_cadence (for people added there), tasks, task_days."
    calendar: Mapping[str, Any] = EMPTY
    "The user's calendars: {sources, addresses (own ones, lower case), authority, days (how far back)}."
    notify: Mapping[str, Any] = EMPTY
    "A word when a clock is about to run out: {by (`off`, `auto`, `desktop`, `osc9`, `osc777`), before (minutes)}."
    faults: tuple[Mapping[str, Any], ...] = ()
    "Definitions that could not be used, each {code, path, line, reason}; the rest goes on."


def home() -> Home:
    """Return the places: everything under ONWARD_HOME where it is set, else where the platform keeps such things."""
    chosen = os.environ.get("ONWARD_HOME")
    if chosen:
        return home_under(os.path.abspath(os.path.expanduser(chosen)))
    if sys.platform.startswith("linux"):
        # What platformdirs answers on Linux (a test compares), without the tenth of a start-up that its import costs.
        data = _xdg("XDG_DATA_HOME", ".local/share")
        config = _xdg("XDG_CONFIG_HOME", ".config")
        cache = _xdg("XDG_CACHE_HOME", ".cache")
    else:
        import platformdirs

        data = platformdirs.user_data_dir("onward", appauthor=False)
        config = platformdirs.user_config_dir("onward", appauthor=False)
        cache = platformdirs.user_cache_dir("onward", appauthor=False)
    return Home(
        book=os.path.join(data, "book"),
        settings=os.path.join(config, "settings.toml"),
        templates=os.path.join(config, "templates"),
        cadences=os.path.join(config, "cadences"),
        themes=os.path.join(config, "themes"),
        cache=cache,
        backups=os.path.join(data, "backups"),
        accounts=os.path.join(config, "accounts.toml"),
    )


def home_under(folder: str) -> Home:
    """Return the places when everything lies under one folder."""
    names = {name: os.path.join(folder, name) for name in ("book", "templates", "cadences", "themes", "cache", "backups")}
    return Home(settings=os.path.join(folder, "settings.toml"), accounts=os.path.join(folder, "accounts.toml"), **names)


def variables(places: Home) -> dict[str, str]:
    """Return what another process must find among its variables to come to these places; nothing where it does by itself."""
    folder = os.path.dirname(places.settings)
    return {"ONWARD_HOME": folder} if places != home() and places == home_under(folder) else {}


def _xdg(variable: str, otherwise: str) -> str:
    """Return Onward's folder in one of the XDG base directories."""
    base = os.environ.get(variable, "").strip()
    return os.path.join(base if base else os.path.join(os.path.expanduser("~"), otherwise), "onward")


def clock() -> Callable[[], dt.datetime]:
    """Return the clock: fixed at ONWARD_NOW where it is set, else the machine's; aware, in UTC.

    Raises UsageFault(`bad-now`) where ONWARD_NOW is no ISO 8601 instant; one without an offset counts as UTC.
    """
    fixed = os.environ.get("ONWARD_NOW")
    if not fixed:
        return lambda: dt.datetime.now(dt.UTC)
    try:
        instant = dt.datetime.fromisoformat(fixed.strip())
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=dt.UTC)
        instant = instant.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise UsageFault("bad-now", value=fixed) from None
    return lambda: instant


def load(places: Home) -> Settings:
    """Return the settings, from the compiled cache where it is current, else compiled now and cached.

    Raises DefinitionFault(`bad-settings`, path, line, reason) for a settings.toml that cannot be used.
    """
    marks = _fingerprint(places)
    cached = os.path.join(places.cache, "compiled.json")
    try:
        with open(cached, "rb") as file:
            compiled = json.load(file)
        if compiled.get("marks") == marks:
            return _settings_from(compiled)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    from store.compiling import compile_settings

    compiled = compile_settings(places)
    compiled["marks"] = marks
    _keep(cached, compiled)
    return _settings_from(json.loads(json.dumps(compiled)))


def _keep(path: str, compiled: Mapping[str, Any]) -> None:
    """Write the cache where that can be done; a cache that cannot be written only costs time."""
    folder = os.path.dirname(path)
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(compiled, file)
        os.replace(temporary, path)
    except OSError:
        pass


def _fingerprint(places: Home) -> list[Any]:
    """Return what the compiled settings depend on: format, environment, and every definition file's size and time."""
    shipped = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cadences")
    marks: list[Any] = [COMPILED_FORMAT, os.environ.get("TZ", ""), _locale_name()]
    try:
        marks.append(os.path.realpath("/etc/localtime"))
        status = os.stat(places.settings)
        marks.append([status.st_mtime_ns, status.st_size])
    except OSError:
        marks.append(None)
    for folder in (shipped, places.cadences):
        try:
            with os.scandir(folder) as entries:
                found = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".toml")]
        except OSError:
            found = []
        marks.append(sorted([name, status.st_mtime_ns, status.st_size] for name, status in found))
    return marks


def _locale_name() -> str:
    """Return the locale's name from the environment, such as `en_US`; empty for none."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_TIME") or os.environ.get("LANG") or ""
    return name.split(".", 1)[0].split("@", 1)[0]


def _settings_from(compiled: Mapping[str, Any]) -> Settings:
    """Return the settings of a compiled cache; raises KeyError, TypeError or ValueError where it is not one."""
    plain = dict(compiled["practice"])
    plain["working_hours"] = tuple(dt.time.fromisoformat(each) for each in plain["working_hours"])
    plain["text_until"] = dt.time.fromisoformat(plain["text_until"])
    plain["working_days"] = tuple(plain["working_days"])
    rest = {name: compiled[name] for name in field_names(Settings) if name not in ("practice", "sender", "faults")}
    return Settings(
        practice=Practice(cadences=compiled["cadences"], **plain),
        sender=Sender(**compiled["sender"]),
        faults=tuple(compiled["faults"]),
        **rest,
    )

"""Properties that came with a contact and that Onward does not use, on the way out again."""

from __future__ import annotations

import re

from store.exchange import postal
from store.exchange.cleaning import one_line
from store.exchange.outgoing import kept
from store.exchange.vcard_lines import split, unescape
from store.exchange.vcard_own import KEPT, PREFIX, column
from store.exchange.vcard_text import parameters, unbroken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from store.exchange.outgoing import Outgoing

_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_GROUP = re.compile(r"[A-Za-z0-9-]{1,60}")
_DATA = re.compile(r"data:(?:[\w.+-]+/([\w.+-]+))?(?:;[\w=-]+)*;base64,", re.IGNORECASE)
_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
_NEVER = frozenset({"AGENT", "BEGIN", "END", "PRODID", "PROFILE", "UID", "VERSION", "N", "ORG", "ADR"})
"""Written otherwise, or (an agent) a card inside the card, which few readers survive."""
_ONCE = frozenset({"ANNIVERSARY", "BDAY", "FN", "GENDER", "KIND", "REV"})
"""Properties that a card has at most once (FN: one is enough)."""
_BINARY = frozenset({"KEY", "LOGO", "PHOTO", "SOUND"})


class Kept:
    """The properties kept with a contact, those of names and addresses held against what the book says now."""

    def __init__(self, person: Outgoing) -> None:
        """Sort them; those of tables are written in words of Onward's own."""
        self._all: list[tuple[str, dict[str, Any]]] = list(kept(person)) if person.originals else []
        self.groups = {str(each.get("group", "")).lower() for _, each in self._all}
        self._labelled: set[str] = set()

    def name(self, parts: Sequence[str]) -> str:
        """Return the value of the name as it came, where it says the same in these five parts and more besides."""
        for each in self._named("N"):
            parted = [split(part, ",") for part in split(each["value"], ";")]
            found = [" ".join(one_line(unescape(one)) for one in part).strip() for part in parted]
            if found[:5] == list(parts):
                return unbroken(each["value"])
        return ""

    def company(self, company: str) -> str:
        """Return the company as it came, with its departments, where it is the same one."""
        for each in self._named("ORG"):
            parts = [one_line(unescape(part)) for part in split(each["value"], ";")]
            if next(filter(None, parts), "") == company:
                return unbroken(each["value"])
        return ""

    def postal(self, text: str) -> tuple[str, str]:
        """Return the group and the parts of an address as they came, where they come to these lines; else nothing."""
        for each in self._named("ADR"):
            if postal.lines([unescape(part) for part in split(each["value"], ";")]) == text:
                group = str(each.get("group", ""))
                group = group if _GROUP.fullmatch(group) else ""
                self._labelled.add(group.lower())
                return group, unbroken(each["value"])
        return "", ""

    def others(self, written: set[str], version: str) -> Iterator[str]:
        """Yield the lines of all other properties; `written` are the names the card has already."""
        alone = {str(each.get("group", "")).lower() for _, each in self._all if each["name"].upper() in _NEVER}
        linked = {str(each.get("group", "")).lower() for _, each in self._all
                  if each["name"].upper() not in _NEVER and each["name"].upper() != "X-ABLABEL"}
        for source, each in self._all:
            name, group = each["name"].upper(), str(each.get("group", "")).lower()
            if source != "vcard" or not _NAME.fullmatch(name):
                yield f"{KEPT}:{_of_table(each)}"
            elif name == "X-ABLABEL":
                if group not in self._labelled and (group in linked or group not in alone):
                    yield _line(each, version)
            elif name not in _NEVER and not (name in _ONCE and name in written) and not name.startswith(PREFIX):
                yield _line(each, version)

    def _named(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the kept properties of a name that came on a card."""
        return (each for source, each in self._all if source == "vcard" and each["name"].upper() == name)


def _of_table(each: dict[str, Any]) -> str:
    """Return a column of a table as name, label and value."""
    label = next((str(one) for some in _params(each).values() for one in some), "")
    return column(each["name"], label, each["value"])


def _params(each: dict[str, Any]) -> dict[str, list[str]]:
    """Return the parameters of a kept property, as far as they are any."""
    params = each.get("params")
    if not isinstance(params, dict):
        return {}
    return {str(name).upper(): [str(one) for one in some] for name, some in params.items() if isinstance(some, list | tuple)}


def _line(each: dict[str, Any], version: str) -> str:
    """Return a kept property as a line of a card of a version."""
    name, params, value = each["name"].upper(), _params(each), each["value"]
    group = str(each.get("group", ""))
    data = _DATA.match(value) if name in _BINARY else None
    if params.pop("ENCODING", None) or data:
        name, params, value = _binary(name, params, value, version)
    head = f"{group}.{name}" if _GROUP.fullmatch(group) else name
    return f"{head}{parameters(params)}:{unbroken(value)}"


def _binary(name: str, params: dict[str, list[str]], value: str, version: str) -> tuple[str, dict[str, list[str]], str]:
    """Return a picture, sound or key as a version writes it: in 3.0 in base64, in 4.0 as a data address."""
    data = _DATA.match(value)
    form = (data[1] if data else (params.get("TYPE") or [""])[0]) or ""
    form = form.rpartition("/")[2].lower().replace("octet-stream", "")
    bare = _BASE64.sub("", value[data.end():] if data else value)
    rest = {each: some for each, some in params.items() if each not in ("TYPE", "VALUE", "MEDIATYPE")}
    if version == "3.0" or name not in _BINARY:
        return name, {**rest, "ENCODING": ["b"], **({"TYPE": [form.upper()]} if form else {})}, bare
    kind = {"SOUND": "audio", "KEY": "application"}.get(name, "image")
    return name, rest, f"data:{kind}/{form or 'octet-stream'};base64,{bare}"

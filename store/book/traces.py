"""The traces that a person leaves: ids, names, mail addresses and numbers, and documents without them."""

from __future__ import annotations

import re

from store import documents
from store.book.large import named_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

INSTEAD = "[forgotten]"
"What stands where a text about somebody else named the person."
OWN_FACTS = frozenset({
    "name", "given", "family", "middle", "prefix", "suffix", "nickname", "addresses", "permissions", "language", "country",
    "zone"})
"Fields that say who another person is, and stay whatever they hold."
UNTOUCHED = documents.BOOKKEEPING | {"contact", "contacts", "kind", "direction", "outcome", "state", "cadence", "definition"}
FEWEST_DIGITS = 7
"Shorter numbers are not looked for in texts: they stand for too much else."
_BETWEEN = r"[\s()./\-]*"


class Traces:
    """What tells one person from everybody else."""

    def __init__(self, ids: set[str]) -> None:
        """Begin with the ids of the person; those merged into them count as them."""
        self.ids = ids
        self.large: set[str] = set()
        "Digests of their photos and other long values, of now and then."
        self._names: set[str] = set()
        self._addresses: set[tuple[str, str]] = set()
        self._in_texts: re.Pattern[str] | None = None
        self._in_lines: re.Pattern[str] | None = None

    def learn(self, table: str, document: Mapping[str, Any]) -> None:
        """Take in a state of a document, of now or then: their names and addresses are known from it."""
        if table == "contacts" and document["id"] in self.ids:
            self._names.add(str(document.get("name", "")))
            for each in document.get("addresses", ()):
                for value in (each.get("value"), each.get("typed")):
                    if value:
                        self._addresses.add((str(each.get("channel", "")), str(value)))
        elif table == "originals" and document.get("contact") in self.ids:
            self.large.update(named_by(document))

    def settle(self, everybody: Iterable[Mapping[str, Any]]) -> None:
        """Leave out what somebody else shares with them (a switchboard, a namesake), and be ready to look."""
        others = [each for each in everybody if each["id"] not in self.ids]
        shared_names = {documents.folded(str(each.get("name", ""))) for each in others}
        words = {word for name in shared_names for word in name.split()}
        shared = {documents.folded(str(value)) for each in others for address in each.get("addresses", ())
                  for value in (address.get("value"), address.get("typed")) if value}
        names = {each for each in self._names if each.strip() and documents.folded(each) not in shared_names}
        reach = [_address_pattern(channel, value) for channel, value in sorted(self._addresses)
                 if documents.folded(value) not in shared]
        whole = [_name_pattern(each) for each in sorted(names) if " " in each.strip()]
        single = [_name_pattern(each) for each in sorted(names) if " " not in each.strip()
                  and documents.folded(each) not in words]
        self._in_texts = _either(whole + reach)
        self._in_lines = _either(whole + single + reach)
        self._names = {documents.folded(each) for each in names}

    def is_theirs(self, table: str, document: Mapping[str, Any]) -> bool:
        """Return whether a document is about the person and nobody else, so that it goes as a whole."""
        if table == "contacts":
            return document["id"] in self.ids or document.get("merged_into") in self.ids
        if table == "touches":
            with_whom = document.get("contacts", ())
            return bool(with_whom) and all(each in self.ids for each in with_whom)
        if table == "unfiled":
            line = str(document.get("line", ""))
            return self._in_lines is not None and self._in_lines.search(line) is not None
        if document.get("contact") in self.ids or document.get("subject") in self.ids:
            return True
        return table == "history" and bool(self.ids & {str(document.get("before")), str(document.get("after"))})

    def without(self, table: str, document: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return a document without the person: None where it goes, the same object where it does not name them."""
        if self.is_theirs(table, document):
            return None
        left = {name: value for name, value in document.items()
                if name not in ("referrer", "referrer_name") or not self._names_them(value)}
        if "contacts" in left:
            left["contacts"] = [each for each in left["contacts"] if each not in self.ids]
        kept = UNTOUCHED | OWN_FACTS if table == "contacts" else UNTOUCHED
        left = {name: value if name in kept else self._scrubbed(value) for name, value in left.items()}
        return document if left == document else left

    def about_without(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a unit says of itself without the person; of one that was about them only what undo needs."""
        if not self.ids & set(map(str, about.get("contacts", ()))):
            scrubbed = self._scrubbed(dict(about))
            if about.get("names"):
                scrubbed["names"] = [each for each in scrubbed["names"] if documents.folded(str(each)) not in self._names]
            return dict(scrubbed)
        left = {name: value for name, value in about.items() if name not in ("contacts", "names", "values")}
        left["contacts"] = [each for each in about["contacts"] if each not in self.ids]
        left["names"] = [each for each in about.get("names", ()) if documents.folded(str(each)) not in self._names]
        return {name: value for name, value in left.items() if value}

    def in_file(self, path: str) -> bool:
        """Return whether a file holds a trace; one that cannot be read counts as one that does not."""
        if self._in_lines is None:
            return False
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                return any(self._in_lines.search(line) or any(each in line for each in self.ids) for line in file)
        except OSError:
            return False

    def _names_them(self, value: object) -> bool:
        """Return whether a referrer is the person, by id or by name."""
        return isinstance(value, str) and (value in self.ids or documents.folded(value) in self._names)

    def _scrubbed(self, value: Any) -> Any:
        """Return a value with every text in it without the person."""
        if isinstance(value, str):
            return self._in_texts.sub(INSTEAD, value) if self._in_texts is not None else value
        if isinstance(value, dict):
            return {name: each if name in UNTOUCHED else self._scrubbed(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._scrubbed(each) for each in value]
        return value


def _name_pattern(name: str) -> str:
    """Return the pattern of a whole name, however many spaces stand between its words."""
    return r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"


def _address_pattern(channel: str, value: str) -> str:
    """Return the pattern of an address; a number is found in any spelling."""
    if channel == "phone":
        digits = [each for each in value.split(";", 1)[0] if each.isdigit()][-10:]
        if len(digits) >= FEWEST_DIGITS:
            return r"(?<!\d)(?:\+?\d{1,3}[\s()./\-]*)?\(?" + _BETWEEN.join(digits) + r"(?!\d)"
        return ""
    return r"(?<![\w.+\-])" + re.escape(value) + r"(?!\.?[\w\-])" if len(value.strip()) > 4 else ""


def _either(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Return one pattern for all that are not empty; None where there are none."""
    found = [each for each in patterns if each]
    return re.compile("|".join(dict.fromkeys(found)), re.IGNORECASE) if found else None

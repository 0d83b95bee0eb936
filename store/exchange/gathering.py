"""One person put together from the properties or cells of an outside file: cleaned, in normal form, nothing twice."""

from __future__ import annotations

import re

from store.exchange import days, labels
from store.exchange.cleaning import kept, many_lines, one_line
from store.exchange.large import apart
from store.exchange.parsed import ParsedRecord
from store.model import EMPTY, Address, Contact
from store.rules import addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from store.exchange.parsed import Day

LONGEST_NUMBER = 250

_NORTH_AMERICAN = re.compile(r"(\+1[ .-]?)?\(?([2-9]\d\d)\)?[ .-]{0,2}([2-9]\d\d)[ .-]?(\d{4})", re.ASCII)
_NORTH_AMERICA = frozenset({"US", "CA", "PR"})
_IN_BRACKETS = re.compile(r"<([^<>\s]{1,320})>")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SYSTEM_GROUPS = frozenset(
    {"mycontacts", "my contacts", "other contacts", "starred in android", "contacts", "all contacts"}
)


_SALUTATIONS = frozenset(
    "mr mrs ms miss mx sir madam herr frau fräulein m mme mlle monsieur madame mademoiselle sr sra srta señor señora".split()  # noqa: SIM905
)


def whole_name(prefix: str, given: str, middle: str, family: str, suffix: str) -> str:
    """Return a name as its owner would write it, without a salutation.

    In Chinese, Japanese and Korean the family name comes first, unspaced.
    """
    if prefix.rstrip(".").casefold() in _SALUTATIONS:
        prefix = ""
    if given and family and _EAST_ASIAN.match(given) and _EAST_ASIAN.match(family):
        return f"{family}{given}"
    return " ".join(part for part in (prefix, given, middle, family, suffix) if part)


def address_key(address: Address) -> tuple[str, str]:
    """Return what makes two addresses the same: spelling, capitals and punctuation apart."""
    value = address.value.casefold()
    if address.channel == "web":
        value = value.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    elif address.channel == "post":
        value = " ".join(re.findall(r"\w+", value))
    elif address.channel == "phone" and not value.startswith("+"):
        value = re.sub(r"[^\da-z]", "", value) or value
    return address.channel, value


class Gathering:
    """What is known so far of one person; the first word on a thing wins."""

    def __init__(self, source: str, region: str = "", day_first: bool = False) -> None:
        """Start with nothing; `region` is the country of bare numbers, `day_first` how 3/5 is read."""
        self.source = source
        self.region = region
        self.day_first = day_first
        self.key = ""
        self.fields: dict[str, str] = {}
        self.notes: dict[str, None] = {}
        self.tags: dict[str, str] = {}
        self.dates: dict[tuple[str, int, int], Day] = {}
        self.met_on: dt.date | None = None
        self.properties: list[dict[str, Any]] = []
        self.large: dict[str, bytes] = {}
        self.birth: dict[str, str] = {}
        self._addresses: dict[tuple[str, str], tuple[Address, int]] = {}

    def put(self, field: str, text: str) -> bool:
        """Fill a one-line field of Contact unless it is filled; return whether the text is what it holds."""
        clean = one_line(text)
        if clean and not self.fields.get(field):
            self.fields[field] = clean
        return not clean or self.fields[field] == clean

    def note(self, text: str) -> None:
        """Add a paragraph to the note."""
        clean = many_lines(text)
        if clean:
            self.notes[clean] = None

    def tag(self, text: str) -> None:
        """Add a tag, unless it is a group that every contact of that program is in."""
        clean = one_line(text).lstrip("#*").strip()
        if clean and clean.casefold() not in _SYSTEM_GROUPS:
            self.tags.setdefault(clean.casefold(), clean)

    def date(self, name: str, text: str) -> bool:
        """Add a date that returns every year; return False for what is none."""
        found = days.day(text, self.day_first)
        if found is None:
            return False
        month, number, year = found
        name = one_line(name).lower() or "date"
        if name == "birthday":
            self.dates = {key: each for key, each in self.dates.items() if key[0] != name or (each[3] and not year)}
            if any(key[0] == name for key in self.dates):
                return True
        self.dates[name, month, number] = (name, month, number, year)
        return True

    def mail(self, text: str, label: str = "", rank: int = 0) -> bool:
        """Add a mail address; return False for what is none."""
        typed = one_line(text)
        if len(typed) > 1000 or "@" not in typed:
            return not typed
        if match := _IN_BRACKETS.search(typed):
            typed = match[1]
        if typed[:7].lower() == "mailto:":
            typed = typed[7:].split("?", 1)[0]
        self._add("email", addresses.mail(typed) or typed, typed, label, rank)
        return True

    def phone(self, text: str, label: str = "", rank: int = 0) -> bool:
        """Add a number, as typed where none is understood; return False for one too long to be any."""
        typed = one_line(text)
        if typed[:4].lower() == "tel:":
            typed = typed[4:]
        if len(typed) > LONGEST_NUMBER:
            return False
        if typed:
            self._add("phone", self._number(typed) or typed, typed, label, rank)
        return True

    def _number(self, typed: str) -> str:
        """Return a number in normal form, or an empty text for one that is not whole.

        What is plainly North American needs no table of the world's numbers, which takes ten times as long.
        """
        match = _NORTH_AMERICAN.fullmatch(typed)
        if match and (match[1] or self.region in _NORTH_AMERICA):
            return f"+1{match[2]}{match[3]}{match[4]}"
        understood = addresses.phone(typed, self.region)
        return understood.e164 if understood else ""

    def web(self, text: str, label: str = "", rank: int = 0) -> None:
        """Add a web or profile address."""
        self._add("web", one_line(text), "", label, rank)

    def post(self, text: str, label: str = "", rank: int = 0) -> None:
        """Add a postal address of one or more lines."""
        written = (one_line(line).strip(" ,") for line in many_lines(text).split("\n"))
        self._add("post", "\n".join(line for line in written if line), "", label, rank)

    def keep(
        self, name: str, value: str, params: dict[str, list[str]] | None = None, group: str = "", dropped: int = 0
    ) -> None:
        """Keep a property for the way out, a long value apart in `large`; of one that was cut only the size (`dropped`)."""
        kept_property: dict[str, Any] = {
            "name": kept(name)[:200],
            "params": {kept(each): [kept(one)[:1000] for one in some] for each, some in (params or {}).items()},
            "value": "" if dropped else kept(value),
        }
        if group:
            kept_property["group"] = kept(group)[:200]
        if dropped:
            kept_property["dropped"] = dropped
        self.properties.append(apart(kept_property, self.large.__setitem__))

    def record(self, place: int, file: str = "") -> ParsedRecord | None:
        """Return the person, or None where nothing says who it is."""
        fields = dict(self.fields)
        self._understand_numbers(fields.get("country", ""))
        found = self._all_addresses()
        name = fields.pop("name", "") or self._name_from_parts(found)
        if not name:
            return None
        contact = Contact(
            id="",
            name=name,
            tags=tuple(self.tags.values()),
            note="\n\n".join(self.notes),
            addresses=found,
            origin="import",
            **fields,  # type: ignore[arg-type]
        )
        original = {"source": self.source, "key": one_line(self.key), "properties": self.properties}
        return ParsedRecord(place, contact, tuple(self.dates.values()), original, self.met_on, file, large=self.large or EMPTY)

    def _understand_numbers(self, country: str) -> None:
        """Read numbers that the user's own country does not explain as those of the country the person lives in."""
        if not country or country == self.region.upper():
            return
        for key, (address, rank) in list(self._addresses.items()):
            if address.channel != "phone" or address.value.startswith("+"):
                continue
            understood = addresses.phone(address.value, country)
            if understood is None or not understood.e164 or (self.region and not addresses.is_sound(understood)):
                continue
            whole = Address("phone", understood.e164, address.typed or address.value, address.label)
            if address_key(whole) in self._addresses:
                del self._addresses[key]
            else:
                self._addresses = {address_key(whole) if each == key else each: (whole, rank) if each == key else known
                                   for each, known in self._addresses.items()}

    def has_words(self) -> bool:
        """Return whether anything but kept properties was found."""
        return bool(self.fields or self.notes or self.tags or self.dates or self._addresses)

    def _name_from_parts(self, found: tuple[Address, ...]) -> str:
        """Return the name that the parts, the company, a mail address or a number give."""
        parts = (self.fields.get(part, "") for part in ("prefix", "given", "middle", "family", "suffix"))
        name = whole_name(*parts) or self.fields.get("company", "") or self.fields.get("nickname", "")
        for channel in ("email", "phone"):
            name = name or next((each.typed or each.value for each in found if each.channel == channel), "")
        return name

    def _add(self, channel: str, value: str, typed: str, label: str, rank: int) -> None:
        """Add an address, or join it with the same one; rank 1 is the most preferred, 0 says nothing."""
        if not value:
            return
        address = Address(channel, value, "" if typed == value else typed, labels.word(label) if label else "")
        key = address_key(address)
        before = self._addresses.get(key)
        if before is None:
            self._addresses[key] = (address, rank)
        elif not before[0].label and address.label:
            self._addresses[key] = (
                Address(channel, before[0].value, before[0].typed, address.label),
                before[1] or rank,
            )
        elif rank and not before[1]:
            self._addresses[key] = (before[0], rank)

    def _all_addresses(self) -> tuple[Address, ...]:
        """Return the addresses in the order given, faxes and pagers last, at most one a channel preferred."""
        best: dict[str, tuple[int, tuple[str, str]]] = {}
        for key, (address, rank) in self._addresses.items():
            if rank and (address.channel not in best or rank < best[address.channel][0]):
                best[address.channel] = (rank, key)
        chosen = {key for _, key in best.values()}
        found = [
            Address(each.channel, each.value, each.typed, each.label, key in chosen)
            for key, (each, _) in self._addresses.items()
        ]
        return tuple(sorted(found, key=lambda each: each.label in labels.SILENT))

"""Contacts as vCards 3.0 (RFC 2426) and 4.0 (RFC 6350), as one file or a card a file, for phones, servers and back again.

What the standard has a property for is written there; labels it has no word for stand in Apple's groups; what only Onward
knows stands in `X-ONWARD-...`; properties that came with a card and are not used go out again as they came.
"""

from __future__ import annotations

from store.exchange import postal, vcard_kept, vcard_own
from store.exchange.outgoing import as_typed, spoken, uid
from store.exchange.vcard_text import escaped, folded, parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.exchange.outgoing import Outgoing
    from store.model import Address, SpecialDate

VERSIONS = ("3.0", "4.0")
_TYPES: Mapping[str, tuple[str, ...]] = {"home": ("home",), "work": ("work",)}
_PHONE_TYPES: Mapping[str, tuple[str, ...]] = {
    **_TYPES, "mobile": ("cell",), "fax": ("fax",), "work fax": ("work", "fax"), "home fax": ("home", "fax"),
    "pager": ("pager",),
}
_NAMES = {"phone": "TEL", "email": "EMAIL", "post": "ADR", "web": "URL"}
_MESSENGERS = frozenset(
    {"aim", "facetime", "gtalk", "icq", "irc", "jabber", "matrix", "msnim", "sip", "skype", "xmpp", "ymsgr"})


def card(person: Outgoing, version: str = "4.0") -> bytes:
    """Return one contact as a card, in UTF-8 with CRLF; `version` is one of VERSIONS."""
    writing = _Card(person, version)
    writing.add("BEGIN", "VCARD")
    writing.add("VERSION", version)
    writing.add("PRODID", "-//Onward//Onward//EN")
    identity = uid(person)
    own = identity == person.contact.id and version == "4.0"
    writing.add("UID", escaped(f"urn:uuid:{identity}" if own else identity))
    writing.names()
    for address in person.contact.addresses:
        writing.address(address)
    for each in person.dates:
        writing.date(each)
    writing.words()
    for name, value in vcard_own.properties(person):
        writing.add(name, value)
    for line in writing.kept.others(writing.written, version):
        writing.lines.append(folded(line))
    writing.add("END", "VCARD")
    return b"".join(writing.lines)


class _Card:
    """The lines of a card while it is written."""

    def __init__(self, person: Outgoing, version: str) -> None:
        """Begin with nothing; groups that came with the card keep their names."""
        self.person = person
        self.old = version == "3.0"
        self.lines: list[bytes] = []
        self.written: set[str] = set()
        self.kept = vcard_kept.Kept(person)
        self._group = 0

    def add(self, name: str, value: str, params: Mapping[str, Sequence[str]] | None = None, group: str = "") -> None:
        """Add a property whose value is escaped already."""
        self.written.add(name)
        head = f"{group}.{name}" if group else name
        self.lines.append(folded(f"{head}{parameters(params)}:{value}" if params else f"{head}:{value}"))

    def names(self) -> None:
        """Add who the contact is and where they work."""
        contact = self.person.contact
        self.add("FN", escaped(contact.name))
        parts = (contact.family, contact.given, contact.middle, contact.prefix, contact.suffix)
        self.add("N", self.kept.name(parts) or ";".join(map(escaped, parts)))
        if contact.nickname:
            self.add("NICKNAME", escaped(contact.nickname))
        if contact.company:
            self.add("ORG", self.kept.company(contact.company) or escaped(contact.company))
        if contact.title:
            self.add("TITLE", escaped(contact.title))

    def words(self) -> None:
        """Add tags, language, zone and note."""
        contact = self.person.contact
        if contact.tags:
            self.add("CATEGORIES", ",".join(map(escaped, contact.tags)))
        if contact.language:
            plain = not self.old and contact.language.replace("-", "").isalnum() and contact.language.isascii()
            self.add("LANG" if plain else f"{vcard_own.PREFIX}LANGUAGE", escaped(contact.language))
        if contact.zone:
            standard = "/" in contact.zone
            self.add("TZ" if standard else f"{vcard_own.PREFIX}ZONE", escaped(contact.zone),
                     {"VALUE": ["text"]} if standard and self.old else None)
        if contact.note:
            self.add("NOTE", escaped(contact.note))

    def address(self, address: Address) -> None:
        """Add a number, a mail address, a web address or a postal one, with what its group says of it."""
        types = (_PHONE_TYPES if address.channel == "phone" else _TYPES).get(address.label, ())
        label = "" if types else address.label
        text = spoken(address.value) if address.channel == "phone" else address.value
        name, value, group = _NAMES.get(address.channel, "URL"), escaped(text), ""
        params: dict[str, list[str]] = {}
        if address.channel == "post":
            group, value = self.kept.postal(address.value)
            value = value or ";".join(map(escaped, postal.parts(address.value)))
        elif address.channel == "web":
            name = "IMPP" if address.value.partition(":")[0].lower() in _MESSENGERS else "URL"
            if name == "IMPP" and label.isascii() and label.isalnum() and label.islower():
                params, label = {"X-SERVICE-TYPE": [label]}, ""
        elif address.channel == "email" and self.old:
            types = ("internet", *types)
        if address.preferred:
            types, params = (*types, *(("pref",) if self.old else ())), params if self.old else {**params, "PREF": ["1"]}
        if types:
            params["TYPE"] = [*types]
        typed = as_typed(address)
        if not group and (label or typed or address.bounced):
            group = self._new_group()
        self.add(name, value, params, group)
        bounced = "yes" if address.bounced else ""
        for beside, words in (("X-ABLabel", label), (vcard_own.TYPED, typed), (vcard_own.BOUNCED, bounced)):
            if words:
                self.add(beside, escaped(words), group=group)

    def date(self, each: SpecialDate) -> None:
        """Add a date that returns; one without a year has none here either."""
        params: dict[str, list[str]] = {}
        if each.year:
            value = f"{each.year:04d}-{each.month:02d}-{each.day:02d}"
        elif self.old:
            value, params = f"1604-{each.month:02d}-{each.day:02d}", {"X-APPLE-OMIT-YEAR": ["1604"]}
        else:
            value = f"--{each.month:02d}{each.day:02d}"
        plain = value if self.old else value.replace("-", "") if each.year else value
        if each.name == "birthday" and "BDAY" not in self.written:
            self.add("BDAY", plain, params)
        elif each.name == "anniversary" and not self.old and "ANNIVERSARY" not in self.written:
            self.add("ANNIVERSARY", plain)
        else:
            group = self._new_group()
            self.add("X-ABDATE", value, params, group)
            label = "_$!<Anniversary>!$_" if each.name == "anniversary" else each.name
            self.add("X-ABLabel", escaped(label), group=group)

    def _new_group(self) -> str:
        """Return the name of a group that nothing on the card has yet."""
        self._group += 1
        while f"item{self._group}" in self.kept.groups:
            self._group += 1
        return f"item{self._group}"

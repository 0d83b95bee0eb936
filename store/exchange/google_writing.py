"""Contacts as the table that Google Contacts reads and writes now, which most other programs read too."""

from __future__ import annotations

from store.exchange import postal
from store.exchange.csv_cells import disarmed_but_numbers, table
from store.exchange.outgoing import day_text, spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.exchange.outgoing import Outgoing

_FIXED = (
    "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name",
    "Name Prefix", "Name Suffix",
    "Nickname", "File As", "Organization Name", "Organization Title", "Organization Department", "Birthday",
    "Notes", "Photo", "Labels",
)
_PARTS = {
    "E-mail": ("Label", "Value"), "Phone": ("Label", "Value"),
    "Address": ("Label", "Formatted", "Street", "City", "PO Box", "Region", "Postal Code", "Country", "Extended Address"),
    "Website": ("Label", "Value"), "Event": ("Label", "Value"), "Relation": ("Label", "Value"),
}
_CHANNELS = {"email": "E-mail", "phone": "Phone", "web": "Website"}
_LABELS = {"home": "Home", "work": "Work", "mobile": "Mobile", "fax": "Other Fax", "work fax": "Work Fax",
           "home fax": "Home Fax", "pager": "Pager", "main": "Main", "other": "Other"}


def write(people: Sequence[Outgoing], mark: bool = False) -> Iterator[bytes]:
    """Yield the table of some people, a row a piece; phone numbers stay as phones need them, all else is disarmed."""
    rows = [_cells(each) for each in people]
    most = dict.fromkeys(_PARTS, 0)
    for row in rows:
        for header in row:
            kind, _, rest = header.partition(" ")
            if kind in most and (number := rest.partition(" ")[0]).isdigit():
                most[kind] = max(most[kind], int(number))
    headers = list(_FIXED)
    for kind, count in most.items():
        headers += [f"{kind} {number} - {part}" for number in range(1, count + 1) for part in _PARTS[kind]]
    return table(headers, ([disarmed_but_numbers(row.get(name, "")) for name in headers] for row in rows), mark)


def _cells(person: Outgoing) -> dict[str, str]:
    """Return the cells of a contact, by header."""
    contact = person.contact
    parts = (contact.given, contact.family, contact.middle)
    alone = "" if contact.name == contact.company else contact.name
    cells = {
        "First Name": contact.given if any(parts) else alone, "Middle Name": contact.middle, "Last Name": contact.family,
        "Name Prefix": contact.prefix, "Name Suffix": contact.suffix, "Nickname": contact.nickname,
        "File As": contact.name if any(parts) else "", "Organization Name": contact.company,
        "Organization Title": contact.title, "Notes": contact.note, "Labels": " ::: ".join((*contact.tags, "* myContacts")),
    }
    counts = dict.fromkeys(_PARTS, 0)

    def add(kind: str, label: str, **values: str) -> None:
        counts[kind] += 1
        cells[f"{kind} {counts[kind]} - Label"] = label
        for part, text in values.items():
            cells[f"{kind} {counts[kind]} - {part.replace('_', ' ')}"] = text

    for each in contact.addresses:
        label = ("* " if each.preferred else "") + _LABELS.get(each.label, each.label)
        if each.channel == "post":
            box, extended, street, city, region, code, land = postal.parts(each.value)
            add("Address", label, Formatted=each.value, Street=street, City=city, PO_Box=box, Region=region, Postal_Code=code,
                Country=land, Extended_Address=extended)
        else:
            add(_CHANNELS[each.channel], label, Value=spoken(each.value) if each.channel == "phone" else each.value)
    for day in person.dates:
        text = day_text(day.month, day.day, day.year)
        if day.name == "birthday" and "Birthday" not in cells:
            cells["Birthday"] = text
        else:
            add("Event", day.name.capitalize() if day.name == "anniversary" else day.name, Value=text)
    if contact.referrer_name:
        add("Relation", "Referred by", Value=contact.referrer_name)
    return cells

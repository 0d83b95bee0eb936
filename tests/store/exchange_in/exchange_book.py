"""A book for the tests of the way in: it keeps contacts in memory and finds them by the keys of the protocol."""

from __future__ import annotations

from pathlib import Path

from store import exchange
from store.exchange.matching import folded
from store.model import Contact, ImportPreview, Original
from store.records import replace

FILES = Path(__file__).parent.parent / "files"


class Shelf:
    """Contacts, their originals and their dates."""

    def __init__(self) -> None:
        self.contacts: dict[str, Contact] = {}
        self.originals: dict[str, list[Original]] = {}
        self.days: dict[str, list] = {}

    def by_key(self, key: str) -> list[Contact]:
        return [each for each in self.contacts.values() if key in self._keys(each)]

    def original(self, contact_id: str) -> Original | None:
        return (self.originals.get(contact_id) or [None])[-1]

    def dates(self, contact_id: str) -> list:
        return self.days.get(contact_id, [])

    def _keys(self, contact: Contact) -> set[str]:
        keys = {f"name:{folded(contact.name)}"}
        for each in contact.addresses:
            keys.add(f"mail:{each.value.lower()}" if each.channel == "email" else f"{each.channel}:{each.value}")
        return keys | {f"original:{each.source}:{each.key}" for each in self.originals.get(contact.id, ()) if each.key}

    def add(self, contact: Contact) -> Contact:
        contact = replace(contact, id=f"c{len(self.contacts) + 1}")
        self.contacts[contact.id] = contact
        return contact

    def take(self, preview: ImportPreview) -> None:
        """Store what the book would: the new and the changed rows."""
        for row in preview.rows:
            if row.verdict not in ("new", "changed"):
                continue
            if row.verdict == "new":
                contact = self.add(row.contact)
            else:
                contact = self.contacts[row.existing] = row.contact
            known = self.days.setdefault(contact.id, [])
            known += [each for each in row.dates if each not in known]
            there = self.originals.setdefault(contact.id, [])
            there[:] = [each for each in there if (each.source, each.key) != (row.original["source"], row.original["key"])]
            there.append(Original(f"o{len(there)}{contact.id}", contact.id, **row.original))


def preview(path: Path, book: Shelf | None = None, region: str = "US") -> ImportPreview:
    return exchange.preview(exchange.read(path, region=region), book or Shelf())


def people(tmp_path: Path, data: bytes | str, region: str = "US", name: str = "file") -> list:
    """Return the parsed records of a file with this content."""
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(exchange.read(path, region=region).records)


def values(contact: Contact, channel: str) -> list[str]:
    return [each.value for each in contact.addresses if each.channel == channel]

"""TinyDB's Table over a storage that reads and writes single documents.

TinyDB's own operations run unchanged: they are handed mappings that look like the whole table and read only what is
asked of them.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from tinydb.table import Document, Table

from store.disk.identity import id_of_number, new_id, number_of_id
from store.disk.lines import from_line, to_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from store.disk.storage import BookStorage

    Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]
    Condition = Callable[[Mapping[str, Any]], bool]


class TableReading(Mapping[str, Mapping[str, "Any"]]):
    """A table as TinyDB reads it: doc_ids as texts, documents read one by one, each a copy."""

    def __init__(self, storage: BookStorage, name: str) -> None:
        """Read a table of a storage."""
        self._storage = storage
        self._name = name

    def __getitem__(self, doc_id: str) -> dict[str, Any]:
        """Return the document with a doc_id."""
        try:
            id_ = id_of_number(int(doc_id))
        except (ValueError, TypeError):
            raise KeyError(doc_id) from None
        text = self._storage.document(self._name, id_)
        if text is None:
            raise KeyError(doc_id)
        found: dict[str, Any] = from_line(text)
        return found

    def __iter__(self) -> Iterator[str]:
        """Iterate over the doc_ids, in order of id."""
        return (str(number_of_id(id_)) for id_ in self._storage.ids(self._name))

    def __len__(self) -> int:
        """Count the documents."""
        return self._storage.count(self._name)

    def items(self) -> Any:
        """Iterate over doc_ids and documents, reading the table from its beginning."""
        for document in self._storage.documents(self._name):
            yield str(number_of_id(document["id"])), document


class TableWriting(MutableMapping[int, "Any"]):
    """A table as TinyDB's updates see it: documents handed out may be changed and are collected at the end."""

    def __init__(self, storage: BookStorage, name: str) -> None:
        """Write a table of a storage."""
        self._storage = storage
        self._name = name
        self._handed: dict[int, Any] = {}

    def __contains__(self, doc_id: object) -> bool:
        """Return whether there is a document with a doc_id."""
        if doc_id in self._handed:
            return self._handed[doc_id] is not None
        try:
            id_ = id_of_number(doc_id)  # type: ignore[arg-type]
        except (ValueError, TypeError):
            return False
        return self._storage.document(self._name, id_) is not None

    def __getitem__(self, doc_id: int) -> Any:
        """Return the document with a doc_id, to be changed in place."""
        if doc_id not in self._handed:
            text = self._storage.document(self._name, id_of_number(doc_id))
            if text is None:
                raise KeyError(doc_id)
            self._handed[doc_id] = from_line(text)
        if self._handed[doc_id] is None:
            raise KeyError(doc_id)
        return self._handed[doc_id]

    def __setitem__(self, doc_id: int, document: Any) -> None:
        """Keep a document under a doc_id."""
        self._handed[doc_id] = document

    def __delitem__(self, doc_id: int) -> None:
        """Remove the document with a doc_id."""
        if doc_id not in self:
            raise KeyError(doc_id)
        self._handed[doc_id] = None

    def __iter__(self) -> Iterator[int]:
        """Iterate over the doc_ids, in order of id."""
        kept = {number_of_id(id_) for id_ in self._storage.ids(self._name)}
        for doc_id, document in self._handed.items():
            (kept.discard if document is None else kept.add)(doc_id)
        return iter(sorted(kept))

    def __len__(self) -> int:
        """Count the documents."""
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every document."""
        for doc_id in list(self):
            self._handed[doc_id] = None

    def finish(self) -> None:
        """Hand what was changed to the unit in hand."""
        changes: list[tuple[str, bytes | None]] = []
        for doc_id, document in self._handed.items():
            id_ = id_of_number(doc_id)
            if document is None:
                changes.append((id_, None))
                continue
            if document.setdefault("id", id_) != id_:
                raise ValueError(f"a document's id does not change: {id_!r} to {document['id']!r}")
            changes.append((id_, to_line(document)))
        for id_, text in changes:
            self._storage.record(self._name, id_, text)


class DocumentTable(Table):
    """A TinyDB table whose documents carry their own `id`; doc_id is the number of that id."""

    _storage: BookStorage

    def __init__(self, storage: BookStorage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        """Open a table; searches are never cached, because another process may write at any moment."""
        super().__init__(storage, name, cache_size=0)

    def by_id(self, id: str) -> Document | None:
        """Return the document with an id, or None."""
        text = self._storage.document(self.name, id)
        return None if text is None else Document(from_line(text), number_of_id(id))

    def with_key(self, key: str) -> list[Document]:
        """Return the documents that have a key (of `keys_of`) now, in order of id."""
        return [self._document(each) for each in self._storage.with_key(self.name, key)]

    def ids_with_key(self, key: str) -> list[str]:
        """Return the ids of the documents that have a key now, in their order: to read them one by one."""
        return self._storage.ids_with_key(self.name, key)

    def plain(self) -> Iterator[Mapping[str, Any]]:
        """Iterate over all documents, in order of id, as mappings without a doc_id: what a whole table is read by."""
        return self._storage.documents(self.name)

    def put(self, document: Mapping[str, Any]) -> None:
        """Insert a document, or replace the one with the same `id`; raises KeyError where it has none."""
        doc_id = number_of_id(document["id"])
        self._update_table(lambda table: table.__setitem__(doc_id, dict(document)))

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document, with a new id where it has none; raises ValueError where there is one with that id."""
        return super().insert(self._identified(document))

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents as one unit; see `insert`."""
        return super().insert_multiple([self._identified(each) for each in documents])

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """Return one document by doc_id or condition, or those with some doc_ids in order of id; see TinyDB."""
        if doc_id is None and doc_ids is not None:
            reading = self._read_table()
            found = ((each, reading.get(str(each))) for each in sorted(set(map(int, doc_ids))))
            return [Document(document, each) for each, document in found if document is not None]
        return super().get(cond, doc_id, doc_ids)

    def update(self, fields: Fields, cond: Any = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Change the documents that are meant, all of them where none are named; see TinyDB."""
        if cond is not None and doc_ids is None:
            with self._storage.writing():
                return super().update(fields, doc_ids=self._meant(cond))
        return super().update(fields, cond, doc_ids)

    def remove(self, cond: Any = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents that are meant; see TinyDB."""
        if cond is not None and doc_ids is None:
            with self._storage.writing():
                return super().remove(doc_ids=self._meant(cond))
        return super().remove(cond, doc_ids)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        """Change the documents that are meant, or insert this one where there are none; see TinyDB."""
        with self._storage.writing():
            if cond is None and not isinstance(document, Document) and "id" in document:
                document = self._identified(document)
            return super().upsert(document, cond)

    def __iter__(self) -> Iterator[Document]:
        """Iterate over all documents, in order of id."""
        return (self._document(each) for each in self._storage.documents(self.name))

    def _meant(self, cond: Condition) -> list[int]:
        """Return the doc_ids of the documents that fulfil a condition."""
        return [number_of_id(each["id"]) for each in self._storage.documents(self.name) if cond(each)]

    def _document(self, value: Mapping[str, Any]) -> Document:
        return Document(value, number_of_id(value["id"]))

    def _identified(self, document: Mapping[str, Any]) -> Document:
        """Return a document with the doc_id of its id, or of a new one."""
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        if "id" in document:
            return Document(document, number_of_id(document["id"]))
        return document if isinstance(document, Document) else Document(document, number_of_id(new_id()))

    def _read_table(self) -> Any:
        return TableReading(self._storage, self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.writing():
            writing = TableWriting(self._storage, self.name)
            updater(writing)
            writing.finish()

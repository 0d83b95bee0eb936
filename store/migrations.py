"""The schema number of the book, and the numbered steps from every older schema to it.

To change what documents look like, in one commit:

1. Write `def step_N(database)` here, which leads documents of schema N to schema N + 1: it reads `database.table(name)`,
   writes with `put` what differs, and asks nothing of `store.model` or `store.documents`, because those go on changing
   and the step must not. It must be safe to run on documents that are new already, and keep fields it does not know.
2. Add it to STEPS under N and make SCHEMA N + 1.
3. Make a fixture of the schema that is now the newest (`python -m tests.store.books`), commit the folder
   `tests/store/books/schema-<N + 1>/`, and leave the older ones as they are: every one of them must open for ever.

All steps that a book needs run under the lock as one change of the files, whose last rename makes it true; killed at any
moment before that, the book is as it was. Units from before cannot be taken back any more. Backups and exports of an older
schema are brought up on the way in (`brought_up`); a newer book, backup or export is refused with `newer-book`.
"""

from __future__ import annotations

from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from store.disk import Database

SCHEMA = 1
"The schema that this version writes."

STEPS: Mapping[int, Callable[[Database], None]] = {}
"Schema number to the step that leads from it to the next one; each reads and writes documents through the tables."


def migrate(found: int, database: Database) -> None:
    """Lead a book from the schema found to the present one; called under the lock, as one step on the disk."""
    for number in range(found, SCHEMA):
        step = STEPS.get(number)
        if step is None:
            raise BookFault("no-migration", found=found, known=SCHEMA, path=str(database.folder))
        step(database)


def brought_up(
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]], found: int, cache: str
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return documents of an older schema, by table and id, as the present one has them.

    They make a book of their own in a private folder under `cache` for the time of it, so that the steps are the same.
    """
    import datetime as dt
    import os
    import tempfile

    from store.disk import open_database

    def no_keys(table: str, document: Mapping[str, Any]) -> Iterable[str]:
        return ()

    os.makedirs(cache, mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="older-", dir=cache) as folder:
        older = open_database(folder, keys_of=no_keys, schema=found)
        with older.unit("bring-up", at=dt.datetime.now(dt.UTC), undoable=False):
            for name, rows in tables.items():
                older.table(name).insert_multiple(list(rows.values()))
        older.close()
        newer = open_database(folder, keys_of=no_keys, schema=SCHEMA, migrate=migrate)
        lifted = {name: {each["id"]: dict(each) for each in newer.table(name)} for name in newer.tables()}
        newer.close()
    return lifted

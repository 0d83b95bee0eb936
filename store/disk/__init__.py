"""TinyDB, on a storage of our own: private, locked between processes, atomic, durable, constant in time.

    database = open_database(folder, keys_of=keys_of, schema=1)
    with database.unit("log", at=now) as unit:          # one lock, one journal unit, one sync: all or nothing
        database.table("touches").insert({"id": ..., "stamp": unit.stamp, ...})
    database.table("touches").with_key("contact:" + contact_id)

Documents are plain JSON mappings that carry their own `id` (a UUIDv7 string); TinyDB's doc_id is the same number.

In the folder lie:
    book.json       the snapshot: the whole book up to one unit; JSON that a person can read and edit (`snapshot`)
    journal.jsonl   every unit since, and some before for undo; only ever appended to (`journal`)
    index           from keys to documents, derived from the two, made anew wherever it does not fit (`index`)
    lock            who is writing; taken by writers alone (`lock`)
    machine         the name of this folder on this machine (`machine`)
    damaged-*.jsonl what could not be read, set aside (`damage`)

A reader opens the first three as they belong together (`reach`) and sees one state of the book (`view`) until it
catches up; nothing that others write, fold or rename changes it. A writer takes the lock, catches up, appends its unit,
syncs, and takes it into the index (`committing`). Folding the journal into the snapshot is done beside the old files
and ends in renames (`fold`, `folding`); what is erased for good goes the same way (`erasing`). What does not fit is read
from the beginning and mended (`truth`, `mending`).
"""

from store.disk.database import Database, open_database
from store.disk.files import FileLayer
from store.disk.identity import new_id
from store.disk.journal import Unit, UnitChange
from store.disk.unit import UnitInHand

__all__ = ["Database", "FileLayer", "Unit", "UnitChange", "UnitInHand", "new_id", "open_database"]

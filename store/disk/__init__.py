"""TinyDB, on a storage of our own: private, locked between processes, atomic, durable, constant in time.

    database = open_database(folder, keys_of=keys_of, schema=1)
    with database.unit("log", at=now) as unit:          # one lock, one journal unit, one sync: all or nothing
        database.table("touches").insert({"id": ..., "stamp": unit.stamp, ...})
    database.table("touches").with_key("contact:" + contact_id)

Documents are plain JSON mappings that carry their own `id` (a UUIDv7 string); TinyDB's doc_id is the same number.
"""

from store.disk.database import Database, open_database
from store.disk.files import FileLayer
from store.disk.identity import new_id
from store.disk.journal import Unit, UnitChange
from store.disk.unit import UnitInHand

__all__ = ["Database", "FileLayer", "Unit", "UnitChange", "UnitInHand", "new_id", "open_database"]

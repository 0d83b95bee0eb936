"""The schema number of the book, and the numbered steps from every older schema to it."""

from __future__ import annotations

from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
            raise BookFault("no-migration", found=found, known=SCHEMA)
        step(database)

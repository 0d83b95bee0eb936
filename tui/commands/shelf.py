"""`onward shelf [add|drop]`: things worth passing on, and whom they suit."""

from __future__ import annotations

from store.errors import NotFound, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.model import ShelfItem
    from store.reports import ShelfEntry
    from tui.commands.asking import Asking
    from tui.commands.console import Console

ACTIONS = ("list", "add", "drop")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.free_words("WORDS", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """List the shelf, put something there, or take something off."""
    action, *words = asked.WORDS or ["list"]
    if action == "list" and not words:
        return _list(asked, console)
    if action == "add":
        return _add(asked, console, " ".join(words))
    if action == "drop":
        return _drop(asked, console, words)
    from tui.commands.asking import nearest

    raise UsageFault("unknown-action", command="shelf", action=action, hint=nearest(action, ACTIONS))


def _list(asked: Namespace, console: Console) -> int:
    """Print the shelf with the people each thing suits."""
    from tui.wording import practice

    book = console.book()
    entries = book.shelf()
    if asked.json:
        console.put_json([entry_shape(each) for each in entries])
    elif entries:
        console.put("\n".join(practice.shelf_lines(entries, book.today(), console.width)))
    else:
        console.say(f"{practice.EMPTY_SHELF}\n  {practice.SHELF_EXAMPLE}")
    return 0


def _add(asked: Namespace, console: Console, line: str) -> int:
    """Put something on the shelf."""
    from tui.commands.telling import tell
    from tui.wording import spoken

    book = console.book()
    if asked.dry_run:
        from tui.wording.practice import shelf_added

        item = book.read_shelf_line(line)
        if asked.json:
            console.put_json({"verb": "shelf-add", "dry_run": True, "item": item_shape(item)}, one_line=True)
        else:
            console.say(spoken.WOULD_SHELVE.format(item=shelf_added(item, book.today())))
        return 0
    tell(console, book.add_shelf(line), asked.json)
    return 0


def _drop(asked: Namespace, console: Console, words: list[str]) -> int:
    """Take something off the shelf, by its number in the list."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    if not words:
        raise UsageFault("missing-words", command="shelf drop", missing=spoken.THE_NUMBER_OF_A_THING)
    entries = console.book().shelf()
    number = int(words[0]) if words[0].isdecimal() and len(words) == 1 else 0
    if not 1 <= number <= len(entries):
        raise NotFound("no-such-shelf-item", number=" ".join(words))
    item = entries[number - 1].item
    if asked.dry_run:
        return would(console, asked, "shelf-drop", [], spoken.TAKE_OFF_THE_SHELF.format(title=item.title))
    tell(console, console.book().drop_shelf(item.id), asked.json)
    return 0


def item_shape(item: ShelfItem) -> dict[str, Any]:
    """Return a thing on the shelf for `--json`."""
    return {"kind": item.kind, "title": item.title, "link": item.link, "why": item.why, "tags": list(item.tags),
            "until": item.until.isoformat() if item.until else None}


def entry_shape(entry: ShelfEntry) -> dict[str, Any]:
    """Return a thing on the shelf with the people it suits for `--json`."""
    from tui.commands import shapes

    people = [{"id": each.contact.id, "name": each.contact.name, "reasons": shapes.reasons(each.why)}
              for each in entry.people]
    return {"number": entry.number, "id": entry.item.id, **item_shape(entry.item), "over": entry.over, "had": entry.had,
            "people": people}

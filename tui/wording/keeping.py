"""What backup, restore and forget say: what was kept, what comes back, what goes for good."""

from __future__ import annotations

import datetime as dt

from tui.look import clean
from tui.wording import instants
from tui.wording.instants import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import KeptBackup, Receipt

NO_BACKUPS = "There is no backup yet. onward backup makes one; otherwise one is made each day Onward is used."
NOTHING_DIFFERS = "The book is as it was then, so nothing was changed."
NOTHING_CHANGED = "Nothing was changed."
NO_WAY_BACK = "This cannot be undone: no undo, no restore and no backup brings them back."
ELSEWHERE = "Not Onward's own, and left alone: {paths}. What you exported or copied elsewhere is yours to delete."


def size(count: int) -> str:
    """Return a number of bytes in words: `900 bytes`, `12 KB`, `3.4 MB`."""
    if count < 1000:
        return plural(count, "byte")
    if count < 1_000_000:
        return f"{count // 1000} KB"
    return f"{count / 1_000_000:.1f} MB"


def backed_up(done: Receipt) -> str:
    """Return what a backup holds and where it lies."""
    values = done.values
    gone = f" {plural(int(values['thinned']), 'older one')} thinned out." if values.get("thinned") else ""
    return (f"Backed up {plural(int(values['count']), 'entry', 'entries')}, read back and found whole: "
            f"{clean(str(values['path']))} ({size(int(values['size']))}).{gone}")


def backup_line(kept: KeptBackup, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a backup as a line of a list: when, how large, where."""
    return f"{instants.full(kept.made, now, zone)}  {size(kept.size):>9}  {clean(kept.path)}"


def would_restore(done: Receipt, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what restoring a backup does: `The backup of Mon 23 Nov 09:12: 3 entries come back, ...`."""
    values = done.values
    told = [f"{plural(int(values[name]), 'entry', 'entries')} {words}" for name, words in (
        ("added", "come back"), ("changed", "turn back to what they were"), ("removed", "that came since go")) if values[name]]
    told = [each.replace("come", "comes").replace("turn", "turns").replace("they were", "it was").replace(" go", " goes")
            if each.startswith("1 ") else each for each in told]
    about = f" It is about {plural(int(values['people']), 'person', 'people')}." if values["people"] else ""
    return f"The backup of {_made(done, now, zone)}: {', '.join(told)}.{about}"


def restored(done: Receipt, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return that the book was led back, and how that is taken back."""
    count = plural(int(done.values["count"]), "entry", "entries")
    return f"Restored: the book stands as it did {_made(done, now, zone)} ({count}). onward undo takes it back."


def _made(done: Receipt, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return when a backup was made."""
    return instants.full(dt.datetime.fromisoformat(str(done.values["made"])), now, zone)


def would_forget(done: Receipt) -> str:
    """Return what goes with a person, with counts."""
    values = done.values
    name = clean(done.names[0])
    rest = int(values["entries"]) - int(values["touches"]) - int(values["unfiled"]) - 1
    parts = [plural(int(values["touches"]), "touch", "touches") if values["touches"] else "",
             plural(rest, "other entry", "other entries") if rest > 0 else "",
             plural(int(values["unfiled"]), "unfiled line") if values["unfiled"] else ""]
    told = " and ".join(filter(None, [", ".join(each for each in parts[:2] if each), parts[2]]))
    lines = [f"{name} goes from the book, its journal and its history{', with ' + told if told else ''}."]
    if values["mentions"]:
        lines.append(f"Named in {plural(int(values['mentions']), 'entry', 'entries')} about others; there only the name goes.")
    if values["backups"]:
        lines.append(f"{plural(int(values['backups']), 'backup')} will be written anew without them.")
    return " ".join(lines)


def forgotten(done: Receipt) -> str:
    """Return that a person is gone."""
    gone = plural(int(done.values["entries"]), "entry", "entries")
    told = f"{clean(done.names[0])} is forgotten: {gone} erased, {plural(int(done.values['backups']), 'backup')} rewritten."
    left = [clean(str(each)) for each in done.values.get("left", ())]
    return f"{told} {ELSEWHERE.format(paths=', '.join(left))}" if left else told

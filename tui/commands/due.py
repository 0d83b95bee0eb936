"""`onward due`: who is due a touch now, in order, and why."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import Queue
    from tui.commands.asking import Asking
    from tui.commands.console import Console

SPLITS = ("today", "owed", "running", "waiting", "later", "everyone")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")
    asking.flag("--count")
    asking.flag("--split", named={"lists": SPLITS}, metavar="LIST", default="today")
    asking.flag("--kind", metavar="KIND", default="")
    asking.flag("--notify")


def run(asked: Namespace, console: Console) -> int:
    """Print the queue."""
    if asked.split not in SPLITS:
        from store.errors import UsageFault
        from tui.commands.asking import nearest

        raise UsageFault("no-such-split", split=asked.split, hint=nearest(asked.split, SPLITS), known=SPLITS)
    if asked.notify:
        from tui.commands.notifying import tell_near

        return tell_near(console, asked.json)
    book = console.book()
    queue = book.queue(asked.split, all_counts=asked.count and asked.json, told=0 if asked.count else None)
    running = 0
    if asked.kind:
        queue, running = _of_kind(console, queue, asked.kind)
    if asked.count:
        if asked.json:
            console.put_json(dict(queue.counts), one_line=True)
        else:
            console.put(str(len(queue.rows)))
        return 0
    if asked.json:
        from tui.commands import shapes
        from tui.commands.telling import why_teller

        why = why_teller(console)
        console.put_json([shapes.row(row, why(row.due)) for row in queue.rows])
        return 0
    status = show_queue(console, queue, asked.split)
    if running:
        from tui.wording.practice import other_kinds_run

        console.say(other_kinds_run(running))
    return status


def _of_kind(console: Console, queue: Queue, kind: str) -> tuple[Queue, int]:
    """Return a queue with the rows of one kind only, and how many running clocks of other kinds are left out by that."""
    from store.errors import UsageFault
    from store.model import KINDS
    from store.records import replace

    wanted = {"mail": "email", "calls": "call", "texts": "text", "mails": "email"}.get(kind.lower(), kind.lower())
    if wanted not in KINDS:
        raise UsageFault("bad-value", field="--kind", value=kind, allowed=list(KINDS))
    rows, running = console.book().of_kind(queue, wanted)
    return replace(queue, rows=rows), len(running)


def show_queue(console: Console, queue: Queue, split: str = "today") -> int:
    """Print the rows of a queue on the standard output and their counts on the standard error."""
    from tui.commands.telling import why_teller
    from tui.wording import people

    why = why_teller(console)
    width = console.width
    lines = people.due_lines(queue.rows, queue.at, console.zone, width, why)
    if lines:
        console.put("\n".join(lines))
    console.flush()
    console.say(people.queue_summary(queue, width, split))
    return 0

"""`onward booth EVENT`: person after person at a booth or event table, each with a five-minute message one key away."""

from __future__ import annotations

from store.errors import UsageFault
from store.model import Occasion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import DueTouch
    from tui.commands.asking import Asking
    from tui.commands.console import Console
    from tui.commands.prompt import Prompt

SHOWN = 5
"How many clocks are shown at once; the others are counted."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking, yes=True)
    asking.flag("--tag", metavar="TAG", default="")
    asking.free_words("EVENT", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """Ask for line after line, or read them from the standard input."""
    from tui.commands.prompt import Prompt
    from tui.wording import spoken

    occasion = _occasion(asked, console)
    talk = Prompt(console, occasion, booth=True, dry_run=asked.dry_run)
    if not console.answers or asked.json:
        from tui.commands.log import many

        return many(asked, console, [talk.book.within(each, occasion, True) for each in console.lines_in()])
    console.say(spoken.NAME_NUMBER_ANYTHING_YOU_KNOW.format(event=occasion.event))
    return _ask(console, talk)


def _occasion(asked: Namespace, console: Console) -> Occasion:
    """Return the event and its tag, and remember them for the day."""
    book = console.book()
    event = " ".join(" ".join(asked.EVENT).replace('"', "").split())
    if not event:
        kept = book.occasion()
        if not kept.event:
            raise UsageFault("missing-words", command="booth", missing="EVENT")
        return kept
    tag = asked.tag.strip().lstrip("#") or tag_of(event)
    occasion = Occasion(event, (tag,) if tag else ())
    if not asked.dry_run:
        book.remember(occasion)
    return occasion


def tag_of(event: str) -> str:
    """Return the tag made from an event's name: `Expo 2026` is `expo-2026`."""
    words = "".join(each if each.isalnum() else " " for each in event.lower()).split()
    return "-".join(words)[:40]


def _ask(console: Console, talk: Prompt) -> int:
    """Ask for people until an empty line: after each, the message at one key, then the clocks that run."""
    from tui.wording import spoken

    talk.on_stored = lambda: _clocks(console, talk)
    status = talk.run()
    console.say(spoken.MET_AT_BOOTH.format(people=len(talk.people)))
    return status


def _clocks(console: Console, talk: Prompt) -> None:
    """Show the clocks that still run, least time left first."""
    from tui.wording import spoken

    running = []
    for contact, name in talk.people.items():
        due = next((each for each in talk.book.agenda(contact).candidates if each.group == "running"), None)
        if due is not None:
            running.append((due, name))
    running.sort(key=lambda each: each[0].window.goal)
    if not running:
        return
    for due, name in running[:SHOWN]:
        console.say(_clock(console, due, name))
    if len(running) > SHOWN:
        console.say(spoken.AND_MORE_INDENTED.format(what=len(running) - SHOWN))


def _clock(console: Console, due: DueTouch, name: str) -> str:
    """Return one clock: the name, and how long is left of the five minutes, or of what comes after."""
    from tui.look import fit
    from tui.wording import dialogs, instants, spoken

    now, window = console.book().now(), due.window
    until = next((each for each in (window.goal, window.due, window.last_call) if each > now), None)
    left = spoken.TIME_LEFT.format(span=instants.span(until - now)) if until else "late"
    return f"  {fit(name, max(10, min(24, console.width - 24)), pad=True)} {dialogs.kind(due.kind)}, {left}"

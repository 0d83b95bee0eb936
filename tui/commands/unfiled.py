"""`onward unfiled`: the lines in doubt, and filing or throwing them away."""

from __future__ import annotations

from store.errors import NotFound, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import Receipt, Unfiled
    from tui.commands.asking import Asking
    from tui.commands.console import Console

ACTIONS = ("list", "file", "drop")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--new")
    asking.flag("--who", metavar="WHO", default="")
    writing_flags(asking)
    asking.free_words("WORDS", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """List the lines, or settle one."""
    action, *rest = asked.WORDS or ["list"]
    if action not in ACTIONS:
        from tui.commands.asking import nearest

        raise UsageFault("unknown-action", command="unfiled", action=action, hint=nearest(action, ACTIONS))
    lines = console.book().unfiled()
    if action == "list":
        return _list(asked, console, lines)
    if not rest:
        raise UsageFault("missing-words", command=f"unfiled {action}", missing="NUMBER")
    if not rest[0].isdecimal() or not 1 <= int(rest[0]) <= len(lines):
        raise NotFound("no-such-line", number=rest[0])
    return _settle(asked, console, lines[int(rest[0]) - 1], action, rest[1:])


def _list(asked: Namespace, console: Console, lines: tuple[Unfiled, ...]) -> int:
    """Print the lines with their numbers; at a terminal, ask about each."""
    from tui.wording import spoken

    if asked.json:
        from tui.commands.shapes import instant

        console.put_json([
            {"number": place, "id": each.id, "line": each.line, "reason": each.reason,
             "received": instant(each.received.at)}
            for place, each in enumerate(lines, 1)])
        return 0
    if not lines:
        console.say(spoken.NO_LINE_IS_IN_DOUBT)
        return 0
    from tui.look import clean
    from tui.wording import dialogs, instants

    now, zone = console.book().now(), console.zone
    for place, each in enumerate(lines, 1):
        reason = dialogs.UNFILED_REASONS.get(each.reason, each.reason)
        console.put(f"{place:>2}  {clean(each.line)}\n    {instants.moment(each.received, now, zone)}: {reason}")
    if console.answers and not asked.dry_run:
        for each in lines:
            console.say(f"\n{clean(each.line)}")
            settle(console, each.id, each.line)
    else:
        console.flush()
        console.say(spoken.UNFILED_NEXT)
    return 0


def _settle(asked: Namespace, console: Console, line: Unfiled, action: str, words: list[str]) -> int:
    """File or throw away one line."""
    from tui.commands.log import joined
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    book = console.book()
    if action == "drop":
        if asked.dry_run:
            return would(console, asked, "throw-away", (), spoken.THROW_AWAY.format(line=line.line))
        tell(console, book.settle_unfiled(line.id, line=""), asked.json)
        return 0
    corrected = joined(words) if words else None
    contact = book.who(asked.who) if asked.who else None
    if asked.dry_run:
        return would(console, asked, "log", [contact] if contact else (), spoken.FILE_LINE.format(what=corrected or line.line))
    receipt = book.settle_unfiled(line.id, line=corrected, contact=contact.id if contact else None, new=asked.new)
    tell(console, receipt, asked.json)
    return 4 if receipt.unfiled else 0


def settle(console: Console, unfiled: str, line: str) -> Receipt | None:
    """Ask a person whom a line is about; return what was stored, or None where it stays in doubt."""
    from tui.commands.telling import tell
    from tui.wording import dialogs, spoken

    book = console.book()
    while True:
        proposal = book.propose(line)
        for place, each in enumerate(proposal.candidates[:9], 1):
            console.say(f"  {place}  {dialogs.candidate(each)}")
        choices = spoken.CHOICE_NUMBER if proposal.candidates else ""
        new = spoken.CHOICE_NEW if proposal.entry.name else ""
        answer = (console.ask(spoken.ASK_DOUBT.format(choices=choices, new=new)) or "").strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(proposal.candidates[:9]):
            receipt = book.settle_unfiled(unfiled, contact=proposal.candidates[int(answer) - 1].id, line=line)
        elif answer.lower() == "n" and proposal.entry.name:
            receipt = book.settle_unfiled(unfiled, line=line, new=True)
        elif len(answer) < 3:
            continue
        else:
            line = answer
            receipt = book.settle_unfiled(unfiled, line=line)
        tell(console, receipt)
        if not receipt.unfiled:
            return receipt

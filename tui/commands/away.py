"""`onward away [FROM UNTIL | end]`: a time when nothing but debts is shown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.free_words("WORDS", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """Say, set or end the time away."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    book = console.book()
    if not asked.WORDS:
        return _say(asked, console)
    if [each.casefold() for each in asked.WORDS] in (["end"], ["over"], ["back"]):
        if asked.dry_run:
            return would(console, asked, "away-end", [], spoken.END_THE_TIME_AWAY)
        tell(console, book.end_away(), asked.json)
        return 0
    words, _, why = " ".join(asked.WORDS).partition(" //")
    since, until = book.read_away(words)
    if asked.dry_run:
        from tui.wording.instants import date

        today = book.today()
        return would(console, asked, "away", [], spoken.BE_AWAY.format(
            since=date(since, today), until=date(until, today)))
    tell(console, book.away(since, until, why.strip()), asked.json)
    return 0


def _say(asked: Namespace, console: Console) -> int:
    """Print the times away that hold or are to come."""
    from tui.wording import practice

    book = console.book()
    found = book.aways()
    if asked.json:
        console.put_json([{"since": each.since.isoformat(), "until": each.until.isoformat() if each.until else None,
                           "why": each.why, "now": each.since <= book.today()} for each in found])
    elif found:
        console.put("\n".join(practice.away_line(each, book.today()) for each in found))
    else:
        console.say(practice.NOT_AWAY)
    return 0

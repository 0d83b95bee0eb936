"""`onward week`: how fast you were, what was answered, who is cooling."""

from __future__ import annotations

import datetime as dt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.book import Book
    from store.reports import Attention, ReplyFigures, Week
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--since", metavar="DATE", default="")
    asking.flag("--until", metavar="DATE", default="")
    asking.flag("--json")
    asking.flag("--svg", metavar="FILE", default="")
    asking.flag("--markdown", metavar="FILE", nargs="?", const="-", default="")
    asking.flag("--yes")


def run(asked: Namespace, console: Console) -> int:
    """Print the figures."""
    book = console.book()
    week = book.week(_day(book, asked.since), _day(book, asked.until))
    if asked.json:
        console.put_json(week_shape(week))
        return 0
    if asked.svg or asked.markdown:
        return _report(asked, console, week)
    from tui.wording.week import lines

    console.put("\n".join(lines(week, book.now(), console.zone, console.width)))
    return 0


def _report(asked: Namespace, console: Console, week: Week) -> int:
    """Draw the week, write it as Markdown, or both; raises FileFault where a file is there or cannot be written."""
    from store.book.reviewing import save
    from tui.wording.week import charts, saved, title

    now = console.book().now()
    heading, drawn = title(week, now.astimezone(console.zone).date()), charts(week, now, console.zone)
    wanted = []
    if asked.svg:
        from tui.wording.week_svg import svg

        wanted.append((asked.svg, svg(heading, drawn)))
    if asked.markdown:
        from tui.wording.week_markdown import markdown

        wanted.append((asked.markdown, markdown(heading, drawn)))
    for path, text in wanted:
        if path == "-":
            console.put_bytes(text.encode())
        else:
            save(path, text, asked.yes)
            console.say(saved(path))
    return 0


def _day(book: Book, words: str) -> dt.date | None:
    """Return the day that lies behind, or today, that words mean; None for no words."""
    if not words:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return book.plan_happened(words).at.astimezone(book.zone()).date()


def week_shape(week: Week) -> dict[str, Any]:
    """Return the week for `--json`; shares are numbers from 0 to 1, times seconds."""
    return {
        "since": week.since.isoformat(), "until": week.until.isoformat(),
        "clocks": [{"clock": each.clock, "started": each.started, "goal": each.goal, "due": each.due, "late": each.late,
                    "missed": each.missed, "running": each.running,
                    "median": each.median.total_seconds() if each.median is not None else None} for each in week.clocks],
        "follow_up": {"new": week.new_people, "followed_up": week.followed_up, "rate": week.follow_up_rate,
                      "published": week.published_follow_up},
        "touches": {"out": {kind: dict(outcomes) for kind, outcomes in week.out.items()}, "in": dict(week.incoming)},
        "replies": {"templates": [_replies(each) for each in week.templates],
                    "numbers": [_replies(each) for each in week.numbers]},
        "funnel": [{"standing": each.standing, "now": each.now, "reached": each.reached, "share": each.share,
                    "published": each.published} for each in week.funnel],
        "closed": week.closed,
        "cooling": [_attention(each) for each in week.cooling],
        "no_next_step": [_attention(each) for each in week.no_next_step],
    }


def _replies(each: ReplyFigures) -> dict[str, Any]:
    """Return how often something was answered."""
    return {"name": each.name, "sent": each.sent, "answered": each.answered}


def _attention(each: Attention) -> dict[str, Any]:
    """Return somebody who wants a look."""
    from tui.commands import shapes

    return {"id": each.contact.id, "name": each.contact.name, "reason": shapes.reasons((each.why,))[0]}

"""The week in figures, as lines of plain text: one way of saying it for the command and for the screen."""

from __future__ import annotations

from tui.look import clean, fit, width, wrap
from tui.wording import dialogs, instants

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from store.reports import Attention, ClockFigures, FunnelStep, ReplyFigures, Week

HEADINGS = {
    "clocks": "How fast", "follow-up": "Follow-up", "touches": "Touches", "templates": "Replies by template",
    "numbers": "Replies by touch", "funnel": "Funnel, as it stands now", "cooling": "Cooling",
    "next-step": "No next step",
}
CLOCKS = {"met": "met", "booth": "met at a booth", "inquiry": "inquiry", "referral": "referral", "reply": "reply owed",
          "promise": "promise"}
STANDINGS = {"inquiry": "inquiry", "sales-ready": "sales-ready", "qualified": "qualified", "client": "client"}
NOTHING = "Nothing happened in these days, and nobody is cooling."
MOST = 12
"People of one list that are named; the others are counted."

Section = tuple[str, list[tuple[str, str]]]
"A heading, and its lines as (label, text)."


def percent(share: float | None) -> str:
    """Return a share as `40 %`; a dash where there is none."""
    return "-" if share is None else f"{round(share * 100)} %"


def title(week: Week, today: dt.date) -> str:
    """Return which days it is about: `Week: Wed 18 Nov to Tue 24 Nov`."""
    days = (week.until - week.since).days + 1
    name = "Week" if days == 7 else instants.plural(days, "day")
    return f"{name}: {instants.date(week.since, today)} to {instants.date(week.until, today)}"


def sections(week: Week, now: dt.datetime, zone: dt.tzinfo) -> list[Section]:
    """Return what there is to say, a section each; empty ones left out."""
    today = now.astimezone(zone).date()
    found: list[Section] = [
        (HEADINGS["clocks"], [(CLOCKS.get(each.clock, each.clock), _clock(each)) for each in week.clocks]),
        (HEADINGS["follow-up"], _follow_up(week)),
        (HEADINGS["touches"], _touches(week)),
        (HEADINGS["templates"], [(clean(each.name), _replies(each)) for each in week.templates[:MOST]]),
        (HEADINGS["numbers"], [(f"touch {each.name}", _replies(each)) for each in week.numbers]),
        (HEADINGS["funnel"], _funnel(week)),
        (HEADINGS["cooling"], _people(week.cooling, today)),
        (HEADINGS["next-step"], _people(week.no_next_step, today)),
    ]
    return [(heading, lines) for heading, lines in found if lines]


def lines(week: Week, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return the week as lines of a width: a heading a section, then label and text in columns."""
    told = [title(week, now.astimezone(zone).date())]
    for heading, pairs in sections(week, now, zone):
        told += ["", heading, *pair_lines(pairs, columns)]
    return told if len(told) > 1 else [*told, "", NOTHING]


def pair_lines(pairs: Sequence[tuple[str, str]], columns: int) -> list[str]:
    """Return labels and texts in two columns; a text too long for its column is wrapped under itself."""
    most = 14 if columns < 60 else 24
    column = min(most, max(width(label) for label, _ in pairs)) + 2
    told = []
    for label, text in pairs:
        first, *rest = wrap(text, max(columns - column - 2, 16)) or [""]
        told.append(f"  {fit(label, column - 2, pad=True)}  {first}".rstrip())
        told += [" " * (column + 2) + line for line in rest]
    return told


def _clock(figures: ClockFigures) -> str:
    """Return how one clock was met: `4: 2 by the goal, 1 in time, 1 late; half within 46 min`."""
    named = (("goal", "by the goal"), ("due", "in time"), ("late", "late"), ("missed", "missed so far"),
             ("running", "still running"))
    parts = [f"{getattr(figures, name)} {words}" for name, words in named if getattr(figures, name)]
    median = f"; half within {instants.span(figures.median)}" if figures.median is not None else ""
    return f"{figures.started}: {', '.join(parts)}{median}"


def _follow_up(week: Week) -> list[tuple[str, str]]:
    """Return the follow-up rate beside the published one; nothing where nobody was new."""
    if not week.new_people:
        return []
    text = f"{week.followed_up} of {dialogs.people(week.new_people)}, {percent(week.follow_up_rate)}"
    return [("followed up", f"{text} (published: {percent(week.published_follow_up)})")]


def _touches(week: Week) -> list[tuple[str, str]]:
    """Return the touches by kind and outcome, the most frequent first, then what came in."""
    kinds = sorted(week.out.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    told = []
    for kind, outcomes in kinds:
        ordered = sorted(outcomes.items(), key=lambda each: (-each[1], each[0]))
        parts = [f"{count} {dialogs.outcome(outcome)}" for outcome, count in ordered]
        told.append((dialogs.kind(kind), f"{sum(outcomes.values())}: {', '.join(parts)}"))
    if week.incoming:
        came = sorted(week.incoming.items(), key=lambda each: (-each[1], each[0]))
        parts = [f"{count} {dialogs.kind(kind)}" for kind, count in came]
        told.append(("from them", f"{sum(week.incoming.values())}: {', '.join(parts)}"))
    return told


def _replies(figures: ReplyFigures) -> str:
    """Return how often something was answered: `2 of 6 answered, 33 %`."""
    return f"{figures.answered} of {figures.sent} answered, {percent(figures.answered / figures.sent)}"


def _funnel(week: Week) -> list[tuple[str, str]]:
    """Return the funnel with its conversion beside the published one; nothing where nobody stands in it."""
    if not any(each.reached for each in week.funnel) and not week.closed:
        return []
    told = [(STANDINGS.get(each.standing, clean(each.standing)), _step(each)) for each in week.funnel]
    return [*told, ("closed", str(week.closed))] if week.closed else told


def _step(step: FunnelStep) -> str:
    """Return one place of the funnel: `3 now, 8 got this far, 67 % of those before (published: 40 %)`."""
    text = f"{step.now} now, {step.reached} got this far"
    if step.share is None:
        return text
    published = f" (published: {percent(step.published)})" if step.published is not None else ""
    return f"{text}, {percent(step.share)} of those before{published}"


def _people(some: Sequence[Attention], today: dt.date) -> list[tuple[str, str]]:
    """Return people with why they are named; after some, how many more."""
    told = [(clean(each.contact.name), attention(each, today)) for each in some[:MOST]]
    if len(some) > MOST:
        told.append(("", f"and {len(some) - MOST:,} more"))
    return told


def attention(each: Attention, today: dt.date) -> str:
    """Return why somebody is named: `3 touches unanswered since Mon 9 Nov`, `61 days without a word`."""
    values = each.why.values
    if each.why.code == "silent":
        count = instants.plural(int(values["count"]), "touch", "touches")
        return f"{count} unanswered since {instants.day_name(values['last'].date(), today)}"
    if each.why.code == "quiet":
        return f"{instants.plural(int(values['days']), 'day')} without a word"
    if each.why.code == "no-plan":
        return f"on no cadence; heard from {instants.day_name(values['last'].date(), today)}"
    return f"{clean(str(values.get('standing', '')))}, and nothing agreed"

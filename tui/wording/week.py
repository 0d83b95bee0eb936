"""The week in figures, as charts and as lines of plain text: one way of saying it for the command, screen and report."""

from __future__ import annotations

from tui.look import clean
from tui.wording import dialogs, instants
from tui.wording.charts import Bar, Chart, chart_lines, label_cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from store.reports import Attention, ClockFigures, ReplyFigures, Week

HEADINGS = {
    "clocks": "How fast, against the clocks", "follow-up": "Follow-up", "touches": "Touches by kind",
    "templates": "Replies by template", "numbers": "Replies by touch", "funnel": "Funnel, as it stands now",
    "cooling": "Cooling", "next-step": "No next step",
}
CLOCKS = {"met": "met", "booth": "met at a booth", "inquiry": "inquiry", "referral": "referral", "reply": "reply owed",
          "promise": "promise"}
PLACES = (("goal", "by the goal"), ("due", "in time"), ("late", "late"), ("missed", "missed so far"),
          ("running", "still running"))
"How a clock may have been met, and the words for it."
STANDINGS = {"inquiry": "inquiry", "sales-ready": "sales-ready", "qualified": "qualified", "client": "client"}
PUBLISHED = "published"
NOTHING = "Nothing happened in these days, and nobody is cooling."
MOST = 12
"People of one list that are named; the others are counted."


def percent(share: float | None) -> str:
    """Return a share as `40 %`; a dash where there is none."""
    return "-" if share is None else f"{round(share * 100)} %"


def in_ten(share: float) -> str:
    """Return a published share as `4 in 10`."""
    return f"{round(share * 10)} in 10"


def title(week: Week, today: dt.date) -> str:
    """Return which days it is about: `Week: Wed 18 Nov to Tue 24 Nov`."""
    days = (week.until - week.since).days + 1
    name = "Week" if days == 7 else instants.plural(days, "day")
    return f"{name}: {instants.date(week.since, today)} to {instants.date(week.until, today)}"


def saved(path: str) -> str:
    """Return that a report was written."""
    return f"The report is in {clean(path)}."


def charts(week: Week, now: dt.datetime, zone: dt.tzinfo) -> list[Chart]:
    """Return what there is to say, a chart each; empty ones left out."""
    today = now.astimezone(zone).date()
    found = [
        _clocks(week), _follow_up(week), _touches(week), _replied("templates", week.templates[:MOST], ""),
        _replied("numbers", week.numbers, "touch "), _funnel(week),
        Chart(HEADINGS["cooling"], tuple(_people(week.cooling, today))),
        Chart(HEADINGS["next-step"], tuple(_people(week.no_next_step, today))),
    ]
    return [each for each in found if each.rows]


def lines(week: Week, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return the week as lines of a width: a heading a chart, then its rows."""
    told = [title(week, now.astimezone(zone).date())]
    found = charts(week, now, zone)
    shared = label_cells(found)
    for chart in found:
        told += ["", *chart_lines(chart, columns, shared)]
    return told if len(told) > 1 else [*told, "", NOTHING]


def _clocks(week: Week) -> Chart:
    """Return how each clock was met, as the shares of those that started."""
    used = {name for each in week.clocks for name, _ in PLACES if getattr(each, name)}
    rows = [Bar(CLOCKS.get(each.clock, each.clock), _clock(each),
                tuple((name, getattr(each, name) / each.started) for name, _ in PLACES if each.started))
            for each in week.clocks]
    return Chart(HEADINGS["clocks"], tuple(rows), tuple(each for each in PLACES if each[0] in used))


def _clock(figures: ClockFigures) -> str:
    """Return how one clock was met: `4: 2 by the goal, 1 in time, 1 late; half within 46 min`."""
    parts = [f"{getattr(figures, name)} {words}" for name, words in PLACES if getattr(figures, name)]
    median = f"; half within {instants.span(figures.median)}" if figures.median is not None else ""
    return f"{_counted(figures.started, parts)}{median}"


def _counted(count: int, parts: Sequence[str]) -> str:
    """Return parts after how many there are together; one part alone says it already."""
    return parts[0] if len(parts) == 1 else f"{count}: {', '.join(parts)}" if parts else str(count)


def _follow_up(week: Week) -> Chart:
    """Return the follow-up rate beside the published one; nothing where nobody was new."""
    rate = week.follow_up_rate
    if rate is None:
        return Chart(HEADINGS["follow-up"], ())
    text = f"{week.followed_up} of {dialogs.people(week.new_people)}, {percent(rate)}"
    return Chart(HEADINGS["follow-up"], (
        Bar("you", text, (("yes", rate),), whole=True),
        Bar(PUBLISHED, percent(week.published_follow_up), (("published", week.published_follow_up),), whole=True)))


def _touches(week: Week) -> Chart:
    """Return the touches by kind and outcome, the most frequent first, then what came in."""
    out = sorted(((kind, sum(outcomes.values()), outcomes) for kind, outcomes in week.out.items()),
                 key=lambda each: (-each[1], each[0]))
    came = sorted(week.incoming.items(), key=lambda each: (-each[1], each[0]))
    most = max([count for _, count, _ in out] + [count for _, count in came], default=0)
    rows = []
    for kind, count, outcomes in out:
        ordered = sorted(outcomes.items(), key=lambda each: (-each[1], each[0]))
        parts = [f"{many} {dialogs.outcome(outcome)}" for outcome, many in ordered]
        rows.append(Bar(f"→ {dialogs.kind(kind)}", _counted(count, parts), (("yes", count / most),)))
    rows += [Bar(f"← {dialogs.kind(kind)}", f"{count} from them", (("yes", count / most),)) for kind, count in came]
    return Chart(HEADINGS["touches"], tuple(rows))


def _replied(name: str, some: Sequence[ReplyFigures], before: str) -> Chart:
    """Return how often something was answered, as the share of what went out."""
    rows = [Bar(f"{before}{clean(each.name)}", _replies(each),
                (("yes", each.answered / each.sent if each.sent else 0.0),), whole=True) for each in some]
    return Chart(HEADINGS[name], tuple(rows))


def _replies(figures: ReplyFigures) -> str:
    """Return how often something was answered: `2 of 6 answered, 33 %`."""
    share = figures.answered / figures.sent if figures.sent else None
    return f"{figures.answered} of {figures.sent} answered, {percent(share)}"


def _funnel(week: Week) -> Chart:
    """Return the funnel, the share of each place that got to the next beside the published one; nothing where it is empty."""
    rows: list[Bar] = []
    if not any(each.reached for each in week.funnel) and not week.closed:
        return Chart(HEADINGS["funnel"], ())
    for step in week.funnel:
        name = STANDINGS.get(step.standing, clean(step.standing))
        text = f"{step.reached} got this far, {step.now} now"
        if step.share is None:
            rows.append(Bar(name, text, (("yes", 1.0),) if step.reached else (), whole=True))
            continue
        rows.append(Bar(name, f"{percent(step.share)} of those before: {text}", (("yes", step.share),), whole=True))
        if step.published is not None:
            rows.append(Bar(f" {PUBLISHED}", in_ten(step.published), (("published", step.published),), whole=True))
    if week.closed:
        rows.append(Bar("closed", str(week.closed)))
    return Chart(HEADINGS["funnel"], tuple(rows))


def _people(some: Sequence[Attention], today: dt.date) -> list[Bar]:
    """Return people with why they are named; after some, how many more."""
    told = [Bar(clean(each.contact.name), attention(each, today)) for each in some[:MOST]]
    if len(some) > MOST:
        told.append(Bar("", f"and {len(some) - MOST:,} more"))
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

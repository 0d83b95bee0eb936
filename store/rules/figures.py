"""The figures of a week as pure functions over dossiers: how fast, how often, what was answered, who is cooling."""

from __future__ import annotations

import datetime as dt

from store.model import STANDINGS, ContactLine, Reason
from store.records import record
from store.reports import Attention, ClockFigures, FunnelStep, ReplyFigures, Week
from store.rules import days, windows
from store.rules.case import after_anchor, answers, counted, responded, wants_answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.model import Contact, Dossier, Plan, Touch, Window
    from store.rules.practice import Practice

OPENINGS = {"met": "met", "booth": "booth", "inquiry": "inquiry", "referral": "referral"}
"Cadence to the clock of its first contact."
CLOCKS = ("met", "booth", "inquiry", "referral", "reply", "promise")
FUNNEL = STANDINGS[:-1]
PUBLISHED = {"sales-ready": 0.4, "qualified": 0.4, "client": 0.3}
"Of ten inquiries four become ready for a sales talk, of ten of those four qualify, of ten of those three buy: as published."
QUIET = {"hot": 21, "warm": 42, "": 90, "cold": 90}
"Days without a word, by temperature, after which somebody who used to answer counts as cooling."
SILENT = 3
"Unanswered touches in a row after which somebody who used to answer counts as cooling."
LIVE = ("inquiry", "sales-ready", "qualified")
"Standings that want a next step."
_DAY = dt.timedelta(days=1)


@record
class Answered:
    """One clock that ran: what it was, its window, and when it was met."""

    clock: str
    "One of CLOCKS."
    window: Window
    "Its five instants."
    at: dt.datetime | None = None
    "When it was met; None while it is open."
    started: dt.datetime | None = None
    "What it counts from, for the time it took; None where that means nothing."


def week(dossiers: Iterable[Dossier], practice: Practice, now: dt.datetime, since: dt.date, until: dt.date,
         ever: Mapping[str, Sequence[str]] | None = None) -> Week:
    """Return the figures from the first moment of `since` to the last of `until`, both the user's days.

    `ever` holds the standings that contacts had before, from the history, by contact id. Clocks count where they
    started, promises where they were due, touches where they happened. The funnel, who is cooling and who has no next
    step are of now, whatever the days.
    """
    people = list(dossiers)
    zone = days.home(practice)
    start, end = days.instant(since, dt.time(0), zone), days.instant(until + _DAY, dt.time(0), zone)
    clocks = [each for dossier in people for each in clocks_of(dossier, practice) if start <= _belongs(each) < end]
    new = [plan for dossier in people for plan in _beginnings(dossier) if start <= plan[0].anchor.at < end]
    out, incoming = touches_by_kind(people, start, end)
    templates, numbers = replies(people, practice, start, end)
    standings = [(dossier.contact, tuple((ever or {}).get(dossier.contact.id, ()))) for dossier in people]
    return Week(
        since=since, until=until, clocks=clock_figures(clocks, now), new_people=len(new),
        followed_up=sum(followed for _, followed in new), out=out, incoming=incoming, templates=templates,
        numbers=numbers, funnel=funnel(standings), closed=sum(each.standing == "closed" for each, _ in standings),
        cooling=cooling(people, now), no_next_step=no_next_step(people))


def _belongs(ran: Answered) -> dt.datetime:
    """Return the instant that decides to which days a clock belongs: its start, of a promise when it was due."""
    return ran.window.due if ran.clock == "promise" else ran.window.opens


def _beginnings(dossier: Dossier) -> Iterator[tuple[Plan, bool]]:
    """Yield each plan that a first contact began, and whether it was followed up at all; the same anchor once."""
    seen = set()
    for plan in dossier.plans:
        key = plan.anchor_touch or plan.id
        if plan.cadence in OPENINGS and plan.anchor_touch and key not in seen:
            seen.add(key)
            yield plan, _first_out(after_anchor(plan, dossier.touches)) is not None


def _first_out(touches: Iterable[Touch]) -> Touch | None:
    """Return the first outgoing touch that did not come back."""
    return next((each for each in touches if each.direction == "out" and each.outcome != "bounced"
                 and each.kind != "newsletter"), None)


def clocks_of(dossier: Dossier, practice: Practice) -> Iterator[Answered]:
    """Yield every clock that ever ran with a contact: first contacts, owed replies, promises."""
    place = days.place_of(dossier.contact, practice)
    anchors = set()
    for plan, _ in _beginnings(dossier):
        anchors.add(plan.anchor_touch)
        met = _first_out(after_anchor(plan, dossier.touches))
        window = windows.running(OPENINGS[plan.cadence], plan.anchor.at, place)
        yield Answered(OPENINGS[plan.cadence], window, met.happened.at if met else None, plan.anchor.at)
    owed: Touch | None = None
    for touch in dossier.touches:
        if owed is not None and answers(touch):
            yield Answered("reply", windows.running("reply", owed.happened.at, place), touch.happened.at, owed.happened.at)
            owed = None
        elif owed is None and touch.id not in anchors and touch.origin != "import" and wants_answer(touch):
            owed = touch
    if owed is not None:
        yield Answered("reply", windows.running("reply", owed.happened.at, place), None, owed.happened.at)
    for promise in dossier.promises:
        if promise.dropped is None:
            kept = promise.kept.at if promise.kept else None
            yield Answered("promise", windows.promised(promise.due, practice, place), kept)


def clock_figures(ran: Sequence[Answered], now: dt.datetime) -> tuple[ClockFigures, ...]:
    """Return how each clock was met, in the order of CLOCKS; those that did not run are left out."""
    found = []
    for clock in CLOCKS:
        those = [each for each in ran if each.clock == clock]
        if not those:
            continue
        places = [_place(each, now) for each in those]
        spans = sorted(each.at - each.started for each in those if each.at is not None and each.started is not None)
        found.append(ClockFigures(
            clock, len(those), **{name: places.count(name) for name in ("goal", "due", "late", "missed", "running")},
            median=_median(spans)))
    return tuple(found)


def _place(ran: Answered, now: dt.datetime) -> str:
    """Return how one clock was met: by its goal, by when it was due, late, missed so far, or still running."""
    if ran.at is None:
        return "missed" if now > ran.window.due else "running"
    if ran.at <= ran.window.goal:
        return "goal"
    return "due" if ran.at <= ran.window.due else "late"


def _median(spans: Sequence[dt.timedelta]) -> dt.timedelta | None:
    """Return the middle of sorted spans, the mean of the middle two where their number is even."""
    if not spans:
        return None
    middle = len(spans) // 2
    return spans[middle] if len(spans) % 2 else (spans[middle - 1] + spans[middle]) / 2


def touches_by_kind(people: Sequence[Dossier], start: dt.datetime,
                    end: dt.datetime) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Return the touches between two instants: outgoing by kind and outcome, incoming by kind; one with several people once."""
    out: dict[str, dict[str, int]] = {}
    incoming: dict[str, int] = {}
    seen = set()
    for dossier in people:
        for touch in dossier.touches:
            if touch.id in seen or not start <= touch.happened.at < end:
                continue
            seen.add(touch.id)
            if touch.direction == "in":
                incoming[touch.kind] = incoming.get(touch.kind, 0) + 1
            else:
                outcomes = out.setdefault(touch.kind, {})
                outcome = touch.outcome or ("reached" if touch.kind in ("call", "meeting") else "sent")
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return out, incoming


def replies(people: Sequence[Dossier], practice: Practice, start: dt.datetime,
            end: dt.datetime) -> tuple[tuple[ReplyFigures, ...], tuple[ReplyFigures, ...]]:
    """Return how often touches between two instants were answered: by template, and by their number in the plan.

    A touch is answered where it reached the person, or where they are heard from before the next touch goes out. The
    number counts the days with a touch since the plan's anchor, as the rules count the nine.
    """
    templates: dict[str, list[bool]] = {}
    numbers: dict[int, list[bool]] = {}
    for dossier in people:
        zone = days.place_of(dossier.contact, practice).zone
        marked = _answered(dossier.touches)
        for touch in dossier.touches:
            if touch.template and touch.id in marked and start <= touch.happened.at < end:
                templates.setdefault(touch.template, []).append(marked[touch.id])
        for plan in dossier.plans:
            for number, touch in _numbered(plan, dossier, zone):
                if touch.id in marked and start <= touch.happened.at < end:
                    numbers.setdefault(number, []).append(marked[touch.id])
    by_template = sorted(templates.items(), key=lambda each: (-len(each[1]), each[0]))
    return (tuple(ReplyFigures(name, len(some), sum(some)) for name, some in by_template),
            tuple(ReplyFigures(str(number), len(some), sum(some)) for number, some in sorted(numbers.items())))


def _answered(touches: Sequence[Touch]) -> dict[str, bool]:
    """Return for each outgoing touch that counts whether it was answered."""
    found: dict[str, bool] = {}
    last = ""
    for touch in touches:
        if counted(touch) and touch.kind != "meeting":
            last = touch.id
            found[last] = responded(touch)
        elif responded(touch) and last:
            found[last] = True
            last = ""
    return found


def _numbered(plan: Plan, dossier: Dossier, zone: dt.tzinfo) -> Iterator[tuple[int, Touch]]:
    """Yield the touches of a plan with their number; several on one day have the same."""
    seen: set[dt.date] = set()
    for touch in after_anchor(plan, dossier.touches):
        if plan.ended is not None and touch.happened.at > plan.ended:
            return
        if counted(touch) and touch.kind != "meeting":
            seen.add(touch.happened.at.astimezone(zone).date())
            yield len(seen), touch


def funnel(standings: Iterable[tuple[Contact, Sequence[str]]]) -> tuple[FunnelStep, ...]:
    """Return the funnel: how many stand where, how many got that far, and the share of each place that got to the next."""
    now = dict.fromkeys(FUNNEL, 0)
    reached = dict.fromkeys(FUNNEL, 0)
    for contact, before in standings:
        if contact.standing in now:
            now[contact.standing] += 1
        far = max((FUNNEL.index(each) for each in (contact.standing, *before) if each in now), default=-1)
        for name in FUNNEL[:far + 1]:
            reached[name] += 1
    found = []
    for place, name in enumerate(FUNNEL):
        before_it = reached[FUNNEL[place - 1]] if place else 0
        found.append(FunnelStep(name, now[name], reached[name], reached[name] / before_it if before_it else None,
                                PUBLISHED.get(name)))
    return tuple(found)


def cooling(people: Iterable[Dossier], now: dt.datetime) -> tuple[Attention, ...]:
    """Return who used to answer and no longer does: three touches in silence, or long without a word; best people first."""
    found = []
    for dossier in people:
        contact = dossier.contact
        heard = next((each for each in reversed(dossier.touches) if responded(each)), None)
        if heard is None or contact.standing == "closed" or _left_alone(dossier, now):
            continue
        since = [each for each in dossier.touches if each.happened.at > heard.happened.at and counted(each)]
        last = (since[-1] if since else heard).happened.at
        days_since = {each.happened.at.date() for each in since}
        quiet = (now - last).days
        if len(days_since) >= SILENT:
            found.append((dossier, Reason("silent", {"count": len(days_since), "last": heard.happened.at})))
        elif quiet > QUIET.get(contact.temperature, QUIET[""]):
            found.append((dossier, Reason("quiet", {"days": quiet, "last": last})))
    return _best_first(found)


def no_next_step(people: Iterable[Dossier]) -> tuple[Attention, ...]:
    """Return who has no next step: in the funnel or hot without one agreed, or once talked with and on no plan at all.

    Somebody heard from no more than the touch that began their plan is left to its opening.
    """
    found = []
    for dossier in people:
        contact = dossier.contact
        if contact.standing == "closed" or any(each.kept is None and each.dropped is None for each in dossier.promises):
            continue
        heard = next((each for each in reversed(dossier.touches) if responded(each)), None)
        if heard is None or any(plan.anchor_touch == heard.id and plan.ended is None for plan in dossier.plans):
            continue
        if contact.standing in LIVE or contact.temperature == "hot":
            found.append((dossier, Reason("no-next-step-with", {"standing": contact.standing or contact.temperature})))
        elif all(plan.ended is not None for plan in dossier.plans):
            found.append((dossier, Reason("no-plan", {"last": heard.happened.at})))
    return _best_first(found)


def _left_alone(dossier: Dossier, now: dt.datetime) -> bool:
    """Return whether the user has chosen to leave somebody alone just now."""
    today = now.date()
    return any(each.ended is None and each.since <= today and (each.until is None or today < each.until)
               for each in dossier.pauses)


_TEMPERATURE = {"hot": 0, "warm": 1, "": 2, "cold": 3}


def _best_first(found: Sequence[tuple[Dossier, Reason]]) -> tuple[Attention, ...]:
    """Return people with a reason: clients first, then hot before warm before cold, then by name."""
    ordered = sorted(found, key=lambda each: (
        each[0].contact.standing != "client", _TEMPERATURE.get(each[0].contact.temperature, 2),
        each[0].contact.name.casefold(), each[0].contact.id))
    return tuple(Attention(_line(dossier.contact), why) for dossier, why in ordered)


def _line(contact: Contact) -> ContactLine:
    """Return a contact in one line."""
    return ContactLine(contact.id, contact.name, contact.company, contact.temperature, contact.tags)

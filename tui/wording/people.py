"""People and due touches as lines for a terminal of any width: `due`, `show`, `find`."""

from __future__ import annotations

from tui.look import clean, fit, width, wrap
from tui.wording import dialogs, instants

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from store.model import Agenda, Contact, ContactLine, Dossier, DueTouch, Queue, Row, Touch

GROUP_TITLES = {
    "owed": "Owed", "running": "Running", "rescue": "Past last call", "dates": "Dates", "rhythm": "Today",
    "housekeeping": "To decide",
}
NARROW = 60
"Below so many columns a row gives its why a line of its own."


def due_lines(
    rows: Sequence[Row], now: dt.datetime, zone: dt.tzinfo, columns: int, why: Callable[[DueTouch], str],
) -> list[str]:
    """Return the queue: a heading a group, then who, what, how long is left, and why."""
    lines: list[str] = []
    group = ""
    names = _widest([clean(row.name) for row in rows], 12, 26)
    for row in rows:
        if row.due.group != group:
            group = row.due.group
            lines.extend(([""] if lines else []) + [GROUP_TITLES.get(group, clean(group))])
        lines.extend(_due_line(row, now, zone, columns, names, why(row.due)))
    return lines


def _due_line(row: Row, now: dt.datetime, zone: dt.tzinfo, columns: int, names: int, why: str) -> list[str]:
    """Return one row of the queue, on one line or (narrow) two."""
    left = _left(row.due, now, zone)
    kind = what(row.due)
    if columns < NARROW:
        room = max(columns - 2 - 11 - 10, 8)
        head = f"  {fit(clean(row.name), room, pad=True)} {fit(kind, 9, pad=True)} {fit(left, 11)}"
        return [head.rstrip(), *(f"    {line}" for line in wrap(clean(why), columns - 4))]
    head = f"  {fit(clean(row.name), names, pad=True)}  {fit(kind, 10, pad=True)}  {fit(left, 13, pad=True)}  "
    return [(head + fit(clean(why), max(columns - width(head), 10))).rstrip()]


def what(due: DueTouch) -> str:
    """Return a due touch in one word for a column: its kind, or `reply`, `promise`, `decide`."""
    return clean(due.step) if due.step in ("reply", "promise") else dialogs.kind(due.kind)


def _left(due: DueTouch, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return how long is left, or from when it can be done at all."""
    if due.possible_from is not None and now < due.possible_from:
        return f"from {instants.near(due.possible_from, now, zone)}"
    if due.group == "housekeeping":
        return ""
    return instants.time_left(due.window, now, zone)


def queue_summary(queue: Queue, columns: int) -> str:
    """Return the counts of the queue in one line, such as `7 due: 2 owed, 1 running.`, or what comes later."""
    counts = queue.counts
    if not queue.rows:
        later = counts.get("later", 0)
        return f"Nothing is due. {instants.plural(later, 'touch', 'touches')} later." if later else "Nothing is due."
    parts = [f"{counts.get(name, 0)} {name}" for name in ("owed", "running") if counts.get(name)]
    text = f"{len(queue.rows):,} due" + (f": {', '.join(parts)}" if parts else "")
    if queue.held and columns >= NARROW:
        text += f"; {queue.held} more held back for another day"
    return text + "."


def find_lines(found: Sequence[ContactLine], now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return people one a line: name, company, temperature, tags, last touch as far as there is room."""
    names = _widest([clean(each.name) for each in found], 12, max(columns // 3, 14))
    lines = []
    for each in found:
        parts = [fit(clean(each.name), names, pad=True), clean(each.company)]
        extra = [each.temperature, *(f"#{clean(tag)}" for tag in each.tags)]
        if each.last is not None:
            extra.append(f"last touch {instants.away(each.last, now)}")
        line = "  ".join(parts) + ("  " + " ".join(one for one in extra if one) if columns >= NARROW else "")
        lines.append(fit(line.rstrip(), columns))
    return lines


def person_lines(
    dossier: Dossier, agenda: Agenda, now: dt.datetime, zone: dt.tzinfo, columns: int, why: Callable[[DueTouch], str],
) -> list[str]:
    """Return a person: who, how to reach them, what is due and promised, and the whole history, newest first."""
    person = dossier.contact
    lines = [*_head(person, columns), *_reach(person), *_facts(dossier)]
    for place, due in enumerate(agenda.candidates[:3]):
        text = f"{what(due)} {_left(due, now, zone)}: {clean(why(due))}"
        lines.extend(_labelled("Due" if not place else "", text, columns))
    for promise in dossier.promises:
        if promise.kept is None and promise.dropped is None:
            label = "Next step" if promise.next_step else "Promised"
            text = f"{dialogs.kind(promise.kind)}, {instants.planned(promise.due, now, zone)}"
            lines.extend(_labelled(label, f"{text}. {clean(promise.text)}" if promise.text else text, columns))
    for plan in dossier.plans:
        if plan.ended is None:
            since = instants.moment(plan.anchor, now, zone)
            lines.extend(_labelled("Cadence", f"{clean(plan.cadence)}, since {since}", columns))
    if person.note:
        lines.extend(_labelled("Note", clean(person.note, one_line=False), columns))
    lines.append("")
    if not dossier.touches:
        lines.append("Nothing has passed between you yet.")
    for touch in reversed(dossier.touches):
        lines.extend(_touch(touch, now, zone, columns))
    return lines


def _head(person: Contact, columns: int) -> list[str]:
    """Return name, place of work and the facts that set the pace."""
    traits = [each for each in (person.temperature, person.pace, person.stage, person.standing) if each]
    place = ", ".join(clean(each) for each in (person.title, person.company) if each)
    return [fit(each, columns) for each in (clean(person.name), place, " · ".join(traits)) if each]


def _reach(person: Contact) -> list[str]:
    """Return addresses, a line each, and permissions."""
    lines = []
    for each in person.addresses:
        label = {"phone": "Phone", "email": "Mail", "post": "Post", "web": "Web"}.get(each.channel, each.channel)
        shown = clean(each.typed or each.value)
        told = [clean(each.label), "comes back" if each.bounced else "", "preferred" if each.preferred else ""]
        extra = ", ".join(one for one in told if one)
        lines.append(f"{label:<11}{shown}{f' ({extra})' if extra else ''}")
    if person.permissions:
        channels, states_of = dialogs.CHANNEL_LABELS, dialogs.PERMISSION_LABELS
        states = ", ".join(
            f"{channels.get(each.channel, each.channel)} {states_of.get(each.state, each.state)}"
            for each in person.permissions)
        lines.append(f"{'Allowed':<11}{states}")
    return lines


def _facts(dossier: Dossier) -> list[str]:
    """Return source, referrer, tags, interests and dates."""
    person = dossier.contact
    pairs = [
        ("Met at", clean(person.source)), ("Sent by", clean(person.referrer_name)),
        ("Tags", " ".join(f"#{clean(tag)}" for tag in person.tags)),
        ("Likes", ", ".join(clean(each) for each in (*person.preferred_kinds, *person.interests))),
        ("Needs", clean(person.need)),
    ]
    for each in dossier.dates:
        year = f" {each.year}" if each.year else ""
        pairs.append((clean(each.name).capitalize()[:10], f"{each.day} {instants.MONTHS[each.month - 1]}{year}"))
    return [f"{label:<11}{text}" for label, text in pairs if text]


def _labelled(label: str, text: str, columns: int) -> list[str]:
    """Return a text beside a label, wrapped."""
    lines = wrap(text, max(columns - 11, 20))
    return [f"{label if not place else '':<11}{line}" for place, line in enumerate(lines)]


def _touch(touch: Touch, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return one touch: when, which way, what kind, how it went, and the words."""
    arrow = "←" if touch.direction == "in" else "→"
    kind = dialogs.kind(touch.kind)
    outcome = dialogs.outcome(touch.outcome) if touch.outcome not in ("", "sent") else ""
    at = instants.moment(touch.happened, now, zone)
    words = " · ".join(each for each in (
        outcome, clean(touch.event), clean(touch.subject), clean(touch.note), clean(touch.text)) if each)
    head = f"{at:<17} {arrow} {kind:<8} "
    if columns < NARROW:
        return [f"{at}  {arrow} {kind}", *(f"  {line}" for line in wrap(words, columns - 2) if words)]
    first, *rest = wrap(words, max(columns - width(head), 20))
    return [(head + first).rstrip(), *(" " * width(head) + line for line in rest)]


def _widest(names: Sequence[str], least: int, most: int) -> int:
    """Return the cells that the longest of some names takes, within bounds."""
    return min(max([least, *(width(each) for each in names)]), most)


def why_lines(
    person: Contact, agenda: Agenda, now: dt.datetime, zone: dt.tzinfo, columns: int, why: Callable[[DueTouch], str],
) -> list[str]:
    """Return the reasoning about a contact: each due touch, why, and its five instants."""
    name = clean(person.name)
    if not agenda.candidates:
        if agenda.waiting:
            return [f"Nothing is due with {name}: something was sent, and the answer is theirs."]
        return [f"Nothing is due with {name}. onward cadence use NAME WHO starts a cadence."]
    lines = [name]
    for place, due in enumerate(agenda.candidates):
        title = f"{what(due)}, {_left(due, now, zone)}".rstrip(", ")
        order = "Then" if place else "Now" if due.window.opens <= now else "Next"
        lines.extend(["", f"{order}: {title}"])
        lines.extend(f"  {line}" for line in wrap(clean(why(due)), columns - 2))
        window = due.window
        if due.group != "housekeeping":
            for label, at in (("opens", window.opens), ("goal", window.goal), ("due", window.due),
                              ("late", window.late), ("last call", window.last_call)):
                lines.append(f"  {label:<10}{instants.full(at, now, zone)}  {instants.away(at, now)}")
    if agenda.turns is not None:
        lines.extend(["", f"This changes by itself {instants.near(agenda.turns, now, zone)}."])
    return lines

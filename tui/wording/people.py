"""People and due touches as lines for a terminal of any width: `due`, `show`, `find`."""

from __future__ import annotations

from tui.look import clean, fit, width, wrap
from tui.wording import dialogs, inbox, instants, reasons

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from store.model import Agenda, Contact, ContactLine, Dossier, DueTouch, Queue, Row, Touch

GROUP_TITLES = {
    "owed": "Owed", "running": "Running", "rescue": "To rescue", "dates": "Dates", "rhythm": "Today",
    "housekeeping": "To decide",
}
NARROW = 60
"Below so many columns a row gives its why a line of its own."


def due_lines(
    rows: Sequence[Row], now: dt.datetime, zone: dt.tzinfo, columns: int, why: Callable[[DueTouch], str],
) -> list[str]:
    """Return the queue: a heading a group, then who, what, how long is left, and why."""
    lines: list[str] = []
    heading = ""
    lefts = [reasons.time_left(row.due, now, zone) for row in rows]
    if columns < NARROW:
        lefts = [inbox.narrow_left(left) for left in lefts]
    widths = (_widest([clean(inbox.row_name(row)) for row in rows], 12, 26), _widest(lefts, 7, 18))
    for row, left in zip(rows, lefts, strict=True):
        if _heading(row, now) != heading:
            heading = _heading(row, now)
            lines.extend(([""] if lines else []) + [heading])
        lines.extend(_due_line(row, left, columns, widths, clean(inbox.with_draft(row, why(row.due)))))
    return lines


def _heading(row: Row, now: dt.datetime) -> str:
    """Return the heading a row stands under; what cannot be done at this hour stands under one of its own."""
    later = row.due.possible_from is not None and row.due.possible_from > now
    return "Not at this hour" if later else GROUP_TITLES.get(row.due.group, clean(row.due.group))


def _due_line(row: Row, left: str, columns: int, widths: tuple[int, int], why: str) -> list[str]:
    """Return one row of the queue, on one line or (narrow) two; `widths` are those of the name and of the time left."""
    kind = clean(inbox.what(row.due))
    name = clean(inbox.row_name(row))
    if columns < NARROW:
        room = max(columns - 13 - widths[1], 8)
        head = f"  {fit(name, room, pad=True)} {fit(kind, 9, pad=True)} {left}"
        return [head.rstrip(), *(f"    {line}" for line in wrap(why, columns - 4))]
    head = f"  {fit(name, widths[0], pad=True)}  {fit(kind, 10, pad=True)}  {fit(left, widths[1], pad=True)}  "
    return [(head + fit(why, max(columns - width(head), 10))).rstrip()]


def _title(due: DueTouch, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what is due and how long is left: `text, 40 min`."""
    left = reasons.time_left(due, now, zone)
    return f"{clean(inbox.what(due))}, {left}" if left else clean(inbox.what(due))


def queue_summary(queue: Queue, columns: int, split: str = "today") -> str:
    """Return the counts of the queue in one line, such as `7 due: 2 owed, 1 running.`, or what comes later."""
    counts = queue.counts
    if split != "today":
        return f"{inbox.SPLIT_NAMES.get(split, split)}: {dialogs.people(len(queue.rows))}."
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
    lines = [*_head(person, columns), *_reach(person, columns), *_facts(dossier, columns)]
    for place, due in enumerate(agenda.candidates[:3]):
        text = f"{_title(due, now, zone)}: {clean(why(due))}"
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
    return [line for each in (clean(person.name), place, " · ".join(traits)) if each for line in wrap(each, columns)]


def _reach(person: Contact, columns: int) -> list[str]:
    """Return addresses, each on lines of its own, and permissions."""
    lines: list[str] = []
    for each in person.addresses:
        label = {"phone": "Phone", "email": "Mail", "post": "Post", "web": "Web"}.get(each.channel, each.channel)
        shown = clean(each.typed or each.value)
        told = [clean(each.label), "comes back" if each.bounced else "", "preferred" if each.preferred else ""]
        extra = ", ".join(one for one in told if one)
        lines.extend(_labelled(label, f"{shown}{f' ({extra})' if extra else ''}", columns))
    if person.permissions:
        channels, states_of = dialogs.CHANNEL_LABELS, dialogs.PERMISSION_LABELS
        states = ", ".join(
            f"{channels.get(each.channel, each.channel)} {states_of.get(each.state, each.state)}"
            for each in person.permissions)
        lines.extend(_labelled("Allowed", states, columns))
    return lines


def _facts(dossier: Dossier, columns: int) -> list[str]:
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
    return [line for label, text in pairs if text for line in _labelled(label, text, columns)]


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
        outcome, dialogs.call_length(touch), clean(touch.event), clean(touch.subject), clean(touch.note), clean(touch.text)) if each)
    head = f"{at:<17} {arrow} {kind:<8} "
    if columns < NARROW:
        return [f"{at}  {arrow} {kind}", *(f"  {line}" for line in wrap(words, columns - 2) if words)]
    first, *rest = wrap(words, max(columns - len(head), 20))
    return [(head + first).rstrip(), *(" " * len(head) + line for line in rest)]


def _widest(names: Sequence[str], least: int, most: int) -> int:
    """Return the cells that the longest of some names takes, within bounds."""
    return min(max([least, *(width(each) for each in names)]), most)


def why_lines(person: Contact, agenda: Agenda, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return the reasoning about a contact: each due touch, all its reasons, and its five instants."""
    name = clean(person.name)
    if not agenda.candidates:
        if agenda.waiting:
            return [f"Nothing is due with {name}: something was sent, and the answer is theirs."]
        return [f"Nothing is due with {name}. onward cadence use NAME WHO starts a cadence."]
    lines = [name]
    for place, due in enumerate(agenda.candidates):
        order = "Then" if place else "Now" if due.window.opens <= now else "Next"
        lines.extend(["", f"{order}: {_title(due, now, zone)}"])
        for told in reasons.why_lines(due, now, zone):
            lines.extend(f"  {line}" for line in wrap(clean(told), columns - 2))
        lines.extend(_instants(due, now, zone))
    if agenda.turns is not None:
        lines.extend(["", f"This changes by itself at {instants.near(agenda.turns, now, zone)}."])
    return lines


def _instants(due: DueTouch, now: dt.datetime, zone: dt.tzinfo) -> list[str]:
    """Return the five instants of a due touch, a line each; none for a question."""
    if due.group == "housekeeping":
        return []
    window = due.window
    named = (("opens", window.opens), ("goal", window.goal), ("due", window.due), ("late", window.late),
             ("last call", window.last_call))
    return [f"  {label:<10}{instants.full(at, now, zone)}  {instants.away(at, now)}" for label, at in named]

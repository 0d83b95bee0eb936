"""The person beside the queue: who, where they stand, what was promised, how far the plan is, what passed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.strip import Strip

from store.records import record
from tui.keys import in_words
from tui.look import clean, fit, width, wrap
from tui.widgets.tones import Piece, Toned
from tui.widgets.touches import Line, touch_lines
from tui.wording import on_screen
from tui.wording.inbox import (
    CHANNEL_WORDS,
    LABELS,
    MARK_TONES,
    MARKS,
    SUGGESTED_KEYS,
    drive,
    place_in_life,
    planned_words,
    step_of_plan,
    their_time,
    where_they_are,
)
from tui.wording.reasons import reason_line, why

if TYPE_CHECKING:
    from store.model import Contact, Dossier, DueTouch, Plan, Reason, Touch

NINE = 9
DAYS = 120
_UNCOUNTED = ("no-answer", "bounced")


@record
class View:
    """What the pane shows."""

    dossier: Dossier
    "Everything about the contact."
    due: DueTouch | None
    "The row's due touch, where there is one."
    now: dt.datetime
    "The instant."
    zone: dt.tzinfo
    "The user's zone."
    proposals: tuple[Reason, ...] = ()
    "The stage or standing that the history suggests."


def split_line(left: Line, right: Line, cells: int) -> Line:
    """Return a line with one part at its left edge and one at its right; the left is cut where both do not fit."""
    right_cells = sum(width(text) for text, _ in right)
    room = cells - right_cells - (2 if right_cells else 0)
    kept: Line = []
    for text, tone in left:
        text = fit(text, room)
        room -= width(text)
        if text:
            kept.append((text, tone))
    return [*kept, (" " * (room + (2 if right_cells else 0)), "plain"), *right]


def permission_pieces(contact: Contact) -> Line:
    """Return the permission mark of every channel that matters: `✓ mail  ✓ text  ? call`."""
    pieces: Line = []
    reachable = {each.channel for each in contact.addresses if not each.bounced}
    needs = {"text": "phone", "call": "phone", "email": "email", "post": "post", "social": "web"}
    for channel, word in CHANNEL_WORDS.items():
        state = contact.permission(channel)
        if needs[channel] not in reachable and state == "unknown":
            continue
        if pieces:
            pieces.append(("  ", "plain"))
        pieces += [(f"{MARKS[state]} ", MARK_TONES[state]), (word, "plain")]
    return pieces or [(LABELS["no-address"], "quiet")]


def drive_pieces(contact: Contact) -> Line:
    """Return temperature and pace."""
    return [(drive(contact), contact.temperature or "quiet")]


def counted_touches(touches: tuple[Touch, ...], plan: Plan) -> int:
    """Return how many of a plan's nine touches are made: outgoing, once a day, without newsletters and failures."""
    days = {
        touch.happened.at.date() for touch in touches
        if touch.direction == "out" and touch.kind != "newsletter" and touch.outcome not in _UNCOUNTED
        and touch.happened.at >= plan.anchor.at
    }
    return len(days)


def plan_lines(view: View, cells: int) -> list[Line]:
    """Return the open plan: its name and day with a line of 120 days, and the nine touches as dots."""
    plan = next((each for each in reversed(view.dossier.plans) if each.ended is None), None)
    if plan is None:
        return [[_label("plan"), (LABELS["no-plan"], "quiet")]]
    day = max(0, (view.now - plan.anchor.at).days)
    words = step_of_plan(clean(plan.cadence), day)
    room = max(6, min(24, cells - 11 - width(words) - 2))
    lines: list[Line] = [[_label("plan"), (words, "plain")]]
    if plan.cadence in ("keep", "nurture"):
        return lines
    reached = round(room * min(1.0, day / DAYS))
    lines[0] += [("  ", "plain"), ("━" * reached, "accent"), ("─" * (room - reached), "rule")]
    count = counted_touches(view.dossier.touches, plan)
    dots = min(NINE, count)
    lines.append([
        _label("touches"), ("●" * dots, "accent"), ("○" * (NINE - dots), "quiet"), (f"  {count} of {NINE}", "quiet"),
    ])
    return lines


def promise_lines(view: View, cells: int, most: int = 2) -> list[Line]:
    """Return what was promised or agreed and stands, each in a few lines at most."""
    standing = [each for each in view.dossier.promises if each.kept is None and each.dropped is None]
    lines: list[Line] = []
    for promise in standing[-3:]:
        words = clean(planned_words(promise, view.now, view.zone))
        label = _label("next" if promise.next_step else "promised")
        told = wrap(words, cells - 11)
        told = told if len(told) <= most else [*told[:most - 1], fit(" ".join(told[most - 1:]), cells - 11)]
        lines += [[label if not place else (" " * 11, "plain"), (text, "strong")] for place, text in enumerate(told)]
    return lines


def proposal_lines(view: View, cells: int) -> list[Line]:
    """Return what the history suggests, with the keys that answer it."""
    lines: list[Line] = []
    for reason in view.proposals[:1]:
        told = wrap(clean(reason_line(reason, view.now, view.zone)), cells - 11)
        lines += [[_label("suggested") if not place else (" " * 11, "plain"), (text, "accent")]
                  for place, text in enumerate(told)]
        lines.append([(" " * 11, "plain"), (fit(in_words(SUGGESTED_KEYS), cells - 11), "quiet")])
    return lines


def full_card(view: View, cells: int) -> list[Line]:
    """Return the person in full, for the pane beside the queue."""
    contact = view.dossier.contact
    work = clean(where_they_are(contact))
    zone = their_time(contact.zone, view.now)
    if width(work) + 2 + width(zone) > cells:
        zone = their_time(contact.zone, view.now, short=True)
    via = on_screen.VIA.format(via=contact.referrer_name) if contact.referrer_name else ""
    lines: list[Line] = [
        split_line([(clean(contact.name), "strong")], drive_pieces(contact), cells),
        split_line([(work, "plain")], [(zone, "quiet")] if zone else [], cells),
        split_line([(place_in_life(contact), "plain")], [(clean(via), "quiet")] if via else [], cells),
        permission_pieces(contact),
        [],
    ]
    if view.due is not None and view.due.why:
        told = wrap(clean(why(view.due, view.now, view.zone)), cells - 11)
        lines += [[_label("why") if not place else (" " * 11, "plain"), (text, "plain")]
                  for place, text in enumerate(told[:3])]
    lines += [*promise_lines(view, cells), *plan_lines(view, cells), *proposal_lines(view, cells)]
    for label, text in (("likes", ", ".join((*contact.preferred_kinds, *contact.interests))), ("need", contact.need),
                        ("note", contact.note)):
        if text:
            for place, line in enumerate(wrap(clean(text), cells - 11)[:2]):
                lines.append([_label(label) if not place else (" " * 11, "plain"), (line, "plain")])
    return [*lines, []]


def short_card(view: View, cells: int) -> list[Line]:
    """Return the person in six lines, for under the queue."""
    contact = view.dossier.contact
    title = where_they_are(contact)
    name: Line = [(clean(contact.name), "strong"), (clean(f"  {title}") if title else "", "plain")]
    life = [(place_in_life(contact), "quiet"), ("  ", "plain"), *permission_pieces(contact)]
    zone = their_time(contact.zone, view.now, short=True)
    lines = [split_line(name, drive_pieces(contact), cells), split_line(life, [(zone, "quiet")] if zone else [], cells)]
    if view.due is not None and view.due.why:
        lines.append([(fit(clean(why(view.due, view.now, view.zone)), cells), "plain")])
    lines += promise_lines(view, cells, most=1)[:1] or plan_lines(view, cells)[:1]
    for touch in reversed(view.dossier.touches):
        if len(lines) >= 6:
            break
        lines += touch_lines(touch, cells, view.now, view.zone, most=1)
    return lines[:6]


def _label(name: str) -> Piece:
    """Return a label of the card, in a column of eleven cells."""
    return (fit(LABELS[name], 10, pad=True) + " ", "quiet")


class PersonCard(Toned):
    """The facts of one person as lines, at the head of their whole history."""

    DEFAULT_CSS = """
    PersonCard { height: auto; }
    """

    def __init__(self, id: str | None = None) -> None:
        """Begin with nobody."""
        super().__init__(id=id)
        self.view: View | None = None
        self.short = False
        self._lines: list[Line] = []

    def show(self, view: View | None, short: bool) -> None:
        """Show a person, in full or in six lines, or nobody."""
        self.view, self.short = view, short
        before = len(self._lines)
        self._lay_out(self.size.width)
        self.refresh(layout=len(self._lines) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the person takes."""
        self._lay_out(width)
        return len(self._lines)

    def on_resize(self) -> None:
        """Lay the lines out for another width."""
        self._lay_out(self.size.width)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        return self.paint(self._lines[y] if y < len(self._lines) else [], self.size.width)

    def _lay_out(self, cells: int) -> None:
        """Turn the person into lines of a width."""
        if self.view is None or not cells:
            self._lines = []
        else:
            self._lines = (short_card if self.short else full_card)(self.view, cells)

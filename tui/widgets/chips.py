"""What a quick-log line will store, as small labelled pieces, live under the line."""

from __future__ import annotations

import datetime as dt

from textual.content import Content
from textual.reactive import reactive

from store.model import Proposal, QuickEntry
from tui.look import clean
from tui.widgets.choices import Choice
from tui.widgets.flow import Flow
from tui.wording import dialogs, on_screen
from tui.wording.instants import birthday, full, moment, planned

Piece = tuple[str, str]
"A label and the words, both safe to show."


class Chips(Flow):
    """The pieces of one line; nothing here is stored yet. With the focus one of them is marked."""

    DEFAULT_CSS = """
    Chips { height: auto; min-height: 2; }
    """
    marked: reactive[int] = reactive(0)
    "The place of the marked piece."

    def __init__(self, id: str | None = None, can_focus: bool = False) -> None:
        """Make an empty one; `can_focus` where its pieces can be acted on."""
        super().__init__(id=id, gap=3)
        self.can_focus = can_focus
        self.pieces: tuple[Piece, ...] = ()

    def show(self, proposal: Proposal | None, now: dt.datetime, zone: dt.tzinfo) -> None:
        """Show what a proposal would store; None where there is no line yet."""
        if proposal is None:
            self.pieces = ()
            self.set_pieces([Content.styled(dialogs.NO_LINE_YET, "$foreground-muted")])
            return
        self.pieces = pieces(proposal, now, zone)
        self.marked = max(0, min(self.marked, len(self.pieces) - 1))
        self._draw()

    @property
    def piece(self) -> Piece | None:
        """The marked piece."""
        return self.pieces[self.marked] if self.pieces else None

    def step(self, by: int) -> None:
        """Mark the piece after or before."""
        if self.pieces:
            self.marked = (self.marked + by) % len(self.pieces)

    def on_flow_clicked(self, event: Flow.Clicked) -> None:
        """Mark the piece clicked."""
        if self.can_focus and event.place < len(self.pieces):
            self.marked = event.place
            self.focus()

    def watch_marked(self) -> None:
        """Show which one is marked."""
        self._draw()

    def on_focus(self) -> None:
        """Show which one is marked."""
        self._draw()

    def on_blur(self) -> None:
        """Show none as marked."""
        self._draw()

    def _draw(self) -> None:
        """Draw the pieces that there are."""
        if self.pieces:
            place = self.marked if self.has_focus else -1
            self.set_pieces([_chip(label, words, at == place) for at, (label, words) in enumerate(self.pieces)])


def pieces(proposal: Proposal, now: dt.datetime, zone: dt.tzinfo) -> tuple[Piece, ...]:
    """Return what a line will store as (label, words): who first, then what happened, then the rest."""
    entry = proposal.entry
    known = proposal.known is not None
    found: list[Piece] = []
    if dialogs.whose(proposal):
        found.append(("known" if known else "new" if proposal.creates else "name", dialogs.whose(proposal)))
    if entry.touch is not None:
        happened = entry.touch.happened
        shown = moment(happened, now, zone) if happened.day_only else full(happened.at, now, zone)
        verb = clean(entry.touch.verb) or dialogs.kind(entry.touch.kind)
        incoming = on_screen.FROM_THEM_2 if entry.touch.direction == "in" else ""
        result = f", {dialogs.outcome(entry.touch.outcome)}" if entry.touch.outcome else ""
        found.append(("what", f"{verb}{incoming}{result}, {shown}"))
    found.extend(_facts(entry))
    if entry.next is not None:
        words = f" {clean(entry.next.text)}" if entry.next.text else ""
        found.append(("next", f"{dialogs.kind(entry.next.kind)} {planned(entry.next.when, now, zone)}{words}"))
    words = clean(" ".join(entry.unparsed))
    note = clean(entry.note).removesuffix(words).rstrip(" ;,") if words else clean(entry.note)
    if note:
        found.append(("note", note))
    if words:
        found.append((on_screen.AS_NOTE, words))
    if proposal.cadence:
        found.append((on_screen.THEN_DUE, dialogs.starts(proposal.cadence)))
    return tuple(found)


def _facts(entry: QuickEntry) -> list[Piece]:
    """Return the facts about the person that a line carries."""
    found: list[Piece] = [(label, clean(value)) for label, value in (
        ("company", entry.company), ("title", entry.title)) if value]
    found += [("mail", clean(each)) for each in entry.emails]
    found += [("phone", clean(each.e164 or each.typed)) for each in entry.phones]
    found += [("link", clean(each)) for each in entry.links]
    found += [("tag", f"#{clean(each)}") for each in entry.tags]
    found += [("", clean(each)) for each in (entry.temperature, entry.pace) if each]
    for channel, state in entry.permissions.items():
        found.append((dialogs.CHANNEL_LABELS.get(channel, clean(channel)), dialogs.PERMISSION_LABELS.get(state, state)))
    if entry.birthday:
        found.append((on_screen.BIRTHDAY, birthday(entry.birthday)))
    found += [(label, clean(value)) for label, value in (("via", entry.via), (on_screen.MET_AT_2, entry.source)) if value]
    return found


def _chip(label: str, words: str, marked: bool = False) -> Content:
    """Return one piece: the label quiet, the words plain; a doubtful one in the warning colour, a marked one reversed."""
    style = {on_screen.THEN_DUE: "$accent", on_screen.AS_NOTE: "$text-warning", "known": "bold", "new": "bold"}.get(label, "")
    if marked:
        return Content.styled(f"{label} {words}".strip(), "reverse")
    return Content.assemble((f"{label} " if label else "", "$foreground-muted"), (words, style))


NEW_PERSON = "new"
LATER = "later"


def who_choices(proposal: Proposal) -> list[Choice]:
    """Return whom a line may be about, by number; then somebody new, then keeping it as unfiled.

    Values are the id of a contact, NEW_PERSON or LATER. Empty where there is nothing to choose.
    """
    found: list[Choice] = []
    if proposal.known is not None:
        found.append(("1", on_screen.IN_THE_BOOK.format(whose=dialogs.whose(proposal)), proposal.known.id))
    for candidate in proposal.candidates:
        if proposal.known is None or candidate.id != proposal.known.id:
            number = str(len(found) + 1) if len(found) < 9 else ""
            found.append((number, dialogs.candidate(candidate, "   "), candidate.id))
    if not found:
        return []
    if proposal.entry.name:
        found.append(("n", on_screen.SOMEBODY_NEW.format(name=proposal.entry.name), NEW_PERSON))
    if proposal.known is None:
        found.append(("u", on_screen.LEAVE_IT_UNFILED_FOR_NOW, LATER))
    return found

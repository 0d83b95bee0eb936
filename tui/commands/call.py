"""`onward call WHO`: what lies beside the telephone, and what came of the call."""

from __future__ import annotations

from store.errors import OnwardError
from tui.wording import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.book.calling import CallCard
    from tui.commands.asking import Asking
    from tui.commands.console import Console

OUTCOMES = {"r": "reached", "m": "left-message", "n": "no-answer", "d": "declined"}
QUESTION = spoken.CALL_CHOICES
NARROW = spoken.CALL_CHOICES_NARROW
HELP = spoken.CALL_HELP
SAID = spoken.WHAT_WAS_SAID_ENTER_FOR_NOTHING


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")
    asking.flag("--dry-run")
    asking.free_words("WHO")


def run(asked: Namespace, console: Console) -> int:
    """Print the card of a call, and log what came of it where a person is there to say."""
    book = console.book()
    person = book.who(" ".join(asked.WHO))
    draft = "" if asked.dry_run else book.draft(person.id, "call").id
    return show(console, draft, asked.json, person.id)


def show(console: Console, draft: str, as_json: bool = False, contact: str = "") -> int:
    """Print the card of the call of a draft (of a contact, where none is kept), and ask how it ended."""
    from tui.wording.calls import card_lines

    book = console.book()
    card = book.call_card(draft) if draft else book.call_card("", contact)
    if as_json:
        console.put_json(_shape(console, card))
        return 0
    console.put("\n".join(card_lines(card, book.now(), console.zone, console.width)))
    if draft and console.answers:
        _offer(console, card)
        _ask(console, card)
    return 0


def _offer(console: Console, card: CallCard) -> None:
    """Show the number as a link to tap, and on a laptop as a code to scan."""
    from tui.commands.leaving import over_ssh
    from tui.handover import terminal_link

    if not card.link:
        return
    console.say_raw(terminal_link(card.link, spoken.TAP_TO_DIAL))
    if not over_ssh() and console.output.isatty():
        _code(console, card)


def _code(console: Console, card: CallCard) -> None:
    """Show the number as a code, or say that none fits."""
    import os

    from tui.handover import qr_in_colour, qr_lines

    lines = qr_lines(card.link, console.width, os.get_terminal_size(console.talk.fileno()).lines - 2)
    if lines is None:
        console.say(spoken.NO_CODE_FITS_THIS_WINDOW)
    else:
        console.say_raw(qr_in_colour(lines))


def _ask(console: Console, card: CallCard) -> None:
    """Ask how the call ended until that is said or put off."""
    from tui.wording.errors import sentence

    question = QUESTION if console.width >= 90 else NARROW
    while True:
        answer = (console.ask(question) or "").strip().lower()[:1]
        if not answer:
            console.say(spoken.THE_CALL_STAYS_DUE_ITS_CARD)
            return
        try:
            if answer in OUTCOMES:
                _ended(console, card, OUTCOMES[answer])
                return
            if answer == "q" and card.link:
                _code(console, card)
            elif answer == "c" and card.number:
                _copy(console, card)
            else:
                console.say(HELP)
        except OnwardError as error:
            console.say(sentence(error))


def _ended(console: Console, card: CallCard, outcome: str) -> None:
    """Log the call; a person reached is asked about the next step."""
    from tui.commands.breath import note_or_next
    from tui.commands.telling import tell

    note = (console.ask(SAID) or "").strip() if outcome in ("reached", "declined") else ""
    receipt = console.book().called(card.draft.id, outcome, note)
    tell(console, receipt)
    if outcome == "reached":
        note_or_next(console, receipt)


def _copy(console: Console, card: CallCard) -> None:
    """Copy the number."""
    from store.errors import Unavailable
    from tui.handover import copy

    if not copy(card.number, console.write_raw):
        raise Unavailable("no-clipboard")
    console.say("Copied.")


def _shape(console: Console, card: CallCard) -> dict[str, Any]:
    """Return a card as the documented object."""
    from tui.wording import calls
    from tui.wording.instants import zone_named

    now, zone = console.book().now(), console.zone
    there = now.astimezone(zone_named(card.zone)).isoformat() if card.zone else None
    told = [(reason.code, *calls.point(reason, now, zone)) for reason in card.points]
    return {
        "id": card.draft.id or None, "contact": card.contact.name, "number": card.number or None,
        "link": card.link or None, "zone": card.zone or None, "zone_guessed": card.guessed, "time_there": there,
        "opens": card.opens.isoformat() if card.opens else None, "template": card.draft.template,
        "words": card.draft.body, "note": card.note,
        "points": [{"code": code, "label": label, "text": text} for code, label, text in told],
    }

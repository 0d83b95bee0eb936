"""`onward sweep`: the day's last questions, one key each: what left, whom one met, who lacks a note, who else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.meetings import Attendance
    from store.model import Contact, Draft, Touch
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")


def run(asked: Namespace, console: Console) -> int:
    """Ask the questions at a terminal; else list them."""
    book = console.book()
    drafts, meetings, silent = book.drafts(("handed",)), book.meetings_to_ask(), book.without_note()
    if asked.json:
        return _print(console, drafts, meetings, silent)
    if not console.answers:
        return _list(console, drafts, meetings, silent)
    if any(each.way in ("drafts-folder", "send") for each in drafts):
        drafts = _look_for_sent(console)
    if _ask_drafts(console, drafts) and _ask_meetings(console, meetings) and _ask_notes(console, silent):
        _who_else(console)
    return 0


def _look_for_sent(console: Console) -> tuple[Draft, ...]:
    """Log what left a mailbox meanwhile, and return the drafts that still wait; a failure is said and keeps them all."""
    from store.errors import OnwardError
    from tui.commands.mailing import password
    from tui.commands.telling import tell
    from tui.wording import mail
    from tui.wording.errors import sentence

    console.say(mail.LOOKING)
    try:
        receipt = console.book().look_for_sent(ask=password(console))
    except OnwardError as error:
        console.say(sentence(error))
    else:
        if receipt.values.get("count"):
            tell(console, receipt)
    return console.book().drafts(("handed",))


def _print(console: Console, drafts: tuple[Draft, ...], meetings: tuple[Attendance, ...],
           silent: tuple[tuple[Contact, Touch], ...]) -> int:
    """Print the open questions as JSON."""
    from tui.commands.shapes import instant

    console.put_json({
        "drafts": [{"id": each.id, "contact": _name(console, each.contact), "kind": each.kind, "subject": each.subject,
                    "handed": instant(each.handed.at) if each.handed else None} for each in drafts],
        "meetings": [{"key": each.meeting.key, "title": each.meeting.title, "at": instant(each.meeting.starts),
                      "people": [one.name for one in each.known], "perhaps": [one.name for one in each.perhaps],
                      "unknown": [{"name": one.name, "address": one.address} for one in each.unknown]}
                     for each in meetings],
        "without_note": [{"id": touch.id, "contact": person.name, "kind": touch.kind, "at": instant(touch.happened.at)}
                         for person, touch in silent],
    })
    return 0


def _list(console: Console, drafts: tuple[Draft, ...], meetings: tuple[Attendance, ...],
          silent: tuple[tuple[Contact, Touch], ...]) -> int:
    """Print the open questions, a line each."""
    from tui.wording import spoken

    for each in drafts:
        console.put(_draft_line(console, each))
    for meeting in meetings:
        console.put(_meeting_line(console, meeting))
    for person, touch in silent:
        console.put(_touch_line(console, person, touch))
    if not drafts and not meetings and not silent:
        console.say(spoken.NOTHING_IS_OPEN_TODAY)
    return 0


def _ask_drafts(console: Console, drafts: tuple[Draft, ...]) -> bool:
    """Ask of every draft handed over whether it left; False where the person stops."""
    from tui.commands.telling import tell
    from tui.commands.typing_in import ask_key
    from tui.wording import spoken

    book = console.book()
    left: list[str] = []
    stayed: list[str] = []
    going = True
    for each in drafts:
        console.say(_draft_line(console, each))
        answer = ask_key(console, spoken.SWEEP_LEFT)
        word = (answer or "").strip().lower()[:1]
        if answer is None or word == "q":
            going = False
            break
        if word in ("y", "n"):
            (left if word == "y" else stayed).append(each.id)
    if stayed:
        tell(console, book.not_sent(stayed))
    if left:
        tell(console, book.sent(left))
    return going


def _ask_meetings(console: Console, meetings: tuple[Attendance, ...]) -> bool:
    """Ask of every meeting whether it took place, and for a note where it did; False where the person stops."""
    from store.errors import OnwardError
    from tui.commands.telling import tell
    from tui.commands.typing_in import ask_key
    from tui.wording import brief as words
    from tui.wording import spoken
    from tui.wording.errors import sentence

    book = console.book()
    for each in meetings:
        console.say(_meeting_line(console, each))
        added = words.ASK_KEYS_NEW.format(names=words.new_names(each)) if each.unknown else words.ASK_KEYS
        if not each.known and not each.perhaps:
            added = added.replace(spoken.YES_KEY, "")
        answer = ask_key(console, f"  {words.MET} {added}: ")
        word = (answer or "").strip().lower()[:1]
        if answer is None or word == "q":
            return False
        try:
            if word == "n":
                tell(console, book.not_met(each.meeting.key))
            elif word == "a" or (word == "y" and (each.known or each.perhaps)):
                note = (console.ask(f"  {words.NOTE}: ") or "").strip()
                guests = [one.address for one in each.unknown] if word == "a" else []
                tell(console, book.met(each.meeting.key, note, guests))
        except OnwardError as error:
            console.say(sentence(error))
    return True


def _meeting_line(console: Console, each: Attendance) -> str:
    """Return a meeting in one line."""
    from tui.look import fit
    from tui.wording.brief import question

    return fit(question(each, console.book().now(), console.zone), max(30, console.width - 1))


def _ask_notes(console: Console, silent: tuple[tuple[Contact, Touch], ...]) -> bool:
    """Ask for a note about everybody met today without one; False at the end of input."""
    from tui.commands.telling import tell
    from tui.wording import spoken

    for person, touch in silent:
        console.say(_touch_line(console, person, touch))
        words = console.ask(spoken.SWEEP_NOTE)
        if words is None:
            return False
        if words.strip():
            tell(console, console.book().annotate(touch.id, words))
    return True


def _who_else(console: Console) -> None:
    """Ask for anyone else met today, line after line."""
    from tui.commands.prompt import Prompt
    from tui.wording import spoken

    console.say(spoken.SWEEP_WHO_ELSE)
    Prompt(console, console.book().occasion()).run()


def _draft_line(console: Console, draft: Draft) -> str:
    """Return a draft in one line: to whom, what, when it was handed over, its first words."""
    from tui.look import clean, fit
    from tui.wording import dialogs, instants

    when = instants.near(draft.handed.at, console.book().now(), console.zone) if draft.handed else ""
    words = clean(draft.subject or draft.body)
    line = f"{clean(_name(console, draft.contact))}: {dialogs.kind(draft.kind)}, {when}  {words}"
    return fit(line, max(30, console.width - 1))


def _touch_line(console: Console, person: Contact, touch: Touch) -> str:
    """Return a meeting or call in one line."""
    from tui.look import clean
    from tui.wording import dialogs, instants

    where = f", {clean(touch.event)}" if touch.event else ""
    when = instants.moment(touch.happened, console.book().now(), console.zone)
    return f"{clean(person.name)}: {dialogs.kind(touch.kind)}, {when}{where}"


def _name(console: Console, contact: str) -> str:
    """Return a contact's name."""
    from store.errors import NotFound
    from tui.wording import spoken

    try:
        return console.book().dossier(contact).contact.name
    except NotFound:
        return spoken.SOMEBODY_GONE

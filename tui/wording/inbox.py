"""What the inbox says: tabs, headings, kinds, empty screens, questions and small notices."""

from __future__ import annotations

import datetime as dt

from tui.look import clean
from tui.wording.dialogs import call_length
from tui.wording.instants import MONTHS, near, planned, plural, zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import Contact, DueTouch, Moment, Promise, Row, Touch

SPLIT_NAMES = {
    "today": "Today", "owed": "Owed", "running": "Running", "waiting": "Waiting", "later": "Later",
    "everyone": "Everyone",
}
HEADINGS = {
    "owed": "OWED", "running": "RUNNING", "rescue": "TO RESCUE", "dates": "DATES", "rhythm": "TODAY",
    "housekeeping": "TO DECIDE",
}
NOT_YET = "NOT AT THIS HOUR"
BATCH_HEADINGS = {"": "FIRST", "decide": "TO DECIDE", "later": NOT_YET, "email": "MAILS"}
BY_KIND = "Like kinds stand together; what is owed or runs stays first. {by-kind} puts the usual order back."
BY_ORDER = "The usual order again."
SUGGESTED_KEYS = "{accept} accepts, {refuse} leaves it"
KIND_WORDS = {"email": "mail"}
STEP_WORDS = {"reply": "reply", "promise": "promise", "waiting": " ", "next-step": "next step"}
MARKS = {"implied": "✓", "granted": "✓", "unknown": "?", "refused": "✗"}
MARK_TONES = {"implied": "allowed", "granted": "allowed", "unknown": "asked", "refused": "refused"}
CHANNEL_WORDS = {"text": "text", "call": "call", "email": "mail", "post": "post", "social": "social"}
OUTCOME_WORDS = {
    "sent": "sent", "reached": "reached", "left-message": "left a message", "no-answer": "no answer",
    "replied": "replied", "bounced": "came back", "declined": "declined",
}
LABELS = {
    "suggested": "Suggested",
    "why": "Why", "plan": "Plan", "touches": "Touches", "promised": "Promised", "next": "Next step", "likes": "Likes",
    "need": "Needs", "note": "Note", "no-plan": "no cadence", "no-address": "no address or number yet",
}
QUESTIONS = {
    "snooze": "Snooze until", "call-outcome": "How did the call go?", "owed-outcome": "The reply is",
    "decision": "What now?", "pause": "Pause",
}
FIND_PROMPT = "Find anyone: name, company, #tag, number"
SELECTION_HINTS = {"done": "", "snooze": "", "pause": "", "skip": "", "traits": "", "select": "one more", "range": "",
                   "undo": "", "back": "end"}
"Actions offered while rows are selected, with other words than the table's where they have some."
FIND_HINTS = (("Enter", "open", ""), ("↑↓", "move", ""), ("Tab", "into the list", ""), ("Esc", "back", ""))
FOUND_HERE, FOUND_ELSEWHERE = "IN THIS LIST", "EVERYONE"
NOBODY_FOUND = "Nobody like that. {back} goes back; {add} then logs somebody new."
DISABLED = {
    "no-row": "There is nothing under the cursor.",
    "no-person": "That row is a question, not a person. {open} opens it.",
}
MIXED_KINDS = "These are calls and other kinds together. Select one kind, so that the outcome is true for all."
NO_ADDRESS = "There is no address or number for {name} yet. {open} opens their page, {edit} there adds one."
COPIED = "Copied {value}."
LOOKED_AWAY = "The list could not be brought up to date. {sentence}"
LOOKING_FOR_PAIRS = "Looking for people who are in the book twice ..."
GO_WHERE = "Go to"
WORKING = "Working ..."
EMPTY_BOOK = "Nobody here yet. Three ways in:"
EMPTY_BOOK_WAYS = (
    ("add", "log a line", "met Marty Chen @Acme 415 555 0100 hot // son plays golf"),
    ("import", "import a file", "the export of a phone, of Google or LinkedIn"),
    ("demo", "look around first", "a made-up book of forty people, and a short tour"),
)
"The action, what it does, and an example or more of it."


def what(due: DueTouch) -> str:
    """Return in one word what a row wants: `reply`, `promise`, or the kind."""
    return STEP_WORDS.get(due.step, kind_word(due.kind))


def row_name(row: Row) -> str:
    """Return who a row is about; a housekeeping row says how many: `12 people`, `3 lines`."""
    if row.name:
        return row.name
    return plural(row.count, "line") if row.due.step == "unfiled" else plural(row.count, "person", "people")


def kind_word(kind: str) -> str:
    """Return a kind as people say it."""
    return KIND_WORDS.get(kind, kind)


def narrow_left(text: str) -> str:
    """Return a time left in fewer cells, for forty columns."""
    return text.removesuffix(" left").removeprefix("by ").replace(" overdue", " over")


def where_they_are(contact: Contact) -> str:
    """Return a contact's title and company in one line; empty where neither is known."""
    return ", ".join(each for each in (contact.title, contact.company) if each)


def drive(contact: Contact) -> str:
    """Return temperature and pace: `hot · fast`."""
    return " · ".join(each for each in (contact.temperature, contact.pace) if each)


def place_in_life(contact: Contact) -> str:
    """Return stage and standing: `credibility · qualified`."""
    return " · ".join(each for each in (contact.stage or "visibility", contact.standing) if each)


def their_time(zone: str, now: dt.datetime, short: bool = False) -> str:
    """Return the local time of a contact with a known zone: `Oakland, 01:12 there`; empty without."""
    from tui.wording.instants import zone_named

    if not zone:
        return ""
    there = f"{now.astimezone(zone_named(zone)):%H:%M} there"
    return there if short else f"{zone.rsplit('/', 1)[-1].replace('_', ' ')}, {there}"


def words_of(touch: Touch) -> str:
    """Return what is known of a touch in words: outcome, event, note, subject and text."""
    said = f"\"{touch.text}\"" if touch.text else ""
    parts = (OUTCOME_WORDS.get(touch.outcome, "") if touch.outcome != "sent" else "", call_length(touch), touch.event,
             touch.note, touch.subject, said)
    return " · ".join(each for each in parts if each)


DRAFT_WAITS = {"open": "a draft waits", "handed": "did it leave?"}
"What a row says of a draft that was begun, or handed over."


def with_draft(row: Row, why: str) -> str:
    """Return the why of a row, after a draft that waits for it."""
    waits = DRAFT_WAITS.get(row.draft, "")
    return f"{waits} · {why}" if waits and why else waits or why


def zero_due(split: str, upcoming: Sequence[Row], now: dt.datetime, zone: dt.tzinfo) -> tuple[
        str, list[tuple[str, str, str]]]:
    """Return what to say where a split is empty, and of the next rows that come who, what and when."""
    titles = {
        "today": "Nothing is due. Well done.", "owed": "Nobody waits for you.", "running": "No clock is running.",
        "waiting": "You wait for nobody.", "later": "Nothing is planned.", "everyone": "Nobody here yet.",
    }
    lines = [(clean(row.name), what(row.due), near(row.due.window.opens, now, zone)) for row in upcoming]
    return titles.get(split, titles["today"]), lines


def held_back(count: int) -> str:
    """Return that the daily cap holds some rows back; empty where it holds none."""
    return f"{plural(count, 'more touch', 'more touches')} can wait until tomorrow" if count else ""


def choose_cadence(count: int) -> str:
    """Return the question which cadence to use for some people."""
    return f"Which cadence for {plural(count, 'person', 'people')}?"


def selected(count: int) -> str:
    """Return how many rows are selected, for the footer."""
    return f"{count} selected"


def ask_until(title: str, count: int, name: str) -> str:
    """Return the title of a question about one person or several."""
    return f"{title} · {name if count == 1 else plural(count, 'person', 'people')}"



def heading_line(title: str, count: int) -> str:
    """Return a heading of the queue with how many stand under it."""
    return f"  {title}  {count:,}"


def touch_day(happened: Moment, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return when a touch happened in fourteen cells: `23 Nov 17:40`, `23 Nov`, `23 Nov 2024`."""
    own = zone_named(happened.zone) if happened.day_only else zone
    local = happened.at.astimezone(own)
    day = f"{local.day:>2} {MONTHS[local.month - 1]}"
    if local.year != now.astimezone(zone).year:
        return f"{day} {local.year}"
    return day if happened.day_only else f"{day} {local:%H:%M}"


def planned_words(promise: Promise, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a promise: `call, Thu 26 Nov 10:00, the price note`."""
    parts = (kind_word(promise.kind), planned(promise.due, now, zone), promise.text)
    return ", ".join(each for each in parts if each)


def step_of_plan(cadence: str, day: int) -> str:
    """Return where a plan is: `met, day 45 of 120`."""
    return f"{cadence}, day {day}" if cadence in ("keep", "nurture") else f"{cadence}, day {day} of 120"


UNEXPECTED = "Something went wrong inside Onward ({what}). What was stored before is safe; nothing was left half-done."
COMES_NEXT = "Next"
ONE_AT_A_TIME = "That is done with one person at a time. Esc ends the selection."
NOTHING_DUE = "Nothing is due with {name}. {log} logs a touch all the same, {next-step} agrees the next step."
NOTE_ABOUT = "A note about the {kind} with {name}?"
NOTE_HELP = "Enter with nothing passes on; Esc ends the questions about notes."
WHO_ELSE = "Who else did you meet today? Esc when that was all."
WHICH_KIND, WHICH_TEMPLATE = "Draft as", "Which words?"
DRAFT_KINDS = (("t", "text"), ("m", "email"), ("n", "note"), ("c", "card"), ("k", "call"))
HELP_TITLE = "All keys"
HELP_PROMPT = "type to search; Esc goes back"
THE_KEY = "The key {key}"
NO_SUCH_KEY = "No key does that. {palette} lists every command."


def address_to_copy(contact: Contact, kind: str) -> str:
    """Return the address that a kind needs, else the first number, mail or other address; empty where there is none."""
    from store.model import address_channel_of

    wanted = address_channel_of(kind) if kind else None
    for channel in (wanted, "phone", "email", "web", "post"):
        address = contact.address(channel) if channel else None
        if address is not None:
            return address.value
    return ""

"""What a verb did, in one or two short sentences, with what is due next and how to take it back."""

from __future__ import annotations

import datetime as dt

from store.model import Planned
from tui.look import clean
from tui.wording import dialogs, instants, mail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.model import DueTouch, Receipt

COMMAND_LINE = "onward undo takes it back"
APP = "{undo} takes it back"
FORTH = {COMMAND_LINE: "onward redo does it again", APP: "{redo} does it again"}
"After an undo: how to do it again."

DID: Mapping[str, str] = {
    "log": "Logged: {what} {who}",
    "log-touch": "Logged: {what} {who}",
    "met": "Logged: meeting with {who}{added}", "not-met": "It did not take place: {title}",
    "done": "Done: {what} {who}",
    "nothing-to-answer": "Settled: nothing to answer {who}",
    "snooze": "Hidden {until}: {who}",
    "skip": "Passed over: {who}; the plan moves on",
    "next": "Agreed with {who}: {step}",
    "set-next": "Agreed with {who}: {step}",
    "change": "Changed: {who}",
    "permit": "Permission noted: {who}",
    "tag": "Tags changed: {who}",
    "cadence": "Cadence {cadence} chosen for {who}",
    "use-cadence": "Cadence {cadence} chosen for {who}",
    "pause": "Left alone{until}: {who}",
    "resume": "Back in the queue: {who}",
    "decide": "Decided: {who}",
    "draft": "Draft begun for {who}",
    "hand-over": "Handed over; the draft to {who} waits for your word that it left",
    "sent": "Sent: {what} {who}",
    "send": "{mail}", "drop-newsletter": "The issue was put away: {title}",
    "keep-in-drafts": "{mail}",
    "set-way": "From now on: {mail}, {who}",
    "not-sent": "Still a draft: {who}",
    "drop-draft": "Draft to {who} put away",
    "import": "Imported: {people}",
    "take-in": "Imported: {people}",
    "throw-away": "Thrown away: \"{line}\"",
    "settle": "Settled: {who}",
    "note": "Noted: {who}",
    "shelf-add": "On the shelf: {title}{suits}",
    "shelf-drop": "Off the shelf: {title}",
    "away": "Away from {since}, back on {back}; debts, promises, running clocks and dates stay",
    "away-end": "Back: nothing is hidden any more",
    "spread": "Spread: {count} moved, the last to {back}",
    "merge": "One person now: {who}, with the history of {gone}",
    "not-same": "Remembered as different people: {who}",
    "accept": "{who}: {field} is {to} now",
    "refuse": "{who}: {field} stays as it is",
}
"Verb to the sentence for it."

BACK: Mapping[str, str] = {
    "log": "the entry", "log-touch": "the entry", "met": "the meeting",
    "not-met": "\"did not take place\"", "done": "the touch", "snooze": "the snooze", "skip": "the skip",
    "next": "the next step", "set-next": "the next step", "cadence": "the cadence", "use-cadence": "the cadence",
    "sent": "\"sent\"", "import": "the import", "take-in": "the import", "restore": "the restoring", "change": "the change",
    "permit": "the permission", "tag": "the tags", "pause": "the pause", "resume": "the resuming",
    "decide": "the decision", "nothing-to-answer": "\"nothing to answer\"", "drop-draft": "putting the draft away",
    "throw-away": "throwing the line away", "note": "the note",
    "shelf-add": "putting it on the shelf", "shelf-drop": "taking it off the shelf", "away": "the time away",
    "away-end": "being back", "spread": "the spread", "accept": "the move", "refuse": "\"stays as it is\"",
    "merge": "the merge", "not-same": "\"different people\"",
    "send": "the entry; the mail itself stays sent", "keep-in-drafts": "the note about your drafts; the mail still lies there",
    "set-way": "the choice of the way", "drop-newsletter": "putting the issue away",
    "hand-over": "handing the draft over", "not-sent": "\"not sent\"", "draft": "the draft",
}
"Verb to what undo calls it."

WITH: Mapping[str, str] = {
    "call": "call with", "meeting": "meeting with", "text": "text to", "email": "mail to",
    "note": "handwritten note to",
}
FROM: Mapping[str, str] = {"call": "call from", "meeting": "meeting with"}
VERBS: Mapping[str, str] = {
    "met": "met", "booth": "met", "inquired": "inquiry from", "called": "called", "vm": "message left for", "texted": "text to",
    "emailed": "mail to", "heard": "heard from",
    "declined": "a no from", "declined by": "a no from",
}


def receipt(done: Receipt, now: dt.datetime, zone: dt.tzinfo, back: str = COMMAND_LINE) -> str:
    """Return what a verb did, what is due next, and how to take it back.

    Such as `Logged: met Marty Chen. Thank-you text due by 10:12. onward undo takes it back.` `back` says how to take
    it back (COMMAND_LINE, APP, or empty to leave that out).
    """
    if done.unfiled:
        return in_doubt(done, back)
    told = [_undone(done) if done.verb in ("undo", "redo") else _did(done, now, zone)]
    if done.next is not None:
        coming = due_by(done.next, now, zone)
        told.append(coming[0].upper() + coming[1:])
    if done.unit and back:
        told.append(_way_back(FORTH[back] if done.verb == "undo" and back in FORTH else back))
    return ". ".join(told) + "."


def _way_back(words: str) -> str:
    """Return how something is taken back, with the key where the words name one."""
    if "{" not in words:
        return words
    from tui.keys import in_words

    return in_words(words)


def in_doubt(done: Receipt, back: str = "") -> str:
    """Return that a line was kept as unfiled, why, and where it is settled; `back` as for `receipt`."""
    reasons = {"no-name": "I see no name in it", "ambiguous": "more than one person fits",
               "near-duplicate": "somebody much like this is in the book already"}
    why = reasons.get(str(done.values.get("doubt", "")), "I am not sure who is meant")
    candidates = [clean(str(each)) for each in done.values.get("candidates", ())]
    whom = f" ({dialogs.names(candidates)})" if candidates else ""
    where = _way_back("{open} on the last row of Today") if back == APP else "onward unfiled"
    return f"Kept, not filed yet: {why}{whom}. {where} settles it."


def due_by(due: DueTouch, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what is due next with a contact: `thank-you text due by 10:12`, `next: call, Thu 26 Nov 10:00`."""
    what = thing(due)
    window = due.window
    if now < window.opens:
        at = window.goal if due.promise else window.opens
        return f"next: {what}, {_from(at, now, zone)}"
    if due.possible_from is not None and due.possible_from > now:
        return f"next: {what}, {_from(due.possible_from, now, zone)}"
    if now < window.goal:
        return f"{what} due by {instants.near(window.goal, now, zone)}"
    if now <= window.due:
        return f"{what} due by {instants.near(window.due, now, zone)}"
    if due.kind == "decide":
        return f"{what} waits for your answer"
    if now <= window.last_call:
        return f"{what} is {instants.span(now - window.due)} late"
    return f"{what} is long overdue"


def _from(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return from when something can be done; where that is the beginning of a day, the day alone."""
    local = at.astimezone(zone)
    if local.time() == dt.time(0, 0) and local.date() > now.astimezone(zone).date():
        return instants.day_name(local.date(), now.astimezone(zone).date())
    return instants.near(at, now, zone)


def thing(due: DueTouch) -> str:
    """Return a due touch as a thing: `thank-you text`, `call`, `reply by mail`, `question`."""
    kind = dialogs.kind(due.kind)
    if due.kind == "decide":
        return "a question about what comes next"
    step = clean(due.step)
    special = {"reply": f"reply by {kind}", "promise": f"promised {kind}", "rhythm": kind, "recap": f"recap {kind}",
               "rescue": f"{kind} that owns up to being late", "next-step": "next step to agree",
               "ladder-mail": f"{kind} after the calls", "week-after": f"{kind} a week after the inquiry",
               "reach": f"first {kind}", "date": f"{kind} for the day", "acknowledge": f"first answer by {kind}",
               "thank-referrer": f"thank-you {kind} to the one who sent them", "report-back": f"{kind} to say how it went"}
    if step in special:
        return special[step]
    if due.kind != "call" and "call" in step.split("-"):
        return kind
    named = step if step == "thank-you" else step.replace("-", " ")
    return kind if not named or named == kind or named.startswith(kind) else f"{named} {kind}"


def _did(done: Receipt, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return the first sentence, without its full stop."""
    pattern = DID.get(done.verb, "Done: {who}")
    if done.verb == "log" and done.values.get("new") and not done.values.get("kind"):
        pattern = "Added: {who}"
    if done.values.get("cadence") == "none" and done.verb == "use-cadence":
        pattern = "Without a cadence from now on: {who}"
    values: dict[str, str] = {
        "who": who(done) + (_outcome(done.values) if "{what}" in pattern else ""),
        "what": _what(done.values, done.verb), "people": _imported(done),
        "cadence": clean(str(done.values.get("cadence", ""))), "line": clean(str(done.values.get("line", "")))[:80],
        "until": _until(done.values.get("until"), now, zone), "step": _step(done.values, now, zone),
        "added": _added(done), "gone": clean(str(done.values.get("gone", ""))), "mail": mail.told(done.values, who(done)),
        **_practice(done.values, now, zone),
    }
    return " ".join(pattern.format_map(values).split())


def _practice(values: Mapping[str, Any], now: dt.datetime, zone: dt.tzinfo) -> dict[str, str]:
    """Return what the sentences about shelf, times away, spreads and proposals need."""
    count = values.get("count")
    suited = values.get("suits")
    return {
        "title": clean(str(values.get("title", ""))), "suits": f", for {dialogs.people(suited)}" if suited else "",
        "since": _planned(values.get("since"), now, zone), "back": _planned(values.get("until"), now, zone),
        "count": instants.plural(count, "touch", "touches") if isinstance(count, int) else "",
        "field": clean(str(values.get("field", ""))), "to": clean(str(values.get("to", ""))),
    }


def _added(done: Receipt) -> str:
    """Return who is new in the book by a meeting."""
    new = done.values.get("new")
    return f"; new: {dialogs.names([str(each) for each in new])}" if isinstance(new, (list, tuple)) and new else ""


def who(done: Receipt) -> str:
    """Return whom it was about: up to three names, else how many people."""
    return dialogs.names(done.names) if done.names else ""


def _what(values: Mapping[str, Any], verb: str) -> str:
    """Return what passed, ready to stand before a name: `met`, `call with`, `mail from`."""
    spoken = str(values.get("verb", ""))
    if spoken in VERBS:
        return VERBS[spoken]
    kind = str(values.get("kind", ""))
    if not kind:
        return ""
    if values.get("direction") == "in":
        return FROM.get(kind, f"{dialogs.kind(kind)} from")
    return str(WITH.get(kind, f"{dialogs.kind(kind)} to"))


def _outcome(values: Mapping[str, Any]) -> str:
    """Return ` (no answer)` and the like, to stand behind a name; empty where what passed says it all."""
    if str(values.get("verb", "")) in VERBS or not values.get("kind") or values.get("direction") == "in":
        return ""
    outcome = str(values.get("outcome", ""))
    return f" ({dialogs.outcome(outcome)})" if outcome and outcome not in ("sent", "reached") else ""


def _until(until: Any, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return ` until tomorrow 10:00`; empty where no end is known."""
    shown = _planned(until, now, zone)
    return f" until {shown}" if shown else ""


def _step(values: Mapping[str, Any], now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return an agreed next step: `call, Thu 26 Nov 10:00`."""
    parts = [dialogs.kind(str(values.get("kind", ""))), clean(str(values.get("text", ""))),
             _planned(values.get("when"), now, zone)]
    return ", ".join(each for each in parts if each)


def _planned(when: Any, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a day or wall time of a receipt (a Planned, or `2026-11-26T10:00`) in words; empty for none."""
    if isinstance(when, Planned):
        return instants.planned(when, now, zone)
    day, _, time = str(when or "").partition("T")
    try:
        found = Planned(dt.date.fromisoformat(day), dt.time.fromisoformat(time) if time else None)
    except ValueError:
        return clean(str(when or ""))
    return instants.planned(found, now, zone)


def _imported(done: Receipt) -> str:
    """Return how many people came in, and how many got something new."""
    values = done.values
    new, changed = values.get("new"), values.get("changed")
    if not isinstance(new, int):
        return dialogs.people(len(done.contacts))
    told = [dialogs.people(new) if new or not changed else ""]
    if changed:
        told.append(f"something new about {dialogs.people(int(changed))}")
    if values.get("left"):
        told.append(f"{int(values['left']):,} rows left for another time")
    return ", ".join(each for each in told if each)


def _undone(done: Receipt) -> str:
    """Return what was taken back or done again."""
    return f"Taken back: {turned(done)}" if done.verb == "undo" else f"Done again: {turned(done)}"


def turned(done: Receipt) -> str:
    """Return which action an undo or a redo is about: `the snooze (Ada Long)`."""
    verb = str(done.values.get("verb") or done.values.get("undone") or done.values.get("redone") or "")
    what = BACK.get(verb, "the last action")
    return f"{what} ({who(done)})" if done.names else what

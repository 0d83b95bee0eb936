"""What the dialogs and the draft, contact and import screens say."""

from __future__ import annotations

from tui.look import clean
from tui.wording.instants import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Address, ContactLine, Draft, ImportPreview, Proposal, Reason, Touch

KIND_LABELS: Mapping[str, str] = {
    "text": "text", "email": "mail", "call": "call", "meeting": "meeting", "note": "handwritten note", "card": "card",
    "clipping": "clipping", "invitation": "invitation", "gift": "gift", "referral": "referral",
    "newsletter": "newsletter", "letter": "letter", "video": "video", "social": "social",
}
"What each kind of touch is called on the screen."

OUTCOME_LABELS: Mapping[str, str] = {
    "sent": "sent", "reached": "reached", "left-message": "left a message", "no-answer": "no answer",
    "replied": "replied", "bounced": "came back", "declined": "declined",
}
"What each outcome is called on the screen."

CHANNEL_LABELS: Mapping[str, str] = {
    "text": "texts", "call": "calls", "email": "mail", "post": "post", "social": "social",
    "phone": "phone", "web": "web",
}
"What each channel is called on the screen."

PERMISSION_LABELS: Mapping[str, str] = {
    "implied": "implied", "granted": "yes", "unknown": "not known", "refused": "no",
}
"What each permission state is called on the screen."

WAY_LABELS: Mapping[str, str] = {
    "mail-program": "in the mail program", "message-program": "in the message program", "qr": "scanned by a phone",
    "clipboard": "copied", "editor": "in the editor", "file": "in a file", "eml": "in a mail file",
    "drafts-folder": "among your drafts", "send": "being sent when something broke",
}
"How a draft was handed over."

STARTS: Mapping[str, str] = {
    "met": "a thank-you within the hour",
    "booth": "the first message within five minutes",
    "inquiry": "an answer at once, where they wrote",
    "referral": "thanks to the person who sent them",
    "keep": "the next touch to keep it alive",
    "nurture": "something useful, once a month",
    "dates": "a card before the day",
}
"What each cadence brings first."

DOUBTS: Mapping[str, str] = {
    "no-name": "I see no name in it. Enter keeps it as unfiled; add a name to store it.",
    "ambiguous": "More than one person fits. Enter chooses who; nothing is guessed.",
    "near-duplicate": "Somebody like this is in the book already. Enter asks which of them it is.",
}
"What a doubt about a line means, and what Enter will do."

SHARED: Mapping[str, str] = {"mail": "same mail address", "phone": "same number", "link": "same profile"}
"What somebody in the book has in common with a line that may be about them."

UNFILED_REASONS: Mapping[str, str] = {
    "no-name": "no name was found in it",
    "ambiguous": "more than one person fits",
    "near-duplicate": "somebody much like this is in the book",
    "shared-address": "more than one person has this address: whom is it from?",
}
"Why a line waits."

VERDICT_LABELS: Mapping[str, str] = {
    "new": "new", "same": "same", "changed": "changed", "doubt": "in doubt", "bad": "unreadable",
}
"What would become of a row of a file."

DECISION_LABELS: Mapping[str, str] = {
    "add": "add as new", "update": "same one", "replace": "file wins", "skip": "left out",
}
"What was decided about a row of a file."

IMPORT_REASONS: Mapping[str, str] = {
    "same-uid": "the same card as before",
    "same-email": "the same mail address",
    "same-phone": "the same number",
    "same-name": "the same name",
    "near-name": "a name much like it",
    "nothing-new": "nothing new in it",
    "new-fields": "brings something new",
    "no-name": "no name",
    "no-contact": "no contact in it",
    "twice-in-file": "twice in this file",
    "new": "",
    "card-too-long": "a card too long to be one person",
    "no-end": "a card without an end",
    "not-a-property": "not part of a card",
    "open-quote": "a quotation mark that never closes",
    "cannot-read": "a file that cannot be read",
    "of-another-kind": "a file of another kind than the rest: bring it in by itself",
    "not-in-book": "writes with you, but is not in the book",
    "only-a-relation": "somebody's relation, with no page of their own",
    "no-sender-or-date": "a mail without a sender or a date",
}
"Why a row of a file gets its verdict, where the book says it with these codes."

NOT_PLAIN = "That piece is needed, or is plain text already."
QUICK_HELP = "met Marty Chen @Acme 415 555 0100 hot #expo // son plays golf"
NO_LINE_YET = "Any order, only a name is needed."

SLIP = "{typed}: did you mean {meant}? {mend-slip} takes that."

INQUIRY_FACTS: Mapping[str, tuple[str, str]] = {
    "need": ("Need", "what they need, in their words"), "size": ("Size", "how much, how many, how large"),
    "wanted_by": ("By when", "before the summer"),
}
"What an inquiry is asked for with the next step: field of the contact to its label and an example."


def kind(name: str) -> str:
    """Return a kind of touch as it is called on the screen."""
    return KIND_LABELS.get(name, clean(name))


def outcome(name: str) -> str:
    """Return an outcome as it is called on the screen."""
    return OUTCOME_LABELS.get(name, clean(name))


def slip(question: Reason) -> str:
    """Return the question about a mail address that looks like a slip of the keys."""
    meant = clean(str(question.values["meant"])).rpartition("@")[2]
    return f"{clean(str(question.values['typed']))}: did you mean {meant}? {{mend-slip}} takes that."


def doubt(code: str) -> str:
    """Return what a doubt about a line means and what Enter does about it; empty for no doubt."""
    return DOUBTS.get(code, "I am not sure about this line. Enter keeps it as unfiled.") if code else ""


def candidate(found: ContactLine, gap: str = ", ") -> str:
    """Return somebody a line may be about: name, company, and what the two have in common."""
    place = f", {clean(found.company)}" if found.company else ""
    shared = SHARED.get(found.why, "")
    return f"{clean(found.name)}{place}{f'{gap}{shared}' if shared else ''}"


def candidates(found: Sequence[ContactLine]) -> str:
    """Return up to three people a line may be about, or how many there are."""
    return "; ".join(map(candidate, found)) if len(found) <= 3 else people(len(found))


def starts(cadence: str) -> str:
    """Return what becomes due first when a cadence starts."""
    return STARTS.get(cadence, f"the first step of {clean(cadence)}") if cadence else ""


def whose(proposal: Proposal) -> str:
    """Return whom a line is about: somebody new, somebody known, or nobody yet."""
    if proposal.known is not None:
        place = f", {clean(proposal.known.company)}" if proposal.known.company else ""
        return f"{clean(proposal.known.name)}{place}"
    return clean(proposal.entry.name)


def address(found: Address | None, channel: str | None) -> str:
    """Return an address as it is shown, or that there is none."""
    if found is not None:
        return clean(found.typed or found.value)
    return f"no {CHANNEL_LABELS.get(channel, channel)} address yet" if channel else ""


def open_label(kind_name: str) -> str:
    """Return what opening a draft of a kind does, in two words."""
    return {"text": "open text", "call": "dial", "note": "print", "card": "print", "social": "open page"}.get(
        kind_name, "open mail")


def sent_question(kind_name: str, name: str) -> str:
    """Return the question after a draft was handed over."""
    verb = "Did you call" if kind_name == "call" else f"Did the {kind(kind_name)} go out to"
    return f"{verb} {clean(name)}?"


def call_length(touch: Touch) -> str:
    """Return how long a call took, `12 min` or `40 s`; empty where that is not known."""
    seconds = touch.extra.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        return ""
    return f"{round(seconds / 60)} min" if seconds >= 60 else f"{seconds} s"


def sweep_title(count: int) -> str:
    """Return the question of the sweep for a number of drafts handed over."""
    return "Did this one leave?" if count == 1 else f"Did these {count} leave?"


def handed(draft: Draft) -> str:
    """Return how a draft was handed over."""
    if draft.way.startswith("command:"):
        return f"by {clean(draft.way.removeprefix('command:'))}"
    return WAY_LABELS.get(draft.way, clean(draft.way))


def counts(characters: int, segments: int) -> str:
    """Return the length of a text message: characters, and messages where it takes more than one."""
    return f"{plural(characters, 'character')}, {plural(segments, 'message')}"


def words(count: int) -> str:
    """Return a number of words."""
    return plural(count, "word")


def people(count: int) -> str:
    """Return a number of people."""
    return plural(count, "person", "people")


def names(some: tuple[str, ...] | list[str]) -> str:
    """Return up to three names, or how many people there are."""
    shown = [clean(each) for each in some]
    return ", ".join(shown) if len(shown) <= 3 else people(len(shown))


def import_counts(preview: ImportPreview, skipped: int = 0) -> str:
    """Return what taking in a file would do, in one line."""
    tally = dict.fromkeys(VERDICT_LABELS, 0)
    for row in preview.rows:
        tally[row.verdict] = tally.get(row.verdict, 0) + 1
    parts = [f"{count:,} {VERDICT_LABELS.get(verdict, verdict)}" for verdict, count in tally.items() if count]
    if preview.problems:
        parts.append(plural(len(preview.problems), "line not read", "lines not read"))
    if skipped:
        parts.append(f"{skipped:,} left out by you")
    return ", ".join(parts) or ("nothing about anybody in your book" if preview.kind in ("mail", "calendar") else "nothing in it")


def import_reason(reason: Reason) -> str:
    """Return why a row or line of a file is judged as it is, with what it brings and whom it is like; empty for new."""
    said = IMPORT_REASONS.get(reason.code, clean(reason.code).replace("-", " "))
    values = {name: clean(str(value)) for name, value in reason.values.items() if value not in (None, "")}
    brings = values.pop("brings", "")
    if brings:
        from tui.wording.merging import FIELD_LABELS

        told = ", ".join(FIELD_LABELS.get(each, each) for each in brings.split(", "))
        said = f"{said}; brings {told}"
    rest = ", ".join(values.values())
    return f"{said} ({rest})" if said and rest else said or rest

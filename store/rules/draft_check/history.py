"""What the history says about a draft: the same words again, a channel not permitted, too soon, too late."""

from __future__ import annotations

import datetime as dt

from store.model import Reason, channel_of
from store.rules.draft_check.greeting import WORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import Dossier, Draft, DueTouch, Touch
    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message

RUN = 3
"Words that follow each other, compared as one."
NEARLY_THE_SAME = 0.6
"Share of the shorter message's runs that the other has too."
FEWEST_RUNS = 5
"Shorter messages are alike by chance."
LOOKED_AT = 40
"Earlier outgoing touches that are compared, newest first."
LONGEST_COMPARED = 6_000
_OPENINGS = ("owed", "running", "rescue", "dates")
"Groups of due touches that are expected, whatever passed before."
_remembered: dict[str, frozenset[int]] = {}


def no_value(message: Message, dossier: Dossier, draft: Draft | None) -> Flag | None:
    """Return a flag for the template, or nearly the words, of an earlier touch."""
    earlier = [each for each in reversed(dossier.touches) if each.direction == "out" and each.outcome != "bounced"]
    runs = _runs(message.own[:LONGEST_COMPARED])
    for touch in earlier[:LOOKED_AT]:
        if touch.text and len(runs) >= FEWEST_RUNS and _alike(runs, _remembered_runs(touch.text[:LONGEST_COMPARED])):
            values = {"at": touch.happened.at}
            return message.flag("no-value", message.sentence(0), Reason("same-words", values), "something-new")
    if draft is not None and draft.template:
        same = next((each for each in earlier if each.template == draft.template
                     and (not draft.plan or each.plan == draft.plan) and not each.text), None)
        if same is not None:
            template = Reason("same-template", {"at": same.happened.at, "template": draft.template})
            return message.flag("no-value", message.sentence(0), template, "something-new")
    return None


def _runs(text: str) -> frozenset[int]:
    """Return the runs of three words in a text."""
    words = [each.group().lower() for each in WORD.finditer(text)]
    return frozenset(hash((words[place], words[place + 1], words[place + 2])) for place in range(len(words) - RUN + 1))


def _remembered_runs(text: str) -> frozenset[int]:
    """Return the runs of an earlier text, which does not change while a draft is written."""
    found = _remembered.get(text)
    if found is None:
        if len(_remembered) > 4 * LOOKED_AT:
            _remembered.clear()
        found = _remembered[text] = _runs(text)
    return found


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Return whether two messages have most of their runs in common."""
    smaller = min(len(one), len(other))
    return smaller >= FEWEST_RUNS and len(one & other) >= NEARLY_THE_SAME * smaller


def unexpected(message: Message, kind: str, dossier: Dossier, due: DueTouch | None, now: dt.datetime,
               gap_days: int) -> Flag | None:
    """Return a flag where the channel is not permitted, or where it comes too soon after the last touch."""
    contact = dossier.contact
    channel = channel_of(kind)
    span = message.greeting if message.greeting[1] else message.sentence(0)
    if channel is not None and channel != "post":
        state = contact.permission(channel)
        if state == "unknown" and any(each.direction == "in" and channel_of(each.kind) == channel for each in dossier.touches):
            state = "implied"
        values = {"channel": channel, "name": contact.name}
        if state == "refused":
            return message.flag("unexpected", span, Reason("refused", values), "another-channel")
        if state == "unknown" and not _asks_permission(message):
            return message.flag("unexpected", span, Reason("unknown", values), "ask-first")
    return _too_soon(message, span, dossier.touches, due, now, gap_days)


def _asks_permission(message: Message) -> bool:
    """Return whether the words themselves ask whether this is a good way: then they are the question to put first."""
    words = " ".join(message.words)
    return any(each in words for each in _ASKING)


_ASKING = (
    "all right with you", "okay with you", "ok with you", "if you'd rather not", "if you would rather not",
    "may i text", "may i write", "may i call", "good way to reach you", "best way to reach you", "ok to text",
    "okay to text", "is it all right", "is it ok", "is this number", "mind if i", "prefer that i", "gave me your n")


def _too_soon(message: Message, span: tuple[int, int], touches: Sequence[Touch], due: DueTouch | None, now: dt.datetime,
              gap_days: int) -> Flag | None:
    """Return a flag inside the gap between unsolicited touches; openings, ladders and answers have none."""
    if due is not None and due.window.opens <= now and (due.group in _OPENINGS or due.step != "rhythm"):
        return None
    past = [each for each in touches if each.happened.at <= now and each.outcome not in ("bounced", "no-answer")
            and each.kind != "newsletter"]
    if not past or gap_days <= 0:
        return None
    last = past[-1]
    if last.direction == "in" or last.kind == "meeting" or last.outcome == "reached":
        return None
    if now - last.happened.at >= dt.timedelta(days=gap_days):
        return None
    return message.flag("unexpected", span, Reason("too-soon", {"at": last.happened.at, "days": gap_days}), "wait")


def too_late(message: Message, due: DueTouch | None, now: dt.datetime) -> Flag | None:
    """Return a flag past last call where the words do not own up to it."""
    if due is None or now <= due.window.last_call or due.group in ("housekeeping", "rhythm") or message.said("late"):
        return None
    if message.subject_hits.get("late"):
        return None
    values = {"last_call": due.window.last_call}
    return message.flag("too-late", message.sentence(0), Reason("past-last-call", values), "own-up")

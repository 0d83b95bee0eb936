"""What the draft check found, in words: the reason, a better move, and how flags are shown."""

from __future__ import annotations

from tui.look import clean, fit, wrap
from tui.wording.instants import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from store.book.draft_checking import Flag

NOTHING_FOUND = "Nothing to mind: it can leave as it is."
NOTHING_GIVEN = "There are no words to check."
TITLES: Mapping[str, str] = {
    "unfilled": "a gap is open", "mismatch": "it does not match", "get-the-sale": "it pushes",
    "unexpected": "not expected", "too-late": "late, and silent about it", "spiel": "product talk",
    "me-me-me": "more about you than about them", "generic": "fits anyone", "no-value": "nothing new",
    "no-next-step": "leads nowhere", "too-long": "too long",
}
"What each rule says in a word or four."
REASONS: Mapping[str, str] = {
    "open-gap": "This gap is still open, and everybody can see it.",
    "own-name": "The greeting names {name}, which is your own name.",
    "other-name": "The greeting says {name}, but this goes to {contact}.",
    "other-known": "The greeting says {name}, who is somebody else in your book; this goes to {contact}.",
    "two-names": "It greets {first} first and {name} later.",
    "no-attachment": "It speaks of an attachment, and none goes with it.",
    "pressure": "It pushes towards a decision. One push ends the talk.",
    "refused": "{name} asked not to be reached by {channel}.",
    "unknown": "You do not know yet whether {name} wants to be reached by {channel}.",
    "too-soon": "You wrote less than {days} ago, and this was not asked for.",
    "past-last-call": "This comes after the last moment for it, and does not say so. "
                      "Slow is only better than nothing if it owns up.",
    "product-talk": "It talks of what you sell before they asked. A first note is for the pleasure of meeting.",
    "counted": "It says I or we {me} times and you {you} times. The reader is the subject.",
    "filler": "This is what everybody writes, and nothing around it is only for this person.",
    "fits-anyone": "Take the name out and it fits anyone.",
    "same-words": "You have sent them nearly the same words before.",
    "same-template": "You have used this template with them before.",
    "leads-nowhere": "There is no question, day or offer in it, so nothing follows from it.",
    "segments": "It takes {count} text messages; {most} is the most that anybody likes.",
    "words": "It has {count} words; a first mail of more than about {most} is put off until later, which is never.",
}
BETTER: Mapping[str, str] = {
    "fill-or-cut": "Fill it with what you know, or cut the sentence: it is better without than with a hole.",
    "their-name": "Put the right name there, and read the rest again for what was meant for somebody else.",
    "one-name": "Keep the one it is for.",
    "attach-or-link": "Attach it before it leaves, put a link in, or take the words out.",
    "their-speed": "Ask something that helps them decide at their own speed, or give them something useful.",
    "another-channel": "Use another way, or ask in person first.",
    "ask-first": "Ask first whether this is a good way to reach them.",
    "wait": "Let some days pass, unless something has happened on their side.",
    "own-up": "Begin with a short, honest sorry; no excuse, no story.",
    "pleasure-first": "Say what you enjoyed or noticed about them; keep the offer for when they ask.",
    "about-them": "Turn the sentences around: begin with you, your, or a question about their side.",
    "a-fact": "Use one thing you know of them: where you met, what they asked for, what they said.",
    "one-detail": "Add one thing that only they would recognise: where you met, what they said, what they are working on.",
    "something-new": "Bring something new: an answer, an article, an introduction, a question you have not asked.",
    "ask-or-offer": "End with one easy question, a day to choose, or an offer.",
    "one-thing": "Say one thing, and keep the rest for the next time.",
}
_CHANNELS = {"email": "mail", "text": "text", "call": "phone", "post": "post", "social": "social network"}


def reason(flag: Flag) -> str:
    """Return why a flag was raised, in a sentence or two."""
    values: dict[str, Any] = {name: clean(value) if isinstance(value, str) else value
                              for name, value in flag.reason.values.items()}
    code = "other-known" if flag.reason.code == "other-name" and values.get("known") else flag.reason.code
    if "channel" in values:
        values["channel"] = _CHANNELS.get(values["channel"], values["channel"])
    if "days" in values:
        values["days"] = plural(values["days"], "day")
    return REASONS[code].format_map(values)


def better(flag: Flag) -> str:
    """Return the better move."""
    return BETTER[flag.better]


def shape(flag: Flag) -> dict[str, str]:
    """Return a flag as `--json` prints it."""
    return {"rule": flag.rule, "text": flag.text, "reason": reason(flag), "better": better(flag)}


def report(flags: Sequence[Flag], width: int, any_words: bool = True) -> str:
    """Return all flags for a terminal, a block each: rule and words, why, and what to do."""
    if not flags:
        return NOTHING_FOUND if any_words else NOTHING_GIVEN
    return "\n\n".join("\n".join(block(each, width)) for each in flags)


def grouped(flags: Sequence[Flag]) -> list[list[Flag]]:
    """Return flags of one rule and one reason together, in their order."""
    found: dict[tuple[str, str], list[Flag]] = {}
    for each in flags:
        found.setdefault((each.rule, reason(each)), []).append(each)
    return list(found.values())


def block(flag: Flag, width: int, others: Sequence[Flag] = ()) -> list[str]:
    """Return a flag, and others of the same rule and reason, as some lines: rule and words, then why, then a better move."""
    head = f"{flag.rule}: {TITLES[flag.rule]}"
    quoted = ", ".join(dict.fromkeys(filter(None, map(quote, (flag, *others)))))
    room = max(width - 2, 20)
    lines = wrap(f"{head}, {quoted}" if quoted else head, max(width, 22))
    told = [*wrap(reason(flag), room), *wrap(f"Better: {better(flag)}", room)]
    return [*lines, *(f"  {line}" for line in told)]


def quote(flag: Flag) -> str:
    """Return the words that a flag is about in quotation marks; empty where there are none."""
    words = clean(flag.text)
    return f"\u201c{words}\u201d" if words else ""


def summary(flags: Sequence[Flag], cells: int) -> str:
    """Return one line about flags: how many, and the first."""
    if not flags:
        return ""
    first = flags[0]
    counted = plural(len(flags), "flag")
    return fit(f"{counted}: {TITLES[first.rule]}{', ' if first.text else ''}{quote(first)}", cells)

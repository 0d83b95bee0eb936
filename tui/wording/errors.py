"""Every error as a sentence: what happened, what was kept, what to do; from its code and values."""

from __future__ import annotations

from tui.look import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.errors import OnwardError

SENTENCES: Mapping[str, str] = {
    # The command and its words.
    "unknown-command": "There is no command called {command}.{hint} onward --help lists them all.",
    "unknown-flag": "onward {command} does not know {flag}.{hint} onward {command} --help lists what it takes.",
    "unknown-action": "onward {command} does not know {action}.{hint} onward {command} --help lists what it takes.",
    "missing-words": "onward {command} still needs {missing}. onward {command} --help shows an example.",
    "bad-usage": "onward {command} could not use that: {reason}. onward {command} --help shows an example.",
    "no-date": "I cannot see a day or time in \"{words}\". Try tomorrow, fri 10am, in 3 days or 12 Dec.",
    "empty-line": "The line is empty, so nothing was stored. A name is enough: onward log met Marty Chen",
    "line-too-long": "That line is too long to store as one entry, so nothing was stored. Try a shorter one.",
    "bad-value": "\"{value}\" does not fit {field}. Nothing was changed.",
    "bad-now": "ONWARD_NOW is \"{value}\", which is no point in time. Write it like 2026-11-24T09:12:00-08:00, or unset it.",
    "no-such-outcome": "\"{words}\" is no outcome.{hint} Use one of: {known}. Nothing was changed.",
    "no-such-choice": "\"{choice}\" is no answer to that question. Nothing was changed.",
    "nobody-named": "Nobody was named, so nothing was changed. Give a name, or --all-without.",
    # People and things by name.
    "no-such-contact": "I know nobody called \"{words}\". Nothing was changed. onward find {words} looks wider; "
                       "onward log met NAME adds somebody.",
    "several-contacts": "\"{words}\" fits {count}, so nothing was changed: {candidates}. "
                        "Say more of the name, or give a mail address or number.",
    "nothing-to-undo": "There is nothing to take back.",
    "nothing-to-redo": "There is nothing to do again.",
    "undo-conflict": "That cannot be taken back any more: it was changed again since, perhaps by another window. "
                     "Everything stays as it is.",
    "nothing-due": "Nothing is due with {name}. Nothing was changed. onward log called {name} logs a touch all the same.",
    "nothing-owed": "No reply is owed to {name}. Nothing was changed.",
    "no-such-cadence": "There is no cadence called \"{name}\".{hint} onward cadence list shows them. Nothing was changed.",
    "no-such-template": "There is no template called \"{name}\".{hint} Nothing was changed.",
    "no-such-draft": "That draft is gone: it was sent or put away meanwhile.",
    "no-such-line": "No line in doubt has that number. onward unfiled lists them. Nothing was changed.",
    "no-such-split": "There is no list called \"{split}\".{hint} Use one of: {known}.",
    # The book.
    "book-unwritable": "The book in {path} cannot be written ({reason}). Nothing was changed. "
                       "Check who owns the folder, or set ONWARD_HOME to another one.",
    "book-unreadable": "The book in {path} cannot be read ({reason}). It was left exactly as it is.",
    "book-damaged": "The book in {path} is damaged ({reason}). It was left exactly as it is; a copy from a backup will do.",
    "book-newer": "The book in {path} was written by a newer Onward. It was left exactly as it is; "
                  "please update this one.",
    "book-locked": "The book in {path} is in use by another program. Nothing was changed; please try again.",
    # Files from outside.
    "no-such-file": "There is no file {path}. Nothing was imported.",
    "file-unreadable": "{path} cannot be read ({reason}). Nothing was imported.",
    "not-contacts": "{path} does not look like contacts. Nothing was imported. "
                    "Onward reads vCard files, and CSV from Google and LinkedIn.",
    "file-exists": "{path} is there already and was left alone. Choose another name, or say --yes to replace it.",
    "file-unwritable": "{path} cannot be written ({reason}). The book is unchanged.",
    # Settings, cadences, templates.
    "bad-settings": "{path}{line}: {reason}. Nothing was changed; correct the line and try again.",
    "bad-cadence": "The cadence {path}{line} has a fault: {reason}. The other cadences go on.",
    "bad-template": "The template {path}{line} has a fault: {reason}. The words are kept; correct the template and try again.",
    # What is not there.
    "no-terminal": "The inbox needs a terminal, and this is none. onward due prints the same list.",
    "needs-answer": "This would ask, and there is nobody to answer. Nothing was changed. "
                    "Add --yes to go ahead, or --dry-run to look first.",
    "no-address": "There is no {channel} for {name} yet. The draft is kept.",
    "no-mail-program": "No mail program is set up here. The draft is kept; copy it, or scan the code with a phone.",
    "no-message-program": "No message program is set up here. The draft is kept; copy it, or scan the code with a phone.",
    "no-app": "The full screen is not part of this installation. The commands work; onward --help lists them.",
}

GENERAL = "That did not work ({code}). Nothing was lost. onward --help lists the commands."


class _Values(dict[str, str]):
    """Values made safe to show; a missing one leaves nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def sentence(error: OnwardError) -> str:
    """Return what to tell the user about an error; every code of the store and the front ends has one here."""
    values = _Values({name: _shown(name, value) for name, value in error.values.items()})
    values["code"] = error.code
    if "candidates" in error.values:
        values.setdefault("count", _count(error.values["candidates"]))
    return SENTENCES.get(error.code, GENERAL).format_map(values).strip()


def _count(candidates: object) -> str:
    """Return how many contacts fit, in words."""
    size = len(candidates) if isinstance(candidates, (list, tuple)) else 0
    return f"{size} people" if size > 1 else "several people"


def _shown(name: str, value: object) -> str:
    """Return one value as it stands in a sentence."""
    if name == "line":
        return f", line {value}" if value else ""
    if name == "hint":
        return f" Did you mean {clean(str(value))}?" if value else ""
    if name == "reason":
        return clean(str(value)).rstrip(".")
    if isinstance(value, (list, tuple)):
        return _listed([_person(each) for each in value])
    return clean(str(value))


def _person(candidate: object) -> str:
    """Return a candidate with what tells it apart: `Marty Chen (Acme)`."""
    name = clean(str(getattr(candidate, "name", candidate)))
    company = clean(str(getattr(candidate, "company", "")))
    return f"{name} ({company})" if company else name


def _listed(words: list[str], most: int = 8) -> str:
    """Return words joined by commas; after `most` of them, how many more there are."""
    if len(words) <= most:
        return ", ".join(words)
    return ", ".join(words[:most]) + f" and {len(words) - most} more"

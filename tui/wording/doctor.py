"""What the doctor says: one line a thing, with a mark, and the mend in words where there is one."""

from __future__ import annotations

import datetime as dt

from store.errors import OnwardError
from tui.look import clean
from tui.wording import errors, instants
from tui.wording.instants import plural
from tui.wording.keeping import NO_BACKUPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.model import Finding

MARKS: Mapping[str, str] = {"good": "ok", "note": "note", "bad": "bad"}
"State of a finding to the word in front of it."

SENTENCES: Mapping[str, str] = {
    "book-sound": "{path}: {contacts}, {touches}; only you can read it.",
    "folder-open-to-others": "{path} can be read by others on this machine. Close it: chmod -R go= '{path}'",
    "clock-behind": "The last entry is from {last}, which is still to come: the clock of this machine may be behind. "
                    "Set it right; nothing in the book depends on it being so.",
    "disk-nearly-full": "Only {free} are left on the disk with {path}. Make some room before it is full.",
    "parts-set-aside": "{count} set aside from a damaged book: {paths}. What was sound is in the book; "
                       "delete these when you miss nothing.",
    "documents-sound": "Every entry can be read, and every person that one speaks of is there.",
    "documents-unreadable": "{count} of the book cannot be read: left exactly as found. "
                            "onward restore --list shows the backups.",
    "documents-without-contact": "{count} about people who are not in the book: left alone, and harmless.",
    "journal-sound": "{units} since it was last folded, {undo} can be taken back.",
    "index-agrees": "The index of who is due says what the book says.",
    "index-rebuilt": "The index of who is due disagreed about {count}; it is made again from the book.",
    "no-backup": NO_BACKUPS,
    "backup-sound": "{backups}; the newest, of {made}, reads back whole ({count}): {path}",
    "backup-old": "The newest of {backups} is of {made}: {path} ({count}). onward backup makes one now.",
    "backups-damaged": "{count} cannot be read: {paths}. Left alone; best deleted.",
    "backups-unwritable": "No backup can be made in {path}. Check who owns the folder and whether it can be written.",
    "photos-sound": "{count} of imported cards, each whole.",
    "photos-brought-back": "Missing or damaged, and brought back from the backups: {count}.",
    "photos-lost": "Missing or damaged: {count} of imported cards. Importing the same file once more, or a sync, "
                   "brings that back; exports go without.",
    "settings-sound": "{path} is understood.",
    "settings-default": "There is no {path}; everything is as it ships.",
    "cadences-sound": "{count} can be used.",
    "templates-sound": "{count} of your own in {path}, and those that ship.",
    "keyring-ready": "Passwords can be kept ({name}).",
    "keyring-absent": "No keyring service answers here. Onward works without one; an account would ask each time, "
                      "or take a password command from the settings.",
    "keyring-unsafe": "The keyring {name} keeps nothing safe, so Onward does not use it. "
                      "Install the keyring of your desktop.",
    "keyring-locked": "The keyring is locked ({name}). Unlock it when an account asks for it.",
    "keyring-silent": "The keyring gives no answer; perhaps it waits for a password in a window. Onward works without it.",
    "keyring-broken": "The keyring cannot be asked ({name}). Onward works without it.",
    "accounts-sound": "{count} in {path}. onward account test logs in to one, onward doctor --online to all.",
    "accounts-open": "{path} can be changed by others on this machine, and with it what Onward runs and where passwords go. "
                     "Close it: chmod 600 '{path}'",
    "accounts-ask": "{count} cannot keep a password while the keyring is out of reach, so it is asked for each time ({names}).",
    "account-works": "{name}: {text}",
    "account-fails": "{name}: {text}",
    "themes-sound": "{count} to choose from; yours is {name}.",
    "no-such-theme": "There is no theme called \"{name}\"; Onward looks as it ships. Choose one of: {known}.",
    "keys-sound": "{count} of your own.",
    "no-mail-program": "No program opens mail here{because}. Drafts can be copied, or shown as a code for the phone; "
                       "mail_command in the settings names a program of your own.",
    "mail-opens": "A draft opens in {program}.",
    "terminal-sound": "{columns} x {rows}, {colours} colours, UTF-8 ({term}).",
    "terminal-small": "{columns} x {rows} is small; the screens are made for 40 x 20 and more ({colours} colours, {term}).",
    "terminal-none": "This is not a terminal (a pipe, or TERM is empty or dumb), so the full screen cannot be looked at.",
    "terminal-no-utf8": "The terminal's letters are {encoding}, so names may look wrong. Set LANG to one in UTF-8, "
                        "such as en_US.UTF-8 or C.UTF-8.",
}
"Code of a finding to its sentence; codes that are errors have theirs in `tui.wording.errors`."

COUNTS: Mapping[str, tuple[str, str]] = {
    "contacts": ("person", "people"), "touches": ("touch", "touches"), "units": ("action", "actions"),
    "undo": ("action", "actions"), "backups": ("backup", "backups"),
}
"Values that are counts, with their words."

COUNTED: Mapping[str, tuple[str, str]] = {
    "documents-unreadable": ("entry", "entries"), "documents-without-contact": ("entry", "entries"),
    "index-rebuilt": ("person", "people"), "backup-sound": ("entry", "entries"), "backup-old": ("entry", "entries"),
    "backups-damaged": ("backup", "backups"), "cadences-sound": ("cadence", "cadences"),
    "templates-sound": ("template", "templates"), "themes-sound": ("theme", "themes"), "keys-sound": ("key", "keys"),
    "photos-sound": ("photo or the like", "photos or the like"),
    "photos-brought-back": ("photo or the like", "photos or the like"), "photos-lost": ("photo or the like", "photos or the like"),
    "parts-set-aside": ("part", "parts"), "accounts-sound": ("account", "accounts"), "accounts-ask": ("account", "accounts"),
}
"What `count` counts."


def told(finding: Finding, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what was found as a sentence or two."""
    code, values = finding.reason.code, finding.reason.values
    if code not in SENTENCES:
        return errors.sentence(OnwardError(code, **{str(name): value for name, value in values.items()}))
    shown: dict[str, str] = {}
    if values.get("reason"):
        shown["because"] = f" ({errors.REASONS.get(str(values['reason']), clean(str(values['reason'])))})"
    for name, value in values.items():
        if name in COUNTS:
            shown[name] = plural(int(value), *COUNTS[name])
        elif name == "count":
            shown[name] = plural(int(value), *COUNTED.get(code, ("thing", "things")))
        else:
            shown[name] = _shown(name, value, now, zone)
    return " ".join(SENTENCES[code].format_map(_Missing(shown)).split())


class _Missing(dict[str, str]):
    """Values for a sentence; a missing one leaves nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def _shown(name: str, value: Any, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return one value in words."""
    if isinstance(value, dt.datetime):
        return instants.full(value, now, zone)
    if name == "free":
        from tui.wording.keeping import size

        return size(int(value))
    if isinstance(value, list | tuple):
        return ", ".join(clean(str(each)) for each in value)
    return clean(str(value))


def line(finding: Finding, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return one finding as a line: mark, what was looked at, what was found."""
    return f"{MARKS[finding.state]:<4}  {clean(finding.about):<10}{told(finding, now, zone)}"


def ending(bad: int) -> str:
    """Return how it stands, by how many things are bad."""
    return f"{plural(bad, 'thing')} to mend." if bad else "Nothing to mend."


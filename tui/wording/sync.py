"""What `onward sync` says: what is being done, what came of it, and what a person should look at."""

from __future__ import annotations

from store.errors import OnwardError
from tui.look import clean
from tui.wording import errors, instants
from tui.wording.instants import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from store.model import DueTouch, Reason
    from store.reports import Report

NOTHING_NEW = "Nothing new in your mailbox."
STOPPED = "Stopped there. What was done stays; the rest comes with the next run."
STOPPING = "Stopping after the step in hand."
MORE = "... and {count} more: onward sync tells all."
ANSWER_FOOT = "Onward stored this line from your mail to yourself."
WORTH_A_NOTICE = ("owed", "shared", "bounced", "moved", "draft-sent", "quick-logs", "tasks-in", "cards-in", "meetings")
"Counts for which a run on a timer speaks up."
NOTICED = 3
"Things to know that one notice has room for."

DOING: Mapping[str, str] = {
    "login": "Logging in", "mail-in": "Reading the inbox", "mail-sent": "Reading what was sent",
    "mail-backwards": "Looking for earlier mail with people who are new here",
    "cards": "People", "tasks": "Tasks on the phone", "journal": "Your other machines",
    "find-server": "Looking for the address book and the calendar", "calendar": "Meetings", "calendar-fetch": "Fetching a calendar",
}
"What a step is called while it runs."
COUNTED: Mapping[str, tuple[str, str]] = {
    "logged": ("mail logged", "mails logged"),
    "owed": ("reply owed", "replies owed"),
    "shared": ("mail from a shared address to file", "mails from a shared address to file"),
    "sent-elsewhere": ("due touch done from elsewhere", "due touches done from elsewhere"),
    "draft-sent": ("draft found sent", "drafts found sent"),
    "bounced": ("address that bounced", "addresses that bounced"),
    "moved": ("touch moved to a day of return", "touches moved to days of return"),
    "ignored": ("mail passed over", "mails passed over"),
    "unreadable": ("mail that could not be read", "mails that could not be read"),
    "quick-logs": ("line from your own mail", "lines from your own mail"),
    "meetings": ("meeting logged", "meetings logged"),
    "meetings-to-ask": ("meeting for onward sweep to ask about", "meetings for onward sweep to ask about"),
    "cards-in": ("person changed here", "people changed here"),
    "cards-out": ("person changed there", "people changed there"),
    "tasks-in": ("task ticked or moved there", "tasks ticked or moved there"),
    "tasks-out": ("task written there", "tasks written there"),
    "journals-in": ("record from another machine", "records from other machines"),
    "journals-out": ("record for other machines", "records for other machines"),
}
"What a count counts: one, many."
NOTES: Mapping[str, str] = {
    "card-gone": "The card of {name} was deleted on the phone. {name} stays in your book with everything that passed, without a "
                 "card from now on.",
    "cards-gone": "{count} cards were deleted on the phone ({names} ...). Those people stay in your book, without cards from now "
                  "on.",
    "card-unread": "The card {card} on the server cannot be read and is left as it is.",
    "card-brought-back": "{name} was taken out here and edited on the phone meanwhile, so {name} is back.",
    "card-older-there": "The server came back with an older card of {name}; yours is written over it.",
    "card-busy": "The card of {name} is being changed by another program again and again. The next run tries once more.",
    "card-refused": "The server does not take the card of {name}. It is kept here, and tried again when it changes.",
    "card-without-photo": "The server does not take the card of {name} with its photo, so it goes there without. "
                          "The photo is kept here.",
    "dav-read-only": "The address book {collection} may only be read, so people added here do not reach the phone.",
    "no-address-book": "{account} has no address book, and none could be made.",
    "no-task-list": "{account} has no calendar, so due touches do not become tasks on the phone. People are kept in step.",
    "tasks-refused": "{account} makes no task lists for other programs, so due touches do not become tasks on the phone. People are kept "
                     "in step.",
    "no-journal-there": "{account} does not keep journals, so another machine with Onward learns nothing by way of it but people "
                        "and tasks. Those are kept in step.",
    "foreign-entries": "Things that are not Onward's lie in its journal on the server, and are left as they are: {count}.",
    "entry-not-read": "An entry of another machine was changed on the server by somebody, and cannot be read: {name}. The machine "
                      "that wrote it writes it again when it syncs.",
    "entries-odd": "Records of another machine that could not be understood, passed over: {count}.",
    "newer-machine": "Another machine runs a newer Onward. What it wrote waits until Onward here is as new.",
    "only-thanks": "{name} wrote what looks like thanks. The row in the inbox asks; onward done {name} nothing settles it too.",
    "asks-to-stop": "{name} seems to say no, or to want no more mail. Traits in the inbox note what they allow.",
    "other-address": "{name} answered from another address, {address}. It was logged with them.",
    "shared-address": "{name} share {address}. Whom the mail is from waits for a word from you: the last row of Today, or "
                      "onward unfiled.",
    "shared-thread": "{name} shares {address} with {others}. The mail was logged with {name}, because it answers one to {name}.",
    "shared-by-all": "{name} share {address}. What you wrote there, and older mail from there, was logged with all of them.",
    "mailbox-full": "The mailbox of {name} ({address}) is full, and your mail came back. The address itself may be good.",
    "away-until": "{name} is away until {on}. What was due waits for that day.",
    "folder-gone": "There is no folder {folder} in the mailbox. Everything else was read; if it was renamed, name it anew in "
                   "settings.toml or accounts.toml.",
    "no-sent-folder-seen": "No folder of sent mail was found, so what you send from elsewhere is not seen. sent_folder in "
                           "accounts.toml names it.",
    "mails-unreadable": "Mails that the server could not give, passed over: {count}.",
    "line-stored": "From your own mail, filed with {name}: {line}",
    "line-in-doubt": "From your own mail, in doubt and kept for you to file (onward unfiled): {line}",
    "line-not-authentic": "A mail in your own name was not taken for yours, because your server does not vouch for it: {line}. "
                          "Nothing was stored. If it was yours, name the server that checks senders under [sync] trusted "
                          "in settings.toml.",
}
"Note to its sentence; a code that is none here is looked for among the errors."


def lines(report: Report, now: dt.datetime, zone: dt.tzinfo) -> list[str]:
    """Return what a run did with one account: a line of figures, then what a person should know, one a line.

    An account that could not be reached has its trouble in place of the figures.
    """
    done = [plural(count, *COUNTED.get(code, (code, code))) for code, count in report.counts.items() if count]
    would = "would be: " if report.dry_run else ""
    trouble = [note(report.trouble, now, zone)] if report.trouble is not None else []
    if trouble and not done and not report.notes:
        told, trouble = [f"{clean(report.account)}: {trouble[0]}"], []
    else:
        told = [f"{clean(report.account)}: {would}{', '.join(done) if done else 'nothing new'}."]
    told += [note(each, now, zone) for each in report.notes]
    told += trouble
    if report.stopped:
        told.append(STOPPED)
    return told


def note(reason: Reason, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return one thing to know as a sentence."""
    if reason.code in NOTES:
        return NOTES[reason.code].format_map({name: _said(value, now, zone) for name, value in reason.values.items()})
    return errors.sentence(OnwardError(reason.code, **{str(name): value for name, value in reason.values.items()}))


def _said(value: object, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a value of a note in words."""
    import datetime as dt

    if isinstance(value, dt.datetime):
        return instants.full(value, now, zone)
    if isinstance(value, dt.date):
        return instants.date(value, now.astimezone(zone).date())
    return clean(str(value))


def news(reports: Sequence[Mapping[str, Any]]) -> str:
    """Return what some runs did, from the objects of `onward sync --json`, for one notice in the app.

    The figures, the first things to know, how many more there are.
    """
    told = [clean(str(each["text"][0])) for each in reports if any(each["counts"].values()) or each["stopped"]]
    told += [STOPPED] if any(each["stopped"] for each in reports) else []
    known, troubles = list[str](), list[str]()
    for each in reports:
        spoken = [clean(str(line)) for line in each["text"] if line != STOPPED]
        if any(each["counts"].values()) or each["stopped"] or each["notes"] or not each["trouble"]:
            spoken = spoken[1:]
        known += spoken[:len(each["notes"])]
        troubles += spoken[len(each["notes"]):]
    known += troubles
    more = [MORE.format(count=len(known) - NOTICED)] if len(known) > NOTICED else []
    return "\n".join([*told, *known[:NOTICED], *more]) or NOTHING_NEW


def trouble_of(report: Mapping[str, Any]) -> str:
    """Return the sentence of what went wrong, from an object of `onward sync --json`."""
    told = [str(line) for line in report["text"] if line != STOPPED]
    return clean(told[-1].removeprefix(f"{clean(str(report['account']))}: "))


def progress(what: str, done: int, of: int) -> str:
    """Return how far a run came, for the foot of the inbox."""
    doing = DOING.get(what, what)
    return f"{doing} {100 * done // of} %" if of else f"{doing} ..."


def answers(report: Report, now: dt.datetime, zone: dt.tzinfo) -> list[tuple[Reason, str]]:
    """Return what to answer to each mail to oneself whose line was stored, as (note, words)."""
    return [(each, f"{note(each, now, zone)}\n\n{ANSWER_FOOT}\n") for each in report.notes
            if each.code in ("line-stored", "line-in-doubt") and not report.dry_run]


def task(now: dt.datetime, zone: dt.tzinfo) -> Callable[[DueTouch, str, str], tuple[str, str]]:
    """Return what says a due touch with somebody (name, company) as a task: its title, and why it is due."""

    def say(due: DueTouch, name: str, company: str) -> tuple[str, str]:
        from tui.wording import exporting

        return exporting.summary(due, name, company), exporting.words(now, zone).why(due)

    return say

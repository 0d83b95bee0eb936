"""What `onward sync` says: what is being done, what came of it, and what a person should look at."""

from __future__ import annotations

from store.errors import OnwardError
from tui.look import clean
from tui.wording import errors
from tui.wording.instants import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from store.model import Reason
    from store.reports import Report

DOING: Mapping[str, str] = {
    "login": "Logging in", "mail-in": "Reading the inbox", "mail-sent": "Reading what was sent",
    "mail-backwards": "Looking for earlier mail with people who are new here",
    "cards": "People", "tasks": "Tasks on the phone", "journal": "The other machine",
    "find-server": "Looking for the address book and the calendar", "calendar": "Meetings",
}
"What a step is called while it runs."
COUNTED: Mapping[str, tuple[str, str]] = {
    "logged": ("mail logged", "mails logged"),
    "owed": ("reply owed", "replies owed"),
    "sent-elsewhere": ("due touch done from elsewhere", "due touches done from elsewhere"),
    "draft-sent": ("draft found sent", "drafts found sent"),
    "bounced": ("address that bounced", "addresses that bounced"),
    "moved": ("touch moved to a day of return", "touches moved to days of return"),
    "ignored": ("mail passed over", "mails passed over"),
    "quick-logs": ("line from your own mail", "lines from your own mail"),
    "meetings": ("meeting", "meetings"),
    "cards-in": ("person changed here", "people changed here"),
    "cards-out": ("person changed there", "people changed there"),
    "tasks-in": ("task ticked or moved there", "tasks ticked or moved there"),
    "tasks-out": ("task written there", "tasks written there"),
    "journals-in": ("entry from another machine", "entries from other machines"),
    "journals-out": ("entry for other machines", "entries for other machines"),
}
"What a count counts: one, many."
NOTES: Mapping[str, str] = {}
"Note to its sentence; a code that is none here is looked for among the errors."


def lines(report: Report, now: dt.datetime, zone: dt.tzinfo) -> list[str]:
    """Return what a run did with one account: a line of figures, then what a person should know, one a line."""
    done = [plural(count, *COUNTED.get(code, (code, code))) for code, count in report.counts.items() if count]
    would = "would be: " if report.dry_run else ""
    told = [f"{clean(report.account)}: {would}{', '.join(done) if done else 'nothing new'}."]
    told += [note(each) for each in report.notes]
    if report.trouble is not None:
        told.append(note(report.trouble))
    if report.stopped:
        told.append("Stopped there. What was done stays; the rest comes with the next run.")
    return told


def note(reason: Reason) -> str:
    """Return one thing to know as a sentence."""
    if reason.code in NOTES:
        return NOTES[reason.code].format_map({name: clean(str(value)) for name, value in reason.values.items()})
    return errors.sentence(OnwardError(reason.code, **{str(name): value for name, value in reason.values.items()}))

"""`onward brief`: what to know before the next meeting, on one screen."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.meetings import Brief, BriefPerson
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")
    asking.flag("--next")
    asking.free_words("WHO", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """Print the brief."""
    from store.errors import UsageFault
    from tui.wording import spoken
    from tui.wording.brief import lines

    book = console.book()
    words = " ".join(asked.WHO)
    if words and asked.next:
        raise UsageFault("bad-usage", command="brief", reason=spoken.NAME_OR_NEXT)
    found = book.brief(book.who(words).id if words else "")
    if asked.json:
        console.put_json(_shape(console, found))
        return 0
    told = lines(found, book.now(), console.zone, console.width, book.has_calendar)
    console.put("\n".join(told))
    return 0


def _shape(console: Console, found: Brief) -> dict[str, Any]:
    """Return a brief as the documented object."""
    from tui.commands.shapes import instant

    meeting = found.attendance.meeting if found.attendance is not None else None
    unknown = found.attendance.unknown if found.attendance is not None else ()
    return {
        "meeting": {"key": meeting.key, "title": meeting.title, "at": instant(meeting.starts), "ends": instant(meeting.ends),
                    "zone": meeting.zone, "day_only": meeting.day_only, "where": meeting.where} if meeting else None,
        "people": [_person(console, each) for each in found.people],
        "unknown": [{"name": each.name, "address": each.address} for each in unknown],
        "next": instant(found.next),
    }


def _person(console: Console, each: BriefPerson) -> dict[str, Any]:
    """Return one person of a brief."""
    from tui.commands import shapes
    from tui.commands.telling import why_teller
    from tui.wording import brief, calls

    contact, dossier = each.dossier.contact, each.dossier
    now, zone = console.book().now(), console.zone
    told = [(reason.code, *calls.point(reason, now, zone)) for reason in brief.points(each)]
    return {
        "id": contact.id, "name": contact.name, "company": contact.company, "title": contact.title,
        "temperature": contact.temperature, "pace": contact.pace, "stage": contact.stage or "visibility",
        "standing": contact.standing, "certain": each.certain,
        "likes": [*contact.interests, *contact.preferred_kinds],
        "promises": [shapes.promise(one) for one in dossier.promises if one.kept is None and one.dropped is None],
        "drafts": [{"id": one.id, "kind": one.kind, "subject": one.subject, "state": one.state} for one in dossier.drafts],
        "points": [{"code": code, "label": label, "text": text} for code, label, text in told],
        "due": shapes.due(each.due, contact.name, why_teller(console)(each.due)) if each.due is not None else None,
    }

"""The shapes of `--json`: stable, documented in the README; instants ISO 8601 in UTC with a Z, days ISO dates."""

from __future__ import annotations

import datetime as dt

from store.records import as_mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from store.model import (
        Account,
        AccountTest,
        Contact,
        ContactLine,
        Dossier,
        Draft,
        DueTouch,
        ImportPreview,
        ImportRow,
        Promise,
        Reason,
        Receipt,
        Row,
        Touch,
    )
    from store.reports import Report

Shape = dict[str, "Any"]


def plain(value: Any) -> Any:
    """Return any value of the model as JSON can hold it: records as objects, instants and days as text."""
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(each) for each in value]
    if hasattr(value, "items"):
        return {str(name): plain(each) for name, each in value.items()}
    if hasattr(value, "record_fields"):
        return {name: plain(each) for name, each in as_mapping(value).items()}
    return str(value)


def instant(at: dt.datetime | None) -> str | None:
    """Return an aware instant as `2026-11-24T17:12:00Z`; None stays None."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def contact(person: Contact) -> Shape:
    """Return a contact: who they are, how to reach them, what is allowed."""
    by_channel: dict[str, list[Any]] = {"email": [], "phone": [], "post": [], "web": []}
    for each in person.addresses:
        typed = each.typed or each.value
        shown: Any = {"e164": _e164(each.value), "as_typed": typed} if each.channel == "phone" else each.value
        by_channel.setdefault(each.channel, []).append(shown)
    return {
        "id": person.id, "name": person.name, "given": person.given, "family": person.family,
        "nickname": person.nickname, "company": person.company, "title": person.title,
        "emails": by_channel["email"], "phones": by_channel["phone"], "links": by_channel["web"],
        "postal": by_channel["post"], "tags": list(person.tags), "interests": list(person.interests),
        "temperature": person.temperature, "pace": person.pace, "stage": person.stage, "standing": person.standing,
        "permission": {each.channel: each.state for each in person.permissions},
        "preferred_kinds": list(person.preferred_kinds), "language": person.language, "country": person.country,
        "zone": person.zone, "source": person.source, "referrer": person.referrer_name or person.referrer,
        "need": person.need, "size": person.size, "wanted_by": person.wanted_by, "note": person.note,
        "created": instant(person.created),
    }


def _e164(value: str) -> str:
    """Return a number that is whole (`+14155550100`, perhaps with `;ext=12`); empty for one that is kept as typed."""
    digits = value.partition(";ext=")[0]
    return value if digits[:1] == "+" and digits[1:].isdecimal() else ""


def touch(each: Touch) -> Shape:
    """Return one touch."""
    return {
        "id": each.id, "kind": each.kind, "direction": each.direction, "at": instant(each.happened.at),
        "zone": each.happened.zone, "day_only": each.happened.day_only, "outcome": each.outcome, "note": each.note,
        "subject": each.subject, "text": each.text, "address": each.address, "event": each.event,
        "template": each.template, "origin": each.origin,
    }


def reasons(why: tuple[Reason, ...]) -> list[Shape]:
    """Return reasons as `{code, values}`."""
    return [{"code": each.code, "values": plain(each.values)} for each in why]


def due(each: DueTouch, name: str, why: str) -> Shape:
    """Return a due touch: who, what, when, and why in a sentence and in codes."""
    window = each.window
    return {
        "contact": name, "id": each.contact, "kind": each.kind, "cadence": each.cadence, "step": each.step,
        "opens": instant(window.opens), "goal": instant(window.goal), "due": instant(window.due),
        "late": instant(window.late), "last_call": instant(window.last_call), "why": why,
        "reasons": reasons(each.why), "group": each.group, "possible_from": instant(each.possible_from),
    }


def row(each: Row, why: str) -> Shape:
    """Return one row of the queue."""
    return {**due(each.due, each.name, why), "company": each.company, "temperature": each.temperature,
            "count": each.count, "draft": each.draft or None}


def line(each: ContactLine) -> Shape:
    """Return a contact in one line."""
    return {"id": each.id, "name": each.name, "company": each.company, "temperature": each.temperature,
            "tags": list(each.tags), "last": instant(each.last), "matched": each.why}


def promise(each: Promise) -> Shape:
    """Return a promise."""
    return {"id": each.id, "kind": each.kind, "due": plain(each.due), "text": each.text, "next_step": each.next_step,
            "kept": instant(each.kept.at) if each.kept else None,
            "dropped": instant(each.dropped.at) if each.dropped else None}


def dossier(each: Dossier, dues: list[Shape]) -> Shape:
    """Return everything about one contact."""
    return {
        "contact": contact(each.contact),
        "touches": [touch(one) for one in each.touches],
        "plans": [{"id": one.id, "cadence": one.cadence, "anchor": instant(one.anchor.at),
                   "started": instant(one.started), "ended": instant(one.ended), "ended_why": one.ended_why}
                  for one in each.plans],
        "promises": [promise(one) for one in each.promises],
        "dates": [{"name": one.name, "month": one.month, "day": one.day, "year": one.year} for one in each.dates],
        "due": dues,
    }


def account(each: Account) -> Shape:
    """Return an account, without password and without commands, which may hold one."""
    services = {
        service: {"host": host, "port": port, "security": security} if host else None
        for service, host, port, security in (("imap", each.imap_host, each.imap_port, each.imap_security),
                                              ("smtp", each.smtp_host, each.smtp_port, each.smtp_security))}
    source = "token-command" if each.token_command else "command" if each.password_command else "keyring"
    return {"name": each.name, "kind": each.kind, "address": each.address, "user": each.user or each.address, **services,
            "dav": each.dav_url or None, "drafts_folder": each.drafts_folder, "sent_folder": each.sent_folder,
            "keeps_sent": each.keeps_sent, "authority": each.authority, "password_from": source, "default": each.default}


def account_tests(each: Account, outcomes: Sequence[AccountTest]) -> Shape:
    """Return how logging in went, a service an object."""
    from tui.wording.accounts import tested

    return {"name": each.name, "works": bool(outcomes) and all(one.works for one in outcomes), "services": [
        {"service": one.service, "works": one.works, "code": one.reason.code, "values": plain(one.reason.values),
         "text": tested(one)} for one in outcomes]}


def draft(each: Draft, name: str, link: str | None) -> Shape:
    """Return a draft with the link that opens it."""
    return {"id": each.id, "contact": name, "kind": each.kind, "address": each.address, "subject": each.subject,
            "body": each.body, "template": each.template, "step": each.step_key, "link": link, "state": each.state}


def receipt(each: Receipt, next_why: str = "") -> Shape:
    """Return what a verb did."""
    name = each.names[0] if each.names else ""
    return {
        "verb": each.verb,
        "contacts": [{"id": id_, "name": name_} for id_, name_ in zip(each.contacts, each.names, strict=False)],
        "values": plain(each.values), "unit": each.unit, "unfiled": each.unfiled or None,
        "next": due(each.next, name, next_why) if each.next else None,
    }


def imported(preview: ImportPreview, say: Callable[[Reason], str] | None = None) -> Shape:
    """Return what importing a file would do; `say` makes the sentence of a reason."""
    told = say or (lambda reason: reason.code)
    return {
        "kind": preview.kind, "path": preview.path,
        "contacts": [_import_row(each) for each in preview.rows if each.contact is not None],
        "problems": [
            *({"line": each.place, "reason": told(each.reason)} for each in preview.rows if each.contact is None),
            *({"line": place, "reason": told(reason)} for place, reason in preview.problems),
        ],
    }


def _import_row(each: ImportRow) -> Shape:
    """Return one record of an outside file."""
    assert each.contact is not None
    birthday = next((date for date in each.dates if date[0] == "birthday"), None)
    return {
        **{name: value for name, value in contact(each.contact).items() if name not in ("id", "created")},
        "birthday": _birthday(birthday[3], birthday[1], birthday[2]) if birthday else None,
        "verdict": each.verdict, "line": each.place, "reason": each.reason.code, "existing": each.existing or None,
        "met_on": plain(each.met_on), "file": each.reason.values.get("file"), "decision": each.decision or None,
        "dates": [{"name": name, "month": month, "day": day, "year": year} for name, month, day, year in each.dates],
        "touches": len(each.more.get("touches", ())),
    }


def _birthday(year: int | None, month: int, day: int) -> str:
    """Return a birthday as `1980-03-15`, or `--03-15` where the year is unknown."""
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def sync_report(each: Report, told: Sequence[str]) -> Shape:
    """Return what a sync did with one account."""
    trouble = {"code": each.trouble.code, "values": plain(each.trouble.values)} if each.trouble else None
    return {
        "account": each.account, "dry_run": each.dry_run, "counts": plain(each.counts), "stopped": each.stopped,
        "notes": [{"code": note.code, "values": plain(note.values)} for note in each.notes], "trouble": trouble,
        "values": plain(each.values), "text": list(told),
    }

"""Conversations by mail: which mail a draft answers, and the subject that it keeps."""

from __future__ import annotations

import datetime as dt

from store.book import reading
from store.model import channel_of
from store.outbox.ways import Thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Dossier, Draft, DueTouch, Touch

REACH = dt.timedelta(days=120)
"How old the last mail may be: as long as a plan runs; after that a new conversation begins."
NEW_TOPICS = frozenset({
    "newsletter", "birthday", "card", "clipping", "invitation", "gift", "week-after", "referral-thanks", "referral-first",
    "referral-report",
})
"Families of templates that begin a conversation of their own."


def subject_for(book: Book, dossier: Dossier, due: DueTouch | None, kind: str, template: str, subject: str) -> str:
    """Return the subject of a new draft: the one of the conversation it goes on with, else the template's."""
    if kind != "email" or (due is not None and due.group == "dates") or _family(book, template) in NEW_TOPICS:
        return subject
    last = last_mail(dossier, book.now())
    if last is None or not last.subject.strip():
        return subject
    from store.outbox.message import reply_subject

    return reply_subject(last.subject)


def thread_of(book: Book, draft: Draft) -> Thread:
    """Return what a draft answers: the last mail of the conversation, unless its subject says it is about something else."""
    if draft.kind == "newsletter" or not draft.contact:
        return Thread()
    last = last_mail(reading.dossier(book.database, draft.contact), book.now())
    if last is None:
        return Thread()
    from store.outbox.message import bare_subject

    if bare_subject(last.subject) != bare_subject(draft.subject):
        return Thread()
    return Thread(last.message_id, tuple(last.references), last.subject)


def last_mail(dossier: Dossier, now: dt.datetime) -> Touch | None:
    """Return the last mail with a contact that can be answered: one with a Message-ID, no newsletter, none that bounced."""
    for touch in reversed(dossier.touches):
        if touch.happened.at < now - REACH:
            return None
        if touch.message_id and channel_of(touch.kind) == "email" and touch.kind != "newsletter" and touch.outcome != "bounced":
            return touch
    return None


def _family(book: Book, name: str) -> str:
    """Return the family of a template; empty where it is not known."""
    if not name:
        return ""
    from store.templates import load

    templates, _faults = load((book.home.templates,))
    return next((each.family for each in templates if each.name == name), "")

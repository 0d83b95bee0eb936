"""The draft check: what keeps a draft from being the one that everybody dreads.

Deterministic and explained: each flag names its rule, the words it is about, why, and a better move. It warns and never
blocks. The rules are those of DESIGN 4.4; the words they look for lie in `store/words`, a file a language.
"""

from __future__ import annotations

import datetime as dt

from store.rules.draft_check import history, mismatch, moving, reader, selling, specific, unfilled
from store.rules.draft_check.flags import PLAIN as PLAIN
from store.rules.draft_check.flags import RULES as RULES
from store.rules.draft_check.flags import Flag as Flag
from store.rules.draft_check.flags import Options as Options
from store.rules.draft_check.message import Message
from store.rules.draft_check.purpose import Purpose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.model import Dossier, Draft, DueTouch
    from store.rules.practice import Sender

FIRST_STAGES = ("", "visibility")
"Stages of trust in which nothing is sold; an unknown one counts as the first."
KINDS_READ = ("text", "email", "note", "card", "clipping", "invitation", "gift", "referral", "newsletter", "letter", "video",
              "social", "call", "meeting", "")
TALKING = ("email", "text", "call", "letter", "video", "social", "note", "invitation", "clipping", "gift", "referral")


def check(text: str, *, subject: str = "", kind: str = "", stage: str = "", dossier: Dossier | None = None,
          draft: Draft | None = None, due: DueTouch | None = None, sender: Sender | None = None,
          known_name: Callable[[str], bool] | None = None, now: dt.datetime | None = None, gap_days: int = 3,
          language: str = "en", options: Options = PLAIN) -> tuple[Flag, ...]:
    """Return what to look at in a text before it leaves, in the order of RULES; never raises for any text.

    Without a dossier the rules that need a history are silent; `now` (aware) is needed with one. `kind` is one of KINDS or
    empty where it is not known, `stage` one of STAGES or empty. `known_name` says whether a folded word is the first
    name of somebody else in the book. A subject may be given apart or stand in header lines on top of the text.
    """
    spoken = (dossier.contact.language if dossier is not None else "") or language
    message = Message(text, subject, spoken, options)
    purpose = Purpose(message, kind, draft)
    stage = stage or (dossier.contact.stage if dossier is not None else "")
    first = stage in FIRST_STAGES and not message.is_answer if dossier is None else _is_first(dossier)
    found = list(unfilled.flags(message)) if "unfilled" not in options.off else []
    if message.words:
        contact = dossier.contact if dossier is not None else None
        found += mismatch.flags(message, kind, contact, sender, known_name)
        found += selling.pressure(message)
        if dossier is not None and now is not None:
            found += _of_history(message, kind, dossier, draft, due, now, gap_days)
        if _may_not_sell(dossier, purpose, stage, first) and not (kind == "newsletter" or purpose.script):
            found += selling.spiel(message)
        found += _of_style(message, kind, dossier, purpose, first)
    if not found:
        return ()
    order = {rule: place for place, rule in enumerate(RULES)}
    kept = [each for each in found if each.rule not in options.off]
    kept.sort(key=lambda each: order[each.rule])
    return tuple(kept)


def _is_first(dossier: Dossier) -> bool:
    """Return whether nothing has been sent yet."""
    return not any(each.direction == "out" and each.kind in TALKING and each.outcome not in ("bounced", "no-answer")
                   for each in dossier.touches)


def _may_not_sell(dossier: Dossier | None, purpose: Purpose, stage: str, first: bool) -> bool:
    """Return whether selling comes too early: a first message or the stage visibility, unless they asked."""
    if purpose.answers:
        return False
    if dossier is None:
        return stage in FIRST_STAGES
    contact = dossier.contact
    if contact.need or contact.standing in ("inquiry", "sales-ready", "qualified"):
        return False
    if any(each.ended is None and each.cadence == "inquiry" for each in dossier.plans):
        return False
    return first or stage in FIRST_STAGES


def _of_history(message: Message, kind: str, dossier: Dossier, draft: Draft | None, due: DueTouch | None, now: dt.datetime,
                gap_days: int) -> Iterator[Flag]:
    """Yield the flags that need a contact's history."""
    for flag in (history.no_value(message, dossier, draft),
                 history.unexpected(message, kind, dossier, due, now, gap_days), history.too_late(message, due, now)):
        if flag is not None:
            yield flag


def _of_style(message: Message, kind: str, dossier: Dossier | None, purpose: Purpose, first: bool) -> Iterator[Flag]:
    """Yield the flags about how it is written."""
    for flag in (reader.me_me_me(message, purpose), specific.generic(message, dossier, purpose),
                 moving.no_next_step(message, purpose), moving.too_long(message, kind, first)):
        if flag is not None:
            yield flag

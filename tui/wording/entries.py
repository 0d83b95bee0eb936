"""A quick-log line, understood, in words: what would be stored."""

from __future__ import annotations

from tui.look import clean
from tui.wording import dialogs, instants

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from store.model import Proposal, QuickEntry


def entry_text(proposal: Proposal, result: str, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what a line would store, a fact a line: `would add  Marty Chen`, then company, numbers and so on."""
    entry = proposal.entry
    name = dialogs.whose(proposal) if proposal.known is not None else clean(entry.name)
    lines = [f"{result:<12} {name or clean(entry.line)}"]
    lines.extend(f"  {label:<10} {text}" for label, text in _facts(entry, now, zone) if text)
    if proposal.doubt:
        whom = f": {dialogs.candidates(proposal.candidates)}" if proposal.candidates else ""
        lines.append(f"  {'in doubt':<10} {dialogs.UNFILED_REASONS.get(proposal.doubt, proposal.doubt)}{whom}")
    if proposal.cadence:
        lines.append(f"  {'then':<10} {dialogs.starts(proposal.cadence)}")
    return "\n".join(lines)


def _facts(entry: QuickEntry, now: dt.datetime, zone: dt.tzinfo) -> list[tuple[str, str]]:
    """Return the facts of an entry, each with its label; empty ones too."""
    touch, following = entry.touch, entry.next
    return [
        ("company", clean(entry.company)), ("title", clean(entry.title)),
        ("mail", ", ".join(clean(each) for each in entry.emails)),
        ("phone", ", ".join(clean(each.typed or each.e164) for each in entry.phones)),
        ("link", ", ".join(clean(each) for each in entry.links)),
        ("tags", " ".join(f"#{clean(each)}" for each in entry.tags)),
        ("traits", " ".join(each for each in (entry.temperature, entry.pace) if each)),
        ("allowed", ", ".join(f"{channel} {dialogs.PERMISSION_LABELS.get(state, state)}"
                              for channel, state in entry.permissions.items())),
        ("sent by", clean(entry.via)), ("met at", clean(entry.source)),
        ("birthday", instants.birthday(entry.birthday) if entry.birthday else ""),
        ("happened", _happened(entry, now, zone) if touch else ""),
        ("next", f"{dialogs.kind(following.kind)}, {instants.planned(following.when, now, zone)}"
                 f"{', ' + clean(following.text) if following.text else ''}" if following else ""),
        ("note", clean(entry.note)),
    ]


def _happened(entry: QuickEntry, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what happened and when: `call, out, left a message, Tue 24 Nov 09:12`."""
    touch = entry.touch
    if touch is None:
        return ""
    parts = [dialogs.kind(touch.kind), "from them" if touch.direction == "in" else "",
             dialogs.outcome(touch.outcome) if touch.outcome not in ("", "sent", "reached") else "",
             instants.moment(touch.happened, now, zone)]
    return ", ".join(each for each in parts if each)

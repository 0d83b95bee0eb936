"""What is said of the newsletter: who gets it, who does not and why, how far it is."""

from __future__ import annotations

from tui.look import clean
from tui.wording import dialogs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.reports import IssueStatus

LEFT_OUT = {
    "refused": "wants no mail", "bounced": "mail to them came back", "no-address": "no mail address",
    "open-gap": "a gap has no fact for them", "perhaps-sent": "the line broke: look into Sent, then onward sweep",
    "recipient-refused": "the server refused the address", "bad-address": "the address cannot be used",
    "address-not-ascii": "the server cannot send there", "bad-mail-address": "the address cannot be used",
}
"Why somebody does not get an issue."
NOBODY = "It is nobody's turn just now."
WAITS = "The issue is kept. onward newsletter check looks at it; onward newsletter send lets it leave."
STOPPED = "Stopped. Sent to {sent}, {left} still to come. Sending it again goes on from there."
OPENS = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
PLACES_OPEN = f"There is still a place to fill in: it begins with {OPENS}."
SENDING = "Sending the newsletter"


def status_lines(found: IssueStatus) -> list[str]:
    """Return how an issue stands, a line each: subject, who has it, who is to come, who is left out."""
    lines = [f"Subject: {clean(found.issue.subject)}" if found.issue.subject else "No subject yet.",
             f"{dialogs.people(found.sent)} {'has' if found.sent == 1 else 'have'} it" if found.sent else "Nobody has it yet",
             f"{dialogs.people(len(found.readers))} to come: {_names([each.name for each in found.readers])}"
             if found.readers else "Nobody is to come"]
    by_reason: dict[str, list[str]] = {}
    for each in found.left_out:
        by_reason.setdefault(LEFT_OUT.get(each.why, clean(each.why)), []).append(each.name)
    return lines + [f"Left out: {_names(people)} ({why})" for why, people in by_reason.items()]


def send_question(found: IssueStatus, account: str, sender: str) -> str:
    """Return the question before an issue leaves."""
    return (f"Send \"{clean(found.issue.subject)}\" to {dialogs.people(len(found.readers))}, one mail each, "
            f"from {clean(sender)} ({clean(account)})? They leave at once.")


def told(values: Mapping[str, Any]) -> str:
    """Return what was sent, as a sentence without its full stop."""
    words = [f"Sent to {dialogs.people(int(values.get('count', 0)))} from {clean(str(values.get('account', '')))}"]
    if values.get("left"):
        words.append(f"{values['left']} still to come")
    if values.get("refused"):
        words.append(f"{values['refused']} could not be reached")
    if values.get("copies_failed"):
        words.append("copies in your Sent folder are missing for some")
    return "; ".join(words)


def _names(names: list[str], most: int = 5) -> str:
    """Return the first names, and how many more."""
    shown = ", ".join(clean(each) for each in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"

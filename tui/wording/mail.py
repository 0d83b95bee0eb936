"""What is said of mails that leave: questions before, what became of them, and what failed afterwards."""

from __future__ import annotations

from tui.look import clean
from tui.wording import dialogs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

SEND_NOW = "yes, send it now"
SENDING = "Sending it ..."
KEEPING = "Putting it among your drafts ..."
LOOKING = "Looking into your Sent folder ..."
NO_ACCOUNT = "There is no mail account yet: onward account add you@example.com makes one. The draft is kept."
WHICH_ACCOUNT = "From which account?"
FOR_THIS_RUN = "Password of {name}, for this run only"
NONE_LEFT = "None of those handed over is in your Sent folder yet."
NEW_MAIL_FILE = "The mail file lies in {path}. Opening it shows a mail ready to be sent."
OPENED_FILE = "Opened in {program}. The mail file lies in {path}"
WAYS = {
    "send": "mails are sent at once, after a yes", "drafts-folder": "mails go among your drafts",
    "eml": "mails become files that open as drafts", "mail-program": "mails open in the mail program",
    "message-program": "texts open in the message program", "phone": "calls open the dialler",
    "command": "your own command sends it", "file": "it becomes a file to print", "": "as usual",
}
"Each way, as a habit."
TROUBLES = {
    "sent-copy-failed": ", but the copy for your Sent folder could not be filed there{because}. The mail is out: "
                        "do not send it again",
    "no-copy": "; no copy in Sent, for the account has no mailbox",
    "edited-elsewhere": "; the one that was changed there in the meantime was left beside it",
}


def send_question(name: str, address: str, account: str, sender: str) -> str:
    """Return the question before a mail leaves: to whom, where, from which account."""
    whom = f"{clean(name)}, {clean(address)}" if clean(name) else clean(address)
    return f"Send this mail to {whom}, from {clean(sender)} ({clean(account)})? It leaves at once."


def interrupted(names: list[str]) -> str:
    """Return that nobody knows whether mails to some people left, and who asks."""
    return (f"A mail to {dialogs.names(names)} was being sent when Onward or the line ended. It may be out: look into your "
            "Sent folder. Sweep the day asks whether it left.")


def told(values: Mapping[str, Any], who: str) -> str:
    """Return what became of a mail, or the way chosen, from a receipt's values; empty for other receipts."""
    account = clean(str(values.get("account", "")))
    reason = clean(str(values.get("reason", "")))
    trouble = TROUBLES.get(str(values.get("trouble", "")), "").format(because=f" ({reason})" if reason else "")
    if values.get("folder"):
        return (f"The mail to {who} lies in \"{clean(str(values['folder']))}\" of {account}{trouble}. It waits for your word "
                "that it left")
    if values.get("address") and account:
        return f"Sent from {account}: mail to {who}{trouble}"
    return WAYS.get(str(values.get("way", "")), "")

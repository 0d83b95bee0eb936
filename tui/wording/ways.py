"""What is said when a draft leaves by a command of the user's own, or as a file to print."""

from __future__ import annotations

from tui.look import clean
from tui.wording import dialogs

WHICH_COMMAND = "Send it with which of your commands?"
SEND_NOW = "yes, send it now"
SENDING = "{name} is sending it ..."
STILL_SENDING = "It is being sent just now."
NO_COMMAND = "No command of yours takes this. [ways.commands] in settings.toml holds them; the README shows how."
PRINTING = "Opened in {program}, to print from there. The file is {path}"
WRITTEN = "It lies in {path}, ready to print."


def send_question(kind: str, name: str, address: str, command: str) -> str:
    """Return the question before words leave at once: what, to whom and where, by which command."""
    where = f", {clean(address)}" if address else ""
    return f"Send this {dialogs.kind(kind)} to {clean(name)}{where} with {clean(command)}? It leaves at once."


def slow(name: str) -> str:
    """Return that a command was stopped at its time limit, and may have sent the words all the same."""
    return f"{clean(name)} had not ended at its time limit and was stopped. It may have left: look before you send again."

"""Mails that leave from the command line: sent, put among the drafts, written as a file."""

from __future__ import annotations

from store.errors import OnwardError, UsageFault
from tui.wording import mail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from store.model import Account, Draft, Receipt
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def flags(asking: Asking) -> None:
    """Take the flags for how a draft leaves at once."""
    asking.flag("--send")
    asking.flag("--drafts")
    asking.flag("--eml", metavar="FILE", default="")
    asking.flag("--account", metavar="NAME", default="")
    asking.flag("--always")
    asking.flag("--yes")


def chosen(asked: Namespace) -> str:
    """Return the way that the flags name; empty for none. Raises UsageFault where they name two."""
    from tui.wording import spoken

    named = [way for way, given in (("send", asked.send), ("drafts-folder", asked.drafts), ("eml", asked.eml)) if given]
    if len(named) > 1:
        raise UsageFault("bad-usage", command="draft", reason=spoken.ONE_WAY_ONLY)
    return named[0] if named else ""


def waiting(console: Console, contact: str, kind: str) -> Draft | None:
    """Return the draft that lies in a file or among the drafts already, so that it goes on from there; None for none."""
    drafts = console.book().dossier(contact).drafts
    return next((each for each in reversed(drafts)
                 if each.kind == kind and each.state == "handed" and each.way in ("eml", "drafts-folder")), None)


def leave(asked: Namespace, console: Console, draft: Draft, way: str) -> int:
    """Let a draft leave by one way and say what became of it."""
    from tui.commands.telling import tell

    book = console.book()
    if asked.always:
        book.set_way(draft.contact, draft.kind, way)
    if way == "send":
        receipt = send(console, draft, asked.account, asked.yes)
        if receipt is None:
            return 0
    elif way == "drafts-folder":
        receipt = book.keep_in_drafts(draft.id, asked.account, password(console))
    else:
        receipt = book.write_eml(draft.id, "" if asked.eml == "-" else asked.eml)
    if way == "eml" and not asked.json:
        console.put(str(receipt.values["path"]))
    tell(console, receipt, asked.json)
    return 0


def send(console: Console, draft: Draft, account: str = "", yes: bool = False) -> Receipt | None:
    """Send a draft after a yes; None where the answer was no. Raises Unavailable, NotFound; the draft is kept."""
    from tui.wording import spoken

    book = console.book()
    book.message(draft.id, account)
    sender = book.account(account, "mail")
    name = book.dossier(draft.contact).contact.name
    if not console.agreed(mail.send_question(name, draft.address, sender.name, sender.address), yes):
        console.say(spoken.NOTHING_WAS_SENT_THE_DRAFT)
        return None
    return book.send(draft.id, sender.name, password(console))


def choices(console: Console, draft: Draft) -> str:
    """Return these ways as the end of a question; empty where there is nothing to send with or no mail to send."""
    from tui.wording import spoken

    if not _is_mail(draft):
        return ""
    return spoken.MAIL_CHOICES if _has_account(console) else spoken.MAIL_FILE_CHOICE


def take(console: Console, draft: Draft, way: str) -> tuple[Draft | None, Receipt | None]:
    """Send a draft (`s`), put it among the drafts (`d`), write it as a file (`f`).

    Returns the draft where it is still here, and what was done where it is known to have left.
    """
    from tui.wording import spoken

    book = console.book()
    if not _is_mail(draft):
        console.say(spoken.ONLY_MAILS_LEAVE_THAT_WAY)
        return draft, None
    if way == "s":
        receipt = send(console, draft)
        return (draft, None) if receipt is None else (None, receipt)
    if way == "d":
        from tui.commands.telling import tell

        tell(console, book.keep_in_drafts(draft.id, "", password(console)))
        return None, None
    path = str(book.write_eml(draft.id).values["path"])
    console.say(mail.NEW_MAIL_FILE.format(path=path))
    return None, None


def password(console: Console) -> Callable[[Account], str] | None:
    """Return what asks for a password unseen; None where nobody is there to answer."""
    if not console.answers:
        return None

    def ask(account: Account) -> str:
        from getpass import getpass

        console.flush()
        try:
            return getpass(f"{mail.FOR_THIS_RUN.format(name=account.name)}: ", console.talk)
        except (EOFError, KeyboardInterrupt):
            return ""

    return ask


def _is_mail(draft: Draft) -> bool:
    """Return whether a draft travels by mail."""
    from store.model import channel_of

    return channel_of(draft.kind) == "email"


def _has_account(console: Console) -> bool:
    """Return whether there is an account to send from."""
    try:
        return bool(console.book().account("", "mail").smtp_host)
    except OnwardError:
        return False

"""What several commands say alike: receipts, reasons, and what would be done."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from store.model import Contact, ContactLine, DueTouch, Receipt
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def writing_flags(asking: Asking, yes: bool = False) -> None:
    """Take the flags of a command that writes."""
    asking.flag("--json")
    asking.flag("--dry-run")
    if yes:
        asking.flag("--yes")


def why_teller(console: Console) -> Callable[[DueTouch], str]:
    """Return what turns the reasons of a due touch into a sentence."""
    from tui.wording.reasons import why

    now, zone = console.book().now(), console.zone
    return lambda due: why(due, now, zone)


def tell(console: Console, receipt: Receipt, as_json: bool = False) -> None:
    """Say what was done, as a sentence on the standard error or as JSON on the standard output."""
    if as_json:
        from tui.commands import shapes

        told = why_teller(console)(receipt.next) if receipt.next else ""
        console.put_json(shapes.receipt(receipt, told), one_line=True)
        return
    from tui.wording import receipts

    console.say(receipts.receipt(receipt, console.book().now(), console.zone))


def would(console: Console, asked: Namespace, verb: str, people: Sequence[Contact | ContactLine], text: str) -> int:
    """Show what would be done and end; for `--dry-run`."""
    from tui.wording import spoken

    if asked.json:
        contacts = [{"id": each.id, "name": each.name} for each in people]
        console.put_json({"verb": verb, "dry_run": True, "contacts": contacts, "would": text}, one_line=True)
    else:
        console.say(spoken.WOULD.format(text=text))
    return 0


def person_and_rest(
    console: Console, words: Sequence[str], command: str, missing: str,
) -> list[tuple[Contact, list[str]]]:
    """Return the ways to read words as a person followed by something else, the longest name first.

    Raises UsageFault(`missing-words`) for a single word, and what looking the person up raises where none is found.
    """
    from store.errors import Ambiguous, OnwardError, UsageFault
    from tui.wording import spoken

    if len(words) < 2:
        raise UsageFault("missing-words", command=command, missing=missing if words else spoken.WHO_AND.format(missing=missing))
    found = []
    trouble: OnwardError | None = None
    for size in range(min(len(words) - 1, 8), 0, -1):
        try:
            person = console.book().who(" ".join(words[:size]))
        except OnwardError as error:
            if trouble is None or isinstance(error, Ambiguous) or not isinstance(trouble, Ambiguous):
                trouble = error
            continue
        found.append((person, list(words[size:])))
    if not found:
        assert trouble is not None
        raise trouble
    return found

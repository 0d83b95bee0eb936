"""`onward log`: a person met, a call, a mail, in one line; line after line at a prompt or from standard input."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import Any

    from store.model import Proposal, Receipt
    from tui.commands.asking import Asking
    from tui.commands.console import Console

IN_DOUBT = 4
"Exit status where a line was kept in doubt."
MOST_LINES = 500
"How many lines of the standard input are stored as one action."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking, yes=True)
    asking.flag("--new")
    asking.flag("--who", metavar="WHO", default="")
    asking.free_words("LINE", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """Store what was said, or show what would be stored."""
    if asked.LINE == ["-"]:
        return _from_input(asked, console)
    if asked.LINE:
        return _one(asked, console, joined(asked.LINE))
    if console.answers and not asked.json:
        from tui.commands.prompt import talk

        return talk(console, asked)
    return _from_input(asked, console)


def _from_input(asked: Namespace, console: Console) -> int:
    """Store the lines of the standard input."""
    contact = console.book().who(asked.who).id if asked.who else None
    return many(asked, console, console.lines_in(), contact, asked.new)


def joined(words: Sequence[str]) -> str:
    """Return the words of the command line as one line, with the quotes put back that the shell took off.

    Only a company, a referrer or a place needs them: `@"Acme Corp"` arrives as `@Acme Corp`.
    """
    if len(words) == 1:
        return words[0]
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """Return one word with its quotes back where it was a mark with several words."""
    if " " not in word or '"' in word:
        return word
    for mark in ("@", "via:", "at:"):
        if word.startswith(mark) and len(word) > len(mark) and "//" not in word:
            return f'{mark}"{word[len(mark):]}"'
    return word


def _one(asked: Namespace, console: Console, line: str) -> int:
    """Store one line."""
    book = console.book()
    if not line.strip():
        raise UsageFault("empty-line")
    proposal = book.propose(line) if asked.json or asked.dry_run else None
    contact = book.who(asked.who).id if asked.who else None
    if "@" in line and console.answers and not (asked.json or asked.dry_run or asked.yes):
        from tui.commands.slips import ask_about

        line = ask_about(console, line)
    if asked.dry_run:
        assert proposal is not None
        _show(asked, console, proposal)
        return IN_DOUBT if proposal.doubt and contact is None and not asked.new else 0
    receipt = book.log(line, contact=contact, new=asked.new)
    if asked.json:
        assert proposal is not None
        console.put_json(_shape(console, proposal, _result(receipt), receipt), one_line=True)
        return IN_DOUBT if receipt.unfiled else 0
    from tui.commands.telling import tell

    tell(console, receipt)
    if receipt.values.get("slips") and not console.answers:
        from tui.commands.slips import say_slips

        say_slips(console, receipt.values["slips"])
    if "at:" in line:
        book.remember(book.read_occasion(line, book.occasion())[0])
    if receipt.unfiled and console.answers and not asked.yes:
        from tui.commands.unfiled import settle

        settled = settle(console, receipt.unfiled, line)
        return 0 if settled else IN_DOUBT
    return IN_DOUBT if receipt.unfiled else 0


def many(asked: Namespace, console: Console, lines: Sequence[str], contact: str | None = None, new: bool = False) -> int:
    """Store many lines, with a report a line; the exit status says whether any was in doubt."""
    from tui.wording import spoken

    entries = [line for line in lines if line.strip()]
    if not entries:
        if not asked.json:
            console.say(spoken.THERE_WAS_NO_LINE_TO_STORE)
        return 0
    book = console.book()
    doubtful = False
    for start in range(0, len(entries), MOST_LINES):
        some = entries[start:start + MOST_LINES]
        if asked.dry_run:
            for line in some:
                proposal = book.propose(line)
                doubtful = doubtful or bool(proposal.doubt)
                _show(asked, console, proposal)
            continue
        proposals = [book.propose(line) for line in some] if asked.json else []
        apart = new or contact is not None
        receipts = [book.log(line, contact, new) for line in some] if apart else book.log_many(some)
        for place, receipt in enumerate(receipts):
            doubtful = doubtful or bool(receipt.unfiled)
            if asked.json:
                console.put_json(_shape(console, proposals[place], _result(receipt), receipt), one_line=True)
            else:
                name = receipt.names[0] if receipt.names else some[place]
                console.put(f"{_result(receipt):<9} {name}")
    if doubtful and not asked.dry_run and not asked.json:
        console.say(spoken.LINES_IN_DOUBT)
    return IN_DOUBT if doubtful else 0


def _result(receipt: Receipt) -> str:
    """Return what became of a line: `added`, `touched`, `in doubt`."""
    from tui.wording import spoken

    if receipt.unfiled:
        return spoken.IN_DOUBT
    return "added" if receipt.values.get("new") else "touched"


def _would(proposal: Proposal) -> str:
    """Return what would become of a line."""
    from tui.wording import spoken

    if proposal.doubt:
        return spoken.IN_DOUBT
    return spoken.WOULD_ADD if proposal.creates else spoken.WOULD_TOUCH


def _show(asked: Namespace, console: Console, proposal: Proposal) -> None:
    """Show what a line would store."""
    if asked.json:
        console.put_json(_shape(console, proposal, _would(proposal), None), one_line=True)
        return
    from tui.wording.entries import entry_text

    console.put(entry_text(proposal, _would(proposal), console.book().now(), console.zone))


def _who(proposal: Proposal, receipt: Receipt | None) -> dict[str, str] | None:
    """Return the contact in the book that a line is about, or null where it is new or in doubt."""
    if receipt is not None and receipt.contacts:
        return {"id": receipt.contacts[0], "name": receipt.names[0] if receipt.names else ""}
    return {"id": proposal.known.id, "name": proposal.known.name} if proposal.known is not None else None


def _shape(console: Console, proposal: Proposal, result: str, receipt: Receipt | None) -> dict[str, Any]:
    """Return a line's JSON: what was understood, what became of it, and what is due next."""
    from tui.commands import shapes

    shape: dict[str, Any] = dict(console.book().entry_json(proposal))
    shape["result"] = result
    shape["who"] = _who(proposal, receipt)
    shape["questions"] = [{"code": each.code, **each.values} for each in proposal.questions]
    shape["due"] = None
    if receipt is not None and receipt.next is not None:
        from tui.commands.telling import why_teller

        name = receipt.names[0] if receipt.names else ""
        shape["due"] = shapes.due(receipt.next, name, why_teller(console)(receipt.next))
    if proposal.doubt:
        shape["doubt"] = proposal.doubt
        shape["candidates"] = [shapes.line(each) for each in proposal.candidates]
    return shape

"""`onward draft WHO`: words for the next touch, filled for a person, and how they leave."""

from __future__ import annotations

from store.errors import OnwardError
from tui.commands import mailing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import Draft, Filled
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--kind", metavar="KIND", default="")
    asking.flag("--template", metavar="NAME", default="")
    asking.flag("--json")
    asking.flag("--dry-run")
    mailing.flags(asking)
    asking.free_words("WHO")


def run(asked: Namespace, console: Console) -> int:
    """Print a draft, and let it leave where a person is there to say how."""
    book = console.book()
    person = book.who(" ".join(asked.WHO))
    if asked.dry_run:
        filled = book.fill(person.id, asked.kind, asked.template)
        if asked.json:
            from tui.commands.shapes import plain

            console.put_json({"contact": person.name, **plain(filled)})
        else:
            console.put(_words(filled))
        return 0
    way = mailing.chosen(asked)
    kind = asked.kind or ("email" if way else "")
    draft = (mailing.waiting(console, person.id, kind) if way else None) or book.draft(person.id, kind, asked.template)
    if way:
        if not asked.json:
            console.say(_words(draft))
        return mailing.leave(asked, console, draft, way)
    if asked.json:
        from tui.commands import shapes

        console.put_json(shapes.draft(draft, person.name, _link(console, draft)))
        return 0
    if draft.kind == "call":
        from tui.commands import call

        return call.show(console, draft.id)
    console.put(_words(draft))
    if console.answers:
        leave(console, draft, person.name)
    return 0


def write(console: Console, contact: str, kind: str) -> None:
    """Show a draft of a kind for a contact and let it leave."""
    book = console.book()
    draft = book.draft(contact, kind)
    console.say(_words(draft))
    leave(console, draft, book.dossier(contact).contact.name)


def leave(console: Console, draft: Draft, name: str) -> None:
    """Ask how a draft leaves until it does or is kept, then whether it was sent."""
    from tui.commands import leaving, leaving_more
    from tui.wording import spoken
    from tui.wording.errors import sentence

    choices = leaving.choices(draft.kind) + leaving_more.choices(console, draft.kind) + mailing.choices(console, draft)
    leaving.offer(console, draft)
    while True:
        answer = (console.ask(spoken.ASK_DRAFT.format(choices=choices)) or "").strip().lower()[:1]
        if not answer:
            console.say(spoken.THE_DRAFT_IS_KEPT)
            return
        left = answer == "y"
        try:
            if answer in ("p", "m"):
                changed, left = leaving_more.take(console, draft, answer)
            elif answer in ("s", "d", "f"):
                changed, receipt = mailing.take(console, draft, answer)
                if receipt is not None:
                    from tui.commands.telling import tell

                    tell(console, receipt)
                    return
            else:
                changed = leaving.take(console, draft, answer)
        except OnwardError as error:
            console.say(sentence(error))
            continue
        if changed is None and left:
            from tui.commands.telling import tell

            tell(console, console.book().sent([draft.id]))
            return
        if changed is None:
            break
        draft = changed
        if answer == "e":
            console.say(_words(draft))
    _confirm(console, draft, name)


def _confirm(console: Console, draft: Draft, name: str) -> None:
    """Ask whether a draft that was handed over left."""
    from tui.commands.telling import tell
    from tui.wording import spoken
    from tui.wording.dialogs import sent_question

    question = spoken.ASK_LEFT.format(kind=sent_question(draft.kind, name))
    answer = (console.ask(question) or "").strip().lower()
    if answer[:1] == "y":
        tell(console, console.book().sent([draft.id]))
    elif answer[:1] == "n":
        tell(console, console.book().not_sent([draft.id]))
    else:
        console.say(spoken.IT_WAITS_IN_THE_INBOX)


def _link(console: Console, draft: Draft) -> str | None:
    """Return the link that opens a draft, or None where there is no address for it."""
    try:
        return console.book().link(draft.id)
    except OnwardError:
        return None


def _words(draft: Draft | Filled) -> str:
    """Return a draft as it reads: to, subject, words."""
    from tui.look import clean
    from tui.wording import spoken

    head = [spoken.TO_LINE.format(address=clean(draft.address))] if draft.address else []
    if draft.subject:
        head.append(spoken.SUBJECT_LINE.format(subject=clean(draft.subject)))
    return "\n".join([*head, *([""] if head else []), clean(draft.body, one_line=False)])

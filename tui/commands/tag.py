"""`onward tag WHO TAG...`: give a person tags, or take them away."""

from __future__ import annotations

from store.errors import NotFound, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from store.model import Contact
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.free_words("WORDS")


def run(asked: Namespace, console: Console) -> int:
    """Change a person's tags, all in one action."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    book = console.book()
    person, words = _read(console, asked.WORDS)
    tags = {each.casefold(): each for each in person.tags}
    for word in words:
        away = word.startswith("-")
        bare = word.lstrip("-").removeprefix("tag:").lstrip("#").strip()
        if not bare:
            raise UsageFault("bad-value", field="tag", value=word, allowed=[spoken.A_WORD])
        tags.pop(bare.casefold(), None)
        if not away:
            tags[bare.casefold()] = bare
    if asked.dry_run:
        shown = " ".join(f"#{each}" for each in tags.values()) or spoken.NO_TAGS
        return would(console, asked, "tag", [person], spoken.LEAVE_WITH.format(name=person.name, shown=shown))
    if len(words) == 1:
        bare = words[0].lstrip("-").removeprefix("tag:")
        receipt = book.tag([person.id], bare, remove=words[0].startswith("-"))
    else:
        receipt = book.change([person.id], tags=tuple(tags.values()))
    tell(console, receipt, asked.json)
    return 0


def _read(console: Console, words: Sequence[str]) -> tuple[Contact, list[str]]:
    """Return the person and the tags: from the first marked word on, else the longest name in front."""
    from tui.commands.telling import person_and_rest

    marked = next((place for place, each in enumerate(words) if each.startswith(("#", "-", "tag:"))), len(words))
    if marked == len(words):
        return person_and_rest(console, words, "tag", "TAG")[0]
    try:
        return console.book().who(" ".join(words[:marked])), list(words[marked:])
    except NotFound:
        if marked < 2:
            raise
        person, rest = person_and_rest(console, words[:marked], "tag", "TAG")[0]
        return person, [*rest, *words[marked:]]

"""`onward change WHO FIELD VALUE`: what is known of a person, put right."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console

FIELDS = ("name", "company", "title", "note", "need", "source", "temperature", "pace", "stage", "standing", "interests")
CHANNELS = ("text", "call", "email", "post", "social")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.free_words("WORDS", named={"fields": FIELDS, "channels": CHANNELS})


def run(asked: Namespace, console: Console) -> int:
    """Change one field, or one permission."""
    from tui.commands.asking import nearest
    from tui.commands.telling import person_and_rest, tell, would
    from tui.wording import spoken

    book = console.book()
    unknown = ""
    for person, (field, *rest) in person_and_rest(console, asked.WORDS, "change", spoken.FIELD_AND_VALUE):
        field = field.lower()
        if field not in (*FIELDS, *CHANNELS):
            unknown = unknown or field
            continue
        if not rest:
            break
        value = " ".join(rest)
        if asked.dry_run:
            return would(console, asked, "change", [person], spoken.CHANGE.format(name=person.name, field=field, value=value))
        if field in CHANNELS:
            tell(console, book.permit([person.id], field, value.lower()), asked.json)
        else:
            known = value.lower() if field in ("temperature", "pace", "stage", "standing") else value
            several = tuple(filter(None, (each.strip() for each in value.split(","))))
            tell(console, book.change([person.id], **{field: several if field == "interests" else known}), asked.json)
        return 0
    else:
        raise UsageFault("unknown-action", command="change", action=unknown, hint=nearest(unknown, (*FIELDS, *CHANNELS)))
    raise UsageFault("missing-words", command="change", missing=spoken.VALUE)

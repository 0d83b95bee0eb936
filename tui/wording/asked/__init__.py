"""What each flag and word of a command is for, and lines to try: read where help, the manual or the README is drawn, only there."""

from __future__ import annotations

from tui.wording.asked import keeping, people, touches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.wording.asked.alike import Asked

TOLD: Asked = {**people.TOLD, **touches.TOLD, **keeping.TOLD}
EXAMPLES_BEGIN = "for example:"


def text(command: str, name: str, named: Mapping[str, Iterable[str]] | None = None) -> str:
    """Return what a flag or word is for, without a full stop, with lists of names where it has a place for them.

    Raises KeyError for a flag or word without a text, and for a place without its list.
    """
    said = TOLD[command][0][name]
    return said.format_map({place: ", ".join(each) for place, each in named.items()}) if named else said


def examples(command: str) -> tuple[str, ...]:
    """Return lines to try, the first being the plainest; none for a command that needs no showing."""
    return TOLD[command][1]

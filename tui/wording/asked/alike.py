"""What the flags and words of several commands say alike."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Asked = Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]]
    """Command to what its flags and words are for, by their names, and to lines to try; `{lists}` in a text stands for names
    that the command knows."""

WRITING: Mapping[str, str] = {
    "--json": "print what was done as JSON",
    "--dry-run": "only show what would be done",
}
"The flags of a command that writes."
WRITING_AFTER_A_YES: Mapping[str, str] = {**WRITING, "--yes": "do not ask"}
"The flags of a command that writes and asks first."
WHO = "a name, part of one, a mail address, or the last digits of a number"

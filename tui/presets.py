"""The two sets of keys to choose from in settings.toml: `[keys] preset = "mail"` or `"editor"`; own keys stand on top.

Mail hands are the keys of the table. Editor hands change those for which a modal editor has taught other keys.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MAIL, EDITOR = "mail", "editor"
PRESETS: Mapping[str, Mapping[str, str]] = {
    MAIL: {},
    EDITOR: {
        "draft": "i",
        "draft-choose": "I",
        "add": "o, a",
        "by-kind": "K",
        "import": "r",
        "done": "x, e",
        "select": "space",
        "range": "v",
        "snooze": "s, z",
        "undo": "u",
        "redo": "ctrl+r, U",
        "next-split": "L, tab",
        "previous-split": "H, shift+tab",
        "page-down": "ctrl+d, pagedown",
        "page-up": "ctrl+u, pageup",
    },
}
"Action to keys, by the preset's name."

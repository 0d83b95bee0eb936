"""Draw the README's tables and the manual page anew: `python -m tests.update_readme`."""

import re
from pathlib import Path

from store.book.templating import gaps
from tui.cli import COMMANDS
from tui.commands.man import manual
from tui.keys import readme_rows
from tui.wording.templates import gap_table

README = Path(__file__).resolve().parent.parent / "README.md"
MANUAL = README.parent / "tui" / "onward.1"


def command_rows():
    """Return the table of commands as lines of Markdown."""
    rows = [f"| `onward {name}` | {purpose} |" for name, (_, purpose) in COMMANDS.items()]
    return ["| command | what it does |", "|---|---|", "| `onward` | the inbox |", *rows]


def updated(text):
    """Return the README with its tables as they should be."""
    for name, rows in (("keys", readme_rows()), ("commands", command_rows()), ("gaps", gap_table(gaps()))):
        text = re.sub(rf"(<!-- {name}:[^\n]*-->\n).*?(\n<!-- end of {name} -->)",
                      lambda found, rows=rows: found[1] + "\n".join(rows) + found[2], text, flags=re.S)
    return text


if __name__ == "__main__":
    MANUAL.write_text(manual(), encoding="utf-8")
    README.write_text(updated(README.read_text(encoding="utf-8")), encoding="utf-8")

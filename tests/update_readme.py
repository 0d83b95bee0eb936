"""Draw the README's tables and the manual page anew: `python -m tests.update_readme`."""

import re
from pathlib import Path

from store.book.templating import gaps
from tests.readme_settings import rows as setting_rows
from tui.cli import COMMANDS
from tui.commands.describing import describe
from tui.commands.man import manual
from tui.keys import ACTIONS, readme_rows
from tui.wording.templates import gap_table

README = Path(__file__).resolve().parent.parent / "README.md"
MANUAL = README.parent / "tui" / "onward.1"


def command_rows():
    """Return the table of commands as lines of Markdown."""
    rows = [f"| `onward {name}` | {purpose} |" for name, (_, purpose) in COMMANDS.items()]
    return ["| command | what it does |", "|---|---|", "| `onward` | the inbox |", *rows]


def reference_rows():
    """Return every command with its words, flags and examples, as lines of Markdown."""
    lines = []
    for name in COMMANDS:
        told = describe(name, COMMANDS)
        lines += [f"**`{told.usage}`**: {cell(told.purpose)}", ""]
        taken = [(each.name, each.help) for each in told.words]
        taken += [(f"{each.name} {each.value}".strip(), each.help) for each in told.flags]
        lines += [f"- `{what}` {cell(help)}" for what, help in taken]
        lines += ["", "```", *told.examples, "```", ""] if told.examples else [""]
    return lines[:-1]


def action_rows():
    """Return the names of all actions by their groups, as lines of Markdown."""
    groups = {}
    for each in ACTIONS:
        groups.setdefault(each.group, []).append(f"`{each.id}`")
    return ["| where | actions |", "|---|---|", *(f"| {group} | {' '.join(ids)} |" for group, ids in groups.items())]


def cell(words):
    """Return words of which Markdown reads nothing as a mark."""
    return re.sub(r"([<*_`\[\]])", r"\\\1", words)


def updated(text):
    """Return the README with its tables as they should be."""
    made = {"keys": readme_rows(), "actions": action_rows(), "commands": command_rows(), "reference": reference_rows(), "settings": setting_rows(),
            "gaps": gap_table(gaps())}
    for name, rows in made.items():
        text = re.sub(rf"(<!-- {name}:[^\n]*-->\n).*?(<!-- end of {name} -->)",
                      lambda found, rows=rows: found[1] + "\n".join(rows) + "\n" + found[2], text, flags=re.S)
    return text


if __name__ == "__main__":
    MANUAL.write_text(manual(), encoding="utf-8")
    README.write_text(updated(README.read_text(encoding="utf-8")), encoding="utf-8")

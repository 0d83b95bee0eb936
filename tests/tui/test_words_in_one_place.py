"""What a person reads is said in `tui/wording`: no sentence stands in the code of a screen, a command or the store."""

from __future__ import annotations

import ast
import re

import pytest

WORDS = re.compile(r"(?:^|[\s(])[A-Za-z]?[a-z]+[.,:;?!)]*\s+.*[a-z]{2}|[A-Z][a-z]+ [a-z]+")
STYLE = re.compile(r"(?:bold )?\$[a-z-]+")
TABLES = {
    "tui/keys.py": "the table of actions, from which help, footer, palette and README are drawn",
    "tui/cli.py": "the table of commands, and the last sentence when nothing else can be imported",
    "tui/commands/completion.py": "the scripts of three shells",
    "tui/commands/typing_in.py": "settings of the line editor",
    "tui/look/themes.py": "colours and their names",
}
"Files that are not gone through, and why."
PLAIN = {
    "tui/commands/account.py": ("account password", "account remove", "account add"),
    "tui/commands/account_adding.py": ("account add",),
    "tui/commands/shelf.py": ("shelf drop",),
    "tui/commands/newsletter.py": ("newsletter edit", "subject: "),
    "tui/commands/completing.py": ("called by", "heard from", "no answer", "left message"),
    "tui/commands/done.py": ("left message", "left a message", "no answer", "nothing to answer"),
    "tui/commands/cadence.py": ("onward spread",),
    "tui/commands/import_rows.py": ("vCard as", "Google CSV", "Outlook CSV", "Thunderbird CSV", "Onward's"),
    "tui/commands/surroundings.py": ("16 million",),
    "tui/commands/parser.py": ("the following arguments are required: ",),
    "tui/commands/completion_installing.py": ("source ",),
    "tui/commands/reporting.py": ("command: onward ",),
    "tui/screens/ask_next.py": ("in 3 days",),
    "tui/screens/being_away.py": ("away line",),
    "tui/screens/import_lot.py": ("import tags",),
    "tui/screens/keep_template.py": ("template of ",),
    "tui/screens/quick_log.py": ("log line",),
    "tui/screens/shelf.py": ("shelf line",),
    "tui/handover/notification.py": ("on run told", "display notification", "end run"),
}
"What reads like words and is none: names of commands, of programs and of what is kept while typing, words that are typed."


def kept_out(tree):
    """Return the nodes that nobody reads: docstrings, styles, annotations, keys to look up by."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and ("CSS" in target.id or target.id in ("PLACE", "LINE", "LABELS")):
                found.update(ast.walk(node))
        elif isinstance(node, (ast.Subscript, ast.Compare, ast.Assert)):
            found.update(ast.walk(node.slice if isinstance(node, ast.Subscript) else node))
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("keep", "kept", "forget", "cast", "styled", "stylize", "plan_when", "compile"):
                for each in node.args:
                    found.update(ast.walk(each))
        if isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation is not None:
            found.update(ast.walk(node.annotation))
    return found


def spoken(path, repository):
    """Return what one file says by itself, as (line, words)."""
    name = str(path.relative_to(repository))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outside = kept_out(tree)
    return [(node.lineno, node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in outside
            and WORDS.search(node.value) and not STYLE.fullmatch(node.value)
            and not any(plain in node.value for plain in PLAIN.get(name, ()))]


def files(repository):
    """Return the files of the front ends that say nothing by themselves."""
    return [path for path in sorted((repository / "tui").rglob("*.py"))
            if "wording" not in path.parts and str(path.relative_to(repository)) not in TABLES]


def test_no_sentence_stands_outside_the_wording(repository):
    found = [f"{path.relative_to(repository)}:{line}: {words!r}"
             for path in files(repository) for line, words in spoken(path, repository)]
    assert not found, "\n".join(found)


def test_nothing_is_excused_that_is_not_there(repository):
    for name, plain in PLAIN.items():
        text = (repository / name).read_text(encoding="utf-8")
        assert not [each for each in plain if each not in text], name
    assert all((repository / name).exists() for name in TABLES)


def test_the_store_raises_codes_and_no_sentences(repository):
    tree = ast.parse((repository / "store" / "errors.py").read_text(encoding="utf-8"))
    errors = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    for path in sorted((repository / "store").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if called in errors and node.args and isinstance(node.args[0], ast.Constant):
                assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(node.args[0].value)), f"{path}:{node.lineno}"


@pytest.mark.parametrize("said", ["Nothing was changed.", "the next row", "Kept. It waits here", "Who else? A line each"])
def test_what_counts_as_words(said):
    assert WORDS.search(said)

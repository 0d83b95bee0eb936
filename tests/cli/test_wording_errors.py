"""Every error has a sentence of its own, and no value of an error can act on a terminal."""

import ast

import pytest

from store import errors
from store.errors import Ambiguous, BookFault, DefinitionFault, FileFault, NotFound, OnwardError, Unavailable, UsageFault
from store.model import ContactLine
from tui.wording.errors import SENTENCES, sentence

CLASSES = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, OnwardError)}


def codes_raised(repository):
    """Return every code that stands in the sources as the first argument of an error, with where it stands."""
    found = {}
    for room in ("store", "tui"):
        for path in sorted((repository / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES and node.args:
                    first = node.args[0]
                    choices = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
                    for each in choices:
                        if isinstance(each, ast.Constant) and isinstance(each.value, str):
                            found.setdefault(each.value, f"{path}:{node.lineno}")
    return found


def test_every_code_that_is_raised_has_a_sentence(repository):
    raised = codes_raised(repository)
    assert raised
    assert {code: place for code, place in raised.items() if code not in SENTENCES} == {}


def test_programs_that_are_missing_have_a_sentence_each():
    from tui.handover import programs

    assert set(programs._MISSING.values()) | {"no-browser"} <= set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_reads_well_with_and_without_values(code):
    names = ("path", "line", "reason", "name", "words", "value", "field", "command", "flag", "hint", "known", "holder")
    for values in ({}, dict.fromkeys(names, "x"), {"line": 3, "candidates": (ContactLine("1", "Ana"),), "holder": 7}):
        said = sentence(OnwardError(code, **values))
        assert said.endswith((".", "?")) or ": onward " in said, "a sentence ends, or with an example"
        assert "{" not in said and "  " not in said and "None" not in said


@pytest.mark.parametrize("code, values, expected", [
    ("several-contacts", {"words": "mar", "candidates": (ContactLine("1", "Marty Chen", "Acme"), ContactLine("2", "Mary Ann"))},
     '"mar" fits 2 people, so nothing was changed: Marty Chen (Acme), Mary Ann. '
     'Say more of the name, or give a mail address or number.'),
    ("unknown-gap", {"path": "/t/x.txt", "line": 4, "gap": "frist", "known": ["first", "company"]},
     "The template /t/x.txt, line 4 has a gap that I do not know: frist. Nothing was changed. I know: first, company."),
    ("bad-template", {"path": "/t/x.txt", "line": 1, "reason": "unknown-kind", "word": "tweet"},
     'The template /t/x.txt, line 1 cannot be used: "tweet" is not a kind of touch. Nothing was changed; correct it, or choose '
     'another.'),
    ("cannot-read", {"path": "/x", "reason": "Is a directory"}, "/x cannot be read (Is a directory). Nothing was changed."),
    ("bad-value", {"field": "kind", "value": "tweet", "allowed": ["text", "call"]},
     '"tweet" does not fit kind. Use one of: text, call. Nothing was changed.'),
    ("no-address", {"channel": "phone"}, "There is no number to send this to yet. The draft is kept."),
])
def test_a_sentence_says_what_happened_and_what_to_do(code, values, expected):
    assert sentence(OnwardError(code, **values)) == expected


def test_an_unknown_code_still_makes_a_sentence():
    assert "strange-thing" in sentence(OnwardError("strange-thing"))


def test_values_cannot_act_on_the_terminal():
    nasty = "Zoe \x1b]52;c;aGk=\x07\u202e[/]\x9b31m{words}{0}"
    for code in SENTENCES:
        said = sentence(OnwardError(code, words=nasty, path=nasty, name=nasty, value=nasty, reason=nasty, candidates=(nasty,)))
        assert said.isprintable(), code


def test_a_long_value_is_cut():
    assert len(sentence(UsageFault("no-date", words="x" * 10_000))) < 400


@pytest.mark.parametrize("error, status", [
    (UsageFault, 2), (NotFound, 3), (Ambiguous, 4), (BookFault, 5), (FileFault, 6), (DefinitionFault, 7), (Unavailable, 8),
])
def test_each_class_has_its_exit_status(error, status):
    assert error("x").exit_status == status

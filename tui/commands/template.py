"""`onward template list|show|new|check|gaps`: the words that drafts begin with, those that ship and the user's own."""

from __future__ import annotations

from store.errors import DefinitionFault, OnwardError, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import Any

    from store.reports import TemplateEntry
    from tui.commands.asking import Asking
    from tui.commands.console import Console

ACTIONS = ("list", "show", "new", "check", "gaps")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--who", metavar="WHO", default="")
    asking.flag("--kind", metavar="KIND", default="")
    asking.flag("--language", metavar="TAG", default="")
    asking.flag("--from", metavar="NAME", default="", dest="source")
    asking.flag("--json")
    asking.flag("--dry-run")
    asking.free_words("WORDS", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """List, show, begin or check templates."""
    action, words = (asked.WORDS[0], asked.WORDS[1:]) if asked.WORDS else ("list", [])
    act = {"list": _list, "show": _show, "new": _new, "check": _check, "gaps": _gaps}.get(action)
    if act is None:
        from tui.commands.asking import nearest

        raise UsageFault("unknown-action", command="template", action=action, hint=nearest(action, ACTIONS))
    if action in ("show", "new") and not words:
        raise UsageFault("missing-words", command=f"template {action}", missing="NAME")
    return act(asked, words, console)


def _list(asked: Namespace, given: Sequence[str], console: Console) -> int:
    """Print the templates, those whose name, purpose or kinds hold what was asked for."""
    from tui.wording import spoken
    from tui.wording import templates as words
    from tui.wording.errors import sentence

    every, faults = console.book().all_templates()
    found = [each for each in every if _wanted(each, asked, given)]
    if asked.json:
        console.put_json([_shape(each) for each in found])
    else:
        languages = {each.language for each in found}
        if found:
            console.put("\n".join(words.listed(found, console.width, len(languages) > 1)))
        else:
            console.say(spoken.NO_TEMPLATE_IS_LIKE_THAT_ONWARD)
    for fault in faults:
        console.say(sentence(fault))
    return 0


def _wanted(each: TemplateEntry, asked: Namespace, given: Sequence[str]) -> bool:
    """Return whether a template is among those asked for."""
    from tui.wording import templates as words

    if asked.kind and asked.kind not in each.kinds:
        return False
    if asked.language and each.language.lower() not in (asked.language.lower(), ""):
        return False
    held = f"{each.name} {each.family} {words.family(each.family)} {words.kinds(each.kinds)} {each.stage}".lower()
    return all(word.lower() in held for word in given)


def _show(asked: Namespace, given: Sequence[str], console: Console) -> int:
    """Print a template as it is written, or filled for a person."""
    book = console.book()
    if not asked.who:
        entry = book.template(given[0], asked.language)
        if asked.json:
            console.put_json({**_shape(entry), "subject": entry.subject, "body": entry.body})
        else:
            console.say(entry.path)
            console.put(entry.text.rstrip("\n"))
        return 0
    from tui.wording import templates as words

    person = book.who(asked.who)
    filled = book.fill(person.id, asked.kind, given[0])
    if asked.json:
        from tui.commands.shapes import plain

        console.put_json({"contact": person.name, **plain(filled), "open": list(book.open_gaps(filled))})
    else:
        console.put(words.preview(filled))
    return 0


def _new(asked: Namespace, given: Sequence[str], console: Console) -> int:
    """Write a starting file, and open it in the user's editor where there is a terminal."""
    from tui.wording import spoken

    book = console.book()
    made = book.new_template("-".join(given), asked.source, asked.language, asked.dry_run)
    if asked.json:
        console.put_json({**_shape(made), "written": not asked.dry_run})
    elif asked.dry_run:
        console.say(spoken.WOULD_WRITE.format(path=made.path))
        console.put(made.text.rstrip("\n"))
    else:
        console.say(spoken.WRITTEN_CHANGE_IT_AS_YOU_LIKE.format(path=made.path))
    if asked.json or asked.dry_run or not console.answers:
        return 0
    return _edited(made, console)


def _edited(made: TemplateEntry, console: Console) -> int:
    """Open a new template in the editor and say afterwards whether it can be used."""
    from contextlib import nullcontext
    from pathlib import Path

    from tui.handover.editor import edit_file
    from tui.wording.errors import sentence

    console.flush()
    try:
        edit_file(made.path, nullcontext)
    except OnwardError as error:
        console.say(sentence(error))
        return 0
    return _told([Path(made.path)], console)


def _check(asked: Namespace, given: Sequence[str], console: Console) -> int:
    """Say of each file whether it can be used, every fault with its line; the status is 7 where there is one."""
    from pathlib import Path

    return _told([Path(each) for each in given], console, asked.json)


def _told(paths: Sequence[Any], console: Console, as_json: bool = False) -> int:
    """Print what is wrong with some files."""
    from tui.wording import spoken
    from tui.wording import templates as words

    found = console.book().check_templates(paths)
    if as_json:
        console.put_json([{
            "path": each.path, "name": each.name,
            "faults": [{"line": fault.values.get("line") or None, "code": fault.code,
                        "reason": fault.values.get("reason", ""), "gap": fault.values.get("gap", ""),
                        "hint": fault.values.get("hint", ""), "told": words.fault_line(fault)} for fault in each.faults],
            "notes": [words.note(note) for note in each.notes]} for each in found])
    else:
        for each in found:
            console.put("\n".join(map(words.fault_line, each.faults)) if each.faults else words.good(each.path, each.notes))
        if not found:
            console.say(spoken.YOU_HAVE_NO_TEMPLATES.format(templates=console.book().home.templates))
    return DefinitionFault.exit_status if any(each.faults for each in found) else 0


def _gaps(asked: Namespace, given: Sequence[str], console: Console) -> int:
    """Print the gaps that a template may have."""
    from tui.wording import templates as words

    gaps = console.book().template_gaps()
    if asked.json:
        console.put_json([{"gap": name, "stands_for": told, "from_settings": settings} for name, told, settings in gaps])
        return 0
    console.put("\n".join(words.gap_rows(gaps, console.width)))
    console.say(words.HOW_TO_WRITE_A_GAP)
    return 0


def _shape(each: TemplateEntry) -> dict[str, Any]:
    """Return a template as JSON holds it."""
    return {"name": each.name, "family": each.family, "stage": each.stage, "kinds": list(each.kinds),
            "language": each.language, "own": each.own, "path": each.path}

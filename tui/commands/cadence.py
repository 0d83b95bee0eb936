"""`onward cadence list|show|check|use`: the patterns of touches, and who runs on which."""

from __future__ import annotations

from store.errors import NotFound, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from typing import Any

    from tui.commands.asking import Asking
    from tui.commands.console import Console

ACTIONS = ("list", "show", "check", "use")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--all-without")
    writing_flags(asking, yes=True)
    asking.words("ACTION", nargs="?", default="list", metavar="list|show|check|use")
    asking.words("WORDS", nargs="*")


def run(asked: Namespace, console: Console) -> int:
    """List, show or start cadences."""
    if asked.ACTION not in ACTIONS:
        from tui.commands.asking import nearest

        raise UsageFault("unknown-action", command="cadence", action=asked.ACTION, hint=nearest(asked.ACTION, ACTIONS))
    if asked.ACTION == "list":
        return _list(asked, console)
    if not asked.WORDS:
        missing = "FILE" if asked.ACTION == "check" else "NAME"
        raise UsageFault("missing-words", command=f"cadence {asked.ACTION}", missing=missing)
    if asked.ACTION == "check":
        return _check(asked, console)
    if asked.ACTION == "show":
        return _show(asked, console)
    return _use(asked, console)


def _list(asked: Namespace, console: Console) -> int:
    """Print the cadences."""
    found = console.book().cadences()
    if asked.json:
        console.put_json([{"name": name, "title": title} for name, title in found])
    else:
        console.put("\n".join(f"{name:<12}{title}" for name, title in found))
    for fault in console.book().settings.faults:
        from store.errors import DefinitionFault
        from tui.wording.errors import sentence

        values = {name: value for name, value in fault.items() if name != "code"}
        console.say(sentence(DefinitionFault(str(fault.get("code", "")), **values)))
    return 0


def _check(asked: Namespace, console: Console) -> int:
    """Say of each file whether it can be used, and every fault with its line; the status is 7 where there is one."""
    from pathlib import Path

    from store.errors import DefinitionFault
    from tui.wording.cadences import fault_line, fine

    found = []
    for word in asked.WORDS:
        name, faults = console.book().check_cadence(Path(word))
        found.append({"path": word, "name": name or None, "faults": [
            {"line": each.values.get("line") or None, "place": each.values.get("place", ""),
             "reason": each.values.get("reason", ""), "told": fault_line(each)} for each in faults]})
        if not asked.json:
            console.put("\n".join(fault_line(each) for each in faults) if faults else fine(word, name))
    if asked.json:
        console.put_json(found)
    return DefinitionFault.exit_status if any(each["faults"] for each in found) else 0


def _show(asked: Namespace, console: Console) -> int:
    """Print what a cadence says."""
    definition = _definition(console, asked.WORDS[0])
    if asked.json:
        from tui.commands.shapes import plain

        console.put_json(plain(definition))
    else:
        console.put("\n".join(_outline(definition)))
    return 0


def _definition(console: Console, name: str) -> Mapping[str, Any]:
    """Return the definition of a cadence; raises NotFound."""
    known = console.book().settings.practice.cadences
    if name not in known:
        from tui.commands.asking import nearest

        raise NotFound("no-such-cadence", name=name, hint=nearest(name, known))
    found: Mapping[str, Any] = known[name]
    return found


def _outline(definition: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Return a definition as indented lines, a value a line."""
    lines = []
    for name, value in definition.items():
        label = "  " * depth + name.replace("_", " ")
        if isinstance(value, (list, tuple)) and value and hasattr(value[0], "items"):
            for each in value:
                lines.extend([f"{label}:", *_outline(each, depth + 1)])
        elif hasattr(value, "items"):
            lines.extend([f"{label}:", *_outline(value, depth + 1)])
        else:
            text = ", ".join(str(each) for each in value) if isinstance(value, (list, tuple)) else str(value)
            lines.append(f"{label}: {text}")
    return lines


def _use(asked: Namespace, console: Console) -> int:
    """Start a cadence for people."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken
    from tui.wording.dialogs import people

    book = console.book()
    name, *whom = asked.WORDS
    if name != "none":
        _definition(console, name)
    if asked.all_without:
        ids = [each.id for each in book.without_cadence()]
        if not ids:
            console.say(spoken.EVERYBODY_HAS_A_CADENCE_ALREADY)
            return 0
    elif whom:
        ids = [book.who(each).id for each in whom]
    else:
        raise UsageFault("nobody-named")
    if asked.dry_run:
        contacts = [book.dossier(each).contact for each in ids]
        return would(console, asked, "cadence", contacts, spoken.START_THE_CADENCE.format(name=name, ids=people(len(ids))))
    question = spoken.ASK_START_THE_CADENCE.format(name=name, ids=people(len(ids)))
    if asked.all_without and not console.agreed(question, asked.yes):
        console.say(spoken.NOTHING_WAS_CHANGED)
        return 0
    tell(console, book.use_cadence(ids, name), asked.json)
    if len(ids) > 1 and not asked.json:
        _offer_spread(console)
    return 0


def _offer_spread(console: Console) -> None:
    """Offer to spread where more is due now than a day should hold."""
    book = console.book()
    held = book.queue().held
    if held:
        from tui.wording.practice import offer_spread

        cap = book.practice.daily_cap
        console.say(offer_spread(held + cap, cap, "onward spread"))

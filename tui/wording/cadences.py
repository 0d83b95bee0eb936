"""What is wrong with a cadence file, in words: from the codes and values that its check gives."""

from __future__ import annotations

from tui.look import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.errors import DefinitionFault

REASONS: Mapping[str, str] = {
    "not-toml": "this is not TOML: {detail}",
    "missing": "{place} is missing",
    "empty": "it has no step, no rhythm and no date",
    "not-a-table": "{place} has to be a table of its own, in [[double brackets]]",
    "unknown-key": "\"{key}\" means nothing to a cadence here; these do: {known}",
    "wrong-type": "{place} is of the wrong type",
    "name-taken": "the name \"{name}\" is taken, or cannot be one",
    "unknown-kind": "\"{kind}\" is not a kind of touch",
    "unknown-clock": "there is no clock called \"{clock}\"",
    "no-span": "\"{words}\" is not a time; write it like \"3 days\", \"next business day\" or \"at once\"",
    "unknown-scale": "\"{by}\" is not something an interval can follow; use pace or stage",
    "no-interval": "\"{days}\" is not an interval; write a number of days, or two, the smaller first",
    "no-factor": "\"{factor}\" is not a factor; use a number from 0.1 to 10",
    "no-number": "\"{number}\" is not a number from 0 to 3660",
    "unknown-outcome": "\"{outcome}\" is not an outcome",
    "unknown-step": "there is no step or rhythm called \"{step}\" to go on with",
}
"Code to reason; `place` is the path of keys."


class _Values(dict[str, str]):
    """Values of a fault; a missing one leaves nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def fault_reason(code: str, values: Mapping[str, str]) -> str:
    """Return a reason in words, without a full stop; a code that nobody knows comes back as it is."""
    pattern = REASONS.get(code)
    return pattern.format_map(_Values(values)) if pattern else clean(code)


def fault_line(fault: DefinitionFault) -> str:
    """Return one fault as compilers write them: `my.toml:4: "fax" is not a kind of touch (rhythm[1].kinds)`."""
    values = {name: clean(str(value)) for name, value in fault.values.items()}
    line = f":{values['line']}" if fault.values.get("line") else ""
    told = fault_reason(values.get("reason", ""), values)
    place = values.get("place", "")
    where = f" ({place})" if place and place not in told else ""
    return f"{values.get('path', '')}{line}: {told}{where}"


def fine(path: str, name: str) -> str:
    """Return that a file can be used."""
    return f"{clean(path)}: good, the cadence {clean(name)}"

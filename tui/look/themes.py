"""Themes: one TOML file each, a Textual theme plus Onward's own meanings; loaded, checked, and given to the app.

A file looks like `themes/onward-dark.toml`: `name`, `dark`, a table `[colors]` with Textual's ten and a table
`[meanings]`. Only `colors.primary` is needed; a meaning left out is taken from Onward's own dark or light.
"""

from __future__ import annotations

from pathlib import Path

from store.errors import DefinitionFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from textual.theme import Theme

DARK, LIGHT, CONTRAST = "onward-dark", "onward-light", "onward-contrast"
SIXTEEN = "onward-sixteen"
"What terminals of sixteen colours show."
AUTO = "auto"
"The word of the settings for the theme that fits the terminal's background."
MEANINGS = (
    "overdue", "running", "owed", "rescue", "today", "snoozed", "quiet", "heading", "hot", "warm", "cold", "allowed",
    "asked", "refused", "incoming", "outgoing", "bar", "bar-empty", "cursor-row", "cursor-mark", "selected-row", "key",
    "rule",
)
COLORS = ("primary", "secondary", "accent", "warning", "error", "success", "foreground", "background", "surface",
          "panel", "boost")
_ROOM = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Return the folder of the themes that ship: the package's own, or the repository's where it runs from there."""
    inside = _ROOM / "themes"
    return inside if inside.is_dir() else _ROOM.parent / "themes"


def theme_files(own_folder: str = "") -> Iterator[Path]:
    """Give every theme file: the shipped ones, then the user's own, which win by name."""
    for folder in (shipped_folder(), Path(own_folder) if own_folder else None):
        if folder is not None and folder.is_dir():
            yield from sorted(folder.glob("*.toml"))


def load_all(own_folder: str = "") -> tuple[dict[str, Theme], list[DefinitionFault]]:
    """Return all themes by name, and a fault for every file that cannot be used; the others go on."""
    themes: dict[str, Theme] = {}
    faults: list[DefinitionFault] = []
    for path in theme_files(own_folder):
        try:
            theme = load(path)
        except DefinitionFault as fault:
            faults.append(fault)
        else:
            themes[theme.name] = theme
    return themes, faults


def load_named(name: str, own_folder: str = "") -> Theme | None:
    """Return the theme of a name without reading the others, where its file has that name; None where it has none.

    Raises DefinitionFault(`bad-theme`) for a file that cannot be used.
    """
    found = [path for path in theme_files(own_folder) if path.stem == name]
    return load(found[-1]) if found else None


def load(path: Path) -> Theme:
    """Return the theme in a file, checked; raises DefinitionFault(`bad-theme`, path, line, reason)."""
    import tomllib

    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, getattr(error, "strerror", None) or "it is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise _fault(path, str(error)) from error
    return _checked(path, parsed)


def meanings(dark: bool) -> Mapping[str, str]:
    """Return Onward's meanings for a theme that has none of its own, such as Textual's."""
    return _FALLBACK_DARK if dark else _FALLBACK_LIGHT


def _checked(path: Path, parsed: Mapping[str, Any]) -> Theme:
    """Return the theme that a parsed file describes, every colour of it tried."""
    from textual.color import Color, ColorParseError
    from textual.theme import Theme

    colors = _texts(path, parsed, "colors", COLORS)
    own_meanings = _texts(path, parsed, "meanings", MEANINGS)
    if "primary" not in colors:
        raise _fault(path, "colors.primary is missing")
    dark = parsed.get("dark", True)
    if not isinstance(dark, bool):
        raise _fault(path, "dark is neither true nor false")
    name = parsed.get("name", path.stem)
    if not isinstance(name, str) or not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        raise _fault(path, "name has other characters than letters, digits, - and _")
    for key, value in {**colors, **own_meanings}.items():
        try:
            Color.parse(value)
        except ColorParseError as error:
            raise _fault(path, f"{key} is no colour: {value}") from error
    others: dict[str, Any] = {key: value for key, value in colors.items() if key != "primary"}
    variables = {**meanings(dark), **own_meanings}
    variables |= _spoken(variables, colors)
    theme = Theme(name=name, primary=colors["primary"], dark=dark, variables=variables, **others)
    try:
        theme.to_color_system().generate()
    except Exception as error:
        raise _fault(path, "its colours cannot be used together") from error
    return theme


def _spoken(known: Mapping[str, str], colors: Mapping[str, str]) -> dict[str, str]:
    """Return Textual's own text colours as plain ones of the theme: mixed with the ground they would be too faint to read."""
    found = dict.fromkeys(("text-muted", "text-disabled", "foreground-muted", "foreground-disabled"), known["quiet"])
    for name in ("accent", "error", "warning", "success"):
        if name in colors:
            found[f"text-{name}"] = colors[name]
    return {**found, "block-cursor-background": known["cursor-row"], "block-cursor-foreground": known["today"],
            "block-cursor-text-style": "bold"}


def _texts(path: Path, parsed: Mapping[str, Any], table: str, known: tuple[str, ...]) -> dict[str, str]:
    """Return one table of a theme, checked to hold known names with texts."""
    values = parsed.get(table, {})
    if not isinstance(values, dict):
        raise _fault(path, f"{table} is no table")
    for key, value in values.items():
        if key not in known:
            raise _fault(path, f"{table} has no {key}")
        if not isinstance(value, str):
            raise _fault(path, f"{table}.{key} is no text")
    return values


def _fault(path: Path, reason: str) -> DefinitionFault:
    """Return the fault of a file, with its line where the reason names one."""
    line = ""
    if "at line " in reason:
        line = reason.split("at line ", 1)[1].split(",", 1)[0].strip(" )")
    return DefinitionFault("bad-theme", path=str(path), line=line, reason=reason)


_FALLBACK_DARK = {
    "overdue": "#f0806c", "running": "#dcb872", "owed": "#8ecfbd", "rescue": "#e39a8a", "today": "#d9dde2",
    "snoozed": "#9a93c4", "quiet": "#97a2af", "heading": "#97a2af", "hot": "#f0806c", "warm": "#dcb872",
    "cold": "#7fb7c9", "allowed": "#93c48b", "asked": "#dcb872", "refused": "#f0806c", "incoming": "#8ecfbd",
    "outgoing": "#9aa7b5", "bar": "#8ecfbd", "bar-empty": "#3a424d", "cursor-row": "#242c36",
    "cursor-mark": "#8ecfbd", "selected-row": "#1f332f", "key": "#8ecfbd", "rule": "#697482",
}
_FALLBACK_LIGHT = {
    "overdue": "#b3321f", "running": "#7d5600", "owed": "#0f6b5a", "rescue": "#97422f", "today": "#23282e",
    "snoozed": "#5d4f9e", "quiet": "#5f6770", "heading": "#5f6770", "hot": "#b3321f", "warm": "#7d5600",
    "cold": "#21627a", "allowed": "#2f6b2a", "asked": "#7d5600", "refused": "#b3321f", "incoming": "#0f6b5a",
    "outgoing": "#525c66", "bar": "#0f6b5a", "bar-empty": "#cfcbc2", "cursor-row": "#e6e9e4",
    "cursor-mark": "#0f6b5a", "selected-row": "#d8ebe4", "key": "#0f6b5a", "rule": "#7d7a72",
}

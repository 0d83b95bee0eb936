"""One setting changed from inside: written into settings.toml, and heeded at once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book


def keep_setting(book: Book, section: str, name: str, value: str | list[str]) -> None:
    """Write a value and read the settings again; who is due is counted anew."""
    from store.settings import load
    from store.settings_writing import write_value

    write_value(book.home, section, name, value)
    book.use_settings(load(book.home))


def setting_given(book: Book, section: str, name: str) -> bool:
    """Return whether settings.toml says anything of a value."""
    from store.settings_writing import given

    return given(book.home, section, name)


def guess_setting(book: Book, name: str) -> str:
    """Return a good default for `name` (as the machine knows its user), `country` (locale, else zone) or `hours`."""
    practice = book.settings.practice
    if name == "hours":
        return "-".join(f"{each:%H:%M}" for each in practice.working_hours)
    if name == "country":
        return practice.country or _country_of(practice.zone)
    return book.settings.sender.name or _name_of_user()


def _name_of_user() -> str:
    """Return the full name in the machine's list of users; empty where it has none."""
    import os
    import pwd

    try:
        found = pwd.getpwuid(os.getuid()).pw_gecos.split(",", 1)[0].strip()
    except KeyError:
        return ""
    return found if " " in found else ""


def _country_of(zone: str) -> str:
    """Return the country whose zone this is, by the table of the zones' own files; empty where it tells nothing."""
    for path in ("/usr/share/zoneinfo/zone.tab", "/usr/share/zoneinfo/zone1970.tab"):
        try:
            with open(path, encoding="utf-8") as file:
                for line in file:
                    parts = line.rstrip("\n").split("\t")
                    if len(parts) > 2 and parts[2] == zone and not line.startswith("#"):
                        return parts[0].split(",", 1)[0]
        except (OSError, UnicodeDecodeError):
            continue
    return ""

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

"""One value written into settings.toml: everything else stays, and nothing that means nothing is written."""

import os
import stat
import tomllib

import pytest
from hypothesis import given as examples
from hypothesis import strategies as some

from store.book import Book
from store.errors import FileFault, OnwardError, UsageFault
from store.settings import home_under, load
from store.settings_writing import given, with_value, write_value

OWN = """# Mine.
[you]
name = "Dana"   # as on the card
email = "dana@example.com"

# When I work
[work]
days = [
  "mon",  # [you]
  "tue",
]

[keys]
done = "f"
"""


@pytest.mark.parametrize("before, section, name, value, after", [
    ("", "you", "name", "Dana", '[you]\nname = "Dana"\n'),
    (OWN, "you", "name", "Dana Cole", OWN.replace('"Dana" ', '"Dana Cole" ')),
    (OWN, "you", "phone", "1", OWN.replace('example.com"\n', 'example.com"\nphone = "1"\n')),
    (OWN, "work", "days", ["wed"], OWN.replace('[\n  "mon",  # [you]\n  "tue",\n]', '["wed"]')),
    (OWN, "work", "hours", "08:00-16:00", OWN.replace('"tue",\n]\n', '"tue",\n]\nhours = "08:00-16:00"\n')),
    (OWN, "look", "theme", "auto", OWN + '\n[look]\ntheme = "auto"\n'),
    ("[you]\r\nname = 'A # b' # c\r\n", "you", "name", "B", '[you]\r\nname = "B" # c\r\n'),
    ("[ you ] # me", "you", "name", "B", '[ you ] # me\nname = "B"\n'),
    ("you = {name = 'x'}\n", "you", "name", "B", None),
])
def test_only_the_value_changes(before, section, name, value, after):
    assert with_value(before, section, name, value) == after


@examples(some.text(alphabet=some.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was_written(value):
    assert tomllib.loads(with_value(OWN, "you", "name", value))["you"]["name"] == value


def test_the_file_is_private_and_a_link_stays_one(tmp_path):
    home = home_under(str(tmp_path / "home"))
    write_value(home, "you", "name", "Dana")
    assert stat.S_IMODE(os.stat(home.settings).st_mode) == 0o600
    real = tmp_path / "dotfiles.toml"
    os.replace(home.settings, real)
    os.symlink(real, home.settings)
    write_value(home, "you", "name", "Cole")
    assert os.path.islink(home.settings)
    assert load(home).sender.name == "Cole"
    assert sorted(os.listdir(tmp_path / "home")) == ["cache", "settings.toml"]


@pytest.mark.parametrize("before, section, name, value, fault", [
    ("", "work", "hours", "noon", UsageFault),
    ("", "place", "zone", "Mars/Base", UsageFault),
    ("you = {name = 'x'}\n", "you", "name", "B", FileFault),
    ("[you\n", "you", "name", "B", OnwardError),
])
def test_what_cannot_be_is_not_written(tmp_path, before, section, name, value, fault):
    home = home_under(str(tmp_path))
    (tmp_path / "settings.toml").write_text(before)
    with pytest.raises(fault):
        write_value(home, section, name, value)
    assert (tmp_path / "settings.toml").read_text() == before
    assert os.listdir(tmp_path) == ["settings.toml"]


def test_what_is_said_and_left_empty_counts_as_said(tmp_path):
    home = home_under(str(tmp_path))
    assert not given(home, "you", "name")
    write_value(home, "you", "name", "")
    assert given(home, "you", "name")


def test_the_book_heeds_it_at_once(tmp_path):
    book = Book.open(home_under(str(tmp_path)))
    book.keep_setting("work", "hours", "07:00-15:00")
    assert [each.hour for each in book.practice.working_hours] == [7, 15]
    book.close()

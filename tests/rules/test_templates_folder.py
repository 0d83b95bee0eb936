"""Template folders: the user's own go before those that ship, and one bad file never hides the others."""

from __future__ import annotations

import os

import pytest

from store.templates import LARGEST, load

GOOD = "family: reply\n\nmine: $first_name"


def folder_with(tmp_path, **files):
    for name, content in files.items():
        path = tmp_path / name.replace("__", "/").replace("_txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def test_without_a_folder_there_are_the_shipped_ones(tmp_path):
    templates, faults = load([tmp_path / "not-there"])
    assert faults == ()
    assert {each.language for each in templates} == {"de", "en"}
    assert [each.name for each in templates] == [each.name for each in load()[0]]


def test_the_numbers_of_wordings_are_in_order():
    names = [each.name for each in load()[0] if each.family == "thank-you" and "text" in each.kinds
             and each.language == "en"]
    assert names == ["thank-you-text", "thank-you-text-2", "thank-you-text-3", "thank-you-text-4"]


def test_the_users_own_go_first_and_a_folder_is_a_language(tmp_path):
    folder = folder_with(tmp_path, b_txt=GOOD, a_txt=GOOD, de__a_txt=GOOD, fr__c_txt="language: fr-CH\n" + GOOD)
    templates, faults = load([str(folder)])
    assert faults == ()
    assert [(each.name, each.language) for each in templates[:3]] == [("a", ""), ("b", ""), ("c", "fr-CH")]
    assert templates[3:] == load()[0]


def test_the_users_takes_the_place_of_the_shipped_one_of_its_name(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "reply-mail.txt").write_text("subject: s\nfamily: reply\n\nmine")
    templates, _ = load([tmp_path])
    assert [each.body for each in templates if each.name == "reply-mail" and each.language == "en"] == ["mine"]


def test_a_faulty_one_is_named_and_the_shipped_one_stays(tmp_path):
    folder = folder_with(tmp_path, good_txt=GOOD, picture_txt=b"\x89PNG\xff\xfe", large_txt=b"x" * (LARGEST + 1),
                         gap_txt="family: a\n\n$frist_name")
    (folder / "en").mkdir()
    (folder / "en" / "reply-mail.txt").write_text("not a head")
    (folder / "folder.txt").mkdir()
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    templates, faults = load([folder])
    assert "good" in {each.name for each in templates}
    assert [each.language for each in templates if each.name == "reply-mail"] == ["de", "en"]
    told = {os.path.basename(each.values["path"]): each.values.get("reason", each.code) for each in faults}
    assert told == {"picture.txt": "not-text", "large.txt": "too-long", "gap.txt": "unknown-gap",
                    "folder.txt": "unreadable", "lost.txt": "unreadable", "reply-mail.txt": "no-head"}


@pytest.mark.parametrize("name", [".hidden.txt", "notes.md", "_draft.txt", "draft.txt~"])
def test_other_files_are_left_alone(tmp_path, name):
    (tmp_path / name).write_text("anything")
    assert load([tmp_path], shipped=False) == ((), ())

"""Cards, notes and letters as files to print: what stands in them, who may read them, and their end."""

from __future__ import annotations

import os
import stat

import pytest

from store.errors import FileFault, UsageFault
from store.model import Address


@pytest.fixture
def marty(book):
    contact = book.log("met Marty Chen @Acme 415 555 0100 hot").contacts[0]
    person = book.dossier(contact).contact
    book.change([contact], addresses=(*person.addresses, Address("post", "1 Main Street\nOakland CA 94607")))
    return contact


def written(book, contact, kind, body="Dear Marty,\n\n" + "It was a pleasure to hear about your roof. " * 4 + "\n\nSam"):
    draft = book.draft(contact, kind)
    book.save_draft(draft.id, "", body)
    return book.write_paper(draft.id), draft.id


@pytest.mark.parametrize(("kind", "size", "columns"), [("card", "148mm 105mm", 44), ("note", "148mm 105mm", 56), ("letter", "8.5in 11in", 72)])
def test_a_page_and_a_text(book, marty, kind, size, columns):
    receipt, draft = written(book, marty, kind)
    page, plain = (open(receipt.values[each], encoding="utf-8").read() for each in ("path", "text"))
    assert f"@page {{ size: {size};" in page
    assert "1 Main Street\nOakland CA 94607" in page
    assert "Marty Chen\n1 Main Street" in plain
    assert max(map(len, plain.splitlines())) <= columns
    assert "pleasure to hear" in plain
    found = next(each for each in book.drafts() if each.id == draft)
    assert (found.state, found.way) == ("handed", "file")
    for path in (receipt.values["path"], receipt.values["text"]):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
    assert sorted(os.listdir(os.path.dirname(path))) == sorted(map(os.path.basename, (page_path(receipt), path)))


def page_path(receipt):
    return receipt.values["path"]


def test_without_an_address_the_words_alone(book):
    contact = book.log("met Lena Voss").contacts[0]
    receipt, _ = written(book, contact, "card", "Dear Lena,\nthank you.")
    assert open(receipt.values["text"]).read() == "Dear Lena,\nthank you.\n"


def test_written_again_it_is_one_file(book, marty):
    first, draft = written(book, marty, "card")
    book.not_sent([draft])
    book.save_draft(draft, "", "Other words")
    again = book.write_paper(draft)
    assert again.values["path"] == first.values["path"]
    assert "Other words" in open(again.values["path"]).read()


def test_a_name_of_any_letters_makes_a_plain_file_name(book):
    contact = book.log('met "../../ Åsa 陳 \\ /etc/passwd ' + "x" * 300 + '"').contacts[0]
    receipt, _ = written(book, contact, "note")
    name = os.path.basename(receipt.values["path"])
    assert name.isascii()
    assert len(name) < 100
    assert os.path.dirname(receipt.values["path"]).endswith("to-print")


def test_what_is_not_on_paper_is_not_printed(book, marty):
    draft = book.draft(marty, "text")
    with pytest.raises(UsageFault):
        book.write_paper(draft.id)


def test_where_nothing_can_be_written_the_draft_stays_open(book, marty, home):
    open(os.path.join(os.path.dirname(home.book), "to-print"), "w").close()
    with pytest.raises(FileFault) as caught:
        written(book, marty, "card")
    assert caught.value.code == "file-unwritable"
    assert [each.state for each in book.drafts() if each.kind == "card"] == ["open"]


def test_forgetting_a_person_takes_their_files(book, marty):
    other = book.log("met Lena Voss").contacts[0]
    mine, _ = written(book, marty, "card")
    theirs, _ = written(book, other, "card", "Dear Lena")
    book.forget(marty)
    assert not os.path.exists(mine.values["path"])
    assert not os.path.exists(mine.values["text"])
    assert os.path.exists(theirs.values["path"])

"""The rows of the queue know of the drafts that wait, also after a restart."""

from __future__ import annotations

from tui.wording.inbox import with_draft


def rows(book, split="today"):
    return {row.name: row.draft for row in book.queue(split).rows}


def test_a_row_says_that_a_draft_waits_until_it_left(book, again):
    marty = book.log("met Marty Chen 415 555 0100 hot").contacts[0]
    book.log("met Lena Voss lena@example.com hot")
    assert rows(book) == {"Marty Chen": "", "Lena Voss": ""}
    draft = book.draft(marty, "text")
    assert rows(book) == {"Marty Chen": "open", "Lena Voss": ""}
    assert rows(again()) == {"Marty Chen": "open", "Lena Voss": ""}
    book.hand_over(draft.id, "qr")
    assert rows(book)["Marty Chen"] == "handed"
    book.draft(marty, "text")
    assert rows(book)["Marty Chen"] == "handed"
    book.sent([draft.id])
    assert rows(book, "everyone")["Marty Chen"] == "open"
    for each in book.drafts():
        book.drop_draft(each.id)
    assert set(rows(book, "everyone").values()) == {""}
    book.undo()
    assert rows(book, "everyone")["Marty Chen"] == "open"


def test_in_words(book):
    marty = book.log("met Marty Chen 415 555 0100 hot").contacts[0]
    row = book.queue().rows[0]
    assert with_draft(row, "met just now") == "met just now"
    book.draft(marty, "text")
    assert with_draft(book.queue().rows[0], "met just now") == "a draft waits · met just now"
    assert with_draft(book.queue().rows[0], "") == "a draft waits"

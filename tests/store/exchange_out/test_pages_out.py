"""Labels, letters and histories going out: nothing in a name or note acts, nothing is cut unseen."""

from __future__ import annotations

import csv
import datetime as dt
import html.parser
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from outgoing_people import ID, STAMP, STEADY, contacts, paragraph

from store.exchange import history_writing, label_writing, mail_merge_writing, postal
from store.exchange.label_writing import SHEETS
from store.model import Address, Contact, Dossier, Moment, Planned, Promise, SpecialDate, Touch

HOSTILE = ("# not a heading", "- no item", "1. no list", "1) no list", "> no quote", "    no code", "\tno code", "```", "~~~", "---",
           "===", "***", "| a | b |\n|---|---|\n| c | d |", "<script>alert(1)</script>", "<img src=x onerror=y>", "&lt;b&gt; &amp;",
           "[a](javascript:alert(1))", "![a](http://example.com/x.png)", "<http://example.com>", "http://example.com/a_b_c",
           "www.example.com", "ann@example.com", "*a* _b_ **c** ~~d~~ `e` ==f==", "[^1]: note", "[x]: http://example.com",
           "a\\", "\\*", "&copy; &#35;", "$x$ {{ site.x }} {% x %}", "line one  \nline two", "mailto:a@example.com", "<!-- a -->",
           "a\r\nb\rc\u2028d", "@someone #12 :smile:", "+ a", "* a", "_", "\u202eevil", "10\\. a")
WORDS = history_writing.Words(lambda each: "Tue 24 Nov 2026", lambda each: "Fri 27 Nov 2026", lambda each: each.kind)
PLAIN = {"paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close", "text", "softbreak", "hardbreak",
         "text_special"}


def tokens(text: str) -> set[str]:
    """Return the kinds of everything that a reader of Markdown with all extensions finds in a text."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = reader.parse(text)
    return {each.type for each in found} | {one.type for each in found for one in each.children or ()}


def shown(text: str) -> str:
    """Return the words that a reader of Markdown shows."""
    found = MarkdownIt("commonmark", {"html": True}).parse(text)
    return "\n".join("".join("\n" if one.type in ("softbreak", "hardbreak") else one.content for one in each.children or ())
                     for each in found if each.type == "inline")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_note_is_only_text(text):
    assert tokens(history_writing.quoted(text)) <= PLAIN
    assert tokens(history_writing.escaped(text.split("\n")[0])) <= PLAIN
    words = "".join(each for each in "".join(text.split()) if each not in "\u202e")
    assert "".join(shown(history_writing.quoted(text)).split()) == words


@settings(STEADY, max_examples=150)
@given(st.one_of(paragraph, st.lists(st.sampled_from(HOSTILE), max_size=4).map("\n".join)))
def test_any_text_is_only_text(text):
    assert tokens(history_writing.quoted(text)) <= PLAIN


@pytest.mark.parametrize("text, never", [("http://example.com", "p://"), ("www.example.com", "www.e"), ("a@example.com", "a@"),
                                         ("see https://x.example", "s:/"), (":smile:", " :s"), ("mailto:a", "o:a")])
def test_nothing_becomes_a_link_where_links_are_made_of_bare_words(text, never):
    assert never not in " " + history_writing.escaped(text)


def dossier() -> Dossier:
    """Return somebody with everything hostile."""
    contact = Contact(ID, "# <b>Ann</b> [x](y)", company="*Acme*", note="\n".join(HOSTILE), tags=("<i>",), addresses=(
        Address("email", "ann@example.com"), Address("phone", "+14155550100;ext=7", "", "mobile"), Address("post", "1 Main St\nOakland")))
    touches = tuple(Touch(f"t{number}", (ID,), "email", "in", Moment(STAMP + dt.timedelta(days=number)), STAMP, note=text, subject=text,
                          text=text + "!") for number, text in enumerate(HOSTILE))
    promise = Promise("p", ID, "call", Planned(dt.date(2026, 11, 27)), "- <u>call</u>\n# x")
    return Dossier(contact, touches, promises=(promise,), dates=(SpecialDate("", ID, "birthday", 3, 15),))


def test_a_history_holds_everything_newest_first_and_nothing_in_it_acts():
    text = b"".join(history_writing.history(dossier(), WORDS)).decode()
    found = tokens(text)
    assert not found & {"html_block", "html_inline", "link_open", "image", "fence", "code_block", "code_inline", "table_open", "hr",
                        "strong_open", "ordered_list_open", "s_open"}
    assert text.startswith("# \\# &lt;b&gt;Ann")
    assert "+14155550100 x7 (mobile)".replace("+", "\\+") in text and "\\-\\-03\\-15" in text
    assert text.index("10\\\\") < text.index("not a heading", text.index("## What passed"))
    assert text.count("### ") == len(HOSTILE)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "…", "a/b\\c\0", "漢" * 300, "con", ".hidden", "Zoë Ångström-O'Neil"])
def test_a_file_is_named_in_plain_words(name):
    found = history_writing.file_name(Dossier(Contact(ID, name)))
    assert found.endswith("-00000001.md") and len(found.encode()) < 200
    assert not set("/\\\0 .'") & set(found.removesuffix(".md")) and found[0] not in ".-"


def people(count: int) -> list[list[str]]:
    """Return labels."""
    return [[f"Person {number}", f"{number} Main St", "Oakland, CA 94607"] for number in range(count)]


@pytest.mark.parametrize("name, per_page", [("5160", 30), ("l7160", 21)])
def test_sheets_of_text_hold_every_label_in_its_place(name, per_page):
    sheet = SHEETS[name]
    pages = b"".join(label_writing.text(people(per_page + 2), sheet, skipped=1)).decode().split("\f")
    assert len(pages) == 2
    lines = pages[0].split("\n")
    assert lines[0][:sheet.letters].strip() == "", "the first label is used up"
    assert lines[0][sheet.letters + 2:].startswith("Person 0")
    assert lines[sheet.lines].startswith("Person 2")
    assert all(len(line) <= sheet.columns * (sheet.letters + 2) for line in lines)
    assert len(lines) - 1 <= sheet.rows * sheet.lines
    assert sum(page.count("Person") for page in pages) == per_page + 2


def test_a_long_line_goes_on_below_and_what_has_no_room_ends_in_an_ellipsis():
    sheet = SHEETS["5160"]
    text = b"".join(label_writing.text([["Dr. Maximiliana von und zu Hohenlohe-Waldenburg", *(["x" * 200])]], sheet)).decode()
    assert text.startswith("Dr. Maximiliana von und zu\nHohenlohe-Waldenburg\n")
    assert text.rstrip().endswith("…")


class Page(html.parser.HTMLParser):
    """What a page of labels holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.places: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.places += [value for name, value in attrs if name == "style"]
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]

    def handle_data(self, data):
        self.words.append(data)


def test_a_page_of_labels_is_text_in_its_place():
    contact = Contact(ID, "<script>x</script>", company="\"A\" & B", addresses=(Address("post", "<img src=x>\nOakland"),))
    page = Page()
    page.feed(b"".join(label_writing.page([label_writing.lines_of(contact)] * 22, SHEETS["l7160"], skipped=3)).decode())
    assert set(page.tags) <= {"html", "head", "meta", "title", "style", "body", "section", "div", "p"}
    assert "<script>x</script>" in page.words and "<img src=x>" in page.words
    assert page.tags.count("section") == 2 and page.tags.count("div") == 22
    assert page.places[0] == "left:7.21mm;top:53.25mm"


@settings(STEADY, max_examples=30)
@given(contact=contacts())
def test_a_row_for_letters_is_never_a_formula_and_always_as_wide(contact):
    post = contact.address("post")
    letter = mail_merge_writing.Letter(contact, tuple(post.value.split("\n")) if post else (), "call", "check-in", {"event": "=1"})
    rows = list(csv.reader(io.StringIO(b"".join(mail_merge_writing.write([letter], ["event", "company"])).decode(), newline="")))
    assert {len(each) for each in rows} == {len(rows[0])}
    assert not [each for each in rows[1] if each[:1] in ("=", "+", "-", "@", "\t")]
    assert rows[1][rows[0].index("event")] == "'=1"


@pytest.mark.parametrize("contact, said", [
    (Contact(ID, "Dr. Ann Berg", prefix="Dr.", given="Ann", family="Berg"), "Dear Dr. Berg,"),
    (Contact(ID, "Ann Berg", given="Ann"), "Dear Ann,"), (Contact(ID, "ann@example.com"), "Dear Sir or Madam,"),
    (Contact(ID, "Ann Berg", given="Ann", language="de-AT"), "Guten Tag Ann Berg,"),
    (Contact(ID, "Ann Berg", given="Ann", language="fr"), "Bonjour Ann,"), (Contact(ID, "555 0100"), "Dear Sir or Madam,"),
])
def test_the_greeting(contact, said):
    assert mail_merge_writing.salutation(contact) == said


@pytest.mark.parametrize("text, parts", [
    ("1 Main St\nOakland, CA 94607\nUSA", ("", "", "1 Main St", "Oakland", "CA", "94607", "USA")),
    ("Hauptstraße 5\n10115 Berlin", ("", "", "Hauptstraße 5", "Berlin", "", "10115", "")),
    ("Acme\n5 rue X\nF-75001 Paris\nFrance", ("", "", "Acme\n5 rue X", "Paris", "", "F-75001", "France")),
    ("Just here", ("", "", "Just here", "", "", "", "")),
])
def test_an_address_in_lines_is_told_apart_where_that_is_sure(text, parts):
    assert postal.parts(text) == parts
    assert postal.lines(parts) == text

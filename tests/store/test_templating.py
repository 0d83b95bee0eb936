"""Templates through the book: which one a draft takes, the user's own, checks, and words kept as a template."""

import os
from pathlib import Path

import pytest

from store.errors import BookFault, DefinitionFault, FileFault, NotFound, UsageFault
from store.templates import load

GOOD = "family: thank-you\nkinds: text\n\nmine, $first_name[[ of $company]]"


@pytest.fixture
def marty(book):
    """Marty Chen of Acme, met just now."""
    return book.log("met Marty Chen @Acme 415 555 0100 marty@example.com hot").contacts[0]


def own(book, name, text, language="en"):
    path = Path(book.home.templates, language, f"{name}.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_person_never_had_comes_first_over_the_whole_history(book, marty):
    families = {each.name: each.family for each in book.all_templates()[0]}
    had = []
    for _ in range(3):
        draft = book.draft(marty, "email")
        assert draft.template not in had, "no template twice"
        had.append(draft.template)
        book.sent([draft.id])
    book.use_cadence([marty], "keep")
    draft = book.draft(marty, "email")
    assert draft.template and draft.template not in had, "a new plan does not forget what they had"
    assert families[had[0]] == "thank-you"


def test_what_was_handed_over_counts_as_gone(book, marty):
    draft = book.draft(marty, "text")
    book.hand_over(draft.id, "qr")
    gone = {each.name: each.used for each in book.templates(marty, "text")}
    assert gone[draft.template] is not None


def test_the_choices_begin_with_what_is_due_and_was_never_used(book, marty):
    names = [each.name for each in book.templates(marty, "text")]
    assert [each.family for each in book.templates(marty, "text")][:4] == ["thank-you"] * 4
    book.sent([book.draft(marty, "text", names[0]).id])
    book.undo()
    assert names[0] == "thank-you-text"
    assert len(names) == len(set(names)), "a name once, in the reader's language"


def test_a_contacts_language_chooses_the_words(book, marty):
    book.change([marty], language="de")
    assert book.fill(marty, "text").body.startswith("Guten Tag Marty Chen")
    assert {each.language for each in book.templates(marty, "text")} <= {"de", "en"}
    assert book.fill(marty, "email", "thank-you-mail").subject.startswith("Schön")
    book.change([marty], language="nl")
    assert book.fill(marty, "email", "thank-you-mail").subject.startswith("Good to meet you")


def test_the_users_own_takes_the_place_of_a_shipped_one(book, marty):
    own(book, "thank-you-text", GOOD)
    assert book.fill(marty, "text").body == "mine, Marty of Acme"
    entry = book.template("thank-you-text")
    assert entry.own and entry.text == GOOD
    assert not book.template("thank-you-text", "de").own


def test_one_for_any_language_is_said_in_the_users_days(book, marty):
    path = Path(book.home.templates, "mine.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("family: thank-you\nkinds: text\n\nfrom $day_met", encoding="utf-8")
    assert book.fill(marty, "text", "mine").body == "from today"
    book.change([marty], language="de")
    assert book.fill(marty, "text", "mine").body == "from heute"


def test_a_faulty_one_is_named_and_the_rest_goes_on(book, marty):
    bad = own(book, "bad", "family: a\n\n$frist_name")
    entries, faults = book.all_templates()
    assert [each.values["path"] for each in faults] == [str(bad)] and len(entries) > 100
    with pytest.raises(DefinitionFault):
        book.fill(marty, "text", "bad")
    with pytest.raises(DefinitionFault):
        book.template("bad")
    with pytest.raises(NotFound) as caught:
        book.template("thank-yu-text")
    assert caught.value.values["hint"] == "thank-you-text"


def test_check_names_every_fault_and_what_is_worth_knowing(book, tmp_path):
    own(book, "a", "family: a\n\n$frist_name $compny")
    own(book, "thank-you-text", GOOD)
    own(book, "c", "family: thank-yu\n\nHi $first_name", "de")
    own(book, "d", "kinds: text\n\nHi")
    found = {each.name: each for each in book.check_templates()}
    assert [each.values["hint"] for each in found["a"].faults] == ["first_name", "company"]
    assert [each.code for each in found["thank-you-text"].notes] == ["replaces-shipped"]
    assert [(each.code, each.values["hint"]) for each in found["c"].notes] == [("unknown-family", "thank-you")]
    assert [each.code for each in found["d"].notes] == ["by-hand"]
    (alone,) = book.check_templates([Path(book.home.templates, "de", "c.txt")])
    assert alone.name == "c"
    assert len(book.check_templates([Path(book.home.templates)])) == 4
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    assert book.check_templates([tmp_path / "link.txt"])[0].faults[0].values["reason"] == "unreadable"
    with pytest.raises(FileFault):
        book.check_templates([tmp_path / "missing.txt"])


def test_a_new_one_is_a_copy_or_a_beginning_that_can_be_used_at_once(book, marty):
    copied = book.new_template("My Thanks", "thank-you-text")
    assert Path(copied.path) == Path(book.home.templates, "en", "my-thanks.txt")
    assert Path(copied.path).read_text() == book.template("thank-you-text").text
    assert os.stat(copied.path).st_mode & 0o077 == 0
    for name in ("gift-mail-9", "reply-text-9", "whatever"):
        made = book.new_template(name)
        assert book.check_templates([Path(made.path)])[0].faults == ()
        assert book.fill(marty, "", name).body
    assert book.template("gift-mail-9").family == "gift"
    german = book.new_template("dank", "thank-you-text", "de")
    assert "Guten Tag" in german.text and german.language == "de"


def test_nothing_is_ever_written_over(book):
    made = book.new_template("mine")
    for again in (lambda: book.new_template("mine"), lambda: book.keep_template("mine", "text", "", "en", "", "hello")):
        with pytest.raises(UsageFault) as caught:
            again()
        assert caught.value.code == "template-exists"
    assert Path(made.path).read_text() == made.text
    os.remove(made.path)
    os.symlink("/nonexistent/place", made.path)
    with pytest.raises(UsageFault):
        book.new_template("mine")
    before = sorted(Path(book.home.templates).rglob("*"))
    book.new_template("other", dry_run=True)
    assert sorted(Path(book.home.templates).rglob("*")) == before


@pytest.mark.parametrize("name", ["", "  ", "../../etc/passwd", "a/b", ".hidden", "\x1b[31m", "x" * 100, "_mine", "-", "a\nb"])
def test_no_name_leaves_the_folder(book, name):
    try:
        made = book.new_template(name)
    except UsageFault as fault:
        assert fault.code == "bad-template-name"
    else:
        assert Path(made.path).parent == Path(book.home.templates, "en")
        assert not made.name.startswith((".", "_")) and made.name.isprintable()
        assert made.name in {each.name for each in book.all_templates()[0]}


def test_a_folder_that_cannot_be_written_is_said(book):
    Path(book.home.templates).parent.mkdir(parents=True, exist_ok=True)
    Path(book.home.templates).write_text("a file in the place of a folder")
    with pytest.raises(BookFault) as caught:
        book.new_template("mine")
    assert caught.value.code == "cannot-write"


def test_a_draft_becomes_a_template_again(book, marty):
    draft = book.draft(marty, "email")
    book.save_draft(draft.id, "Good to meet you, Marty", "Hi Marty,\n\nhow is Acme? It costs $5. Today was good.\n\nMarty Chen!")
    proposal = book.as_template(draft.id)
    assert proposal.subject == "Good to meet you, $first_name"
    assert proposal.body == "Hi $first_name,\n\nhow is $company? It costs $$5. Today was good.\n\n$name!"
    assert (proposal.name, proposal.family, proposal.kinds, proposal.language) == ("my-thank-you", "thank-you", ("email",), "en")
    kept = book.keep_template(proposal.name, "email", proposal.family, proposal.language, proposal.subject, proposal.body)
    assert book.fill(marty, "email", kept.name).body == book.drafts()[0].body
    assert book.as_template(draft.id).name == "my-thank-you-2"
    other = book.log("met Ana Duarte @Blom ana@example.com").contacts[0]
    assert book.fill(other, "email").template == kept.name, "the user's own go first"
    assert "how is Blom? It costs $5" in book.fill(other, "email").body


@pytest.mark.parametrize(("kinds", "subject", "body", "code"), [
    ("pigeon", "", "hello", "bad-value"), ("email", "", "hello", "bad-template"), ("text", "", "  ", "bad-template"),
    ("text", "", "hi\n$frist", "unknown-gap"), ("text", "", "[[open", "bad-template"), ("text", "", "x" * 70_000, "bad-template"),
])
def test_what_cannot_be_a_template_is_refused_with_the_line_of_the_words(book, kinds, subject, body, code):
    with pytest.raises((UsageFault, DefinitionFault)) as caught:
        book.keep_template("mine", kinds, "", "en", subject, body)
    assert caught.value.code == code
    if code == "unknown-gap":
        assert caught.value.values["line"] == 2
    assert not Path(book.home.templates).exists()


@pytest.mark.parametrize("language", ["", "../..", "DE-at", "e", "/etc", "english-and-more"])
def test_a_language_is_a_folder_of_its_own_and_nothing_else(book, language):
    made = book.keep_template("mine", "text", "", language, "", "hello")
    assert Path(made.path).parent.parent == Path(book.home.templates)
    assert Path(made.path).parent.name in ("en", "de", "english")


def test_hostile_words_of_a_head_stay_in_their_line(book):
    made = book.keep_template("mine", "text", "a\nkinds: email\nsubject: x", "en", "one\ntwo\r\nBcc: x@example.com", "hello")
    entry = book.template("mine")
    assert (entry.kinds, entry.subject) == (("text",), "one two Bcc: x@example.com")
    assert made.text.count("\n\n") == 1


def test_thanks_to_a_referrer_do_not_repeat_what_the_referrer_had(book):
    pat = book.log("met Pat Weber 415 555 0111 pat@example.com").contacts[0]
    book.log('referred Jo Hart jo@example.com via:"Pat Weber"')
    jo = book.who("Jo Hart").id
    wanted = [each.name for each in load()[0] if each.family == "referral-thanks" and "text" in each.kinds and each.language == "en"]
    due = next((each for each in book.agenda(jo).candidates if each.step == "thank-referrer"), None)
    assert due is not None
    if book.next_due(jo).step == "thank-referrer":
        assert book.fill(jo, "text").template == wanted[0]
    assert {each.used for each in book.templates(pat, "text")} == {None}

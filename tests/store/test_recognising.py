"""Who a line is about: mail, number, last digits, profile, company, name parts; near duplicates are asked about."""

import pytest


@pytest.fixture(autouse=True)
def people(book):
    """Put three people into the book."""
    for line in (
        "met Marty Chen @Acme 415 555 0100 marty@example.com https://www.linkedin.com/in/marty-chen-1a2b/",
        "met Lena Voss @\"Voss Studio\" +1 415 555 0123 x12", "met Robert Hale @Delta", "met Ana Duarte",
    ):
        assert not book.log(line).unfiled


@pytest.mark.parametrize(("line", "name"), [
    ("called 0100", "Marty Chen"), ("vm 550100", "Marty Chen"), ("called 555-0100", "Marty Chen"),
    ("called 415.555.0100", "Marty Chen"), ("called Marty", "Marty Chen"), ("vm CHEN", "Marty Chen"),
    ("texted chen marty", "Marty Chen"), ("called @Acme", "Marty Chen"), ("called @voss studio", "Lena Voss"),
    ("emailed MARTY@example.com", "Marty Chen"), ("met linkedin.com/in/marty-chen-1a2b", "Marty Chen"),
    ("called 415 555 0123", "Lena Voss"), ("met Marty Chen", "Marty Chen"), ("call 0100 tomorrow", "Marty Chen"),
])
def test_somebody_known_is_recognised(book, line, name):
    proposal = book.propose(line)
    assert proposal.known is not None and proposal.known.name == name and not proposal.doubt


@pytest.mark.parametrize(("line", "doubt", "candidates"), [
    ("met Marty", "near-duplicate", ["Marty Chen"]), ("met Marti Chen", "near-duplicate", ["Marty Chen"]),
    ("met Bob Hale", "near-duplicate", ["Robert Hale"]), ("met R. Hale 415 555 0177", "near-duplicate", ["Robert Hale"]),
    ("met Martin J. Chen", "near-duplicate", ["Marty Chen"]), ("met Marty Chen @Delta", "near-duplicate", ["Marty Chen"]),
    ("met Jo Hart 415 555 0100", "near-duplicate", ["Marty Chen"]), ("called 0199", "no-name", []),
    ("called @Nowhere", "no-name", []), ("met @Acme", "no-name", ["Marty Chen"]), ("met Anna Duarte", "near-duplicate", ["Ana Duarte"]),
])
def test_what_may_be_somebody_known_is_asked_about_and_kept(book, line, doubt, candidates):
    proposal = book.propose(line)
    assert (proposal.doubt, [each.name for each in proposal.candidates]) == (doubt, candidates)
    before = len(book.everyone())
    receipt = book.log(line)
    assert receipt.unfiled and [each.line for each in book.unfiled()] == [line] and len(book.everyone()) == before


@pytest.mark.parametrize("line", [
    "met Marti Chen marti@example.com", "met Lena Vogt", "met Ana Lopez", "met Ann Chen", "met Jo Hale",
    "met Sam Reed 415 555 0123 x14",
])
def test_somebody_told_apart_is_new(book, line):
    assert book.propose(line).creates


def test_a_company_with_two_people_is_ambiguous(book):
    book.log("met Jo Hart @Acme")
    proposal = book.propose("called @Acme")
    assert proposal.doubt == "ambiguous" and {each.name for each in proposal.candidates} == {"Jo Hart", "Marty Chen"}


def test_a_number_typed_short_is_not_added_again(book):
    receipt = book.log("called 555-0100")
    kept = book.dossier(receipt.contacts[0]).contact
    assert [each.value for each in kept.addresses if each.channel == "phone"] == ["+14155550100"]


def test_a_mail_slip_is_a_question_and_stored_as_typed(book):
    (question,) = book.propose("met Tom Ashby tom@gmial.com").questions
    assert (question.code, question.values) == ("mail-slip", {"typed": "tom@gmial.com", "meant": "tom@gmail.com"})
    receipt = book.log("met Tom Ashby tom@gmial.com")
    assert receipt.values["slips"] == [{"typed": "tom@gmial.com", "meant": "tom@gmail.com"}]
    assert book.dossier(receipt.contacts[0]).contact.addresses[0].value == "tom@gmial.com"
    assert book.propose("met Tom Lee tom@example.com").questions == ()


@pytest.mark.parametrize(("line", "shared"), [
    ("met Jo Hart 415 555 0100", "phone"), ("met Jo Hart MARTY@example.com", "mail"),
    ("met Jo Hart linkedin.com/in/marty-chen-1a2b", "link"), ("met Marti Chen", ""),
])
def test_what_somebody_has_in_common_with_a_line_is_told(book, line, shared):
    proposal = book.propose(line)
    assert [(each.name, each.why) for each in proposal.candidates] == [("Marty Chen", shared)]

"""Gaps left open: every form that programs and people leave, and what only looks like one."""

import pytest

from store.rules.draft_check import check

OPEN = [
    "‹where you met›", "$first_name", "${company}", "{gap}", "{{first_name}}", "{{ contact.first_name | default: 'friend' }}",
    "{% first %}", "<%= name %>", "[Name]", "[your company]", "[insert date]", "[X]", "[[name]]", "<first name>", "<NAME>",
    "<<First Name>>", "«Vorname»", "%FIRSTNAME%", "%first_name%", "%%name%%", "*|FNAME|*", "#FirstName#", "##NAME##", "@@name@@",
    "{!Contact.FirstName}", "XXX", "$XX", "XX%", "xxxx", "TBD", "TBC", "TODO", "FIRST_NAME", "FNAME", "COMPANY NAME", "first_name",
    "(your name)", "(insert name)", "INSERT COMPANY HERE", "lorem ipsum", "___", "______", "[Firma]", "[prénom]", "{Nombre}", "???",
    "{FirstName}", "[Company Name]", "[something specific about their work]", "[% name %]",
]
GREETINGS = ["Dear ,", "Hi ,", "Hello  ,", "Dear,", "Dear Mr. ,", "Dear Ms ,", "Hi null,", "Dear undefined,", "Hi None,", "Dear FNAME,",
             "Hi Name,", "Dear First Name,", "Liebe ,", "Sehr geehrter Herr ,", "Cher ,", "Estimado ,", "Hi [Name],", "Hi {name},",
             "Hi first_name,", "Dear <name>,", "Hi %NAME%,", "Dear Customer Name,"]
FINE = [
    "It costs $500, or $1.5k with the roof.", "See [1] and [2] for the numbers.", "She said it was “fine” [sic].",
    "Read [the plan](https://example.com/plan) first.", "Write to <sam@example.com> or see <https://example.com/a>.",
    "The box is 40 x 60 cm, size XXL.", "Love you xx", "See you soon! xxx", "50% of them came, 20%-30% stayed.",
    "We met in room #12 and #13.", "My handle is @sam and the tag is #chamber.", "if (a < b and c > d) it holds",
    "f(x) = {1, 2, 3}", "Was it the name on the door? What???", "Wait... what......", "I <3 the plan", "Name the day.",
    "It is on file (your invoice, that is).", "- [ ] call Tom\n- [x] mail Ana", "He works at Toys R Us.", "Cost: $AAPL went up.",
    "~30 people and ~40 chairs", "<b>Thursday</b> at ten", "a | b | c",
]


@pytest.mark.parametrize("gap", OPEN)
@pytest.mark.parametrize("frame", ["Hi Marty, good to meet you at {} on Tuesday.", "Hi Marty,\n\nthe party at {} was fun.\n\nSam"])
def test_an_open_gap_is_found_where_it_stands(gap, frame):
    text = frame.replace("{}", gap)
    found = [each for each in check(text) if each.rule == "unfilled"]
    assert found
    place = text.index(gap)
    assert found[0].start < place + len(gap) and found[0].end > place
    assert found[0].text == text[found[0].start : found[0].end]


@pytest.mark.parametrize("gap", OPEN)
def test_a_gap_in_the_subject_is_found_in_the_subject(gap):
    found = [each for each in check("Hi Marty, good to meet you on Tuesday.", subject=f"A question about {gap} now") if each.rule == "unfilled"]
    assert [each.part for each in found] == ["subject"]


@pytest.mark.parametrize("greeting", GREETINGS)
def test_a_greeting_of_nobody_is_found(greeting):
    found = [each.rule for each in check(f"{greeting}\n\nthank you for the tour of the mill on Tuesday.\n\nSam")]
    assert "unfilled" in found


@pytest.mark.parametrize("words", FINE)
def test_what_only_looks_like_a_gap_passes(words):
    text = f"Hi Marty,\n\n{words}\n\nWarmly,\nSam"
    assert [each.text for each in check(text) if each.rule == "unfilled"] == []


@pytest.mark.parametrize("greeting", ["Hi,", "Hello,", "Hi there,", "Hi Marty,", "Bonjour,", "Hola,", "Hallo,", "Good morning,",
                                      "Dear Dr. Lin,", "Dear Mr. and Mrs. Kowalski,", "Hey Marty!", "Bonjour !"])
def test_a_greeting_of_somebody_or_of_all_passes(greeting):
    found = [each.text for each in check(f"{greeting}\n\nthank you for the tour of the mill on Tuesday.\n\nSam") if each.rule == "unfilled"]
    assert found == []


def test_a_quoted_gap_is_theirs():
    text = "Hi Marty, the mill is open on Tuesday.\n\n> Hi [Name], when is {place} open?\n"
    assert check(text, kind="email") == () or all(each.rule != "unfilled" for each in check(text, kind="email"))

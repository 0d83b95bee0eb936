"""The quick-log line: a table of lines, what is kept of what is not understood, pasted texts, and the way back."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import KINDS, OUTCOMES, QuickEntry
from store.rules import quick_log
from store.rules.practice import Practice
from store.rules.quick_log.composing import compose, same
from store.rules.quick_log.cut import Piece
from store.rules.quick_log.reader import Reader

REFERENCE = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
"Tuesday, 09:12 in Los Angeles."
PRACTICE = Practice(zone="America/Los_Angeles", country="US")


def parse(line: str) -> QuickEntry:
    """Return a line understood at the reference."""
    return quick_log.parse(line, REFERENCE, PRACTICE)


def told(entry: QuickEntry) -> dict[str, object]:
    """Return what an entry says, without what it leaves open."""
    found: dict[str, object] = {
        name: getattr(entry, name)
        for name in ("name", "company", "title", "emails", "links", "tags", "temperature", "pace", "via", "source", "note")
        if getattr(entry, name)
    }
    if entry.phones:
        found["phones"] = tuple(each.e164 or each.typed for each in entry.phones)
    if entry.permissions:
        found["permissions"] = dict(entry.permissions)
    if entry.touch:
        at = entry.touch.happened
        when = f"{at.at:%m-%d}" if at.day_only else f"{at.at:%m-%d %H:%M}"
        found["touch"] = " ".join(each for each in (entry.touch.kind, entry.touch.direction, entry.touch.outcome) if each)
        if at.at != REFERENCE:
            found["when"] = when
    if entry.next:
        time = f" {entry.next.when.time:%H:%M}" if entry.next.when.time else ""
        found["next"] = f"{entry.next.kind} {entry.next.when.on}{time}" + (f" {entry.next.text}" if entry.next.text else "")
    return found


MET, PHONE = "meeting out", ("+14155550100",)
LINES: dict[str, dict[str, object]] = {
    "met Marty Chen @Acme 415 555 0100 hot // son plays golf; wants a site review": {
        "name": "Marty Chen", "company": "Acme", "phones": PHONE, "temperature": "hot", "touch": MET,
        "note": "son plays golf; wants a site review"},
    "415 555 0100 hot Marty Chen @Acme": {"name": "Marty Chen", "company": "Acme", "phones": PHONE, "temperature": "hot"},
    "Marty Chen": {"name": "Marty Chen"},
    "marty": {"name": "marty"},
    "marty chen @acme": {"name": "marty chen", "company": "acme"},
    "met marty chen about the roof": {"name": "marty chen", "touch": MET, "note": "about the roof"},
    "MARTY CHEN HOT": {"name": "MARTY CHEN", "temperature": "hot"},
    "Met Marty Chen": {"name": "Marty Chen", "touch": MET},
    "met with Marty Chen": {"name": "Marty Chen", "touch": MET},
    "met J. R. Smith III @IBM": {"name": "J. R. Smith III", "company": "IBM", "touch": MET},
    "met Dr. María de la Cruz Jr. cold slow": {
        "name": "Dr. María de la Cruz Jr.", "temperature": "cold", "pace": "slow", "touch": MET},
    "met Jan van der Berg, Ph.D. steady": {"name": "Jan van der Berg Ph.D.", "pace": "steady", "touch": MET},
    "called O'Neill": {"name": "O'Neill", "touch": "call out reached"},
    "met van Gogh": {"name": "van Gogh", "touch": MET},
    "met Björn Ödegård": {"name": "Björn Ödegård", "touch": MET},
    "met 王小明 415 555 0100": {"name": "王小明", "phones": PHONE, "touch": MET},
    "met علی\u200cرضا کریمی": {"name": "علی\u200cرضا کریمی", "touch": MET},
    "met Zoë 🇯🇵 O'Neil @Acme": {"name": "Zoë 🇯🇵 O'Neil", "company": "Acme", "touch": MET},
    "met Jo 👨\u200d👩\u200d👧 Hart": {"name": "Jo 👨\u200d👩\u200d👧 Hart", "touch": MET},
    "met Ana 🌸": {"name": "Ana", "touch": MET, "note": "🌸"},
    "met محمد علي @Acme": {"name": "محمد علي", "company": "Acme", "touch": MET},
    "met Robert \"Bob\" Smith": {"name": 'Robert "Bob" Smith', "touch": MET},
    '"Hot Topic Inc" hot': {"name": "Hot Topic Inc", "temperature": "hot"},
    'met Ann @"Hot Topic Inc" cold': {"name": "Ann", "company": "Hot Topic Inc", "temperature": "cold", "touch": MET},
    "met April Jones": {"name": "April Jones", "touch": MET},
    "met May Chen may 5": {"name": "May Chen", "touch": MET, "when": "05-05"},
    "texted June Park sat": {"name": "June Park", "touch": "text out sent", "when": "11-21"},
    "met Sun Li @Sun Systems yesterday": {"name": "Sun Li", "company": "Sun Systems", "touch": MET, "when": "11-23"},
    "Priya Raman <priya@Example.com> @Northline Partners fast #chamber": {
        "name": "Priya Raman", "emails": ("priya@example.com",), "company": "Northline Partners", "pace": "fast",
        "tags": ("chamber",)},
    '"Priya Raman" <priya@example.com>': {"name": "Priya Raman", "emails": ("priya@example.com",)},
    "priya@example.com": {"emails": ("priya@example.com",)},
    "emailed by priya@example.com": {"emails": ("priya@example.com",), "touch": "email in"},
    "Ana Duarte +1 (415) 555-0100 555-0101 x12": {"name": "Ana Duarte", "phones": ("+14155550100", "555-0101 x12")},
    "Ana Duarte 415.555.0100 ext 12": {"name": "Ana Duarte", "phones": ("+14155550100;ext=12",)},
    "Ana Duarte 415 555 0100 415 555 0101": {"name": "Ana Duarte", "phones": ("+14155550100", "+14155550101")},
    "called Ana 4155550100 10am": {"name": "Ana", "phones": PHONE, "touch": "call out reached", "when": "11-23 18:00"},
    "Ana Duarte tel: 415 555 0100 email: ana@example.com": {"name": "Ana Duarte", "phones": PHONE,
    "emails": ("ana@example.com",)},
    "called by Tom Ashby 20m ago no:email ok:text,call": {
        "name": "Tom Ashby", "touch": "call in reached", "when": "11-24 16:52",
        "permissions": {"email": "refused", "text": "granted", "call": "granted"}},
    "Tom Ashby no:phone, text": {"name": "Tom Ashby", "permissions": {"call": "refused", "text": "refused"}},
    "vm Iris Blom yesterday 4pm": {"name": "Iris Blom", "touch": "call out left-message", "when": "11-24 00:00"},
    "left a message for Iris Blom": {"name": "Iris Blom", "touch": "call out left-message"},
    "called Iris Blom no answer": {"name": "Iris Blom", "touch": "call out no-answer", "note": "no answer"},
    "no answer Iris Blom": {"name": "Iris Blom", "touch": "call out no-answer"},
    "heard from Ann 2026-11-20T10:00Z // thanks": {"name": "Ann", "touch": "email in", "when": "11-20 10:00", "note": "thanks"},
    "texted by Ann": {"name": "Ann", "touch": "text in"},
    "inquired Lena Voss lena@example.com warm": {
        "name": "Lena Voss", "emails": ("lena@example.com",), "temperature": "warm", "touch": "email in"},
    "sent Jo Hart a card": {"name": "Jo Hart", "touch": "card out sent", "note": "a card"},
    "gave Jo Hart a referral": {"name": "Jo Hart", "touch": "referral out sent", "note": "a referral"},
    "gave Jo Hart": {"name": "Jo Hart", "touch": "gift out sent"},
    "invited Jo Hart": {"name": "Jo Hart", "touch": "invitation out sent"},
    "carded Jo Hart fri": {"name": "Jo Hart", "touch": "card out sent", "when": "11-20"},
    "called Jan fri via:\"Pat Weber\" at:\"Chamber\"": {
        "name": "Jan", "touch": "call out reached", "when": "11-20", "via": "Pat Weber", "source": "Chamber"},
    "via:Pat Tom Ashby": {"name": "Tom Ashby", "via": "Pat"},
    "Tom Ashby via: Pat Weber hot": {"name": "Tom Ashby", "via": "Pat Weber", "temperature": "hot"},
    "met Ann Lee at:Expo 2026 hot": {"name": "Ann Lee", "source": "Expo 2026", "temperature": "hot", "touch": MET},
    "met Ann tag:\"site review\" #golf,": {"name": "Ann", "tags": ("site review", "golf"), "touch": MET},
    "met Ann @Acme, Inc. #a #A": {"name": "Ann", "company": "Acme, Inc.", "tags": ("a",), "touch": MET},
    "met Ann @Smith & Sons Roofing hot": {"name": "Ann", "company": "Smith & Sons Roofing", "temperature": "hot", "touch": MET},
    "met Ann @blue door studio cold": {"name": "Ann", "company": "blue door studio", "temperature": "cold", "touch": MET},
    "met Ann @Acme wants a site review": {"name": "Ann", "company": "Acme", "touch": MET, "note": "wants a site review"},
    "met Ann @Acme 12/5": {"name": "Ann", "company": "Acme", "touch": MET, "when": "12-05"},
    "met Ann next: call tue 10am": {"name": "Ann", "touch": MET, "next": "call 2026-11-24 10:00"},
    "met Ann next: tue // x": {"name": "Ann", "touch": MET, "next": "call 2026-12-01", "note": "x"},
    "met Ann next:text fri 2pm #a": {"name": "Ann", "touch": MET, "next": "text 2026-11-27 14:00", "tags": ("a",)},
    "met Ann next: lunch next friday at Luigi's #golf": {
        "name": "Ann", "touch": MET, "next": "meeting 2026-12-04 at Luigi's", "tags": ("golf",)},
    "met Ann next: send her the proposal by friday hot": {
        "name": "Ann", "touch": MET, "next": "call 2026-11-27 send her the proposal", "temperature": "hot"},
    "met Ann next: sometime": {"name": "Ann", "touch": MET, "note": "next: sometime"},
    "call Priya Raman tue 10am": {"name": "Priya Raman", "next": "call 2026-11-24 10:00"},
    "Ana Duarte yesterday": {"name": "Ana Duarte", "touch": MET, "when": "11-23"},
    "met Bob Lee he leaves friday": {"name": "Bob Lee", "touch": MET, "note": "he leaves friday"},
    "called Tom back tomorrow": {"name": "Tom", "touch": "call out reached", "note": "back tomorrow"},
    "called Tom, wants a quote by friday #roof": {
        "name": "Tom", "touch": "call out reached", "note": "wants a quote by friday", "tags": ("roof",)},
    "met old friend Marty Chen": {"name": "Marty Chen", "touch": MET, "note": "old friend"},
    "met Ann // x // y": {"name": "Ann", "touch": MET, "note": "x // y"},
    'met Ann 5\'11" tall': {"name": "Ann", "touch": MET, "note": '5\'11" tall'},
    "https://www.linkedin.com/in/marty-chen-1a2b3": {
        "name": "Marty Chen", "links": ("https://www.linkedin.com/in/marty-chen-1a2b3",)},
    "Ann Lee linkedin.com/in/annlee": {"name": "Ann Lee", "links": ("linkedin.com/in/annlee",)},
    "met #golf @Acme": {"company": "Acme", "tags": ("golf",), "touch": MET},
    "Ann title:\"VP Sales\"": {"name": "Ann", "title": "VP Sales"},
    "Chen, Marty <marty@example.com>": {"name": "Marty Chen", "emails": ("marty@example.com",)},
    "Marty Chen | Senior Partner | Acme Inc | 415-555-0100 | marty@example.com": {
        "name": "Marty Chen", "title": "Senior Partner", "company": "Acme Inc", "phones": PHONE, "emails": ("marty@example.com",)},
    "Marty Chen, VP Sales, Acme Corp, 415-555-0100": {
        "name": "Marty Chen", "title": "VP Sales", "company": "Acme Corp", "phones": PHONE},
    "met Marty Chen (Acme & Sons) hot": {"name": "Marty Chen", "company": "Acme & Sons", "temperature": "hot", "touch": MET},
    "Pat Weber called 20m ago": {"name": "Pat Weber", "touch": "call in reached", "when": "11-24 16:52"},
    "Pat Weber emailed me yesterday": {"name": "Pat Weber", "touch": "email in", "when": "11-23"},
    "texted Marty: thanks for coffee": {"name": "Marty", "touch": "text out sent", "note": "thanks for coffee"},
    "booth Ann Lee #expo": {"name": "Ann Lee", "tags": ("expo",), "touch": MET},
    "met at our booth Ann Lee": {"name": "Ann Lee", "touch": MET},
    "called 0100 no answer": {"touch": "call out no-answer", "note": "no answer"},
    "https://linkedin.com/in/marty-chen/?trk=x": {"name": "Marty Chen", "links": ("https://linkedin.com/in/marty-chen/?trk=x",)},
    "   ": {}, "": {}, "// only a note": {"note": "only a note"},
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_understood(line: str) -> None:
    """Every line says what the table says, and nothing more."""
    assert told(parse(line)) == LINES[line]


@pytest.mark.parametrize("line", LINES)
def test_the_line_of_an_entry_gives_the_entry_again(line: str) -> None:
    """What the echo shows, typed back, says the same."""
    entry = parse(line)
    assert same(parse(quick_log.compose(entry, REFERENCE, PRACTICE)), entry)


def test_words_not_understood_go_to_the_note_in_order() -> None:
    """The note after the slashes comes first, then the words left over."""
    entry = parse("met Ann likes hot tea #a and golf // call her")
    assert entry.note == "call her\nlikes hot tea and golf"
    assert entry.unparsed == ("likes", "hot", "tea", "and", "golf")


def test_the_locale_reads_figures_and_numbers() -> None:
    """12/5 and a bare number follow the practice."""
    berlin = Practice(zone="Europe/Berlin", country="DE", day_first=True)
    entry = quick_log.parse("met Ann 12/5 030 1234567", REFERENCE, berlin)
    assert entry.touch is not None and entry.touch.happened.at.date() == dt.date(2026, 5, 12)
    assert entry.phones[0].e164 == "+49301234567"


def test_a_pasted_signature() -> None:
    """Name, title, company, numbers and addresses of several lines; the street goes to the note."""
    entry = parse("Best regards,\nMarty Chen\nSenior Partner, Acme Inc\n\nT: +1 415 555 0100 | M: 415-555-0101\n"
                  "marty@example.com\nwww.example.com\n12 Main St, Oakland")
    assert told(entry) == {
        "name": "Marty Chen", "title": "Senior Partner", "company": "Acme Inc", "phones": ("+14155550100", "+14155550101"),
        "emails": ("marty@example.com",), "links": ("www.example.com",), "note": "12 Main St, Oakland"}


def test_a_signature_after_a_verb_and_a_note_of_several_lines() -> None:
    """The first line may be a line of its own; a note takes all that follows."""
    entry = parse("met Marty Chen hot\nmarty@example.com // first\nsecond line")
    assert told(entry) == {
        "name": "Marty Chen", "temperature": "hot", "touch": MET, "emails": ("marty@example.com",),
        "note": "first\nsecond line"}


def test_a_pasted_vcard() -> None:
    """The properties of a card, folded and escaped; what has no field goes to the note."""
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Chen;Marty;;;\r\nFN:Marty Chen\r\nORG:Acme\\, Inc.;Sales\r\nTITLE:Part\r\n ner\r\n"
        "item1.TEL;TYPE=CELL:415 555 0100\r\nEMAIL:marty@example.com\r\nCATEGORIES:golf,roof\r\nBDAY:1970-01-02\r\n"
        "END:VCARD\r\n"
    )
    entry = parse("met " + card)
    assert told(entry) == {
        "name": "Marty Chen", "company": "Acme, Inc.", "title": "Partner", "phones": PHONE, "emails": ("marty@example.com",),
        "tags": ("golf", "roof"), "touch": MET, "note": "BDAY:1970-01-02"}


def test_control_characters_do_not_reach_the_fields() -> None:
    """Escape, NUL and line breaks are no part of a name or company."""
    entry = parse("met Ma\x00rty \x1b]52;c;x\x07 @Ac\x1bme")
    assert all(each.isprintable() for each in entry.name + entry.company + "".join(entry.unparsed))


def test_the_json_shape() -> None:
    """The documented keys, instants in UTC, a day as a day."""
    entry = parse("met Marty Chen @Acme 415 555 0100 x9 hot ok:text next: call tue 10am // golf")
    assert quick_log.as_json(entry) == {
        "contact": {
            "name": "Marty Chen", "company": "Acme", "emails": [], "tags": [], "temperature": "hot", "pace": "", "source": "",
            "phones": [{"e164": "+14155550100;ext=9", "as_typed": "415 555 0100 x9"}], "permission": {"text": "granted"}},
        "touch": {"kind": "meeting", "direction": "out", "at": "2026-11-24T17:12:00Z", "note": "golf"},
        "next": {"kind": "call", "at": "2026-11-24T18:00:00Z"}, "unparsed": []}
    named = quick_log.as_json(parse("Ann blah next: fri"))
    assert named["touch"] is None and named["next"] == {"kind": "call", "on": "2026-11-27"} and named["unparsed"] == ["blah"]
    assert named["note"] == "blah"


def test_every_verb_is_of_the_model() -> None:
    """Kinds, directions and outcomes of the table exist, and a verb leads a line by itself."""
    for verb, (kind, direction, outcome) in quick_log.VERBS.items():
        assert kind in KINDS and direction in ("out", "in") and outcome in (*OUTCOMES, "")
        entry = parse(f"{verb} Ann Lee")
        assert entry.name == "Ann Lee" and entry.touch is not None and entry.touch.verb == verb


def test_a_line_without_figures_loads_no_phone_library() -> None:
    """A quick command pays only for what its line holds."""
    code = (
        "import sys, datetime as dt\n"
        "from store.rules import quick_log\n"
        "from store.rules.practice import Practice\n"
        "quick_log.parse('met Marty Chen @Acme hot // golf', dt.datetime(2026, 11, 24, tzinfo=dt.UTC), Practice())\n"
        "slow = ('phonenumbers', 'dateutil', 'typing', 'dataclasses', 'enum', 'inspect', 'zoneinfo',"
        " 'store.rules.when.grammar')\n"
        "print([each for each in slow"
        " if each in sys.modules and each not in BEFORE])\n"
    )
    probe = "import sys, re\nBEFORE = set(sys.modules)\n" + code
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


PARTS = st.sampled_from([
    *LINES, "met", "called by", "Ann", "ann", "Lee,", "van", "der", "Dr.", "@Acme", "@", '@"Hot Topic"', '"', "“", "”",
    "«x»", "#a", "#", "tag:",
    'tag:"x y"', "ok:text", "no:", "ok:", "next:", "next: fri", "next: call tue 10am", "via:", "via:Pat", 'at:"', "title:x",
    "415 555 0100",
    "555-0100", "+44 20 7946 0958", "a@example.com", "<b@example.com>", "www.example.com", "hot", "cold", "fast",
    "yesterday", "20m ago",
    "12/5", "2026-11-20 10:00", "tue", "may", "//", "note", ",", "-", "'", "\t", "\n", "BEGIN:VCARD", "tel:", "x12", "wants",
    "the", "(Bob)",
    "BEGIN:VCARD\nFN:Ann \"A\" Lee\nEND:VCARD\n",
])


@given(st.lists(PARTS, max_size=8).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_mix_of_parts_comes_back(line: str) -> None:
    """Whatever stands beside what: it is understood without raising, and its own line says the same again."""
    entry = parse(line)
    again = parse(quick_log.compose(entry, REFERENCE, PRACTICE))
    assert same(again, entry), quick_log.compose(entry, REFERENCE, PRACTICE)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_taken_and_comes_back(line: str) -> None:
    """Every text gives an entry, and its own line says the same again."""
    entry = parse(line)
    assert entry.line == line
    assert same(parse(quick_log.compose(entry, REFERENCE, PRACTICE)), entry)
    quick_log.as_json(entry)


@given(st.lists(st.text(alphabet="abcdefgäöü", min_size=2, max_size=9), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost(words: list[str]) -> None:
    """Every word of a line is in the entry somewhere."""
    entry = parse("met Ann Lee " + " ".join(words))
    kept = " ".join((entry.name, entry.company, entry.note, *entry.tags, entry.temperature, entry.pace)).split()
    assert all(word in kept for word in words)


HOSTILE = ('"', "“", "@", "# ", "// ", "next: ", "1 ", "+", "(", "<a@b ", "a@example.com ", "via: ", "ok:,", "tue ", "12/5 ",
    "415 555 0100 ",
           "A", "A ", "a ", "tag:\"", "\n", "Tel:\n", "«", "hot ", "to fri @b ", "0", "- ", "next: fri ", "\u0301", "'", "van ")


@pytest.mark.parametrize("piece", HOSTILE)
def test_ten_kilobytes_of_a_hostile_repeat_stay_linear(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the text asks for at most about four times the looks at a piece: counted, not timed."""
    asked = 0
    ends_run, record = Reader.ends_run, Reader.leave

    def counted(self: Reader, each: Piece) -> bool:
        nonlocal asked
        asked += 1
        return ends_run(self, each)

    def left(self: Reader, each: Piece) -> None:
        nonlocal asked
        asked += 1
        record(self, each)

    monkeypatch.setattr(Reader, "ends_run", counted)
    monkeypatch.setattr(Reader, "leave", left)
    costs = []
    for size in (2_500, 10_000):
        asked = 0
        parse("met Ann " + piece * (size // len(piece)))
        costs.append(asked)
    assert costs[1] <= 4.5 * costs[0] + 500


def test_a_text_without_end_goes_to_the_note() -> None:
    """Beyond what a line can be, the text is kept as it is."""
    entry = parse("met Ann " + "x" * 30_000)
    assert entry.name == "Ann" and len(entry.note) >= 29_990


@pytest.mark.parametrize("line, birthday, note", [
    ("met Cy Lee birthday: 29 feb", (2, 29, None), ""),
    ("met Cy Lee birthday:29 feb // plays golf", (2, 29, None), "plays golf"),
    ("met Cy Lee birthday:1984-02-29", (2, 29, 1984), ""),
    ("met Cy Lee birthday:29.2.1984 hot", (2, 29, 1984), ""),
    ("met Cy Lee birthday:soon", None, "birthday:soon"),
    ("met Cy Lee, bday dec 3 // likes cake", (12, 3, None), "likes cake"),
    ("met Cy Lee born 4 May 1984 415 555 0103", (5, 4, 1984), ""),
    ("met Cy Lee at Bob's birthday 3 nov", None, "at Bob's birthday"),
    ("met Cy Lee birthday: soon", None, "birthday: soon"),
])
def test_a_birthday_is_a_date_of_the_person(line, birthday, note):
    entry = parse(line)
    assert (entry.birthday, entry.note, entry.name) == (birthday, note, "Cy Lee")
    assert same(parse(compose(entry, REFERENCE, PRACTICE)), entry)
    assert entry.touch.happened.at.date() == (REFERENCE.date() if birthday or "soon" in line else dt.date(2026, 11, 3))

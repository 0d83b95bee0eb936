"""Gaps left open: template marks of any program, empty greetings, placeholders in brackets."""

from __future__ import annotations

import re

from store.model import Reason
from store.rules.draft_check.flags import BODY, SUBJECT
from store.rules.draft_check.words import LANGUAGES, lexicon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message

MOST = 20
"Flags of open gaps; more say nothing new."
_MARKS = re.compile(
    r"‹[^‹›\n]{1,120}›"
    r"|\[\[[^\[\]\n]{1,120}\]\]|\{\{\{?[^{}\n]{0,80}\}?\}\}|\{%[^{}\n]{0,80}%\}|<%[^<>\n]{0,80}%>|\{![^{}\n]{1,80}\}"
    r"|\$\{[^{}\n]{1,60}\}|\*\|[^|\n]{1,60}\|\*|%%=?[^%\s][^%\n]{0,60}%%|<<[^<>\n]{1,60}>>|##[A-Za-z_ ]{2,40}##"
    r"|@@[A-Za-z_ ]{2,40}@@"
    r"|(?<![\w%])%[A-Za-z][A-Za-z_.]{1,30}%(?!\w)|(?<![\w#])#[A-Za-z_]{2,30}#(?!\w)"
    r"|(?<![\w{]){[A-Za-z_][\w .|:-]{0,60}}(?!\w)"
    r"|(?<![\w$])\$[a-z_][a-z_]{2,30}\b|(?<![\w$])\$(?:FIRST|LAST|FULL|COMPANY)?_?NAME\b"
    r"|«[\w.-]{2,40}»|\[%[^\[\]\n]{1,60}%\]|(?<!\w)~[A-Za-z_]*(?:name|NAME|company)[A-Za-z_]*~(?!\w)")
_BRACKETS = re.compile(r"(?<![\w\]!])\[(?P<inside>[^\[\]\n]{1,80})\](?![(\w])")
_ANGLES = re.compile(r"(?<![\w<])<(?P<inside>[A-Za-z_][^<>@\n/:=\"]{0,50})>")
_ROUND = re.compile(r"\((?P<inside>[A-Za-z_][^()\n]{1,50})\)")
_FILLERS = re.compile(
    r"(?<![\w$])(?:TBD|TBC|TBA|TODO|FIXME|TK|TKTK|FNAME|LNAME|FIRST_?NAME|LAST_?NAME|COMPANY_?NAME|"
    r"(?:YOUR|CLIENT|CUSTOMER|CONTACT|RECIPIENT|EVENT|PRODUCT|FIRST|LAST|COMPANY|FULL)[ _]NAME|"
    r"(?:first|last|company|full)_name|firstName|lastName|companyName)(?!\w)|[Ll]orem [Ii]psum|"
    r"\b(?:INSERT|insert) (?:\w+ ){0,3}(?:here|HERE)\b|(?<=\s)\?{3,}(?=[\s.,]|$)")
_EXES = re.compile(r"(?<![^\W_])(?P<before>[$€£]\s?)?(?P<exes>X{2,}|x{4,})(?P<after>[%kKmM]?)(?![^\W_])")
_AFTER_CROSSES = (" ", ",", ".", "!", "?")
_RULES = re.compile(r"_{3,}|(?<!\.)\.{6,}(?!\.)|…{3,}")
_HANGING = re.compile(r"\b(?:at|from|about|with|for|of|in|on|to|and|near|bei|von|mit|für|chez|pour|avec|con|para)"
                      r" [.,!?](?=\s|$)")
_EMPTY = re.compile(r"(?P<greeting>[^\W\d]+(?: [^\W\d]+){0,2})(?P<space>[ \t]*),(?=\s|$)")
_NAMED = re.compile(r"(?P<said>[^\W\d]+)\s+(?P<title>(?:mr|mrs|ms|dr|herr|frau)\.?\s*)?(?P<name>[\w /]{0,20}?)\s*"
                    r"(?P<mark>[,!:]|$)", re.IGNORECASE)
_NOBODY = frozenset((
    "null", "undefined", "none", "nan", "nil", "fname", "lname", "firstname", "lastname", "first_name", "name",
    "first name", "last name", "customer name", "client name", "your name", "full name", "recipient", "recipient name",
    "contact", "contact name", "vorname", "nachname", "prénom", "nombre", "insert name", "test", "n/a", "unknown"))
_NO_NAME_NEEDED = frozenset((
    "hi", "hello", "hey", "hallo", "bonjour", "hola", "salut", "moin", "servus", "thanks", "thank you", "good morning",
    "good afternoon", "good evening", "hi there", "hello there", "hey there", "hi again", "hello again", "greetings",
    "howdy", "buenos días", "buenas tardes", "guten tag", "guten morgen", "hiya", "yo", "danke", "merci", "gracias",
    "hey again", "good day", "congratulations", "congrats", "happy birthday", "guten abend", "grüß gott", "bonsoir",
    "buenas noches", "buen día", "buenas"))
_NEED_NAMES = frozenset((
    "dear", "liebe", "lieber", "sehr geehrte", "sehr geehrter", "cher", "chère", "estimado", "estimada", "querido",
    "querida"))
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "prof", "herr", "frau", "monsieur", "madame"))
_HTML = frozenset((
    "a", "b", "i", "u", "p", "br", "hr", "em", "li", "ul", "ol", "td", "tr", "th", "div", "span", "strong", "table",
    "tbody", "html", "body", "head", "img", "h1", "h2", "h3", "h4", "font", "center", "small", "blockquote", "pre",
    "code", "style", "script", "title", "meta", "sup", "sub", "section", "g", "grin", "smile", "wink", "sigh", "rant"))
_BRACKETS_BEGIN = ("cid", "image", "http", "https", "mailto", "attachment", "redacted")
_BRACKETS_FINE = frozenset((
    "sic", "external", "ext", "confidential", "secure", "ok", "redacted", "laughs", "laughter", "cid", "encrypted",
    "update", "invitation", "webinar", "newsletter", "reminder", "event", "edit", "nt", "new", "news", "video",
    "podcast", "free", "survey", "live", "read", "download", "pdf", "wink", "smile"))


def flags(message: Message) -> list[Flag]:
    """Return a flag for each gap that is still open in the subject and all that is not quoted."""
    found: list[tuple[int, int, str]] = []
    for start, end in _open(message.shown, message):
        found.append((start, end, BODY))
    for start, end in _open(message.subject, message, subject=True):
        found.append((start, end, SUBJECT))
    found.extend((*span, BODY) for span in _greeting(message))
    flags: list[Flag] = []
    taken: list[tuple[int, int, str]] = []
    for start, end, part in sorted(found, key=lambda each: (each[2] != SUBJECT, each[0], -each[1])):
        if taken and taken[-1][2] == part and start < taken[-1][1]:
            continue
        taken.append((start, end, part))
        flags.append(message.flag("unfilled", (start, end), Reason("open-gap"), "fill-or-cut", part))
        if len(flags) == MOST:
            break
    return flags


def _open(text: str, message: Message, subject: bool = False) -> Iterator[tuple[int, int]]:
    """Yield where open gaps stand in a text."""
    if any(each in text for each in "‹[{<$%*#@~«"):
        for each in _MARKS.finditer(text):
            yield each.span()
        for each in _BRACKETS.finditer(text):
            ticked = each["inside"] in "xX" and not text[text.rfind("\n", 0, each.start()) + 1 : each.start()].strip(" \t-*+")
            if not ticked and _is_bracket_gap(each["inside"], subject and each.start() == 0):
                yield each.span()
        for each in _ANGLES.finditer(text):
            if each["inside"].split()[0].lower() not in _HTML:
                yield each.span()
    for each in _ROUND.finditer(text) if "(" in text else ():
        words = re.findall(r"[^\W_]+", each["inside"].lower())
        if words and words[0] in ("your", "insert", "their", "first", "last", "company", "name") and _all_placeholders(words):
            yield each.span()
    for each in _FILLERS.finditer(text):
        yield each.span()
    yield from _drawn(text, message)
    for each in _HANGING.finditer(text):
        yield each.span()


def _drawn(text: str, message: Message) -> Iterator[tuple[int, int]]:
    """Yield where crosses and lines to write on stand in for words."""
    for each in _EXES.finditer(text) if "X" in text or "xx" in text else ():
        stands_in = len(each["exes"]) > 2 or text[each.end() : each.end() + 1] in _AFTER_CROSSES
        if each["before"] or each["after"] or (stands_in and not _is_kiss(text, each.span())):
            yield each.span()
    for each in _RULES.finditer(text):
        begins = text.rfind("\n", 0, each.start()) + 1
        ends = text.find("\n", each.end())
        around = text[begins : each.start()] + text[each.end() : ends if ends >= 0 else len(text)]
        if each.group()[0] == "_" and around.strip(" _\t\r"):
            yield each.span()


def _is_kiss(text: str, span: tuple[int, int]) -> bool:
    """Return whether crosses at the end of a text or line are kisses."""
    rest = text[span[1] : span[1] + 40].lstrip(" !.")
    before = text[max(0, span[0] - 2) : span[0]]
    return ((not rest or rest.startswith("\n")) and not before.endswith(("at ", "of "))) or not rest.strip()


def _is_bracket_gap(inside: str, opens_subject: bool) -> bool:
    """Return whether what stands in square brackets is a gap and no remark, number, box to tick or link."""
    words = re.findall(r"[^\W_]+", inside.lower())
    letters = sum(each.isalpha() for each in inside)
    if not words or not letters or len(words) > 10:
        return False
    if inside.strip(" .").lower() in _BRACKETS_FINE or words[0] in _BRACKETS_BEGIN:
        return False
    if opens_subject:
        return _all_placeholders(words)
    return True


def _all_placeholders(words: list[str]) -> bool:
    """Return whether words are such as stand for what is to be filled in."""
    known = _placeholders()
    return all(each in known for each in words)


def _placeholders() -> frozenset[str]:
    """Return the words for gaps in every language: merge fields do not speak the language of the mail."""
    if not _all:
        for language in LANGUAGES:
            from store.rules.draft_check.flags import PLAIN

            _all.update(lexicon(language, PLAIN).singles["placeholder"])
    return frozenset(_all)


_all: set[str] = set()


def _greeting(message: Message) -> Iterator[tuple[int, int]]:
    """Yield where a greeting names nobody though it was meant to."""
    text = message.shown
    begins = len(text) - len(text.lstrip())
    line = text[begins : begins + 120].split("\n")[0]
    match = _EMPTY.match(line)
    if match is not None:
        said = match["greeting"].lower()
        known = said in message.lexicon.greetings or said in _NEED_NAMES
        last = said.split()[-1]
        if (match["space"] and known) or (known and said not in _NO_NAME_NEEDED) or last in _TITLES:
            yield begins, begins + match.end()
    named = _NAMED.match(line)
    if named is not None and named["said"].lower() in message.lexicon.greetings:
        if named["name"].strip().lower() in _NOBODY:
            yield begins, begins + named.end("name")
        elif named["title"] and not named["name"].strip():
            yield begins, begins + named.end("title")

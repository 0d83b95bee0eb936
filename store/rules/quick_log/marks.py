"""Marked words: tag:, ok:, no:, via:, at:, title:, tel:, and the next step."""

from __future__ import annotations

from store.model import QuickNext
from store.rules.quick_log import pieces as shapes
from store.rules.quick_log.words import CHANNEL_WORDS, KIND_WORDS, PACES, TEMPERATURES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Planned
    from store.rules.quick_log.cut import Piece
    from store.rules.quick_log.reader import Reader


def read_mark(reader: Reader, piece: Piece) -> bool:
    """Read a marked word: tag:, ok:, no:, via:, at:, next:, title:, tel: and the labels of signatures."""
    mark = piece.mark
    if mark == "next":
        return _read_next(reader, piece)
    if mark in ("tel", "phone", "mobile", "cell", "email", "mail", "web", "url", "link"):
        return _read_label(reader, piece)
    text = piece.text
    after = reader.place + 1
    if not text and not piece.quoted and after < len(reader.pieces) and reader.pieces[after].kind in ("word", "quoted"):
        piece = reader.pieces[after]
        text, after = piece.text, after + 1
    while mark in ("ok", "no") and text.endswith(",") and after < len(reader.pieces) and (
            reader.pieces[after].text.lower().rstrip(",") in CHANNEL_WORDS):
        text, after = text + reader.pieces[after].text, after + 1
    value = " ".join(text.split()) if piece.quoted else text.strip(",;")
    if not value:
        return False
    if not piece.quoted and mark in ("via", "at", "name", "title", "company"):
        value, after = _extend(reader, value, text, after, mark)
    if not _put(reader, mark, value):
        return False
    reader.place = after
    reader.understood()
    return True


def _extend(reader: Reader, value: str, text: str, after: int, mark: str) -> tuple[str, int]:
    """Return an unquoted value with the capitalised words after it, where they cannot be the contact's name."""
    words = [value]
    known = bool(reader.gathered.name) or mark == "name"
    while known and text[-1:] not in (",", ";") and after < len(reader.pieces) and len(words) < 6:
        each = reader.pieces[after]
        if reader.ends_run(each) or not (
            each.text[:1].isupper() or (mark == "at" and each.text.isdigit() and len(each.text) == 4)
        ):
            break
        text = each.text
        words.append(text.strip(",;"))
        after += 1
    return " ".join(words), after


def _put(reader: Reader, mark: str, value: str) -> bool:
    """Put the value of a marked word where it belongs; False where that place is taken or the value has no meaning."""
    gathered = reader.gathered
    if mark == "tag":
        gathered.add_tag(value.lstrip("#"))
        return True
    if mark in ("ok", "no"):
        return _permit(reader, value, "granted" if mark == "ok" else "refused")
    field = {"via": "via", "at": "source", "title": "title", "company": "company", "name": "name"}[mark]
    if getattr(gathered, field):
        return False
    setattr(gathered, field, value)
    return True


def _permit(reader: Reader, value: str, state: str) -> bool:
    """Read the channels of ok: and no:; one that is no channel goes to the words left over."""
    words = [each for each in value.lower().replace(",", " ").replace("/", " ").split() if each]
    known = [each for each in words if each in CHANNEL_WORDS]
    if not known:
        return False
    for each in known:
        reader.gathered.permissions[CHANNEL_WORDS[each]] = state
    for each in words:
        if each not in CHANNEL_WORDS:
            reader.gathered.leave(each)
    return True


def _read_label(reader: Reader, piece: Piece) -> bool:
    """Read tel:, email:, web: with the value after it; a label alone is dropped."""
    if piece.quoted:
        from store.rules import addresses

        number, address = addresses.phone(piece.text, reader.practice.country), shapes.read_mail(piece.text)
        if number:
            reader.gathered.add_phone(number)
        elif address:
            reader.gathered.add_email(address)
        elif piece.text.strip():
            reader.gathered.add_link(piece.text.strip())
        reader.place += 1
        return True
    if not piece.text:
        following = reader.pieces[reader.place + 1] if reader.place + 1 < len(reader.pieces) else None
        if following is None or not reader.shape_follows(following):
            return False
        reader.place += 1
        return True
    address, link = shapes.read_mail(piece.text), shapes.read_link(piece.text)
    if address:
        reader.gathered.add_email(address)
    elif link:
        reader.gathered.add_link(link)
    else:
        return reader.read_number(piece, piece.end - len(piece.text))
    reader.place += 1
    reader.understood()
    return True


def _read_next(reader: Reader, piece: Piece) -> bool:
    """Read next: with its kind, its day or time, and what is agreed in words; without a day it stays with the words."""
    if reader.gathered.next is not None:
        return False
    first = reader.place
    reader.place += 1
    kind = ""
    words: list[str] = []
    planned: Planned | None = None
    if piece.text and not piece.quoted:
        start = piece.end - len(piece.text)
        kind, planned = _next_word(reader, piece.text, start, kind, words, planned)
    elif piece.text:
        words.append(piece.text)
    while reader.place < len(reader.pieces):
        each = reader.pieces[reader.place]
        if each.kind not in ("word", "quoted") or (each.kind == "word" and (
                shapes.read_mail(each.text) or shapes.read_link(each.text))):
            break
        if planned is not None and (each.text in TEMPERATURES or each.text in PACES):
            break
        reader.place += 1
        if each.kind == "quoted":
            words.append(" ".join(each.text.split()))
        else:
            kind, planned = _next_word(reader, each.text, each.start, kind, words, planned)
    if planned is None:
        last = reader.place
        reader.place = first
        while reader.place < last:
            reader.leave(reader.pieces[reader.place])
        return True
    reader.gathered.next = QuickNext(kind or "call", planned, " ".join(" ".join(words).split()))
    reader.understood()
    return True


def _next_word(
    reader: Reader, text: str, start: int, kind: str, words: list[str], planned: Planned | None,
) -> tuple[str, Planned | None]:
    """Read one word after next: as the kind, as the start of its date, or as what is agreed."""
    bare = text.lower().strip(",;:")
    if not kind and bare in KIND_WORDS and not words:
        return KIND_WORDS[bare], planned
    if planned is None:
        found = reader.dates.at(start, text, False, expected=True)
        if found is not None and found[0].sense != "past":
            while reader.place < len(reader.pieces) and reader.pieces[reader.place].start < found[1]:
                reader.place += 1
            return kind, reader.dates.planned(found[0])
    words.append(text)
    return kind, planned

"""Names and companies: which words of a line belong to them."""

from __future__ import annotations

from store.rules.quick_log import pieces as shapes
from store.rules.quick_log.words import COMPANY_ENDINGS, NO_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.quick_log.cut import Piece
    from store.rules.quick_log.reader import Reader

COMPANY_JOINTS = frozenset(
    ("of", "and", "&", "the", "for", "de", "von", "van", "y", "und", "et", "+", "/", "at", "la", "do", "da", "di")
)
NO_NAME_AFTER = frozenset(("at", "in", "from", "of", "near", "for", "about", "via"))


def read_name(reader: Reader, piece: Piece) -> bool:
    """Read a name: capitalised words with particles, initials and suffixes; else one or two lower-case words."""
    if reader.gathered.name or reader.last_word in NO_NAME_AFTER:
        return False
    start = reader.place
    words: list[str] = []
    while reader.place < len(reader.pieces) and len(words) < 8:
        each = reader.pieces[reader.place]
        if each.kind == "quoted" and words and _name_goes_on(reader, reader.place + 1):
            words.append(reader.line[each.start: each.end])
            reader.place += 1
            continue
        if each.kind != "word" or (reader.place > start and reader.ends_run(each)):
            break
        if not _is_name_word(reader, each, bool(words)):
            break
        words.append(each.text.strip(",;:"))
        reader.place += 1
        if each.text[-1] in ",;:" and not _suffix_follows(reader):
            if len(words) == 1 and each.text[-1] == "," and _given_and_address_follow(reader):
                words.insert(0, reader.pieces[reader.place].text)
                reader.place += 1
            break
    if not words and not reader.last_word:
        words = _read_lower_name(reader)
    name = " ".join(words).strip(" ,;-")
    if not name:
        reader.place = start
        return False
    reader.gathered.name = name
    reader.understood()
    reader.named_until = reader.place
    if start == 0:
        reader.only_named = reader.place
    return True


def _is_name_word(reader: Reader, piece: Piece, inside: bool) -> bool:
    """Return whether a word belongs to a run of capitalised words."""
    if shapes.is_capitalised(piece.text.removesuffix(":")) or (inside and shapes.is_suffix(piece.text)):
        return True
    joint = shapes.is_title(piece.text) or shapes.is_particle(piece.text) or (inside and shapes.is_picture(piece.text))
    return joint and _name_goes_on(reader, reader.place + 1)


def _name_goes_on(reader: Reader, place: int) -> bool:
    """Return whether a capitalised word follows, particles left out."""
    for each in reader.pieces[place: place + 3]:
        if each.kind != "word":
            return False
        if shapes.is_capitalised(each.text):
            return True
        if not shapes.is_particle(each.text):
            return False
    return False


def _given_and_address_follow(reader: Reader) -> bool:
    """Return whether a first name and an address in angles follow, as in Chen, Marty <marty@example.com>."""
    following = reader.pieces[reader.place: reader.place + 2]
    return len(following) == 2 and following[1].kind == "angle" and shapes.is_capitalised(following[0].text)


def _suffix_follows(reader: Reader) -> bool:
    """Return whether the next piece is a suffix such as Jr."""
    return reader.place < len(reader.pieces) and shapes.is_suffix(reader.pieces[reader.place].text)


def _read_lower_name(reader: Reader) -> list[str]:
    """Return one or two lower-case words that begin the words of the line."""
    words: list[str] = []
    while reader.place < len(reader.pieces) and len(words) < 2:
        each = reader.pieces[reader.place]
        bare = each.text.strip(",;")
        if each.kind != "word" or not shapes.is_lower_name(bare) or bare.lower() in NO_NAMES:
            break
        if reader.ends_run(each) or shapes.is_capitalised(each.text):
            break
        words.append(bare)
        reader.place += 1
        if each.text[-1] in ",;":
            break
    if words and reader.place < len(reader.pieces) and _name_goes_on(reader, reader.place):
        reader.place -= len(words)
        return []
    return words


def read_company(reader: Reader, piece: Piece) -> None:
    """Read @company: quoted, or the words up to the next piece with a meaning or the first word of a sentence."""
    if reader.gathered.company:
        reader.leave(piece)
        return
    reader.place += 1
    if piece.quoted:
        reader.gathered.company = " ".join(piece.text.split())
    else:
        words = [piece.text] if piece.text else []
        if not words or words[0][-1] not in ",;" or _ending_follows(reader):
            _add_company_words(reader, words)
        reader.gathered.company = " ".join(words).strip(" ,;")
        if not reader.gathered.company:
            reader.gathered.leave("@")
    reader.understood()


def read_company_in_brackets(reader: Reader, piece: Piece) -> bool:
    """Read (Acme Inc) right behind the name as the company."""
    if reader.gathered.company or not reader.gathered.name or reader.last_word or not reader.after_name():
        return False
    if piece.text[0] != "(" or not piece.text[1:2].isupper():
        return False
    words: list[str] = []
    for each in reader.pieces[reader.place: reader.place + 6]:
        if each.kind != "word" or not (is_company_word(each.text.strip("(),;")) or each.text.lower() in COMPANY_JOINTS):
            return False
        words.append(each.text)
        if each.text.rstrip(",;.").endswith(")"):
            reader.gathered.company = " ".join(words).strip("(),;")
            reader.place += len(words)
            reader.understood()
            return True
    return False


def _add_company_words(reader: Reader, words: list[str]) -> None:
    """Add the words that go on with a company's name."""
    while reader.place < len(reader.pieces) and len(words) < 10:
        each = reader.pieces[reader.place]
        bare = each.text.strip(",;")
        if reader.ends_run(each):
            return
        lower = bare.lower()
        joint = lower in COMPANY_JOINTS and bool(words) and _company_goes_on(reader, reader.place + 1)
        if not joint and not is_company_word(bare) and lower not in COMPANY_ENDINGS:
            return
        words.append(each.text)
        reader.place += 1
        if each.text[-1] in ",;" and not _ending_follows(reader):
            return


def _company_goes_on(reader: Reader, place: int) -> bool:
    """Return whether a capitalised word that is no date follows a joint such as "of"."""
    following = reader.pieces[place] if place < len(reader.pieces) else None
    return following is not None and not reader.ends_run(following) and following.text[:1].isupper()


def _ending_follows(reader: Reader) -> bool:
    """Return whether Inc., Ltd. or its like follows."""
    return reader.place < len(reader.pieces) and reader.pieces[reader.place].text.lower().strip(",") in COMPANY_ENDINGS


def is_company_word(word: str) -> bool:
    """Return whether a word can go on with a company's name: anything but the small words of a sentence."""
    if not word.isdigit() and not any(each.isalpha() or each in "&+" for each in word):
        return False
    return bool(word) and (word[0].isupper() or word.lower() not in NO_NAMES) and word not in ("-", "–", "—", "|", "·", "•")

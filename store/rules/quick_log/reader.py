"""One line read from left to right, each piece looked at once."""

from __future__ import annotations

from store.model import QuickNext
from store.rules.quick_log import pieces as shapes
from store.rules.quick_log.cut import Piece, cut
from store.rules.quick_log.dates import Dates
from store.rules.quick_log.words import (
    CHANNEL_WORDS, COMPANY_ENDINGS, KIND_WORDS, LONGEST_VERB, NO_NAMES, PACES, TEMPERATURES, VERBS, WISHES,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from store.rules.practice import Practice
    from store.rules.quick_log.gathered import Gathered

AHEAD_WORDS = frozenset((
    "wants", "want", "needs", "need", "asked", "asks", "will", "meet", "call", "back", "until", "till", "lunch", "coffee", "dinner",
    "due", "decides", "deadline", "wedding", "follow", "send", "leaves", "starts", "moves", "opens", "closes", "can", "should",
    "must", "would", "could", "flies", "ends", "returns", "by", "before", "visit", "party", "free", "available", "please", "demo",
    "to", "is", "on", "for",
))
"Words that make a weekday after them one to come."
COMPANY_JOINTS = frozenset(("of", "and", "&", "the", "for", "de", "von", "van", "y", "und", "et", "+", "/", "at", "la", "do", "da", "di"))
NO_NAME_AFTER = frozenset(("at", "in", "from", "of", "near", "for", "about", "via"))


class Reader:
    """Reads the pieces of one line into what is gathered."""

    def __init__(self, line: str, gathered: Gathered, reference: dt.datetime, practice: Practice) -> None:
        """Cut the line."""
        self.line = line
        self.gathered = gathered
        self.practice = practice
        self.dates = Dates(line, reference, practice)
        self.pieces = cut(line)
        self.place = 0
        self.last_word = ""
        self.ahead = False

    def read(self) -> None:
        """Read the whole line, its leading verb first."""
        self._read_verb()
        while self.place < len(self.pieces):
            self._read_piece()

    def read_details(self) -> list[str]:
        """Read a line of a signature: what is marked or has a shape of its own; return the other words."""
        left = []
        while self.place < len(self.pieces):
            piece = self.pieces[self.place]
            if piece.kind == "mark" and self._read_mark(piece) or piece.kind == "tag" and self._read_tag(piece):
                continue
            if piece.kind in ("word", "angle") and self._read_shaped(piece):
                continue
            left.append(self.line[piece.start: piece.end])
            self.place += 1
        return left

    def _skip_to(self, end: int) -> None:
        """Go on at the first piece that begins at a place of the line or after it."""
        self.place += 1
        while self.place < len(self.pieces) and self.pieces[self.place].start < end:
            self.place += 1

    def _read_verb(self) -> None:
        """Read the leading verb, the longest that fits; in the imperative it is a wish for a day ahead."""
        words = []
        for piece in self.pieces[:LONGEST_VERB]:
            if piece.kind != "word":
                break
            words.append(piece.text.lower().rstrip(",:"))
        for size in range(len(words), 0, -1):
            verb = " ".join(words[:size])
            if verb in VERBS:
                self.gathered.verb = verb
                self.place = size
                return
        if words and self.pieces[0].text in WISHES and len(words) > 1:
            self.gathered.wish = words[0]
            self.place = 1

    def _read_piece(self) -> None:
        """Read the piece at hand, and those that belong to it."""
        piece = self.pieces[self.place]
        if piece.kind == "quoted":
            self._read_quoted(piece)
        elif piece.kind == "tag":
            self._read_tag(piece) or self._leave(piece)
        elif piece.kind == "company":
            self._read_company(piece)
        elif piece.kind == "mark":
            self._read_mark(piece) or self._leave(piece)
        elif not (self._read_shaped(piece) or self._read_date(piece) or self._read_trait(piece) or self._read_name(piece)):
            self._leave(piece)

    def _leave(self, piece: Piece) -> None:
        """Keep the piece at hand as a word not understood."""
        word = self.line[piece.start: piece.end] if piece.kind != "quoted" else " ".join(piece.text.split())
        self.gathered.leave(word)
        self.last_word = word.lower().strip(".,;:!?") or "-"
        self.ahead = self.ahead or self.last_word in AHEAD_WORDS
        self.place += 1

    def _understood(self) -> None:
        """Note that a sentence of free words, if there was one, is over."""
        self.last_word, self.ahead = "", False

    def _read_quoted(self, piece: Piece) -> None:
        """Read quoted words: the name where there is none yet; else words left over."""
        words = " ".join(piece.text.split())
        if words and not self.gathered.name:
            self.gathered.name = words
            self.place += 1
            self._understood()
        elif words:
            self._leave(piece)
        else:
            self.place += 1

    def _read_tag(self, piece: Piece) -> bool:
        """Read #tag."""
        tag = piece.text.strip("#,;.!?)") if not piece.quoted else " ".join(piece.text.split())
        if not tag:
            return False
        self.gathered.add_tag(tag)
        self.place += 1
        self._understood()
        return True

    def _read_shaped(self, piece: Piece) -> bool:
        """Read a mail address, a link or a phone number."""
        address = shapes.read_mail(piece.text)
        if address:
            self.gathered.add_email(address)
            self.place += 1
            self._understood()
            return True
        link = shapes.read_link(piece.text)
        if link:
            self.gathered.add_link(link)
            self.place += 1
            self._understood()
            return True
        return self._read_number(piece, piece.start)

    def _read_number(self, piece: Piece, start: int) -> bool:
        """Read a phone number that starts at a place of the line; a date in figures is none."""
        if start >= len(self.line) or self.line[start] not in "+(0123456789" or not self._many_digits(start):
            return False
        dated = self.dates.at(start, piece.text, True) if self.line[start] not in "+(" and not piece.mark else None
        found = shapes.find_number(self.line, start, self.practice.country) if dated is None else None
        if found is None:
            return False
        self.gathered.add_phone(found[0])
        self._skip_to(found[1])
        self._understood()
        return True

    def _many_digits(self, start: int) -> bool:
        """Return whether at least six digits, and only what stands in numbers, begin at a place."""
        count = 0
        for letter in self.line[start: start + 40]:
            if letter.isdigit():
                count += 1
                if count >= 6:
                    return True
            elif letter not in " +()-./–\u00a0":
                return False
        return False

    def _read_date(self, piece: Piece) -> bool:
        """Read when it happened; a date to come, and one inside a sentence, stays with the words."""
        gathered = self.gathered
        wished = bool(gathered.wish) and gathered.next is None
        found = self.dates.at(piece.start, piece.text, not wished)
        if found is None or self._is_name_that_could_be_date(piece):
            return False
        match, end = found
        if wished and match.sense != "past":
            gathered.next = QuickNext(WISHES[gathered.wish], self.dates.planned(match))
            self._skip_to(end)
            self._understood()
            return True
        moment = self.dates.moment(match)
        taken = gathered.happened is None and moment is not None and not match.period.startswith(("month", "year", "quarter"))
        if taken and self.last_word and match.sense != "past":
            after = self.place + 1
            while after < len(self.pieces) and self.pieces[after].start < end:
                after += 1
            taken = not self.ahead and (after >= len(self.pieces) or self.pieces[after].kind != "word")
        if taken and not wished:
            gathered.happened = moment
            self._skip_to(end)
            self._understood()
            return True
        while self.place < len(self.pieces) and self.pieces[self.place].start < end:
            self._leave(self.pieces[self.place])
        return True

    def _is_name_that_could_be_date(self, piece: Piece) -> bool:
        """Return whether a capitalised month or weekday begins a name: May Chen, April Jones, Sun Li."""
        following = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else None
        return (
            not self.gathered.name and piece.text[:1].isupper() and piece.text[-1:].isalpha() and following is not None
            and following.kind == "word" and shapes.is_capitalised(following.text) and len(piece.text) <= 6
            and piece.text.lower() in ("may", "april", "june", "august", "jan", "sun", "mon", "wed", "sat", "dec", "mar", "jun", "summer")
            and self.dates.at(following.start, following.text, True) is None
        )

    def _read_trait(self, piece: Piece) -> bool:
        """Read hot, warm, cold, fast, steady, slow."""
        word = piece.text.rstrip(",;.")
        lower = word.lower()
        if lower not in TEMPERATURES and lower not in PACES or not (word.islower() or word.isupper()):
            return False
        if self.last_word:
            follows = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else None
            part_of_it = self.last_word in ("is", "was", "very", "too", "so", "the", "a", "really", "pretty", "it's", "on", "in", "be")
            another = follows is not None and follows.text.lower().rstrip(",;.") in TEMPERATURES | PACES
            if part_of_it or (follows is not None and follows.kind == "word" and not another and not self._shape_follows(follows)):
                return False
        if lower in TEMPERATURES and not self.gathered.temperature:
            self.gathered.temperature = lower
        elif lower in PACES and not self.gathered.pace:
            self.gathered.pace = lower
        else:
            return False
        self.place += 1
        self._understood()
        return True

    def _shape_follows(self, piece: Piece) -> bool:
        """Return whether a piece is understood by its shape alone."""
        return bool(shapes.read_mail(piece.text) or shapes.read_link(piece.text) or self._many_digits(piece.start))

    def _ends_run(self, piece: Piece) -> bool:
        """Return whether a piece ends a name or a company: it has a meaning of its own."""
        if piece.kind != "word":
            return True
        bare = piece.text.rstrip(",;.")
        if (bare in TEMPERATURES or bare in PACES) or (bare.isupper() and bare.lower() in TEMPERATURES | PACES):
            return True
        return self._shape_follows(piece) or self.dates.at(piece.start, piece.text, True) is not None

    def _read_name(self, piece: Piece) -> bool:
        """Read a name: capitalised words with particles, initials and suffixes; else one or two lower-case words."""
        if self.gathered.name or self.last_word in NO_NAME_AFTER:
            return False
        start, words = self.place, []
        while self.place < len(self.pieces) and len(words) < 8:
            each = self.pieces[self.place]
            if each.kind == "quoted" and words and self._name_goes_on(self.place + 1):
                words.append(self.line[each.start: each.end])
                self.place += 1
                continue
            if each.kind != "word" or (self.place > start and self._ends_run(each)):
                break
            if not self._is_name_word(each, bool(words)):
                break
            words.append(each.text.strip(",;"))
            self.place += 1
            if each.text[-1] in ",;" and not self._suffix_follows():
                break
        if not words and not self.last_word:
            words = self._read_lower_name()
        name = " ".join(words).strip(" ,;-")
        if not name:
            self.place = start
            return False
        self.gathered.name = name
        self._understood()
        return True

    def _is_name_word(self, piece: Piece, inside: bool) -> bool:
        """Return whether a word belongs to a run of capitalised words."""
        if shapes.is_capitalised(piece.text) or (inside and shapes.is_suffix(piece.text)):
            return True
        return (shapes.is_title(piece.text) or shapes.is_particle(piece.text)) and self._name_goes_on(self.place + 1)

    def _name_goes_on(self, place: int) -> bool:
        """Return whether a capitalised word follows, particles left out."""
        for each in self.pieces[place: place + 3]:
            if each.kind != "word":
                return False
            if shapes.is_capitalised(each.text):
                return True
            if not shapes.is_particle(each.text):
                return False
        return False

    def _suffix_follows(self) -> bool:
        """Return whether the next piece is a suffix such as Jr."""
        return self.place < len(self.pieces) and shapes.is_suffix(self.pieces[self.place].text)

    def _read_lower_name(self) -> list[str]:
        """Return one or two lower-case words that begin the words of the line."""
        words: list[str] = []
        while self.place < len(self.pieces) and len(words) < 2:
            each = self.pieces[self.place]
            bare = each.text.strip(",;")
            if each.kind != "word" or not shapes.is_lower_name(bare) or bare.lower() in NO_NAMES:
                break
            if self._ends_run(each) or shapes.is_capitalised(each.text):
                break
            words.append(bare)
            self.place += 1
            if each.text[-1] in ",;":
                break
        if words and self.place < len(self.pieces) and self._name_goes_on(self.place):
            self.place -= len(words)
            return []
        return words

    def _read_company(self, piece: Piece) -> None:
        """Read @company: quoted, or the words up to the next piece with a meaning or the first word of a sentence."""
        if self.gathered.company:
            self._leave(piece)
            return
        self.place += 1
        if piece.quoted:
            self.gathered.company = " ".join(piece.text.split())
        else:
            words = [piece.text] if piece.text else []
            if not words or words[0][-1] not in ",;" or self._ending_follows():
                self._add_company_words(words)
            self.gathered.company = " ".join(words).strip(" ,;")
            if not self.gathered.company:
                self.gathered.leave("@")
        self._understood()

    def _add_company_words(self, words: list[str]) -> None:
        """Add the words that go on with a company's name."""
        while self.place < len(self.pieces) and len(words) < 10:
            each = self.pieces[self.place]
            bare = each.text.strip(",;")
            if self._ends_run(each):
                return
            lower = bare.lower()
            joint = lower in COMPANY_JOINTS and bool(words) and self._company_goes_on(self.place + 1)
            if not joint and not is_company_word(bare) and lower not in COMPANY_ENDINGS:
                return
            words.append(each.text)
            self.place += 1
            if each.text[-1] in ",;" and not self._ending_follows():
                return

    def _company_goes_on(self, place: int) -> bool:
        """Return whether a capitalised word that is no date follows a joint such as "of"."""
        following = self.pieces[place] if place < len(self.pieces) else None
        return following is not None and not self._ends_run(following) and following.text[:1].isupper()

    def _ending_follows(self) -> bool:
        """Return whether Inc., Ltd. or its like follows."""
        return self.place < len(self.pieces) and self.pieces[self.place].text.lower().strip(",") in COMPANY_ENDINGS

    def _read_mark(self, piece: Piece) -> bool:
        """Read a marked word: tag:, ok:, no:, via:, at:, next:, title:, tel: and the labels of signatures."""
        mark = piece.mark
        if mark == "next":
            return self._read_next(piece)
        if mark in ("tel", "phone", "mobile", "cell", "email", "mail", "web", "url", "link"):
            return self._read_label(piece)
        text = piece.text
        after = self.place + 1
        if not text and not piece.quoted and after < len(self.pieces) and self.pieces[after].kind in ("word", "quoted"):
            piece = self.pieces[after]
            text, after = piece.text, after + 1
        while mark in ("ok", "no") and text.endswith(",") and after < len(self.pieces) and (
                self.pieces[after].text.lower().rstrip(",") in CHANNEL_WORDS):
            text, after = text + self.pieces[after].text, after + 1
        value = " ".join(text.split()) if piece.quoted else text.strip(",;")
        if not value:
            return False
        if not piece.quoted and mark in ("via", "at", "name", "title", "company"):
            value, after = self._extend(value, text, after, mark)
        if not self._put(mark, value):
            return False
        self.place = after
        self._understood()
        return True

    def _extend(self, value: str, text: str, after: int, mark: str) -> tuple[str, int]:
        """Return an unquoted value with the capitalised words after it, where they cannot be the contact's name."""
        words = [value]
        known = bool(self.gathered.name) or mark == "name"
        while known and text[-1:] not in (",", ";") and after < len(self.pieces) and len(words) < 6:
            each = self.pieces[after]
            if self._ends_run(each) or not (each.text[:1].isupper() or (mark == "at" and each.text.isdigit() and len(each.text) == 4)):
                break
            text = each.text
            words.append(text.strip(",;"))
            after += 1
        return " ".join(words), after

    def _put(self, mark: str, value: str) -> bool:
        """Put the value of a marked word where it belongs; False where that place is taken or the value has no meaning."""
        gathered = self.gathered
        if mark == "tag":
            gathered.add_tag(value.lstrip("#"))
            return True
        if mark in ("ok", "no"):
            return self._permit(value, "granted" if mark == "ok" else "refused")
        field = {"via": "via", "at": "source", "title": "title", "company": "company", "name": "name"}[mark]
        if getattr(gathered, field):
            return False
        setattr(gathered, field, value)
        return True

    def _permit(self, value: str, state: str) -> bool:
        """Read the channels of ok: and no:; one that is no channel goes to the words left over."""
        words = [each for each in value.lower().replace(",", " ").replace("/", " ").split() if each]
        known = [each for each in words if each in CHANNEL_WORDS]
        if not known:
            return False
        for each in known:
            self.gathered.permissions[CHANNEL_WORDS[each]] = state
        for each in words:
            if each not in CHANNEL_WORDS:
                self.gathered.leave(each)
        return True

    def _read_label(self, piece: Piece) -> bool:
        """Read tel:, email:, web: with the value after it; a label alone is dropped."""
        if piece.quoted:
            from store.rules import addresses

            number, address = addresses.phone(piece.text, self.practice.country), shapes.read_mail(piece.text)
            if number:
                self.gathered.add_phone(number)
            elif address:
                self.gathered.add_email(address)
            elif piece.text.strip():
                self.gathered.add_link(piece.text.strip())
            self.place += 1
            return True
        if not piece.text:
            following = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else None
            if following is None or not self._shape_follows(following):
                return False
            self.place += 1
            return True
        address, link = shapes.read_mail(piece.text), shapes.read_link(piece.text)
        if address:
            self.gathered.add_email(address)
        elif link:
            self.gathered.add_link(link)
        else:
            return self._read_number(piece, piece.end - len(piece.text))
        self.place += 1
        self._understood()
        return True

    def _read_next(self, piece: Piece) -> bool:
        """Read next: with its kind, its day or time, and what is agreed in words; without a day it stays with the words."""
        if self.gathered.next is not None:
            return False
        first = self.place
        self.place += 1
        kind, words, planned = "", [], None
        if piece.text and not piece.quoted:
            start = piece.end - len(piece.text)
            kind, planned = self._next_word(piece.text, start, kind, words, planned)
        elif piece.text:
            words.append(piece.text)
        while self.place < len(self.pieces):
            each = self.pieces[self.place]
            if each.kind not in ("word", "quoted") or (each.kind == "word" and (
                    shapes.read_mail(each.text) or shapes.read_link(each.text))):
                break
            if planned is not None and (each.text in TEMPERATURES or each.text in PACES):
                break
            self.place += 1
            if each.kind == "quoted":
                words.append(" ".join(each.text.split()))
            else:
                kind, planned = self._next_word(each.text, each.start, kind, words, planned)
        if planned is None:
            last = self.place
            self.place = first
            while self.place < last:
                self._leave(self.pieces[self.place])
            return True
        self.gathered.next = QuickNext(kind or "call", planned, " ".join(words))  # type: ignore[arg-type]
        self._understood()
        return True

    def _next_word(self, text: str, start: int, kind: str, words: list[str], planned: object) -> tuple[str, object]:
        """Read one word after next: as the kind, as the start of its date, or as what is agreed."""
        bare = text.lower().strip(",;:")
        if not kind and bare in KIND_WORDS and not words:
            return KIND_WORDS[bare], planned
        if planned is None:
            found = self.dates.at(start, text, False, expected=True)
            if found is not None and found[0].sense != "past":
                while self.place < len(self.pieces) and self.pieces[self.place].start < found[1]:
                    self.place += 1
                return kind, self.dates.planned(found[0])
        words.append(text)
        return kind, planned


def is_company_word(word: str) -> bool:
    """Return whether a word can go on with a company's name: anything but the small words of a sentence."""
    if not word.isdigit() and not any(each.isalpha() or each in "&+" for each in word):
        return False
    return bool(word) and (word[0].isupper() or word.lower() not in NO_NAMES) and word not in ("-", "–", "—", "|", "·", "•")

"""One line read from left to right, each piece looked at once."""

from __future__ import annotations

from store.model import QuickNext
from store.rules.quick_log import pieces as shapes
from store.rules.quick_log.cut import Piece, cut
from store.rules.quick_log.dates import Dates
from store.rules.quick_log.marks import read_mark
from store.rules.quick_log.names import read_company, read_company_in_brackets, read_name
from store.rules.quick_log.words import LONGEST_VERB, NAME_FIRST, PACES, TEMPERATURES, VERBS, WISHES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from store.rules.practice import Practice
    from store.rules.quick_log.gathered import Gathered

AHEAD_WORDS = frozenset((
    "wants", "want", "needs", "need", "asked", "asks", "will", "meet", "call", "back", "until", "till", "lunch", "coffee",
    "dinner",
    "due", "decides", "deadline", "wedding", "follow", "send", "leaves", "starts", "moves", "opens", "closes", "can", "should",
    "must", "would", "could", "flies", "ends", "returns", "by", "before", "visit", "party", "free", "available", "please",
    "demo",
    "to", "is", "on", "for",
))
"Words that make a weekday after them one to come."

OBJECTS = frozenset(("him", "her", "them", "it", "a", "an", "the", "my", "his", "their", "our", "by", "off", "for"))
"Words after a verb that make the name before it somebody else's doing, or no verb of ours at all."
FEWEST_TAIL, MOST_TAIL = 4, 7
"Digits of the end of a number that may stand for a person."


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
        self.only_named = self.named_until = -1

    def read(self) -> None:
        """Read the whole line, its leading verb first."""
        self._read_verb()
        if self.place < len(self.pieces) and (self.gathered.verb or self.gathered.wish):
            word = self.pieces[self.place].text.strip(",;:")
            self.gathered.led_by_number = FEWEST_TAIL <= len(word) <= MOST_TAIL and word.isdecimal() and word.isascii()
        while self.place < len(self.pieces):
            self._read_piece()

    def read_details(self) -> list[str]:
        """Read a line of a signature: what is marked or has a shape of its own; return the other words."""
        left = []
        while self.place < len(self.pieces):
            piece = self.pieces[self.place]
            if (piece.kind == "mark" and read_mark(self, piece)) or (piece.kind == "tag" and self._read_tag(piece)):
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
        elif piece.kind == "company":
            read_company(self, piece)
        elif not ((piece.kind == "tag" and self._read_tag(piece)) or (piece.kind == "mark" and read_mark(self, piece))
                  or (piece.kind in ("word", "angle") and self._read_word(piece))):
            self.leave(piece)

    def _read_word(self, piece: Piece) -> bool:
        """Read a word without a mark: by its shape, as a date, a trait or a name; False for one not understood."""
        return (
            self._read_shaped(piece) or self._read_birthday(piece) or self._read_date(piece)
            or self._read_trait(piece) or self._read_what_they_did(piece)
            or read_name(self, piece) or read_company_in_brackets(self, piece)
        )

    def _read_birthday(self, piece: Piece) -> bool:
        """Read birthday: 29 feb."""
        if piece.text[:1] not in "bB" or not piece.text.lower().startswith(("birthday", "bday", "born")):
            return False
        from store.rules.quick_log.birthdays import read_birthday

        return read_birthday(self, piece)

    def _read_what_they_did(self, piece: Piece) -> bool:
        """Read the verb right after the name that begins a line: Pat Weber called."""
        verb = NAME_FIRST.get(piece.text.rstrip(",;.:")) if self.only_named == self.place and self.place else None
        if verb is None or self.gathered.verb or self.gathered.wish:
            return False
        following = self.pieces[self.place + 1].text.lower() if self.place + 1 < len(self.pieces) else ""
        if following in ("me", "us") or not (following and following in OBJECTS):
            self.place += 1 + (following in ("me", "us"))
            self.gathered.verb = verb
            self.understood()
            return True
        return False

    def leave(self, piece: Piece) -> None:
        """Keep the piece at hand as a word not understood."""
        word = self.line[piece.start: piece.end] if piece.kind != "quoted" else " ".join(piece.text.split())
        self.gathered.leave(word)
        self.last_word = word.lower().strip(".,;:!?") or "-"
        self.ahead = self.ahead or self.last_word in AHEAD_WORDS
        self.place += 1

    def after_name(self) -> bool:
        """Return whether the piece before the one at hand is the last of the name."""
        return self.named_until == self.place

    def understood(self) -> None:
        """Note that a sentence of free words, if there was one, is over."""
        self.last_word, self.ahead = "", False

    def _read_quoted(self, piece: Piece) -> None:
        """Read quoted words: the name where there is none yet; else words left over."""
        words = " ".join(piece.text.split())
        if words and not self.gathered.name:
            self.gathered.name = words
            self.place += 1
            self.understood()
        elif words:
            self.leave(piece)
        else:
            self.place += 1

    def _read_tag(self, piece: Piece) -> bool:
        """Read #tag."""
        tag = piece.text.strip("#,;.!?)") if not piece.quoted else " ".join(piece.text.split())
        if not tag:
            return False
        self.gathered.add_tag(tag)
        self.place += 1
        self.understood()
        return True

    def _read_shaped(self, piece: Piece) -> bool:
        """Read a mail address, a link or a phone number."""
        address = shapes.read_mail(piece.text)
        if address:
            self.gathered.add_email(address)
            self.place += 1
            self.understood()
            return True
        link = shapes.read_link(piece.text)
        if link:
            self.gathered.add_link(link)
            self.place += 1
            self.understood()
            return True
        return self.read_number(piece, piece.start)

    def read_number(self, piece: Piece, start: int) -> bool:
        """Read a phone number that starts at a place of the line; a date in figures is none."""
        if start >= len(self.line) or self.line[start] not in "+(0123456789" or not self._many_digits(start):
            return False
        dated = self.dates.at(start, piece.text, True) if self.line[start] not in "+(" and not piece.mark else None
        found = shapes.find_number(self.line, start, self.practice.country) if dated is None else None
        if found is None:
            return False
        self.gathered.add_phone(found[0])
        self._skip_to(found[1])
        self.understood()
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
            self.understood()
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
            self.understood()
            return True
        while self.place < len(self.pieces) and self.pieces[self.place].start < end:
            self.leave(self.pieces[self.place])
        return True

    def _is_name_that_could_be_date(self, piece: Piece) -> bool:
        """Return whether a capitalised month or weekday begins a name: May Chen, April Jones, Sun Li."""
        following = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else None
        return (
            not self.gathered.name
            and piece.text[:1].isupper()
            and piece.text[-1:].isalpha()
            and following is not None
            and following.kind == "word"
            and shapes.is_capitalised(following.text)
            and len(piece.text) <= 6
            and piece.text.lower()
            in ("may", "april", "june", "august", "jan", "sun", "mon", "wed", "sat", "dec", "mar", "jun", "summer")
            and self.dates.at(following.start, following.text, True) is None
        )

    def _read_trait(self, piece: Piece) -> bool:
        """Read hot, warm, cold, fast, steady, slow."""
        word = piece.text.rstrip(",;.")
        lower = word.lower()
        if (lower not in TEMPERATURES and lower not in PACES) or not (word.islower() or word.isupper()):
            return False
        if self.last_word:
            follows = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else None
            part_of_it = self.last_word in (
                "is",
                "was",
                "very",
                "too",
                "so",
                "the",
                "a",
                "really",
                "pretty",
                "it's",
                "on",
                "in",
                "be",
            )
            another = follows is not None and follows.text.lower().rstrip(",;.") in TEMPERATURES | PACES
            if part_of_it or (
                follows is not None and follows.kind == "word" and not another and not self.shape_follows(follows)
            ):
                return False
        if lower in TEMPERATURES and not self.gathered.temperature:
            self.gathered.temperature = lower
        elif lower in PACES and not self.gathered.pace:
            self.gathered.pace = lower
        else:
            return False
        self.place += 1
        self.understood()
        return True

    def shape_follows(self, piece: Piece) -> bool:
        """Return whether a piece is understood by its shape alone."""
        return bool(shapes.read_mail(piece.text) or shapes.read_link(piece.text) or self._many_digits(piece.start))

    def ends_run(self, piece: Piece) -> bool:
        """Return whether a piece ends a name or a company: it has a meaning of its own."""
        if piece.kind != "word":
            return True
        bare = piece.text.rstrip(",;.")
        if (bare in TEMPERATURES or bare in PACES) or (bare.isupper() and bare.lower() in TEMPERATURES | PACES):
            return True
        return self.shape_follows(piece) or self.dates.at(piece.start, piece.text, True) is not None

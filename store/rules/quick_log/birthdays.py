"""A birthday inside a quick-log line: a date of the person, never the day something happened."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.quick_log.cut import Piece
    from store.rules.quick_log.reader import Reader

WORDS = ("birthday", "bday", "born")


def read_birthday(reader: Reader, piece: Piece) -> bool:
    """Read `birthday: 29 feb`, `birthday:1984-02-29`, `bday 3/12` or `born 4 May 1984`.

    Without a colon only outside a sentence of free words. The year counts where four digits of it are written. A date
    that names no day of a month stays with the words.
    """
    word, colon, rest = piece.text.partition(":")
    if word.lower().rstrip(",") not in WORDS or reader.gathered.birthday is not None or (reader.last_word and not colon):
        return False
    dates = reader.dates
    if rest:
        start, text = piece.start + len(word) + 1, rest
        dates = dates.parted(start - 1)
    elif reader.place + 1 < len(reader.pieces):
        start, text = reader.pieces[reader.place + 1].start, reader.pieces[reader.place + 1].text
    else:
        return False
    found = dates.at(start, text, True, expected=True)
    if found is None:
        return False
    match, end = found
    said = reader.line[start:end]
    if match.period or not any(letter.isdecimal() for letter in said):
        return False
    year = match.on.year if str(match.on.year) in said else None
    reader.gathered.birthday = (match.on.month, match.on.day, year)
    while reader.place < len(reader.pieces) and reader.pieces[reader.place].start < end:
        reader.place += 1
    reader.understood()
    return True

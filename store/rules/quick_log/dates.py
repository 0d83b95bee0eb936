"""Dates inside a quick-log line: one tokenising of the line, questions by place."""

from __future__ import annotations

import datetime as dt

from store.rules.when.words import DOUBTFUL_WEEKDAYS, may_begin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Moment, Planned
    from store.rules.practice import Practice
    from store.rules.when.calendar import Ground
    from store.rules.when.grammar import Match
    from store.rules.when.tokens import Tokens


class Dates:
    """The dates of one line."""

    def __init__(self, line: str, reference: dt.datetime, practice: Practice) -> None:
        """Keep the line; nothing is read, and nothing imported, before a word looks like a date."""
        self._line = line
        self._reference = reference
        self._practice = practice
        self._tokens: Tokens | None = None
        self._places: dict[int, int] = {}
        self._past: Ground | None = None

    def _prepare(self) -> tuple[Tokens, Ground]:
        """Tokenise the line once."""
        if self._tokens is None or self._past is None:
            from store.rules.when import calendar
            from store.rules.when.tokens import Tokens

            practice = self._practice
            self._tokens = Tokens(self._line)
            self._places = {token.start: place for place, token in enumerate(self._tokens.items)}
            self._past = calendar.make_ground(
                self._reference, practice.zone, practice.day_first, True, practice.first_weekday, practice.working_days,
                practice.working_hours[1], False,
            )
        return self._tokens, self._past

    def at(self, start: int, word: str, past: bool, expected: bool = False) -> tuple[Match, int] | None:
        """Return the date that starts at a place of the line and where it ends; `expected` where only a date makes sense."""
        if not may_begin(word.lower()):
            return None
        from store.records import replace
        from store.rules.when import grammar

        tokens, ground = self._prepare()
        place = self._places.get(start)
        if place is None and word[:1] in "(~":
            place = self._places.get(start + 1)
        if place is None:
            return None
        if not past:
            ground = replace(ground, past=False)
        match = grammar.read_match(tokens, place, ground)
        if match is None and (expected or (past and word.rstrip(",.;") in DOUBTFUL_WEEKDAYS and self._stands_alone(place))):
            match = grammar.read_match(tokens, place, replace(ground, lenient=True))
        return (match, tokens.at(match.end - 1).end) if match else None

    def parted(self, place: int) -> Dates:
        """Return the dates of the same line with a gap in the place of one character, such as the colon of a label."""
        return Dates(f"{self._line[:place]} {self._line[place + 1:]}", self._reference, self._practice)

    def _stands_alone(self, place: int) -> bool:
        """Return whether nothing, or only a marked word, follows the token at a place."""
        tokens, _ = self._prepare()
        return place + 1 >= tokens.size or tokens.word(place + 1) in ("#", "@", "/", ",", ";")

    def moment(self, match: Match) -> Moment | None:
        """Return when a match says something happened, None for what is still to come."""
        from store.rules.when import grammar

        return grammar.moment_of(match, self._prepare()[1])

    def planned(self, match: Match) -> Planned:
        """Return the day or wall time a match means."""
        from store.rules.when import grammar

        return grammar.planned_of(match)

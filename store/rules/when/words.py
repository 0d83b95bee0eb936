"""The words dates and times are made of, in English."""

from __future__ import annotations

WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "weds": 2,
    "thursday": 3, "thu": 3, "thur": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
    "munday": 0, "tuseday": 1, "teusday": 1, "tuesdy": 1, "wednsday": 2, "wensday": 2, "wendsday": 2, "wednesdy": 2,
    "wedensday": 2, "thrusday": 3, "thurday": 3, "thursdy": 3, "thirsday": 3, "firday": 4, "fryday": 4, "saterday": 5,
    "satuday": 5, "saturdy": 5, "sundy": 6,
}
DOUBTFUL_WEEKDAYS = frozenset(("mon", "wed", "sat", "sun"))
"Short weekdays that are words too: in free text they need a word beside them that only a date has."

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
    "janurary": 1, "januray": 1, "febuary": 2, "feburary": 2, "februrary": 2, "apirl": 4, "agust": 8, "augest": 8,
    "septmber": 9, "setpember": 9, "octomber": 10, "ocotber": 10, "novemeber": 11, "novmber": 11, "decemeber": 12,
    "decmber": 12,
}
VERB_MONTHS = frozenset(("may", "march", "mar", "dec", "sep", "jan"))
"Months that are ordinary words too: a number beside them in lower case proves little."
NAME_MONTHS = frozenset(("may", "april", "june", "august", "jan", "mar", "jun", "dec", "sep"))
"Months that are a person's name or a word when they stand alone."

NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

UNITS = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "h": "hour", "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour",
    "day": "day", "days": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week",
    "fortnight": "fortnight", "fortnights": "fortnight", "month": "month", "months": "month", "mth": "month",
    "mths": "month", "mo": "month", "mos": "month", "quarter": "quarter", "quarters": "quarter",
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "decade": "decade", "decades": "decade",
    "weekday": "business", "weekdays": "business", "workday": "business", "workdays": "business",
}
SHORT_UNITS = {
    "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "b": "business", "bd": "business", "y": "year",
    "min": "minute", "mins": "minute", "hr": "hour", "hrs": "hour", "mo": "month", "wk": "week", "wks": "week",
    "yr": "year", "yrs": "year", "sec": "second",
}
"Units written on to the number: 2w, 20m, 5b."

TODAY = {
    "today": 0, "tod": 0, "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1,
    "tmrow": 1, "2moro": 1, "tomoz": 1, "yesterday": -1, "yest": -1, "yday": -1, "yesteday": -1,
}
PARTS = {
    "morning": (9, 0), "morn": (9, 0), "forenoon": (10, 0), "lunch": (12, 0), "lunchtime": (12, 0), "afternoon": (14, 0),
    "evening": (18, 0), "eve": (18, 0), "night": (20, 0), "tonight": (20, 0), "tonite": (20, 0),
}
"The hour a part of a day stands for: morning 9, afternoon 14, evening 18, night 20."
EARLY_PARTS = {"morning": (8, 0), "afternoon": (13, 0), "evening": (17, 0), "night": (19, 0)}
LATE_PARTS = {"morning": (11, 0), "afternoon": (16, 0), "evening": (20, 0), "night": (22, 0)}
MID_PARTS = {"morning": (10, 0), "afternoon": (15, 0)}

PERIODS = {
    "week": "week", "wk": "week", "month": "month", "mth": "month", "year": "year", "yr": "year", "quarter": "quarter",
    "qtr": "quarter", "weekend": "weekend",
}
ENDINGS = {"eow": "week", "eom": "month", "eoy": "year", "eoq": "quarter"}
ZONES = {
    "utc": "UTC", "gmt": "UTC", "est": "America/New_York", "edt": "America/New_York", "cst": "America/Chicago",
    "cdt": "America/Chicago", "mst": "America/Denver", "mdt": "America/Denver", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "cet": "Europe/Paris", "cest": "Europe/Paris", "bst": "Europe/London",
}
"Zone names people write after a time; American and European readings."

SPOKEN_ZONES = {
    "et": "America/New_York", "eastern": "America/New_York", "ct": "America/Chicago", "central": "America/Chicago",
    "mt": "America/Denver", "mountain": "America/Denver", "pt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
}
"Zones as people say them, behind a time whose half of the day is known."

HOLIDAYS = {
    ("christmas", "eve"): (12, 24), ("xmas", "eve"): (12, 24), ("christmas", "day"): (12, 25), ("christmas",): (12, 25),
    ("xmas", "day"): (12, 25), ("xmas",): (12, 25), ("boxing", "day"): (12, 26),
    ("new", "year's", "eve"): (12, 31), ("new", "years", "eve"): (12, 31), ("new", "year's", "day"): (1, 1),
    ("new", "years", "day"): (1, 1), ("new", "year's"): (1, 1), ("new", "years"): (1, 1), ("new", "year"): (1, 1),
    ("valentine's", "day"): (2, 14), ("valentines", "day"): (2, 14), ("valentine's",): (2, 14),
    ("halloween",): (10, 31), ("april", "fools"): (4, 1), ("april", "fool's", "day"): (4, 1),
    ("st", "patrick's", "day"): (3, 17), ("patrick's", "day"): (3, 17), ("thanksgiving", "day"): (11, 0),
    ("thanksgiving",): (11, 0), ("good", "friday"): (0, -2), ("easter", "monday"): (0, 1), ("easter", "sunday"): (0, 0),
    ("easter",): (0, 0), ("labor", "day"): (9, 0), ("memorial", "day"): (5, 0), ("independence", "day"): (7, 4),
    ("earth", "day"): (4, 22), ("black", "friday"): (11, -1), ("mlk", "day"): (1, 103), ("presidents", "day"): (2, 103),
    ("president's", "day"): (2, 103), ("mother's", "day"): (5, 162), ("mothers", "day"): (5, 162),
    ("father's", "day"): (6, 163), ("fathers", "day"): (6, 163), ("columbus", "day"): (10, 102), ("veterans", "day"): (11, 11),
    ("cinco", "de", "mayo"): (5, 5), ("groundhog", "day"): (2, 2), ("valentines",): (2, 14), ("st", "patricks", "day"): (3, 17),
}
"""Feast days as (month, day): month 0 counts days from Easter Sunday; day 0 is the American rule of that month (fourth
Thursday of November, first Monday of September, last Monday of May), -1 the day after; beyond 100 the tens are the weekday
(0 for Monday) and the ones say which of the month."""

LEADS = frozenset((
    "on", "by", "at", "before", "until", "till", "til", "around", "about", "approx", "circa", "from", "since", "starting",
    "due", "for", "in", "during", "after", "over", "early", "late", "sometime", "between", "approximately",
))
"Words before a date that belong to it when it is cut out of a sentence."
PROOFS = frozenset(("on", "by", "before", "until", "till", "til", "since", "from", "due", "after", "starting"))
"Words that make a doubtful date after them a date."
NOT_BEFORE_WEEKDAY = frozenset((
    "black", "super", "casual", "cyber", "ash", "freaky", "bloody", "palm", "giving", "fat", "blue", "joe", "taco", "every",
    "each", "alternate", "girl", "easter", "good", "man", "ruby", "bowl", "billy", "rosemary", "happy", "holy",
))
NOT_AFTER_WEEKDAY = frozenset(("addams", "times", "harbor", "harbour", "island", "school", "newspaper", "roast", "best",
    "blues", "weld", "drive", "night's", "ticket", "special", "specials", "crossword", "feeling",
    "vibes", "kind", "adams"))
AFTER_BARE = frozenset((
    "and", "or", "but", "with", "for", "to", "on", "about", "please", "sharp", "then", "if", "because", "at", "today",
    "tomorrow", "by", "from", "re", "via", "next", "this", "until", "till", "in", "so", "when", "works", "would", "is",
    "was", "as", "instead", "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest", "bst",
    "sometime", "after", "before", "tonight", "around", "we", "i", "he", "she", "they", "not",
))
"Words that may follow a bare hour or a bare day of the month in a sentence; any other noun claims the number."

_MORE_BEGINNINGS = frozenset((
    "the", "a", "an", "half", "quarter", "this", "next", "nxt", "last", "previous", "past", "coming", "upcoming", "following",
    "end", "start", "beginning", "middle", "mid", "early", "late", "later", "earlier", "noon", "midday", "midnight", "tonight",
    "tonite", "week", "weekend", "month", "year", "day", "within", "inside", "couple", "few", "now", "just", "right", "eod",
    "cob", "close", "final", "new", "christmas", "xmas", "boxing", "valentine's", "valentines", "halloween", "thanksgiving",
    "good", "easter", "labor", "memorial", "independence", "earth", "black", "mlk",
    "presidents", "president's", "mother's", "mothers", "father's", "fathers", "columbus", "veterans", "cinco", "groundhog",
    "midweek", "st", "patrick's", "and",
))


def may_begin(word: str) -> bool:
    """Return whether a date or time can begin with a word; a cheap first look, in lower case."""
    head = word[:1]
    if "0" <= head <= "9":
        return True
    bare = word.rstrip(".,;:!?)").lstrip("(~'\"")
    for separator in ("-", "/", "."):
        bare = bare.partition(separator)[0]
    return bare in LEADS or bare in WEEKDAYS or bare in MONTHS or bare in TODAY or bare in _MORE_BEGINNINGS or (
        bare in NUMBERS or bare in ORDINALS or bare in ENDINGS or bare in PARTS or bare[:1].isdigit())

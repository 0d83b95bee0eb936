"""Words beside a date that say it is none: shows, streets, tickets, verses."""

from __future__ import annotations

NIGHT_SHOWS = frozenset(("football", "live", "lights", "fever", "post", "raw", "baseball", "quarterback"))
"Words after a weekday and its night that make it the name of something."
NO_DAYS = frozenset((
    ("usa", "today"), ("today", "show"), ("tomorrow", "never"), ("psychology", "today"),
))
"Pairs of words that are no day."
STREETS = frozenset((
    "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "drive", "dr", "way", "court", "ct", "place", "pl",
    "square", "sq", "terrace", "crescent", "boulevard", "blvd", "close", "gardens", "row", "hill", "park",
))
NO_FIGURES = frozenset((
    "ticket", "suite", "ste", "room", "apt", "apartment", "unit", "gate", "part", "sku", "section", "chapter", "page",
    "pages", "version", "ratio", "score", "odds", "size", "model", "no", "number", "item", "lot", "box", "bolt", "scored",
    "won", "lost", "chance", "grade", "rated", "rating", "ch", "sec", "pp", "fig", "figure", "table", "psalm", "route",
    "exit",
))
"Words before two figures that make them something else than a date."
VERSES = frozenset((
    "genesis", "exodus", "leviticus", "psalm", "psalms", "proverbs", "isaiah", "jeremiah", "romans", "corinthians",
    "galatians", "ephesians", "philippians", "colossians", "hebrews", "revelation", "score", "ratio", "won", "lost",
    "odds",
))
"Words before two figures with a colon that are no time."

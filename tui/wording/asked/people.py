"""What the flags and words are for of commands about a person: who they are, what was agreed, whom they met."""

from __future__ import annotations

from tui.wording.asked.alike import WHO, WRITING, WRITING_AFTER_A_YES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.wording.asked.alike import Asked

TOLD: Asked = {
    "log": ({
        **WRITING_AFTER_A_YES,
        "--new": "somebody new, however much like somebody known",
        "--who": "the person it is about",
        "LINE": "words in any order; - reads one entry a line; without words it asks",
    }, (
        "onward log met Marty Chen @Acme 415 555 0100 hot // son plays golf",
        "onward log 'vm Lena next: call tue 10am #expo'",
        "onward log - < lines.txt",
        "onward log            (asks; # and quotes are safe there)",
    )),
    "show": ({
        "--json": "print one object",
        "WHO": WHO,
    }, (
        "onward show Marty Chen",
        "onward show 0100",
        "onward show marty@example.com --json",
    )),
    "find": ({
        "--json": "print a list of objects",
        "WORDS": "beginnings of a name, company, tag or mail address; or last digits",
    }, (
        "onward find mar acm",
        "onward find 0100",
    )),
    "why": ({
        "--json": "print one object",
        "WHO": WHO,
    }, (
        "onward why Marty Chen",
    )),
    "pause": ({
        **WRITING,
        "WHO": "a name, then perhaps until when; without, until resumed",
    }, (
        "onward pause Marty Chen",
        "onward pause Lena in 2 weeks",
        "onward pause Ana 1 march",
    )),
    "resume": ({
        **WRITING,
        "WHO": WHO,
    }, (
        "onward resume Marty Chen",
    )),
    "decide": ({
        **WRITING,
        "WORDS": "a name, then keep, slow, nurture or close; skip to pass over the touch; accept or refuse what is suggested",
    }, (
        "onward decide Pavel nurture",
        "onward decide Marty Chen skip",
        "onward decide Priya accept",
    )),
    "next": ({
        **WRITING,
        "--need": "what they need, in their words",
        "--size": "how much or how many of it",
        "--by": "by when they want it",
        "WORDS": "a name, then what (call, mail, meeting ...) and when, in words",
    }, (
        "onward next Marty Chen call tue 10am",
        "onward next Lena mail friday the price note",
    )),
    "merge": ({
        **WRITING_AFTER_A_YES,
        "--keep": "the one that stays, 1 or 2 (without it the one with more history)",
        "--field": "take a field from one of them, such as company=2 or tags=both; may be said again",
        "--not": "they are not the same person: do not offer them again",
        "WHO": "two people, each a name in quotes, a mail address or the last digits of a number; without any, the pairs who may be one person",
    }, (
        "onward merge",
        'onward merge "Marty Chen" marty@example.com --dry-run',
        'onward merge "Marty Chen" "Martin Chen" --keep 1 --field company=2',
        'onward merge --not "Ana Duarte" "Anna Duarte"',
    )),
    "booth": ({
        **WRITING_AFTER_A_YES,
        "--tag": "the tag of everybody met there; made from the event's name where it is not given",
        "EVENT": "the event's name; without one, today's",
    }, (
        'onward booth "Expo 2026"',
        "onward booth Expo 2026 --tag expo",
        "onward booth Expo 2026 < cards.txt    (a line a person)",
    )),
    "sweep": ({
        "--json": "print the open questions as one object, ask nothing",
    }, (
        "onward sweep",
        "onward sweep --json",
    )),
    "brief": ({
        "--json": "print one object",
        "--next": "the next meeting of all, as without a name",
        "WHO": "the next meeting with this person",
    }, (
        "onward brief",
        "onward brief Priya Raman",
        "onward brief --next --json | jq -r .meeting.where",
    )),
    "tag": ({
        **WRITING,
        "WORDS": "a name, then tags; a tag with a dash before it is taken away",
    }, (
        "onward tag Marty Chen expo golf",
        "onward tag Marty Chen -golf",
        "onward tag 0100 '#site review'",
    )),
    "hot": ({
        **WRITING,
        "WHO": WHO,
    }, (
        "onward hot Marty Chen",
        "onward hot 0100",
    )),
    "warm": ({
        **WRITING,
        "WHO": WHO,
    }, (
        "onward warm Marty Chen",
        "onward warm 0100",
    )),
    "cold": ({
        **WRITING,
        "WHO": WHO,
    }, (
        "onward cold Marty Chen",
        "onward cold 0100",
    )),
    "change": ({
        **WRITING,
        "WORDS": "a name, then {fields}, or {channels} for a permission; then what it is now",
    }, (
        "onward change Marty Chen company Northline",
        "onward change Lena pace slow",
        "onward change Priya stage credibility",
        "onward change Ana text refused",
        'onward change Tom title ""',
    )),
    "forget": ({
        **WRITING_AFTER_A_YES,
        "WHO": "a name, part of one, a mail address or the last digits of a number",
    }, (
        "onward forget Marty Chen",
        "onward forget marty@example.com --dry-run",
    )),
}

"""What the flags and words are for of commands about what is due: the queue, drafts, cadences, and the days they fall on."""

from __future__ import annotations

from tui.wording.asked.alike import WHO, WRITING, WRITING_AFTER_A_YES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.wording.asked.alike import Asked

TOLD: Asked = {
    "due": ({
        "--json": "print a list of objects",
        "--count": "print only how many, for a prompt or a status bar",
        "--split": "another list: {lists}",
        "--kind": "only one kind: call, email, text, note ...",
        "--notify": "send a notification for each clock about to run out, once; for a timer",
    }, (
        "onward due",
        "onward due --split later",
        "onward due --kind call",
        "onward due --count",
        "onward due --json | jq '.[0]'",
        "onward due --notify",
    )),
    "draft": ({
        "--kind": "text, email, call, card ...; else the step's own",
        "--template": "the name of a template",
        "--json": "print one object, ask nothing",
        "--dry-run": "only show the words; keep no draft",
        "--send": "send the mail, after a yes",
        "--drafts": "put it into the Drafts folder of your mailbox",
        "--eml": "write it as a mail file that opens as a draft (- for the usual place)",
        "--account": "the account, where you have several",
        "--always": "and let this person's drafts of the kind leave this way from now on",
        "--yes": "do not ask before it is sent",
        "WHO": WHO,
    }, (
        "onward draft Marty Chen",
        "onward draft Lena --kind email",
        "onward draft Ana --json | jq -r .link",
        "onward draft Lena --kind email --send",
        "onward draft Lena --kind email --eml mail.eml",
    )),
    "check": ({
        "--kind": "text, email, card, newsletter ...: some rules depend on it",
        "--stage": "visibility, credibility or profitability: how far trust has come",
        "--who": "somebody in your book: their facts and your history count too",
        "--json": "print one object: flags, each with rule, text, reason, better",
        "FILE": "a file with the message; - or nothing reads standard input",
    }, (
        "onward check --kind email - < mail.txt",
        "onward check --kind text --who Marty note.txt",
        "pbpaste | onward check -",
    )),
    "call": ({
        "--json": "print one object, ask nothing",
        "--dry-run": "only show the card; keep no draft",
        "WHO": WHO,
    }, (
        "onward call Marty Chen",
        "onward call 0100",
        "onward call Lena --json | jq -r .link",
    )),
    "done": ({
        **WRITING,
        "--note": "your words about it",
        "--kind": "how it was done where that differs: call, email, text ...",
        "WHO": "a name, then perhaps how it went: {outcomes}",
    }, (
        "onward done Marty Chen",
        "onward done Lena Voss no answer",
        'onward done Ana reached --note "wants a plan"',
    )),
    "snooze": ({
        **WRITING,
        "WORDS": "a name, then a day or time in words",
    }, (
        "onward snooze Marty Chen tomorrow",
        "onward snooze Lena fri 10am",
        "onward snooze Ana in 2 weeks",
    )),
    "unfiled": ({
        **WRITING,
        "--new": "it is somebody new",
        "--who": "the person it is about",
        "WORDS": "file NUMBER [LINE], drop NUMBER; without words it lists, and asks at a terminal",
    }, (
        "onward unfiled",
        'onward unfiled file 1 --who "Marty Chen"',
        "onward unfiled file 2 called Pat Weber",
        "onward unfiled drop 1",
    )),
    "cadence": ({
        **WRITING_AFTER_A_YES,
        "--all-without": "everybody for whom no cadence was ever chosen",
        "ACTION": "list, show, check or use",
        "WORDS": "the cadence's name; for use, then the people, one word or quoted name each; for check, files",
    }, (
        "onward cadence list",
        "onward cadence show met",
        "onward cadence check my.toml",
        'onward cadence use keep "Pat Weber" Lena',
        "onward cadence use keep --all-without",
    )),
    "template": ({
        "--who": "show: filled for a person, gaps without a fact left visible",
        "--kind": "list: only for one kind; show: as what it would leave",
        "--language": "de, fr ...; else yours, or the person's",
        "--from": "new: begin with a copy of another one",
        "--json": "print a list of objects; for show and new one object",
        "--dry-run": "new: only show what would be written",
        "WORDS": "list [WORDS], show NAME, new NAME, check [FILE...] or gaps; without any, list",
    }, (
        "onward template list",
        "onward template list thank",
        "onward template show thank-you-text --who Marty",
        "onward template new my-thanks --from thank-you-text",
        "onward template check",
    )),
    "shelf": ({
        **WRITING,
        "WORDS": 'nothing to list it; add and an address or a title, with tags ("#lease" or tag:lease), until a day, // why; or drop and a number of the list',
    }, (
        "onward shelf",
        "onward shelf add https://example.com/lease-ends tag:lease until 31 dec // for owners",
        "onward shelf add invitation Breakfast talk tag:chamber until 5 dec",
        "onward shelf drop 2",
    )),
    "away": ({
        **WRITING,
        "WORDS": "nothing to say it; the first day and the day of return; or end, to be back now",
    }, (
        "onward away",
        "onward away 23 dec until 7 jan",
        "onward away until monday",
        "onward away 9 nov today",
        "onward away end",
    )),
    "spread": ({
        **WRITING_AFTER_A_YES,
        "--days": "spread evenly over so many working days, instead of by the daily cap",
    }, (
        "onward spread --dry-run",
        "onward spread",
        "onward spread --days 5 --yes",
    )),
    "week": ({
        "--since": "the first day: a date, or words such as monday, 1 nov, 4 weeks ago",
        "--until": "the last day; today without it",
        "--json": "print one object",
        "--svg": "draw it into a file, or onto the standard output (-)",
        "--markdown": "as Markdown for a report, into a file where one is named",
        "--yes": "replace a file that is there",
    }, (
        "onward week",
        "onward week --since 2026-11-01",
        'onward week --since "4 weeks ago" --json',
        "onward week --svg week.svg",
        'onward week --since "1 nov" --markdown report.md',
    )),
    "when": ({
        "--json": "print one object a line: text, at or on, span, rest",
        "--from": "count from this instant instead of now",
        "WORDS": "words with a day or time; - reads one phrase a line",
    }, (
        "onward when next tuesday",
        "onward when in 3 days",
        "onward when - --json < phrases.txt",
    )),
    "newsletter": ({
        "ACTION": "new, edit, check, status (as without), send or drop",
        "FILE": "new, edit: a text file with the words, - for the standard input",
        "--template": "new: the template to begin with",
        "--subject": "new, edit: the subject",
        "--account": "send: the account, where you have several",
        "--json": "print one object",
        "--dry-run": "send: only show who would get it",
        "--yes": "send: do not ask",
    }, (
        "onward newsletter new",
        'onward newsletter new letter.txt --subject "What came up"',
        "onward newsletter check",
        "onward newsletter send",
    )),
}

"""What the README says of each setting; the names and the defaults come from the program."""

import tempfile
from pathlib import Path

from store.compiling import KNOWN, compile_settings
from store.model import KINDS
from store.rules.draft_check.flags import RULES
from store.settings import home_under

SAID = {
    "you.name": "your name, in drafts and on mails",
    "you.email": "the address that mails come from",
    "you.phone": "your number, for templates",
    "you.company": "your company, for templates",
    "you.signature": "the signature of drafts, several lines in `\"\"\"`",
    "you.booking_link": "where people book a time, for templates",
    "place.zone": "IANA zone, such as `\"America/Los_Angeles\"`",
    "place.country": "country, two letters: public holidays, how numbers and days are read",
    "place.language": "language of drafts to people of whom no other is known",
    "place.day_first": "whether 12/5 is the twelfth of May",
    "place.first_weekday": "the day a week begins",
    "work.days": "working days; calls and rhythm stay inside them",
    "work.hours": "working hours",
    "work.text_until": "until when a thank-you text may leave",
    "rules.gap_days": "days between two touches that nobody asked for",
    "rules.daily_cap": "rhythm touches a day; debts and clocks are never capped",
    "rules.leap_day": "where 29 February falls in other years: `\"28\"` or `\"1\"` (of March)",
    "rules.slower": "slower rhythm by country: `{ JP = 1.5 }`",
    "look.theme": "name of a theme, or `\"auto\"` to follow the terminal's background",
    "leave.mail_command": "your own command for mail, `{link}` in it is the link",
    "leave.message_command": "the same for texts",
    "leave.sms_form": "how links carry a text's words: `\"android\"`, `\"ios\"`, `\"both\"`",
    "newsletter.stop": "the line of a newsletter that says how it ends",
    "ways.commands": "commands of your own that send (see \"Calls, cards\")",
    "draft_check.offer": "words of your own offer, for the rule `spiel`",
    "draft_check.pressure": "more words that push",
    "sync.keep_text": "keep the reply's own words, not only its subject",
    "sync.days": "how many days back a mailbox is read the first time",
    "sync.every": "look while the inbox is open: `\"15 min\"`, `\"1 h\"`, `\"off\"`",
    "sync.idle": "let the server tell of new mail while the inbox is open",
    "sync.folders": "other folders to read",
    "sync.answer": "answer the lines that you mail to yourself",
    "sync.trusted": "addresses whose mailed lines are stored",
    "sync.new_cadence": "the cadence of people who were added on the phone",
    "sync.tasks": "whether due touches are a task list on the phone",
    "sync.task_days": "how many days ahead that list shows",
    "calendar.sources": "calendars to look into: addresses or files",
    "calendar.addresses": "your own addresses, as meetings name you",
    "calendar.authority": "certificate authority of your own calendar server",
    "calendar.days": "how many days back meetings are looked for",
    "notify.by": "`\"auto\"`, `\"desktop\"`, `\"osc9\"`, `\"osc777\"` (the terminal) or `\"off\"`",
    "notify.before": "how long before a clock runs out",
}
"Section and name to what it is."
DEFAULTS = {
    "place.zone": "the machine's", "place.country": "the locale's", "place.language": "the locale's", "place.day_first": "by country",
    "place.first_weekday": "by country", "work.days": "mon to fri", "work.hours": "09:00-17:30", "notify.before": "10 min",
    "sync.every": "off", "look.theme": "onward-dark", "newsletter.stop": "a polite one", "rules.slower": "", "ways.commands": "",
}
"Defaults that are said in words; all others are the program's own, as it compiles them from nothing."
WHERE = {"place": "practice", "work": "practice", "rules": "practice", "you": "sender"}


def rows():
    """Return the table of settings as lines of Markdown; raises KeyError where one is not described."""
    with tempfile.TemporaryDirectory() as folder:
        plain = compile_settings(home_under(str(Path(folder))))
    found = ["| setting | what it is | without it |", "|---|---|---|"]
    for section, names in KNOWN.items():
        if section == "keys":
            found.append("| `[keys]` ACTION | a key of your own for an action; `preset = \"mail\"` or `\"editor\"` | |")
        for name in names:
            if (section == "ways" and name in KINDS) or (section == "draft_check" and name in RULES):
                continue
            key = f"{section}.{name}"
            found.append(f"| `[{section}]` `{name}` | {SAID[key]} | {DEFAULTS[key] if key in DEFAULTS else said(plain, section, name)} |")
        if section == "ways":
            found.append("| `[ways]` KIND | the way drafts of a kind leave by, such as `email = \"send\"` | what is there |")
        if section == "draft_check":
            found.append("| `[draft_check]` RULE | `false` switches a rule off | `true` |")
    return found


def said(plain, section, name):
    """Return the default of a setting as the program has it."""
    for table in (plain.get(WHERE.get(section, section), {}), plain):
        if isinstance(table, dict) and name in table:
            value = table[name]
            return "" if value in ("", [], {}) else f"`{str(value).lower() if isinstance(value, bool) else value}`"
    return ""

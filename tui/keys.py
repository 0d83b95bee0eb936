"""The one table of actions: bindings, footer, palette, help screen and README are all drawn from it.

Keys are written as Textual names them (`question_mark`, `ctrl+p`, `G`). Importing this module never imports Textual.
"""

from __future__ import annotations

from store.errors import DefinitionFault
from store.records import record, replace
from tui.presets import MAIL, PRESETS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType

    OwnKeys = Mapping[str, str]

PLACES = ("inbox", "contact", "draft", "newsletter", "templates", "log line", "question", "form", "day", "traits", "doubt",
          "sweep", "away", "import", "file", "code", "call", "page", "week", "spread", "shelf", "pairs",
          "merge", "coming", "app")
"""Where keys are pressed: `templates` is the choice of one, `form` a question of several fields, `day` one that asks when,
`doubt` the lines in doubt,
`import` the path of a file, `file` what would be taken in of it, `code` a QR code, `call` the card beside the telephone,
`page` a text to read, `spread` a spread before it is done, `pairs` the people who may be in the book twice, `merge` two of them
side by side, `coming` the days after an import, `app` everywhere."""
PAGES = ("page", "week", "spread", "shelf", "pairs", "merge", "coming")
"The screens of text, and of lists that stand on one."
GROUPS = ("Move", "Find and add", "Act", "About a person", "Several at once", "A draft", "A call", "The log line",
          "A question", "A file", "Two who are one", "The practice", "Onward")


@record
class Action:
    """One thing a key does."""

    id: str
    "Kebab-case; the screen's method is `action_` and the id with underscores."
    keys: tuple[str, ...]
    "Textual key names, the one to show first; empty where only the palette offers it."
    label: str
    "One or two words for the footer and the palette."
    help: str
    "A phrase for the help screen and the README."
    group: str
    "One of GROUPS."
    where: tuple[str, ...] = ("inbox",)
    "The PLACES that know it."
    disabled_when: str = ""
    """A code: `no-row` where it needs a row, `no-person` where the row must be a person, `nothing-to-undo`, `nobody` where
    it needs people in the book; empty for never."""
    hint: int = 0
    "Its rank in the footer, 1 first; 0 where the footer leaves it out."
    follows: tuple[str, ...] = ()
    "Names of the SECOND_KEYS that may follow it; empty where it acts at once."
    typing: tuple[str, ...] = ()
    "Textual key names that do it while words are being typed."
    footers: tuple[str, ...] = ()
    "The PLACES whose footer shows it; empty for every place that knows it."


@record
class SecondKey:
    """A key that completes a prefix."""

    key: str
    "Textual key name."
    label: str
    "What it chooses, in words."
    value: str
    "What the action is told."


SECOND_KEYS: dict[str, tuple[SecondKey, ...]] = {
    "snooze": (
        SecondKey("t", "tomorrow", "tomorrow"),
        SecondKey("3", "in three days", "in 3 days"),
        SecondKey("w", "next week", "next week"),
        SecondKey("m", "next month", "in 1 month"),
        SecondKey("enter", "another day, in words", ""),
    ),
    "call-outcome": (
        SecondKey("r", "reached", "reached"),
        SecondKey("m", "left a message", "left-message"),
        SecondKey("n", "no answer", "no-answer"),
        SecondKey("d", "declined", "declined"),
    ),
    "owed-outcome": (
        SecondKey("e", "answered", "sent"),
        SecondKey("x", "nothing to answer", "nothing-to-answer"),
    ),
    "decision": (
        SecondKey("k", "keep going", "keep"),
        SecondKey("s", "slower", "slow"),
        SecondKey("n", "nurture, monthly", "nurture"),
        SecondKey("c", "close", "close"),
    ),
    "pause": (
        SecondKey("w", "for a week", "in 1 week"),
        SecondKey("m", "for a month", "in 1 month"),
        SecondKey("p", "until resumed", "open"),
        SecondKey("r", "resume", "resume"),
        SecondKey("enter", "until a day, in words", ""),
    ),
    "go": (
        SecondKey("g", "the first row", "first"),
        SecondKey("t", "Today", "split-today"),
        SecondKey("o", "Owed", "split-owed"),
        SecondKey("r", "Running", "split-running"),
        SecondKey("w", "Waiting", "split-waiting"),
        SecondKey("l", "Later", "split-later"),
        SecondKey("a", "Everyone", "split-everyone"),
        SecondKey("k", "the week", "week"),
        SecondKey("s", "the shelf", "shelf"),
    ),
}

ACTIONS: tuple[Action, ...] = (
    Action("down", ("j", "down"), "down", "the next row", "Move", ("inbox", "contact", "sweep", "file", *PAGES)),
    Action("up", ("k", "up"), "up", "the row before", "Move",
           ("inbox", "contact", "sweep", "file", *PAGES)),
    Action("first", ("g", "home"), "first", "the first row", "Move", ("contact", "file", *PAGES)),
    Action("go", ("g",), "go to ...", "and one more key: the first row, a tab, the week or the shelf", "Move",
           follows=("go",)),
    Action("top", ("home",), "first", "the first row", "Move"),
    Action("last", ("G", "end"), "last", "the last row", "Move",
           ("inbox", "contact", "file", *PAGES)),
    Action("page-down", ("pagedown", "ctrl+d"), "page down", "a screen down", "Move",
           ("inbox", "contact", "file", *PAGES)),
    Action("page-up", ("pageup", "ctrl+u"), "page up", "a screen up", "Move",
           ("inbox", "contact", "file", *PAGES)),
    Action("open", ("enter",), "open", "everything about the person; the question, on a question's row", "Move",
           ("inbox",), "no-row"),
    Action("back", ("escape",), "back", "back; ends a filter or a selection; nothing typed is lost", "Move",
           tuple(place for place in PLACES if place != "app"), hint=98,
           footers=tuple(place for place in PLACES if place not in ("inbox", "app"))),
    Action("close", ("q",), "close", "back to where this was opened", "Move", ("contact", "code", *PAGES)),
    Action("next-split", ("tab",), "next tab", "the next tab", "Move"),
    Action("previous-split", ("shift+tab",), "tab before", "the tab before", "Move"),
    Action("split-today", ("1",), "Today", "the tab Today: what is due now", "Move"),
    Action("split-owed", ("2",), "Owed", "the tab Owed: replies and promises", "Move"),
    Action("split-running", ("3",), "Running", "the tab Running: first contacts inside their clock", "Move"),
    Action("split-waiting", ("4",), "Waiting", "the tab Waiting: unanswered, and nothing due", "Move"),
    Action("split-later", ("5",), "Later", "the tab Later: what comes", "Move"),
    Action("split-everyone", ("6",), "Everyone", "the tab Everyone", "Move"),
    Action("find", ("slash", "ctrl+f"), "find", "find anyone, this queue first; Esc restores", "Find and add",
           ("inbox", "app"), "nobody", hint=6),
    Action("add", ("a", "c"), "add", "log a line: somebody met, called, heard from", "Find and add",
           ("inbox",), hint=7),
    Action("import", ("i",), "import", "bring in contacts from a file", "Find and add"),
    Action("draft", ("d",), "draft", "a draft on the best channel", "Act", ("inbox", "contact"), "no-person", hint=1),
    Action("draft-choose", ("D",), "draft as ...", "a draft with kind and template of your choice", "Act",
           ("inbox", "contact"), "no-person"),
    Action("done", ("e",), "done", "done; a call asks how it went, a reply may want no answer, a question its answer",
           "Act",
           ("inbox", "contact"), "no-row", hint=2, follows=("call-outcome", "owed-outcome", "decision")),
    Action("snooze", ("s", "h", "b"), "snooze", "snooze: tomorrow, next week, or any day in words", "Act",
           ("inbox", "contact"), "no-row", hint=3, follows=("snooze",)),
    Action("log", ("l",), "log", "log a touch with this person, in or out", "Act", ("inbox", "contact"), "no-person",
           hint=4),
    Action("next-step", ("n",), "next step", "agree the next step", "Act", ("inbox", "contact"), "no-person", hint=5),
    Action("nothing-to-answer", ("X",), "nothing to answer", "what they wrote wants no answer: settle it as it is", "Act",
           ("inbox", "contact"), "no-person"),
    Action("skip", (), "skip", "pass over this touch; the plan moves on without it", "Act", ("inbox",), "no-person"),
    Action("why", ("W",), "why", "the whole reasoning: every candidate, rule, clock and guard, and what comes after", "Act",
           ("inbox", "contact"), "no-person"),
    Action("by-kind", ("o",), "by kind", "like kinds together, all calls now; what is owed or runs stays first", "Act"),
    Action("spread", ("O",), "spread", "put what is due on the coming days, best people first, after a look", "Act"),
    Action("newsletter", (), "newsletter", "the newsletter: one issue, one mail a person", "Act"),
    Action("look-for-sent", (), "look for sent", "look into your Sent folder: what left from elsewhere is logged", "Act"),
    Action("sync", ("f5", "dollar_sign"), "sync", "look into your own mailbox and servers now; again stops it", "Act"),
    Action("sweep", (), "sweep the day", "what left, who lacks a note, who else", "Act"),
    Action("traits", ("t",), "traits", "temperature, pace, stage, standing, permission, preferred kind",
           "About a person", ("inbox", "contact"), "no-person", hint=11, footers=("contact",)),
    Action("accept", ("A",), "accept", "move to the stage or standing suggested", "About a person",
           ("inbox", "contact"), "no-person"),
    Action("refuse", ("R",), "leave it", "leave stage or standing as it is; not suggested again", "About a person",
           ("inbox", "contact"), "no-person"),
    Action("cadence", (), "cadence", "choose the cadence", "About a person", ("inbox",), "no-person"),
    Action("pause", ("p",), "pause", "leave alone for a while, or resume", "About a person", ("inbox",), "no-person",
           follows=("pause",)),
    Action("edit", ("E",), "edit", "edit name, company, addresses and the rest in place", "About a person",
           ("contact",), hint=12),
    Action("copy", ("y",), "copy", "copy the address or number", "About a person", ("inbox", "contact"), "no-person",
           hint=13, footers=("contact",)),
    Action("select", ("x", "space"), "select", "select this row; the next key acts on all selected",
           "Several at once", ("inbox",), "no-row"),
    Action("range", ("v",), "range", "select from here to where you move; again to end", "Several at once",
           ("inbox",), "no-row"),
    Action("hand-over", ("o",), "open", "open it in the mail or message program", "A draft", ("draft",), hint=1,
           typing=("f5", "alt+enter", "ctrl+enter")),
    Action("sent", ("s",), "sent", "it has left: log the touch", "A draft", ("draft",), hint=2),
    Action("qr", ("r",), "QR", "a QR code for the phone", "A draft", ("draft",), hint=3, typing=("f6",)),
    Action("copy-draft", ("c",), "copy", "copy the words", "A draft", ("draft",), hint=4, typing=("f7",)),
    Action("copy-address", ("a",), "copy address", "copy where it goes", "A draft", ("draft",), hint=8),
    Action("editor", ("E",), "editor", "write it in your own editor", "A draft", ("draft",), hint=6,
           typing=("f8",)),
    Action("own-command", ("m",), "my command", "send it with a command of your own, after a look", "A draft", ("draft",),
           hint=10),
    Action("send-mail", ("M",), "send", "send the mail from your account, after a look", "A draft", ("draft", "newsletter"),
           hint=12, typing=("f9",)),
    Action("as-read", ("v", "space"), "as read", "the issue as the next reader gets it, checked", "A draft", ("newsletter",),
           hint=2, typing=("f3",)),
    Action("to-drafts", ("D",), "to Drafts", "put the mail into the Drafts folder of your mailbox", "A draft", ("draft",),
           hint=13),
    Action("mail-file", ("f",), "mail file", "a mail file that opens ready to be sent", "A draft", ("draft",), hint=14),
    Action("paper", ("p",), "print", "a file to print: a card, a note or a letter", "A draft", ("draft",), hint=11),
    Action("template", ("t",), "template", "another template", "A draft", ("draft",), hint=5, typing=("ctrl+t",)),
    Action("keep-template", ("T",), "keep as template", "keep these words as a template of your own, after a look", "A draft",
           ("draft",), hint=10),
    Action("use-template", (), "use it", "fill the draft from this template", "A draft", ("templates",), hint=1,
           typing=("enter",)),
    Action("next-template", (), "next", "the next template", "A draft", ("templates",), hint=2, typing=("down", "ctrl+n")),
    Action("template-before", (), "before", "the template before", "A draft", ("templates",), typing=("up",)),
    Action("words-down", (), "more words", "the filled words further down", "A draft", ("templates",), hint=3,
           typing=("pagedown",)),
    Action("words-up", (), "words above", "the filled words further up", "A draft", ("templates",), typing=("pageup",)),
    Action("notes", ("n",), "notes", "your private notes about the person", "A draft", ("draft",),
           hint=7, typing=("f2", "ctrl+o")),
    Action("flags", ("v",), "check", "everything that the draft check found: why, and a better move", "A draft", ("draft",),
           hint=12, typing=("f4",)),
    Action("write", ("i", "enter"), "write", "go on writing; Esc leaves the words for these keys", "A draft",
           ("draft", "newsletter"), hint=1),
    Action("keep", (), "keep", "store the words now", "A draft", ("draft", "newsletter"), typing=("ctrl+s",)),
    Action("drop-draft", ("x",), "put away", "put the draft away; undo brings it back", "A draft",
           ("draft", "newsletter", "call"), hint=9, footers=("draft", "newsletter")),
    Action("dial", ("enter", "o"), "dial", "dial where a program here does, and start the clock", "A call", ("call",), hint=1,
           typing=("f5", "alt+enter", "ctrl+enter")),
    Action("call-clock", ("space",), "clock", "start the clock of the call; again stops it", "A call", ("call",), hint=7),
    Action("call-reached", ("r",), "reached", "reached: log it, and ask for the next step", "A call", ("call",), hint=2),
    Action("call-message", ("m",), "message", "a message was left", "A call", ("call",), hint=3),
    Action("call-no-answer", ("n",), "no answer", "nobody answered", "A call", ("call",), hint=4),
    Action("call-declined", ("d",), "declined", "they do not want to go on", "A call", ("call",), hint=5),
    Action("call-note", ("i",), "notes", "write what is said; Esc leaves the words for these keys", "A call", ("call",),
           hint=6),
    Action("call-code", ("v",), "QR", "the number as a code, for the phone to scan", "A call", ("call",), hint=8,
           typing=("f6",)),
    Action("copy-number", ("y",), "copy", "copy the number", "A call", ("call",), hint=9),
    Action("call-points", ("E",), "points", "change what to talk about", "A call", ("call",), hint=10),
    Action("save-line", (), "save", "store the line; where more than one person fits, ask who", "The log line",
           ("log line",), hint=1, typing=("enter",)),
    Action("save-and-draft", (), "save and draft", "store the line and open its draft", "The log line",
           ("log line",), hint=2, typing=("f5", "alt+enter", "ctrl+enter", "ctrl+j")),
    Action("complete", (), "complete", "take the grey completion (\N{RIGHTWARDS ARROW} too); without one, on to the pieces",
           "The log line", ("log line", "import"), hint=3, typing=("tab",)),
    Action("mend-slip", (), "mend", "write a mail address as it was probably meant", "The log line", ("log line",),
           typing=("f8",)),
    Action("older", (), "earlier lines", "the line before", "The log line", ("log line",), hint=4, typing=("up",)),
    Action("newer", (), "later lines", "the line after; from the newest on to the people below it",
           "The log line", ("log line",), typing=("down",)),
    Action("piece-after", ("right",), "next piece", "the next of the pieces below the line", "The log line",
           ("log line",)),
    Action("piece-before", ("left",), "piece before", "the piece before", "The log line", ("log line",)),
    Action("unchip", ("backspace", "delete"), "plain text", "make the piece under the cursor plain text again",
           "The log line", ("log line",), hint=5),
    Action("take", ("enter",), "take it", "answer with what is chosen or typed", "A question",
           ("question", "day", "doubt"), hint=1),
    Action("go-on", ("enter",), "go on", "the next field; from the last one, save", "A question", ("form",), hint=1),
    Action("save", (), "save", "store it at once, from any field", "A question", ("form",), hint=2,
           typing=("f5", "ctrl+s", "alt+enter", "ctrl+enter")),
    Action("next-field", ("down",), "next field", "the next field or row", "A question", ("form", "traits"), hint=3),
    Action("previous-field", ("up",), "field before", "the field or row before", "A question", ("form", "traits")),
    Action("quick-days", (), "quick keys", "from the words back to the quick keys", "A question", ("day",),
           typing=("up",)),
    Action("to-choices", (), "choices", "from the line down to the choices", "A question", ("doubt",), hint=2,
           typing=("down", "tab")),
    Action("to-line", (), "line", "from the choices back up to the line", "A question", ("doubt",), typing=("up",)),
    Action("finish", ("enter",), "done", "every trait is stored already: close", "A question", ("traits",), hint=1),
    Action("it-left", ("y",), "left", "it has left", "A question", ("sweep",), hint=1),
    Action("not-left", ("n",), "did not", "it has not left: the draft is open again", "A question", ("sweep",), hint=2),
    Action("ask-later", ("l", "space"), "later", "ask again another time", "A question", ("sweep",), hint=3),
    Action("all-left", ("a", "Y"), "all left", "all that are not answered yet have left", "A question", ("sweep",),
           hint=4),
    Action("store", ("enter",), "store", "store the answers given so far", "A question", ("sweep",), hint=5),
    Action("end", (), "back now", "be back: the queue shows everything again", "A question", ("away",),
           typing=("f5",)),
    Action("look", (), "look into it", "read the file; nothing is written yet", "A file", ("import",), hint=1,
           typing=("enter",)),
    Action("take-in", ("enter",), "take it in", "store what is new and what changed", "A file", ("file",), hint=1),
    Action("leave-out", ("x", "space"), "leave out", "leave this one out, or in again", "A file", ("file",), hint=2),
    Action("filter", ("f",), "filter", "only the new, then only the changed, and so on", "A file", ("file",), hint=3),
    Action("same-person", ("s",), "same person", "a row in doubt is the person it looks like: fill them up", "A file",
           ("file",), hint=4),
    Action("as-new", ("n",), "new person", "it is somebody new, whatever it looks like", "A file", ("file",), hint=5),
    Action("file-wins", ("o",), "file wins", "take the file's values where both have one and they differ", "A file",
           ("file",), hint=7),
    Action("whole-group", ("A",), "all of these", "do with every row of this kind what is done with this one", "A file",
           ("file",), hint=6),
    Action("coming-go", ("enter",), "spread, take in", "take the people in, each first touch on its day", "A file", ("coming",),
           hint=1),
    Action("no-spread", ("n",), "no spread", "take the people in, each first touch when its cadence says", "A file",
           ("coming",), hint=2),
    Action("merge", ("M",), "merge", "make this person and another one, after a look at both", "About a person",
           ("inbox", "contact"), "no-person"),
    Action("pairs", (), "who is there twice", "people who may be in the book twice, with the reasons", "Onward"),
    Action("look-at-pair", ("enter",), "look", "both side by side", "Two who are one", ("pairs",), hint=1),
    Action("merge-go", ("enter",), "merge", "make them one person; one undo takes it back", "Two who are one", ("merge",),
           hint=1),
    Action("take-left", ("left", "h"), "left", "take what the first one has", "Two who are one", ("merge",), hint=2),
    Action("take-right", ("right", "l"), "right", "take what the second one has", "Two who are one", ("merge",), hint=3),
    Action("take-other", ("space", "x"), "choose", "take the other side; of lists, then both", "Two who are one", ("merge",),
           hint=4),
    Action("not-same", ("n",), "not the same", "they are two people; not offered again", "Two who are one",
           ("pairs", "merge"), hint=5),
    Action("undo", ("u", "z"), "undo", "take back the last action, a batch too, also after a restart", "Onward",
           ("inbox", "contact", "shelf", "pairs"), "nothing-to-undo", hint=8),
    Action("redo", ("U", "Z"), "redo", "do it again", "Onward", ("inbox", "contact", "shelf", "pairs")),
    Action("palette", ("colon", "ctrl+p"), "commands", "every command with its key", "Onward", ("inbox", "app")),
    Action("brief", ("B",), "brief", "before the next meeting: when, where, who, and what to talk about", "Onward"),
    Action("week", ("w",), "week", "the week: how fast, what was answered, who is cooling", "Onward"),
    Action("shelf", ("S",), "shelf", "the shelf: things worth passing on, and whom they suit", "Onward"),
    Action("away", (), "away", "a time when nothing but debts is shown; or back again", "Onward"),
    Action("open-touch", ("enter", "right"), "all words", "all words of this touch, or one line again", "About a person",
           ("contact",), hint=14),
    Action("fold-touch", ("left",), "one line", "this touch in one line again", "About a person", ("contact",)),
    Action("filter-next", ("v",), "filter", "only what came in, went out, or one kind; again for the next", "About a person",
           ("contact",), hint=15),
    Action("filter-before", ("V",), "filter before", "the filter before", "About a person", ("contact",)),
    Action("find-within", ("slash",), "find here", "find words in this history", "About a person",
           ("contact",), hint=16),
    Action("earlier", ("left_square_bracket", "left"), "earlier", "the week before", "The practice", ("week",), hint=1),
    Action("later", ("right_square_bracket", "right"), "later", "the week after", "The practice", ("week",), hint=2),
    Action("longer", ("f",), "four weeks", "four weeks in place of one, or one again", "The practice", ("week",), hint=3),
    Action("spread-go", ("enter",), "move them", "put each on its day; one undo takes it back", "The practice", ("spread",),
           hint=1),
    Action("more-days", ("plus", "right"), "more days", "spread over more days", "The practice",
           ("spread", "coming"), hint=2),
    Action("fewer-days", ("minus", "left"), "fewer days", "spread over fewer days", "The practice",
           ("spread", "coming"), hint=3),
    Action("pass-on", ("enter",), "pass on", "choose one of those it suits, and open a draft", "The practice", ("shelf",),
           hint=1),
    Action("shelf-add", ("a",), "add", "put something on the shelf", "The practice", ("shelf",), hint=2),
    Action("shelf-drop", ("x",), "take off", "take it off the shelf", "The practice", ("shelf",), hint=3),
    Action("theme", (), "theme", "another theme, tried on before it is kept", "Onward"),
    Action("demo", ("V",), "tour", "look around in a made-up book, with a tour; your own stays as it is", "Onward"),
    Action("my-name", (), "my name", "the name under what you write", "Onward"),
    Action("my-country", (), "my country", "the country whose numbers you type without a +", "Onward"),
    Action("my-hours", (), "my hours", "from when to when you make calls", "Onward"),
    Action("suspend", ("ctrl+z",), "pause Onward", "back to the shell; fg brings Onward back", "Onward", ("app",)),
    Action("help", ("question_mark", "f1"), "keys", "all keys", "Onward", ("inbox", "app"), hint=99, footers=("inbox",)),
    Action("quit", ("q",), "quit", "leave; everything is stored already", "Onward", ("inbox",)),
)

_SHOWN = {
    "question_mark": "?", "slash": "/", "colon": ":", "enter": "Enter", "escape": "Esc", "space": "Space",
    "tab": "Tab", "shift+tab": "Shift+Tab", "up": "↑", "down": "↓", "home": "Home", "end": "End",
    "pageup": "PageUp", "pagedown": "PageDown", "left": "\N{LEFTWARDS ARROW}", "right": "\N{RIGHTWARDS ARROW}",
    "left_square_bracket": "[", "right_square_bracket": "]", "dollar_sign": "$", "plus": "+", "minus": "-",
}


WAYS_IN = ("add", "import", "demo")
"The actions that an empty book offers, by id."


def shown(key: str) -> str:
    """Return a key as people read it: `?`, `Ctrl+P`, `Esc`."""
    if key in _SHOWN:
        return _SHOWN[key]
    *modifiers, last = key.split("+")
    if not modifiers:
        return key if len(key) == 1 else key.capitalize()
    letters = [_SHOWN.get(last, last.upper() if len(last) == 1 else last.capitalize())]
    return "+".join([each.capitalize() for each in modifiers] + letters)


def wear(own: OwnKeys) -> None:
    """Use the user's own keys in every sentence that names a key; an empty mapping for those of the table."""
    _worn.clear()
    _worn.update({each.id: each for each in actions(None, own)} if own else {})


def in_words(text: str, **values: str) -> str:
    """Return a sentence with the keys it names: `{undo}` becomes the key of that action, as it is shown.

    An action without a key is named with the palette's. `values` fill the other braces; what is in them stays as it is.
    """
    return text.format_map(_Pressed(values))


class _Pressed(dict[str, str]):
    """Values of a sentence, and the key of every action by its id."""

    def __missing__(self, id: str) -> str:
        each = _worn.get(id) or _BY_ID[id]
        pressed = each.keys or each.typing
        return shown(pressed[0]) if pressed else f"{self['palette']} {each.label}"


def action(id: str) -> Action:
    """Return the action of an id; raises KeyError for one that is not in the table."""
    return _BY_ID[id]


def actions(where: str | None = None, own: OwnKeys | None = None) -> tuple[Action, ...]:
    """Return the actions of one of PLACES (all without one), with the user's own keys put in place of the table's.

    Raises DefinitionFault(`no-such-key-action` or `key-taken`) for own keys that name no action or clash in one place.
    """
    table = ACTIONS if not own else _with_own(own)
    return tuple(each for each in table if where is None or where in each.where)


def bindings(
    where: str, own: OwnKeys | None = None, leave_out: Iterable[str] = ()
) -> list[BindingType]:
    """Return the Textual bindings of a place, each with the action's id; what works while typing has priority."""
    from textual.binding import Binding

    without = set(leave_out)
    found: list[BindingType] = []
    for each in actions(where, own):
        name = each.id.replace("-", "_")
        if each.keys and each.id not in without:
            found.append(Binding(",".join(each.keys), name, each.label, show=False, id=each.id))
        if each.typing and each.id not in without:
            own_id = None if each.keys else each.id
            found.append(Binding(",".join(each.typing), name, each.label, show=False, priority=True, id=own_id))
    return found


def keymap(own: OwnKeys) -> dict[str, str]:
    """Return what Textual's `set_keymap` needs for the user's own keys; raises as `actions` does."""
    chosen = settled(own)
    return {each.id: ",".join(each.keys or each.typing) for each in actions(None, own) if each.id in chosen}


def footer(where: str, typing: bool = False, own: OwnKeys | None = None) -> list[tuple[str, str, str]]:
    """Return the bar of a place as (key as shown, label, action id): what works now, in a field or outside of one."""
    found = []
    for each in ranked(where, own):
        pressed = (*each.typing, *(key for key in each.keys[:1] if not _types(key))) if typing else (
            *each.keys, *each.typing)
        if pressed:
            found.append((shown(pressed[0]), each.label, each.id))
    return found


def help_item(typing: bool = False, own: OwnKeys | None = None) -> tuple[str, str, str]:
    """Return the way to all keys for a bar that has no room for them, as `footer` gives its items."""
    each = next(each for each in actions("app", own) if each.id == "help")
    pressed = [key for key in each.keys if not (typing and _types(key))] or list(each.keys)
    return shown(pressed[0]), each.label, each.id


def _types(key: str) -> bool:
    """Return whether a key puts a character into a field, or does something there by itself."""
    return len(key) == 1 or key in ("space", "slash", "colon", "question_mark", "backspace", "delete")


def hints(where: str, own: OwnKeys | None = None) -> list[tuple[str, str]]:
    """Return the footer of a place as (key as shown, label), the most useful first."""
    return [(shown(each.keys[0]), each.label) for each in ranked(where, own)]


def ranked(where: str, own: OwnKeys | None = None) -> list[Action]:
    """Return the actions of a place's footer, the most useful first."""
    return sorted(
        (each for each in actions(where, own)
         if each.hint and (each.keys or each.typing) and (not each.footers or where in each.footers)),
        key=lambda each: each.hint)


def named(wanted: Mapping[str, str], where: str, own: OwnKeys | None = None) -> list[tuple[str, str, str]]:
    """Return a footer of chosen actions by id, with own words where they have some; keyless ones left out."""
    table = {each.id: each for each in actions(where, own)}
    return [(shown(table[id].keys[0]), words or table[id].label, id) for id, words in wanted.items()
            if id in table and table[id].keys]


def fitting(where: str, own: OwnKeys | None = None, lacks: Iterable[str] = ()) -> list[tuple[str, str, str]]:
    """Return the footer of a place as (key as shown, label, action id), without what is disabled by what `lacks` names.

    `no-row`: nothing is under the cursor; `no-person`: the row asks a question, and Enter answers it. In a book with nobody
    in it the ways in are offered.
    """
    lacking = frozenset(lacks)
    if "no-row" in lacking:
        lacking |= {"no-person"}
    found = [(shown(each.keys[0]), each.label, each.id) for each in ranked(where, own)
             if each.keys and each.disabled_when not in lacking]
    if "nobody" in lacking:
        found = named(dict.fromkeys(WAYS_IN, ""), where, own) + [each for each in found if each[2] not in WAYS_IN]
    if "no-person" in lacking and "no-row" not in lacking:
        answer = next((each for each in actions(where, own) if each.id == "open"), None)
        if answer is not None and answer.keys:
            found.insert(0, (shown(answer.keys[0]), "answer", answer.id))
    return found


def palette_entries(where: str | None = None, own: OwnKeys | None = None) -> list[tuple[str, str, str, str]]:
    """Return what the palette offers in a place as (action id, label, help, keys as shown), moving about left out."""
    return [
        (each.id, each.label, each.help, _keys_text(each))
        for each in actions(where, own)
        if each.group != "Move" and each.id != "palette"
    ]


def second_keys(name: str) -> list[tuple[str, str, str]]:
    """Return the keys that may follow a prefix, as (key as shown, label, value)."""
    return [(shown(each.key), each.label, each.value) for each in SECOND_KEYS[name]]


def help_rows(where: str | None = None, own: OwnKeys | None = None, first: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the help screen as (group, [(keys as shown, help)]), in the order of GROUPS, empty groups left out.

    The groups of the place `first` come first. Actions that are told of in the same words share a line.
    """
    table = [each for each in actions(where, own) if each.keys or each.typing]
    here = {each.group for each in table if first in each.where and each.group != GROUPS[0]}
    rows = [(group, _told([each for each in table if each.group == group]))
            for group in sorted(GROUPS, key=lambda group: group not in here)]
    return [(group, lines) for group, lines in rows if lines]


def _told(group: Iterable[Action]) -> list[tuple[str, str]]:
    """Return the keys and words of some actions, those of the same words as one."""
    found: dict[str, dict[str, None]] = {}
    for each in group:
        found.setdefault(each.help, {}).update(dict.fromkeys(shown(key) for key in (*each.keys, *each.typing)))
    return [(" ".join(pressed), help) for help, pressed in found.items()]


def readme_rows() -> list[str]:
    """Return the key table of the README as lines of Markdown."""
    lines = ["| key | does | where |", "|---|---|---|"]
    for group, _ in help_rows():
        lines.append(f"| **{group}** | | |")
        for each in ACTIONS:
            if each.group == group and (each.keys or each.typing):
                keys = " ".join(f"`{shown(key)}`" for key in (*each.keys, *each.typing))
                lines.append(f"| {keys} | {each.help} | {where_text(each)} |")
    return lines


def where_text(each: Action) -> str:
    """Return where an action can be done, in words: `anywhere`, or its places."""
    return "anywhere" if "app" in each.where or each.id == "back" else ", ".join(each.where)


def _keys_text(each: Action) -> str:
    """Return an action's keys as shown, separated by spaces."""
    return " ".join(shown(key) for key in (*each.keys, *each.typing))


def settled(own: OwnKeys) -> OwnKeys:
    """Return the keys of the section `[keys]`: those of its `preset`, and the user's own on top, by action.

    Raises DefinitionFault(`no-such-preset`, preset, known).
    """
    preset = own.get("preset", MAIL)
    if preset not in PRESETS:
        raise DefinitionFault("no-such-preset", preset=preset, known=", ".join(PRESETS))
    return {**PRESETS[preset], **{id: wanted for id, wanted in own.items() if id != "preset"}}


def _with_own(own: OwnKeys) -> tuple[Action, ...]:
    """Return the table with the user's keys in it, checked."""
    own = settled(own)
    for id in own:
        if id not in _BY_ID:
            raise DefinitionFault("no-such-key-action", action=id)
    table = tuple(_with_keys(each, _keys_from(own[each.id])) if each.id in own else each for each in ACTIONS)
    clash = clashes(table)
    if clash:
        place, key, first, second = clash[0]
        raise DefinitionFault("key-taken", place=place, key=shown(key), first=first, second=second)
    return table


def _with_keys(each: Action, wanted: tuple[str, ...]) -> Action:
    """Return an action with other keys; those for typing change only where it has no others."""
    return replace(each, keys=wanted) if each.keys or not each.typing else replace(each, typing=wanted)


def _keys_from(text: str) -> tuple[str, ...]:
    """Return the keys in a setting such as `e, ctrl+e`."""
    return tuple(key.strip() for key in text.split(",") if key.strip())


def clashes(table: Sequence[Action] = ACTIONS) -> list[tuple[str, str, str, str]]:
    """Return every key that two actions of one place claim, as (place, key, action id, other action id)."""
    found = []
    for place in PLACES:
        taken: dict[str, str] = {}
        for each in table:
            if place not in each.where:
                continue
            for key in (*each.keys, *each.typing):
                if key in taken:
                    found.append((place, key, taken[key], each.id))
                taken.setdefault(key, each.id)
    return found


_BY_ID = {each.id: each for each in ACTIONS}
_worn: dict[str, Action] = {}
"The actions by id with the user's own keys; empty for those of the table."

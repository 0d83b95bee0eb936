"""The answers that dialogs offer: key, words shown, and what is told to the book."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Choice = tuple[str, str, object]

TOUCH_KINDS: tuple[Choice, ...] = (
    ("c", "call", "call"), ("t", "text", "text"), ("e", "mail", "email"), ("m", "meeting", "meeting"),
    ("n", "handwritten note", "note"), ("d", "card", "card"), ("p", "clipping", "clipping"),
    ("i", "invitation", "invitation"), ("g", "gift", "gift"), ("r", "referral", "referral"),
    ("w", "newsletter", "newsletter"), ("b", "letter", "letter"), ("v", "video", "video"), ("s", "social", "social"),
)
DIRECTIONS: tuple[Choice, ...] = (("o", "from me", "out"), ("i", "from them", "in"))
CALL_OUTCOMES: tuple[Choice, ...] = (
    ("r", "reached", "reached"), ("m", "left a message", "left-message"), ("n", "no answer", "no-answer"),
    ("d", "declined", "declined"),
)
SENT_OUTCOMES: tuple[Choice, ...] = (
    ("s", "sent", "sent"), ("b", "came back", "bounced"), ("d", "declined", "declined"),
)
MET_OUTCOMES: tuple[Choice, ...] = (("r", "met", "reached"), ("n", "they did not come", "no-answer"),
                                    ("d", "declined", "declined"))
CAME_IN: tuple[Choice, ...] = (
    ("a", "I owe an answer", True), ("x", "nothing to answer", False), ("q", "let the rules decide", None),
)
TRAITS: tuple[tuple[str, str, tuple[Choice, ...]], ...] = (
    ("temperature", "Temperature", (("h", "hot", "hot"), ("w", "warm", "warm"), ("c", "cold", "cold"))),
    ("pace", "Pace", (("f", "fast", "fast"), ("s", "steady", "steady"), ("l", "slow", "slow"))),
    ("stage", "Stage", (("v", "visibility", "visibility"), ("r", "credibility", "credibility"),
                        ("p", "profitability", "profitability"))),
    ("standing", "Standing", (("i", "inquiry", "inquiry"), ("y", "sales-ready", "sales-ready"),
                              ("q", "qualified", "qualified"), ("k", "client", "client"), ("x", "closed", "closed"))),
)
"Field, label, and the options with the keys that set them from anywhere in the dialog; no key is used twice."
PREFERRED: tuple[Choice, ...] = (
    ("1", "text", "text"), ("2", "mail", "email"), ("3", "call", "call"), ("4", "handwritten note", "note"),
    ("5", "card", "card"), ("6", "clipping", "clipping"), ("7", "invitation", "invitation"), ("8", "gift", "gift"),
    ("9", "video", "video"), ("0", "social", "social"),
)
CONTACT_FIELDS = (
    ("name", "Name"), ("company", "Company"), ("title", "Title"), ("email", "Mail"), ("phone", "Phone"),
    ("tags", "Tags"), ("note", "Note"), ("source", "Met at"), ("interests", "Interests"), ("need", "Need"),
)
"Field and label; mail, phone, tags and interests hold several, separated by commas."
NEXT_KINDS: tuple[Choice, ...] = (
    ("c", "call", "call"), ("m", "meeting", "meeting"), ("e", "mail", "email"), ("t", "text", "text"),
    ("n", "handwritten note", "note"), ("i", "invitation", "invitation"), ("g", "gift", "gift"),
    ("v", "video", "video"),
)
QUICK_DAYS = (
    ("t", "tomorrow", "tomorrow"),
    ("3", "in three days", "in 3 days"),
    ("w", "next week", "next week"),
    ("m", "next month", "in 1 month"),
)

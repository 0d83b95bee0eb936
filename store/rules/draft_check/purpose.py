"""What a message is for: thanks, a personal word, an answer to what was asked; what it may leave out follows from that."""

from __future__ import annotations

from store.rules.draft_check.selling import product_talk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft
    from store.rules.draft_check.message import Message

CARDS = ("card", "note")
MOST_BUSINESS = 2
"Words of business that a thank-you may hold and still be one."
SHORT_TEXT = 20
OPENING = 2
"Sentences within which the purpose of a message shows."


class Purpose:
    """What a message is for."""

    def __init__(self, message: Message, kind: str, draft: Draft | None) -> None:
        """Look at the words, and at the template they came from."""
        family = draft.template if draft is not None else ""
        business = sum(1 for each in message.words if message.lexicon.has("business", each))
        selling = bool(product_talk(message)) or message.said("pressure")
        subject = message.subject_hits
        refused = {place for hit in message.hits.get("not-thanks", ()) for place in range(*hit)}
        thanking = [hit for hit in message.hits.get("thanks", ()) if not refused & set(range(*hit))]
        early = any(message.sentence_of[hit[0]] < OPENING for hit in thanking) or (
            "thanks" in subject and "not-thanks" not in subject)
        short = len(message.sentences) <= OPENING + 1
        self.thanks = family.startswith(("thank-you", "referral-thanks")) or (
            (early or (short and bool(thanking)) or (len(thanking) * 4 >= len(message.sentences) > 0 and bool(thanking)))
            and not selling and business <= MOST_BUSINESS)
        "Whether it thanks, and little else."
        self.life = (family.startswith(("birthday", "card")) or "life" in subject
                     or message.said("life", OPENING) or (short and message.said("life"))) and not selling
        "Whether it is about their life: a birthday, a loss, good luck."
        self.wants_nothing = message.said("no-answer")
        "Whether it says that no answer is needed."
        self.answers = message.said("asked") or (draft is not None and draft.step_key.startswith("reply:"))
        "Whether it gives what they asked for."
        self.personal_text = kind in ("text", "social") and not business and not selling and not message.said("filler")
        "Whether it is a short word from person to person, with no business in it."
        self.card = kind in CARDS
        self.newsletter = kind == "newsletter" or (message.is_bulk and not selling and not message.said("filler"))
        "Whether one wording goes to many, who know that."
        self.short_thanks = self.thanks and kind in ("text", "social") and len(message.words) <= SHORT_TEXT
        "Whether it is a word of thanks that is only kind, and need not be more."
        self.script = kind in ("call", "meeting")
        "Whether it is not to be read but to be spoken: talking points."

    @property
    def may_end_openly(self) -> bool:
        """Whether it need not ask, offer or name a day."""
        return (self.thanks or self.life or self.card or self.newsletter or self.personal_text or self.wants_nothing
                or self.script)

"""What an incoming mail is: a person's words, an automatic answer, a bounce, a list's or anything else's; pure."""

from __future__ import annotations

from store.rules.incoming.mail import CLASSES, Delivery, Mail, Verdict

__all__ = ["CLASSES", "Delivery", "Mail", "Verdict", "classify", "own_words"]


def classify(mail: Mail) -> Verdict:
    """Return what a mail is, and what it says; total: any mail gets a verdict."""
    from store.rules.incoming.judging import classify as judge

    return judge(mail)


def own_words(text: str) -> str:
    """Return a reply's own words, without the quoted past and the signature."""
    from store.rules.incoming.words_of_reply import own_words as without_past

    return without_past(text)

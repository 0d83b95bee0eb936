"""What an incoming mail is, decided from its head, its structure and its words."""

from __future__ import annotations

from store.rules.incoming.mail import Mail, Verdict


def classify(mail: Mail) -> Verdict:
    """Return what a mail is, and what it says; total: any mail gets a verdict."""
    return Verdict("person", "wrote", answers=mail.answered)

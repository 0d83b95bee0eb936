"""What an incoming mail is, decided from its head, its structure and its words, the surest signs first.

A bounce often says `Auto-Submitted: auto-replied` and encloses a mail that answers another: reports are looked for first.
Nothing that a program sent may pass for a person; where signs disagree, it is none.
"""

from __future__ import annotations

from store.rules.incoming import automatic, bounces, bulk, returns, senders, wishes
from store.rules.incoming.mail import Mail, Verdict
from store.rules.incoming.words_of_reply import own_words

MEETINGS = frozenset({"REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"})
"METHODs of calendar mails that a calendar, not a person, writes (RFC 5546)."
LONGEST = 40_000
"Characters of a mail's words that are judged."
SHORT = 1_800
"An automatic answer is seldom longer than this."


def classify(mail: Mail) -> Verdict:
    """Return what a mail is, and what it says; total: any mail gets a verdict."""
    found = _by_structure(mail) or bounces.judged(mail)
    if found is not None:
        return found
    words = own_words(mail.text[:LONGEST])
    if not words and not mail.in_reply_to:
        words = mail.text[:LONGEST]
    found = _automatic(mail, words) or _to_many(mail, words)
    if found is not None:
        return found
    return Verdict("person", "wrote", answers=mail.answered, wants_answer=wishes.wants_answer(words, mail.subject),
                   asks_to_stop=wishes.asks_to_stop(words))


def _by_structure(mail: Mail) -> Verdict | None:
    """Return the verdict on a mail whose parts say what it is: a receipt of reading, a complaint, an invitation."""
    if mail.report_type == "disposition-notification" or "message/disposition-notification" in mail.parts:
        return Verdict("other", "read-receipt", answers=mail.answered)
    if mail.report_type == "feedback-report" or "message/feedback-report" in mail.parts:
        return Verdict("other", "complaint", answers=mail.answered)
    if mail.method in MEETINGS or "calendarmessage" in mail.first("content-class").lower():
        return Verdict("other", "meeting", answers=mail.answered)
    if wishes.is_receipt(mail):
        return Verdict("other", "read-receipt", answers=mail.answered)
    return None


def _automatic(mail: Mail, words: str) -> Verdict | None:
    """Return the verdict on a mail that answers by itself."""
    said = automatic.by_head(mail)
    listed = bulk.by_head(mail)
    titled = automatic.subject_says(mail.subject)
    if listed == "list-header" and not titled and not said:
        return None
    gone = automatic.away(words)
    if said == "auto-replied" or (said and (titled or gone or mail.in_reply_to or automatic.is_reply_subject(mail.subject))):
        return _away(mail, words, "out-of-office" if gone else said)
    if said:
        return Verdict("list" if listed == "list-header" else "other", said, answers=mail.answered)
    reply = automatic.is_reply_subject(mail.subject)
    if titled and not (reply and mail.in_reply_to and not gone):
        return _away(mail, words, "out-of-office" if gone else "auto-subject")
    short = len(words) <= SHORT and not (mail.in_reply_to and len(words) + 40 < len(mail.text))
    if short and gone and (senders.is_null_sender(mail) or listed == "precedence" or not senders.has_personal_client(mail)
                           ) and not _talks_on(words):
        return _away(mail, words, "out-of-office")
    if automatic.says_so(words) and not (mail.in_reply_to and senders.has_personal_client(mail)):
        return _away(mail, words, "says-so")
    if short and automatic.thanks_for_writing(words) and not senders.has_personal_client(mail) and (
            not mail.in_reply_to or senders.is_role(mail.sender[1]) or senders.is_null_sender(mail)):
        return _away(mail, words, "thanks-for-writing")
    if automatic.challenges(words) and not senders.has_personal_client(mail):
        return Verdict("automatic", "challenge", answers=mail.answered)
    if senders.is_null_sender(mail) or senders.is_daemon(mail):
        return Verdict("other", "null-sender", answers=mail.answered)
    return None


def _talks_on(words: str) -> bool:
    """Return whether words ask the reader something, as somebody does who tells of a journey by hand."""
    return "?" in words


def _away(mail: Mail, words: str, reason: str) -> Verdict:
    """Return the verdict on an automatic answer, with the day of return where it says one."""
    day = mail.at.date() if mail.at is not None else None
    found = returns.day_of_return(f"{mail.subject}\n{words}", day) if day is not None else None
    return Verdict("automatic", reason, returns=found, answers=mail.answered)


def _to_many(mail: Mail, words: str) -> Verdict | None:
    """Return the verdict on a mail to many, or from a machine."""
    listed = bulk.by_head(mail)
    if listed:
        return Verdict("list", listed, answers=mail.answered)
    machine = bulk.by_machine(mail)
    if machine:
        return Verdict("other", machine, answers=mail.answered)
    if not words and "message/rfc822" in mail.parts and not senders.has_personal_client(mail):
        return Verdict("other", "no-words", answers=mail.answered)
    if not mail.sender[1]:
        return Verdict("other", "no-sender", answers=mail.answered)
    if bulk.points(mail, words) >= bulk.ENOUGH:
        return Verdict("other", "looks-like-many", answers=mail.answered)
    return None

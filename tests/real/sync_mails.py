"""Mails for the tests of reading a mailbox, and a mailbox filled with them."""

from __future__ import annotations

import datetime as dt
import imaplib
from email.utils import format_datetime

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


def mail(sender, to, words="Hello there.", subject="Hello", ago=1.0, message_id=None, more=""):
    """Return a mail as bytes, written `ago` days ago."""
    at = NOW - dt.timedelta(days=ago)
    identity = message_id if message_id is not None else f"<{abs(hash((sender, to, subject, ago, words)))}@example.org>"
    head = (f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {format_datetime(at)}\r\n"
            + (f"Message-ID: {identity}\r\n" if identity else "") + more
            + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n")
    return head.encode() + b"\r\n" + words.replace("\n", "\r\n").encode() + b"\r\n"


def fill(server, folder, mails, ago=None):
    """Put mails into a folder over one connection, each as if it had come `ago` days ago (default: now)."""
    with server.mailbox() as client:
        at = imaplib.Time2Internaldate(NOW - dt.timedelta(days=ago)) if ago is not None else None
        for each in mails:
            status, said = client.append(server._name(folder), "", at, each)
            assert status == "OK", said

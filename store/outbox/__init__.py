"""Ways a draft leaves without a screen: links for the mail, message and phone programs, and what a QR code holds.

Everything a draft carries is data: percent-encoded where it goes, refused where it cannot be told from a command.
"""

from __future__ import annotations

from store.outbox.links import mailto, scan, sms, tel
from store.outbox.ways import MAIL_PROGRAM, MESSAGE_PROGRAM, PHONE, WAYS, Way, way_for

__all__ = ["MAIL_PROGRAM", "MESSAGE_PROGRAM", "PHONE", "WAYS", "Way", "mailto", "scan", "sms", "tel", "way_for"]

"""Ways a draft leaves without a screen, behind one protocol (`ways`), and the links that some of them open (`links`).

Everything a draft carries is data: percent-encoded where it goes, refused where it cannot be told from a command.
"""

from __future__ import annotations

from store.outbox.links import mailto, scan, sms, tel
from store.outbox.ways import (
    MAIL_PROGRAM,
    MESSAGE_PROGRAM,
    PHONE,
    WAYS,
    Left,
    LinkWay,
    Surroundings,
    Thread,
    Way,
    way_for,
    way_named,
    ways_for,
)

__all__ = [
    "MAIL_PROGRAM", "MESSAGE_PROGRAM", "PHONE", "WAYS", "Left", "LinkWay", "Surroundings", "Thread", "Way", "mailto",
    "scan", "sms", "tel", "way_for", "way_named", "ways_for",
]

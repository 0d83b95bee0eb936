"""What a notification says."""

from __future__ import annotations

import datetime as dt

from tui.wording.clocks import amount, clock, deadline
from tui.wording.inbox import kind_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Row

TOLD = "Told of {title}, {body}"
NOT_TOLD = "The desktop took no notification; it was about {title}, {body}"


def notice(row: Row, now: dt.datetime, zone: dt.tzinfo) -> tuple[str, str]:
    """Return title (`Marty Chen: text`) and body (`9 min left, until 10:12.`) for a clock that is about to run out."""
    end = deadline(row.due, now)
    what = f"{row.name}: {kind_word(row.due.kind)}"
    return what, f"{amount(end - now)} left, until {clock(end, now, zone)}."

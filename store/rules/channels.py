"""Which kinds of touch can reach a contact: permission, an address, no bounce, and the hours of the day."""

from __future__ import annotations

import datetime as dt

from store.model import address_channel_of, channel_of
from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.model import Contact, Touch
    from store.rules.days import Place
    from store.rules.practice import Practice

WRITTEN = ("email", "text", "letter", "note", "card", "clipping", "invitation", "gift", "video", "social")
"Kinds that put words before a person's eyes."
TALK = ("call", "meeting")
"Kinds in which two people talk."
RESCUE = ("email", "text", "note", "call")
"Kinds in which one owns up to being late."


class Reach:
    """What can be used to reach one contact; looked up once."""

    def __init__(self, contact: Contact, touches: Sequence[Touch]) -> None:
        """Gather addresses, permissions and bounces."""
        self.permissions = {each.channel: each.state for each in contact.permissions}
        self.refuses = "refused" in self.permissions.values()
        self.bounces: set[tuple[str | None, str]] = set()
        self.wrote_on: set[str | None] = set()
        for touch in touches:
            if touch.direction == "in":
                self.wrote_on.add(channel_of(touch.kind))
            elif touch.outcome == "bounced":
                self.bounces.add((channel_of(touch.kind), touch.address))
            elif self.bounces and not touch.address:
                self.bounces.discard((channel_of(touch.kind), ""))
        self.addresses = contact.addresses
        self._known: dict[str | None, str] = {None: ""}

    def barrier(self, kind: str) -> str:
        """Return what stands in the way of a kind: `refused`, `bounced`, `no-address`, or empty for nothing."""
        channel = channel_of(kind)
        known = self._known.get(channel)
        if known is None:
            known = self._known[channel] = self._look(channel, address_channel_of(kind))
        return known

    def _look(self, channel: str | None, wanted: str | None) -> str:
        """Return what stands in the way of a channel, which needs an address of another."""
        if self.permissions.get(channel or "") == "refused":
            return "refused"
        there = [each for each in self.addresses if each.channel == wanted]
        if not there:
            return "no-address"
        if (channel, "") in self.bounces:
            return "bounced"
        if all(each.bounced or (channel, each.value) in self.bounces for each in there):
            return "bounced"
        return ""

    def permission(self, kind: str) -> str:
        """Return the permission state for a kind; what they wrote on is implied."""
        channel = channel_of(kind)
        state = self.permissions.get(channel or "", "unknown")
        return "implied" if state == "unknown" and channel in self.wrote_on else state


def usable(reach: Reach, kinds: Iterable[str], instead: Iterable[str] = ()) -> tuple[tuple[str, ...], str]:
    """Return the kinds that can be used, in their order, and what stood in the way of the first choice (or empty).

    Where none can, the kinds that at least were not refused come back, each of which has a barrier of its own; where
    all are refused, none with `refused`.
    """
    kinds, instead = tuple(kinds), tuple(instead)
    barriers = [reach.barrier(each) for each in kinds]
    barrier = barriers[0] if barriers else ""
    if kinds and not any(barriers):
        return kinds, barrier
    free = tuple(each for each, blocked in zip(kinds, barriers, strict=True) if not blocked)
    if free:
        return free, barrier
    free = tuple(each for each in instead if not reach.barrier(each))
    if free:
        return free, barrier
    left = [each for each in (*kinds, *instead) if reach.barrier(each) != "refused"]
    left.sort(key=lambda kind: (kind != "note", reach.barrier(kind) == "bounced"))
    return tuple(dict.fromkeys(left)), (barrier if left else "refused")


def hours(kind: str, rule: str, at: dt.datetime, place: Place, practice: Practice) -> tuple[bool, dt.datetime | None]:
    """Return whether a kind may leave at an instant, and the instant at which that changes (None for never).

    `rule` is `working`, `thank-you` (texts on any day until the evening) or `any`. Only calls and texts are bound.
    """
    if rule == "any" or kind not in ("call", "text"):
        return True, None
    if kind == "text" and rule == "thank-you":
        return days.texting_now(at, place, practice.text_until)
    return days.working_now(at, place)

"""The tour of the demo: seven steps, each done when the user does it; it follows, never leads, and never blocks."""

from __future__ import annotations

from tui import keys
from tui.wording.first_minute import TOUR_DONE, TOUR_PLACES, TOUR_STEPS, tour_aside, tour_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Tour:
    """Where a tour stands."""

    def __init__(self) -> None:
        """Begin at the first step."""
        self.step = 0
        self.seen: set[str] = set()

    def saw(self, event: str) -> bool:
        """Take in what the user did; return whether the tour says something else now."""
        before = self.step
        self.seen.add(event)
        while self.step < len(TOUR_STEPS) and TOUR_STEPS[self.step][0] in self.seen:
            self.step += 1
        return self.step != before

    def leave(self) -> bool:
        """End the tour; return whether it had anything left to say."""
        ended, self.step = self.step <= len(TOUR_STEPS), len(TOUR_STEPS) + 1
        return ended

    def line(self, own: Mapping[str, str] | None = None) -> str:
        """Return what to press next, with the user's own keys in it; empty once the tour was left."""
        if self.step > len(TOUR_STEPS):
            return ""
        if self.step == len(TOUR_STEPS):
            return TOUR_DONE.format(**_pressed(own))
        pressed = _pressed(own)
        return tour_line(self.step, TOUR_STEPS[self.step][1].format(**pressed), pressed["back"])

    def line_at(self, *places: str, own: Mapping[str, str] | None = None) -> str:
        """Return what to say on another screen than the inbox, by its place or name; empty where there is nothing."""
        told = next((TOUR_PLACES[place] for place in places if place in TOUR_PLACES), "")
        return tour_aside(self.step, told.format(**_pressed(own))) if told and self.step < len(TOUR_STEPS) else ""


def _pressed(own: Mapping[str, str] | None) -> dict[str, str]:
    """Return the key of each action of the inbox, as it is shown."""
    palette = keys.shown(keys.action("palette").keys[0])
    return {each.id: keys.shown(each.keys[0]) if each.keys else f"{palette} {each.label}"
            for each in keys.actions("inbox", own)}

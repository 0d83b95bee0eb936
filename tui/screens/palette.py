"""The palette: every command of the screen underneath, with its key."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui import keys

OF_THE_APP = frozenset({"theme", "suspend", "help", "find"})
"What can be done from every screen."


class Commands(Provider):
    """Offers the table's actions; running one is pressing its key."""

    async def discover(self) -> Hits:
        """Give every command before anything is typed."""
        for id, label, help, pressed in self._entries():
            yield DiscoveryHit(_line(label, pressed), partial(self._run, id), text=label, help=help)

    async def search(self, query: str) -> Hits:
        """Give the commands that match what is typed, in label or help."""
        matcher = self.matcher(query)
        for id, label, help, pressed in self._entries():
            score = max(matcher.match(label), matcher.match(help) * 0.8)
            if score > 0:
                yield Hit(score, _line(label, pressed), partial(self._run, id), text=label, help=help)

    def _entries(self) -> list[tuple[str, str, str, str]]:
        """Return the entries that the screen underneath can do."""
        own: dict[str, str] = dict(getattr(self.app, "own_keys", dict)())
        return [
            entry for entry in keys.palette_entries(None, own)
            if hasattr(self.screen, f"action_{entry[0].replace('-', '_')}") or entry[0] in OF_THE_APP
        ]

    async def _run(self, id: str) -> None:
        """Do an action on the screen underneath."""
        name = id.replace("-", "_")
        await self.screen.run_action(name if hasattr(self.screen, f"action_{name}") else f"app.{name}")


def _line(label: str, pressed: str) -> Content:
    """Return a command and its key."""
    return Content.assemble(label, "  ", (pressed, "bold $key"))

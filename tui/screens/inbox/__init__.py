"""The inbox: the queue, the person beside it, and a key for everything."""

from tui.screens.inbox.screen import InboxScreen

__all__ = ["InboxScreen"]

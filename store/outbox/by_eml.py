"""Letting a mail leave as a file that opens as a draft: Thunderbird, Outlook and others show it ready to be sent."""

from __future__ import annotations

import os

from store.errors import FileFault
from store.model import address_channel_of
from store.outbox.ways import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft
    from store.outbox.ways import Surroundings


class _ByEml:
    """A file with the whole mail in it."""

    name = "eml"
    medium = "file"
    confirms = False

    def takes(self, draft: Draft) -> bool:
        """Return whether the kind travels by mail."""
        return address_channel_of(draft.kind) == "email"

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Write the mail to `around.path`, for the user's eyes alone; whole, or nothing.

        Raises FileFault(`file-unwritable`, path, reason) and Unavailable as `compose` does.
        """
        from store.outbox.message import as_bytes, compose

        octets = as_bytes(compose(draft, around, unsent=True))
        temporary = f"{around.path}.{os.getpid()}.new"
        try:
            os.makedirs(os.path.dirname(around.path) or ".", mode=0o700, exist_ok=True)
            # A file left behind by a sudden end would refuse the next one of the same process number.
            if os.path.lexists(temporary):
                os.unlink(temporary)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            with open(os.open(temporary, flags, 0o600), "wb") as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, around.path)
        except (OSError, ValueError) as error:
            _remove(temporary)
            raise FileFault("file-unwritable", path=around.path, reason=getattr(error, "strerror", "") or "") from error
        return Left("handed", around.message_id, note=around.path)


def _remove(path: str) -> None:
    """Remove a file where that can be done."""
    try:
        os.unlink(path)
    except (OSError, ValueError):
        pass


EML = _ByEml()

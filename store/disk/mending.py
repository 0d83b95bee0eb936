"""Telling what was found damaged or edited, and seeing a book that cannot be written; imported on bad days only."""

from __future__ import annotations

import os

from store.disk.fold import Folded, index_truth
from store.disk.index_head import MemoryStore
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.files import FileLayer
    from store.disk.truth import Truth
    from store.disk.unit import KeysOf
    from store.disk.view import View


def pieces_of(truth: Truth) -> list[bytes]:
    """Return the damaged parts of both files, each ending its line."""
    pieces = []
    for name, file in (("book", truth.book), ("journal", truth.journal)):
        for start, end in truth.lost[name]:
            piece = file.read(end - start, start)
            pieces.append(piece if piece.endswith(b"\n") else piece + b"\n")
    return pieces


def notices_of(truth: Truth, view: View, paths: tuple[str, str, str], aside: str | None) -> list[BookFault]:
    """Return what is to be told: `kept` counts documents or units, `aside` names the file with the damaged parts."""
    notices = []
    documents = sum(view.count(table) for table in view.tables())
    for which, name in enumerate(("book", "journal")):
        path = paths[which]
        kept = documents if name == "book" else len(truth.units)
        lost = truth.lost[name]
        if lost and (name == "book" or not truth.sound):
            length = sum(end - start for start, end in lost)
            notices.append(BookFault(f"damaged-{name}", path=path, kept=kept, aside=aside, length=length))
        if name in truth.edited:
            notices.append(BookFault("edited-by-hand", path=path, kept=kept))
    if truth.cut_short:
        notices.append(BookFault("book-cut-short", path=paths[0], kept=documents, aside=aside))
    if truth.headless and not truth.lost["journal"] and truth.number:
        notices.append(BookFault("journal-missing", path=paths[1], kept=documents))
    if truth.gap:
        last, base = truth.gap
        notices.append(BookFault("journal-gap", path=paths[1], kept=documents, last=last, next=base + 1))
    return notices


def private_view(truth: Truth, keys_of: KeysOf, boot: bytes, fingerprint: int, files: FileLayer) -> View:
    """Return a view that writes nothing beside the book: the index in memory, what is mended in nameless files."""
    if truth.sound:
        return index_truth(truth, MemoryStore(), keys_of, boot, fingerprint)
    import tempfile

    with tempfile.TemporaryDirectory(prefix="onward-") as folder:
        folded = Folded(files, tuple(os.path.join(folder, name) for name in ("book", "journal", "index")), "")  # type: ignore[arg-type]
        folded.write(truth, keys_of, boot, fingerprint, len(truth.units), {})
        assert folded.view is not None
        for name in folded.names:
            os.unlink(name)
    return folded.view

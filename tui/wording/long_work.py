"""What is said while something takes longer than a moment."""

from __future__ import annotations

LARGE = 1000
"People from which making the index of who is due takes long enough to say so."


def making_index(done: int, total: int) -> str:
    """Return how far making the index of who is due has come."""
    return f"Working out who is due, from the whole book: {100 * done // max(total, 1):>3}%"

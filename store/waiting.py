"""Waiting for something that may never answer: a keyring, a name server, a mail server, a command of the user's own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Answer = TypeVar("Answer")


def within(limit: float, act: Callable[[], Answer], too_late: Callable[[Answer], None] | None = None) -> Answer:
    """Return what `act` returns, or raise what it raises; raise TimeoutError once `limit` seconds have passed.

    It runs in a thread that never keeps the process from ending. An answer that comes too late goes to `too_late`, in
    that thread, so that a connection can be closed again.
    """
    import threading

    answers: list[Answer] = []
    faults: list[BaseException] = []
    lock = threading.Lock()
    given_up = False

    def run() -> None:
        try:
            answer = act()
        except BaseException as error:  # handed on to who waits, whatever it is
            faults.append(error)
            return
        with lock:
            if not given_up:
                answers.append(answer)
                return
        if too_late is not None:
            too_late(answer)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit)
    with lock:
        given_up = not answers
    if answers:
        return answers[0]
    if faults:
        raise faults[0]
    raise TimeoutError

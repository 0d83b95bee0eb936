"""`onward sync --steps`: a run for a program that attends to it, such as the inbox.

On the standard output stands an object a line: `{"step", "done", "of"}` as it goes on, and what `--json` prints for each
account; what keeps it from beginning comes as such an object too, for an account without a name. The first line of the
standard input is `{"passwords": {account: password}}`, held for this run only. When the input ends, nobody attends any more,
and the run ends too.
"""

from __future__ import annotations

import os
import signal
import threading
import time

from store.errors import NotFound, OnwardError, Stopped
from store.model import Reason
from tui.commands.sync import Telling, go_through

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.console import Console

NICENESS = 5
"How far it stands back behind the program that keys are typed into."
APART = 0.1
"Seconds between two tellings of the same step."
GRACE = 2.0
"Seconds that an end may take once nobody attends: first for the step in hand, then for whatever keeps it."
MOST = 1 << 20
"Bytes that the first line may have."
INTERRUPTED = 130


def run(asked: Namespace, console: Console) -> int:
    """Go through the accounts; return the exit status that the command has."""
    from store.reports import Report
    from tui.commands import shapes
    from tui.wording.errors import sentence

    _stand_back()
    asked.json = True
    passwords = _passwords()
    threading.Thread(target=_heed_the_end, name="attended", daemon=True).start()
    try:
        for name, password in passwords.items():
            _remember(console, name, password)
        steps = Steps(console)
        status = go_through(asked, console, steps, None)
        if steps.stopped:
            raise KeyboardInterrupt  # whoever stops a run does not want its upkeep to begin
        return status
    except OnwardError as error:
        report = Report("", trouble=Reason(error.code, error.values))
        console.put_json(shapes.sync_report(report, [sentence(error)]), one_line=True)
        return error.exit_status


class Steps(Telling):
    """What is being done, an object a line."""

    def __init__(self, console: Console) -> None:
        """Begin with nothing told."""
        super().__init__(console, silent=True)
        self._told = ("", 0.0)

    def show(self, what: str, done: int, of: int) -> None:
        """Tell a step, the same one now and then; raises Stopped where nobody listens any more."""
        now = time.monotonic()
        if self._told[0] == what and now - self._told[1] < APART:
            return
        self._told = (what, now)
        try:
            self._console.put_json({"step": what, "done": done, "of": of}, one_line=True)
            self._console.flush()
        except OSError:
            self._console.let_go()
            self.stopped = True
            raise Stopped from None


def _stand_back() -> None:
    """Let everything else go first where there is too little of the machine for both."""
    try:
        os.nice(NICENESS)
    except OSError:
        pass


def _passwords() -> dict[str, str]:
    """Return the passwords of the first line that comes in; none where it says nothing of them."""
    import json

    line = b""
    try:
        while not line.endswith(b"\n") and len(line) < MOST and (more := os.read(0, 1)):
            line += more
        found = json.loads(line).get("passwords", {})
    except (OSError, ValueError, AttributeError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _remember(console: Console, name: str, password: str) -> None:
    """Hold a password for this run; an account that has gone meanwhile needs none."""
    try:
        console.book().remember_password(name, password)
    except NotFound:
        pass


def _heed_the_end() -> None:
    """Wait until nobody attends any more; then end as Ctrl+C does, and at last at once: the book is sound at any moment."""
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(GRACE)
    os._exit(INTERRUPTED)

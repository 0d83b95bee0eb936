"""One `onward sync` in a process of its own, so that it never computes where keys are heard.

A thread reads what it tells, an object a line; it ends when this process does, since its input ends then.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tui.look import clean
from tui.wording import sync as words
from tui.wording.inbox import UNEXPECTED

MOST_SAID = 4000
"Letters that are kept of what it says besides, such as why it could not begin."


class SyncRun:
    """A run that goes on; `ended` is called in its own thread when it is over, `stop` ends it after the step in hand."""

    def __init__(self, variables: Mapping[str, str], passwords: Mapping[str, str], ended: Callable[[SyncRun], object]) -> None:
        """Begin, with variables beside this process's own, and what was typed in it: the latter goes through a pipe."""
        self.doing = ""
        self.stopped = False
        self.reports: list[Mapping[str, Any]] = []
        self.wrong = ""
        self._variables = variables
        self._passwords = passwords
        self._ended = ended
        self._process: subprocess.Popen[str] | None = None
        threading.Thread(target=self._attend, name="sync", daemon=True).start()

    def stop(self) -> None:
        """Have it end after the step in hand; asked again, at once."""
        self.stopped = True
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)

    def leave(self) -> None:
        """Have it end because nobody attends any more; nobody waits for it."""
        self.stop()
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                pass

    def _attend(self) -> None:
        """Start it and take in what it tells until it ends."""
        try:
            process = self._process = self._started()
        except (OSError, ValueError) as error:
            self.wrong = UNEXPECTED.format(what=type(error).__name__)
        else:
            if self.stopped:
                process.send_signal(signal.SIGINT)
            said = _Besides(process.stderr or ())
            self._hand_over(process)
            for line in process.stdout or ():
                self._take_in(line)
            status = process.wait()
            if not self.reports and not self.stopped:
                self.wrong = said.sentence() or UNEXPECTED.format(what=status)
        self._ended(self)

    def _started(self) -> subprocess.Popen[str]:
        """Return the process, in a session of its own: no key of the terminal reaches it, and it paints on none."""
        words_, folder = command()
        return subprocess.Popen(
            words_, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, text=True,
            encoding="utf-8", errors="replace", env={**os.environ, **self._variables}, start_new_session=True)

    def _hand_over(self, process: subprocess.Popen[str]) -> None:
        """Tell it the passwords that were typed."""
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({"passwords": dict(self._passwords)}) + "\n")
            process.stdin.flush()
        except (OSError, ValueError):
            pass  # it has ended already, and says why

    def _take_in(self, line: str) -> None:
        """Take in one object: a step, or what was done with an account."""
        try:
            told = json.loads(line)
            if "step" in told:
                if told["of"] or not self.doing:
                    self.doing = words.progress(str(told["step"]), int(told["done"]), int(told["of"]))
            elif told["text"]:
                self.reports.append(told)
        except (ValueError, KeyError, TypeError):
            pass


class _Besides:
    """What a process says on its standard error, read so that it never waits for a reader."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._kept = ""
        self._reader = threading.Thread(target=self._read, args=(lines,), daemon=True)
        self._reader.start()

    def _read(self, lines: Iterable[str]) -> None:
        for line in lines:
            if len(self._kept) < MOST_SAID:
                self._kept += line

    def sentence(self) -> str:
        """Return what it said, where that is meant for a person."""
        self._reader.join(1.0)
        lines = [clean(each) for each in self._kept.splitlines() if each.strip()]
        return "" if any(each.startswith("Traceback") for each in lines) else "\n".join(lines[-3:])


def command() -> tuple[list[str], str | None]:
    """Return the words that start this very program for a run, and the folder to start it in (None: where we are).

    A folder that happens to hold modules of the same names must not come before ours.
    """
    import tui

    root = os.path.dirname(os.path.dirname(os.path.abspath(tui.__file__)))
    words_ = ["-m", "tui", "sync", "--steps"]
    if sys.flags.safe_path or root in map(os.path.abspath, filter(None, sys.path[1:])):
        return [sys.executable, "-P", *words_], None
    return [sys.executable, *words_], root

"""Medians of whole commands, as ratios to a bare interpreter in the same run, and screens timed through a real pty."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from string import ascii_lowercase


def environment(home: str, now: str = "2026-11-24T09:12:00Z") -> dict[str, str]:
    """Return the environment of a measured command: its own home, a fixed clock, compiled modules allowed."""
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR")}
    return {**plain, "ONWARD_HOME": home, "ONWARD_NOW": now, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def interpreter() -> str:
    """Return the interpreter itself, not a shim in front of it."""
    return sys.executable


def command() -> str:
    """Return the installed `onward` beside the interpreter."""
    return os.path.join(os.path.dirname(sys.executable), "onward")


def once(arguments: Sequence[str], variables: Mapping[str, str], feed: str | None = None) -> float:
    """Return the seconds one run of a command takes; raises CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(arguments, env=dict(variables), input=feed, text=True, capture_output=True, check=True)
    return time.perf_counter() - start


def medians(cases: Mapping[str, tuple[Sequence[str], Mapping[str, str]]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each case, the cases taking turns so that a slow moment hits all alike.

    `{round}` in an argument is a word of letters that is another one in each round.
    """
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for place in range(rounds + 1):  # the first round only warms up
        word = "".join(random.Random(place).choices(ascii_lowercase, k=9))  # so unlike each other that nobody is taken for another
        for name, (arguments, variables) in cases.items():
            seconds = once([each.replace("{round}", word) for each in arguments], variables)
            if place:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


class Terminal:
    """A program on a pty of its own, read and typed to as a terminal does."""

    def __init__(self, arguments: Sequence[str], variables: Mapping[str, str], columns: int = 120, rows: int = 36) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(arguments, stdin=slave, stdout=slave, stderr=slave, env=dict(variables),
                                        start_new_session=True)
        os.close(slave)

    def wait_for(self, mark: bytes, seconds: float = 30.0) -> float:
        """Return when (on the performance counter) the output held a mark; raises TimeoutError with what was seen."""
        self.read_until(mark, seconds)
        return time.perf_counter()

    def read_until(self, mark: bytes, seconds: float = 30.0) -> bytes:
        """Return the output up to and with a mark; raises TimeoutError with what was seen."""
        seen = b""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.master], [], [], 0.2)
            if ready:
                try:
                    seen += os.read(self.master, 65536)
                except OSError:
                    break
                if mark in seen:
                    return seen
        raise TimeoutError(f"{mark!r} not seen in {seen[-400:]!r}")

    def drain(self, quiet: float = 0.15) -> None:
        """Read until nothing has come for a moment."""
        while select.select([self.master], [], [], quiet)[0]:
            try:
                if not os.read(self.master, 65536):
                    return
            except OSError:
                return

    def type(self, keys: bytes) -> float:
        """Type keys; return when."""
        at = time.perf_counter()
        os.write(self.master, keys)
        return at

    def memory(self) -> float:
        """Return the most memory the process held so far, in megabytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            high = next(line for line in status if line.startswith("VmHWM"))
        return int(high.split()[1]) / 1024

    def end(self) -> None:
        """End the process and let go of the pty."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

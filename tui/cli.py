"""The argument parser; no arguments opens the app; the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations


def main() -> int:
    """Run the command line and return its exit status."""
    return 0

"""The two front ends: the full screen and the quick command line."""

import os

__version__ = "0.1.0"

os.environ.setdefault("TEXTUAL_FPS", "240")
"""Textual, which reads it when it is imported, paints at most so often in a second. With its own 60 a key that comes right
after something else was painted, such as news of a sync, waits 17 ms before its own paint begins."""

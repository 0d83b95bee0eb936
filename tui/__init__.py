"""The two front ends: the full screen and the quick command line."""

__version__ = "0.1.0"

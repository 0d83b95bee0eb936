"""The two front ends: the full screen and the quick command line."""

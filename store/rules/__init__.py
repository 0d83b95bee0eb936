"""Pure functions over records; the clock is always an argument."""

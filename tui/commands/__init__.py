"""A short function a command: takes the book and the arguments, gives lines or JSON."""

"""The rules of kerascheck: one a file, named as its file."""

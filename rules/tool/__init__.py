"""Rules about the reading of a file itself: they read `Facts.problems`."""

"""Models built for real: what was traced becomes jobs for a worker that has the user's Keras."""

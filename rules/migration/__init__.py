"""Rules about what Keras 3 no longer has, or calls differently, with fixes that keep it running."""

"""kerascheck, the linter that understands Keras models."""

__version__ = "0.1.0"

"""Keras as far as we know it: one dataclass a class, its fields the parameters."""

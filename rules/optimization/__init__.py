"""Rules about optimizers, learning rates and callbacks."""

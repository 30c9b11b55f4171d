"""Rules about the layers of a model and their order."""

"""Rules about the data that a model is trained on, and what is done to them before."""

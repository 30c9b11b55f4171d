"""Rules about losses: whether the output layer, the loss and the labels fit each other."""

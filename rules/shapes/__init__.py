"""What Keras can build: shapes of inputs, layers and targets, and numbers of parameters."""

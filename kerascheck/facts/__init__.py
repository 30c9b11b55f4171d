"""What the code means: models, training and labels, followed as Python would run them."""

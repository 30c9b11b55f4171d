"""Rules about how a model is trained: validation, order of samples, class weights, epochs."""

"""Rules about the script around the model: seeds, loops, switches."""

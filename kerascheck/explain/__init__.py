"""Descriptions of the models in a file, for `kerascheck explain`. One renderer a file."""

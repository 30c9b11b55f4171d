"""Runs what is left of a script, statement by statement, and tells of the models that it makes.

`executing.py` has `contained.py` start it in the sandbox, through `launch.py`, with the name of a
file as argument: the job, one JSON object. It needs the standard library, the user's Keras, and
modules of `worker`. What it tells are JSON objects, an object a line, each with the secret of the
job: `ready` or `no-keras`, `model` for each model as it is compiled, fitted and at the end, `failed`
for each statement that fails, and `done`.

The script runs in this process and can change all of this. What is told is a claim.
"""

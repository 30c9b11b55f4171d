"""Builds models with the Keras of the interpreter that runs it; asks nothing of kerascheck.

`runner.py` starts it through `launch.py`, with one JSON object of options, and talks to it in JSON,
an object a line: first the worker says who it is, then it answers each job that comes on standard
input. `plan.py` makes the jobs; the docstring of `jobs.Job` says what is in them. Whatever Keras and
its backend print goes to standard error. No module but Keras and what Keras needs is imported.
"""

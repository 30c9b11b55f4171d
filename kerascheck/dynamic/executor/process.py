"""The process in the sandbox: it imports Keras, runs the script, and tells what became of it."""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import json
import os
import sys
import types

from ..worker import device, watch
from .run import Run

RESULTS = "KERASCHECK_RESULTS"


def fingerprint(keras):
    """What Keras's classes are made of, to see whether the script has changed it."""
    found = {}
    kinds = [value for value in vars(keras.layers).values() if isinstance(value, type)]
    for kind in [*kinds, keras.Model, keras.Sequential, keras.Operation, keras.Variable]:
        for base in kind.__mro__:
            if base.__module__.startswith("keras") and base not in found:
                found[base] = {
                    name: value
                    for name, value in vars(base).items()
                    if isinstance(value, (types.FunctionType, property, staticmethod, classmethod))
                }
    return found


def changed(before, after):
    """The first thing of Keras that is no longer what it was; empty if all is."""
    for kind, members in before.items():
        for name, value in members.items():
            if after.get(kind, {}).get(name) is not value:
                return f"{kind.__name__}.{name}"
    return ""


def main(arguments):
    """Do the job that the first argument names."""
    channel = int(os.environ.pop(RESULTS))
    with open(arguments[0], encoding="utf-8") as file:
        job = json.load(file)
    os.unlink(arguments[0])
    secret = job.pop("secret")

    def say(message):
        text = json.dumps({**message, "secret": secret}, default=str)
        data = f"{text}\n".encode("utf-8", "replace")
        while data:
            data = data[os.write(channel, data) :]

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    keras, ready = device.start(job["options"])
    say(ready)
    if keras is None:
        return
    if keras.backend.backend() != "numpy":
        watch.guard(keras, job["options"]["limit"])
    run = Run(job, keras, say)
    before = fingerprint(keras)
    ended = ""
    try:
        run.run()
    except BaseException as error:  # noqa: BLE001 - whatever the script does, it is told
        ended = f"{type(error).__name__}: {error}"[:300]
    run.models()
    touched = changed(before, fingerprint(keras))
    say({"event": "done", "ended": ended, "changed": touched, "spellings": run.hooks.spellings,
         "missing": sorted(run.finder.met)[:50]})  # fmt: skip
    sys.stdout.flush()
    os._exit(0)

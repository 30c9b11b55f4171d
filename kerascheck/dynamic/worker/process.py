"""The process: it says who it is, then it answers each job with what became of it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from .device import spent, start
from .jobs import Job, Json, RefusedError
from .losses import expected_seconds, numbers
from .replays import replays_of
from .reports import report
from .watch import TooLargeError, Watch, guard

PATIENCE = 40.0
"""No losses and gradients are computed if they are expected to take more seconds than these."""


def build(
    keras: Any, watch: Watch, replays: Mapping[str, Any], state: dict[str, int], job: Any
) -> Json:
    """The answer to one job."""

    def make() -> Job:
        state["bytes"] = 0
        made = Job(keras, job, replays, 0)
        watch.job = made
        made.run()
        return made

    if keras.backend.backend() != "numpy":
        # Either of them would import TensorFlow.
        keras.utils.clear_session()
        keras.utils.set_random_seed(0)
    state["bytes"] = 0
    made = Job(keras, job, replays, 0)
    watch.job = made
    error = None
    try:
        made.run()
    except TooLargeError:
        return {"event": "too-large"}
    except RefusedError as refused:
        return {"event": "refused", "why": str(refused), "step": made.step}
    except Exception as raised:  # noqa: BLE001 - what Keras raises is what is asked for
        error = raised
    told = {"event": "built", **report(keras, made, error)}
    model = made.parts.get(job["model"]) if error is None else None
    probe = job.get("probe") if keras.backend.backend() != "numpy" else None
    if model is not None and probe and not told["parts"][str(job["model"])].get("built", False):
        probe = None
    if model is not None and probe:
        size = told["parts"][str(job["model"])]
        if size["trainable"] + size["frozen"] <= probe["limit"]:
            try:
                seconds = expected_seconds(keras, model, probe)
                if seconds > PATIENCE:
                    told["unprobed"] = (
                        f"losses and gradients would take about {seconds:.0f} seconds"
                    )
                else:
                    told["numbers"] = numbers(keras, watch, make, probe)
            except Exception as raised:  # noqa: BLE001 - no number is better than no answer
                told["unprobed"] = f"{type(raised).__name__}: {raised}"[:500]
        else:
            told["unprobed"] = "too large"
    watch.job = None
    return told


def main(arguments: Sequence[str]) -> None:
    """Answer jobs until the input ends; the argument is the options in JSON."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

    def say(message: Json) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    options = json.loads(arguments[0])
    user_packages()
    keras, told = start(options)
    say(told)
    if keras is None:
        return
    state = {"bytes": 0} if told["meta"] else guard(keras, options.get("limit"))
    watch, replays = Watch(keras), replays_of(keras)
    for line in jobs:
        answer = build(keras, watch, replays, state, json.loads(line))
        say({"event": "spent"} if spent(keras) else answer)


def user_packages() -> None:
    """Find what the user has installed for all projects, which `-I` leaves out."""
    import site

    home = os.environ.pop("KERASCHECK_USER", "")
    if not home or sys.prefix != sys.base_prefix:
        return
    with contextlib.suppress(Exception):
        folder = site.getusersitepackages().replace(os.path.expanduser("~"), home, 1)
        if os.path.isdir(folder) and folder not in sys.path:
            site.addsitedir(folder)

"""Runs scripts one after the other in one process; prints what became of each as JSON.

The scripts come as a JSON object on standard input. What is printed has for each script either
`error`, or `counts`: the numbers of parameters of its models by name.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
import traceback
from typing import Any


def main() -> None:
    scripts: dict[str, str] = json.load(sys.stdin)
    import keras
    import tensorflow as tf

    # One batch each: tracing functions would take longer than running them.
    tf.config.run_functions_eagerly(True)
    results = {}
    for name, code in scripts.items():
        keras.utils.clear_session()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            os.chdir(folder)
            os.mkdir("training")
            results[name] = run(code, keras)
            os.chdir("/")
        keras.config.set_image_data_format("channels_last")
    print(json.dumps(results))


def run(code: str, keras: Any) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(code, "script.py", "exec"), names)  # noqa: S102 - what is tested is code
    except Exception:  # noqa: BLE001 - whatever it is, the other scripts are run
        return {"error": traceback.format_exc(limit=-2)}
    models = {k: v for k, v in names.items() if isinstance(v, keras.Model)}
    return {"counts": {name: model.count_params() for name, model in models.items()}}


if __name__ == "__main__":
    main()

"""A name of TensorFlow 1 is used: sessions, placeholders, `tf.contrib` and the like.

TensorFlow 2 computes at once. There are no sessions to configure, no graph to reset and nothing to
initialise; what a session was configured for is set in `tf.config`.

Why it hurts:

The script ends at its first lines, before any model is made.

What Keras says:

"module 'tensorflow' has no attribute 'ConfigProto'".

Bad:

```python
import keras
import tensorflow as tf

config = tf.ConfigProto()  # finding
config.gpu_options.allow_growth = True
session = tf.Session(config=config)  # finding
tf.set_random_seed(1)  # finding
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
```

Good:

```python
import keras
import tensorflow as tf

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)
keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
```

When to ignore:

In scripts for TensorFlow 1. What is written with `tf.compat.v1` is left alone.

Fix safety:

Safe for functions that only have another name, such as `tf.random.set_seed`. For sessions there is
no fix: what they did has to be written anew.

References:

- https://www.tensorflow.org/guide/migrate
- https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth
"""

from collections.abc import Iterator

from kerascheck.edits import spelled
from kerascheck.keras_api.backend_names import SESSION as BACKEND
from kerascheck.keras_api.former import SESSION, former
from kerascheck.rule import (
    Applicability,
    Edit,
    Facts,
    Finding,
    Fix,
    Severity,
    Site,
    Written,
    rule,
)

_TF = "tensorflow."
_GROWTH = (
    "set what it is for in `tf.config`: `for g in tf.config.list_physical_devices('GPU'): "
    "tf.config.experimental.set_memory_growth(g, True)`"
)
_ADVICE = {
    "placeholder": "use `keras.Input`",
    "get_variable": "use `tf.Variable`, or `add_weight` of a layer",
    "global_variables_initializer": "drop it: variables have their values from the start",
    "initialize_all_variables": "drop it: variables have their values from the start",
    "local_variables_initializer": "drop it: variables have their values from the start",
    "get_default_graph": "drop it: models can be called from any thread",
    "reset_default_graph": "call `keras.utils.clear_session()`",
    "logging": "call `tf.get_logger().setLevel('ERROR')`",
    "flags": "use `argparse`, or the package `absl-py`",
    "app": "use `argparse`, or the package `absl-py`",
    "contrib": "look for it in TensorFlow itself or in TensorFlow Addons",
    "train": "use `keras.optimizers`, or `tf.train.Checkpoint`",
}


@rule("KC708", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    if not written.target.tensorflow_2:
        return
    # Whether a place is guarded takes long to tell, so it is asked of the few old names only.
    for name in written.spellings:
        for finding in _named(written, name.path, name.site):
            if not written.guarded(name.site):
                yield finding
    for one in written.imports:
        if one.module is not None:
            for finding in _named(written, one.path, one.target, imported=True):
                if not written.guarded(one.site):
                    yield finding


def _named(written: Written, path: str, site: Site, *, imported: bool = False) -> Iterator[Finding]:
    word = path.rpartition(".")[2]
    known = former(path)
    if known is not None and known.group == "backend" and word in BACKEND:
        yield _finding(path, site, _GROWTH, None)
        return
    name = (
        path[len(_TF) :] if path.startswith(_TF) and not path.startswith("tensorflow.keras") else ""
    )
    first = name.partition(".")[0]
    if name not in SESSION and first not in ("contrib", "app", "flags", "logging"):
        return
    new = SESSION.get(name, "")
    fix = None
    if new and not imported:
        text, imports = spelled(written, f"tensorflow.{new}")
        fix = Fix((Edit(site.at, text),), Applicability.SAFE, imports)
    yield _finding(path, site, f"write `tf.{new}`" if new else _ADVICE.get(first, _GROWTH), fix)


def _finding(path: str, site: Site, help_: str, fix: Fix | None) -> Finding:
    module, _, word = path.rpartition(".")
    return Finding(
        site.at,
        f"`{path}` is of TensorFlow 1: TensorFlow 2 does not have it."
        if path.startswith(_TF)
        else f"`{path}` belongs to the sessions of TensorFlow 1, which Keras 3 does not have.",
        help=help_,
        mark="gone",
        keras=f"module '{module}' has no attribute '{word}'",
        fix=fix,
    )

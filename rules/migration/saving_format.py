"""A model or its weights are saved under a name that Keras 3 does not take.

Keras 3 tells the format by the end of the name: `.keras` for a model, `.weights.h5` for weights,
`.h5` for a model in the old format. Folders in the format of TensorFlow are exported instead.

Why it hurts:

The script fails when it saves, which is after the training: what was learnt is lost. For a
`ModelCheckpoint` it fails before.

What Keras says:

"The filename must end in `.weights.h5`", "Invalid filepath extension for saving", or "The filepath
provided must end in `.keras`".

Bad:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
saving = keras.callbacks.ModelCheckpoint("cp.ckpt", save_weights_only=True)  # finding
model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[saving])
model.save_weights("last.h5")  # finding
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
saving = keras.callbacks.ModelCheckpoint("cp.weights.h5", save_weights_only=True)
model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[saving])
model.save_weights("last.weights.h5")
```

When to ignore:

In scripts for older versions. The rule is silent where the name is not known. That `.h5` is the old
format of whole models is a hint only.

Fix safety:

Safe for names of weights and checkpoints: they are renamed wherever the script has them. Unsafe for
folders, which other programs may read.

References:

- https://keras.io/guides/serialization_and_saving/
- https://keras.io/api/callbacks/model_checkpoint/
"""

import re
from collections.abc import Iterator

from kerascheck.edits import drop
from kerascheck.rule import (
    Applicability,
    Argument,
    Called,
    Edit,
    Ending,
    Evidence,
    Facts,
    Finding,
    Fix,
    Model,
    Severity,
    Written,
    rule,
)

_SUFFIX = re.compile(r"(\.weights)?\.(h5|hdf5|hdf|ckpt|tf|pb|keras|model)$")
_FOREIGN = re.compile(r"\.(ckpt|tf|pb|index|pth?)$")
"""Endings of weights that other versions and libraries write."""
_FILE = re.compile(r"(?<=[^/])\.(?!(?:tf|pb|savedmodel|saved_model|model)$)[A-Za-z]\w{0,9}$")
"""The ending of a name that folders of TensorFlow do not have."""
_GONE = {
    "save": frozenset({"signatures", "options", "save_traces"}),
    "save_weights": frozenset({"save_format", "options"}),
}
"""Arguments of Keras 2 that Keras 3 refuses. Of `save_format` `save` takes no notice."""
_SAVING = frozenset({"save", "save_weights", "ModelCheckpoint"})
_LOADING = frozenset({"keras.models.load_model", "keras.saving.load_model"})


@rule("KC714", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    for call in written.calls:
        if isinstance(call.receiver, Model):
            if written.keras_3() and call.receiver.kind != "unknown":
                yield from _of_model(written, call)
        elif written.keras_3(call.spelled):
            if call.name == "keras.callbacks.ModelCheckpoint":
                yield from _checkpoint(written, call)
            elif call.name in _LOADING:
                yield from _loading(written, call)


def _path(call: Called, name: str = "filepath") -> tuple[str, Argument] | None:
    """The path that a call is given, if it is known; three dots stand for an unknown beginning."""
    value = call.named.get(name, call.positional[0] if call.positional else None)
    if isinstance(value, Ending) and re.search(r"[./]", value.end):
        value = f"…{value.end}" if call.method in _SAVING else None
    if not isinstance(value, str) or value.startswith("hf://"):
        return None
    argument = call.argument(name, 0)
    return None if argument is None else (value, argument)


def _of_model(written: Written, call: Called) -> Iterator[Finding]:
    known = _path(call)
    for argument in call.named_by(_GONE.get(call.name, ())):
        yield Finding(
            (argument.keyword or argument.site).at,
            f"`{call.name}` has no argument `{argument.name}` any more.",
            help=f"drop `{argument.name}`; the ending of the file says how it is written",
            mark="gone",
            keras=f"got an unexpected keyword argument '{argument.name}'"
            if call.name == "save_weights"
            else f"The following argument(s) are not supported: ['{argument.name}']",
            fix=Fix(drop(call, [argument]), Applicability.SAFE),
        )
    if call.name == "save" and known is not None:
        yield from _saved(written, call, *known)
    elif call.name == "save_weights" and known is not None:
        path, argument = known
        if not path.endswith(".weights.h5"):
            yield Finding(
                argument.site.at,
                f"`save_weights({path!r})`: the name of weights has to end in `.weights.h5`.",
                help=f"write {_weights(path)!r}",
                mark="another ending",
                keras="The filename must end in `.weights.h5`.",
                fix=_renamed(written, path, _weights(path), Applicability.SAFE),
            )
    elif call.name == "load_weights" and known is not None:
        by_name = call.argument("by_name", 1)
        if (
            by_name
            and call.named.get("by_name") is True
            and not known[0].endswith((".h5", ".hdf5"))
        ):
            yield Finding(
                by_name.site.at,
                "`load_weights(by_name=True)` is for files of the old format in Keras 3.",
                help="drop `by_name`, or load a `.h5` file",
                evidence=Evidence.LIKELY,
                keras="Invalid keyword arguments: {'by_name': True}",
            )
        elif _FOREIGN.search(known[0]) and not _written_here(written, known[0]):
            yield Finding(
                known[1].site.at,
                f"`load_weights({known[0]!r})`: Keras 3 does not read this format.",
                help="load them with Keras 2 and save them again as `.weights.h5`; a checkpoint of "
                "TensorFlow can be kept with `tf.train.Checkpoint`",
                mark="no format by this ending",
                keras="File format not supported",
            )


def _written_here(written: Written, path: str) -> bool:
    """Whether the script writes the weights itself, which is told there; or with Orbax."""
    makers = ("save_weights", "keras.callbacks.ModelCheckpoint", "keras.callbacks.OrbaxCheckpoint")
    calls = [call for call in written.calls if call.name in makers]
    paths = [_path(call) for call in calls]
    return any(known is None or known[0] == path for known in paths)


def _saved(written: Written, call: Called, path: str, argument: Argument) -> Iterator[Finding]:
    if path.endswith((".h5", ".hdf5")):
        yield Finding(
            argument.site.at,
            f"`save({path!r})` is the old format of models; Keras 3 has one of its own.",
            help=f"write {_model(path)!r}",
            evidence=Evidence.HINT,
        )
    elif not path.endswith(".keras"):
        back = any(
            other.name in _LOADING and (known := _path(other)) is not None and known[0] == path
            for other in written.calls
        )
        kind = Applicability.SAFE if back else Applicability.UNSAFE
        fix = _renamed(written, path, _model(path), kind)
        form = call.argument("save_format")
        if fix is not None and form is not None:
            fix = Fix((*fix.edits, *drop(call, [form])), kind)
        yield Finding(
            argument.site.at,
            f"`save({path!r})`: Keras 3 saves a model to a file that ends in `.keras`.",
            help=f"write {_model(path)!r}, or `export({path!r})` for a folder that TensorFlow reads",
            mark="no format by this ending",
            keras="Invalid filepath extension for saving.",
            fix=fix,
        )


def _checkpoint(written: Written, call: Called) -> Iterator[Finding]:
    period = call.argument("period")
    if period is not None:
        once = call.named.get("period") == 1
        yield Finding(
            (period.keyword or period.site).at,
            "`ModelCheckpoint` has no argument `period` any more.",
            help="drop it" if once else "pass `save_freq`: 'epoch', or a number of batches",
            mark="gone",
            keras="ModelCheckpoint.__init__() got an unexpected keyword argument 'period'",
            fix=Fix(drop(call, [period]), Applicability.SAFE) if once else None,
        )
    known = _path(call)
    only = call.named.get("save_weights_only", False)
    if known is None or len(call.positional) > 4 or not isinstance(only, bool) or not call.complete:
        return
    path, argument = known
    if path.endswith(".weights.h5") or (not only and path.endswith((".keras", ".h5"))):
        return
    new, ending = (_weights(path), ".weights.h5") if only else (_model(path), ".keras")
    yield Finding(
        argument.site.at,
        f"`ModelCheckpoint({path!r})`: the name of a "
        f"{'file of weights' if only else 'model'} has to end in `{ending}`.",
        help=f"write {new!r}",
        mark="another ending",
        keras=f"the filepath provided must end in `{ending}`",
        fix=_renamed(written, path, new, Applicability.SAFE),
    )


def _loading(written: Written, call: Called) -> Iterator[Finding]:
    known = _path(call)
    if known is None or known[0].endswith((".keras", ".h5", ".hdf5")):
        return
    path, argument = known
    if any(
        other.name == "save" and (saved := _path(other)) is not None and saved[0] == path
        for other in written.calls
    ):
        return
    ending = _FILE.search(path)
    what = "folders of TensorFlow" if ending is None else f"a model from a `{ending[0]}` file"
    layer = f"`keras.layers.TFSMLayer({path!r}, call_endpoint='serving_default')`"
    yield Finding(
        argument.site.at,
        f"`load_model({path!r})`: Keras 3 does not load {what}.",
        help=f"use {layer}, or save the model as `.keras` with the version that made it"
        if ending is None
        else "give the file a name that ends in `.h5` if it is an HDF5 file; else save the model as "
        "`.keras` with the version that made it",
        mark="no file of Keras by its ending",
        evidence=Evidence.LIKELY if "." in path.rpartition("/")[2] else Evidence.CERTAIN,
        keras="File format not supported: …",
    )


def _weights(path: str) -> str:
    return f"{_SUFFIX.sub('', path)}.weights.h5"


def _model(path: str) -> str:
    return f"{_SUFFIX.sub('', path.rstrip('/'))}.keras"


def _renamed(written: Written, old: str, new: str, kind: Applicability) -> Fix | None:
    """Give a file another name wherever the script names it."""
    places = written.literals(old)
    if not re.search(r"[./]", old):
        uses = [known for call in written.calls if (known := _path(call)) and known[0] == old]
        if len(places) != len(uses):
            return None  # a word that stands for something else in another place
    if not places or any(_other_use(written, call, old, new) for call in written.calls):
        return None
    edits = []
    for place in places:
        text = place.text
        edits.append(Edit(place.at, text.replace(old, new)))
    return Fix(tuple(edits), kind)


def _other_use(written: Written, call: Called, old: str, new: str) -> bool:
    """Whether a file of the same name is used as the other kind: weights or a whole model."""
    known = _path(call) if call.method in ("save", "load_model", "save_weights") else None
    if known is None or known[0] != old:
        return False
    return (call.method == "save_weights") is not new.endswith(".weights.h5")

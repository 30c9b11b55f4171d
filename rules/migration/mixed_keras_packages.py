"""Objects of different packages of Keras meet in one model.

`keras` and `tf.keras` are the same objects since TensorFlow 2.16. Up to Keras 2.3 they were two
packages, which is an error in a script or project that asks for it. `tf_keras` is Keras 2, and
`tensorflow.python.keras` a copy that TensorFlow keeps for itself; their layers are no layers to
Keras 3.

Why it hurts:

A model refuses the layers of another package, or it takes them and fails later: while it is
compiled, trained or saved.

What Keras says:

"Only instances of `keras.Layer` can be added to a Sequential model".

Bad:

```python
from keras import Input, Sequential
from tf_keras.layers import Dense

model = Sequential([Input((20,)), Dense(1)])  # finding
```

Good:

```python
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((20,)), Dense(1)])
```

When to ignore:

Never for objects in one model. A file that imports both `keras` and `tf.keras` gets a hint only, for
with older versions these were different packages. A private import that nothing uses is a note,
and so are one of a function on arrays, such as `to_categorical` or those of the private
`data_adapter`, one of a class such as `ImageDataGenerator` that has left `keras` and that TensorFlow
still offers, one of the backend that only brings functions on the tensors of a loss, such as `K.sum`, one of `EarlyStopping` or of a loss, with which
Keras 3 trains, and one of `keras.src` in a file of
tests.

References:

- https://keras.io/getting_started/
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from kerascheck.rule import (
    Called,
    Evidence,
    Facts,
    Finding,
    Import,
    Label,
    Layer,
    Model,
    Severity,
    rule,
)

_PRIVATE = {
    "tensorflow.python.keras": "its objects are not those of `keras`",
    "keras.src": "its names move without notice",
}
"""Packages that are not meant for scripts, and why not."""
_PUBLIC = ("keras", "tensorflow.keras")
_OWN = ("keras.src.testing", "keras.src.api_export")
_ON_ARRAYS = frozenset({"to_categorical", "normalize", "pad_sequences"})
_COPY = "tensorflow.python.keras"
_LEFT = re.compile(r"keras\.src\.legacy\.(preprocessing\.(?:image|sequence|text))(?:\.(\w+))?")
"""Modules whose names `keras` no longer has, and `tensorflow.keras` still does in TensorFlow 2.21."""
_INSIDE = re.compile(
    "BatchFromFilesMixin|DataFrameIterator|PyDataset|flip_axis|"
    "transform_matrix_offset_center|validate_filename"
)
"""Names of these modules that TensorFlow does not offer either."""
_ON_TENSORS = re.compile(
    "abs|all|any|arange|argmax|argmin|batch_dot|batch_flatten|"
    "binary_crossentropy|cast|cast_to_floatx|categorical_crossentropy|"
    "clear_session|clip|concatenate|constant|cos|cumprod|cumsum|dot|dtype|"
    "elu|epsilon|equal|exp|expand_dims|flatten|floatx|gather|greater|"
    "hard_sigmoid|identity|image_data_format|int_shape|l2_normalize|less|log|"
    "logsumexp|max|maximum|mean|min|minimum|ndim|not_equal|one_hot|"
    "ones_like|permute_dimensions|pow|prod|relu|repeat_elements|reshape|"
    "reverse|round|set_floatx|set_image_data_format|shape|sigmoid|sign|sin|"
    "softmax|softplus|softsign|sqrt|square|squeeze|stack|std|stop_gradient|"
    "sum|switch|tanh|tile|transpose|var|zeros_like"
)
"""Functions of the backend that work on tensors of TensorFlow, as losses and metrics get them.

Found by training models of Keras 3.15.1 with losses of these in TensorFlow 2.21.
"""
_PARTS = ("losses", "metrics", "activations", "regularizers", "initializers", "constraints")
_MODULES = {
    "backend": _ON_TENSORS,
    "engine.data_adapter": re.compile(
        "expand_1d|pack_x_y_sample_weight|single_batch_iterator|train_validation_split|"
        "unpack_x_y_sample_weight"
    ),
    "callbacks": re.compile(
        "Callback|CSVLogger|EarlyStopping|History|LambdaCallback|TerminateOnNaN"
    ),
    **dict.fromkeys(_PARTS, re.compile(r"[a-zA-Z]\w*")),
}
"""What a model of Keras 3.15.1 was found to be trained with, by the module of the private copy.

Those of the data adapter split and pack arrays, and were found to do so.

Other callbacks, such as `ReduceLROnPlateau`, stop the training, and so do optimizers.
"""
_APART = ("backend", "engine.data_adapter")
"""Modules whose functions meet no object of a package."""
_CHECKPOINT = re.compile(r"\bModelCheckpoint\b")
_TEST = re.compile(r"^ *def test_\w+\(", re.MULTILINE)
_PACKAGES = ("tensorflow.python.keras", "tensorflow.keras", "tf_keras", "keras")


@rule("KC709", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    calls = [call for call in facts.written.calls if _package(call.spelled)]
    layers = {id(call.result): call for call in calls if isinstance(call.result, Layer)}
    told, packages = False, defaultdict(set)
    for call in calls:
        packages[call.site.node].add(_package(call.spelled))
    for call in calls:
        if len(packages[call.site.node]) > 1:
            continue  # A function that is given its package builds one model of each.
        if isinstance(call.result, Model):
            for finding in _mixed(facts, call, layers):
                told = True
                yield finding
    yield from _private(facts)
    if not told:
        yield from _both(facts)


@cache
def _package(path: str) -> str:
    """The package that a path begins with; empty if it is none of Keras."""
    return next((p for p in _PACKAGES if path == p or path.startswith(f"{p}.")), "")


def _family(package: str, facts: Facts) -> str:
    """What the objects of a package are objects of.

    Up to Keras 2.3 `keras` had classes of its own; from 2.4 on it is the Keras of TensorFlow.
    """
    if package == "tensorflow.keras" and facts.written.older():
        return "tf_keras"
    if package == "tensorflow.keras" and facts.written.target.reaches((2, 4)):
        return "keras"
    return package


def _mixed(facts: Facts, call: Called, layers: dict[int, Called]) -> Iterator[Finding]:
    mine = _package(call.spelled)
    model = next((m for m in facts.models if m.site.node is call.site.node), None)
    for part in model.layers if model is not None else ():
        made = layers.get(id(part))
        if made is None:
            continue
        other = _package(made.spelled)
        if _family(other, facts) != _family(mine, facts):
            yield Finding(
                call.site.at,
                f"the model is one of `{mine}`, but its `{made.method}` is a layer of `{other}`.",
                labels=[Label(made.site.at, f"a layer of `{other}`")],
                help=f"import all parts of the model from `{mine}`",
                mark=f"a model of `{mine}`",
                keras="Only instances of `keras.Layer` can be added to a Sequential model."
                if facts.written.target.reaches((2, 4))
                else "The added layer must be an instance of class Layer.",
            )
            return


def _private(facts: Facts) -> Iterator[Finding]:
    paths = [one.path for one in facts.written.imports]
    # What Keras exports and tests itself with has no public name: such a file is one of its own.
    own = any(path == part or path.startswith(f"{part}.") for path in paths for part in _OWN)
    told: set[str] = set()
    places = [one.site.at.path for one in facts.written.imports[:1]]
    if own or any("/keras/src/" in place or "/keras/api/" in place for place in places):
        told.add("keras.src")
    private = [
        (one, package)
        for one in facts.written.imports
        for package in _PRIVATE
        if one.path.startswith(f"{package}.")
    ]
    slight = {id(one): _plain(one, facts) or _idle(one, facts) for one, _ in private}
    # The sort keeps the order: what is used comes first, so that it is the place of the finding.
    for one, package in sorted(private, key=lambda pair: slight[id(pair[0])]):
        if package not in told and not facts.written.guarded(one.site):
            told.add(package)
            yield Finding(
                (one.module or one.target).at,
                f"`{package}` is private: {_PRIVATE[package]}.",
                help=_help(one, package),
                mark="not meant to be imported",
                evidence=Evidence.LIKELY,
                # Who writes tests for what is inside of Keras has to import it.
                slight=slight[id(one)] or (package == "keras.src" and _tests(facts)),
            )


def _plain(one: Import, facts: Facts) -> bool:
    """Whether all that is imported does for any Keras what the public one does.

    So do functions on arrays, callbacks that only read the logs, and functions on the tensors that a
    loss gets. Losses, activations and their kin do as long as no model is saved with them.
    """
    if one.path.rpartition(".")[2] in _ON_ARRAYS or _public(one):
        return True
    if not one.path.startswith(f"{_COPY}."):
        return False
    path = one.path[len(_COPY) + 1 :]
    if path in _MODULES:
        uses = facts.written.mentions(one.name) or ()
        names = {use.chain.text.partition(".")[2].partition(".")[0] for use in uses}
    else:
        path, _, name = path.rpartition(".")
        names = {name}
    if path not in _APART and not any(
        _package(other.path) in _PUBLIC for other in facts.written.imports
    ):
        return False  # What it meets may be of the same copy.
    wanted = _MODULES.get(path)
    known = wanted is not None and bool(names) and all(wanted.fullmatch(name) for name in names)
    return known and not (path in _PARTS and _saved(facts)) and not _symbolic(facts)


def _public(one: Import) -> str:
    """The public module of TensorFlow that offers what has left `keras`; else empty."""
    left = _LEFT.fullmatch(one.path)
    if left is None or _INSIDE.fullmatch(left[2] or ""):
        return ""
    return f"tensorflow.keras.{left[1]}"


def _help(one: Import, package: str) -> str:
    if package != "keras.src":
        return "import from `keras`, or from `tensorflow.keras`"
    public = _public(one)
    return f"import from `{public}`" if public else "import from `keras`"


def _saved(facts: Facts) -> bool:
    """Whether a whole model is saved or read, which names the package of its parts."""
    whole = any(not stored.method.endswith("_weights") for stored in facts.stored)
    return whole or facts.written.says(_CHECKPOINT)


def _symbolic(facts: Facts) -> bool:
    """Whether a private function gets what a layer gives while a model is built."""
    given = {id(tensor) for tensor in facts.tensors}
    return any(
        id(part) in given
        for call in facts.written.calls
        if call.spelled.startswith(_COPY)
        for value in (*call.positional, *call.named.values())
        for part in (value if isinstance(value, (list, tuple)) else [value])
    )


def _tests(facts: Facts) -> bool:
    """Whether a file has tests, which may be of Keras itself or of something inside of it."""
    return "tests" in facts.context or facts.written.says(_TEST)


def _idle(one: Import, facts: Facts) -> bool:
    """Whether nothing uses what is imported, for another import has its name before the first use."""
    uses = facts.written.mentions(one.name)
    if not uses:
        return uses is not None
    here, first = one.site.at, uses[0].name.at
    return any(
        other.name == one.name
        and other.site.at.block == here.block == first.block
        and here.line < other.site.at.line < first.line
        for other in facts.written.imports
    )


def _both(facts: Facts) -> Iterator[Finding]:
    """Imports of both packages, which are one since TensorFlow 2.16."""
    first: dict[str, Import] = {}
    for one in facts.written.imports:
        package = _package(one.path)
        if package in ("keras", "tensorflow.keras"):
            first.setdefault(package, one)
    if len(first) == 2:
        one, other = first["keras"], first["tensorflow.keras"]
        yield Finding(
            other.target.at,
            "`keras` and `tensorflow.keras` are both imported; before TensorFlow 2.16 their "
            "objects did not go together.",
            labels=[Label(one.target.at, "the other package")],
            help="import all from one of them",
            evidence=Evidence.HINT,
        )

"""A string names a loss, metric, optimizer, initializer or the like that Keras does not have.

Keras looks strings up in a table of its own names. Abbreviations such as `cce` or `rmse`, names of
other libraries and most functions of your own are not in it.

Why it hurts:

The script stops, for a loss or a metric only when the first batch comes, after the data have been
loaded and the model has been built.

What Keras says:

`Could not interpret loss identifier: cce`, and the same for the other kinds; `No gradients
provided for any variable` for a function or object of `keras.metrics` as a loss.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropi", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

For a script that stays with Keras 2, where names such as `kullback_leibler_divergence` are known.

Fix safety:

Safe: the old string stops the script. Offered only where one name of Keras is meant.

References:

- https://keras.io/api/losses/
- https://keras.io/api/metrics/
- https://keras.io/api/optimizers/
- https://keras.io/api/layers/initializers/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import losses, metrics, optimizers
from kerascheck.rule import (
    Applicability,
    Compile,
    CustomLoss,
    Facts,
    Finding,
    Layer,
    Metric,
    Severity,
    Site,
    nearest,
    replace_quoted,
    rule,
)

_INITIALIZERS = frozenset(
    [
        "constant",
        "glorot_normal",
        "glorot_uniform",
        "he_normal",
        "he_uniform",
        "identity",
        "lecun_normal",
        "lecun_uniform",
        "normal",
        "one",
        "ones",
        "orthogonal",
        "random_normal",
        "random_uniform",
        "stft",
        "truncated_normal",
        "uniform",
        "variance_scaling",
        "zero",
        "zeros",
        "Constant",
        "GlorotNormal",
        "GlorotUniform",
        "HeNormal",
        "HeUniform",
        "Identity",
        "IdentityInitializer",
        "LecunNormal",
        "LecunUniform",
        "Ones",
        "Orthogonal",
        "OrthogonalInitializer",
        "RandomNormal",
        "RandomUniform",
        "STFT",
        "STFTInitializer",
        "TruncatedNormal",
        "VarianceScaling",
        "Zeros",
    ]
)
_REGULARIZERS = frozenset(
    ["l1", "l2", "l1l2", "orthogonal_regularizer", "L1", "L2", "L1L2", "OrthogonalRegularizer"]
)
_CONSTRAINTS = frozenset(
    [
        "max_norm",
        "min_max_norm",
        "non_neg",
        "unit_norm",
        "MaxNorm",
        "MinMaxNorm",
        "NonNeg",
        "UnitNorm",
    ]
)
_LAYER_STRINGS = {
    "_initializer": ("initializer", _INITIALIZERS),
    "_regularizer": ("regularizer", _REGULARIZERS),
    "_constraint": ("constraint", _CONSTRAINTS),
}
_MEANT = {
    "loss": {
        "cce": "categorical_crossentropy",
        "scce": "sparse_categorical_crossentropy",
        "huber_loss": "huber",
        "logcosh": "log_cosh",
        "kullback_leibler_divergence": "kl_divergence",
        "cosine_proximity": "cosine_similarity",
        "cosine": "cosine_similarity",
        "categorical_cross_entropy": "categorical_crossentropy",
        "binary_cross_entropy": "binary_crossentropy",
        "log_loss": "binary_crossentropy",
        "l1": "mae",
        "l2": "mse",
    },
    "metric": {
        "rmse": "root_mean_squared_error",
        "RMSE": "root_mean_squared_error",
        "r2": "r2_score",
        "f1": "f1_score",
        "kullback_leibler_divergence": "kl_divergence",
        "logcosh": "log_cosh_error",
        "cosine_proximity": "cosine_similarity",
        "cosine": "cosine_similarity",
    },
    "optimizer": {},
    "initializer": {"he": "he_normal", "xavier": "glorot_uniform", "glorot": "glorot_uniform"},
    "regularizer": {"l1_l2": "l1l2"},
    "constraint": {"maxnorm": "max_norm", "nonneg": "non_neg", "unitnorm": "unit_norm"},
}
"""What is meant by strings that are near no name, or by those that Keras 2 took."""
_KERAS_2 = frozenset(
    [
        "huber_loss",
        "logcosh",
        "kullback_leibler_divergence",
        "cosine_proximity",
        "cosine",
        "l1_l2",
        "maxnorm",
        "nonneg",
        "unitnorm",
    ]
)
"""Strings that Keras 2 takes, and Keras 3 does not."""
_ELSEWHERE = frozenset(
    ["radam", "lamb", "lars", "ranger", "adabelief", "adabound", "yogi", "lookahead", "novograd"]
)
"""Optimizers of other libraries, or without a string of their own."""
_BLANK = re.compile(r"<[\w .-]*>|\?+|\.{3}|_{2,}")
"""What a reader is to fill in."""
_METRICS = metrics.KERAS3_STRINGS
_NO_LOSS = metrics.ACCURACY | metrics.CLASSIFICATION | {"acc"}


@rule("KC116", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for finding in _unknown(facts):
        word = finding.message.split("`")[1]
        if facts.written.asks_keras_3 or word not in _KERAS_2:
            yield finding


def _unknown(facts: Facts) -> Iterator[Finding]:
    registers = "custom-objects" in facts.context
    for compiled in facts.compiles:
        if "compile" in compiled.model.overridden:
            continue
        yield from _optimizer(compiled, registers=registers)
        if not compiled.superseded:
            yield from _losses(compiled)
            yield from _metric_as_loss(compiled)
            yield from _metrics(compiled)
    for layer in facts.layers:
        if not registers:
            yield from _strings_of(layer)


def _optimizer(compiled: Compile, *, registers: bool) -> Iterator[Finding]:
    name, place = compiled.config.get("optimizer"), compiled.args.get("optimizer")
    if not isinstance(name, str) or place is None or registers or _BLANK.fullmatch(name):
        return
    if name.lower() not in optimizers.KERAS3_STRINGS:
        yield _finding("optimizer", name, place, optimizers.KERAS3_STRINGS)


def _losses(compiled: Compile) -> Iterator[Finding]:
    place = compiled.args.get("loss")
    for name in _texts(compiled.config.get("loss")):
        if place is None or name in losses.KERAS3_STRINGS:
            continue
        if name in _NO_LOSS:
            yield Finding(
                place.at,
                f"`{name}` is a metric and no loss: it counts hits, and a count has no gradient.",
                help='write a loss such as `"binary_crossentropy"` or `"categorical_crossentropy"` '
                f'and keep `metrics=["{name}"]`',
                mark="nothing to minimise",
                keras=f"Could not interpret loss identifier: {name}",
            )
        else:
            yield _finding("loss", name, place, losses.KERAS3_STRINGS)


def _metric_as_loss(compiled: Compile) -> Iterator[Finding]:
    """A class or function of `keras.metrics` in the place of a loss."""
    place = compiled.args.get("loss")
    names = [loss.name for loss in compiled.losses if isinstance(loss, CustomLoss)]
    module, _, name = (names[0] if names else "").rpartition(".")
    counts = module.endswith("keras.metrics") and name in _NO_LOSS
    given = compiled.config.get("loss")
    made = isinstance(given, Metric) and not given.custom
    if place is not None and (counts or made):
        yield Finding(
            place.at,
            f"`{place.text.partition('(')[0]}` is a metric and no loss: no gradient passes it, and "
            "`fit` stops.",
            help='write a loss such as `"binary_crossentropy"` or `"categorical_crossentropy"`, and '
            "give the metric to `metrics`",
            mark="nothing to minimise",
            keras="No gradients provided for any variable.",
        )


def _metrics(compiled: Compile) -> Iterator[Finding]:
    for argument in ("metrics", "weighted_metrics"):
        place = compiled.args.get(argument)
        value = compiled.config.get(argument)
        # A single string is refused before it is looked up.
        for name in () if isinstance(value, str) else _texts(value):
            known = name in _METRICS or name.lower() in ("accuracy", "acc", "ce", "crossentropy")
            if place is not None and not known:
                yield _finding("metric", name, place, _METRICS)


def _texts(value: object) -> Iterator[str]:
    """All the names in a value, in lists and dicts, too; `"??"` is left for a reader to fill in."""
    if isinstance(value, str):
        named = value.replace(" ", "_").replace("-", "_").isidentifier()
        if named and not _BLANK.fullmatch(value):
            yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)


def _strings_of(layer: Layer) -> Iterator[Finding]:
    for name, place in layer.args.items():
        value = getattr(layer, name, None)
        for ending, (kind, known) in _LAYER_STRINGS.items():
            # `package>name` is registered, maybe elsewhere; Keras finds it for initializers alone.
            registered = kind == "initializer" and isinstance(value, str) and ">" in value
            if (
                name.endswith(ending)
                and isinstance(value, str)
                and not (value in known or registered or _BLANK.fullmatch(value))
            ):
                yield _finding(kind, value, place, known)


def _finding(kind: str, name: str, place: Site, known: frozenset[str]) -> Finding:
    elsewhere = name.lower() in _ELSEWHERE
    meant = "" if elsewhere else _MEANT[kind].get(name) or _near(name, known)
    article = "an" if kind[0] in "oi" else "a"
    own = "pass the function or object itself, not its name"
    return Finding(
        place.at,
        f"`{name}` is not {article} {kind} that Keras 3 knows.",
        help=f'write `"{meant}"`' if meant else own,
        mark="no such name",
        keras=f"Could not interpret {kind} identifier: {name}",
        fix=replace_quoted(place, name, meant, Applicability.SAFE) if meant else None,
        guarded=not name,
    )


def _near(name: str, known: frozenset[str]) -> str:
    """The name that is meant, if only one is close; in lower case where Keras has both."""
    folded = {word.lower().replace("_", ""): word for word in sorted(known)}
    text = name.lower().replace("_", "").replace("-", "").replace(" ", "")
    if text in folded:
        return folded[text]
    close = nearest(text, folded, 2, 0.85)
    return folded[close[0]] if len(close) == 1 or (close and len(text) > 12) else ""

"""The loss is told to expect logits, but the output layer applies the activation already.

With `from_logits=True` the loss applies softmax or sigmoid itself. One of the two is too much.

Why it hurts:

With JAX or torch the activation is applied twice: all probabilities move towards each other, the
loss cannot come near 0, and training is slow. The TensorFlow backend notices it, uses the scores
before the activation, and warns.

What Keras says:

With TensorFlow: "`sparse_categorical_crossentropy` received `from_logits=True`, but the `output`
argument was produced by a Softmax activation and thus does not represent logits. Was this
intended?". With JAX and torch nothing.

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
model.compile(
    "adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),  # finding
    metrics=["accuracy"],
)
model.fit(x, y, epochs=5, validation_split=0.1)
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
model.compile(
    "adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False),
    metrics=["accuracy"],
)
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

Never: with TensorFlow the result is right, but only there. It is an error in a script that chooses
JAX or torch itself, and a warning in others. It is only a note where the text beside it says that
it is done on purpose, as in a lesson.

Fix safety:

Unsafe with JAX and torch, where another loss is minimised. With TensorFlow it only ends the
warning.

References:

- https://keras.io/api/losses/probabilistic_losses/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import losses
from kerascheck.keras_api.losses import (
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    SparseCategoricalCrossentropy,
)
from kerascheck.rule import (
    ON_PURPOSE,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    rule,
    told,
)

_TWICE = re.compile(
    r"\b(?:twice|double[ -](?:softmax|sigmoid)|second (?:softmax|sigmoid)|takes? them for (?:logits|raw|scores))\b",
    re.IGNORECASE,
)
"""How a text says what this mistake does."""


@rule("KC111", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(
                    activation="softmax" | "sigmoid" as activation, units=units
                ) as output,
                loss=BinaryCrossentropy(from_logits=True)
                | BinaryFocalCrossentropy(from_logits=True)
                | CategoricalCrossentropy(from_logits=True)
                | CategoricalFocalCrossentropy(from_logits=True)
                | SparseCategoricalCrossentropy(from_logits=True) as loss,
            ):
                # A softmax of one unit, or under a binary loss, is a mistake of its own.
                single = isinstance(units, int) and units == 1
                if activation == "softmax" and (single or loss.canonical in losses.BINARY):
                    continue
                finding = _finding(training, loss, activation, twice=_applied_twice(facts))
                places = (loss.site, output.activation_site or output.site)
                meant = told(facts, ON_PURPOSE, *places) or told(facts, _TWICE, *places)
                yield replace(finding, slight=meant)


def _applied_twice(facts: Facts) -> bool:
    """Whether the script chooses a backend that does not notice it."""
    written = facts.written
    chooses = written.literals("KERAS_BACKEND") and not written.literals("tensorflow")
    return bool(chooses and (written.literals("jax") or written.literals("torch")))


def _finding(training: Training, loss: Loss, activation: str, *, twice: bool) -> Finding:
    output = training.output
    place = loss.args.get("from_logits")
    fix = None
    if place is not None and place.text == "True":
        fix = Fix((Edit(place.at, "False"),))
    own = "sigmoid" if loss.canonical in losses.BINARY else "softmax"
    ready = activation == own
    drop = f"leave `from_logits=True` out, or write {output.written('')} without an activation"
    return Finding(
        (place or loss.site).at,
        f"`{loss.canonical}` with `from_logits=True` applies `{own}` to an output that has been "
        f"through `{activation}` already; {'' if twice else 'with JAX and torch '}training is slow and "
        "stays poor.",
        labels=[Label((output.activation_site or output.site).at, f"`{activation}` is here")],
        help=drop if ready else f"write {output.written('')} without an activation",
        why=""
        if twice
        else "The TensorFlow backend notices it, uses the scores before the activation, and warns.",
        mark=f"a second {activation}" if ready else f"{own} of {activation}",
        fix=fix if ready else None,
        evidence=Evidence.CERTAIN if twice else Evidence.LIKELY,
    )

"""The loss of the untrained model is far above that of guessing. Needs `--dynamic`.

A classifier that knows nothing should have a loss near the logarithm of the number of classes: 2.3
for ten classes, 0.69 for two. The model was built three times with new random weights, and the loss
on 32 made-up samples was more than three times as high each time.

Why it hurts:

The first steps of training are spent on undoing it; with a loss so far off, gradients may be huge
or vanish. It mostly means inputs that are not scaled, raw scores in a loss that wants
probabilities, or weights that begin far too large.

What Keras says:

Nothing.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu", kernel_initializer=keras.initializers.RandomNormal(stddev=5.0)),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")  # finding
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
```

When to ignore:

Where the inputs are not like the made-up ones: those are drawn from a normal distribution unless
the script says in which range they are. Penalties of the weights are not part of the loss here, and
losses of the script itself are not looked at.

References:

- https://karpathy.github.io/2019/04/25/recipe/
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Label, Numbers, Severity, rule

_FACTOR = 3.0
_RUNS = 3


@rule("KC554", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for built in facts.built:
        for numbers in built.numbers:
            expected = numbers.expected
            if expected is None or numbers.refused or len(numbers.losses) < _RUNS:
                continue
            if min(numbers.losses) > _FACTOR * expected:
                yield _high(numbers, expected)


def _high(numbers: Numbers, expected: float) -> Finding:
    compiled = numbers.training.compile
    mean = sum(numbers.losses) / len(numbers.losses)
    return Finding(
        compiled.args.get("loss", compiled.site).at,
        f"The untrained model has a loss of {mean:.3g}, {mean / expected:.0f} times that of guessing.",
        labels=[Label(numbers.training.output.site.at, "the output of the model")],
        why=f"Guessing has a loss of {expected:.2f}; with new random weights each time the model had "
        + ", ".join(f"{loss:.3g}" for loss in numbers.losses)
        + ".",
        help="scale the inputs to about -1..1, let the last layer give what the loss wants, and "
        "leave the initial weights to Keras",
        mark=f"{mean:.3g} instead of about {expected:.2f}",
        evidence=Evidence.LIKELY,
    )

"""No gradient reaches some weights, so that they never learn. Needs `--dynamic`.

The gradient of the loss was computed for 32 made-up samples and three sets of random weights. For
the layers named it was missing or exactly zero each time.

Why it hurts:

The layers keep their random weights. What comes before them is not trained either, unless it
reaches the loss by another way.

What Keras says:

"Gradients do not exist for variables …", a warning of `fit` where they are missing; nothing where
they are zero.

Bad:

```python
import keras

inputs = keras.Input((20,))
x = keras.layers.Dense(32, activation="relu")(inputs)  # finding
x = keras.ops.sign(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
```

Good:

```python
import keras

inputs = keras.Input((20,))
x = keras.layers.Dense(32, activation="relu")(inputs)
x = keras.ops.tanh(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
```

When to ignore:

Where the layers are trained by another loss or in another model. Layers that the script has frozen
are left alone.

References:

- https://keras.io/getting_started/faq/
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Label, Numbers, Severity, rule, subject

_RUNS = 3


@rule("KC555", likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for built in facts.built:
        for numbers in built.numbers:
            if numbers.dead and len(numbers.losses) >= _RUNS and not numbers.infinite:
                yield _dead(numbers)


def _dead(numbers: Numbers) -> Finding:
    parts = [part for part, _ in numbers.dead]
    count = sum(number for _, number in numbers.dead)
    named = ", ".join(dict.fromkeys(subject(part) for part in parts[:3]))
    more = f" and {len(parts) - 3} more layers" if len(parts) > 3 else ""
    arrays = "weight" if count == 1 else "weights"
    every = "all" if count == numbers.total else f"{count} of {numbers.total}"
    return Finding(
        parts[-1].site.at,
        f"No gradient reaches {named}{more}: {every} trainable {arrays} of the model never change.",
        labels=[Label(part.site.at, "nor this") for part in parts[:-1][:5]],
        why="The gradient was missing or zero for 32 samples and three sets of random weights.",
        help="look for a step after it without a gradient, such as rounding, `argmax` or "
        "`stop_gradient`, a ReLU that is never positive, weights that begin at zero, or an output "
        "that no loss is computed for",
        evidence=Evidence.LIKELY,
    )

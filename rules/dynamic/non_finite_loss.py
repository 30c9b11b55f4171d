"""The model gives infinity or NaN before it has been trained. Needs `--dynamic`.

The loss was computed for 32 made-up samples and three sets of random weights.

Why it hurts:

A loss of NaN makes all weights NaN at the first step, and they never recover.

What Keras says:

`fit` prints `loss: nan` and goes on.

Bad:

```python
import keras

inputs = keras.Input((20,))
x = keras.layers.Dense(32)(inputs)
x = keras.layers.Lambda(lambda t: keras.ops.log(t))(x)  # finding
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
```

Good:

```python
import keras

inputs = keras.Input((20,))
x = keras.layers.Dense(32)(inputs)
x = keras.layers.Lambda(lambda t: keras.ops.log1p(keras.ops.abs(t)))(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy")
```

When to ignore:

Where the real inputs can never be such that the step named is undefined; the made-up ones are drawn
from a normal distribution unless the script says in which range the inputs are.

References:

- https://keras.io/api/callbacks/terminate_on_nan/
"""

import math
from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Label, Numbers, Severity, rule, subject


@rule("KC556", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for built in facts.built:
        for numbers in built.numbers:
            wrong = [loss for loss in numbers.losses if not math.isfinite(loss)]
            if wrong or numbers.infinite:
                yield _spoilt(numbers, wrong)


def _spoilt(numbers: Numbers, wrong: list[float]) -> Finding:
    compiled = numbers.training.compile
    evidence = Evidence.LIKELY if numbers.assumed else Evidence.CERTAIN
    labels = [Label(compiled.args.get("loss", compiled.site).at, "the loss")]
    what = f"the loss is {wrong[0]:g}" if wrong else "a gradient is not finite"
    if numbers.spoilt is not None:
        said = f"{subject(numbers.spoilt)} gives infinity or NaN, so that {what}."
        return Finding(
            numbers.spoilt.site.at,
            f"{said[:1].upper()}{said[1:]}",
            labels=labels,
            help="keep what it is given where it is defined: positive for a logarithm or a root, "
            "away from zero for a division",
            mark="the first layer that does",
            evidence=evidence,
        )
    return Finding(
        labels[0].at,
        f"Before any training {what}.",
        labels=[Label(numbers.training.output.site.at, "the output of the model")],
        help="check that the last layer gives what the loss is defined for",
        evidence=evidence,
    )

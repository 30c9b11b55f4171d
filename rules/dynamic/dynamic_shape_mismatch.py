"""The loss or a metric cannot be computed for what the model gives and the labels. Needs `--dynamic`.

The model was built, given 32 made-up samples, and its loss and metrics were asked about labels in
the shape and encoding of those in the script.

Why it hurts:

`fit` ends with this error at the first batch.

What Keras says:

Its own sentence is quoted below the finding.

Bad:

```python
import keras
import numpy as np

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(4),
    ]
)
model.compile("adam", "hinge")
x, y = np.zeros((500, 20)), np.zeros((500, 3))
model.fit(x, y, validation_split=0.2)  # finding
```

Good:

```python
import keras
import numpy as np

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3),
    ]
)
model.compile("adam", "hinge")
x, y = np.zeros((500, 20)), np.zeros((500, 3))
model.fit(x, y, validation_split=0.2)
```

When to ignore:

Never, if the shape of the labels is what the finding says.

References:

- https://keras.io/api/losses/
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Label, Numbers, Severity, rule


@rule("KC552", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for built in facts.built:
        for numbers in built.numbers:
            if numbers.refused:
                yield _refused(numbers, "loss", numbers.refused)
            elif numbers.metrics:
                yield _refused(numbers, "metric", numbers.metrics[0])


def _refused(numbers: Numbers, what: str, said: str) -> Finding:
    training = numbers.training
    site = training.fit.site if training.fit is not None else training.compile.site
    shapes = ""
    if numbers.labels and numbers.outputs:
        shapes = f" {numbers.labels} and outputs of shape {numbers.outputs}"
    place = training.compile.args.get("loss" if what == "loss" else "metrics")
    labels = [Label(training.output.site.at, f"the output, {training.output.spec}")]
    if place is not None:
        labels.append(Label(place.at, f"the {what}"))
    return Finding(
        site.at,
        f"The {what} cannot be computed for labels{f' of shape{shapes}' if shapes else ' like these'}.",
        labels=labels,
        help="let the last layer give one number for each number of a label, or choose the loss "
        "that goes with the labels",
        keras=said,
    )

"""The activation of the output layer gives values that the loss cannot use.

Cross-entropy and its kin take the logarithm of the output, so that it has to lie between 0 and 1;
`poisson` needs positive numbers.

Why it hurts:

Values outside the range are cut off, and their gradient with them, or the logarithm is NaN. Three
`relu` outputs under `categorical_crossentropy` give NaN within the first epoch, as soon as all
three are 0; `tanh` under `binary_crossentropy` starts with a loss several times that of a guess.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="relu"),  # finding
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

The findings of low confidence: `relu` logits and a sigmoid under a hinge loss can be trained,
though not well. A network that is cut off at a hidden layer, compiled and only used to predict, is
left alone, and so is one that makes pictures from -1 to 1 and is not trained in the file. Where the
inputs and the targets are random numbers, and nothing can be learned, it is a note.

Fix safety:

Unsafe: another function is trained.

References:

- https://keras.io/api/losses/probabilistic_losses/
- https://keras.io/api/layers/activations/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses, metrics
from kerascheck.keras_api.activations import PROBABILITIES, RANGES
from kerascheck.keras_api.exercises import drawn
from kerascheck.rule import (
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Metric,
    Output,
    Severity,
    Training,
    only_predicts,
    replace_string,
    rule,
)

_POSITIVE = frozenset({"exponential", "softplus", "squareplus"})
"""Activations that are all right once their sum is divided out, as the categorical losses do."""

_SIGNED = frozenset({"tanh", "hard_tanh", "softsign"})
"""Activations that give values from -1 to 1."""

Verdict = tuple[Evidence, str, str]
"""How sure, what happens, and the activation to use."""


@rule("KC113", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation=str(activation)) as output,
                loss=Loss(canonical=name) as loss,
            ):
                verdict = _verdict(output, activation, loss)
                if verdict is None or only_predicts(facts, training) or _amounts(training, name):
                    continue
                if _pictures(training, output, activation):
                    continue
                level, consequence, better = verdict
                place = output.activation_site or output.site
                wanted = output.written("" if better == "linear" else better)
                measured = name in losses.CROSSENTROPY and _measured(training)
                yield Finding(
                    place.at,
                    f"`{activation}` as output does not fit `{name}`: {consequence}.",
                    labels=[Label(loss.site.at, "the loss")],
                    help=f'write `loss="mse"` if the targets are amounts, such as counts; for '
                    f"classes end with {wanted}"
                    if measured
                    else f"write {wanted}",
                    mark=_range(activation),
                    evidence=level,
                    slight=training.fit is not None and drawn(training.fit),
                    fix=None if measured else replace_string(output.activation_site, better),
                )


def _measured(training: Training) -> bool:
    """Whether the metrics are all of amounts, which the targets may then well be."""
    names = [metric.canonical for metric in training.metrics if isinstance(metric, Metric)]
    return bool(names) and all(name in metrics.REGRESSION for name in names)


def _amounts(training: Training, name: str) -> bool:
    """Whether the target is no class at all, so that another loss is needed: KC123."""
    crossentropy = name in losses.CROSSENTROPY
    return crossentropy and training.amounts(fractions=name in losses.BINARY) is not None


def _pictures(training: Training, output: Output, activation: str) -> bool:
    """Whether it makes pictures from -1 to 1, and is compiled, but not trained in this file.

    A generator is trained through a discriminator, which may stand in another file; the loss that
    it is compiled with plays no part.
    """
    match output.spec.shape:
        case (_, _, _, _, *_):
            return training.fit is None and activation in _SIGNED
    return False


def _verdict(output: Output, activation: str, loss: Loss) -> Verdict | None:
    name = loss.canonical
    logits = getattr(loss, "from_logits", None)
    single = isinstance(output.units, int) and output.units == 1
    fitting = "sigmoid" if single or name in losses.BINARY else "softmax"
    crossentropy = name in losses.CROSSENTROPY
    match activation:
        case "relu" | "relu6" if crossentropy and logits is True:
            words = "scores below 0 are lost, and with them half of the range of logits"
            return Evidence.HINT, words, "linear"
        case "sigmoid" if name == losses.KLDivergence.canonical:
            words = "independent probabilities are compared with a distribution"
            return Evidence.LIKELY, words, "softmax"
        case "sigmoid" if name in ("hinge", "squared_hinge"):
            words = "the labels are -1 and 1, and the output reaches only the upper half"
            return Evidence.HINT, words, "tanh"
    if name == losses.Poisson.canonical and RANGES.get(activation, (0.0,))[0] != 0.0:
        words = "the logarithm of the output is taken, which is NaN below 0"
        return Evidence.LIKELY, words, "softplus"
    expects = (crossentropy and logits is False) or name == losses.KLDivergence.canonical
    if expects and activation != "linear" and _leaves_unit_range(activation, name):
        return Evidence.CERTAIN, _outside(activation, name), fitting
    return None


def _leaves_unit_range(activation: str, name: str) -> bool:
    """Whether an activation gives values that are no probabilities for this loss."""
    if activation in PROBABILITIES or activation not in RANGES:
        return False
    return not (name in losses.CATEGORICAL and activation in _POSITIVE)


def _outside(activation: str, name: str) -> str:
    low, high = RANGES[activation]
    positive = low is not None and low >= 0
    if positive and name in losses.CATEGORICAL:
        # Keras divides the outputs by their sum first.
        return "the right class gets no gradient while its output is 0, and a 0 for all gives NaN"
    if positive:
        zero = ", and an output of 0 gets no gradient" if activation.startswith("relu") else ""
        return f"values above 1 are cut off{zero}"
    if high is not None and high <= 0:
        return "it is never above 0, and a probability is never below"
    if name in losses.CATEGORICAL:
        return "values are divided by their sum, and those below 0 are no probabilities then"
    return "values below 0 and above 1 are cut off or become NaN"


def _range(activation: str) -> str:
    low, high = RANGES.get(activation, (None, None))
    if low is None and high is None:
        return "values of any size"
    if low is None or high is None:
        return f"values from {low:g} up" if low is not None else f"values up to {high:g}"
    return f"values from {low:g} to {high:g}"

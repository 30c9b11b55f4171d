"""Target and output have different shapes: the loss stretches one to the other, or stops.

Why it hurts:

Losses that compare number by number follow the rules of NumPy: an axis of length 1 is repeated.
Every number of the output is then compared with a target that belongs to another one, or to
another sample. The loss falls to the variance of the targets and no further. Where no axis has the
length 1, and for cross-entropies in any case, `fit` stops.

What Keras says:

Nothing where it stretches; the loss is a number like any other. Else "Dimensions must be equal", or
"Arguments `target` and `output` must have the same shape".

Bad:

```python
import keras
import numpy as np

x = np.random.rand(1000, 30, 8)
y = np.random.rand(1000, 1, 5)
model = keras.Sequential(
    [
        keras.Input((30, 8)),
        keras.layers.LSTM(64),
        keras.layers.Dense(5),
    ]
)
model.compile("adam", loss="mse")  # finding
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.random.rand(1000, 30, 8)
y = np.random.rand(1000, 1, 5)
model = keras.Sequential(
    [
        keras.Input((30, 8)),
        keras.layers.LSTM(64),
        keras.layers.Dense(5),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y[:, 0, :], epochs=20, validation_split=0.2)
```

When to ignore:

Where a loss of one target for many outputs is meant. The rule itself leaves alone: shapes that are
equal, a last axis of length 1 that Keras adds or takes away by itself, shapes that are not known,
and losses of the script's own.

References:

- https://keras.io/api/losses/regression_losses/
- https://numpy.org/doc/stable/user/basics.broadcasting.html
"""

from collections.abc import Iterator, Sequence

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Encoding,
    Facts,
    Finding,
    Label,
    Severity,
    Spec,
    Training,
    rule,
)

_ELEMENTWISE = (
    losses.MeanSquaredError,
    losses.MeanAbsoluteError,
    losses.MeanAbsolutePercentageError,
    losses.MeanSquaredLogarithmicError,
    losses.Huber,
    losses.LogCosh,
    losses.KLDivergence,
    losses.Poisson,
    losses.CosineSimilarity,
)
_EXACT = (losses.BinaryCrossentropy, losses.CategoricalCrossentropy)
"""Losses that stop where the shapes differ, once an axis of length 1 at the end is dropped."""
_BATCH = -1
"""Stands for the number of samples, which is no number that an axis may have."""
_Shape = tuple[int, ...]


@rule("KC503", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(labels=Data(shape=(_, *target)), loss=loss, output=output, fit=fit) if (
                isinstance(loss, (*_ELEMENTWISE, *_EXACT)) and fit is not None and fit.in_batches
            ):
                match output.spec.shape:
                    case (_, *made):
                        mine, theirs = _known(target), _known(made)
                        if mine is not None and theirs is not None:
                            yield from _compare(training, mine, theirs)


def _known(dims: Sequence[object]) -> _Shape | None:
    """A shape with the batch axis first, if every dimension is a number."""
    numbers = tuple(dim for dim in dims if isinstance(dim, int))
    return (_BATCH, *numbers) if len(numbers) == len(dims) else None


def _compare(training: Training, target: _Shape, made: _Shape) -> Iterator[Finding]:
    if len(made) > max(len(target), 2) and not (len(made) == 3 and made[1] == 1):
        return  # a model that predicts too much, of which KC409 and KC501 speak
    if training.output.sequence and len(target) == len(made) == 3 and target[1] == 1 < made[1]:
        return  # likewise: one target for all the steps
    pair = _aligned(target, made)
    stretched = _broadcast(*pair) if isinstance(training.loss, _ELEMENTWISE) else None
    if stretched is not None:
        how = f"to {_text(stretched)} without an error"
        yield _finding(training, target, made, how)
    elif pair[0] != pair[1] and training.standard and not _told(training, target, made):
        yield _finding(training, target, made, "")


def _told(training: Training, target: _Shape, made: _Shape) -> bool:
    """Whether KC107 or KC108 speak of it: of labels that are written in another way than wanted."""
    match training.labels:
        case Data(encoding=Encoding.INT | Encoding.BINARY | Encoding.STRING):
            return len(target) == 1 or target[1:] == (1,) or isinstance(training.loss, _EXACT)
        case Data(encoding=Encoding.ONE_HOT | Encoding.MULTI_HOT):
            # Nothing has a number of units where the outputs are put together of several layers.
            counted = isinstance(training.output.units, int)
            return counted and len(target) == len(made) == 2 and isinstance(training.loss, _EXACT)
    return False


def _aligned(target: _Shape, made: _Shape) -> tuple[_Shape, _Shape]:
    """The shapes after Keras has added or taken away a last axis of length 1."""
    if len(target) == len(made) + 1 and target[-1] == 1:
        return (target, (*made, 1)) if len(made) == 1 else (target[:-1], made)
    if len(made) == len(target) + 1 and made[-1] == 1:
        return ((*target, 1), made) if len(target) == 1 else (target, made[:-1])
    return target, made


def _broadcast(target: _Shape, made: _Shape) -> _Shape | None:
    """The shape that both are stretched to; None if they are equal or do not fit."""
    if target == made:
        return None
    longest = max(len(target), len(made))
    left = (1,) * (longest - len(target)) + target
    right = (1,) * (longest - len(made)) + made
    pairs = list(zip(left, right, strict=True))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        return None
    return tuple(b if a == 1 else a for a, b in pairs)


def _finding(training: Training, target: _Shape, made: _Shape, how: str) -> Finding:
    loss, labels, output = training.loss, training.labels, training.output
    site = training.compile.args.get("loss", training.compile.site)
    name = type(loss).__name__
    shown = []
    if isinstance(labels, Data) and labels.origin is not None:
        text = f"targets of shape {_text(target)}"
        shown.append(Label(labels.origin.site.at, text))
    shown.append(Label(output.site.at, f"outputs of shape {_text(made)}"))
    both = f"targets {_text(target)} and outputs {_text(made)}"
    exact = isinstance(loss, _EXACT)
    refused = "Arguments `target` and `output` must have the same" if exact else ""
    return Finding(
        site.at,
        f"`{name}` stretches {both} {how}."
        if how
        else f"`{name}` gets {both}, which do not go together: `fit` stops with an error.",
        labels=shown,
        why="Numbers are compared that do not belong together." if how else "",
        help=_help(target, made),
        mark="compares number by number, and repeats an axis of length 1"
        if how
        else "compares number by number",
        keras="" if how else refused,
    )


def _help(target: _Shape, made: _Shape) -> str:
    if 0 in target:
        axis = target.index(0)
        return f"the targets are empty along axis {axis}: check the bounds of the slice that takes them"
    squeezed = tuple(dim for dim in target if dim != 1)
    if squeezed == tuple(dim for dim in made if dim != 1):
        if len(target) == 3 and target[1] == 1:
            return "train on `y[:, 0, :]`, which has the shape of the output"
        return f"reshape the targets: `y.reshape({', '.join(map(str, made))})`"
    if len(target) == 2 and len(made) == 2:
        counts = ((target[1], "unit"), (made[1], "target"))
        units, targets = (f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts)
        return f"give the output layer {units}, or train on {targets} a sample"
    return "give targets and outputs the same shape"


def _text(shape: _Shape) -> str:
    return str(Spec(shape)).replace("-1", "N")

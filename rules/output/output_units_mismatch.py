"""The output layer has another number of units than the labels have classes.

A classifier needs a unit for each class: as many as one-hot labels have columns, and more than
the largest class number where labels are integers. Only two classes may share one sigmoid unit.

Why it hurts:

Training stops with an error about shapes, or in the middle of an epoch, as soon as a label comes
that has no unit. On a GPU and with JAX there may be no error at all, and the loss is simply wrong.

What Keras says:

`Received a label value of 9 which is outside the valid range of [0, 9)` for integers, and
`Arguments target and output must have the same shape` for one-hot rows. JAX says nothing. Rows that
are too short for the labels stop `to_categorical`: `index 9 is out of bounds for axis 1 with size 9`.

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
        keras.layers.Dense(9, activation="softmax"),  # finding
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
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
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

The finding of low confidence on too many units: when one class is kept free, for padding or
for the background.

Fix safety:

Unsafe: the layer gets another size, so that weights saved earlier do not fit any more.

References:

- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    CLASSIFICATION,
    Called,
    Data,
    Edit,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fix,
    Kind,
    Label,
    Layer,
    Loss,
    Output,
    Severity,
    Tensor,
    Training,
    rule,
)

_HARD = 0.95
"""From this weight on a clue is a fact, such as a data set that is known."""
_KEEP_SIZE = frozenset(
    {"Activation", "Softmax", "Dropout", "BatchNormalization", "ReLU", "LeakyReLU", "Identity"}
)


@rule("KC108", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(units=int(units)) as output,
                loss=Loss(canonical=name),
                labels=Data(encoding=Encoding() as encoding, classes=int(n)) as y,
            ):
                level = _level(training, name, encoding, units, n)
                if level is None or not _keeps_units(training):
                    continue
                if "gan" in facts.context and units == 1 and name in losses.BINARY:
                    yield from _judged(training, n, level)
                    continue
                words, size = _advice(training, name, encoding, n)
                place = output.units_site or output.site
                exact = size and place.text == str(units)
                origin = y.origin
                seen = [Label(origin.site.at, origin.text)] if origin is not None else []
                yield Finding(
                    place.at,
                    _message(encoding, units, n, name),
                    labels=seen,
                    help=words,
                    mark=f"{units} {'unit' if units == 1 else 'units'} for {_classes(encoding, n, name)}",
                    evidence=level,
                    fix=Fix((Edit(place.at, str(size)),)) if exact else None,
                )
    yield from _rows(facts)
    yield from _names(facts)


def _judged(training: Training, n: int, level: Evidence) -> Iterator[Finding]:
    """Classes as the targets of one unit that tells true samples from those of a generator."""
    place = training.fit.args.get("y") if training.fit is not None else None
    if place is not None:
        unit = training.output.units_site or training.output.site
        yield Finding(
            place.at,
            f"the one output tells true samples from generated ones, but the labels are {n} classes.",
            labels=[Label(unit.at, "one unit: true or generated")],
            help="give 1 for the samples of the data and 0 for those of the generator, as "
            "`np.ones((batch_size, 1))`",
            mark=f"{n} classes for a yes/no question",
            evidence=level,
        )


def _names(facts: Facts) -> Iterator[Finding]:
    """Names that are looked up for the most probable class, of which there are others than units."""
    seen = set()
    for named in facts.named:
        match named.output.units:
            case int(units) if units > 1 and named.names != units:
                place = named.output.units_site or named.output.site
                if (place.at, named.names) in seen:
                    continue
                seen.add((place.at, named.names))
                few = named.names < units
                names = "is 1 name" if named.names == 1 else f"are {named.names} names"
                yield Finding(
                    named.site.at,
                    f"the most probable one of {units} outputs is looked up, but there {names}: "
                    + (
                        f"class {named.names} has none, and the lookup stops."
                        if few
                        else f"{named.names - units} of them are never the answer."
                    ),
                    labels=[Label(place.at, f"{units} outputs")],
                    help="as many names as outputs, in the order of the class numbers",
                    mark=f"{named.names} for {units} classes",
                    evidence=Evidence.LIKELY if few else Evidence.HINT,
                )


def _rows(facts: Facts) -> Iterator[Finding]:
    """One-hot rows that are too short for the labels they are made of."""
    seen = set()
    for call in facts.written.calls:
        match call:
            case Called(
                name="keras.utils.to_categorical",
                positional=(Data(encoding=Encoding.INT, classes=int(n)) as y, *rest),
                tried=False,
            ) if call.site.node not in seen:
                seen.add(call.site.node)
                columns = call.named.get("num_classes", rest[0] if rest else None)
                place = call.argument("num_classes", 1)
                hard = any(clue.n == n and clue.weight >= _HARD for clue in y.clues)
                if place is not None and isinstance(columns, int) and 0 < columns < n and hard:
                    yield Finding(
                        place.value.at,
                        f"the rows have {columns} columns, but the labels are {n} classes, up to "
                        f"{n - 1}: `to_categorical` stops.",
                        labels=[Label(y.origin.site.at, y.origin.text)] if y.origin else [],
                        help=f"write `{n}`, and end the model with as many units",
                        mark=f"too few for {n} classes",
                        evidence=Evidence.CERTAIN,
                        keras=f"index {n - 1} is out of bounds for axis 1 with size {columns}",
                    )


def _level(
    training: Training, name: str, encoding: Encoding, units: int, n: int
) -> Evidence | None:
    """How sure it is that the number of units is wrong; None where it is right."""
    activation = training.output.activation
    if encoding is Encoding.INT and _amounts(training, n):
        return None
    if encoding is Encoding.BINARY and units > 1 and activation != "softmax":
        column = name in losses.BINARY | losses.REGRESSION and _one_column(training)
        return _sure(training, n) if column else None
    if units == n or (units == 1 and activation == "softmax"):
        return None
    rows = encoding is Encoding.ONE_HOT and name in losses.CATEGORICAL and units > 1
    if activation == "sigmoid" and name in losses.CATEGORICAL | losses.SPARSE and not rows:
        return None
    match encoding:
        case Encoding.ONE_HOT if name in losses.CATEGORICAL:
            return Evidence.CERTAIN
        case Encoding.ONE_HOT | Encoding.MULTI_HOT if name in losses.BINARY:
            # One unit and two columns are a mistake of the encoding, a softmax one of the loss.
            other = (units == 1 and n == 2) or (activation == "softmax" and units > 2)
            return None if other else Evidence.CERTAIN
        case Encoding.INT if name in losses.SPARSE and units == n - 1 and _from_one(training):
            return None
        case Encoding.INT | Encoding.BINARY if name in losses.SPARSE and units < n:
            return _sure(training, n)
        case Encoding.INT | Encoding.BINARY if name in losses.SPARSE:
            spare = _spare(training, units, n)
            return None if spare else Evidence.HINT
        case Encoding.INT if name in losses.BINARY and units == 1 and n > 2:
            return _sure(training, n)
    return None


def _from_one(training: Training) -> bool:
    """Whether the classes are numbered from 1 on, which is another mistake."""
    match training.labels:
        case Data(low=1, soft=False):
            return getattr(training.loss, "ignore_class", None) is None
    return False


def _amounts(training: Training, n: int) -> bool:
    """Whether there are fewer labels than classes, so that they are numbers and no classes."""
    match training.labels:
        case Data(shape=(int(rows), *_)):
            return rows < n
    return False


def _one_column(training: Training) -> bool:
    """Whether the labels are known to be one number a sample."""
    match training.labels:
        case Data(kind=Kind.SERIES) | Data(rank=1):
            return True
        case Data(rank=2, shape=(_, 1)):
            return True
    return False


def _sure(training: Training, n: int) -> Evidence:
    """Certain if hard evidence names the number of classes."""
    task = training.task(without=("loss", "output", "metrics"))
    known = isinstance(task.n, int) and task.n == n
    if task.kind in CLASSIFICATION and task.level is Evidence.CERTAIN and known:
        return Evidence.CERTAIN
    return Evidence.LIKELY


def _spare(training: Training, units: int, n: int) -> bool:
    """Whether the units beyond the classes are meant: for padding, background or a margin."""
    site = training.output.units_site
    literal = site is not None and site.text == str(units)
    ignored = getattr(training.loss, "ignore_class", None) is not None
    return ignored or not literal or training.output.sequence or training.output.spatial


def _keeps_units(training: Training) -> bool:
    """Whether no layer after the one with the units changes the shape of what it gives."""
    output = training.output
    after: list[object] = []
    tensor = output.tensor
    while isinstance(tensor, Tensor) and tensor.layer is not output.layer:
        after.append(tensor.layer)
        tensor = next((t for t in tensor.inputs if isinstance(t, Tensor)), None)
    if output.tensor is None:
        for layer in reversed(training.model.layers):
            if layer is output.layer:
                break
            after.append(layer)
    return all(isinstance(layer, Layer) and layer.kind in _KEEP_SIZE for layer in after)


def _classes(encoding: Encoding, n: int, name: str) -> str:
    if encoding is Encoding.BINARY and name not in losses.SPARSE:
        return "a single 0 or 1"
    return f"{n} columns" if encoding is Encoding.MULTI_HOT else f"{n} classes"


def _message(encoding: Encoding, units: int, n: int, name: str) -> str:
    has = "1 unit" if units == 1 else f"{units} units"
    if encoding is Encoding.BINARY and units > 1 and name not in losses.SPARSE:
        return (
            f"the output has {has}, but each label is a single 0 or 1; "
            "`fit` stops with a shape error, or compares it with both."
        )
    if encoding in (Encoding.ONE_HOT, Encoding.MULTI_HOT):
        return (
            f"the output has {has}, but each label is a row of {n}; `fit` stops with a shape error."
        )
    if name in losses.BINARY:
        return (
            f"the output has {has}, but the labels are {n} classes; "
            "class numbers above 1 are no answers to a yes/no question."
        )
    if units < n:
        missing = f"label {units}" if units == n - 1 else f"labels {units} to {n - 1}"
        return (
            f"the output has {has}, but the labels are {n} classes; "
            f"{missing} will stop training or spoil the loss."
        )
    return (
        f"the output has {has}, but the labels are only {n} classes; "
        f"{units - n} of them can never be right."
    )


def _advice(training: Training, name: str, encoding: Encoding, n: int) -> tuple[str, int]:
    """What to write, in words, and the number of units where it alone has to change."""
    output = training.output
    activation = output.activation if isinstance(output.activation, str) else ""
    one = isinstance(output.units, int) and output.units == 1
    if encoding is Encoding.BINARY and name in losses.BINARY:
        return f"write {output.written('' if activation == 'linear' else activation, 1)}", 1
    if encoding is Encoding.BINARY and name in losses.REGRESSION:
        sparse = "sparse_categorical_crossentropy"
        words = f'write {output.written("softmax", 2)} with `loss="{sparse}"`'
        return f'{words}, or {output.written("sigmoid", 1)} with `loss="binary_crossentropy"`', 0
    if encoding is Encoding.BINARY and one:
        words = f'write {output.written("sigmoid")} with `loss="binary_crossentropy"`'
        return f"{words}, or {output.written('softmax', 2)}", 0
    if encoding is Encoding.INT and name in losses.BINARY:
        loss = "sparse_categorical_crossentropy"
        return f'write {output.written("softmax", n)} with `loss="{loss}"`', 0
    if encoding is Encoding.ONE_HOT and name in losses.BINARY:
        loss = "categorical_crossentropy"
        return f'write {output.written("softmax", n)} with `loss="{loss}"`', 0
    return f"write {output.written('' if activation == 'linear' else activation, n)}", n

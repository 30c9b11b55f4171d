"""The data have another shape than the input of the model, or are not as many arrays as it has inputs.

Why it hurts:

Keras accepts the model and refuses the data, when `fit` or `predict` is called: often after all
the data have been read and prepared.

What Keras says:

`fit` raises "Invalid input shape for input Tensor(…). Expected shape (None, 784), but input has
incompatible shape (None, 28, 28)", or "Input 0 of layer … is incompatible with the layer".

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Bad:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.california_housing.load_data()
mean, scale = x.mean(axis=0), x.std(axis=0)
x, x_test = (x - mean) / scale, (x_test - mean) / scale
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(x, y / 100000.0, epochs=20, validation_split=0.2)
print(model.predict(x_test[0]))  # finding
```

Good:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.california_housing.load_data()
mean, scale = x.mean(axis=0), x.std(axis=0)
x, x_test = (x - mean) / scale, (x_test - mean) / scale
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(x, y / 100000.0, epochs=20, validation_split=0.2)
print(model.predict(x_test[:1]))
```

Bad:

```python
import keras
import numpy as np

x, prices, y = np.load("x.npy"), np.load("prices.npy"), np.load("y.npy")
inputs = [keras.Input((32,)), keras.Input((4,))]
merged = keras.layers.Concatenate()(inputs)
model = keras.Model(inputs, keras.layers.Dense(1)(merged))
model.compile("adam", loss="mse")
model.fit([x, prices], y, epochs=20, validation_split=0.2)
print(model.predict(x))  # finding
```

Good:

```python
import keras
import numpy as np

x, prices, y = np.load("x.npy"), np.load("prices.npy"), np.load("y.npy")
inputs = [keras.Input((32,)), keras.Input((4,))]
merged = keras.layers.Concatenate()(inputs)
model = keras.Model(inputs, keras.layers.Dense(1)(merged))
model.compile("adam", loss="mse")
model.fit([x, prices], y, epochs=20, validation_split=0.2)
print(model.predict([x, prices]))
```

When to ignore:

Where the data are replaced by code that kerascheck does not see. The rule itself leaves alone:
shapes that are not known, generators and datasets but those of arrays, and a last axis of length 1,
which Keras adds or takes away by itself. So are other sizes that all layers of a `Sequential` take,
such as longer sequences for convolutions: it hands data on as they are.

References:

- https://keras.io/guides/functional_api/
- https://keras.io/api/layers/core_layers/input/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api.pipelines import SLICES
from kerascheck.keras_api.tables import takes
from kerascheck.rule import (
    Data,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Layer,
    Model,
    Severity,
    Site,
    Spec,
    Unknown,
    Use,
    rule,
)

_ARRAYS = frozenset({Kind.ARRAY, Kind.FRAME, Kind.SERIES, Kind.LIST})
_Dims = tuple[object, ...]


@rule("KC508", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for call in (*facts.fits, *facts.uses):
        match call:
            case Use(method=method) if not method.startswith(("predict", "evaluate", "test_on")):
                continue
            case Fit(data=data) if data is not None and not _of_arrays(data):
                pass
            case Fit(model=Model() as model, x=given) | Use(model=Model() as model, data=given):
                inputs = _inputs(model)
                parts = given if isinstance(given, (list, tuple)) else [given]
                if len(inputs) == len(parts):
                    for (spec, site), part in zip(inputs, parts, strict=True):
                        if not (_passed_on(facts, model, spec, part) or _turned(model, spec, part)):
                            yield from _compare(call, spec, site, part)
                elif len(inputs) > 1 and all(map(_is_array, parts)) and not _streams(call):
                    place = call.args.get("x", call.site)
                    yield _number(call, place, [site for _, site in inputs], len(parts))
        match call:
            case Fit(model=Model() as model, validation=(given, *_)) if _is_array(given):
                inputs, held = _inputs(model), call.args.get("validation_data")
                if len(inputs) > 1 and held is not None:
                    yield _number(call, held, [site for _, site in inputs], 1)


def _of_arrays(data: object) -> bool:
    """A dataset that is made of arrays, and gives batches of them."""
    match data:
        case Data(kind=Kind.DATASET, batched=True, steps=[first, *_]):
            return first.text == SLICES  # Of what readers give, KC305 tells.
    return False


def _streams(call: Fit | Use) -> bool:
    """Whether a dataset is given, where the columns of a table may be inputs of their own."""
    return isinstance(call, Fit) and call.data is not None


def _is_array(part: object) -> bool:
    return isinstance(part, Data) and part.alone


def _number(call: Fit | Use, place: Site, inputs: list[Site], given: int) -> Finding:
    """Another number of arrays than the model has inputs."""
    count = len(inputs)
    arrays = "one array" if given == 1 else f"{given} arrays"
    return Finding(
        place.at,
        f"the model has {count} inputs, and this is {arrays}: `{call.method}` stops.",
        labels=[Label(site.at, f"input {n}") for n, site in enumerate(inputs[:3], 1)],
        help="give a list with an array for each input, in their order",
        mark=f"arrays for {count} inputs?",
        keras=f"expects {count} named input(s) …, but it received {given} input tensors",
    )


def _inputs(model: Model) -> list[tuple[Spec, Site]]:
    """What the model itself says about its inputs, and where."""
    if model.inputs and model.kind != "subclass":
        return [(tensor.spec, tensor.site) for tensor in model.inputs]
    declared = model.kind == "Sequential" and model.layers
    match model.entry:
        # Keras 3 ignores the `input_length` of an `Embedding`.
        case Spec() as spec if (
            declared
            and model.entry_site is model.layers[0].site
            and not (isinstance(model.layers[0], Layer) and "input_length" in model.layers[0].extra)
        ):
            return [(spec, model.layers[0].site)]
    return []


def _compare(call: Fit | Use, spec: Spec, site: Site, part: object) -> Iterator[Finding]:
    match part, spec.shape:
        case Data(shape=(count, *got), kind=kind) as data, (_, *wanted) if kind in _ARRAYS:
            if data.dtype == "object":
                return  # Each element may be an array of its own.
            if got and isinstance(call, Fit) and _counted(tuple(wanted), (count, *got)):
                return
            if not _fits(tuple(got), tuple(wanted)):
                yield _finding(call, data, site, tuple(got), tuple(wanted))


def _passed_on(facts: Facts, model: Model, spec: Spec, part: object) -> bool:
    """Whether data of another size may suit all layers of a model that is not asked.

    That is a `Sequential`; before Keras 3, it is any: "Model was constructed with shape … but it
    was called on an input with incompatible shape" is a warning there.
    """
    match part, spec.shape:
        case Data(shape=(_, *got)), (_, *wanted) if len(got) == len(wanted) and not _fits(
            tuple(got), tuple(wanted)
        ):
            asked = model.kind == "Functional" and facts.written.asks_keras_3
            alone = len(model.inputs) <= 1 and model.kind in ("Sequential", "Functional")
            return alone and not asked and takes(model, spec, replace(spec, shape=(None, *got)))
    return False


def _turned(model: Model, spec: Spec, part: object) -> bool:
    """Whether only the channels stand elsewhere, in a script that leaves their place to settings.

    Its data are then turned by what an old Keras was set to.
    """
    match part, spec.shape:
        case Data(shape=(_, *got)), (_, *wanted) if len(got) == len(wanted) >= 3:
            orders = (getattr(layer, "data_format", None) for layer in model.layers)
            first, last = [got[-1], *got[:-1]], [*got[1:], got[0]]
            turned = _fits(tuple(first), tuple(wanted)) or _fits(tuple(last), tuple(wanted))
            return turned and any(isinstance(order, Unknown) for order in orders)
    return False


def _counted(wanted: _Dims, whole: _Dims) -> bool:
    """Whether the model wants the shape of all samples: another rule says so, at that shape."""
    return all(isinstance(n, int) for n in (*wanted, *whole)) and wanted == whole


def _fits(got: _Dims, wanted: _Dims) -> bool:
    """Whether Keras takes a sample of one shape for an input of another."""
    longer, shorter = (got, wanted) if len(got) > len(wanted) else (wanted, got)
    if len(longer) - len(shorter) > 1:
        return False
    pairs = list(zip(longer, shorter, strict=False))
    if len(longer) > len(shorter):
        pairs.append((longer[-1], 1))
    return not any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in pairs)


def _finding(call: Fit | Use, data: Data, site: Site, got: _Dims, wanted: _Dims) -> Finding:
    argument = "x" if isinstance(call, Fit) else "data"
    place = call.args.get("x", call.args.get(argument, call.site))
    shape, needed = str(Spec(("N", *got))), str(Spec((None, *wanted)))  # type: ignore[arg-type]
    shape = shape.replace("'", "")
    shown = [Label(site.at, f"the model takes {needed}")]
    if data.shape == wanted and all(isinstance(dim, int) for dim in wanted):
        return Finding(
            place.at,
            f"The data are one sample of the shape {Spec(wanted)!s}, "  # type: ignore[arg-type]
            f"but the model takes a batch of them, {needed}.",
            labels=shown,
            help=f"add the axis of the batch: `{_batch_of(place.text)}`",
            mark="one sample",
        )
    if data.steps:
        shown.append(Label(data.steps[-1].site.at, f"the data have the shape {shape}"))
    return Finding(
        place.at,
        f"The data have the shape {shape}, but the model takes {needed}.",
        labels=shown,
        help=_help(got, wanted),
        mark=f"samples of shape {Spec(got)!s}",  # type: ignore[arg-type]
        guarded=_stands_in(data),
    )


def _stands_in(data: Data) -> bool:
    """Whether this is an array such as `np.zeros(1)`, which marks that there are no data."""
    made = data.steps[0].text if data.steps else ""
    return data.shape in ((), (0,), (1,)) and made in ("zeros", "ones", "empty", "full", "")


def _batch_of(text: str) -> str:
    """The batch of one sample, which is written so, or as the only one of a list."""
    inner = text[1:-1].strip() if text.startswith("[") and text.endswith("]") else text
    short = len(inner) <= 40 and "\n" not in inner and inner.count("[") == inner.count("]")
    return f"np.expand_dims({inner if short else 'sample'}, 0)"


def _help(got: _Dims, wanted: _Dims) -> str:
    mine = [dim for dim in got if isinstance(dim, int)]
    theirs = [dim for dim in wanted if isinstance(dim, int)]
    if len(mine) == len(got) and len(theirs) == len(wanted) and _size(mine) == _size(theirs):
        return f"reshape the data: `x.reshape({', '.join(map(str, (-1, *theirs)))})`"
    if len(mine) == len(got):
        return f"make the input `keras.Input({tuple(mine)})`, or change the data"
    return "make the input of the model as the data are, or change the data"


def _size(dims: list[int]) -> int:
    total = 1
    for dim in dims:
        total *= dim
    return total

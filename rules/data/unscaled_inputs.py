"""Values such as pixels from 0 to 255 reach the first layer as they are.

So do the numbers of words that no `Embedding` looks up: they say which word it is, and not how much
of anything, so that no scaling helps.

Initial weights are drawn for inputs around zero with a spread of about one.

Why it hurts:

With inputs a hundred times as large, so are the first outputs and the gradients: on MNIST the loss
of an untrained network is above 100 instead of ln 10 = 2.3. The first steps are spent on undoing
that, units of `relu` die on the way, and the learning rate that suits one layer suits no other.

What Keras says:

Nothing.

Bad:

```python
import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_split=0.1)  # finding
```

Good:

```python
import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_split=0.1)
```

Bad:

```python
import keras

(x, y), _ = keras.datasets.imdb.load_data(num_words=5000)
x = keras.utils.pad_sequences(x, maxlen=200)
model = keras.Sequential(
    [
        keras.Input((200,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.imdb.load_data(num_words=5000)
x = keras.utils.pad_sequences(x, maxlen=200)
model = keras.Sequential(
    [
        keras.Input((200,)),
        keras.layers.Embedding(5000, 32),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

Where large inputs are what is studied. The rule itself is silent unless the range of the values is
known to the end: for models that scale or normalize by themselves (`Rescaling`, `Normalization`,
BatchNormalization before or right behind the first layer with weights), for word numbers, for
pretrained networks, where weights are loaded before, and behind functions and layers that are not
followed. It is only a note where the same script trains on the same samples scaled, to compare both,
where a name or a text beside the training says that the inputs are not scaled, where the targets are
a linear function of the inputs, for a handful of samples, for convolutions whose maps are averaged
under an optimizer that adapts its steps, for two and more hidden layers of sigmoids under plain `SGD`
with a rate of up to 0.001, which learn from scaled inputs no faster, and for the digits of
`load_digits`, which only go up to 16.

References:

- https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
- http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kerascheck.keras_api import activations, optimizers, pictures
from kerascheck.keras_api.exercises import linear_data
from kerascheck.keras_api.word_numbers import word_numbers
from kerascheck.rule import (
    Compile,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Optimizer,
    Severity,
    Tensor,
    Unknown,
    rule,
    same_model,
    same_rows,
    told,
)

_PASS = frozenset(
    [
        "InputLayer",
        "Flatten",
        "Reshape",
        "Permute",
        "Dropout",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "Resizing",
        "CenterCrop",
        "RandomFlip",
        "RandomRotation",
        "RandomZoom",
        "RandomTranslation",
        "RandomCrop",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling2D",
    ]
)
"""Layers behind which values are as large as before."""
_WEIGHTED = frozenset(
    [
        "Dense",
        "Conv1D",
        "Conv2D",
        "Conv3D",
        "SeparableConv2D",
        "LSTM",
        "GRU",
        "SimpleRNN",
        "ConvLSTM2D",
    ]
)
_NORMS = frozenset({"BatchNormalization", "LayerNormalization", "GroupNormalization"})
_LARGE, _TINY, _PIXELS = 100.0, 0.1, 1000.0
"""From this size on values are unscaled; those of at most the next are next to
nothing; pixels are no larger than the last, scaled or not."""
_TABLES = {
    "boston_housing": 13,
    "california_housing": 8,
    "load_boston": 13,
    "fetch_california_housing": 8,
    "load_wine": 13,
    "load_breast_cancer": 30,
    "load_linnerud": 3,
}
"""Tables whose columns have ranges of their own, and how many columns they have."""
_SIGMOIDS = frozenset({"sigmoid", "hard_sigmoid"})
_DENSE = frozenset({"Dense", "Activation"})
_SLOW, _STACK = 0.001, 2
"""A rate of plain `SGD`, and a number of hidden layers of sigmoids, with which scaling does not help."""
_Parts = list[Layer | Model]
_DIGITS, _SMALL = "load_digits", 16.0
"""Digits whose values go up to the second; so small a range costs next to nothing."""
_SHOWN = 8
"""So few samples are no data, but try or show the code."""
_POINTS = 50
"""So many numbers of a script are points of an axis, and no few examples."""
_AXIS = re.compile(r"(linspace|arange)\b")


_SCALES = re.compile(r"/|\w+Scaler\.|normalize|standardize")
"""How steps begin that bring numbers to another scale."""
_SAID = re.compile(
    r"\b(?:un|not[ _-]|non[ _-]?|w(?:ith|/)?o(?:ut)?[ _-])(?:yet[ _-]|being[ _-]|any[ _-]|the[ _-])?"
    r"(?:norm|scal(?:ed|ing)|standardi[sz]|pre-?process|re-?scal)",
    re.IGNORECASE,
)
"""How a lesson says that it shows first what comes of inputs that are not scaled."""


@rule("KC301", certain=Severity.WARNING, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "rl" in facts.context:
        return
    told: list[Fit] = []
    for fit in facts.fits:
        if any(_again(fit, other) for other in told) or _loaded(fit, facts):
            continue
        match fit:
            case Fit(model=Model() as model, x=Data(low=low, high=high) as x):
                if word_numbers(x) is not None:
                    if _meets_raw(model):
                        told.append(fit)
                        yield _words(fit, x)
                    continue
                if low is None or high is None:
                    continue
                level = _level(fit, x, max(abs(low), abs(high)))
                if level is not None and _meets_raw(model):
                    told.append(fit)
                    finding = _finding(fit, x, (low, high), level)
                    yield replace(finding, slight=_shown(fit, x, facts))


def _shown(fit: Fit, x: Data, facts: Facts) -> bool:
    """Whether the training shows or compares something, and is not meant to be a good one."""
    compared = any(
        other.order > fit.order and same_rows(x, other.x) and _smaller(other.x, x)
        for other in facts.fits
    )
    named = isinstance(fit.model, Model) and _SAID.search(fit.model.name)
    said = named or told(facts, _SAID, fit.site)
    said = said or _averaged(fit) or _saturated(fit, x)
    small = x.name == _DIGITS and _TINY < (x.largest or 0) <= _SMALL
    return bool(small or compared or said or x.at_most(_SHOWN) or linear_data(fit))


def _averaged(fit: Fit) -> bool:
    """Whether a network of convolutions takes averages of its maps, and the optimizer adapts.

    Then the large values only make it learn faster: what is averaged does not run away, and the
    first steps are no longer than others.
    """
    parts = fit.model.layers if isinstance(fit.model, Model) else ()
    averaged = any(_kind(part).startswith("GlobalAveragePooling") for part in parts)
    return averaged and optimizers.adapts(fit.compile)


def _saturated(fit: Fit, x: Data) -> bool:
    """Whether sigmoids alone get pixels under plain `SGD` with so small a rate.

    Tried on 5,000 digits in 30 epochs: large inputs push the units of the first layer to 0 or 1, and
    the layers behind learn more from these than from the nearly equal outputs for scaled inputs.
    """
    match fit.model, fit.compile:
        case Model(layers=parts), Compile(
            optimizer=Optimizer(kind="SGD", config=config) as optimizer
        ):
            rate = optimizers.rate(optimizer)
            slow = rate is not None and rate <= _SLOW and not config.get("momentum")
        case _:
            return False
    if (
        not slow
        or x.name in _TABLES
        or _computed(x)
        or any(_kind(part) not in _DENSE and not _passes(part) for part in parts)
    ):
        return False
    found = [
        activations.activation(getattr(part, "activation", None))
        for part in parts
        if _kind(part) in _DENSE
    ]
    # The last one may be that of the output.
    *hidden, _ = [name for name in found if name != "linear"] or [""]
    return len(hidden) >= _STACK and all(name in _SIGMOIDS for name in hidden)


def _smaller(one: object, other: Data) -> bool:
    """Whether the same samples are scaled later, be it to a range that is not known."""
    if not isinstance(one, Data):
        return False
    if one.largest is None:
        return any(_SCALES.match(step.text) for step in one.steps[len(other.steps) :])
    return pictures.of_other_scale(one, other) and one.largest < (other.largest or 0)


def _loaded(fit: Fit, facts: Facts) -> bool:
    """Whether the weights come from a file, and with them the scale that they are used to."""
    return any(
        stored.loads and stored.order < fit.order and same_model(stored.model, fit.model)
        for stored in facts.stored
    )


def _again(fit: Fit, other: Fit) -> bool:
    """Whether it has been told of the model, or of the same data with another one."""
    return same_model(fit.model, other.model) or same_rows(fit.x, other.x)


def _level(fit: Fit, x: Data, size: float) -> Evidence | None:
    """How sure it is that values as large as `size` ought to be scaled; None if they are."""
    if x.name == _DIGITS:
        return Evidence.LIKELY if size >= 16 or size < _TINY else None
    if size < _LARGE:
        return None
    if x.name in _TABLES:
        return None if _columns(x, _TABLES[x.name]) else Evidence.LIKELY
    if _computed(x):
        return Evidence.LIKELY
    if size > _PIXELS:
        return None  # made larger instead of smaller, of which KC308 speaks
    stream = fit.data
    steps = [*x.steps, *(stream.steps if isinstance(stream, Data) else ())]
    known = x.name in pictures.DATASETS or pictures.read_by(steps)
    return Evidence.CERTAIN if known else None


def _columns(x: Data, width: int) -> bool:
    """Whether some columns of a table are taken, which may be those of small numbers."""
    last = x.shape[-1] if isinstance(x.shape, tuple) and len(x.shape) > 1 else None
    return x.rank == 1 or (isinstance(last, int) and last < width)


def _computed(x: Data) -> bool:
    """Whether the values are points on an axis that the script makes, one for each sample."""
    one = x.rank == 1 or (x.rank == 2 and isinstance(x.shape, tuple) and x.shape[1] == 1)
    if one and not x.steps and isinstance(x.shape, tuple):
        # Numbers that the script itself holds, such as those of `range(200)`.
        return isinstance(x.shape[0], int) and x.shape[0] >= _POINTS
    return one and bool(x.steps) and _AXIS.match(x.steps[0].text) is not None


def _meets_raw(model: Model) -> bool:
    """Whether layers with weights get the values as they are, and nothing norms what they give."""
    if len(model.inputs) > 1:
        return False
    chain = model.kind == "Sequential"
    met, after = _in_chain(model.layers) if chain else _in_graph(model.outputs)
    if any(isinstance(part, Layer) and part.owner is not None for part in met):
        return False  # of a pretrained network, which has a way of scaling of its own
    kinds = [_kind(part) for part in met]
    return bool(kinds) and all(kind in _WEIGHTED for kind in kinds) and not _normed(after)


def _in_chain(layers: Sequence[Layer | Model]) -> tuple[_Parts, _Parts]:
    parts = [part for part in layers if not _passes(part)]
    after = [part for part in parts[1:] if _kind(part) != "Activation"]
    return parts[:1], after[:1]


def _in_graph(outputs: Sequence[Tensor | Unknown]) -> tuple[_Parts, _Parts]:
    """The layers that the input meets first, and those right behind them."""
    order = list(_tensors(outputs, set()))
    raw: set[int] = set()
    met: dict[int, Layer | Model] = {}
    after: _Parts = []
    for tensor in order:
        sources = {id(source) for source in tensor.inputs}
        if _passes(tensor.layer) and sources <= raw:
            raw.add(id(tensor))
        elif sources & raw:
            met[id(tensor)] = tensor.layer
        elif sources & met.keys() and _between(tensor.layer):
            met[id(tensor)] = met[next(iter(sources & met.keys()))]
        elif sources & met.keys():
            after.append(tensor.layer)
    return list(met.values()), after


def _tensors(given: Iterable[object], seen: set[int]) -> Iterator[Tensor]:
    """All tensors that outputs are made of, each after those that it is made of."""
    for tensor in given:
        if isinstance(tensor, Tensor) and id(tensor) not in seen:
            seen.add(id(tensor))
            yield from _tensors(tensor.inputs, seen)
            yield tensor


def _kind(part: Layer | Model) -> str:
    return part.kind if isinstance(part, Layer) else "a model"


def _normed(parts: _Parts) -> bool:
    return any(_kind(part) in _NORMS for part in parts)


def _between(part: Layer | Model) -> bool:
    """Whether a layer may stand between one with weights and what norms the values that it gives."""
    return _kind(part) == "Activation" or _passes(part)


def _passes(part: Layer | Model) -> bool:
    return isinstance(part, Layer) and part.kind in _PASS


def _finding(fit: Fit, x: Data, ends: tuple[float, float], level: Evidence) -> Finding:
    place = fit.args.get("x", fit.args.get("generator", fit.site))
    low, high = (f"{end:.3g}" if abs(end) < 1000 else f"{end:.0f}" for end in ends)
    tiny = x.name == _DIGITS and ends[1] < _TINY
    origin = fit.data.steps[0] if isinstance(fit.data, Data) and fit.data.steps else None
    origin = x.steps[0] if x.steps else origin
    if tiny:
        message = f"the digits of `load_digits` go from 0 to 16; scaled, they end at {high}."
    else:
        message = f"inputs from {low} to {high} reach the network unscaled."
    return Finding(
        place.at,
        message,
        labels=[] if origin is None else [Label(origin.site.at, "where the values are from")],
        why="Weights start out for inputs of a size around 1; larger ones make the first steps "
        "large and wild."
        if not tiny
        else "Inputs near 0 leave the network next to no signal.",
        help=_help(x),
        mark="divided by too much" if tiny else f"values up to {high}",
        evidence=level,
    )


def _words(fit: Fit, x: Data) -> Finding:
    """The finding for numbers of words that are taken for amounts."""
    origin = word_numbers(x)
    return Finding(
        fit.args.get("x", fit.site).at,
        "numbers of words reach the network as if they were amounts: word 2000 is not a hundred "
        "times word 20.",
        labels=[Label(origin.site.at, "numbers the words")] if origin is not None else [],
        why="The numbers say which word it is; their size and order mean next to nothing.",
        help="make `layers.Embedding(number_of_words, 32)` the first layer, which learns a vector for "
        "each word",
        mark="numbers of words",
        evidence=Evidence.LIKELY,
    )


def _help(x: Data) -> str:
    if x.name == _DIGITS:
        return "divide by the largest value: `x / 16.0`"
    if _computed(x):
        return "divide by the largest value, or adapt a `layers.Normalization()` to the inputs"
    if x.name in _TABLES:
        return (
            "bring the columns to one scale: a `StandardScaler` that is fitted on the training "
            "part, or a `layers.Normalization()` that is adapted to it"
        )
    return "divide by 255, or make `layers.Rescaling(1 / 255)` the first layer"

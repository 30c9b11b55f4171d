"""An `Embedding` has no row for the numbers that it gets: too large ones, fractions, or below 0.

`input_dim` is the largest number plus one. A `Tokenizer` counts words from 1 and leaves 0 to the
padding, so that `len(tokenizer.word_index)` is the largest number, and one too few.

Why it hurts:

On a CPU the training stops with an error as soon as the number comes up, be it in the last batch.
On a GPU the missing row is read as zeros, without a word.

Numbers that are scaled to fractions are cut to integers, so that nearly all words get row 0. Numbers
below 0 count from the end: padding with -1 gets the row of the last word.

What Keras says:

"indices[0,0] = 4 is not in [0, 4)" with TensorFlow on a CPU, nothing on a GPU, and nothing about
fractions and numbers below 0.

Bad:

```python
import keras

(x, y), _ = keras.datasets.imdb.load_data(num_words=10000)
x = keras.utils.pad_sequences(x, maxlen=200)
model = keras.Sequential(
    [
        keras.Input((200,)),
        keras.layers.Embedding(5000, 32),  # finding
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.imdb.load_data(num_words=10000)
x = keras.utils.pad_sequences(x, maxlen=200)
model = keras.Sequential(
    [
        keras.Input((200,)),
        keras.layers.Embedding(10000, 32),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.2)
```

When to ignore:

Where the numbers of the words are made smaller elsewhere. The rule itself leaves alone: numbers
that are not known, a `Tokenizer` with `num_words`, and everything that is computed from the length,
such as `len(tokenizer.word_index) + 1`.

Fix safety:

Unsafe: `+ 1` makes the layer one row larger, so that weights of old files do not fit.

References:

- https://keras.io/api/layers/core_layers/embedding/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.layers import Embedding
from kerascheck.rule import (
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Label,
    Layer,
    Model,
    Severity,
    WordIds,
    rule,
)


@rule("KC416", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    seen: set[object] = set()
    for layer in facts.layers:
        match layer:
            case Embedding(input_dim=WordIds()) if layer.site.node not in seen:
                seen.add(layer.site.node)
                yield _too_few(layer)
    for fit in facts.fits:
        match fit:
            case Fit(model=Model() as model, x=Data() as x) if (
                finding := _no_numbers(_first(model), x)
            ) is not None:
                if finding.at not in seen:
                    seen.add(finding.at)
                    yield finding
            case Fit(model=Model() as model, x=Data(high=int() | float() as high) as x):
                first = _first(model)
                size = getattr(first, "input_dim", None)
                if first is None or not isinstance(size, int) or not _too_small(size, high, x):
                    continue
                if first.site.node not in seen:
                    seen.add(first.site.node)
                    yield _out_of_range(first, size, int(high), x)


def _first(model: Model) -> Layer | None:
    """The embedding that gets the samples as they are."""
    if model.kind == "Sequential":
        parts = [p for p in model.layers if isinstance(p, Model) or p.kind != "InputLayer"]
        first = parts[0] if parts else None
        return first if isinstance(first, Embedding) else None
    found = [part for part in model.layers if isinstance(part, Embedding)]
    second = model.layers[1] if len(model.layers) > 1 else None
    alone = len(model.inputs) == 1 and len(found) == 1 and found[0] is second
    return found[0] if alone and model.complete else None


def _no_numbers(layer: Layer | None, x: Data) -> Finding | None:
    """Fractions and numbers below 0, where an embedding takes whole numbers from 0 on."""
    size = getattr(layer, "input_dim", None)
    if layer is None or not isinstance(size, int) or size <= 2:
        return None
    scaled = next(
        (s for s in reversed(x.steps) if _SCALED.match(s.text) or _WHOLE.match(s.text)), None
    )
    if scaled is not None and _SCALED.match(scaled.text):
        divided = scaled.text.startswith("/")
        if divided and (x.high is None or x.high > 1):
            return None
        return Finding(
            scaled.site.at,
            "the numbers for the `Embedding` are scaled to fractions: it cuts them to integers, so "
            "that nearly all of them get the same row.",
            labels=[Label(layer.site.at, f"has a row for each of {size} whole numbers")],
            help="leave the numbers as they are, or use a `Dense` layer for amounts",
            mark="no whole numbers any more",
            evidence=Evidence.CERTAIN,
        )
    padded = x.steps[-1] if x.steps else None
    if (
        padded is not None
        and padded.args is not None
        and "value" in padded.args
        and x.low is not None
    ):
        return Finding(
            padded.args["value"].at,
            f"the padding is {x.low:g}, which the `Embedding` counts from its end: it gets the row of "
            f"the number {size + int(x.low)}.",
            labels=[Label(layer.site.at, f"has rows 0 to {size - 1}")],
            help="pad with 0, which a `Tokenizer` leaves free, and write `mask_zero=True`",
            mark="a number below 0",
            evidence=Evidence.CERTAIN,
        )
    return None


_SCALED = re.compile(
    r"/ \d|(Standard|MinMax|Robust|MaxAbs)Scaler\.|(Power|Quantile)Transformer\.|keras.utils.normalize"
)
"""Steps that make fractions of whole numbers."""
_WHOLE = re.compile(r"[-+*%]|//|round|floor|ceil|astype\(u?int|KBinsDiscretizer")
"""Steps that may make whole numbers of these again."""


def _too_small(size: int, high: float, x: Data) -> bool:
    # Drawn from a range of fractions, the numbers stay below its end, and are cut to integers.
    below = bool(x.steps) and x.steps[0].text in ("uniform", "random", "rand", "random_sample")
    return x.dtype != "float32" and size > 1 and (high > size if below else high >= size)


def _too_few(layer: Layer) -> Finding:
    site = layer.args.get("input_dim", layer.site)
    plain = site.text.startswith("len(") and site.text.endswith(")")
    return Finding(
        site.at,
        "the words have the numbers 1 to `len(word_index)`, and this `Embedding` has no row for the "
        "last of them.",
        why="Row 0 is for the padding, so that there is one number more than there are words.",
        help=f"write `{site.text} + 1`",
        mark="one row too few",
        evidence=Evidence.LIKELY,
        fix=Fix((Edit(site.at, f"{site.text} + 1"),))
        if plain or site.text.isidentifier()
        else None,
        keras="indices[…] is not in [0, …)",
    )


def _out_of_range(layer: Layer, size: int, high: int, x: Data) -> Finding:
    site = layer.args.get("input_dim", layer.site)
    made = [Label(step.site.at, f"numbers up to {high}") for step in x.steps[:1]]
    return Finding(
        site.at,
        f"the words have numbers up to {high}, but this `Embedding` has rows 0 to {size - 1} only.",
        labels=made,
        help=f"write `{high + 1}`, or make the numbers of the words smaller with `num_words={size}`",
        mark=f"{size} rows",
        evidence=Evidence.CERTAIN,
        keras=f"indices[…] = {high} is not in [0, {size})",
    )

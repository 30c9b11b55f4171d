"""A layer says the shape of the input of its model, in a way that Keras 3 does not take.

`batch_input_shape`, `batch_size` and `input_length` are gone. `input_dim` of a recurrent layer was the number of
features of each time step; in Keras 3 it is the shape of the whole sample, as it is of `Dense`.

Why it hurts:

Keras raises when it makes the layer, or when a model begins with a recurrent layer of `input_dim`.

What Keras says:

"Unrecognized keyword arguments passed to LSTM: {'batch_input_shape': (None, 2, 50)}", or
"expected ndim=3, found ndim=2".

Bad:

```python
import keras
from keras.layers import LSTM, Dense

model = keras.Sequential(
    [
        LSTM(32, batch_input_shape=(None, 2, 50)),  # finding
        Dense(1),
    ]
)
```

Good:

```python
import keras
from keras.layers import LSTM, Dense

model = keras.Sequential(
    [
        keras.Input(batch_shape=(None, 2, 50)),
        LSTM(32),
        Dense(1),
    ]
)
```

When to ignore:

In scripts for Keras 2. `input_shape` and `input_dim`, which Keras 3 takes with a warning, and
`input_length` of `Embedding`, which it ignores, are hints only.

Fix safety:

Safe: a model that begins with `keras.Input` of the same shape is the same model. There is no fix
where the layer is not written inside of the call that adds it.

References:

- https://keras.io/guides/sequential_model/
- https://keras.io/api/layers/core_layers/input/
"""

from collections.abc import Iterator

from kerascheck.edits import before, drop, elements, insert_before, keras_input
from kerascheck.rule import (
    Applicability,
    Argument,
    Called,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Layer,
    Model,
    Severity,
    rule,
)

_SHAPES = ("batch_input_shape", "input_shape", "input_length", "input_dim", "batch_size")
_SEQUENCES = frozenset(
    {"LSTM", "GRU", "SimpleRNN", "RNN", "Conv1D", "CuDNNLSTM", "CuDNNGRU", "LocallyConnected1D"}
)
"""Layers that take a row of features for each time step."""


@rule("KC707", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    calls = facts.written.calls
    for call in calls:
        layer = call.result
        if not call.name.startswith("keras.layers.") or not isinstance(layer, Layer):
            continue
        if layer.kind in ("InputLayer", "Input") or not facts.written.keras_3(call.spelled):
            continue
        given = _given(call, layer)
        if given:
            yield _finding(facts, call, layer, given)


def _given(call: Called, layer: Layer) -> dict[str, Argument]:
    """The arguments about the shape of the input, as far as they are given by keyword."""
    named = {argument.name: argument for argument in call.named_by(_SHAPES)}
    if layer.kind == "Embedding":
        named.pop("input_dim", None)
    if named.keys() == {"batch_size"}:
        return {}
    return named


def _finding(facts: Facts, call: Called, layer: Layer, given: dict[str, Argument]) -> Finding:
    kind = layer.kind
    wrong = [
        name
        for name in given
        if name in ("batch_input_shape", "batch_size")
        or (name == "input_length" and kind != "Embedding")
    ]
    if not wrong and "input_dim" in given and kind in _SEQUENCES:
        wrong = ["input_dim"]
    name = wrong[0] if wrong else next(iter(given))
    keyword = given[name].keyword or given[name].site
    shape = _shape(kind, given)
    root = "tensorflow.keras" if call.spelled.startswith("tensorflow") else "keras"
    text, imports = keras_input(facts.written, root)
    return Finding(
        keyword.at,
        _message(kind, name, bool(wrong)),
        help=f"begin the model with `{text}({shape})`",
        mark="goes into an input of its own",
        evidence=Evidence.CERTAIN if wrong else Evidence.HINT,
        keras=_KERAS[name].format(kind=kind) if wrong else "",
        fix=_fix(facts, call, layer, list(given.values()), (f"{text}({shape})", imports)),
    )


_KERAS = {
    "batch_input_shape": "Unrecognized keyword arguments passed to {kind}: "
    "{{'batch_input_shape': …}}",
    "batch_size": "Unrecognized keyword arguments passed to {kind}: {{'batch_size': …}}",
    "input_length": "Unrecognized keyword arguments passed to {kind}: {{'input_length': …}}",
    "input_dim": "Input 0 of layer is incompatible with the layer: expected ndim=3, found ndim=2",
}


def _message(kind: str, name: str, wrong: bool) -> str:
    if not wrong and name == "input_length":
        return f"Keras 3 ignores `input_length` of `{kind}`: the model has no input shape yet."
    if not wrong:
        return f"Keras 3 warns of `{name}` of a layer: a model begins with an input of its own."
    if name == "input_dim":
        return (
            f"`input_dim` of `{kind}` is the shape of a whole sample in Keras 3: it has no steps."
        )
    return f"`{kind}` has no argument `{name}` any more."


def _shape(kind: str, given: dict[str, Argument]) -> str:
    """The arguments of `keras.Input` for the same shape."""
    written = {name: argument.value.text for name, argument in given.items()}
    if "batch_input_shape" in written:
        return f"batch_shape={written['batch_input_shape']}"
    batch = f", batch_size={written['batch_size']}" if "batch_size" in written else ""
    if "input_shape" in written:
        return f"shape={written['input_shape']}{batch}"
    length, size = written.get("input_length"), written.get("input_dim")
    if kind == "Embedding":
        return f"shape=({length},){batch}"
    if kind in _SEQUENCES or length is not None:
        return f"shape=({length}, {size}){batch}"
    return f"shape=({size},){batch}"


def _fix(
    facts: Facts,
    call: Called,
    layer: Layer,
    given: list[Argument],
    entry: tuple[str, tuple[str, ...]],
) -> Fix | None:
    dropped = drop(call, given)
    text, imports = entry
    for other in facts.written.calls:
        if other.name == "keras.Sequential":
            listed = elements(other.arguments[0].value) if other.arguments else []
            if listed and listed[0].node is call.site.node:
                first = before(listed[0].at)
                own_line = other.arguments[0].value.at.line != first.line
                gap = f",\n{' ' * first.column}" if own_line else ", "
                return Fix((Edit(first, text + gap), *dropped), Applicability.SAFE, imports)
        elif other.name == "add" and isinstance(other.receiver, Model):
            added = other.argument("layer", 0)
            if added is None or added.value.node is not call.site.node or other.owner is None:
                continue
            if not _first(other.receiver, layer):
                return Fix(dropped, Applicability.SAFE)
            added_first = insert_before(other, f"{other.owner.text}.add({text})")
            return Fix((added_first, *dropped), Applicability.SAFE, imports)
    return Fix(dropped, Applicability.SAFE) if _applied(facts, layer) else None


def _first(model: Model, layer: Layer) -> bool:
    return bool(model.layers) and model.layers[0] is layer


def _applied(facts: Facts, layer: Layer) -> bool:
    """Whether the layer is called on a tensor, which says its shape, and in no `Sequential`."""
    graphs = [model for model in facts.models if model.kind == "Functional"]
    chains = [model for model in facts.models if model.kind != "Functional"]
    return any(layer in model.layers for model in graphs) and not any(
        layer in model.layers for model in chains
    )

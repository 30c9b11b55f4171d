"""Losses, metrics or targets of a model with several outputs do not match these outputs.

A dict needs the names of the output layers as keys. A list needs one item an output, and Keras 3
no longer shares one list of metrics among all outputs.

Why it hurts:

`fit` stops in the first batch. A list of losses that is too short does not stop it: outputs
without a loss are simply not trained.

What Keras says:

`Expected keys ['a', 'b'] in loss dict, but found loss.keys()=['a', 'c']` and, for metrics,
`Invalid metrics. metrics should contain metrics objects and either be a dict or a list matching
the output names of the functional model`. For targets, `y_true and y_pred have different structures`
or an error that names a type; so it is for several targets of a model with one output. Nothing for
a list of losses that is too short.

Bad:

```python
import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(400, 32))
price, sold = np.load("price.npy"), np.load("sold.npy")
inputs = keras.Input((32,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
outputs = [
    keras.layers.Dense(1, name="price")(hidden),
    keras.layers.Dense(1, activation="sigmoid", name="sold")(hidden),
]
model = keras.Model(inputs, outputs)
model.compile(
    "adam",
    loss={"price": "mse", "is_sold": "binary_crossentropy"},  # finding
)
model.fit(x, [price, sold], epochs=5, validation_split=0.1)
```

Good:

```python
import keras
import numpy as np

x = np.random.default_rng(0).normal(size=(400, 32))
price, sold = np.load("price.npy"), np.load("sold.npy")
inputs = keras.Input((32,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
outputs = [
    keras.layers.Dense(1, name="price")(hidden),
    keras.layers.Dense(1, activation="sigmoid", name="sold")(hidden),
]
model = keras.Model(inputs, outputs)
model.compile(
    "adam",
    loss={"price": "mse", "sold": "binary_crossentropy"},
    metrics={"price": ["mae"], "sold": ["accuracy"]},
)
model.fit(x, [price, sold], epochs=5, validation_split=0.1)
```

When to ignore:

For a script that stays with Keras 2, which gave one list of metrics to every output.

References:

- https://keras.io/guides/functional_api/#models-with-multiple-inputs-and-outputs
- https://keras.io/api/models/model_training_apis/#compile-method
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kerascheck.keras_api import logs
from kerascheck.rule import (
    Compile,
    Data,
    Evidence,
    Facts,
    Finding,
    Kind,
    Label,
    Model,
    More,
    Severity,
    Site,
    Tensor,
    Unknown,
    nearest,
    rule,
)


@rule("KC118", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if "keras-1" in facts.context:
        return
    for compiled in facts.compiles:
        model = compiled.model
        known = model.kind == "Functional" and model.output_known and not compiled.superseded
        # A list that a loop has filled has any number of outputs.
        known = known and not any(isinstance(output, More) for output in model.outputs)
        # One output in the structure of a dict has a name, too, but nothing else can go wrong.
        if known and len(model.outputs) > 1 and not _own(model):
            names = logs.output_names(model)
            found = [
                finding
                for finding in _judged(compiled, names)
                if facts.written.asks_keras_3 or not finding.keras.startswith("`metrics` should")
            ]
            yield from found or [*_targets(facts, compiled, names), *_number(facts, compiled)]
        elif known and len(model.outputs) == 1 and not _own(model):
            yield from _number(facts, compiled)


def _targets(facts: Facts, compiled: Compile, names: list[str]) -> Iterator[Finding]:
    """Targets by the names of outputs: each output needs one, and there are no others."""
    seen = set()
    # What has no loss needs no target.
    partial = any(loss is None for loss in compiled.losses) or not facts.written.keras_3()
    for fit in facts.fits:
        given = fit.y
        if fit.compile is not compiled or not isinstance(given, dict) or not names:
            continue
        if fit.site.node in seen or not all(isinstance(key, str) for key in given):
            continue
        seen.add(fit.site.node)
        wrong = [str(key) for key in given if key not in names]
        missing = [name for name in names if name not in given]
        if (wrong and facts.written.keras_3()) or (missing and not partial):
            listed = ", ".join(f"`{name}`" for name in names)
            said = f"has `{wrong[0]}`" if wrong else f"has no `{missing[0]}`"
            yield Finding(
                fit.args.get("y", fit.site).at,
                f"`y` {said}, but the outputs of the model are called {listed}: `fit` stops.",
                labels=[Label(site.at, f"output {n}") for n, site in enumerate(_ends(compiled), 1)],
                help=f"give a target for each output, by its name: {listed}",
                mark="no output of that name" if wrong else "a target is missing",
                keras="y_true and y_pred have different structures",
            )


def _number(facts: Facts, compiled: Compile) -> Iterator[Finding]:
    """Targets in a list of another length than there are outputs, or in a single array."""
    if any(loss is None for loss in compiled.losses) or not facts.written.keras_3():
        return
    if not all(map(_single, compiled.model.outputs)):
        return
    count, seen = len(compiled.model.outputs), set()
    for fit in facts.fits:
        place = fit.args.get("y") or fit.args.get("x") or fit.args.get("generator")
        if fit.compile is not compiled or place is None or fit.site.node in seen:
            continue
        seen.add(fit.site.node)
        read = fit.data.kind if isinstance(fit.data, Data) else None
        match fit.y:
            case list() | tuple() if read is None:
                # Of a single output only arrays are sure to be targets of their own.
                if count == 1 and not all(map(_array, fit.y)):
                    continue
                targets = _amount(fit.y)
                if targets in (None, count):
                    continue
                given = f"`y` is a list of {targets}"
            case Data() if count > 1 and _array(fit.y) and read is None:
                given = "`y` is one array"
            case Data() if count > 1 and _array(fit.y) and read in (Kind.SEQUENCE, Kind.DATASET):
                given = "each batch has one array of targets"
            case _:
                continue
        yield _count(compiled, place, given, count)


def _amount(targets: Sequence[object]) -> int | None:
    """How many targets a list has; None if a loop whose turns are not counted has filled it."""
    more = [target.count for target in targets if isinstance(target, More)]
    known = [count for count in more if count is not None]
    return len(targets) - len(more) + sum(known) if len(known) == len(more) else None


def _single(output: object) -> bool:
    """Whether it is one tensor; what is not followed may be a list of them."""
    return isinstance(output, Tensor) and not isinstance(output.spec.shape, Unknown)


def _array(value: object) -> bool:
    return isinstance(value, Data) and value.alone


def _count(compiled: Compile, place: Site, given: str, count: int) -> Finding:
    has = "one output" if count == 1 else f"{count} outputs, each with a loss"
    ends = [(n if count > 1 else "", site) for n, site in enumerate(_ends(compiled), 1)]
    return Finding(
        place.at,
        f"{given}, but the model has {has}: `fit` stops.",
        labels=[Label(site.at, f"output {n}".strip()) for n, site in ends],
        help="give one array of targets; for several ones the model needs an output each"
        if count == 1
        else "give a list with the targets of each output, in their order; the same ones twice "
        "where outputs share them",
        mark=f"targets for {'one output' if count == 1 else f'{count} outputs'}?",
        keras="y_true and y_pred have different structures" if given.startswith("`y`") else "",
    )


def _own(model: Model) -> bool:
    return not model.overridden.isdisjoint({"compile", "train_step", "compute_loss"})


def _judged(compiled: Compile, names: list[str]) -> Iterator[Finding]:
    count = len(compiled.model.outputs)
    for argument in ("loss", "metrics", "weighted_metrics", "loss_weights"):
        value, place = compiled.config.get(argument), compiled.args.get(argument)
        if place is None:
            continue
        if isinstance(value, dict) and names:
            # Of outputs in a dict those that have no loss are not trained.
            whole = not isinstance(compiled.model.returns, dict)
            finding = _keys(argument, value, place, names, whole=whole)
        elif isinstance(value, (list, tuple)):
            finding = _length(argument, list(value), place, count, names)
        else:
            finding = None
        if finding is not None:
            labels = [Label(site.at, f"output {n}") for n, site in enumerate(_ends(compiled), 1)]
            yield replace(finding, labels=labels)


def _ends(compiled: Compile) -> list[Site]:
    sites = [output.site for output in compiled.model.outputs]
    return [site for site in sites if site is not None][:3]


def _keys(
    argument: str, given: Mapping[object, object], place: Site, names: list[str], *, whole: bool
) -> Finding | None:
    """Keys that no output has, or outputs without a loss if they need one each, as in a list."""
    if any(isinstance(key, Unknown) for key in given):
        return None
    wrong = [str(key) for key in given if key not in names]
    missing = [name for name in names if name not in given]
    listed = ", ".join(f"`{name}`" for name in names)
    if wrong:
        close = nearest(wrong[0], missing, 1, 0.5)
        return Finding(
            place.at,
            f"`{argument}` has the key `{wrong[0]}`, but the outputs are called {listed}.",
            help=f'write `"{close[0]}"`' if close else f"use the names of the outputs: {listed}",
            mark="no output of that name",
            keras=f"Expected keys {names} in loss dict" if argument == "loss" else "",
        )
    if argument == "loss" and missing and whole:
        return Finding(
            place.at,
            f"`loss` says nothing of the output `{missing[0]}`, but a dict needs every output.",
            help=f'add `"{missing[0]}": …`, or `None` for an output that is not trained',
            mark=f"no loss for `{missing[0]}`",
            keras=f"Expected keys {names} in loss dict",
        )
    return None


def _length(
    argument: str, given: list[object], place: Site, count: int, names: list[str]
) -> Finding | None:
    """A list of another length than there are outputs."""
    if len(given) == count or not given:
        return None
    first = names[0] if names else "…"
    if argument in ("metrics", "weighted_metrics"):
        return Finding(
            place.at,
            f"`{argument}` is one list of {len(given)}, but the model has {count} outputs, and "
            "Keras 3 wants the metrics of each.",
            help=f'write a dict, `{argument}={{"{first}": […], …}}`, or one list an output: '
            f"`[{', '.join(['[…]'] * count)}]`",
            mark="which output is meant?",
            keras="`metrics` should contain metrics objects and either be a dict or a list matching "
            "the output names of the functional model",
        )
    if argument == "loss" and len(given) < count:
        untrained = count - len(given)
        return Finding(
            place.at,
            f"`loss` has {len(given)} of {count} losses, so that the last "
            f"{'output is' if untrained == 1 else f'{untrained} outputs are'} not trained.",
            help="give one loss an output, in their order, or `None` where none is meant",
            mark="too short",
            evidence=Evidence.LIKELY,
        )
    return Finding(
        place.at,
        f"`{argument}` has {len(given)} items, but the model has {count} outputs.",
        help="give one item an output, in their order",
        mark=f"{len(given)} for {count} outputs",
    )

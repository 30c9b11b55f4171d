"""The model has another number of parameters than a comment claims, or almost all in one layer.

An error where a comment `# kerascheck: params=109386` beside the model states another number; a
note of low confidence where one layer holds more than 90 % of more than a million parameters,
which mostly is the first `Dense` after a `Flatten`. With `--dynamic` a warning where training
needs more memory than the device has, and claims are held against models that only Keras can count.

Why it hurts:

A number of parameters that has changed means another model than the one that was meant. A layer
that holds nearly all of them learns the training samples by heart, fills the memory, and gets
little from the layers around it.

What Keras says:

`model.summary()` prints the numbers, without a judgement.

Bad:

```python
import keras

model = keras.Sequential(  # kerascheck: params=109386  # finding
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(  # kerascheck: params=109386
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Where a large first layer is wanted, as over a bag of words. The rule itself leaves alone: models
that are not wholly known, embeddings, recurrent layers, layers that do not train, and comments on
lines without a model.

References:

- https://keras.io/api/models/model/#summary-method
"""

from collections.abc import Iterator

from kerascheck.keras_api import tables
from kerascheck.keras_api.layers import Dense
from kerascheck.rule import (
    Built,
    Claim,
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Severity,
    rule,
)

_MANY = 1_000_000
_SHARE = 0.9
_GB = 1 << 30


@rule("KC553", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for claim in facts.claims:
        model = _claimed(facts, claim)
        total = tables.totals(tables.rows(model)).all if model is not None else None
        if model is not None and not isinstance(total, int):
            total = _built(facts, model)
        if model is not None and isinstance(total, int) and total != claim.number:
            yield _differs(claim, model, total)
    for model in facts.models:
        if model.complete and model.kind != "application":
            yield from _lopsided(model)
    for built in facts.built:
        if built.model is not None:
            yield from _too_much(built, built.model)


def _built(facts: Facts, model: Model) -> int | None:
    """The parameters of a model that only Keras has counted, or a run of the script."""
    for executed in facts.executed:
        if executed.exact and executed.site.at.line == model.site.at.line:
            return executed.total if executed.site.at.block == model.site.at.block else None
    for built in facts.built:
        if built.model is not None and built.model.live is model.live and model.live is not None:
            return built.total
    return None


def _too_much(built: Built, model: Model) -> Iterator[Finding]:
    """A model whose training does not fit in the memory of the device that it was built on."""
    needed, there = built.training_bytes, built.device.memory
    if needed is None or there is None or needed <= there or built.total is None:
        return
    yield Finding(
        model.site.at,
        f"Training needs at least {needed / _GB:,.1f} GB of memory, and {built.device.name} has "
        f"{there / _GB:,.1f} GB.",
        why=f"That is for {built.total:,} parameters with their gradients, what the optimizer keeps "
        f"of them, and the outputs of all layers for a batch of {built.batch}.",
        help="use a smaller batch, smaller images or fewer units",
        mark=f"{needed / _GB:,.1f} GB",
        evidence=Evidence.LIKELY,
    )


def _claimed(facts: Facts, claim: Claim) -> Model | None:
    """The model that stands on the line of a comment, or on the one below it."""
    for model in facts.models:
        at = model.site.at
        near = at.line - 1 <= claim.at.line <= at.end_line
        if near and (at.path, at.block) == (claim.at.path, claim.at.block):
            return model
    return None


def _differs(claim: Claim, model: Model, total: int) -> Finding:
    rows = tables.rows(model)
    largest = max(rows, key=lambda row: row.count if isinstance(row.count, int) else 0)
    share = [Label(largest.part.site.at, f"{largest.count:,} of them are here")]
    return Finding(
        model.site.at,
        f"The model has {total:,} parameters, but the comment claims {claim.number:,}.",
        labels=[Label(claim.at, "the claim"), *share],
        help=f"mend the model, or write `# kerascheck: params={total}`",
        mark=f"{total - claim.number:+,} parameters",
    )


def _lopsided(model: Model) -> Iterator[Finding]:
    rows = tables.rows(model)
    totals = tables.totals(rows)
    if not isinstance(totals.trainable, int) or totals.trainable <= _MANY:
        return
    for row in rows:
        match row.part, row.count:
            case Dense(units=units) as layer, int() as count if count > _SHARE * totals.trainable:
                yield _large(layer, units, count, totals.trainable, str(row.args[0]))


def _large(layer: Layer, units: object, count: int, total: int, given: str) -> Finding:
    return Finding(
        layer.site.at,
        f"{100 * count / total:.0f} % of the {total:,} parameters are in this `Dense({units})`.",
        why=f"It is connected to every number of an input of shape {given}.",
        help="put a pooling layer before the `Flatten`, use `GlobalAveragePooling2D`, or fewer "
        "units",
        mark=f"{count:,} parameters",
        evidence=Evidence.HINT,
    )

"""The model has another number of parameters than a comment claims, or almost all in one layer.

An error where a comment `# kerascheck: params=109386` beside the model states another number, or
the configuration does; a warning where a comment or docstring tells a number in plain words that no
model here has, and that one small edit of a model would give, such as a `Flatten` that is missing.
The edit is named. A note of low confidence where one layer holds more than 90 % of more than a
million parameters, which mostly is the first `Dense` after a `Flatten`. With `--dynamic` a warning
where training needs more memory than the device has, and claims are held against models that only
Keras can count.

The option `params` takes texts such as `"model=109386"`, with the name that the script gives the
model; `budget` is the number of parameters that no model may exceed, 0 for any number.

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

Where a large first layer is wanted, as over a bag of words. The rule itself leaves alone: numbers
in plain words that are round or said to be about right, or that a model, a layer or a network of
`keras.applications` has, and all of them where a model is not known; models
that are not wholly known, embeddings, recurrent layers, layers that do not train, and comments on
lines without a model.

References:

- https://keras.io/api/models/model/#summary-method
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

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
    Options,
    Severity,
    Unknown,
    rule,
)

if TYPE_CHECKING:
    from kerascheck.keras_api.edits import Edit

_MANY = 1_000_000
_SHARE = 0.9
_GB = 1 << 30
_TOLD = 10_000
"""Smaller numbers in plain words are found by chance."""
_FEW = 12
"""No more claims in plain words, and models, are looked at."""


@rule(
    "KC553",
    certain=Severity.ERROR,
    likely=Severity.WARNING,
    hint=Severity.INFO,
    options={"params": [], "budget": 0},
)
def check(facts: Facts, options: Options) -> Iterator[Finding]:
    for claim in facts.claims:
        if claim.kind == "params":
            model = _claimed(facts, claim)
            total = _total(facts, model) if model is not None else None
            if model is not None and total is not None and total != claim.number:
                yield _differs(claim, model, total)
    yield from _told(facts)
    yield from _configured(facts, options)
    for model in facts.models:
        if model.complete and model.kind != "application":
            yield from _lopsided(model)
    for built in facts.built:
        if built.model is not None:
            yield from _too_much(built, built.model)


def _total(facts: Facts, model: Model) -> int | None:
    """The parameters of a model, by our formulas or else by Keras; None if nobody knows."""
    total = tables.totals(tables.rows(model)).all
    if model.complete and isinstance(total, int):
        return total
    return _built(facts, model)


def _told(facts: Facts) -> Iterator[Finding]:
    """Numbers in plain words that no model has, and one small edit of one model would give."""
    claims = [claim for claim in facts.claims if claim.kind == "prose" and claim.number >= _TOLD]
    if not claims or not all(model.complete for model in facts.models):
        return
    counts: set[object] = set()
    for model in facts.models:
        rows = tables.rows(model)
        sums = tables.totals(rows)
        counts |= {sums.all, sums.trainable, sums.frozen, *(row.count for row in rows)}
    if any(isinstance(count, Unknown) for count in counts):
        return
    for claim in claims[:_FEW]:
        if claim.number in counts:
            continue
        explained = [
            (model, edits)
            for model in facts.models[:_FEW]
            if model.kind == "Sequential" and (edits := _edits(model, claim.number, claim.which))
        ]
        if len(explained) == 1:
            yield _off_by(claim, *explained[0])


def _edits(model: Model, number: int, which: str = "") -> Sequence["Edit"]:
    """The small edit that would explain a number; imported where a number is wrong only."""
    from kerascheck.keras_api.edits import explaining

    return explaining(model, number, which)


def _off_by(claim: Claim, model: Model, edits: Sequence["Edit"]) -> Finding:
    sums = tables.totals(tables.rows(model))
    trainable = claim.which == "trainable"
    has, what = (sums.trainable, "trainable parameters") if trainable else (sums.all, "parameters")
    return Finding(
        model.site.at,
        f"The text speaks of {claim.number:,} {what}, but the model has {has:,}.",
        labels=[Label(claim.at, "the claim")],
        why=f"With {_words(edits)} it would have {claim.number:,}.",
        help="mend the model if that is missing, else the text",
        mark=f"{has:,} {what}",
        evidence=Evidence.LIKELY,
    )


def _words(edits: Sequence["Edit"]) -> str:
    return " and ".join(edit.words for edit in edits)


def _configured(facts: Facts, options: Options) -> Iterator[Finding]:
    """What the configuration says of models by their names, and of all of them."""
    wanted = {}
    for text in options["params"]:
        name, _, number = str(text).partition("=")
        with suppress(ValueError):
            wanted[name.strip()] = int(number.replace(",", "").replace("_", ""))
    for model in facts.models:
        total = _total(facts, model) if model.name in wanted or options["budget"] else None
        if total is None:
            continue
        if model.name in wanted and wanted[model.name] != total:
            yield Finding(
                model.site.at,
                f"The model has {total:,} parameters, but the configuration claims "
                f"{wanted[model.name]:,}.",
                why=_explained(model, wanted[model.name]),
                help=f'mend the model, or write `"{model.name}={total}"`',
                mark=f"{total - wanted[model.name]:+,} parameters",
            )
        elif 0 < options["budget"] < total:
            yield Finding(
                model.site.at,
                f"The model has {total:,} parameters, and {options['budget']:,} are allowed.",
                help="use fewer units or filters, or raise `budget` in the configuration",
                mark=f"{total - options['budget']:+,} parameters",
                evidence=Evidence.LIKELY,
            )


def _explained(model: Model, number: int) -> str:
    """The small edit that would explain another number; empty if there is none, or several."""
    edits = _edits(model, number)
    return f"With {_words(edits)} it would have {number:,}." if edits else ""


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
        f"of them, and what the gradients need of a batch of {built.batch}.",
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
        why=_explained(model, claim.number),
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

"""What was really built, beside what was traced: the rows and lines of `explain --dynamic`."""

from collections.abc import Iterator, Sequence

from kerascheck.explain.description import Array, Really, Whole
from kerascheck.explain.plain import array
from kerascheck.explain.style import amount
from kerascheck.keras_api import tables
from kerascheck.values import Built, BuiltLayer, Model, Numbers


def of_model(model: Model, built: Sequence[Built]) -> Built | None:
    """What became of a model."""
    for item in built:
        if item.model is not None and tables.identity(item.model) == tables.identity(model):
            return item
    return None


def of_layers(built: Built | None) -> dict[int, Really]:
    """The layers of a model as built, by what `tables.identity` tells them apart with."""
    layers = built.layers if built is not None else ()
    return {tables.identity(layer.part): really(layer) for layer in layers}


def really(layer: BuiltLayer) -> Really:
    """A layer as it was built, and whether that is what was traced."""
    outputs: tuple[Array, ...] | None = None
    if layer.outputs is not None:
        outputs = tuple(map(array, layer.outputs))
    if layer.differs:
        verdict = "differs"
    elif layer.agrees:
        verdict = "agrees"
    elif outputs is not None or layer.count is not None:
        verdict = "built only"
    else:
        verdict = "not built"
    return Really(outputs, layer.count, layer.trainable, verdict, layer.differs)


def whole(built: Built | None) -> Whole | None:
    """What is to be said of the model as a whole."""
    if built is None:
        return None
    return Whole(
        built.whole, built.total, built.trainable, tuple(_lines(built)), built.training_bytes
    )


def _lines(built: Built) -> Iterator[tuple[str, str]]:
    if built.unavailable:
        yield "not built", built.unavailable
    if built.refusal is not None:
        yield "refused", built.refusal.sentence
    if built.assumed:
        yield "built with made-up sizes", built.assumed[0].why
    elif built.gap is not None:
        yield "built up to", built.gap.why
    if built.too_large:
        yield "built", "without memory for its weights: it is too large"
    for numbers in built.numbers:
        yield from _numbers(numbers)
    if built.training_bytes is not None:
        own = f", of {amount(built.device.memory)}" if built.device.memory else ""
        size = amount(built.training_bytes)
        yield "training", f"at least {size} of memory at {built.batch} samples a step{own}"


def _numbers(numbers: Numbers) -> Iterator[tuple[str, str]]:
    if numbers.losses:
        mean = sum(numbers.losses) / len(numbers.losses)
        guess = f", {numbers.expected:.3g} is that of guessing" if numbers.expected else ""
        yield "first loss", f"{mean:.3g}{guess}"
        dead = sum(count for _, count in numbers.dead)
        reached = f"{numbers.total - dead} of {numbers.total}" if dead else f"all {numbers.total}"
        yield "gradients", f"reach {reached} trainable weights"
    if numbers.refused:
        yield "loss", numbers.refused
    for metric in numbers.metrics:
        yield "metric", metric
    if numbers.overfit is not None:
        first, last = numbers.overfit
        yield "one batch", f"the loss falls from {first:.3g} to {last:.3g} in 60 steps"

"""In a GAN, the discriminator is not frozen when it should be, or it is when it should learn.

A discriminator learns in its own training and has to stay as it is in that of the combined model,
which trains the generator. What counts is when Keras reads `trainable`: Keras 2 in `compile`, Keras 3
at the first training after it. So the usual order of Keras 2, which is to compile the
discriminator, to freeze it and to compile the combined model, leaves it frozen for good in Keras 3.

Why it hurts:

A discriminator that is never frozen learns from the combined model to call every picture real. One
that is frozen when it is first trained stays at its random weights. The losses move all the same.

What Keras says:

`The model does not have any trainable weights` with the TensorFlow backend of Keras 3, for a
discriminator that is frozen; nothing else.

Bad:

```python
import keras
import numpy as np

(images, _), _ = keras.datasets.mnist.load_data()
images = images.reshape(-1, 784) / 255.0
discriminator = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
discriminator.compile("adam", loss="binary_crossentropy")
generator = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ]
)
discriminator.trainable = False
gan = keras.Sequential([keras.Input((32,)), generator, discriminator])
gan.compile("adam", loss="binary_crossentropy")
for step in range(10000):
    noise = np.random.normal(size=(64, 32))
    real = images[np.random.randint(0, len(images), 64)]
    discriminator.train_on_batch(real, np.ones((64, 1)))  # finding
    discriminator.train_on_batch(generator.predict(noise), np.zeros((64, 1)))
    gan.train_on_batch(noise, np.ones((64, 1)))
```

Good:

```python
import keras
import numpy as np

(images, _), _ = keras.datasets.mnist.load_data()
images = images.reshape(-1, 784) / 255.0
discriminator = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
discriminator.compile("adam", loss="binary_crossentropy")
generator = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ]
)
discriminator.trainable = False
gan = keras.Sequential([keras.Input((32,)), generator, discriminator])
gan.compile("adam", loss="binary_crossentropy")
for step in range(10000):
    noise = np.random.normal(size=(64, 32))
    real = images[np.random.randint(0, len(images), 64)]
    discriminator.trainable = True
    discriminator.train_on_batch(real, np.ones((64, 1)))
    discriminator.train_on_batch(generator.predict(noise), np.zeros((64, 1)))
    discriminator.trainable = False
    gan.train_on_batch(noise, np.ones((64, 1)))
```

When to ignore:

When the script runs with Keras 2, for the order alone. The rule itself leaves alone: models that are
not both compiled and trained, a discriminator of which only a part is frozen, a `trainable` that is
not known, models with a `train_step` of their own, and scripts that are not about a GAN. A discriminator
that is not frozen is only a note where an option of the script freezes it, or a comment says so.

References:

- https://keras.io/getting_started/faq/#how-can-i-freeze-layers-and-do-finetuning
- https://keras.io/guides/transfer_learning/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.rule import (
    Compile,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    rule,
)

_MEANT = re.compile(
    r"\bif\s+(?:not\s+)?[\w.]*fr(?:ee|o)z\w*\s*:"
    r"|#[^\n]*\b(?:not|never|without|un)[ -]?(?:be(?:ing)? )?(?:frozen|freez\w+)",
    re.IGNORECASE,
)
"""An option of the script that freezes the discriminator, or a comment that it is not frozen."""


@rule("KC218", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "gan" not in facts.context or "keras-1" in facts.context:
        return
    firsts = _first_trainings(facts)
    seen = set()
    for combined in firsts:
        for alone in firsts:
            place = alone.model.site.node if isinstance(alone.model, Model) else None
            if _holds(combined, alone) and place not in seen:
                finding = _wrong(facts, firsts, combined, alone)
                if finding is not None:
                    seen.add(place)
                    yield finding


def _first_trainings(facts: Facts) -> list[Fit]:
    """The first training after each compile, at which Keras 3 settles what is trained."""
    first: dict[int, Fit] = {}
    for fit in sorted(facts.fits, key=lambda fit: fit.order):
        # Functions that nothing calls run in an order that is not known.
        match fit:
            case Fit(compile=Compile(), model=Model(overridden=own), called=True) if not own:
                first.setdefault(id(fit.compile), fit)
    return list(first.values())


def _holds(combined: Fit, alone: Fit) -> bool:
    """Whether the model of one training is part of that of the other."""
    match combined.model, alone.model:
        case Model(frozen=frozen), Model(live=live) if live is not None:
            return live in frozen
    return False


def _wrong(facts: Facts, firsts: list[Fit], combined: Fit, alone: Fit) -> Finding | None:
    whole, part = combined.model, alone.model
    assert isinstance(whole, Model)
    assert isinstance(part, Model)
    assert combined.compile is not None
    assert alone.compile is not None
    mine = [fit for fit in firsts if isinstance(fit.model, Model) and fit.model.live is part.live]
    new = facts.written.keras_3()
    if all(_frozen(fit, new=new) for fit in mine):
        return _idle(alone, part, combined.compile, new=new)
    rest = [fit for fit in firsts if fit.compile is combined.compile]
    if all(_free(part, fit, new=new) for fit in rest):
        found = _unfrozen(combined, whole, alone)
        return replace(found, slight=facts.written.says(_MEANT))
    return None


def _frozen(fit: Fit, *, new: bool) -> bool:
    """Whether a model trains nothing; Keras 2 goes by what was so in `compile`."""
    assert fit.compile is not None
    moments = [fit.model] if new else [fit.model, fit.compile.model]
    return all(
        isinstance(model, Model)
        and model.trainable is False
        and all(value is False for value in model.frozen.values())
        for model in moments
    )


def _free(part: Model, fit: Fit, *, new: bool) -> bool:
    """Whether all of the discriminator is trained in a training of the combined model."""
    assert fit.compile is not None
    whole = fit.model if new else fit.compile.model
    if not isinstance(whole, Model) or part.live is None or not part.complete:
        return False
    inside = [whole.frozen.get(part.live), *(whole.frozen.get(layer) for layer in part.frozen)]
    return whole.trainable is True and all(value is True for value in inside)


def _written(fit: Fit) -> str:
    """What the script calls the model where it trains it; builders have names of their own."""
    receiver, dot, _ = fit.site.text.partition(f".{fit.method}(")
    return receiver if dot and receiver.replace(".", "").isidentifier() else ""


def _name(model: Model, other: str) -> str:
    return f"`{model.name}`" if model.name else other


def _idle(alone: Fit, part: Model, combined: Compile, *, new: bool) -> Finding:
    """The own training of the discriminator changes nothing."""
    assert alone.compile is not None
    name = _written(alone) or part.name or "discriminator"
    labels = [Label(alone.compile.site.at, "compiled here")]
    if part.trainable_site is not None:
        labels.append(Label(part.trainable_site.at, "frozen here"))
    return Finding(
        alone.site.at,
        f"`{name}` is frozen when it is first trained, so that it never learns"
        f"{' in Keras 3' if new else ''}: its own `{alone.method}` changes no weight.",
        labels=[*labels, Label(combined.site.at, "the combined model")],
        help=f"set `{name}.trainable = True` before its own training and `False` before that of "
        "the combined model, each time",
        why="Keras 3 reads `trainable` at the first training after `compile`; Keras 2 read it in "
        "`compile`."
        if new
        else "Keras 2 reads `trainable` in `compile`.",
        mark="nothing is trained",
        evidence=Evidence.LIKELY,
        keras="The model does not have any trainable weights." if new else "",
    )


def _unfrozen(combined: Fit, whole: Model, alone: Fit) -> Finding:
    """The training of the combined model changes the discriminator as well."""
    part, own = alone.model, alone.compile
    assert isinstance(part, Model)
    assert own is not None
    assert combined.compile is not None
    name = _written(alone) or part.name or "discriminator"
    return Finding(
        combined.site.at,
        f"`{name}` is not frozen in {_name(whole, 'the combined model')}, which teaches it to take "
        "what the generator makes for real.",
        labels=[
            Label(own.site.at, f"`{name}` has a training of its own"),
            Label(combined.compile.site.at, "compiled with all of it trainable"),
        ],
        help=f"set `{name}.trainable = False` before the combined model is compiled and trained, "
        "and `True` before its own training",
        mark="trains the discriminator, too",
        evidence=Evidence.LIKELY,
    )

"""Random numbers are seeded, but not those that the weights start with.

Keras draws the seeds of its layers from Python's `random`. Without a seed there, the weights start
differently in each run, however NumPy and the backend are seeded.

Why it hurts:

Two runs of the script give different results, although the seed says that they would not, and
what a change of the model has brought cannot be told from chance.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

np.random.seed(42)  # finding
x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

keras.utils.set_random_seed(42)
x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where the seed is only meant for a sample of the data that is drawn. The rule itself leaves alone:
files that train nothing, layers that all have seeds of their own, and files that seed Python's
`random`.

References:

- https://keras.io/api/utils/python_utils/#set_random_seed-function
- https://keras.io/examples/keras_recipes/reproducibility_recipes/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Component,
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Severity,
    rule,
)

_OTHERS = {"seed-numpy": "NumPy", "seed-backend": "the backend"}
_SIZES = ("units", "filters")


@rule("KC801", likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    marks = facts.context.marks
    seeded = [name for name in _OTHERS if name in marks]
    if not seeded or {"seed-all", "seed-python"} & marks.keys():
        return
    if not facts.fits or _own_seeds(facts):
        return
    places = [site for name in seeded for site in marks[name]]
    first = min(places, key=lambda site: (site.at.block, site.at.line))
    names = " and ".join(_OTHERS[name] for name in seeded)
    model = next((c.model for c in facts.compiles), None)
    yield Finding(
        first.at,
        f"only {names} {'is' if len(seeded) == 1 else 'are'} seeded, and the weights start "
        "differently in each run.",
        labels=[Label(model.site.at, "its weights are drawn without a seed")] if model else [],
        why="Keras draws the seeds of its layers from Python's `random`.",
        help=f"write `keras.utils.set_random_seed({_number(first.text)})`, which seeds Python, NumPy "
        "and the backend",
        mark="does not seed the layers",
        evidence=Evidence.LIKELY,
    )


def _number(text: str) -> str:
    inside = text.partition("(")[2].removesuffix(")").strip()
    return inside if inside.isdecimal() or inside.isidentifier() else "0"


def _own_seeds(facts: Facts) -> bool:
    """Whether the layers with weights get seeds of their own."""
    layers = [layer for layer in facts.layers if any(hasattr(layer, size) for size in _SIZES)]
    return bool(layers) and all(_has_seed(layer) for layer in layers)


def _has_seed(layer: Layer) -> bool:
    match getattr(layer, "kernel_initializer", None):
        case Component(config={"seed": seed}):
            return seed is not None
    return False

"""Steps of a series are held out at random, so that the network is trained on what comes later.

Why it hurts:

A forecast knows only the past. If the rows of a series are drawn at random, each one that is held
out lies between rows that are trained on, and those hardly differ from it. Windows that slide over
the series even share most of their values: the network has seen what it is asked for. The score is
that of filling gaps, and a forecast of the days to come will be worse.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np
from sklearn.model_selection import train_test_split

series = np.load("temperature.npy")
x, y = [], []
for i in range(30, len(series)):
    x.append(series[i - 30 : i])
    y.append(series[i])
x, y = np.array(x)[..., np.newaxis], np.array(y)
x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2)  # finding
model = keras.Sequential([keras.layers.LSTM(32), keras.layers.Dense(1)])
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
```

Good:

```python
import keras
import numpy as np
from sklearn.model_selection import train_test_split

series = np.load("temperature.npy")
x, y = [], []
for i in range(30, len(series)):
    x.append(series[i - 30 : i])
    y.append(series[i])
x, y = np.array(x)[..., np.newaxis], np.array(y)
x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2, shuffle=False)
model = keras.Sequential([keras.layers.LSTM(32), keras.layers.Dense(1)])
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
```

When to ignore:

Where gaps are to be filled, not days to come foretold. The rule itself is silent unless the rows are
known to be steps in time: windows that a loop cuts out of a series so that each overlaps with the
next, columns made with `shift`, tables that have dates as their index or are sorted by them.

References:

- https://scikit-learn.org/stable/modules/cross_validation.html#time-series-split
- https://www.tensorflow.org/tutorials/structured_data/time_series#split_the_data
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    Site,
    Times,
    rule,
    same_model,
)


@rule("KC319", certain=Severity.INFO, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        times = _times(fit.x)
        if not isinstance(fit.model, Model) or times is None or times.mixed is None:
            continue
        if times.mixed.node not in told and (times.held or _holds_out(fit, times, facts)):
            told.add(times.mixed.node)
            yield _finding(times, times.mixed)


def _times(value: object) -> Times | None:
    match value:
        case Data(times=Times() as times) | (Data(times=Times() as times), *_):
            return times
    return None


def _holds_out(fit: Fit, times: Times, facts: Facts) -> bool:
    """Whether other rows of the same random order measure the model."""
    split = fit.config.get("validation_split")
    if isinstance(split, float) and split > 0:
        return True
    scored = [use.data for use in facts.uses if use.score and same_model(use.model, fit.model)]
    return any(
        other.mixed is not None and times.mixed is not None and other.mixed.node is times.mixed.node
        for data in (fit.validation, *scored)
        if (other := _times(data)) is not None and not _same(fit.x, data)
    )


def _same(one: object, other: object) -> bool:
    """Whether both are the same rows, which another rule tells of."""
    match one, other:
        case (Data(rows=a), Data(rows=b)) | (Data(rows=a), (Data(rows=b), *_)):
            return a == b
    return False


def _finding(times: Times, mixed: Site) -> Finding:
    name = mixed.text.partition("(")[0].rpartition(".")[2]
    folds = times.held and name != "train_test_split"
    takes = "these folds take" if folds else f"`{name}` takes"
    message = f"{takes} steps of a series at random: later rows train what earlier ones test."
    made = "the rows are in the order of time"
    if times.windows:
        message = (
            f"{takes} overlapping windows at random: those that are held out share most of their "
            "values with windows that are trained on."
        )
        made = "each window shares values with the next one"
    advice = "hold out the last rows: `train_test_split(…, shuffle=False)`, or slices such as "
    advice += "`x[:n]` and `x[n:]`"
    return Finding(
        mixed.at,
        message,
        labels=[Label(times.site.at, made)],
        why="The score is that of filling gaps; a forecast of what comes next will be worse.",
        help="use the folds of `TimeSeriesSplit`, which test on later rows" if folds else advice,
        mark="at random",
        evidence=Evidence.CERTAIN if times.windows else Evidence.LIKELY,
    )

"""A scaler, another transformer or a mean learns from rows that are held out afterwards.

Why it hurts:

What is held out stands for data that nobody has seen. Once means, ranges, components or the choice
of columns are computed from it as well, the score on it is better than it will be on new data; with
few rows, or with a selection of columns, by a lot. In a time series, the future leaks into the past.

So does a `Normalization` layer that is adapted to all the rows. A `Tokenizer` or `TextVectorization`
that has seen all the texts gets a note only: it knows words that would be unknown ones in new texts.

What Keras says:

Nothing.

Bad:

```python
import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("houses.csv")
x = StandardScaler().fit_transform(table[["area", "rooms"]])  # finding
y = table["price"] / 1e6
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))
```

Good:

```python
import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("houses.csv")
x, y = table[["area", "rooms"]], table["price"] / 1e6
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))
```

When to ignore:

Where the rows to be predicted are known beforehand, without their labels, as in some competitions.
The rule itself leaves alone what learns nothing (`/ 255`, `Normalizer`, `PolynomialFeatures`), a
scaler that is fitted anew to each sample, which knows nothing of the others, encoders of labels, a
scaler of the training part whose rows are split once more for validation,
rows of which nothing is held out (the last
ones of a series, from which a forecast goes on, are not), and the share that `validation_split`
takes. It only notes samples that the script draws itself, as by `make_regression` or
`np.random.normal`, whose statistics are the same in each part, and a part that is only watched
while the model is trained, where the scores are those of other samples that are transformed.

References:

- https://scikit-learn.org/stable/common_pitfalls.html#data-leakage
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api.exercises import self_made
from kerascheck.rule import (
    Adaptation,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Severity,
    Site,
    Step,
    Taken,
    Unknown,
    rule,
    same_model,
    same_rows,
)

_LEARN = frozenset(
    [
        "StandardScaler",
        "RobustScaler",
        "PowerTransformer",
        "MinMaxScaler",
        "MaxAbsScaler",
        "QuantileTransformer",
        "KBinsDiscretizer",
        "SimpleImputer",
        "KNNImputer",
        "IterativeImputer",
        "Imputer",
        "PCA",
        "IncrementalPCA",
        "KernelPCA",
        "TruncatedSVD",
        "FastICA",
        "NMF",
        "SelectKBest",
        "SelectFromModel",
        "RFE",
        "VarianceThreshold",
        "TfidfVectorizer",
        "TfidfTransformer",
    ]
)
"""Transformers whose result depends on the values of the rows that they are fitted on."""
_WORDS = frozenset({"Tokenizer", "TextVectorization", "StringLookup", "IntegerLookup"})
"""What learns a vocabulary, which says little about the rows it is from."""
_BY_HAND = "-"
"""The step of rows of which a statistic of all of them is subtracted, as `x - x.mean(axis=0)`."""
_WAVES = frozenset({"sin", "cos"})
"""Functions that data begin with which a formula makes: each part of a wave has the same values."""
_DRAWS = re.compile(
    r"^[^#\n]*(?:\b(?:randint|randrange|randn|gauss|normalvariate|default_rng)\(|"
    r"\brandom\.(?:rand|random|uniform|normal|choice)\()",
    re.MULTILINE,
)
_LISTS = re.compile(r"\.append\(|\bDataFrame\(|\bfor \w+ in range\(")
_READS = re.compile(
    r"\b(?:read_\w+|load(?!_model|_weights)\w*|open|fetch\w*|\w+_from_(?!json|config)\w+|imread|download|urlopen|"
    r"DataReader|listdir|i?glob|input|connect|get_\w*data\w*|genfromtxt)\s*\(|\bdatasets?\b|\btfds\b"
)
"""How a script draws numbers into lists or tables, and how one reads data, which it then does not."""
_PLAIN = sys.stdlib_module_names | frozenset(
    [
        "IPython",
        "keras",
        "matplotlib",
        "numpy",
        "pandas",
        "plotly",
        "scipy",
        "seaborn",
        "sklearn",
        "tensorflow",
        "tqdm",
    ]
)
"""Packages that bring no data under a name that `_READS` does not see."""
_HANDFUL = 8
"""Up to so many samples that are predicted are a forecast, and none that were held out."""
_SURE = Evidence.CERTAIN
_Held = tuple[str, list[Label], Evidence]


@rule("KC302", certain=Severity.WARNING, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit.x:
            case Data() as x:
                found = (*_leaks(fit, x, facts), *_fitted_again(fit, x, facts))
                for finding in (*found, *_adapted(fit, x, facts)):
                    if finding.at not in told:
                        told.add(finding.at)
                        yield replace(finding, slight=self_made(x) or _drawn(facts))


def _drawn(facts: Facts) -> bool:
    """Whether the script reads no data, and draws numbers into lists or a table."""
    says = facts.written.says
    if not (says(_DRAWS) and says(_LISTS)) or says(_READS):
        return False
    # What is imported from anywhere else may bring data.
    return all(one.path.partition(".")[0] in _PLAIN for one in facts.written.imports)


def _leaks(fit: Fit, x: Data, facts: Facts) -> Iterator[Finding]:
    """Transformers that have seen all the rows, of which some are held out afterwards."""
    for step in x.steps:
        seen = step.seen
        if seen is None or seen.rows not in x.parents or seen.part == "train":
            continue
        name = _transformer(step.text)
        if name not in _LEARN | _WORDS and name != _BY_HAND:
            continue
        held = _held_out(fit, x, seen, facts)
        if held is not None:
            part, labels, level = held
            if seen.steps and seen.steps[0].text in _WAVES:
                level = Evidence.HINT
            # The last step of texts that a vocabulary is of is that they were learnt from.
            place = seen.steps[-1].site if name in _WORDS else step.site
            yield _leak(name, place, part, labels, level)


def _adapted(fit: Fit, x: Data, facts: Facts) -> Iterator[Finding]:
    """Layers of the model that were adapted to all the rows, some of which are held out."""
    # The last call of `adapt` counts, for it forgets what the layer has learnt before.
    last = {id(one.layer): one for one in facts.adaptations}
    for layer in _layers(fit.model) if last else ():
        match last.get(id(layer)):
            case Adaptation(data=Data() as seen, site=site) if (
                seen.rows in x.parents
                and seen.part != "train"
                and (layer.kind == "Normalization" or layer.kind in _WORDS)
            ):
                held = _held_out(fit, x, seen, facts)
                if held is not None:
                    yield _leak(layer.kind, site, *held)


def _layers(part: object) -> Iterator[Layer]:
    """The layers of a model and of the models in it."""
    if isinstance(part, Layer):
        yield part
    elif isinstance(part, Model):
        for inner in part.layers:
            yield from _layers(inner)


def _leak(name: str, site: Site, part: str, labels: list[Label], level: Evidence) -> Finding:
    if name in _WORDS:
        return Finding(
            site.at,
            f"`{name}` learns its words from texts that are held out as well.",
            labels=labels,
            why="Words that only the held-out texts have would be unknown ones in new texts.",
            help="split first; then learn the words of the training part alone",
            mark="all the texts",
            evidence=Evidence.HINT,
        )
    learnt = f"`{name}` has learnt"
    help_ = (
        "split first; then `fit_transform` the training part and `transform` the rest with the "
        f"same `{name}`"
    )
    if name == "Normalization":
        help_ = "split first; then `adapt` to the training part"
    if name == _BY_HAND:
        learnt = "what is subtracted comes"
        help_ = "split first; then use the mean and the deviation of the training part for all rows"
    return Finding(
        site.at,
        f"{learnt} from rows that are held out later: {part} has leaked into the training.",
        labels=labels,
        why="The score on rows whose statistics are known beforehand is too good.",
        help=help_,
        mark="fitted on all the rows" if name != _BY_HAND else "a statistic of all the rows",
        evidence=level,
    )


def _transformer(text: str) -> str:
    return text.partition(".")[0]


def _held_out(fit: Fit, x: Data, seen: Data, facts: Facts) -> _Held | None:
    """What is held out of the rows that were seen, the places that show it, and how sure it is."""
    others = [other for other, _, _ in _others(fit, facts)]
    measures = [other for other in others if x.rows not in (other.rows, *other.parents)]
    # Measured on rows of another origin alone, the part that is held out has no say.
    elsewhere = bool(measures) and not any(
        seen.rows in (other.rows, *other.parents) for other in measures
    )
    for step in x.steps:
        dropped = bool(measures) and not any(_other_part(step, other) for other in measures)
        if step.text.endswith("(train part)") and not elsewhere and not dropped:
            level = Evidence.HINT if _only_watched(step, x, seen, fit, facts) else _SURE
            return "the test part", [Label(step.site.at, "splits them only here")], level
    beside = any(isinstance(use.data, Data) and _beside(use.data, seen) for use in facts.uses)
    inner = _validation(fit) if beside else None
    for other, site, measured in _others(fit, facts):
        apart = other.rows not in (seen.rows, *x.parents) and x.rows not in other.parents
        apart = apart and not same_rows(other, inner)
        # The last rows of a series, from which a forecast goes on, are among those trained on.
        apart = apart and (measured or not _windows_over_all(x, seen))
        apart = apart and (measured or not other.at_most(_HANDFUL))
        apart = apart and seen.rows in other.parents and not same_rows(other, x)
        apart = apart and not _put_together(other, seen)
        if apart and not _trained_on(other, fit, facts):
            label = Label(site.at, "held-out rows that the transformer has seen")
            return "what it is held against", [label], _SURE if measured else Evidence.LIKELY
    return None


def _only_watched(step: Step, x: Data, seen: Data, fit: Fit, facts: Facts) -> bool:
    """Whether the part that a split holds out is measured by no score, but other samples are."""
    scored = [
        use.data
        for use in facts.uses
        if use.score and isinstance(use.data, Data) and same_model(use.model, fit.model)
    ]
    return bool(scored) and not any(
        _other_part(step, data)
        or same_rows(data, x)
        or isinstance(data.rows, Unknown)
        or same_rows(data, _validation(fit))
        or (seen.rows in (data.rows, *data.parents) and not _put_together(data, seen))
        for data in scored
    )


def _beside(other: Data, seen: Data) -> bool:
    """Whether samples are only transformed, and cut from the table that the seen rows are cut from.

    Then the seen rows are a training part, whatever is held out of it for validation.
    """
    learnt = [step for step in other.steps if step.seen and step.seen.rows == seen.rows]
    if not learnt or any(step.refit for step in learnt):
        return False
    rows = {other.rows, *other.parents}
    if isinstance(seen.rows, Unknown):
        return True
    return seen.rows not in rows and not rows.isdisjoint(seen.parents)


def _put_together(other: Data, seen: Data) -> bool:
    """Whether samples are of rows put one after the other, of which only some were seen."""
    return any(
        isinstance(row, Taken) and row.parent == "joined" and not _descends(row, seen.rows)
        for row in (other.rows, *other.parents)
        if row not in (seen.rows, *seen.parents)
    )


def _descends(row: object, ancestor: object) -> bool:
    """Whether all of some rows are among the rows of an ancestor."""
    if row == ancestor:
        return True
    match row:
        case Taken(parent="joined", key=(*parts,)):
            return all(_descends(part, ancestor) for part in parts)
        case Taken(parent=parent):
            return _descends(parent, ancestor)
    return False


def _trained_on(other: Data, fit: Fit, facts: Facts) -> bool:
    """Whether another training of the model, as in a function that is called again, gets them."""
    return any(same_rows(other, one.x) and same_model(one.model, fit.model) for one in facts.fits)


def _other_part(step: Step, data: Data) -> bool:
    """Whether samples are of the part that a split has left for something else than training."""
    return any(
        one.site.node is step.site.node and not one.text.endswith("(train part)")
        for one in data.steps
    )


def _windows_over_all(x: Data, seen: Data) -> bool:
    """Whether a loop cuts the samples of a training out of all the rows that were seen.

    Each window is a slice of them, so that one set of rows stands between; a series that was cut
    before, or windows that were cut afterwards, have one more.
    """
    windows = x.rank is None or x.rank != seen.rank
    return windows and seen.rows in x.parents[:2]


def _validation(fit: Fit) -> Data | None:
    match fit.validation:
        case (Data() as x, *_) | [Data() as x, *_] | Data(x=Data() as x):
            return x
    return None


def _others(fit: Fit, facts: Facts) -> Iterator[tuple[Data, Site, bool]]:
    """The samples that the model of a training sees besides, where, and if they measure it."""
    validation = _validation(fit)
    if validation is not None:
        yield validation, fit.args.get("validation_data", fit.site), True
    for use in facts.uses:
        if isinstance(use.data, Data) and same_model(use.model, fit.model):
            yield use.data, use.args.get("x", use.site), use.score


def _fitted_again(fit: Fit, x: Data, facts: Facts) -> Iterator[Finding]:
    """Transformers that are fitted on held-out rows, while another fit changed the training."""
    mine = {_transformer(step.text): step for step in x.steps if _own(step, x.rows, *x.parents)}
    for other, _, measured in _others(fit, facts):
        which = "held-out rows" if measured else "rows that are predicted"
        # Of rows that are not known it cannot be told whether they are others.
        apart = not isinstance(x.rows, Unknown) and not isinstance(other.rows, Unknown)
        apart = apart and other.rows not in x.parents and x.rows not in other.parents
        for step in other.steps if apart and not same_rows(other, x) else ():
            name = _transformer(step.text)
            if not (name in mine and name in _LEARN and _own(step, other.rows)):
                continue
            yield Finding(
                (step.fitted or step.site).at,
                f"`{name}` is fitted anew on the {which}, which are then changed in another way than "
                "those of the training.",
                labels=[Label(mine[name].site.at, "fitted for the training here")],
                why="What the network has learnt holds for the statistics of the training part.",
                help=f"only `transform` the {which}, with the `{name}` that was fitted on the "
                "training part",
                mark=f"learns from {which}",
                evidence=_SURE,
            )


def _own(step: Step, *rows: object) -> bool:
    """Whether a transformer was fitted on the rows that it changed, and these are among others."""
    return step.seen is not None and step.seen.rows in rows

"""A library beside Keras is used in a way that its current releases do not know any more.

Old scripts use more than old names of Keras: `OneHotEncoder(sparse=…)`, `np.int`, positions where
seaborn and scikit-learn want keywords, and the wrappers for scikit-learn that Keras has given up.

Why it hurts:

The script fails although all that it does with Keras is right.

What Keras says:

Nothing; it is the other library that raises, such as "module 'numpy' has no attribute 'int'".

Bad:

```python
import keras
import numpy as np
from sklearn.preprocessing import OneHotEncoder

y = np.load("y.npy").astype(np.int)  # finding
encoded = OneHotEncoder(sparse=False).fit_transform(y.reshape(-1, 1))  # finding
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(5, activation="softmax")])
```

Good:

```python
import keras
import numpy as np
from sklearn.preprocessing import OneHotEncoder

y = np.load("y.npy").astype(int)
encoded = OneHotEncoder(sparse_output=False).fit_transform(y.reshape(-1, 1))
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(5, activation="softmax")])
```

When to ignore:

Where the older release of the library is installed and stays so.

Fix safety:

Safe for names and keywords, which mean the same. There is none for what has no successor.

References:

- https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.OneHotEncoder.html
- https://numpy.org/devdocs/release/1.24.0-notes.html
- https://adriangb.com/scikeras/stable/migration.html
"""

from collections.abc import Iterator

from kerascheck.edits import drop_clause, first_word, rename
from kerascheck.keras_api.former import NUMPY
from kerascheck.rule import (
    Applicability,
    Called,
    Edit,
    Facts,
    Finding,
    Fix,
    Import,
    Severity,
    Spelling,
    Written,
    rule,
)

_SEABORN = frozenset(
    {"lineplot", "scatterplot", "barplot", "boxplot", "violinplot", "pointplot", "stripplot"}
    | {"swarmplot", "regplot", "jointplot", "kdeplot", "histplot", "relplot", "catplot"}
)
_SPLITS = frozenset({"train_test_split", "cross_val_score", "cross_val_predict"})
"""Functions that are as they were in `sklearn.model_selection`."""


@rule("KC710", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    for name in written.spellings:
        if name.path.startswith("numpy.") and not written.guarded(name.site):
            yield _of_numpy(name)
    for one in written.imports:
        for finding in _imported(written, one):
            if not written.guarded(one.site):
                yield finding
    for call in written.calls:
        for finding in _called(call):
            if not written.guarded(call.site):
                yield finding


def _of_numpy(name: Spelling) -> Finding:
    word = name.path.rpartition(".")[2]
    new = NUMPY[word]
    imports = ("import warnings",) if word == "warnings" else ()
    if new.startswith("np."):
        new = f"{first_word(name.site.text)}.{new[3:]}"
    release = "2.0" if word in ("float_", "Inf", "NaN", "infty") else "1.24"
    return Finding(
        name.site.at,
        f"NumPy has no `{word}` since {release}.",
        help=f"write `{new}`" + (" and import the module" if imports else ""),
        mark="gone",
        keras=f"module 'numpy' has no attribute '{word}'",
        fix=Fix((Edit(name.site.at, new),), Applicability.SAFE, imports),
    )


def _imported(written: Written, one: Import) -> Iterator[Finding]:
    if "keras.wrappers.scikit_learn" in one.path and written.reaches((2, 13), one.path):
        yield Finding(
            one.target.at,
            "Keras has no `wrappers.scikit_learn` since TensorFlow 2.13.",
            help="use the package SciKeras, or `keras.wrappers.SKLearnClassifier` and "
            "`SKLearnRegressor`, whose constructors are others",
            mark="gone",
            keras="No module named 'keras.wrappers.scikit_learn'",
        )
    elif one.path == "sklearn.datasets.load_boston":
        yield Finding(
            one.target.at,
            "scikit-learn has no `load_boston` since 1.2.",
            help="use `fetch_california_housing`, or `keras.datasets.boston_housing`",
            mark="gone",
            keras="`load_boston` has been removed from scikit-learn since version 1.2.",
        )
    elif one.source == "sklearn.cross_validation" and one.module is not None:
        same = one.target.text in _SPLITS
        fix = Fix((Edit(one.module.at, "sklearn.model_selection"),), Applicability.SAFE)
        yield Finding(
            one.module.at,
            "scikit-learn has no module `cross_validation` since 0.20.",
            help="import it from `sklearn.model_selection`",
            mark="gone",
            keras="No module named 'sklearn.cross_validation'",
            fix=fix if same else None,
        )
    elif one.path == "sklearn.externals.joblib" and one.module is not None:
        text = "import joblib" + (f" as {one.name}" if one.name != "joblib" else "")
        alone = drop_clause(written, one) is None
        yield Finding(
            one.target.at,
            "scikit-learn does not bring `joblib` along since 0.23.",
            help=f"write `{text}`",
            mark="gone",
            keras="cannot import name 'joblib' from 'sklearn.externals'",
            fix=Fix((Edit(one.statement.at, text),), Applicability.SAFE) if alone else None,
        )


def _called(call: Called) -> Iterator[Finding]:
    if not call.name.startswith(("sklearn.", "seaborn.")):
        return
    plain = [argument for argument in call.arguments if not argument.name and not argument.star]
    starred = any(argument.star for argument in call.arguments)
    if call.name == "sklearn.preprocessing.OneHotEncoder":
        sparse = call.argument("sparse")
        if sparse is not None and sparse.keyword is not None:
            yield Finding(
                sparse.keyword.at,
                "`OneHotEncoder` has no argument `sparse` since scikit-learn 1.4.",
                help=f"write `sparse_output={sparse.value.text}`",
                mark="another name",
                keras="OneHotEncoder.__init__() got an unexpected keyword argument 'sparse'",
                fix=Fix((rename(sparse, "sparse_output"),), Applicability.SAFE),
            )
    elif call.name.endswith("class_weight.compute_class_weight") and len(plain) in (2, 3):
        if not starred:
            names = ("class_weight", "classes", "y")
            edits = [rename(a, n) for a, n in zip(plain[1:], names[1:], strict=False)]
            yield Finding(
                plain[1].site.at,
                "`compute_class_weight` takes `classes` and `y` as keywords only.",
                help="write `classes=…, y=…`",
                mark="by position",
                keras="compute_class_weight() takes 1 positional argument but 3 were given",
                fix=Fix(tuple(edits), Applicability.SAFE),
            )
    elif call.name.startswith("seaborn.") and call.method in _SEABORN and len(plain) >= 2:
        if starred or {"x", "y"} & call.named.keys():
            return
        edits = [rename(a, n) for a, n in zip(plain[:2], ("x", "y"), strict=True)]
        yield Finding(
            plain[0].site.at,
            f"`{call.method}` takes `x` and `y` as keywords only since seaborn 0.12.",
            help=f"write `x={plain[0].value.text}, y={plain[1].value.text}`",
            mark="by position",
            keras=f"{call.method}() takes from 0 to 1 positional arguments but 2 were given",
            fix=Fix(tuple(edits), Applicability.SAFE) if len(plain) == 2 else None,
        )

"""A callback is made and gets a name, and then no `fit` is given it.

Why it hurts:

The training runs without it: it does not stop early, nothing is saved, the learning rate stays.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

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
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)  # finding
model.fit(x, y, epochs=100, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

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
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop])
```

When to ignore:

Where another file imports the name. The rule itself leaves alone: files without a `fit` after the
callback, names that are used in any way, attributes of objects, a `fit` whose arguments are not
all known, files in which `callbacks=` or the name in a list is commented out, callbacks of
which a comment says that they are not used, and a `History`, of which `fit` makes its own.
It is only a note where each training has another
callback of the kind, or another one that sets the learning rate, where a function makes it that
nothing calls and that does not train, where its patience is as long as the training, so that it
would do nothing, and where a comment calls it a finder of learning rates.

References:

- https://keras.io/api/callbacks/
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Site,
    rule,
    told,
)

_SWITCHED_OFF = re.compile(
    r"#[^\n]*[(,][^\n]*\bcallbacks\s*=(?!=)|#\s*callbacks\s*=[^=\n][^\n]*[),][ \t]*$"
    r"|#\s*\w*callback\w*\s*=\s*\[[^\n]*\w[^\n]*\]",
    re.MULTILINE | re.IGNORECASE,
)
"""A comment with the argument, which is how people leave callbacks out on purpose."""
_RATES = frozenset({"LearningRateScheduler", "ReduceLROnPlateau"})
"""Those that set the learning rate, of which one takes the place of the other."""
_NAMED = re.compile(r"(?:self\.)?(\w+)\s*=(?!=)")
"""The name that a statement gives to a value."""
_LEFT_OUT = re.compile(
    r"\b(?:do(?:es)? not|did not|don't|doesn't|didn't|not|never|without|un-?) ?(?:be )?(?:us(?:e|ed|ing)|need(?:ed)?)\b"
    r"|\b(?:unused|disabled?|optional(?:ly)?|left out|switched off)\b",
    re.IGNORECASE,
)
"""How a comment says that a callback is left out on purpose."""

_FINDER = re.compile(
    r"\b(?:learning[- ]?rate|lr)[-_ ]?(?:finder|range test)\b|\bfind\w* (?:\w+ ){0,2}(?:learning rate|lr)\b",
    re.IGNORECASE,
)
"""What people call a schedule that tries learning rates once, before the training itself."""


@rule("KC610", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    fits = [fit for fit in facts.fits if fit.method in ("fit", "fit_generator")]
    # `fit()` without data is a blank that is still to be filled in.
    if not fits or any(fit.partial or not fit.args for fit in fits):
        return
    given = [c for fit in fits for c in fit.callbacks if isinstance(c, Callback)]
    seen = set()
    for callback in facts.idle:
        if callback.kind == "History":
            continue  # `fit` makes its own, and returns it.
        # A cell that is written twice makes each of them twice, and the later one is given.
        if callback.site.node in seen or any(_alike(callback, other) for other in given):
            continue
        seen.add(callback.site.node)
        later = [fit for fit in fits if _may_follow(fit, callback)]
        if not later:
            continue
        if facts.written.says_there(_SWITCHED_OFF, callback.site):
            continue
        if _commented_out(callback, facts) or told(facts, _LEFT_OUT, callback.site):
            continue
        without = _nearest(later, callback)
        yield Finding(
            callback.site.at,
            f"this `{callback.kind}` is never given to `fit`.",
            labels=[Label(without.site.at, "trains without it")],
            help="add it to `callbacks=[…]` of `fit`, or delete it",
            mark="made, but not used",
            evidence=Evidence.HINT if _replaced(callback, later) else Evidence.LIKELY,
            guarded=True,
            slight=_spare(callback, later, facts)
            or _idles(callback, later)
            or (callback.kind in _RATES and told(facts, _FINDER, callback.site)),
        )


def _spare(callback: Callback, fits: list[Fit], facts: Facts) -> bool:
    """Whether a function makes it that the script never mentions again, and that does not train."""
    name = facts.written.unmentioned(callback.site)
    return bool(name) and all(facts.written.unmentioned(fit.site) != name for fit in fits)


def _idles(callback: Callback, fits: list[Fit]) -> bool:
    """Whether each training ends before a callback has waited as long as it has to.

    `EarlyStopping` gives back the best weights at the end of any training, if it has to.
    """
    patience, restore = (callback.config.get(x) for x in ("patience", "restore_best_weights"))
    if callback.kind not in ("EarlyStopping", "ReduceLROnPlateau") or restore:
        return False
    epochs = [fit.config.get("epochs") for fit in fits]
    return isinstance(patience, int) and all(isinstance(n, int) and n <= patience for n in epochs)


def _commented_out(callback: Callback, facts: Facts) -> bool:
    """Whether the name of a callback stands in a comment as the item of a list does."""
    site = callback.site
    name = _NAMED.match(Site(site.locator, site.statement, site.statement).text.strip())
    if name is None:
        return False
    word = re.escape(name[1])
    item = rf"#[ \t]*{word}[ \t]*[\],)\\]|#[^\n]*[\[,(][ \t]*{word}\b"
    words = rf"#[^\n]*\b(?:won't|will not|do not|don't|not (?:include|add|pass))\b[^\n]*\b{word}\b"
    return facts.written.says_there(re.compile(f"{item}|{words}"), site)


def _nearest(fits: list[Fit], callback: Callback) -> Fit:
    """The next training below a callback in its file; else one without any callback, or the first."""
    at = callback.site.at
    below = [
        fit
        for fit in fits
        if (fit.site.at.path, fit.site.at.block) == (at.path, at.block) and fit.site.at > at
    ]
    without = next((fit for fit in fits if not fit.callbacks), fits[0])
    return min(below, key=lambda fit: fit.site.at, default=without)


def _may_follow(fit: Fit, callback: Callback) -> bool:
    """Whether a training may run after a callback is made: it stands below, or in a function."""
    one, other = fit.site.at, callback.site.at
    below = (one.block, one.line) > (other.block, other.line)
    return below or bool(fit.function) or one.path != other.path


def _replaced(callback: Callback, fits: list[Fit]) -> bool:
    """Whether each training has another callback for the same, so that this one is a leftover."""
    kinds = _RATES if callback.kind in _RATES else {callback.kind}
    return all(
        any(isinstance(other, Callback) and other.kind in kinds for other in fit.callbacks)
        for fit in fits
    )


def _alike(one: Callback, other: Callback) -> bool:
    """Whether two callbacks are made by the same words, so that either does for the other."""
    return one.kind == other.kind and one.site.text.split() == other.site.text.split()

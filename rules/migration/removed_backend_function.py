"""A function of `keras.backend` is used that Keras 3 does not have.

Of the backend there are left `epsilon`, `floatx`, `image_data_format`, `clear_session` and a few
more. The functions on tensors are in `keras.ops` and `keras.random`; some have other defaults.

Why it hurts:

The script fails where the function is first used: in a custom loss, when the training starts.

What Keras says:

"module 'keras.backend' has no attribute 'mean'".

Bad:

```python
import keras
import numpy as np
from keras import backend as K

x, y = np.load("x.npy"), np.load("y.npy")


def rmse(y_true, y_pred):
    return K.sqrt(  # finding
        K.mean(  # finding
            K.square(y_true - y_pred),  # finding
            axis=-1,
        )
    )


model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss=rmse)
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")


def rmse(y_true, y_pred):
    return keras.ops.sqrt(
        keras.ops.mean(
            keras.ops.square(y_true - y_pred),
            axis=-1,
        )
    )


model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss=rmse)
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

In scripts for older versions. `tf.keras.backend` keeps most of these functions; there the rule
reports only those that are gone as well.

Fix safety:

Safe where the new function gives the same; defaults that differ are written out. Unsafe for random
numbers and variables, and for roots of what may be negative: Keras 2 took them for 0.

References:

- https://keras.io/guides/migrating_to_keras_3/
- https://keras.io/api/ops/
"""

import re
from collections.abc import Iterator

from kerascheck.edits import (
    append,
    before,
    between,
    clauses,
    drop_clause,
    rename,
    spelled,
    statement,
    through,
)
from kerascheck.keras_api.backend_names import ADVICE, INSTEAD, SESSION, Instead
from kerascheck.keras_api.former import former
from kerascheck.rule import (
    Applicability,
    Called,
    Edit,
    Facts,
    Finding,
    Fix,
    Import,
    Severity,
    Site,
    Spelling,
    Written,
    rule,
)

_POSITIVE = re.compile(r"\w+\.(square|abs|exp|mean|sum|maximum|clip|var|sigmoid|epsilon)\b")
"""How an expression begins whose root Keras 2 and 3 agree on."""


@rule("KC712", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    calls = {id(_function(call)): call for call in written.calls if ".backend." in call.spelled}
    for name in written.spellings:
        if _gone(name.path) and written.keras_3(name.path) and not written.guarded(name.site):
            yield _used(written, name, calls.get(id(name.site.node)))
    for one in written.imports:
        if one.module is None or not _gone(one.path) or written.guarded(one.site):
            continue
        if written.keras_3(one.path):
            yield _imported(written, one)


def _function(call: Called) -> object:
    return call.function.node


def _gone(path: str) -> bool:
    """Whether a name is one of the backend that is gone, and no matter of sessions."""
    known = former(path)
    name = path.rpartition(".")[2]
    return known is not None and known.group == "backend" and name not in SESSION


def _finding(path: str, site: Site, fix: Fix | None) -> Finding:
    name = path.rpartition(".")[2]
    known = former(path)
    instead = INSTEAD.get(name)
    help_ = f"use `keras.{instead.path}`" if instead else ADVICE.get(name, "do without it")
    kept = known is not None and known.kept
    return Finding(
        site.at,
        f"`{path.rpartition('.')[0]}.{name}` is not in Keras 3"
        + (": only `tf.keras.backend` keeps it." if kept else ", nor in its `tf.keras`."),
        help=help_,
        mark="gone",
        keras=f"module 'keras.backend' has no attribute '{name}'",
        fix=fix,
    )


def _used(written: Written, name: Spelling, call: Called | None) -> Finding:
    word = name.path.rpartition(".")[2]
    instead = INSTEAD.get(word)
    fix = None
    if call is not None and word == "set_value":
        fix = _assigned(call)
    elif call is not None and word == "set_image_dim_ordering":
        fix = _ordering(written, call)
    elif instead is not None and (call is not None or instead.axis is None):
        text, imports = spelled(written, f"keras.{instead.path}")
        # A function that is handed on is called in ways that are not seen here.
        edits = () if call is None else _arguments(call, instead)
        if edits is not None and (call is not None or instead.most > 1):
            kind = Applicability.SAFE if _same(word, call, instead) else Applicability.UNSAFE
            fix = Fix((Edit(name.site.at, text), *edits), kind, imports)
    return _finding(name.path, name.site, fix)


def _arguments(call: Called, instead: Instead) -> tuple[Edit, ...] | None:
    """What changes among the arguments; None if not all of them mean the same."""
    given = call.arguments
    if any(argument.star for argument in given) or len(given) > instead.most:
        return None
    edits = [
        rename(argument, instead.renamed[argument.name])
        for argument in given
        if argument.name in instead.renamed
    ]
    if instead.axis is not None:
        name, position, default = instead.axis
        if call.argument(name, position) is None:
            edits.append(append(call, f"{name}={default}"))
    if instead.swapped:
        if len(given) < 2 or given[0].name or given[1].name:
            return None
        first, second = given[0].site, given[1].site
        edits += [Edit(first.at, second.text), Edit(second.at, first.text)]
        edits = [Edit(edit.at, edit.text.rstrip(", ")) for edit in edits]
    return tuple(edits)


def _same(word: str, call: Called | None, instead: Instead) -> bool:
    """Whether the new function gives what the old one gave."""
    if word != "sqrt":
        return instead.safe
    text = call.arguments[0].value.text if call is not None and call.arguments else ""
    return bool(_POSITIVE.match(text))


def _assigned(call: Called) -> Fix | None:
    """`variable.assign(value)`."""
    if len(call.arguments) != 2 or any(part.name or part.star for part in call.arguments):
        return None
    variable, value = call.arguments
    edits = (
        Edit(through(call.site.at, before(variable.site.at)), ""),
        Edit(between(variable.site.at, value.site.at), ".assign("),
    )
    return Fix(edits, Applicability.SAFE)


def _ordering(written: Written, call: Called) -> Fix | None:
    """`set_image_data_format` with the order that the old name stands for."""
    orders = {"th": "channels_first", "tf": "channels_last"}
    order = call.positional[0] if call.positional else None
    if not isinstance(order, str) or order not in orders or not call.arguments:
        return None
    text, imports = spelled(written, "keras.backend.set_image_data_format")
    value = call.arguments[0].value
    if value.text[:1] not in ("'", '"'):
        return None
    quote = value.text[0]
    edits = (Edit(call.function.at, text), Edit(value.at, f"{quote}{orders[order]}{quote}"))
    return Fix(edits, Applicability.SAFE, imports)


def _imported(written: Written, one: Import) -> Finding:
    """A function that is imported by its name."""
    every = clauses(written, one)
    fix = None
    if one.module is not None and all(map(_same_name, every)):
        fix = Fix((Edit(one.module.at, "keras.ops"),), Applicability.SAFE)
    elif _same_name(one) or _other_name(one):
        name = INSTEAD[one.target.text].path.rpartition(".")[2]
        line = statement("keras.ops", name, one.name)
        dropped = drop_clause(written, one)
        if dropped is None:
            fix = Fix((Edit(one.statement.at, line),), Applicability.SAFE)
        else:
            fix = Fix((dropped,), Applicability.SAFE, (line,))
    return _finding(one.path, one.target, fix)


def _same_name(one: Import) -> bool:
    """Whether `keras.ops` has the function under its name, whatever it is called with."""
    word = one.target.text
    return INSTEAD.get(word) == Instead(f"ops.{word}") and word != "sqrt"


def _other_name(one: Import) -> bool:
    instead = INSTEAD.get(one.target.text)
    plain = instead is not None and instead == Instead(instead.path)
    return plain and one.target.text != "sqrt"

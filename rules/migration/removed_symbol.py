"""A name of Keras is imported or used from where Keras 3 does not have it.

The inner modules (`keras.layers.core`, `keras.utils.np_utils`, `keras.engine`, …) are gone, as are
classes and functions of older versions; most of them are there under another name.

A name that no Keras has is said where it is a public name but for a slip, such as `Droput`.

Why it hurts:

The import fails, and with it the whole script.

What Keras says:

"No module named 'keras.layers.core'", or "cannot import name 'CuDNNLSTM' from 'keras.layers'".

Bad:

```python
import numpy as np
from keras.layers import Input
from keras.layers.core import Dense, Dropout  # finding
from keras.models import Sequential
from keras.utils import np_utils  # finding

y = np_utils.to_categorical(np.load("y.npy"), 10)
model = Sequential([Input((64,)), Dense(32, activation="relu"), Dropout(0.2), Dense(10)])
```

Good:

```python
import numpy as np
from keras.layers import Input
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.utils import to_categorical

y = to_categorical(np.load("y.npy"), 10)
model = Sequential([Input((64,)), Dense(32, activation="relu"), Dropout(0.2), Dense(10)])
```

Bad:

```python
import keras

drop = keras.layers.Droput(0.2)  # finding
```

Good:

```python
import keras

drop = keras.layers.Dropout(0.2)
```

When to ignore:

In scripts for older versions. The rule is silent in a `try` with a handler, for there the script is
prepared to find nothing, about `tf_keras`, and about names of which it knows nothing.

Fix safety:

Safe: the new name is the same thing, and all uses of it are renamed. What only `tf.keras` has, such
as `ImageDataGenerator`, is imported from there. Names with no equal are not fixed.

References:

- https://keras.io/guides/migrating_to_keras_3/
- https://keras.io/api/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.edits import (
    bound_import,
    clauses,
    drop,
    drop_clause,
    first_word,
    rename_uses,
    spelled,
    statement,
)
from kerascheck.keras_api.former import Former, exists, former, misspelt
from kerascheck.rule import (
    Applicability,
    Called,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Import,
    Severity,
    Spelling,
    Tensor,
    Written,
    rule,
)

_MERGED = {
    "sum": "add",
    "mul": "multiply",
    "concat": "concatenate",
    "ave": "average",
    "max": "maximum",
}
"""The function for each mode of Keras 1's `merge`."""


@rule("KC711", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    told: set[object] = set()
    for one in written.imports:
        known = _former(one.path)
        if known is None or written.guarded(one.site) or not written.keras_3(one.path):
            continue
        key = one.statement.node if _inside(one) else one.site.node
        if key not in told:
            told.add(key)
            found = _module(written, one) if _inside(one) else _clause(facts, one, known)
            yield _refusing(found, one.path)
    for name in written.spellings:
        known = _former(name.path)
        if known is None or written.guarded(name.site) or not written.keras_3(name.path):
            continue
        if not _imported(written, name):
            yield _refusing(_chain(facts, name, known), name.path)
    yield from _misspelt(written)


def _misspelt(written: Written) -> Iterator[Finding]:
    """Names that no Keras has, and that are a slip away from one that it has."""
    names = [(one.path, one.site) for one in written.imports if one.module is not None]
    names += [(name.path, name.site) for name in written.spellings]
    told: set[str] = set()
    for path, site in names:
        meant = misspelt(path)
        if not meant or path in told or written.guarded(site) or not written.keras_3(path):
            continue
        told.add(path)
        new = meant.rpartition(".")[2]
        yield Finding(
            site.at,
            f"`{path}` does not exist in Keras.",
            help=f"write `{new}`",
            mark=f"`{new}` is meant",
        )


def _refusing(finding: Finding, path: str) -> Finding:
    """The optimizers of Keras 2 are there to be imported, and raise when they are made."""
    if ".optimizers.legacy." not in path:
        return finding
    return replace(
        finding,
        message=f"`{path}` can be imported in Keras 3, but raises when it is called: it is an "
        "optimizer of Keras 2.",
        mark="refuses to work",
        help=f"{finding.help}; or stay with Keras 2: install `tf_keras`, and set "
        "`TF_USE_LEGACY_KERAS=1` before TensorFlow is imported",
        keras="`keras.optimizers.legacy` is not supported in Keras 3.",
    )


def _former(path: str) -> Former | None:
    """What is known of a name, if it is a matter of this rule; `__name__` is of every object."""
    if path.rpartition(".")[2].startswith("__"):
        return None
    known = former(path.removesuffix(".*"))
    return None if known is None or known.group == "backend" else known


def _inside(one: Import) -> bool:
    """Whether a name comes from a module that is gone as a whole."""
    return one.module is not None and not exists(one.source)


def _imported(written: Written, name: Spelling) -> bool:
    """Whether a chain begins with an import that is reported itself."""
    one = bound_import(written, first_word(name.site.text))
    kept = one is not None and (one.module is not None or one.renamed)
    return kept and one is not None and _former(one.path) is not None


def _module(written: Written, one: Import) -> Finding:
    """An import from a module that is gone."""
    every = clauses(written, one)
    assert one.module is not None
    new = [_successor(each) for each in every]
    help_, fix = "", None
    if all(new):
        homes = {path.rpartition(".")[0] for path in new}
        kept = all(
            path.rpartition(".")[2] == each.target.text or each.name == "*"
            for path, each in zip(new, every, strict=True)
        )
        if len(homes) == 1 and kept:
            edits: tuple[Edit, ...] = (Edit(one.module.at, homes.pop()),)
        else:
            lines = [_line(path, each) for path, each in zip(new, every, strict=True)]
            edits = (Edit(one.statement.at, _joined(one, lines)),)
        fix = Fix(edits, Applicability.SAFE)
        help_ = "; ".join(dict.fromkeys(_line(p, e) for p, e in zip(new, every, strict=True)))
        help_ = f"write `{help_}`"
    else:
        help_ = _advice(written, one, every, new)
    return Finding(
        one.module.at,
        f"`{one.source}` does not exist in Keras 3.",
        help=help_,
        mark="no such module",
        keras=f"No module named '{one.source}'",
        fix=fix,
    )


def _successor(one: Import) -> str:
    """The path of an imported name in Keras 3; empty if there is none."""
    if one.name == "*":
        known = former(one.source)
        return f"{known.new}.*" if known is not None and known.new else ""
    known = former(one.path)
    return "" if known is None else known.new


def _line(path: str, one: Import) -> str:
    module, _, name = path.rpartition(".")
    return statement(module, name, name if one.name == "*" else one.name)


def _joined(one: Import, lines: list[str]) -> str:
    """Several imports in the place of one; on one line, so that any place will do."""
    grouped: dict[str, list[str]] = {}
    for line in lines:
        module, _, names = line.partition(" import ")
        grouped.setdefault(module, []).append(names)
    gap = "\n" if one.statement.at.column == 0 else "; "
    return gap.join(f"{module} import {', '.join(names)}" for module, names in grouped.items())


def _advice(written: Written, one: Import, every: list[Import], new: list[str]) -> str:
    missing = [each for each, path in zip(every, new, strict=True) if not path]
    told = [known.advice for each in missing if (known := former(each.path)) and known.advice]
    if told:
        return told[0]
    names = " and ".join(f"`{each.target.text}`" for each in missing)
    return f"do without {names}, which Keras 3 does not have"


def _clause(facts: Facts, one: Import, known: Former) -> Finding:
    """A name or module that is gone from a module that is there."""
    written = facts.written
    if one.module is None:
        fix: Fix | None = _whole_module(one, known)
    elif known.group == "module":
        fix = _module_uses(written, one, known)
    else:
        fix = _merge_uses(facts, one) if known.new == "" else _renamed(written, one, known)
    return Finding(
        one.target.at,
        f"`{one.path.removesuffix('.*')}` does not exist in Keras 3.",
        help=_help(known),
        mark="gone",
        keras=f"cannot import name '{one.target.text}' from '{one.source}'"
        if one.module is not None
        else f"No module named '{one.path}'",
        fix=fix,
    )


def _help(known: Former) -> str:
    if known.new and known.new == known.kept:
        return f"`tf.keras` still has it: `{known.new}`"
    if known.new:
        return f"write `{known.new}`"
    if known.advice:
        return known.advice
    return f"`tf.keras` still has it: `{known.kept}`" if known.kept else "do without it"


def _whole_module(one: Import, known: Former) -> Fix | None:
    """`import keras.layers.core as core`; without `as` the chains are renamed themselves."""
    if not known.new:
        return None
    return Fix((Edit(one.target.at, known.new),), Applicability.SAFE)


def _renamed(written: Written, one: Import, known: Former) -> Fix | None:
    """Import the new name, and use it wherever the old one was used."""
    module, _, name = known.new.rpartition(".")
    bound = one.name
    edits: tuple[Edit, ...] = ()
    if not one.renamed and name != one.name:
        uses = rename_uses(written, one, name)
        if uses is not None:
            bound, edits = name, uses
    return _replaced(written, one, module, [(name, bound)], edits)


def _replaced(
    written: Written,
    one: Import,
    module: str,
    names: list[tuple[str, str]],
    edits: tuple[Edit, ...],
) -> Fix | None:
    """Other names from a module in the place of one clause of an import."""
    parts = [name if name == bound else f"{name} as {bound}" for name, bound in names]
    if module == one.source:
        return Fix((Edit(one.site.at, ", ".join(parts)), *edits), Applicability.SAFE)
    line = f"from {module} import {', '.join(parts)}"
    dropped = drop_clause(written, one)
    if dropped is None:
        return Fix((Edit(one.statement.at, line), *edits), Applicability.SAFE)
    return Fix((dropped, *edits), Applicability.SAFE, (line,))


def _module_uses(written: Written, one: Import, known: Former) -> Fix | None:
    """Import what is used of a module that is gone, or the module that has it now, as it was."""
    uses = written.mentions(one.name)
    if not known.new:
        return None
    edits: list[Edit] = []
    wanted: dict[str, str] = {}
    for use in uses or ():
        chain = use.chain.text
        _, _, name = chain.partition(".")
        path = former(f"{one.path}.{name}")
        if not name.isidentifier() or path is None or not path.new:
            return _as_before(written, one, known) if uses is not None else None
        new = path.new.rpartition(".")[2]
        edits.append(Edit(use.chain.at, new))
        wanted[new] = path.new.rpartition(".")[0]
    free = all(
        written.mentions(name) == () or bound_import(written, name) is not None for name in wanted
    )
    if not wanted or not free or len(set(wanted.values())) > 1:
        return _as_before(written, one, known)
    module = next(iter(wanted.values()))
    names = [(name, name) for name in wanted]
    return _replaced(written, one, module, names, tuple(edits))


def _as_before(written: Written, one: Import, known: Former) -> Fix | None:
    """Bind the module that has the names now to the name of the old one."""
    module, _, name = known.new.rpartition(".")
    return _replaced(written, one, module, [(name, one.name)], ())


def _merge_uses(facts: Facts, one: Import) -> Fix | None:
    """The function `merge` of Keras 1, where all calls of it say how in a text."""
    if one.path.rpartition(".")[2] != "merge" or one.renamed:
        return None
    calls = {
        id(call.site.node): call
        for call in facts.written.calls
        if call.name == "keras.layers.merge" and call.function.text == one.name
    }
    uses = facts.written.mentions(one.name)
    edits: list[Edit] = []
    names: dict[str, None] = {}
    for call in calls.values():
        made = _merged(call)
        if made is None:
            return None
        names[made[0]] = None
        edits += made[1]
    free = all(facts.written.mentions(name) == () for name in names)
    if not names or uses is None or len(uses) != len(calls) or not free:
        return None
    return _replaced(facts.written, one, one.source, [(name, name) for name in names], tuple(edits))


def _merged(call: Called) -> tuple[str, list[Edit]] | None:
    """The function for a call of `merge`, and the edits that make it a call of it."""
    inputs, mode = call.argument("inputs", 0), call.argument("mode", 1)
    chosen = call.named.get("mode", call.positional[1] if len(call.positional) > 1 else "sum")
    axis = call.argument("concat_axis")
    known = {id(part) for part in (inputs, mode, axis) if part is not None}
    if not isinstance(chosen, str) or chosen not in _MERGED or not isinstance(call.result, Tensor):
        return None
    rest = [part for part in call.arguments if id(part) not in known and part.name != "name"]
    if rest or inputs is None or inputs.keyword is not None or (axis and chosen != "concat"):
        return None
    edits = [Edit(call.word.at, _MERGED[chosen])]
    if mode is not None:
        edits += drop(call, [mode])
    if axis is not None and axis.keyword is not None:
        edits.append(Edit(axis.keyword.at, "axis"))
    return _MERGED[chosen], edits


def _chain(facts: Facts, name: Spelling, known: Former) -> Finding:
    """A name that is gone, as a chain of attributes."""
    fix = None
    if known.new:
        text, imports = spelled(facts.written, known.new)
        fix = Fix((Edit(name.site.at, text),), Applicability.SAFE, imports)
    return Finding(
        name.site.at,
        f"`{name.path}` does not exist in Keras 3.",
        help=_help(known),
        mark="gone",
        evidence=Evidence.CERTAIN,
        keras=f"module '{name.path.rpartition('.')[0]}' has no attribute "
        f"'{name.path.rpartition('.')[2]}'",
        fix=fix,
    )

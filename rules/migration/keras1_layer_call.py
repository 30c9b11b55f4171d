"""A layer or model is made with the argument names of Keras 1.

`init`, `border_mode`, `nb_filter` and their like have other names since Keras 2, and the sides of
a kernel are one argument. Keras 2 translated them; Keras 3 does not.

Why it hurts:

The constructor raises. Numbers by position are worse: `Conv2D(32, 3, 3)` is a kernel of 3 by 3 to
Keras 1, but a convolution with strides of 3 to Keras 3.

What Keras says:

"Unrecognized keyword arguments passed to Dense: {'init': 'uniform'}".

Bad:

```python
import keras
from keras.layers import Conv2D, Dense, GlobalAveragePooling2D

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        Conv2D(
            16,
            3,  # finding
            3,
            border_mode="same",  # finding
            activation="relu",
        ),
        GlobalAveragePooling2D(),
        Dense(10, init="uniform", activation="softmax"),  # finding
    ]
)
```

Good:

```python
import keras
from keras.layers import Conv2D, Dense, GlobalAveragePooling2D

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        Conv2D(
            16,
            (3, 3),
            padding="same",
            activation="relu",
        ),
        GlobalAveragePooling2D(),
        Dense(10, kernel_initializer="uniform", activation="softmax"),
    ]
)
```

When to ignore:

In scripts for Keras 1. Names that Keras 3 keeps for old scripts, as `Convolution2D`, and `alpha` of
`LeakyReLU`, which it takes with a warning, are hints only.

Fix safety:

Safe: the layer is the one that Keras 1 made. There is no fix where a value has to be known that
is not written in the call, as the order of axes in a variable.

References:

- https://keras.io/guides/migrating_to_keras_3/
- https://keras.io/api/layers/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.edits import before, behind, drop, rename
from kerascheck.keras_api import legacy
from kerascheck.keras_api.layers import LAYERS
from kerascheck.rule import (
    Applicability,
    Argument,
    Called,
    CustomLayer,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Layer,
    Severity,
    Unknown,
    rule,
)

_VALUES: dict[str, dict[object, str]] = {
    "dim_ordering": {"th": '"channels_first"', "tf": '"channels_last"'},
    "forget_bias_init": {"one": "True", "zero": "False"},
}
"""What the values of some arguments are now, as they are written."""
_DROPPED: dict[str, tuple[object, ...]] = {
    "consume_less": ("cpu", "mem", "gpu"),
    "dim_ordering": ("default",),
}
_WITHOUT: dict[str, dict[str, tuple[object, ...]]] = {
    "BatchNormalization": {
        "mode": (0,),
        "fused": (True, False, None),
        "adjustment": (None,),
        "virtual_batch_size": (None,),
    },
    "SimpleRNN": {"implementation": (0, 1, 2)},
    "RNN": {"time_major": (False,)},
    "MultiHeadAttention": {"softmax_robust_masking": (True, False)},
}
"""Arguments that Keras 3 does without, by layer, with the values that need nothing in their place."""
_EVERY: dict[str, tuple[object, ...]] = {
    "dynamic": (False,),
    "input_dtype": ("float32", "int32", "float64", "int64"),
    "weights": (None,),
}
_KEPT = frozenset({("LeakyReLU", "alpha")})
"""Old names that Keras 3 takes with a warning."""
_SIDES = ("nb_row", "nb_col", "kernel_dim1", "kernel_dim2", "kernel_dim3")


REFUSED = (2, 4)
"""Keras before took the old names with a warning; `tf.keras` never did."""


@rule("KC704", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        if not call.name.startswith("keras.") or not facts.written.reaches(REFUSED, call.spelled):
            continue
        if not facts.written.keras_3(call.spelled):
            yield from _refused(call)
        elif call.name == "keras.Model":
            yield from _renamed(call, "Model", legacy.MODEL)
        elif call.name == "keras.Input":
            yield from _renamed(call, "Input", {"input_dtype": "dtype"})
        elif call.name.startswith("keras.layers.") and call.method in LAYERS:
            yield from _layer(call)


def _refused(call: Called) -> Iterator[Finding]:
    """What Keras 2 refuses as well, from 2.4 on."""
    cls = LAYERS.get(call.method) if call.name.startswith("keras.layers.") else None
    if cls is None or not isinstance(call.result, Layer) or isinstance(call.result, CustomLayer):
        return
    old = legacy.ARGUMENTS.get(cls.__name__, {})
    table = {name: new for name, new in old.items() if name in legacy.KERAS_1}
    for finding in _renamed(call, cls.__name__, table):
        yield replace(finding, keras="Keyword argument not understood")


def _layer(call: Called) -> Iterator[Finding]:
    cls = LAYERS[call.method]
    kind = cls.__name__
    if not isinstance(call.result, Layer) or isinstance(call.result, CustomLayer):
        return
    yield from _kernel(call, kind)
    if kind != "InputLayer":
        yield from _renamed(call, kind, legacy.ARGUMENTS.get(kind, {}))
    yield from _gone(call, kind)
    if call.method.startswith(("Convolution", "SeparableConvolution")):
        yield Finding(
            call.word.at,
            f"`{call.method}` is the name that Keras 1 had for `{kind}`.",
            help=f"write `{kind}`",
            evidence=Evidence.HINT,
        )


def _renamed(call: Called, kind: str, table: object) -> Iterator[Finding]:
    new_names = dict(table) if isinstance(table, dict) else {}
    for argument in call.named_by(new_names):
        new = new_names[argument.name]
        if argument.keyword is None or new in call.named:
            continue
        fix, written = _translated(call, argument, new)
        kept = (kind, argument.name) in _KEPT
        so = "is called" if not kept else "is better called"
        yield Finding(
            argument.keyword.at,
            f"`{argument.name}` of `{kind}` {so} `{new}` since Keras {3 if kept else 2}.",
            help=f"write `{written}`",
            mark="a name of Keras 1" if not kept else "",
            evidence=Evidence.HINT if kept else Evidence.CERTAIN,
            keras=""
            if kept
            else f"Unrecognized keyword arguments passed to {kind}: {{'{argument.name}': …}}",
            fix=fix,
        )


def _translated(call: Called, argument: Argument, new: str) -> tuple[Fix | None, str]:
    """The fix of an argument with another name, and how it is written then."""
    name, text = argument.name, argument.value.text
    value = call.named.get(name)
    if name not in _VALUES and name not in _DROPPED:
        return Fix((rename(argument, new),), Applicability.SAFE), f"{new}={text}"
    if not text[:1] in ("'", '"'):
        return None, f"{new}=…"
    if value in _DROPPED.get(name, ()):
        return Fix(drop(call, [argument]), Applicability.SAFE), "the call without it"
    changed = _VALUES.get(name, {}).get(value)
    if changed is None:
        return None, f"{new}=…"
    if text[:1] == "'":
        changed = changed.replace('"', "'")
    edits = (rename(argument, new), Edit(argument.value.at, changed))
    return Fix(edits, Applicability.SAFE), f"{new}={changed}"


def _gone(call: Called, kind: str) -> Iterator[Finding]:
    """Arguments without a successor."""
    table = {**_EVERY, **_WITHOUT.get(kind, {})}
    if kind == "Embedding":
        table.pop("weights")
    for argument in call.named_by(table):
        value = call.named.get(argument.name)
        usual = not isinstance(value, (Unknown, list)) and value in table[argument.name]
        yield Finding(
            (argument.keyword or argument.site).at,
            f"`{kind}` has no argument `{argument.name}` any more.",
            help="drop it" if usual else _ADVICE.get(argument.name, "drop it"),
            mark="Keras 3 does without it",
            keras=f"Unrecognized keyword arguments passed to {kind}: {{'{argument.name}': …}}",
            fix=Fix(drop(call, [argument]), Applicability.SAFE) if usual else None,
        )


_ADVICE = {
    "weights": "call `set_weights` of the layer once it is built",
    "mode": "drop it: other modes than 0 are gone",
    "time_major": "transpose the input",
}


def _kernel(call: Called, kind: str) -> Iterator[Finding]:
    """The sides of a kernel, one argument each."""
    aged = isinstance(getattr(call.result, "kernel_size", None), tuple)
    _, named, renamed = legacy.translate(kind, call.positional, call.named, call.method, aged=aged)
    if renamed.get("kernel_size") not in ("nb_row", "kernel_dim1"):
        return
    sides = [argument for argument in call.arguments if argument.name in _SIDES]
    plain = [argument for argument in call.arguments if not argument.name and not argument.star]
    rest: list[Argument] = []
    if not sides:
        count = 3 if renamed["kernel_size"] == "kernel_dim1" else 2
        sides, rest = plain[1 : count + 1], plain[count + 1 :]
    if len(sides) < 2 or isinstance(named.get("strides"), Unknown):
        return
    text = f"({', '.join(side.value.text for side in sides)})"
    first = sides[0]
    yield Finding(
        (first.keyword or first.site).at,
        f"the sides of the kernel of `{kind}` are one argument since Keras 2.",
        help=f"write `{'' if first.keyword is None else 'kernel_size='}{text}`",
        mark="a number a side, as Keras 1 has it",
        fix=_joined(call, sides, rest, text),
    )


def _joined(call: Called, sides: list[Argument], rest: list[Argument], text: str) -> Fix | None:
    """Write the sides of a kernel as a tuple; what follows by position gets its name."""
    first, last = sides[0], sides[-1]
    if len(rest) > 2 or any(argument.star for argument in call.arguments):
        return None
    names = [rename(a, n) for a, n in zip(rest, ("kernel_initializer", "activation"), strict=False)]
    if first.keyword is None:
        # Only the parentheses are new: comments between the numbers stay.
        start, end = Edit(before(first.site.at), "("), Edit(behind(last.site.at), ")")
        return Fix((start, end, *names), Applicability.SAFE)
    edits = (Edit(first.site.at, f"kernel_size={text}"), *drop(call, sides[1:]))
    return Fix(edits, Applicability.SAFE)

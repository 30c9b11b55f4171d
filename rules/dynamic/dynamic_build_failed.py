"""Keras refuses to build the model. Needs `--dynamic`.

The model was built with the Keras of your environment, layer by layer as in the script and without
running it, and Keras raised an error where the formulas of kerascheck expected none. With `--execute`
it may be the script itself that made the layer, where nothing that it depends on was made up.

Why it hurts:

The script ends with this error as soon as it gets there.

What Keras says:

Its own sentence is quoted below the finding.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(10, bias_initializer="orthogonal", activation="softmax"),  # finding
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(10, kernel_initializer="orthogonal", activation="softmax"),
    ]
)
```

When to ignore:

Where the script is meant for another version of Keras than the one that it was built with, which
the report names. What kerascheck already knows without building is reported by its own rule only.

References:

- https://keras.io/guides/functional_api/
"""

from collections.abc import Iterator

from kerascheck.rule import Built, Facts, Finding, Label, Refusal, Severity, Spec, rule, subject


@rule("KC551", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for built in facts.built:
        if built.refusal is not None:
            yield _failed(built, built.refusal)


def _failed(built: Built, refusal: Refusal) -> Finding:
    what = subject(refusal.part) if refusal.part is not None else "this"
    if refusal.problem.startswith("`"):
        said = f"{refusal.problem} of {what}"
    elif refusal.problem:
        said = f"{what} {refusal.problem}"
    else:
        said = f"building {what} fails: {refusal.sentence}".rstrip(".")
    given = ", ".join(str(spec) for spec in refusal.inputs if isinstance(spec, Spec))
    labels = []
    if refusal.part is not None and refusal.part.site.at.line != refusal.site.at.line:
        labels.append(Label(refusal.part.site.at, f"{what} is made here"))
    return Finding(
        refusal.site.at,
        f"{said[:1].upper()}{said[1:]}.",
        labels=labels,
        help=refusal.help,
        why=f"Built with {built.device}.",
        mark=f"is given {given}" if given else "",
        keras=refusal.sentence,
    )

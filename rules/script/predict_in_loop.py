"""`predict` is called in a loop for one sample at a time.

A note: how long a call takes beside its sample depends on the model, and how often it is made on the
data.

Why it hurts:

Each call sets up an iterator, callbacks and a progress bar, which takes far longer than one sample
does. A thousand calls take minutes where one call with a thousand samples takes a second.

What Keras says:

Nothing but a progress bar for each call. The documentation advises to call the model itself for a
few samples inside of a loop.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
model = keras.saving.load_model("model.keras")
for i in range(1000):
    print(model.predict(x[i : i + 1]))  # finding
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
model = keras.saving.load_model("model.keras")
for row in model.predict(x):
    print(row)
```

When to ignore:

For a few calls, and where a sample is only known after the prediction before it. The rule itself
leaves alone: up to 20 calls, what may be more than one sample, and `predict_on_batch`. It is less sure
where the sample is no row of an array that the script has as a whole, such as an image from
a file, a frame of a camera or a text that grows, in a `while True`, in a loop that measures or shows
each turn by itself (it reads a clock, waits, or draws a picture), and in reinforcement learning.

References:

- https://keras.io/api/models/model_training_apis/#predict-method
- https://keras.io/getting_started/faq/
"""

import re
from collections import Counter
from collections.abc import Iterator

from kerascheck.rule import Data, Evidence, Facts, Finding, Severity, Use, rule

_ONE = re.compile(
    r"expand_dims\(|\[(np\.newaxis|None|tf\.newaxis)\b|\[(\w+)\s*:\s*\2\s*\+\s*1\]|"
    r"(array|asarray)\(\[\w+(\[\w+\])?\]\)|reshape\(\(?\w*,?\s*\(?1\s*,",
)
"""How one sample is made a batch."""
_ROW = re.compile(
    r"\w\[(\w+)\s*:\s*\1\s*\+\s*1\]|(expand_dims\(|array\(\[|reshape\()\w+\[\w+\]|"
    r"\w\[\w+\](\[(np\.newaxis|None|tf\.newaxis)\b|\.reshape\()"
)
"""How one row of an array, which the script has as a whole, is made a batch."""
_FEW = 20
"""So many calls cost no more than a second, and are made to look at the results."""


@rule("KC803", likely=Severity.INFO, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    # A loop whose turns are all followed has a use for each.
    turns = Counter(use.site.node for use in facts.uses if use.loop)
    for use in facts.uses:
        if 1 < turns[use.site.node] <= _FEW:
            continue
        if use.method == "predict" and use.loop and _single(use) and use.site.node not in seen:
            seen.add(use.site.node)
            given = use.args.get("x")
            row = given is not None and bool(_ROW.search(given.text))
            live = use.endless or use.paced or "rl" in facts.context
            yield Finding(
                use.site.at,
                "`predict` is called in a loop for one sample at a time, and each call takes far "
                "longer than the sample.",
                help="collect the samples and call `predict` once, or call the model itself: "
                "`model(x, training=False)`",
                mark="once for each sample",
                evidence=Evidence.LIKELY if row and not live else Evidence.HINT,
            )


def _single(use: Use) -> bool:
    """Whether `predict` itself is given one sample, by its shape or by how it is made a batch."""
    if not use.site.text.partition("(")[0].endswith(".predict"):
        return False  # the model itself is called, which is quick
    match use.data:
        case Data(shape=(1, *_)):
            return True
        case Data(shape=(int(), *_)):
            return False
    given = use.args.get("x")
    return given is not None and bool(_ONE.search(given.text))

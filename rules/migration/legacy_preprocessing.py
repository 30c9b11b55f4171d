"""Data are prepared by classes that only `tf.keras` still has, for old scripts.

`ImageDataGenerator`, `Tokenizer` and `TimeseriesGenerator` work on NumPy in Python, one sample after
the other. Keras 3 itself has layers and datasets in their place.

Why it hurts:

It works, but the input is often slower than the training, no other backend than TensorFlow has the
classes, and a model that is saved knows nothing of how its input was prepared.

What Keras says:

Nothing; the documentation calls the classes deprecated.

Bad:

```python
from tensorflow.keras.preprocessing.image import ImageDataGenerator

images = ImageDataGenerator(rescale=1 / 255).flow_from_directory("photos")  # finding
```

Good:

```python
import keras

images = keras.utils.image_dataset_from_directory("photos")
scaling = keras.layers.Rescaling(1 / 255)
images = images.map(lambda x, y: (scaling(x), y))
```

When to ignore:

Where the script runs as it is and is not to be changed, or is for Keras 2.

References:

- https://keras.io/api/data_loading/
- https://keras.io/api/layers/preprocessing_layers/
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Severity, rule

_INSTEAD = {
    "keras.preprocessing.image.ImageDataGenerator": (
        "use `keras.utils.image_dataset_from_directory` and layers such as `RandomFlip`"
    ),
    "keras.preprocessing.text.Tokenizer": "use the layer `keras.layers.TextVectorization`",
    "keras.preprocessing.sequence.TimeseriesGenerator": (
        "use `keras.utils.timeseries_dataset_from_array`"
    ),
}


@rule("KC717", certain=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        help_ = _INSTEAD.get(call.name)
        if help_ is None or not call.spelled.startswith("tensorflow.keras"):
            continue
        if facts.written.keras_3(call.spelled):
            yield Finding(
                call.function.at,
                f"`{call.method}` is deprecated: only `tf.keras` still has it, for old scripts.",
                help=help_,
                mark="deprecated",
            )

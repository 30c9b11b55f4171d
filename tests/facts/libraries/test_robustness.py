"""No argument makes a library function fail: what is not understood is unknown."""

from typing import Any

import pytest

from kerascheck.facts.call import Call, Instance, Ref
from kerascheck.facts.libraries import images, keras_data, sklearn, tfdata
from kerascheck.values import Data, Encoding, Frequencies, Kind, Tensor, Unknown

MODULES = (sklearn, keras_data, tfdata, images)
ODD: dict[str, Any] = {
    "none": None,
    "unknown": Unknown("anything"),
    "number": 3,
    "negative": -7,
    "float": 0.5,
    "text": "train[:10%]",
    "true": True,
    "empty list": [],
    "ragged list": [[1, 2], [3], "a", None],
    "list with a gap": [1, Unknown("more")],
    "tuple": (1, "a"),
    "dict": {"a": 1, 2: Unknown("x")},
    "set": {1, 2},
    "scalar data": Data(shape=()),
    "data": Data(shape=(None, 3), encoding=Encoding.INT, low=0.0, high=2.0),
    "dataset": Data(kind=Kind.DATASET, x={"a": Data(shape=())}, y=(Data(), None)),
    "frequencies": Frequencies(1),
    "reference": Ref("numpy.float32", "np.float32"),
    "object": Instance("x.Y", None),  # type: ignore[arg-type]
    "function": lambda *args, **kwargs: args[0] if args else None,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("complete", [True, False])
def test_functions_take_any_argument(library: Any, odd: Any, complete: bool) -> None:
    for module in MODULES:
        for path, handler in module.FUNCTIONS.items():
            for count in (0, 1, 2, 4, 8):
                call = Call(path, library.site, [odd] * count, {}, library, complete=complete)
                handler(call)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_methods_take_any_argument_and_receiver(library: Any, odd: Any) -> None:
    for module in MODULES:
        for path, handler in module.METHODS.items():
            made = Instance(path.rpartition(".")[0], library.site, [odd] * 9)
            for receiver in (odd, made, Data(kind=Kind.DATASET, x=odd, y=odd)):
                for count in (0, 1, 3):
                    handler(Call(path, library.site, [odd] * count, {}, library, receiver))


KEYWORDS = (
    "class_mode label_mode classes class_names labels subset target_size image_size shuffle "
    "rescale validation_split color_mode batch_size stratify test_size train_size random_state "
    "num_classes maxlen num_words return_X_y as_frame split with_info as_supervised centers "
    "n_samples n_classes n_features categories drop feature_range n_components average"
)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_functions_take_any_keyword(library: Any, odd: Any) -> None:
    for module in MODULES:
        for path, handler in (*module.FUNCTIONS.items(), *module.METHODS.items()):
            keywords = dict.fromkeys(KEYWORDS.split(), odd)
            made = Instance(path, library.site, [], keywords)
            handler(Call(path, library.site, [Data(), Data()], dict(keywords), library, made))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_attributes_of_anything(library: Any, odd: Any) -> None:
    for module in MODULES:
        for path, getter in module.ATTRIBUTES.items():
            getter(Instance(path, library.site, state={"n": odd}), library.site)
    for table in (tfdata.DATA_ATTRIBUTES, images.DATA_ATTRIBUTES):
        for attribute in table.values():
            attribute(Data(kind=Kind.DATASET, x=odd, y=odd), library.site)


def test_tensors_of_a_model_are_not_encoded_as_data(library: Any) -> None:
    tensor = Tensor(None, (), library.site)  # type: ignore[arg-type]
    for path in ("keras.utils.to_categorical", "keras.ops.one_hot", "tensorflow.one_hot"):
        assert isinstance(library(path, tensor, 3), Unknown)

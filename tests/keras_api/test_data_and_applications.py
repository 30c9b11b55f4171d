"""What is known of data sets and of the models of `keras.applications`."""

from kerascheck.keras_api.applications import (
    APPLICATIONS,
    REMOVED,
    output_activation,
    output_shape,
)
from kerascheck.keras_api.datasets import (
    CIFAR100_COARSE,
    KERAS,
    OPENML,
    SKLEARN,
    SKLEARN_MAKERS,
    TFDS,
)
from kerascheck.values import Encoding, Unknown


def test_image_sets_have_their_shapes_and_labels() -> None:
    mnist, cifar = KERAS["mnist"], KERAS["cifar10"]
    assert (mnist.train, mnist.test, mnist.x, mnist.y) == (60000, 10000, (28, 28), ())
    assert (cifar.x, cifar.y, cifar.classes, cifar.high) == ((32, 32, 3), (1,), 10, 255)
    assert (KERAS["cifar100"].classes, CIFAR100_COARSE.classes) == (100, 20)


def test_texts_and_numbers_have_their_tasks() -> None:
    assert KERAS["imdb"].encoding is Encoding.BINARY
    assert (KERAS["reuters"].classes, KERAS["reuters"].sequences) == (46, True)
    assert KERAS["boston_housing"].task == "regression"
    assert KERAS["boston_housing"].classes is None


def test_classes_and_encodings_agree_everywhere() -> None:
    for table in (KERAS, SKLEARN, OPENML, TFDS):
        for name, known in table.items():
            assert name == known.name
            assert (known.task == "binary") == (known.classes == 2), name
            assert (known.task == "regression") == (known.encoding is Encoding.FLOAT), name
            assert (known.low is None) == (known.high is None), name


def test_the_labels_of_covtype_start_at_one_and_those_of_openml_are_strings() -> None:
    assert SKLEARN["fetch_covtype"].lowest == 1
    assert OPENML["mnist_784"].encoding is Encoding.STRING


def test_generators_name_their_positional_defaults() -> None:
    for maker in SKLEARN_MAKERS.values():
        assert set(maker.positional) <= maker.defaults.keys()


def test_an_application_with_top_classifies() -> None:
    model = APPLICATIONS["VGG16"]
    assert output_shape(model, model.parameters) == (None, 1000)
    assert output_activation(model.parameters) == "softmax"
    assert output_activation({**model.parameters, "classifier_activation": None}) == "linear"


def test_an_application_without_top_gives_features() -> None:
    model = APPLICATIONS["ResNet50"]
    config = {**model.parameters, "include_top": False}
    assert output_shape(model, config) == (None, None, None, 2048)
    assert output_shape(model, {**config, "pooling": "avg"}) == (None, 2048)
    assert isinstance(output_activation(config), Unknown)
    assert isinstance(output_shape(model, {"include_top": Unknown("?")}), Unknown)


def test_the_width_multiplier_makes_the_channels_unknown() -> None:
    model = APPLICATIONS["MobileNetV2"]
    shape = output_shape(model, {"include_top": False, "pooling": "max", "alpha": 0.5})
    assert not isinstance(shape, Unknown)
    assert isinstance(shape[1], Unknown)


def test_removed_constructors_are_not_listed_as_present() -> None:
    assert not REMOVED & APPLICATIONS.keys()

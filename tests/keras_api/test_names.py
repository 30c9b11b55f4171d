"""Every spelling of a name has one canonical path."""

import pytest

from kerascheck.keras_api.layers import LAYERS
from kerascheck.keras_api.names import MODULES, canonical, is_keras_module, star_names

SPELLINGS = """
keras.layers.Dense                     tensorflow.keras.layers.Dense
keras.layers.Dense                     tensorflow.python.keras.layers.core.Dense
keras.layers.Dense                     tensorflow_core.python.keras.layers.core.Dense
keras.layers.Dense                     tf_keras.layers.Dense
keras.layers.Dense                     keras.src.layers.core.dense.Dense
keras.layers.Dense                     keras.api.layers.Dense
keras.layers.Dense                     keras.api._v2.keras.layers.Dense
keras.layers.Dense                     tensorflow.contrib.keras.api.keras.layers.Dense
keras.layers.Dense                     tensorflow.contrib.keras.layers.Dense
keras.layers.LSTM                      tensorflow.compat.v1.keras.layers.LSTM
keras.layers.LSTM                      keras.layers.recurrent_v2.LSTM
keras.layers.Rescaling                 keras.layers.experimental.preprocessing.Rescaling
keras.layers.LeakyReLU                 keras.layers.advanced_activations.LeakyReLU
keras.layers.BatchNormalization  keras.layers.normalization.batch_normalization.BatchNormalization
keras.layers.Convolution2D             keras.layers.convolutional.Convolution2D
keras.layers.Layer                     keras.engine.topology.Layer
keras.layers.Layer                     keras.engine.base_layer.Layer
keras.layers.Layer                     tensorflow.keras.layers.Layer
keras.layers.add                       keras.layers.merge.add
keras.layers.add                       keras.layers.merging.add.add
keras.layers.merge                     keras.engine.topology.merge
keras.layers                           keras.layers.core
keras.Model                            keras.models.Model
keras.Model                            keras.engine.training.Model
keras.Model                            keras.engine.Model
keras.Model                            tensorflow.keras.Model
keras.Sequential                       keras.models.Sequential
keras.Sequential                       tensorflow.python.keras.models.Sequential
keras.Input                            keras.layers.Input
keras.Input                            keras.engine.Input
keras.Input                            keras.engine.input_layer.Input
keras.utils.to_categorical             keras.utils.np_utils.to_categorical
keras.utils.PyDataset                  keras.utils.data_utils.Sequence
keras.utils.PyDataset                  tensorflow.keras.utils.Sequence
keras.utils.pad_sequences              keras.preprocessing.sequence.pad_sequences
keras.utils.pad_sequences              keras_preprocessing.sequence.pad_sequences
keras.utils.image_dataset_from_directory  keras.preprocessing.image.image_dataset_from_directory
keras.utils.image_dataset_from_directory  tensorflow.keras.preprocessing.image_dataset_from_directory
keras.preprocessing.image.ImageDataGenerator  keras_preprocessing.image.ImageDataGenerator
keras.preprocessing.image.ImageDataGenerator  keras.src.legacy.preprocessing.image.ImageDataGenerator
keras.preprocessing.text.Tokenizer     tensorflow.keras.preprocessing.text.Tokenizer
keras.losses.mse                       keras.objectives.mse
keras.losses.BinaryCrossentropy        tensorflow.losses.BinaryCrossentropy
keras.losses.mean_squared_error        keras.src.losses.losses.mean_squared_error
keras.optimizers.Adam                  tensorflow.optimizers.Adam
keras.optimizers.Adam                  tensorflow.keras.optimizers.legacy.Adam
keras.optimizers.Adam                  keras.optimizers.adam_v2.Adam
keras.optimizers.Adam                  keras.optimizer_v2.adam.Adam
keras.optimizers.adam                  keras.optimizers.adam
keras.optimizers.schedules.ExponentialDecay  keras.optimizers.schedules.learning_rate_schedule.ExponentialDecay
keras.optimizers.schedules.CosineDecay keras.experimental.CosineDecay
keras.callbacks.EarlyStopping          keras.callbacks.callbacks.EarlyStopping
keras.applications.VGG16               keras.applications.vgg16.VGG16
keras.applications.ResNet50            tensorflow.keras.applications.resnet50.ResNet50
keras.applications.resnet.preprocess_input  keras.applications.resnet50.preprocess_input
keras.models.load_model                keras.saving.load_model
keras.backend.set_session              keras.backend.tensorflow_backend.set_session
keras.ops.softmax                      keras.ops.nn.softmax
keras.datasets.mnist.load_data         tensorflow.keras.datasets.mnist.load_data
keras.wrappers.scikit_learn.KerasClassifier  tensorflow.keras.wrappers.scikit_learn.KerasClassifier
tensorflow.placeholder                 tensorflow.compat.v1.placeholder
tensorflow.losses.softmax_cross_entropy  tensorflow.losses.softmax_cross_entropy
tensorflow.nn.softmax                  tensorflow.nn.softmax
numpy.array                            numpy.array
keras_tuner.HyperModel                 keras_tuner.HyperModel
keras.layers.no_such_name              keras.layers.no_such_name
keras.layers.Dense.call                keras.layers.core.Dense.call
keras                                  tensorflow.keras
"""
PAIRS = [tuple(line.split()) for line in SPELLINGS.strip().splitlines()]


@pytest.mark.parametrize(("expected", "spelled"), PAIRS, ids=[spelled for _, spelled in PAIRS])
def test_a_spelling_has_its_canonical_path(expected: str, spelled: str) -> None:
    assert canonical(spelled) == expected
    assert canonical(expected) == expected


def test_a_path_can_be_followed_one_attribute_at_a_time() -> None:
    for expected, spelled in PAIRS:
        path = ""
        for part in spelled.split("."):
            path = canonical(f"{path}.{part}" if path else part)
        assert path == expected, spelled


def test_every_layer_is_found_in_its_module_and_by_star() -> None:
    star = star_names("tensorflow.keras.layers")
    for name in LAYERS:
        assert canonical(f"tf_keras.layers.somewhere.{name}") == (
            "keras.layers.InputLayer" if name == "InputLayer" else f"keras.layers.{name}"
        )
    missing = LAYERS.keys() - star
    assert missing == {
        "RandomFourierFeatures",
        "PeepholeLSTMCell",
        "GroupedQueryAttention",
        "SyncBatchNormalization",
    }


def test_modules_are_told_from_their_content() -> None:
    assert is_keras_module("tensorflow.keras.layers")
    assert is_keras_module("keras.layers.core")
    assert is_keras_module("tf_keras")
    assert not is_keras_module("keras.layers.Dense")
    assert not is_keras_module("keras.Model")
    assert not is_keras_module("numpy")
    assert all(canonical(module) == module for module in MODULES)


def test_star_names_know_old_modules_and_say_nothing_of_other_libraries() -> None:
    assert {"Dense", "LocallyConnected2D", "add"} <= star_names("keras.layers.core")
    assert {"Sequential", "Model", "load_model"} <= star_names("keras.models")
    assert {"mse", "CategoricalCrossentropy"} <= star_names("keras.objectives")
    assert {"mnist", "cifar100"} <= star_names("tensorflow.keras.datasets")
    assert star_names("numpy") == frozenset()

"""One spelling for every name of Keras: `canonical("tf_keras.layers.core.Dense")`.

The tables hold the module paths of all releases from Keras 0.x to Keras 3, of `tf.keras` and of
the packages that were split off for a time.
"""

from functools import lru_cache

from kerascheck.keras_api.words import words

_PACKAGES = words(
    "keras tensorflow tensorflow_core tf_keras keras_core keras_preprocessing keras_applications"
)

_ROOTS = (
    ("tensorflow_core", "tensorflow"),
    ("tensorflow.compat.v1", "tensorflow"),
    ("tensorflow.compat.v2", "tensorflow"),
    ("tensorflow._api.v1", "tensorflow"),
    ("tensorflow._api.v2", "tensorflow"),
    ("tensorflow.keras", "keras"),
    ("tensorflow.python.keras", "keras"),
    ("tensorflow.contrib.keras.api.keras", "keras"),
    ("tensorflow.contrib.keras.python.keras", "keras"),
    ("tensorflow.contrib.keras", "keras"),
    ("tf_keras", "keras"),
    ("keras_core", "keras"),
    ("keras_preprocessing", "keras.preprocessing"),
    ("keras_applications", "keras.applications"),
    ("keras._tf_keras.keras", "keras"),
    ("keras.api._tf_keras.keras", "keras"),
    ("keras.api._v1.keras", "keras"),
    ("keras.api._v2.keras", "keras"),
    ("keras.keras", "keras"),
    ("keras._v1.keras", "keras"),
    ("keras._v2.keras", "keras"),
    ("keras.api.keras", "keras"),
    ("keras.api", "keras"),
    ("keras.src", "keras"),
    ("keras.python.keras", "keras"),
    ("keras.legacy.preprocessing", "keras.preprocessing"),
    ("keras.legacy.layers", "keras.layers"),
    ("keras.legacy.models", "keras.models"),
    ("keras.legacy.backend", "keras.backend"),
    ("keras.objectives", "keras.losses"),
    ("keras.initializations", "keras.initializers"),
    ("keras.optimizer_v2.learning_rate_schedule", "keras.optimizers.schedules"),
    ("keras.optimizer_v2", "keras.optimizers"),
    ("keras.optimizer_v1", "keras.optimizers"),
    ("keras.optimizers.optimizer_v2.learning_rate_schedule", "keras.optimizers.schedules"),
    ("keras.optimizers.learning_rate_schedule", "keras.optimizers.schedules"),
    ("keras.optimizers.schedules.learning_rate_schedule", "keras.optimizers.schedules"),
    ("keras.mixed_precision.experimental", "keras.mixed_precision"),
    ("keras.applications.resnet50", "keras.applications.resnet"),
    ("keras.applications.mobilenetv2", "keras.applications.mobilenet_v2"),
)
"""Package and module paths that stand for another one, whatever follows them."""

_HOMES = {
    "Input": "keras.Input",
    "Model": "keras.Model",
    "Functional": "keras.Model",
    "Network": "keras.Model",
    "Container": "keras.Model",
    "Sequential": "keras.Sequential",
    "Layer": "keras.layers.Layer",
    "InputSpec": "keras.layers.InputSpec",
    "InputLayer": "keras.layers.InputLayer",
    "Loss": "keras.losses.Loss",
    "Metric": "keras.metrics.Metric",
    "Optimizer": "keras.optimizers.Optimizer",
    "Initializer": "keras.initializers.Initializer",
    "Regularizer": "keras.regularizers.Regularizer",
    "get_source_inputs": "keras.utils.get_source_inputs",
}
"""Where the names live that several modules offer: `keras`, `engine`, `models` and `layers`."""

_MODEL_FUNCTIONS = words(
    "load_model save_model clone_model model_from_json model_from_yaml model_from_config"
)
_SERIALIZATION = words(
    "CustomObjectScope custom_object_scope get_custom_objects register_keras_serializable "
    "get_registered_name get_registered_object deserialize_keras_object "
    "serialize_keras_object"
)
_DATA_UTILITIES = words(
    "load_img img_to_array array_to_img save_img pad_sequences image_dataset_from_directory "
    "text_dataset_from_directory timeseries_dataset_from_array audio_dataset_from_directory"
)
_SCHEDULES = frozenset(
    ["CosineDecay", "CosineDecayRestarts", "LinearCosineDecay", "NoisyLinearCosineDecay"]
)

_LAYER_FUNCTIONS = words(
    "add subtract multiply average maximum minimum concatenate dot serialize deserialize get"
)
_LAYER_MODULES = words(
    "core convolutional pooling recurrent recurrent_v2 normalization normalization_v2 "
    "embeddings merge merging advanced_activations activation activations wrappers noise "
    "local locally_connected cudnn_recurrent convolutional_recurrent attention "
    "dense_attention rnn multi_head_attention einsum_dense regularization reshaping "
    "preprocessing experimental kernelized dense_features feature_column input_spec layer "
    "serialization containers legacy_rnn lambda_layer base ops extra v2 noise_layers"
)
_FLAT = words(
    "losses metrics callbacks optimizers initializers regularizers constraints activations "
    "utils saving mixed_precision random distribution wrappers"
)
"""Modules whose submodules add nothing to a name."""
_FLAT_MODULES = words(
    "np_utils generic_utils vis_utils data_utils io_utils layer_utils conv_utils "
    "training_utils visualize_util all_utils numerical_utils image_utils dataset_utils "
    "image_dataset_utils text_dataset_utils timeseries_dataset_utils audio_dataset_utils "
    "image_dataset text_dataset timeseries_dataset sequence_utils model_visualization "
    "file_utils rng_utils tf_utils losses_utils multi_gpu_utils metrics_utils progbar "
    "python_utils module_utils summary_utils legacy experimental optimizer_v2 "
    "optimizer_experimental adam_v2 gradient_descent_v2 adadelta_v2 adagrad_v2 adamax_v2 "
    "nadam_v2 rmsprop_v2 ftrl_v2 gradient_descent base_optimizer initializers initializers_v1 "
    "initializers_v2 random_initializers constant_initializers accuracy_metrics "
    "confusion_metrics f_score_metrics hinge_metrics iou_metrics probabilistic_metrics "
    "reduction_metrics regression_metrics correlation_metrics base_metric metrics losses "
    "callbacks callbacks_v1 tensorboard_v1 object_registration serialization_lib saving_api "
    "saving_lib save policy loss_scale_optimizer activations regularizers constraints"
)
_OPS_MODULES = frozenset({"numpy", "nn", "core", "math", "linalg"})
_BACKEND_MODULES = words(
    "tensorflow_backend theano_backend cntk_backend common load_backend tensorflow jax torch legacy"
)
_OWN_MODULES = frozenset({"schedules", "scikit_learn", "bounding_boxes"})
"""Submodules of flat modules that stay in the name."""

_TENSORFLOW_ALIASES = frozenset({"losses", "metrics", "optimizers", "initializers"})
_TENSORFLOW_FUNCTIONS = words(
    "mean_squared_error binary_crossentropy categorical_crossentropy "
    "sparse_categorical_crossentropy kl_divergence KLD MSE MAE MAPE MSLE"
)

MODULES = words(
    "keras keras.activations keras.applications keras.backend keras.callbacks keras.config "
    "keras.constraints keras.datasets keras.distribution keras.engine keras.estimator "
    "keras.experimental keras.export keras.initializers keras.layers keras.legacy "
    "keras.losses keras.metrics keras.mixed_precision keras.models keras.ops keras.optimizers "
    "keras.optimizers.schedules keras.preprocessing keras.preprocessing.image "
    "keras.preprocessing.sequence keras.preprocessing.text keras.premade keras.quantizers "
    "keras.random keras.regularizers keras.saving keras.tree keras.utils keras.visualization "
    "keras.wrappers keras.wrappers.scikit_learn keras.ops.image keras.feature_column "
    "keras.datasets.boston_housing keras.datasets.california_housing keras.datasets.cifar10 "
    "keras.datasets.cifar100 keras.datasets.fashion_mnist keras.datasets.imdb "
    "keras.datasets.mnist keras.datasets.reuters keras.applications.convnext "
    "keras.applications.densenet keras.applications.efficientnet "
    "keras.applications.efficientnet_v2 keras.applications.imagenet_utils "
    "keras.applications.inception_resnet_v2 keras.applications.inception_v3 "
    "keras.applications.mobilenet keras.applications.mobilenet_v2 "
    "keras.applications.mobilenet_v3 keras.applications.nasnet keras.applications.regnet "
    "keras.applications.resnet keras.applications.resnet_rs keras.applications.resnet_v2 "
    "keras.applications.vgg16 keras.applications.vgg19 keras.applications.xception"
)
"""The canonical paths of Keras's modules."""


@lru_cache(maxsize=8192)
def canonical(path: str) -> str:
    """The one path that stands for all spellings of a name; other libraries' are unchanged.

    Functional models, networks and containers are `keras.Model`; the base layer is
    `keras.layers.Layer`; `keras.utils.Sequence` is `keras.utils.PyDataset`. Names of classes keep
    their spelling: `keras.layers.Convolution2D` is found in `LAYERS` under that name.
    """
    if path.partition(".")[0] not in _PACKAGES:
        return path
    path = _rooted(path)
    parts = path.split(".")
    if parts[0] == "tensorflow":
        return _tensorflow(path, parts)
    if len(parts) < 2:
        return path
    place = _placed(parts)
    return "keras.utils.PyDataset" if place == "keras.utils.Sequence" else place


def is_keras_module(path: str) -> bool:
    """Whether a path, however it is spelled, names a module of Keras rather than its content."""
    return canonical(path) in MODULES


def star_names(module: str) -> frozenset[str]:
    """The public names that `from module import *` brings, of Keras 2 and 3 together.

    `module` may be spelled in any way. Empty for a module that is not known.
    """
    from kerascheck.keras_api.exports import STAR

    return STAR.get(canonical(module), frozenset())


def _rooted(path: str) -> str:
    changed = True
    while changed:
        changed = False
        for old, new in _ROOTS:
            if path.startswith(old) and (len(path) == len(old) or path[len(old)] == "."):
                path = new + path[len(old) :]
                changed = True
    return path


def _tensorflow(path: str, parts: list[str]) -> str:
    """TensorFlow 2 has some of Keras under its own name; TensorFlow 1 had other things there."""
    if len(parts) > 2 and parts[1] in _TENSORFLOW_ALIASES:
        name = parts[2]
        if name[:1].isupper() or name in _TENSORFLOW_FUNCTIONS or name == "schedules":
            return canonical(f"keras.{path[len('tensorflow.') :]}")
    return path


def _placed(parts: list[str]) -> str:
    """The path after the rules for its top-level module."""
    module, rest = parts[1], parts[2:]
    if module in _HOMES:
        return ".".join([_HOMES[module], *rest])
    if module in ("engine", "models"):
        return _of_engine(parts)
    if module == "layers":
        return _of_layers(rest)
    if module == "preprocessing":
        return _of_preprocessing(rest)
    if module == "applications" and len(rest) > 1 and rest[1][:1].isupper():
        return ".".join(["keras.applications", *rest[1:]])
    if module == "experimental" and rest and rest[0] in _SCHEDULES:
        return ".".join(["keras.optimizers.schedules", *rest])
    if module == "backend":
        return ".".join(["keras.backend", *_without(rest, _BACKEND_MODULES)])
    if module == "ops":
        return ".".join(["keras.ops", *_without(rest, _OPS_MODULES)])
    if module in _FLAT:
        return _of_flat(module, rest)
    return ".".join(parts)


def _without(names: list[str], dropped: frozenset[str]) -> list[str]:
    start = 0
    while start < len(names) and names[start] in dropped:
        start += 1
    return names[start:]


def _class_at(names: list[str]) -> int | None:
    return next((i for i, name in enumerate(names) if name[:1].isupper()), None)


def _of_engine(parts: list[str]) -> str:
    for i, name in enumerate(parts[2:], 2):
        if name in _HOMES:
            return ".".join([_HOMES[name], *parts[i + 1 :]])
        if name in _MODEL_FUNCTIONS:
            return ".".join(["keras.models", *parts[i:]])
        if name == "merge" and parts[1] == "engine":
            return "keras.layers.merge"
    return ".".join(parts)


def _of_layers(rest: list[str]) -> str:
    at = _class_at(rest)
    if at is not None:
        return ".".join([_HOMES.get(rest[at], f"keras.layers.{rest[at]}"), *rest[at + 1 :]])
    # Keras 1 has a function of the name that Keras 2 gives to a module.
    if rest == ["merge"]:
        return "keras.layers.merge"
    if rest and rest[-1] in _LAYER_FUNCTIONS:
        return f"keras.layers.{rest[-1]}"
    return ".".join(["keras.layers", *_without(rest, _LAYER_MODULES)])


def _of_preprocessing(rest: list[str]) -> str:
    if rest and rest[-1] in _DATA_UTILITIES:
        return f"keras.utils.{rest[-1]}"
    at = _class_at(rest)
    if at is not None and at > 1:
        rest = [rest[0], *rest[at:]]
    return ".".join(["keras.preprocessing", *rest])


def _of_flat(module: str, rest: list[str]) -> str:
    own = next((i for i, name in enumerate(rest) if name in _OWN_MODULES), None)
    if own is not None:
        inner, tail = rest[own], rest[own + 1 :]
        return ".".join(["keras", module, inner, *tail[_class_at(tail) or 0 :]])
    at = _class_at(rest)
    rest = rest[at:] if at is not None else _without(rest, _FLAT_MODULES)
    if rest and rest[0] in _SERIALIZATION:
        module = "saving"
    if rest and rest[0] in _MODEL_FUNCTIONS:
        module = "models"
    return ".".join(["keras", module, *rest])

"""Names that Keras 0.x to 2 and TensorFlow 1 had, and what stands for them in Keras 3.

What Keras 3.15 and its `tf.keras` have was read off them; see `tests/keras_api/test_former.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kerascheck.keras_api.exports import STAR
from kerascheck.keras_api.names import MODULES, canonical
from kerascheck.keras_api.words import words

ROOTS = ("tensorflow.keras", "keras")
"""The packages that are Keras 3, as scripts spell them; the first one brings more old names."""


@dataclass(frozen=True)
class Former:
    """A name that is gone: its `group`, the path that stands for it, and advice.

    `group` is `module`, `symbol`, `backend` or `session`. `new` is spelled with the package that
    the old name was spelled with, and empty if nothing has the same meaning. `kept` is the path
    of `tf.keras` that still has it.
    """

    group: str
    new: str = ""
    advice: str = ""
    kept: str = ""


_LAYERS = (
    "core convolutional pooling recurrent recurrent_v2 normalization embeddings "
    "advanced_activations wrappers noise local cudnn_recurrent convolutional_recurrent "
    "merge experimental experimental.preprocessing"
)
_UTILS = (
    "np_utils generic_utils vis_utils data_utils io_utils layer_utils conv_utils "
    "training_utils visualize_util"
)
_OPTIMIZERS = (
    "legacy experimental adam_v2 gradient_descent_v2 rmsprop_v2 adagrad_v2 adadelta_v2 adamax_v2 "
    "nadam_v2 ftrl_v2 learning_rate_schedule"
)
OLD_MODULES: Mapping[str, str] = MappingProxyType(
    {
        **{f"layers.{name}": "layers" for name in _LAYERS.split()},
        **{f"utils.{name}": "utils" for name in _UTILS.split()},
        **{f"optimizers.{name}": "optimizers" for name in _OPTIMIZERS.split()},
        **{
            f"engine{name}": "layers"
            for name in ("", ".topology", ".training", ".base_layer", ".input_layer", ".input_spec")
        },
        "engine.sequential": "models",
        "engine.network": "models",
        "engine.functional": "models",
        "objectives": "losses",
        "initializations": "initializers",
        "callbacks.callbacks": "callbacks",
        "backend.tensorflow_backend": "backend",
        "backend.common": "backend",
        "optimizer_v2": "optimizers",
        "mixed_precision.experimental": "mixed_precision",
        "applications.mobilenetv2": "applications.mobilenet_v2",
        "preprocessing.text": "preprocessing.text",
        "experimental": "optimizers.schedules",
    }
)
"""Modules that do not import any more, under the package, and where their names are now."""

_TF_MODULES = OLD_MODULES.keys() - {"preprocessing.text"}

_NEW_SYMBOLS: Mapping[str, str] = {
    "layers.AtrousConv1D": "layers.Conv1D",
    "layers.AtrousConv2D": "layers.Conv2D",
    "layers.AtrousConvolution1D": "layers.Conv1D",
    "layers.AtrousConvolution2D": "layers.Conv2D",
    "layers.BatchNormalizationV1": "layers.BatchNormalization",
    "layers.BatchNormalizationV2": "layers.BatchNormalization",
    "layers.CuDNNGRU": "layers.GRU",
    "layers.CuDNNLSTM": "layers.LSTM",
    "layers.Deconv2D": "layers.Conv2DTranspose",
    "layers.Deconv3D": "layers.Conv3DTranspose",
    "layers.Deconvolution2D": "layers.Conv2DTranspose",
    "layers.Deconvolution3D": "layers.Conv3DTranspose",
    "layers.TimeDistributedDense": "layers.Dense",
    "models.Input": "layers.Input",
    "models.Layer": "layers.Layer",
    "losses.bce": "losses.binary_crossentropy",
    "losses.BCE": "losses.binary_crossentropy",
    "losses.huber_loss": "losses.huber",
    "losses.cosine": "losses.cosine_similarity",
    "losses.cosine_proximity": "losses.cosine_similarity",
    "constraints.maxnorm": "constraints.max_norm",
    "constraints.nonneg": "constraints.non_neg",
    "constraints.unitnorm": "constraints.unit_norm",
    "initializers.normal": "initializers.RandomNormal",
    "initializers.uniform": "initializers.RandomUniform",
    "initializers.one": "initializers.ones",
    "initializers.zero": "initializers.zeros",
    "regularizers.l1l2": "regularizers.l1_l2",
    "regularizers.activity_l1": "regularizers.l1",
    "regularizers.activity_l2": "regularizers.l2",
    "regularizers.activity_l1l2": "regularizers.l1_l2",
    "optimizers.adadelta": "optimizers.Adadelta",
    "optimizers.adagrad": "optimizers.Adagrad",
    "optimizers.adam": "optimizers.Adam",
    "optimizers.adamax": "optimizers.Adamax",
    "optimizers.nadam": "optimizers.Nadam",
    "optimizers.rmsprop": "optimizers.RMSprop",
    "optimizers.sgd": "optimizers.SGD",
    "optimizers.CosineDecay": "optimizers.schedules.CosineDecay",
}
_LONG = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "kld": "kl_divergence",
    "logcosh": "log_cosh",
    "kullback_leibler_divergence": "kl_divergence",
}
_ADVICE: Mapping[str, str] = {
    "layers.LocallyConnected1D": "write a layer of your own",
    "layers.LocallyConnected2D": "write a layer of your own",
    "layers.AbstractRNNCell": "derive the cell from `keras.layers.Layer`",
    "layers.DenseFeatures": "use `keras.utils.FeatureSpace`",
    "layers.SequenceFeatures": "use `keras.utils.FeatureSpace`",
    "layers.ThresholdedReLU": "write `keras.layers.ReLU(threshold=…)`",
    "layers.RandomHeight": "use `keras.layers.RandomZoom`",
    "layers.RandomWidth": "use `keras.layers.RandomZoom`",
    "layers.SyncBatchNormalization": "write `BatchNormalization(synchronized=True)`",
    "layers.Merge": "call `Add`, `Concatenate` and the like on the tensors of a functional model",
    "layers.merge": "call `add`, `multiply`, `concatenate`, … for the mode that is meant",
    "layers.Highway": "write a layer of your own",
    "layers.MaxoutDense": "write a layer of your own",
    "Graph": "build a functional `keras.Model`",
    "losses.Reduction": "write 'sum', 'sum_over_batch_size' or None",
    "models.model_from_config": "call `from_config` of the class of the model",
    "models.model_from_yaml": "store the model with `model.to_json()`, or save it as `.keras`",
    "utils.multi_gpu_model": "use `keras.distribution` or `tf.distribute.MirroredStrategy`",
    "utils.print_summary": "call `model.summary()`",
    "utils.HDF5Matrix": "read the file with h5py in a `keras.utils.PyDataset`",
    "utils.OrderedEnqueuer": "pass `workers` to a `keras.utils.PyDataset`",
    "utils.GeneratorEnqueuer": "pass `workers` to a `keras.utils.PyDataset`",
    "utils.SequenceEnqueuer": "pass `workers` to a `keras.utils.PyDataset`",
    "metrics.precision": "use the class `keras.metrics.Precision`",
    "metrics.recall": "use the class `keras.metrics.Recall`",
    "metrics.fmeasure": "use the class `keras.metrics.F1Score`",
    "metrics.fbeta_score": "use the class `keras.metrics.FBetaScore`",
}

_GONE: Mapping[str, frozenset[str]] = {
    "": words("Graph estimator feature_column premade"),
    "backend": words(
        "function get_session get_variable_shape identity image_dim_ordering in_test_phase "
        "in_train_phase learning_phase local_conv1d local_conv2d logsumexp placeholder print_tensor "
        "random_binomial set_image_dim_ordering set_learning_phase set_session "
        "manual_variable_initialization learning_phase_scope reset_uids"
    ),
    "callbacks": words("BaseLogger SidecarEvaluatorModelExport"),
    "constraints": words("RadialConstraint maxnorm nonneg radial_constraint unitnorm"),
    "initializers": words("normal one uniform zero"),
    "layers": words(
        "AbstractRNNCell AtrousConv1D AtrousConv2D AtrousConvolution1D AtrousConvolution2D "
        "BatchNormalizationV1 BatchNormalizationV2 CuDNNGRU CuDNNLSTM Deconv2D Deconv3D "
        "Deconvolution2D Deconvolution3D DenseFeatures Highway LocallyConnected1D "
        "LocallyConnected2D MaxoutDense Merge ParametricSoftplus SReLU SequenceFeatures "
        "TimeDistributedDense merge SyncBatchNormalization"
    ),
    "losses": words("BCE bce cosine cosine_proximity huber_loss"),
    "metrics": words(
        "BCE MeanRelativeError MeanTensor bce cosine cosine_proximity cosine_similarity "
        "fbeta_score fmeasure matthews_correlation precision recall"
    ),
    "models": words("Input Layer model_from_config model_from_yaml Graph"),
    "optimizers": words("TFOptimizer adadelta adagrad adam adamax nadam rmsprop sgd"),
    "optimizers.schedules": words("LinearCosineDecay NoisyLinearCosineDecay"),
    "preprocessing.image": words("DataFrameIterator list_pictures"),
    "regularizers": words(
        "ActivityRegularizer WeightRegularizer activity_l1 activity_l1l2 activity_l2 l1l2"
    ),
    "utils": words(
        "GeneratorEnqueuer HDF5Matrix OrderedEnqueuer SequenceEnqueuer SidecarEvaluator "
        "convert_all_kernels_in_model multi_gpu_model print_summary to_ordinal"
    ),
}
"""Names that neither `keras` nor `tf.keras` has, by module."""

_SHORT = words("KLD MAE MAPE MSE MSLE kld kullback_leibler_divergence logcosh mae mape mse msle")
_BACKEND = words(
    "abs all any arange argmax argmin batch_dot batch_flatten batch_get_value "
    "batch_normalization batch_set_value bias_add binary_crossentropy cast cast_to_floatx "
    "categorical_crossentropy clip concatenate constant conv1d conv2d conv2d_transpose conv3d cos "
    "count_params ctc_batch_cost ctc_decode ctc_label_dense_to_sparse cumprod cumsum "
    "depthwise_conv2d dot dropout dtype elu equal eval exp expand_dims eye flatten foldl foldr "
    "gather get_value gradients greater greater_equal hard_sigmoid in_top_k int_shape is_sparse "
    "l2_normalize less less_equal log map_fn max maximum mean min minimum "
    "moving_average_update "
    "name_scope ndim not_equal one_hot ones ones_like permute_dimensions pool2d pool3d pow prod "
    "random_bernoulli random_normal random_normal_variable random_uniform random_uniform_variable "
    "relu repeat repeat_elements reshape resize_images resize_volumes reverse rnn round "
    "separable_conv2d set_value shape sigmoid sign sin softmax softplus softsign "
    "sparse_categorical_crossentropy spatial_2d_padding spatial_3d_padding sqrt square squeeze "
    "stack std stop_gradient sum switch tanh temporal_padding tile to_dense transpose "
    "truncated_normal update update_add update_sub var variable zeros zeros_like"
)
_KEPT: Mapping[str, frozenset[str]] = {
    "backend": _BACKEND,
    "layers": words("RandomHeight RandomWidth ThresholdedReLU"),
    "losses": _SHORT | {"Reduction"},
    "metrics": _SHORT,
    "preprocessing.image": words(
        "DirectoryIterator ImageDataGenerator Iterator NumpyArrayIterator apply_affine_transform "
        "apply_brightness_shift apply_channel_shift random_brightness random_channel_shift "
        "random_rotation random_shear random_shift random_zoom"
    ),
    "preprocessing.sequence": words("TimeseriesGenerator make_sampling_table skipgrams"),
    "preprocessing.text": words(
        "Tokenizer hashing_trick one_hot text_to_word_sequence tokenizer_from_json"
    ),
}
"""Names that `tf.keras` has and `keras` has not, by module."""
_TF_GONE: Mapping[str, frozenset[str]] = {
    module: words(
        "kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error "
        "mean_squared_error mean_squared_logarithmic_error"
    )
    for module in ("losses", "metrics")
}
"""Names that `keras` has and `tf.keras` has not, by module."""
_TF_SHORT = {
    "kl_divergence": "KLD",
    "mean_absolute_error": "MAE",
    "mean_absolute_percentage_error": "MAPE",
    "mean_squared_error": "MSE",
    "mean_squared_logarithmic_error": "MSLE",
    "log_cosh": "logcosh",
}

SESSION: Mapping[str, str] = MappingProxyType(
    {
        "Session": "",
        "InteractiveSession": "",
        "ConfigProto": "",
        "GPUOptions": "",
        "placeholder": "",
        "global_variables_initializer": "",
        "initialize_all_variables": "",
        "local_variables_initializer": "",
        "get_default_graph": "",
        "get_default_session": "",
        "reset_default_graph": "",
        "get_variable": "",
        "contrib": "",
        "app": "",
        "flags": "",
        "logging": "",
        "set_random_seed": "random.set_seed",
        "random_normal": "random.normal",
        "random_uniform": "random.uniform",
        "truncated_normal": "random.truncated_normal",
        "log": "math.log",
        "is_nan": "math.is_nan",
        "ceil": "math.ceil",
        "matrix_inverse": "linalg.inv",
        "train.AdamOptimizer": "",
        "train.GradientDescentOptimizer": "",
        "train.RMSPropOptimizer": "",
        "train.MomentumOptimizer": "",
        "train.AdagradOptimizer": "",
        "train.Saver": "",
    }
)
"""Names of TensorFlow 1 that TensorFlow 2 does not have, and those with another name there."""

NUMPY: Mapping[str, str] = MappingProxyType(
    {
        "int": "int",
        "float": "float",
        "object": "object",
        "complex": "complex",
        "str": "str",
        "warnings": "warnings",
        "float_": "np.float64",
        "Inf": "np.inf",
        "NaN": "np.nan",
        "infty": "np.inf",
    }
)
"""Names that NumPy does not have any more, and what to write for them."""

_ELSEWHERE = frozenset(
    [f"numpy.{name}" for name in NUMPY]
    + [f"tensorflow.{name}" for name in SESSION]
    + [f"{root}.wrappers.scikit_learn" for root in ROOTS]
    + ["sklearn.datasets.load_boston", "sklearn.cross_validation", "sklearn.externals.joblib"]
    + ["scipy.misc.imread", "scipy.misc.imresize", "scipy.misc.imsave"]
)

ATTRIBUTES = frozenset(
    [
        "add_metric",
        "add_update",
        "compute_gradients",
        "compute_output_signature",
        "decay",
        "dynamic",
        "get_gradients",
        "get_input_at",
        "get_input_mask_at",
        "get_input_shape_at",
        "get_output_at",
        "get_output_mask_at",
        "get_output_shape_at",
        "inbound_nodes",
        "input_shape",
        "learning_rate",
        "lr",
        "minimize",
        "outbound_nodes",
        "output_shape",
        "reset_states",
        "save_spec",
        "stateful",
        "to_yaml",
        "updates",
    ]
)
"""Attributes that models, layers or optimizers had, and that not all of them have in Keras 3."""


def is_former(path: str) -> bool:
    """Whether a name, as spelled through the imports, is noted for rules about old names."""
    return _noted(path)


@lru_cache(maxsize=8192)
def _noted(path: str) -> bool:
    if path in _ELSEWHERE:
        return True
    root = root_of(path)
    if not root and path.startswith("tensorflow."):
        return path[len("tensorflow.") :].partition(".")[0] in (
            "contrib",
            "app",
            "flags",
            "logging",
        )
    return bool(root) and former(path) is not None


def root_of(path: str) -> str:
    """The package of Keras 3 that a path begins with; empty if none."""
    return next((root for root in ROOTS if path == root or path.startswith(f"{root}.")), "")


@lru_cache(maxsize=8192)
def former(path: str) -> Former | None:
    """What is known of a name that Keras 3 does not have; None of one that it has, or no one."""
    root = root_of(path)
    rest = path[len(root) + 1 :]
    if not root or not rest or rest.startswith(("wrappers.", "src.")):
        return None
    if exists(path) or (root == ROOTS[0] and rest.startswith("preprocessing.text.")):
        return None  # That module is there, and so are the methods of its classes.
    if rest == "preprocessing.text":
        return Former("module", f"{ROOTS[0]}.{rest}", kept=f"{ROOTS[0]}.{rest}")
    moved = _moved(root, rest)
    if moved is not None:
        return moved
    module, _, name = rest.rpartition(".")
    return _symbol(root, module, name)


def _moved(root: str, rest: str) -> Former | None:
    """A module that is gone, or a name in it."""
    if rest == "layers.merge":
        return None
    if rest in OLD_MODULES:
        return Former("module", f"{root}.{OLD_MODULES[rest]}")
    parts = rest.split(".")
    homes = (".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
    home = next((module for module in homes if module in OLD_MODULES), "")
    if not home:
        return None
    if home == "preprocessing.text":
        return Former("symbol", f"{ROOTS[0]}.{rest}", kept=f"{ROOTS[0]}.{rest}")
    new = canonical(f"keras.{rest}")
    inner = new.removeprefix("keras.")
    if exists(f"{root}.{inner}"):
        return Former("symbol", f"{root}.{inner}")
    module, _, name = inner.rpartition(".")
    found = _symbol(root, module, name)
    return found or Former("symbol")


def _symbol(root: str, module: str, name: str) -> Former | None:
    """A name that its module does not have any more."""
    rest = f"{module}.{name}" if module else name
    group = "backend" if module == "backend" else "symbol"
    kept = name in _KEPT.get(module, ())
    pure = root != ROOTS[0]
    if name in _GONE.get(module, ()):
        new = _NEW_SYMBOLS.get(rest, "")
        return Former(group, f"{root}.{new}" if new else "", _ADVICE.get(rest, ""))
    if pure and kept:
        stays = f"{ROOTS[0]}.{rest}"
        if module.startswith("preprocessing"):
            return Former(group, stays, _ADVICE.get(rest, ""), kept=stays)
        long = _LONG.get(name.lower(), "") if module in ("losses", "metrics") else ""
        new = f"{root}.{module}.{long}" if long else ""
        return Former(group, new, _ADVICE.get(rest, ""), kept=stays)
    if not pure and name in _TF_GONE.get(module, ()):
        return Former(group, f"{root}.{module}.{_TF_SHORT[name]}")
    return None


@lru_cache(maxsize=8192)
def exists(path: str) -> bool:
    """Whether Keras 3 has a module or a public name at a path."""
    root = root_of(path)
    rest = path[len(root) + 1 :]
    if not root:
        return False
    if not rest:
        return True
    old = OLD_MODULES if root != ROOTS[0] else _TF_MODULES
    module, _, name = rest.rpartition(".")
    if rest in old or module in old or name in _GONE.get(module, ()):
        return False
    if f"keras.{rest}" in MODULES:
        return rest not in ("engine", "wrappers.scikit_learn")
    if root == ROOTS[0]:
        if name in _TF_GONE.get(module, ()):
            return False
    elif name in _KEPT.get(module, ()):
        return False
    known = STAR.get(f"keras.{module}" if module else "keras", frozenset())
    return name in known


_MODULE_LIKE = frozenset({"attention", "activation"})
"""Modules of some Keras 2, which are no misspelt classes."""


@lru_cache(maxsize=4096)
def misspelt(path: str) -> str:
    """The public name of Keras 3 that a path is a slip away from; empty if there is none.

    So it is for what Keras 3 or an older one has.
    """
    root = root_of(path)
    module, _, name = path.rpartition(".")
    known = STAR.get(f"keras{module[len(root) :]}") if root and module else None
    if known is None or name.startswith("_") or name in _MODULE_LIKE:
        return ""
    if exists(path) or former(path) is not None:
        return ""
    alike = [each for each in known if each.lower() == name.lower()]
    if not alike:
        # Only a script with such a name pays for this import.
        from difflib import get_close_matches

        alike = get_close_matches(name, known, 1, 0.8)
    return f"{module}.{alike[0]}" if alike else ""


def like_trainable(name: str) -> bool:
    """Whether a name is `trainable` with a mistake or two of spelling, and no name of its own."""
    if name == "trainable" or "_" in name or name[-1:] == "s" or not 7 <= len(name) <= 11:
        return False
    if name.lower() == "trainable":
        return True
    # Only a script with such a name pays for this import.
    from difflib import SequenceMatcher

    return name[:1] == "t" and SequenceMatcher(None, name, "trainable").ratio() >= 0.84

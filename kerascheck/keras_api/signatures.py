"""The parameters of what a script calls besides layers: objects for training, methods of a model.

Those of Keras 3.15, in positional order; `takes` finds them by the canonical name of a call.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kerascheck.keras_api import callbacks, losses, metrics, optimizers
from kerascheck.keras_api.binding import parameters
from kerascheck.keras_api.words import words
from kerascheck.values import REQUIRED, Value

Signature = Mapping[str, Value]
"""Parameters by name: `REQUIRED`, or something else for those that may be left out."""


def _signature(text: str) -> Signature:
    """Parameters of a text; a star marks those that are needed."""
    return MappingProxyType(
        {name.rstrip("*"): REQUIRED if name.endswith("*") else None for name in text.split()}
    )


METHODS: Mapping[str, Signature] = MappingProxyType(
    {
        "add": _signature("layer* rebuild"),
        "evaluate": _signature("x y batch_size verbose sample_weight steps callbacks return_dict"),
        "predict": _signature("x* batch_size verbose steps callbacks"),
        "train_on_batch": _signature("x* y sample_weight class_weight return_dict"),
        "test_on_batch": _signature("x* y sample_weight return_dict"),
        "predict_on_batch": _signature("x*"),
        "summary": _signature(
            "line_length positions print_fn expand_nested show_trainable layer_range"
        ),
        "save": _signature("filepath* overwrite zipped include_optimizer"),
        "save_weights": _signature("filepath* overwrite max_shard_size"),
        "load_weights": _signature("filepath* skip_mismatch objects_to_skip"),
    }
)
"""Methods of a model; `compile` and `fit` have facts of their own."""

_FUNCTIONS: Mapping[str, Signature] = MappingProxyType(
    {
        "to_categorical": _signature("x* num_classes"),
        "pad_sequences": _signature("sequences* maxlen dtype padding truncating value"),
        "image_dataset_from_directory": _signature(
            "directory* labels label_mode class_names color_mode batch_size image_size shuffle "
            "seed validation_split subset interpolation follow_links crop_to_aspect_ratio "
            "pad_to_aspect_ratio data_format format verbose"
        ),
        "text_dataset_from_directory": _signature(
            "directory* labels label_mode class_names batch_size max_length shuffle seed "
            "validation_split subset follow_links format verbose"
        ),
    }
)
_FUNCTION_MODULES = ("keras.utils", "keras.preprocessing")

_OLD: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "callbacks": words(
            "options period save_before_preemption count_mode stateful_metrics batch_size "
            "write_grads embeddings_layer_names embeddings_data epsilon load_weights_on_restart"
        ),
        "optimizers": words(
            "lr decay schedule_decay jit_compile adaptive_epsilon is_legacy_optimizer epsilon mesh"
        ),
        "metrics": words("mesh"),
        "losses": words("label_smoothing"),
        "methods": words(
            "y pickle_safe max_q_size nb_worker max_queue_size workers use_multiprocessing "
            "val_samples generator reset_metrics save_format options signatures save_traces by_name"
        ),
        "functions": words("nb_classes y dtype smart_resize"),
    }
)
"""Arguments that Keras 1 or 2 had there, or that have a rule of their own."""

IGNORED = frozenset({"ReduceLROnPlateau"})
"""Classes that take any other keyword, and do nothing with it."""


def takes(name: str) -> tuple[Signature, frozenset[str]] | None:
    """What something called takes, and the old names of arguments that are no mistake of a letter.

    `name` is the canonical path of a class or function, or the bare name of a method of a model.
    None for what has no fixed parameters, or is not known.
    """
    module, _, last = name.rpartition(".")
    if not module:
        known = METHODS.get(last)
        return None if known is None else (known, _OLD["methods"])
    if module.startswith(_FUNCTION_MODULES):
        known = _FUNCTIONS.get(last)
        return None if known is None else (known, _OLD["functions"])
    family = module.removeprefix("keras.")
    if not last[:1].isupper():
        return None
    known = _class(name, family, last)
    return None if known is None else (known, _OLD.get(family, frozenset()))


def _class(path: str, family: str, name: str) -> Signature | None:
    if family == "callbacks" and name not in callbacks.REMOVED | {"LambdaCallback"}:
        # `LambdaCallback` keeps any other keyword as an attribute, such as a function of its own.
        return callbacks.PARAMETERS.get(name)
    if family == "optimizers":
        return optimizers.PARAMETERS.get(name)
    if family == "optimizers.schedules":
        return optimizers.SCHEDULES.get(name)
    if family == "metrics":
        return metrics.PARAMETERS.get(name)
    if family == "losses":
        cls = losses.loss_class(path)
        return None if cls is None else parameters(cls)
    return None

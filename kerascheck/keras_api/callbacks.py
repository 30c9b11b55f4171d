"""Callbacks of `keras.callbacks`: their names and parameters in positional order (Keras 3.15)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kerascheck.keras_api.binding import Bound, bind_to, filled
from kerascheck.values import REQUIRED, Callback, Site, Value

PARAMETERS: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        "BackupAndRestore": {
            "backup_dir": REQUIRED,
            "save_freq": "epoch",
            "double_checkpoint": False,
            "delete_checkpoint": True,
        },
        "CSVLogger": {"filename": REQUIRED, "separator": ",", "append": False},
        "Callback": {},
        "EarlyStopping": {
            "monitor": "val_loss",
            "min_delta": 0,
            "patience": 0,
            "verbose": 0,
            "mode": "auto",
            "baseline": None,
            "restore_best_weights": False,
            "start_from_epoch": 0,
        },
        "History": {},
        "LambdaCallback": {
            "on_epoch_begin": None,
            "on_epoch_end": None,
            "on_train_begin": None,
            "on_train_end": None,
            "on_train_batch_begin": None,
            "on_train_batch_end": None,
        },
        "LearningRateScheduler": {"schedule": REQUIRED, "verbose": 0},
        "ModelCheckpoint": {
            "filepath": REQUIRED,
            "monitor": "val_loss",
            "verbose": 0,
            "save_best_only": False,
            "save_weights_only": False,
            "mode": "auto",
            "save_freq": "epoch",
            "initial_value_threshold": None,
        },
        "OrbaxCheckpoint": {
            "directory": REQUIRED,
            "monitor": "val_loss",
            "verbose": 0,
            "save_best_only": False,
            "mode": "auto",
            "save_freq": "epoch",
            "initial_value_threshold": None,
            "max_to_keep": 1,
            "save_on_background": True,
            "save_weights_only": False,
        },
        "ProgbarLogger": {},
        "ReduceLROnPlateau": {
            "monitor": "val_loss",
            "factor": 0.1,
            "patience": 10,
            "verbose": 0,
            "mode": "auto",
            "min_delta": 0.0001,
            "cooldown": 0,
            "min_lr": 0.0,
        },
        "RemoteMonitor": {
            "root": "http://localhost:9000",
            "path": "/publish/epoch/end/",
            "field": "data",
            "headers": None,
            "send_as_json": False,
        },
        "SwapEMAWeights": {"swap_on_epoch": False},
        "TensorBoard": {
            "log_dir": "logs",
            "histogram_freq": 0,
            "write_graph": True,
            "write_images": False,
            "write_steps_per_second": False,
            "update_freq": "epoch",
            "profile_batch": 0,
            "embeddings_freq": 0,
            "embeddings_metadata": None,
        },
        "TerminateOnNaN": {"raise_error": False},
        "BaseLogger": {"stateful_metrics": None},
        "SidecarEvaluatorModelExport": {
            "export_filepath": REQUIRED,
            "checkpoint_filepath": REQUIRED,
        },
    }
)
"""Parameters with their defaults, by class; the last two are of Keras 2 only."""

REMOVED = frozenset({"BaseLogger", "SidecarEvaluatorModelExport"})
"""Callbacks that Keras 3 does not have."""

MONITORING = frozenset({"EarlyStopping", "ModelCheckpoint", "OrbaxCheckpoint", "ReduceLROnPlateau"})
"""Callbacks that watch the quantity `monitor`."""

REMOVED_ARGUMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ModelCheckpoint": frozenset({"period", "options"}),
        "TensorBoard": frozenset({"batch_size", "write_grads"}),
        "LambdaCallback": frozenset({"on_batch_begin", "on_batch_end"}),
    }
)
"""Arguments of Keras 2 that Keras 3 does not take."""


def bind_callback(
    kind: str, args: Sequence[Value], kwargs: Mapping[str, Value], *, complete: bool = True
) -> Bound:
    """Bind a call of a callback class; what the class does not know is in `extra`."""
    return bind_to(PARAMETERS.get(kind, {}), args, kwargs, complete=complete, kind=kind)


def make_callback(
    kind: str,
    site: Site,
    bound: Bound,
    places: Mapping[str | int, Site] = MappingProxyType({}),
) -> Callback:
    """The callback of a bound call; `custom` if Keras has no callback of the name.

    `config` has all parameters: as given, by default, or unknown where unpacked arguments may
    bring them; also those that Keras 3 does not know.
    """
    known = PARAMETERS.get(kind)
    config = filled(known or {}, bound)
    return Callback(kind, config, custom=known is None, site=site, args=bound.places(places))

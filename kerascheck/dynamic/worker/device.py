"""What Keras computes with: the backend, the device, and its memory."""

# Keras is not there when types are checked, so that all that it makes is `Any`.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import importlib.util
import os
import sys
import time
from typing import Any

from .jobs import Json
from .meta import UntestedError, meta


def backend_of(options: Json) -> str:
    """The backend to use: the one asked for, else the first that is installed."""
    names: list[str] = [options["backend"]] if options.get("backend") else []
    names += ["tensorflow", "torch", "jax"]
    for name in names:
        if name in ("tensorflow", "torch", "jax") and importlib.util.find_spec(name):
            return name
    return ""


def start(options: Json) -> tuple[Any, Json]:
    """Import Keras on the device that is asked for; returns it with what is to be told of it."""
    begun = time.monotonic()
    found = importlib.util.find_spec("keras")
    if found is None:
        return None, {"event": "failed", "kind": "no-keras", "why": "it has no Keras"}
    device, notes = options.get("device", "auto"), []
    name = "" if device == "meta" else backend_of(options)
    if device == "cpu":
        os.environ.update(CUDA_VISIBLE_DEVICES="-1", JAX_PLATFORMS="cpu")
    if not name and device != "meta":
        notes.append("no backend of Keras is installed")
    try:
        if name:
            os.environ["KERAS_BACKEND"] = name
            import keras
        else:
            keras = meta()
    except UntestedError as error:
        return None, {"event": "failed", "kind": "no-meta", "why": str(error)}
    except Exception as error:  # noqa: BLE001 - an installation can be broken in any way
        kind = "no-meta" if not name else "broken"
        return None, {"event": "failed", "kind": kind, "why": f"{type(error).__name__}: {error}"}
    if int(keras.__version__.split(".")[0]) < 3:
        why = f"Keras {keras.__version__} is too old; version 3 is needed"
        return None, {"event": "failed", "kind": "old-keras", "why": why}
    keras.config.disable_traceback_filtering()
    told = {"event": "ready", "keras": keras.__version__, "backend": name, "meta": not name}
    told |= {"python": sys.version.split()[0], "notes": notes, **hardware(name, device, notes)}
    return keras, {**told, "seconds": round(time.monotonic() - begun, 2)}


def hardware(name: str, device: str, notes: list[str]) -> Json:
    """The device that will compute, its memory, and the version of the backend."""
    told = {"device": "meta" if not name else "CPU", "memory": memory(), "backend_version": ""}
    if name == "tensorflow":
        import tensorflow as tf

        told["backend_version"] = tf.__version__
        cards = tf.config.list_physical_devices("GPU") if device != "cpu" else []
        for card in cards:
            tf.config.experimental.set_memory_growth(card, True)
        if cards:
            details = tf.config.experimental.get_device_details(cards[0])
            told |= {"device": details.get("device_name", "GPU"), "memory": card_memory()}
    elif name == "torch":
        import torch

        told["backend_version"] = torch.__version__
        if device != "cpu" and torch.cuda.is_available():
            properties = torch.cuda.get_device_properties(0)
            told |= {"device": properties.name, "memory": properties.total_memory}
    elif name == "jax":
        import jax

        told["backend_version"] = jax.__version__
        card = jax.devices()[0]
        if card.platform == "gpu":
            told |= {"device": card.device_kind, "memory": card_memory()}
    if device == "gpu" and told["device"] == "CPU":
        notes.append("there is no GPU that the backend can use; the CPU was used")
    return told


def memory() -> int | None:
    """The bytes of main memory, or None."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def card_memory() -> int | None:
    """The bytes of memory of the first GPU, or None."""
    import subprocess

    command = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        return int(answer.stdout.split()[0]) << 20
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def spent(keras: Any) -> bool:
    """Whether the GPU has given up, so that whatever is asked of it from now on fails.

    An index out of range does that in PyTorch, such as a label beyond the classes. The error is
    told late, by whatever comes next; the CPU tells it where it is made.
    """
    if keras.backend.backend() != "torch":
        return False
    import torch

    if not torch.cuda.is_initialized():
        return False
    try:
        torch.cuda.synchronize()
    except RuntimeError:
        return True
    return False

"""What is noted while Keras works, and what is stopped."""

# Keras is not there when types are checked, so that all that it makes is `Any`.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import contextlib
from typing import Any

from .jobs import Job


class TooLargeError(Exception):
    """The variables of a model need more memory than there is."""


class Watch:
    """Notes what layers give when they are first called, and which one is at work when one fails."""

    def __init__(self, keras: Any) -> None:
        self.job: Job | None = None
        self.numbers = False
        self.spoilt: Any = None
        called = keras.layers.Layer.__call__
        watch = self

        def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
            job = watch.job
            try:
                output = called(layer, *args, **kwargs)
            except Exception:
                if job is not None and job.failing is None:
                    given = keras.tree.flatten((args, kwargs))
                    shapes = [list(map(dim, t.shape)) for t in given if hasattr(t, "shape")]
                    job.failing = (layer, shapes)
                raise
            if job is not None:
                note(keras, job.first, layer, output)
                if watch.numbers and watch.spoilt is None:
                    watch.look(keras, layer, output)
            return output

        keras.layers.Layer.__call__ = call

    def look(self, keras: Any, layer: Any, output: Any) -> None:
        """Note the first layer that gives something which is no finite number."""
        for tensor in keras.tree.flatten(output):
            if not hasattr(tensor, "shape") or "float" not in str(tensor.dtype):
                continue
            with contextlib.suppress(Exception):
                import numpy

                if not numpy.isfinite(keras.ops.convert_to_numpy(tensor)).all():
                    self.spoilt = layer
                    return


def note(keras: Any, first: dict[int, list[Any]], layer: Any, output: Any) -> None:
    """Keep the shapes that a layer gives when it is first called.

    Inside of a layer of the script, some backends fill open dimensions with 83 and then with 89.
    """
    flat = [t for t in keras.tree.flatten(output) if hasattr(t, "shape")]
    shapes = [list(map(dim, t.shape)) for t in flat]
    known = first.get(id(layer))
    if known is None:
        dtypes = [str(keras.backend.standardize_dtype(t.dtype)) for t in flat]
        first[id(layer)] = [[shape, dtype] for shape, dtype in zip(shapes, dtypes, strict=False)]
        return
    for (shape, _), other in zip(known, shapes, strict=False):
        if len(shape) == len(other) and any(extent == 83 for extent in shape):
            shape[:] = [
                None if extent != size and extent is not None and extent % 83 == 0 else extent
                for extent, size in zip(shape, other, strict=False)
            ]


def guard(keras: Any, limit: int | None) -> dict[str, int]:
    """Let no variable be made that would not fit in memory with those before it."""
    variable = keras.Variable
    made = variable.__init__
    state = {"bytes": 0}

    def init(self: Any, initializer: Any, shape: Any = None, *args: Any, **kwargs: Any) -> None:
        if shape is not None and limit:
            with contextlib.suppress(TypeError):
                size = 4
                for extent in (shape,) if isinstance(shape, int) else shape:
                    size *= extent or 0
                state["bytes"] += size
                if state["bytes"] > limit:
                    raise TooLargeError(state["bytes"])
        made(self, initializer, shape, *args, **kwargs)

    variable.__init__ = init
    return state


def dim(value: Any) -> int | None:
    """A dimension that JSON can hold: None if it is open.

    Within a layer of the script JAX 0.11 has symbols for open dimensions, which are no numbers.
    """
    try:
        return None if value is None else int(value)
    except Exception:  # noqa: BLE001 - the backend's own error, which is no TypeError
        return None

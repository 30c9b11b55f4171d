"""What `executor` tells of models, layers and errors, as plain data for JSON.

It runs under the user's interpreter, with the standard library alone.
"""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import contextlib

from ..worker.reports import size_of
from ..worker.watch import dim


class Seen:
    """A model, and what the script did with it."""

    def __init__(self, model, made):
        self.model, self.made, self.names = model, made, []
        self.compiled = self.fitted = None
        self.loss = self.optimizer = ""

    def named(self, names):
        found = dict.fromkeys([*self.names, *names])
        self.names = sorted(found, key=lambda name: "." in name)[:20]

    def message(self, hooks):
        """The model in JSON."""
        keras, model = hooks.keras, self.model
        kind = "subclass"
        if isinstance(model, keras.Sequential):
            kind = "Sequential"
        elif type(model).__name__ == "Functional":
            kind = "Functional"
        layers = [item for item in list(model.layers) if type(item).__name__ != "InputLayer"]
        told = {
            "event": "model", "number": id(model), "kind": kind, "class": type(model).__name__,
            "names": self.names, "made": self.made, "compiled": self.compiled,
            "fitted": self.fitted, "loss": self.loss, "optimizer": self.optimizer,
            "built": bool(model.built), "reasons": hooks.reasons(model)[:5],
            "layers": [layer_of(hooks, layer) for layer in layers[:2000]],
        }  # fmt: skip
        if model.built:
            told["trainable"] = size_of(model.trainable_weights)
            told["frozen"] = size_of(model.non_trainable_weights)
        inputs = outputs = None
        # A subclass may not have any.
        with contextlib.suppress(Exception):
            inputs = [list(map(dim, t.shape)) for t in keras.tree.flatten(model.inputs)]
            outputs = [list(map(dim, t.shape)) for t in keras.tree.flatten(model.outputs)]
        return {**told, "inputs": inputs, "outputs": outputs}


def layer_of(hooks, layer):
    """One layer in JSON."""
    told = {
        "class": type(layer).__name__, "name": layer.name, "at": hooks.places.get(id(layer)),
        "module": type(layer).__module__.partition(".")[0],
        "outputs": hooks.shapes.get(id(layer)), "inputs": hooks.feeds.get(id(layer)),
        "built": bool(layer.built), "config": config_of(layer),
    }  # fmt: skip
    if layer.built:
        told["trainable"] = size_of(layer.trainable_weights)
        told["frozen"] = size_of(layer.non_trainable_weights)
    return told


def config_of(layer):
    """The plain arguments of a layer of Keras; nothing of others."""
    if type(layer).__module__.partition(".")[0] != "keras":
        return {}
    try:
        config = layer.get_config()
    except Exception:  # noqa: BLE001 - some cannot be written down
        return {}
    return {key: value for key, value in config.items() if is_plain(value)}


def is_plain(value, depth=2):
    if isinstance(value, (list, tuple)) and depth:
        return len(value) < 20 and all(is_plain(item, depth - 1) for item in value)
    return value is None or (isinstance(value, (bool, int, float, str)) and len(str(value)) < 200)


def told(value):
    """A loss or an optimizer in a word."""
    if isinstance(value, str):
        return value[:100]
    if isinstance(value, (list, tuple, dict)) or value is None:
        return ""
    return (getattr(value, "__name__", "") or type(value).__name__)[:100]


def text_of(error):
    """What an error says; an object of the script may say nothing at all."""
    try:
        return str(error)[:2000]
    except Exception:  # noqa: BLE001 - it is the script's own code
        return ""


def place_of(frame):
    """Where a frame is: file, line, column, and the end, columns in bytes; with 3.10 lines only."""
    code, name = frame.f_code, frame.f_code.co_filename
    line = frame.f_lineno or 0
    if hasattr(code, "co_positions"):
        at = frame.f_lasti // 2
        for number, position in enumerate(code.co_positions()):
            if number == at:
                start, end, left, right = position
                if None not in position:
                    return [name, start, left, end, right]
                break
    return [name, line, 0, line, 0] if line else None

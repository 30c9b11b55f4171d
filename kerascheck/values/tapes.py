"""Training loops of the script's own: what is recorded on a `GradientTape`, and its gradients."""

from dataclasses import dataclass

from kerascheck.values.layers import Model
from kerascheck.values.site import Node, Site
from kerascheck.values.unknown import Str, Unknown, Value


@dataclass(frozen=True, eq=False)
class Pass(Node):
    """A call of a model as a function.

    `training` is what the call says, or None where it says nothing and nothing else does: neither
    the call itself, nor a default of the class. `function` names the function it stands in.
    """

    model: Model
    training: Value = None
    function: str = ""


@dataclass(frozen=True, eq=False)
class Gradient(Node):
    """A call of `tape.gradient(target, sources)`.

    `model` is the model whose weights the sources are, as it is now, and `attribute` which of them:
    `trainable_variables`, `variables`, …; both are unknown for other sources. `passes` are the
    calls of models on the tape. `before` is the last call of the same model in the same function
    that was made while no tape recorded. `outside` is true if the target is a name that the block
    of the tape does not bind; `opaque`, if something happened on the tape that is not followed.
    """

    tape: Site
    model: Model | Unknown
    attribute: Str
    passes: tuple[Pass, ...] = ()
    before: Pass | None = None
    outside: bool = False
    opaque: bool = False
    function: str = ""

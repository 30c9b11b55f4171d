"""Low-rank adaptation of a table of weights, and tables that are given from outside."""

from collections.abc import Iterator

from kerascheck.keras_api.arguments import plain, size
from kerascheck.values import BuildError, Data, Int, Unknown, Value, Weight
from kerascheck.values.shapes import shape_text


def check_lora(rank: Value, constraint: Value, name: str) -> None:
    """Refuse a rank that is no size, and one together with a constraint on the weights."""
    if isinstance(rank, Unknown) or not plain(rank) or not rank:
        return
    size(rank, "lora_rank")
    if constraint is not None and not isinstance(constraint, Unknown):
        raise BuildError(
            "argument",
            f"has both `lora_rank` and `{name}`",
            help=f"remove `{name}`, or `lora_rank`",
            keras=f"Lora is incompatible with constraints: remove the `{name}` argument",
            argument=name,
        )


def with_lora(name: str, shape: tuple[Int, ...], rank: Value) -> Iterator[Weight]:
    """The weights of the shape; with a rank they are frozen, and two small factors are trained."""
    if not rank:
        yield Weight(name, shape)
        return
    number: Int = rank if isinstance(rank, Unknown) else size(rank, "lora_rank")
    yield Weight(name, shape, trainable=False)
    yield Weight(f"lora_{name}_a", (*shape[:-1], number))
    yield Weight(f"lora_{name}_b", (number, shape[-1]))


def check_table(value: Value, wanted: tuple[Int, Int]) -> None:
    """Refuse a given array of weights that has another shape than the layer needs."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, Data) or isinstance(value.shape, Unknown):
        return
    known = all(isinstance(dim, int) for dim in (*value.shape, *wanted))
    if known and tuple(value.shape) != wanted:
        raise BuildError(
            "argument",
            f"needs `weights` of the shape {shape_text(wanted)}, but gets {shape_text(value.shape)}",
            help="let `input_dim` and `output_dim` be the shape of the table",
            keras="weight shape is not compatible with provided weight shape",
            argument="weights",
        )

"""Random calls of `keras.ops` and of operators."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.oracle import T
from tests.keras_api.ops.cases.drawing import (
    AXES,
    DIMS,
    alike,
    calls,
    pairs,
    shapes,
    summed,
    tensors,
)
from tests.keras_api.ops.oracle import Call

KINDS = ("float32", "float16", "int32", "int64", "bool", "uint8", "int8", "float64", "bfloat16")
FLAGS = st.booleans()
SOME_AXES = st.one_of(st.none(), AXES, st.lists(st.integers(0, 3), max_size=2, unique=True))
NUMBERS = st.sampled_from([1, 2.5, True])

_UNARY = (
    "abs exp log sqrt sin floor square negative sign isnan logical_not round zeros_like ones_like "
    "relu sigmoid tanh softplus rsqrt erf reciprocal log1p ravel ceil gelu"
)
_BINARY = "add subtract multiply divide maximum minimum power mod floor_divide equal less arctan2"
_REDUCED = "sum mean max min prod any all std var argmax argmin logsumexp median"


def _one(name: str) -> Any:
    return calls(f"keras.ops.{name}", tensors(0, 4, *KINDS))


def _two(name: str) -> Any:
    both = pairs(*KINDS)
    with_number = st.tuples(tensors(0, 3, *KINDS), NUMBERS)
    return st.one_of(both, with_number).map(lambda pair: Call(name, tuple(pair)))


@st.composite
def _matrices(draw: Any) -> tuple[T, T]:
    first = draw(shapes(1, 4))
    inner = draw(st.sampled_from([first[-1], None, 4]))
    lead = draw(st.sampled_from([first[:-2], (), (1,)]))
    second = (inner,) if draw(st.integers(0, 4)) == 0 else (*lead, inner, draw(DIMS))
    kinds = st.sampled_from(("float32", "int32", "float16", "int8"))
    return T(first, draw(kinds)), T(second, draw(kinds))


_SHAPES = st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6, 12]), max_size=4).map(tuple)
_BOUNDS = st.one_of(st.none(), st.integers(-4, 4))
_SLICES = st.builds(slice, _BOUNDS, _BOUNDS, st.sampled_from([None, 1, 2, -1]))
_KEYS = st.lists(
    st.one_of(st.integers(-3, 3), _SLICES, st.none(), st.just(...)), min_size=1, max_size=4
).map(tuple)
_IMAGES = st.builds(
    T, st.lists(st.one_of(st.integers(1, 9), st.none()), min_size=2, max_size=5).map(tuple)
)
_WINDOW = st.integers(1, 3)
_PADDINGS = st.sampled_from(["valid", "same"])


@st.composite
def _convolved(draw: Any) -> tuple[T, T]:
    image = draw(st.lists(st.one_of(st.integers(2, 9), st.none()), min_size=3, max_size=5))
    if image[-1] is None:
        image[-1] = 3
    inside = draw(st.sampled_from([image[-1], image[-1], 2]))
    kernel = [draw(_WINDOW) for _ in image[1:-1]]
    return T(tuple(image)), T((*kernel, inside, draw(st.integers(1, 4))))


def _first_tells(call: Call) -> bool:
    """Whether the tensors behind the first agree with each other where the first is open.

    Keras compares each of them with the first alone, and fails when the model runs.
    """
    given = [item for item in call.args[0] if isinstance(item, T)]
    for sizes in zip(*(tensor.shape for tensor in given), strict=False):
        if sizes[0] is None and len({size for size in sizes if size is not None}) > 1:
            return False
    return True


CASES: dict[str, Any] = {
    **{f"keras.ops.{name}": _one(name) for name in _UNARY.split()},
    **{f"keras.ops.{name}": _two(f"keras.ops.{name}") for name in _BINARY.split()},
    **{
        f"keras.ops.{name}": calls(
            f"keras.ops.{name}",
            tensors(0, 4, *KINDS),
            axis=AXES if name.startswith("arg") else SOME_AXES,
            keepdims=FLAGS,
        )
        for name in _REDUCED.split()
    },
    **{name: _two(name) for name in ("add", "multiply", "divide", "power", "less")},
    "matmul": _matrices().map(lambda pair: Call("matmul", pair)),
    "negative": calls("negative", tensors()),
    "getitem": calls("getitem", tensors(), st.one_of(_KEYS, st.integers(-3, 3))),
    "keras.ops.matmul": _matrices().map(lambda pair: Call("keras.ops.matmul", pair)),
    "keras.ops.dot": _matrices().map(lambda pair: Call("keras.ops.dot", pair)),
    "keras.ops.outer": pairs(*KINDS).map(lambda pair: Call("keras.ops.outer", pair)),
    "keras.ops.inner": pairs("float32").map(lambda pair: Call("keras.ops.inner", pair)),
    "keras.ops.reshape": calls("keras.ops.reshape", tensors(0, 4, *KINDS), _SHAPES),
    "keras.ops.expand_dims": calls("keras.ops.expand_dims", tensors(), st.one_of(AXES, st.tuples(AXES))),
    "keras.ops.squeeze": calls("keras.ops.squeeze", tensors(), st.one_of(st.none(), AXES)),
    "keras.ops.transpose": calls(
        "keras.ops.transpose", tensors(), st.one_of(st.none(), st.permutations([0, 1, 2]))
    ),
    "keras.ops.swapaxes": calls("keras.ops.swapaxes", tensors(), AXES, AXES),
    "keras.ops.moveaxis": calls("keras.ops.moveaxis", tensors(1), AXES, AXES),
    "keras.ops.tile": calls("keras.ops.tile", tensors(), st.lists(_WINDOW, max_size=4)),
    "keras.ops.repeat": calls(
        "keras.ops.repeat",
        tensors(1),
        st.one_of(_WINDOW, st.lists(_WINDOW, min_size=1, max_size=3)),
        axis=st.one_of(st.none(), AXES),
    ),
    "keras.ops.pad": calls(
        "keras.ops.pad",
        tensors(1),
        st.one_of(_WINDOW, st.tuples(_WINDOW, _WINDOW), st.lists(st.tuples(_WINDOW, _WINDOW), min_size=1, max_size=3)),
    ),
    "keras.ops.broadcast_to": calls("keras.ops.broadcast_to", tensors(), st.lists(_WINDOW, max_size=4).map(tuple)),
    "keras.ops.flip": calls("keras.ops.flip", tensors(), st.one_of(st.none(), AXES)),
    "keras.ops.roll": calls("keras.ops.roll", tensors(), _WINDOW, st.one_of(st.none(), AXES)),
    "keras.ops.diag": calls("keras.ops.diag", tensors(), AXES),
    "keras.ops.diagonal": calls("keras.ops.diagonal", tensors(2), AXES),
    "keras.ops.trace": calls("keras.ops.trace", tensors(2, 4, *KINDS)),
    "keras.ops.concatenate": calls("keras.ops.concatenate", alike(3, *KINDS), AXES).filter(
        _first_tells
    ),
    "keras.ops.stack": calls("keras.ops.stack", alike(2, *KINDS), AXES),
    "keras.ops.unstack": calls("keras.ops.unstack", tensors(), axis=AXES),
    "keras.ops.split": calls("keras.ops.split", tensors(1), st.one_of(_WINDOW, st.just([1, 2])), AXES),
    "keras.ops.take": calls(
        "keras.ops.take", tensors(1), tensors(0, 2, "int32"), axis=st.one_of(st.none(), AXES)
    ),
    "keras.ops.take_along_axis": pairs("int32").flatmap(
        lambda pair: st.builds(
            lambda axis: Call("keras.ops.take_along_axis", pair, {"axis": axis}),
            st.one_of(st.none(), AXES),
        )
    ),
    "keras.ops.where": calls("keras.ops.where", tensors(0, 2, "bool"), tensors(0, 2, *KINDS), NUMBERS),
    "keras.ops.clip": calls("keras.ops.clip", tensors(0, 3, *KINDS), st.just(0), st.just(1)),
    "keras.ops.cast": calls("keras.ops.cast", tensors(0, 3, *KINDS), st.sampled_from(KINDS)),
    "keras.ops.one_hot": calls("keras.ops.one_hot", tensors(0, 3, "int32"), _WINDOW),
    "keras.ops.softmax": calls("keras.ops.softmax", tensors(), AXES),
    "keras.ops.cumsum": calls("keras.ops.cumsum", tensors(0, 3, *KINDS), axis=st.one_of(st.none(), AXES)),
    "keras.ops.sort": calls("keras.ops.sort", tensors(), axis=st.one_of(st.none(), AXES)),
    "keras.ops.argsort": calls("keras.ops.argsort", tensors(), axis=st.one_of(st.none(), AXES)),
    "keras.ops.top_k": calls("keras.ops.top_k", tensors(1), _WINDOW),
    "keras.ops.moments": calls("keras.ops.moments", tensors(1), st.lists(AXES, min_size=1, max_size=1), keepdims=FLAGS),
    "keras.ops.norm": calls("keras.ops.norm", tensors(0, 4, *KINDS), axis=st.one_of(st.none(), AXES), keepdims=FLAGS),
    "keras.ops.tensordot": calls("keras.ops.tensordot", tensors(2, 3), tensors(2, 3), st.just(([1], [0]))),
    "keras.ops.einsum": summed("keras.ops.einsum", "bij,bjk->bik", "bhqd,bhkd->bhqk", "...ij,kj->...ik", "ij,jk", "bi,bj->bij"),
    "keras.ops.max_pool": calls("keras.ops.max_pool", _IMAGES, _WINDOW, st.one_of(st.none(), _WINDOW), _PADDINGS),
    "keras.ops.conv": _convolved().flatmap(
        lambda pair: st.builds(
            lambda n, padding: Call("keras.ops.conv", pair, {"strides": n, "padding": padding}),
            _WINDOW,
            _PADDINGS,
        )
    ),
    "keras.ops.depthwise_conv": _convolved().map(lambda pair: Call("keras.ops.depthwise_conv", pair)),
    "keras.ops.depth_to_space": calls("keras.ops.depth_to_space", _IMAGES, st.integers(2, 3)),
    "keras.ops.space_to_depth": calls(
        "keras.ops.space_to_depth",
        st.builds(lambda *dims: T(dims), DIMS, st.sampled_from([4, 6, None]), st.sampled_from([6, 9, None]), DIMS),
        st.integers(2, 3),
    ),
    "keras.ops.glu": calls("keras.ops.glu", tensors(1), AXES),
    "keras.ops.image.resize": calls("keras.ops.image.resize", _IMAGES, st.tuples(_WINDOW, _WINDOW)),
    "keras.ops.image.rgb_to_grayscale": calls("keras.ops.image.rgb_to_grayscale", _IMAGES),
    "keras.ops.image.extract_patches": calls("keras.ops.image.extract_patches", _IMAGES, st.tuples(_WINDOW, _WINDOW), padding=_PADDINGS),
    "keras.ops.image.crop_images": calls(
        "keras.ops.image.crop_images", _IMAGES, top_cropping=_WINDOW, left_cropping=_WINDOW, bottom_cropping=_WINDOW, right_cropping=_WINDOW
    ),
    "keras.ops.image.pad_images": calls(
        "keras.ops.image.pad_images", _IMAGES, top_padding=_WINDOW, left_padding=_WINDOW, target_height=st.integers(5, 12), target_width=st.integers(5, 12)
    ),
}  # fmt: skip

"""Random calls of `keras.backend` as Keras 1 and 2 have it."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.oracle import T
from tests.keras_api.ops.cases.drawing import AXES, DIMS, alike, calls, pairs, shapes, tensors
from tests.keras_api.ops.oracle import Call

WINDOW = st.integers(1, 3)
SOME_AXES = st.one_of(st.none(), AXES, st.lists(st.integers(0, 3), max_size=2, unique=True))
_SHAPES = st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6, 12]), max_size=4).filter(
    lambda shape: shape.count(-1) < 2  # TensorFlow sees two only when it runs
)
_IMAGES = st.builds(T, st.tuples(DIMS, *[st.one_of(st.integers(3, 9), st.none())] * 2, st.just(3)))


def _k(name: str, *args: Any, **kwargs: Any) -> Any:
    return calls(f"keras.backend.{name}", *args, **kwargs)


def _pairs(name: str) -> Any:
    return pairs().map(lambda pair: Call(f"keras.backend.{name}", pair))


@st.composite
def _batches(draw: Any) -> tuple[T, T]:
    first = draw(shapes(2, 4))
    second = (first[0], *draw(st.permutations(first[1:])))
    if draw(st.booleans()):
        second = (*second[:-1], draw(DIMS))
    return T(first), T(second[: draw(st.integers(2, len(second)))])


@st.composite
def _matrices(draw: Any) -> tuple[T, T]:
    first = draw(shapes(2, 3))
    lead = draw(st.sampled_from([(), (), (2,)]))
    return T(first), T((*lead, draw(st.sampled_from([first[-1], first[-1], 4])), draw(DIMS)))


CASES: dict[str, Any] = {
    **{
        f"keras.backend.{name}": _k(name, tensors())
        for name in ["abs", "exp", "log", "sqrt", "square", "sigmoid", "tanh", "relu", "softplus", "zeros_like", "transpose"]
    },
    **{
        f"keras.backend.{name}": _k(name, tensors(), axis=SOME_AXES, keepdims=st.booleans())
        for name in ["sum", "mean", "max", "min", "prod", "std", "var"]
    },
    **{f"keras.backend.{name}": _pairs(name) for name in ["maximum", "minimum", "equal", "greater"]},
    "keras.backend.any": _k("any", tensors(0, 3, "bool"), SOME_AXES),
    "keras.backend.argmax": _k("argmax", tensors(2), st.integers(-2, 1)),
    "keras.backend.cumsum": _k("cumsum", tensors(2), st.integers(-2, 1)),
    "keras.backend.clip": _k("clip", tensors(), st.just(0.0), st.just(1.0)),
    "keras.backend.cast": _k("cast", tensors(), st.sampled_from(["int32", "float16"])),
    "keras.backend.dot": _matrices().map(lambda pair: Call("keras.backend.dot", pair)),
    "keras.backend.batch_dot": _batches().flatmap(
        lambda pair: st.builds(
            lambda axes: Call("keras.backend.batch_dot", pair, {"axes": axes}),
            st.sampled_from([None, 1, 2, (1, 1), (2, 1), (2, 2), (-1, -1)]),
        )
    ),
    "keras.backend.reshape": _k("reshape", tensors(), _SHAPES),
    "keras.backend.flatten": _k("flatten", tensors()),
    "keras.backend.batch_flatten": _k("batch_flatten", tensors(2)),
    "keras.backend.expand_dims": _k("expand_dims", tensors(), AXES),
    "keras.backend.squeeze": _k("squeeze", tensors(1), AXES),
    "keras.backend.permute_dimensions": _k(
        "permute_dimensions", tensors(2), st.permutations([0, 1, 2])
    ),
    "keras.backend.concatenate": _k("concatenate", alike(2), axis=AXES),
    "keras.backend.stack": _k("stack", alike(2), axis=AXES),
    "keras.backend.repeat": _k("repeat", tensors(1, 3), WINDOW),
    "keras.backend.repeat_elements": _k("repeat_elements", tensors(1), WINDOW, AXES),
    "keras.backend.tile": _k("tile", tensors(1), st.lists(WINDOW, min_size=1, max_size=4)),
    "keras.backend.temporal_padding": _k("temporal_padding", tensors(3, 3), st.tuples(WINDOW, WINDOW)),
    "keras.backend.spatial_2d_padding": _k(
        "spatial_2d_padding", _IMAGES, st.tuples(st.tuples(WINDOW, WINDOW), st.tuples(WINDOW, WINDOW))
    ),
    "keras.backend.gather": _k("gather", tensors(1), tensors(0, 2, "int32")),
    "keras.backend.one_hot": _k("one_hot", tensors(0, 2, "int32"), WINDOW),
    "keras.backend.reverse": _k("reverse", tensors(1), AXES),
    "keras.backend.softmax": _k("softmax", tensors(2)),
    "keras.backend.l2_normalize": _k("l2_normalize", tensors(1), axis=AXES),
    "keras.backend.binary_crossentropy": _pairs("binary_crossentropy"),
    "keras.backend.categorical_crossentropy": alike(2).map(
        lambda both: Call("keras.backend.categorical_crossentropy", tuple(both))
    ),
    "keras.backend.pool2d": _k(
        "pool2d", _IMAGES, st.tuples(WINDOW, WINDOW), padding=st.sampled_from(["valid", "same"])
    ),
    "keras.backend.resize_images": _k(
        "resize_images", _IMAGES, WINDOW, WINDOW, st.just("channels_last")
    ),
    "keras.backend.conv2d": _k(
        "conv2d",
        _IMAGES,
        st.builds(lambda k, n: T((k, k, 3, n)), WINDOW, WINDOW),
        padding=st.sampled_from(["valid", "same"]),
    ),
}  # fmt: skip

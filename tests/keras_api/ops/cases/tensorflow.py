"""Random calls of TensorFlow's functions in a graph, as models of `tf.keras` 2 have them."""

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

FLAGS = st.booleans()
WINDOW = st.integers(1, 3)
SOME_AXES = st.one_of(st.none(), AXES, st.lists(st.integers(0, 3), max_size=2, unique=True))
PADDINGS = st.sampled_from(["VALID", "SAME"])
_UNARY = "abs exp math.log sqrt square sigmoid tanh negative round math.softplus nn.relu identity"
_BINARY = "add subtract multiply divide maximum math.pow equal less math.squared_difference"
_REDUCED = "reduce_sum reduce_mean reduce_max math.reduce_std reduce_logsumexp"
_SHAPES = st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6, 12]), max_size=4).filter(
    lambda shape: shape.count(-1) < 2  # TensorFlow sees two only when it runs
)
_IMAGES = st.builds(
    T, st.lists(st.one_of(st.integers(1, 9), st.none()), min_size=3, max_size=5).map(tuple)
)
_SQUARES = st.builds(T, st.tuples(DIMS, *[st.one_of(st.integers(3, 9), st.none())] * 2, st.just(3)))


def _tf(name: str, *args: Any, **kwargs: Any) -> Any:
    return calls(f"tensorflow.{name}", *args, **kwargs)


@st.composite
def _matrices(draw: Any) -> tuple[T, T]:
    first = draw(shapes(1, 4))
    inner = draw(st.sampled_from([first[-1], None, 4]))
    lead = draw(st.sampled_from([first[:-2], (), (1,)]))
    return T(first), T((*lead, inner, draw(DIMS)))


def _two(name: str) -> Any:
    numbers = st.tuples(tensors(0, 3), st.sampled_from([1.0, 2.5]))
    lists = st.tuples(tensors(0, 3), st.just([1.0, 2.0, 3.0]))
    return st.one_of(pairs(), numbers, lists).map(lambda pair: Call(name, tuple(pair)))


CASES: dict[str, Any] = {
    **{f"tensorflow.{name}": _tf(name, tensors()) for name in _UNARY.split()},
    **{f"tensorflow.{name}": _two(f"tensorflow.{name}") for name in _BINARY.split()},
    **{
        f"tensorflow.{name}": _tf(name, tensors(), axis=SOME_AXES, keepdims=FLAGS)
        for name in _REDUCED.split()
    },
    "tensorflow.reduce_any": _tf("reduce_any", tensors(0, 4, "bool"), SOME_AXES),
    "tensorflow.argmax": _tf("argmax", tensors(2), st.sampled_from([None, 0, 1, -1])),
    "tensorflow.matmul": _matrices().flatmap(
        lambda pair: st.builds(
            lambda a, b: Call("tensorflow.matmul", pair, {"transpose_a": a, "transpose_b": b}),
            FLAGS,
            FLAGS,
        )
    ),
    "tensorflow.linalg.matvec": _tf("linalg.matvec", tensors(2, 3), tensors(1, 2)),
    "tensorflow.tensordot": _tf(
        "tensordot",
        st.sampled_from([T((None, 3)), T((2, None, 3))]),
        st.sampled_from([T((3, 4)), T((3, None, 2))]),
        st.sampled_from([1, [[-1], [0]]]),
    ),
    "tensorflow.einsum": summed("tensorflow.einsum", "bij,bjk->bik", "bhqd,bhkd->bhqk", "ij,jk->ik", "bi,bj->bij"),
    "tensorflow.norm": _tf("norm", tensors(1), axis=st.one_of(st.none(), AXES), keepdims=FLAGS),
    "tensorflow.reshape": _tf("reshape", tensors(), _SHAPES),
    "tensorflow.expand_dims": _tf("expand_dims", tensors(), AXES),
    "tensorflow.squeeze": _tf("squeeze", tensors(), AXES),
    "tensorflow.transpose": _tf(
        "transpose", tensors(), st.one_of(st.none(), st.permutations([0, 1, 2]))
    ),
    "tensorflow.tile": _tf("tile", tensors(), st.lists(WINDOW, min_size=1, max_size=4)),
    "tensorflow.repeat": _tf("repeat", tensors(1), WINDOW, AXES),
    "tensorflow.pad": _tf(
        "pad", tensors(1), st.lists(st.tuples(WINDOW, WINDOW), min_size=1, max_size=3)
    ),
    "tensorflow.broadcast_to": _tf("broadcast_to", tensors(), st.lists(WINDOW, max_size=4)),
    "tensorflow.reverse": _tf("reverse", tensors(1), st.lists(AXES, min_size=1, max_size=1)),
    "tensorflow.concat": _tf("concat", alike(3), AXES),
    "tensorflow.stack": _tf("stack", alike(2), AXES),
    "tensorflow.unstack": _tf("unstack", tensors(1), axis=AXES),
    "tensorflow.split": _tf(
        "split", tensors(1), st.one_of(WINDOW, st.sampled_from([[1, 2], [1, -1], [2, 2, 1]])), AXES
    ),
    "tensorflow.gather": _tf("gather", tensors(1), tensors(0, 2, "int32"), axis=AXES),
    "tensorflow.gather_nd": _tf(
        "gather_nd",
        tensors(2),
        st.builds(lambda lead, n: T((*lead, n), "int32"), shapes(0, 2), st.integers(1, 2)),
    ),
    "tensorflow.boolean_mask": _tf("boolean_mask", tensors(1), st.just(T((None,), "bool"))),
    "tensorflow.slice": _tf(
        "slice",
        tensors(1, 3),
        st.lists(st.integers(0, 2), min_size=1, max_size=3),
        st.lists(st.sampled_from([-1, 1, 2]), min_size=1, max_size=3),
    ),
    "tensorflow.where": _tf("where", tensors(0, 2, "bool"), tensors(0, 2), st.just(1.0)),
    "tensorflow.one_hot": _tf("one_hot", tensors(0, 3, "int32"), WINDOW),
    "tensorflow.cast": _tf("cast", tensors(), st.sampled_from(["int32", "float16", "bool"])),
    "tensorflow.clip_by_value": _tf("clip_by_value", tensors(), st.just(0.0), st.just(1.0)),
    "tensorflow.zeros_like": _tf("zeros_like", tensors(0, 4, "float32", "int32")),
    "tensorflow.nn.softmax": _tf("nn.softmax", tensors(1), AXES),
    "tensorflow.nn.l2_normalize": _tf("nn.l2_normalize", tensors(1), AXES),
    "tensorflow.cumsum": _tf("cumsum", tensors(2), st.integers(-2, 1)),
    "tensorflow.sort": _tf("sort", tensors(1), AXES),
    "tensorflow.math.top_k": _tf("math.top_k", tensors(1), WINDOW),
    "tensorflow.nn.moments": _tf(
        "nn.moments", tensors(1), st.lists(AXES, min_size=1, max_size=1), keepdims=FLAGS
    ),
    "tensorflow.nn.max_pool2d": _tf("nn.max_pool2d", _IMAGES, WINDOW, WINDOW, PADDINGS),
    "tensorflow.nn.avg_pool": _tf("nn.avg_pool", _SQUARES, WINDOW, WINDOW, PADDINGS),
    "tensorflow.nn.conv2d": _tf(
        "nn.conv2d",
        _SQUARES,
        st.builds(lambda k, n, c: T((k, k, c, n)), WINDOW, WINDOW, st.sampled_from([3, 2])),
        WINDOW,
        PADDINGS,
    ),
    "tensorflow.nn.depth_to_space": _tf(
        "nn.depth_to_space", st.builds(T, st.tuples(DIMS, DIMS, DIMS, st.integers(3, 12))), st.just(2)
    ),
    "tensorflow.nn.bias_add": _tf("nn.bias_add", tensors(2), tensors(1, 1)),
    "tensorflow.nn.sparse_softmax_cross_entropy_with_logits": _tf(
        "nn.sparse_softmax_cross_entropy_with_logits",
        labels=st.just(T((None,), "int32")),
        logits=st.just(T((None, 5))),
    ),
    "tensorflow.linalg.diag": _tf("linalg.diag", tensors(1)),
    "tensorflow.linalg.diag_part": _tf("linalg.diag_part", tensors(2)),
    "tensorflow.linalg.band_part": _tf("linalg.band_part", tensors(2), st.just(-1), st.just(0)),
    "tensorflow.linalg.trace": _tf("linalg.trace", tensors(2)),
    "tensorflow.sequence_mask": _tf("sequence_mask", tensors(1, 2, "int32"), WINDOW),
    "tensorflow.image.resize": _tf("image.resize", _SQUARES, st.tuples(WINDOW, WINDOW)),
    "tensorflow.image.resize_with_crop_or_pad": _tf(
        "image.resize_with_crop_or_pad", _SQUARES, WINDOW, WINDOW
    ),
    "tensorflow.image.rgb_to_grayscale": _tf("image.rgb_to_grayscale", _SQUARES),
    "tensorflow.image.central_crop": _tf("image.central_crop", _SQUARES, st.sampled_from([0.5, 0.75])),
    "tensorflow.image.flip_left_right": _tf("image.flip_left_right", _SQUARES),
    "tensorflow.image.ssim": _tf("image.ssim", st.just(T((None, 32, 32, 3))), st.just(T((None, 32, 32, 3))), st.just(1.0)),
    "tensorflow.image.sobel_edges": _tf("image.sobel_edges", _SQUARES),
    "tensorflow.signal.frame": _tf("signal.frame", tensors(1, 2), WINDOW, WINDOW),
    "tensorflow.signal.rfft": _tf("signal.rfft", st.builds(lambda *dims: T(dims), WINDOW, st.integers(1, 9))),
    "tensorflow.signal.stft": _tf("signal.stft", st.just(T((None, 400))), st.integers(5, 40), st.integers(5, 40)),
}  # fmt: skip

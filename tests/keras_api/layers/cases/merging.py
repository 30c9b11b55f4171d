"""Random calls of the layers that join tensors."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.shapes import OPEN, tensors
from tests.keras_api.layers.oracle import Case, T, case

DIM = st.sampled_from([1, 1, 2, 3, 3, 4, None])
ELEMENTWISE = ["Add", "Multiply", "Average", "Maximum", "Minimum"]


@st.composite
def alike(draw: st.DrawFn, most: int = 3, least: int = 1) -> list[T]:
    """Tensors that mostly have one shape, but for an axis, a length 1 or the first axes."""
    shape = draw(st.lists(DIM, min_size=0, max_size=3))
    found = []
    for _ in range(draw(st.integers(least, most))):
        mine = list(shape)
        for place in range(len(mine)):
            if draw(st.integers(0, 7)) == 0:
                mine[place] = draw(DIM)
        if draw(st.integers(0, 7)) == 0:
            mine = mine[1:]
        batch = draw(st.sampled_from([None, None, None, None, None, None, 2, 2, 3]))
        dtype = draw(st.sampled_from(["float32", "float32", "int32"]))
        found.append(T((batch, *mine), dtype))
    return found


def merged(layer: str, config: SearchStrategy[dict[str, Any]]) -> SearchStrategy[Case]:
    """Calls on a list, on a tuple, on one tensor and on two arguments."""
    on_list = st.builds(lambda c, ts: case(layer, c, ts), config, alike())
    on_tuple = st.builds(lambda c, ts: case(layer, c, tuple(ts)), config, alike())
    on_two = st.builds(lambda c, ts: case(layer, c, *ts), config, alike(2))
    on_one = st.builds(lambda c, t: case(layer, c, t), config, tensors(st.integers(1, 4), OPEN))
    on_pair = st.builds(lambda c, ts: case(layer, c, ts), config, alike(2, 2))
    return st.one_of(*[on_list] * 3, *[on_pair] * 3, on_tuple, on_one, on_two)


@st.composite
def dotted(draw: st.DrawFn) -> Case:
    """Two tensors of 1 to 4 axes that have a length in common."""
    length = draw(st.sampled_from([2, 3, 4, 5, None]))
    places, found = [], []
    for _ in range(2):
        shape: list[int | None] = [None, *draw(st.lists(DIM, max_size=2))]
        place = draw(st.integers(1, len(shape)))
        shape.insert(place, length)
        places.append(place - draw(st.sampled_from([0, 0, len(shape)])))
        found.append(T(tuple(shape)))
    same = places[0] == places[1] and draw(st.booleans())
    axes: Any = places[0] if same else draw(st.sampled_from([tuple, list]))(places)
    return case("Dot", {"axes": axes, "normalize": draw(st.booleans())}, found)


PLAIN: SearchStrategy[dict[str, Any]] = st.sampled_from([{}, {}, {"dtype": "float16"}])
AXIS: Any = st.sampled_from([-1, -1, -1, 1, 1, 2, 0, -2, 3, -4, "1", None])
AXES: Any = st.one_of(
    st.sampled_from([1, 1, -1, -1, 2, -2, (1, 1), (2, 2), [2, 1], (-1, 1), [-1, -1]]),
    st.sampled_from([1, 1, -1, 2, 0, 3, -2, "1", None, (1,), (1, 2.0), [1, 2, 3]]),
    st.tuples(st.integers(-3, 3), st.integers(-3, 3)),
)


def _has_the_axis(tried: Case) -> bool:
    """Whether each tensor has the axis along which they are joined.

    Keras overlooks one that has not, where the rest happens to fit: its symbolic call gives a
    shape, and every backend then refuses to run it.
    """
    axis = tried.made.config["axis"]
    given = tried.args[0] if tried.args else None
    if not isinstance(axis, int) or not isinstance(given, list):
        return True
    ranks = {len(tensor.shape) for tensor in given if isinstance(tensor, T)}
    return len(ranks) < 2 or axis < min(ranks)


CASES: dict[str, Any] = {
    **{name: merged(name, PLAIN) for name in [*ELEMENTWISE, "Subtract"]},
    "Concatenate": merged("Concatenate", st.builds(lambda axis: {"axis": axis}, AXIS)).filter(
        _has_the_axis
    ),
    "Dot": st.one_of(
        *[dotted()] * 3,
        merged("Dot", st.builds(lambda axes: {"axes": axes, "normalize": False}, AXES)),
    ),
}

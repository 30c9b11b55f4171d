"""What the strategies have in common."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.oracle import T
from tests.keras_api.ops.oracle import Call

DIMS = st.one_of(st.integers(1, 6), st.none())
AXES = st.integers(-4, 3)
Draw = Callable[..., Any]


def shapes(least: int = 0, most: int = 4) -> Any:
    """Shapes of some ranks, with open dimensions."""
    return st.lists(DIMS, min_size=least, max_size=most).map(tuple)


def tensors(least: int = 0, most: int = 4, *dtypes: str) -> Any:
    """Tensors of some ranks."""
    return st.builds(T, shapes(least, most), st.sampled_from(dtypes or ("float32",)))


@st.composite
def pairs(draw: Draw, *dtypes: str, most: int = 3) -> tuple[T, T]:
    """Two tensors whose shapes often fit together."""
    first = draw(shapes(0, most))
    second = [draw(st.sampled_from([dim, dim, dim, 1, None, 3])) for dim in first]
    second = second[draw(st.integers(0, 1)) if second else 0 :]
    kinds = st.sampled_from(dtypes or ("float32",))
    return T(first, draw(kinds)), T(tuple(second), draw(kinds))


@st.composite
def alike(draw: Draw, count: int, *dtypes: str) -> list[T]:
    """Tensors that differ in a dimension or two at most."""
    first = draw(shapes(1, 3))
    kinds = st.sampled_from(dtypes or ("float32",))
    found = []
    for _ in range(count):
        shape = list(first)
        if draw(st.booleans()):
            shape[draw(st.integers(0, len(shape) - 1))] = draw(DIMS)
        found.append(T(tuple(shape), draw(kinds)))
    return found


def calls(name: str, *args: Any, **kwargs: Any) -> Any:
    """Calls of a function with an argument from each strategy."""
    return st.builds(
        lambda given, named: Call(name, tuple(given), named),
        st.tuples(*args),
        st.fixed_dictionaries(kwargs),
    )


@st.composite
def summed(draw: Draw, name: str, *texts: str) -> Call:
    """A call of `einsum` whose letters have one size each, which is sometimes open."""
    text = draw(st.sampled_from(texts))
    sizes = {letter: draw(st.integers(2, 6)) for letter in "bdhijkq"}
    operands = [
        T(
            tuple(
                draw(st.sampled_from([sizes[c], sizes[c], None])) for c in term.replace("...", "b")
            )
        )
        for term in text.partition("->")[0].split(",")
    ]
    if "..." not in text and draw(st.integers(0, 3)) == 0:
        operands[0] = T((*operands[0].shape, 2))
    return Call(name, (text, *operands))

"""Random calls of the layers that change the shape and nothing else."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.convolutional import (
    DTYPES,
    FORMATS,
    ODD,
    POLICIES,
    images,
    options,
    per_axis,
    rarely,
)
from tests.keras_api.layers.cases.shapes import OPEN, SIZE, tensors
from tests.keras_api.layers.oracle import Case, T, case


def called(
    kind: str, config: SearchStrategy[dict[str, Any]], x: SearchStrategy[T]
) -> SearchStrategy[Case]:
    """Calls with one input, rarely with two in a list."""
    pair = st.builds(lambda x: [x, x], x)
    return st.builds(lambda config, x: case(kind, config, x), config, rarely(x, pair))


def divisors(x: T) -> SearchStrategy[Any]:
    """Shapes for the samples of `x`, most of which fit."""
    sizes = [dim for dim in x.shape[1:] if dim is not None]
    shuffled = st.permutations(sizes).map(tuple)
    joined = shuffled.map(lambda t: (*t[:-2], t[-1] * t[-2]) if len(t) > 1 else t)
    inferred = st.builds(lambda t: (*t[:-1], -1), shuffled)
    grown = shuffled.map(lambda t: (1, *t))
    number = st.sampled_from([-1, 0, 1, 2, 3, 4, 6, None, -2, 2.0])
    free = st.lists(number, max_size=4).map(tuple)
    return st.one_of(shuffled, joined, inferred, grown, grown.map(list), free, st.integers(1, 9))


def reshapes() -> SearchStrategy[Case]:
    """Calls of Reshape, whose target depends on the input."""
    inputs = tensors(st.integers(0, 4), st.one_of(SIZE, SIZE, OPEN, st.integers(0, 1)), DTYPES)
    return inputs.flatmap(
        lambda x: st.builds(
            lambda shape, policy: case("Reshape", {"target_shape": shape, "dtype": policy}, x),
            divisors(x),
            POLICIES,
        )
    )


def permutes() -> SearchStrategy[Case]:
    """Calls of Permute, mostly with as many axes as the input has."""
    wrong = st.sampled_from([(), (0, 1), (1, 1), (2, 1, 4), 3, (2.0, 1.0), (-1, 1), "21"])
    dims = st.integers(1, 4).flatmap(lambda n: st.permutations(range(1, n + 1)).map(tuple))
    config = options(dims=rarely(dims, wrong), dtype=POLICIES)
    free = st.builds(lambda c, x: case("Permute", c, x), config, tensors(st.integers(0, 5), OPEN))
    fitting = dims.flatmap(
        lambda d: tensors(len(d) + 1, OPEN, DTYPES).map(lambda x: case("Permute", {"dims": d}, x))
    )
    return st.one_of(free, fitting)


def margins(n: int, most: int) -> SearchStrategy[Any]:
    """Numbers to cut or add, in all the forms that the layers take."""
    number = st.integers(0, most)
    pair = st.tuples(number, number)
    nested = st.tuples(*[st.one_of(pair, number, pair.map(list))] * n)
    wrong = st.one_of(ODD, st.sampled_from([((1.0, 1.0),) * n, (1.0,) * n, ((1, 2, 3),) * n]))
    return rarely(st.one_of(number, nested, pair), wrong)


def bordered(kind: str, n: int, argument: str, most: int) -> SearchStrategy[Case]:
    """Calls of a cropping or padding; that in one dimension of Cropping has no data format."""
    more = {} if kind == "Cropping1D" else {"data_format": FORMATS}
    wanted = margins(2, most) if n == 1 else margins(n, most)
    return called(kind, options(**{argument: wanted}, **more, dtype=POLICIES), images(n))


def enlarged(kind: str, n: int) -> SearchStrategy[Case]:
    """Calls of an upsampling."""
    more: dict[str, SearchStrategy[Any]] = {} if n == 1 else {"data_format": FORMATS}
    if n == 2:
        more["interpolation"] = st.sampled_from(["nearest", "Bilinear", "bicubic", "none", 1, None])
    size = rarely(st.integers(1, 4), ODD) if n == 1 else per_axis(n, 4)
    return called(kind, options(size=size, **more, dtype=POLICIES), images(n))


CASES: dict[str, SearchStrategy[Case]] = {
    "Flatten": called(
        "Flatten",
        options(data_format=FORMATS, dtype=POLICIES),
        tensors(st.integers(0, 5), st.one_of(OPEN, st.just(0)), DTYPES),
    ),
    "Reshape": reshapes(),
    "Permute": permutes(),
    "RepeatVector": called(
        "RepeatVector",
        options(n=rarely(st.integers(1, 5), ODD), dtype=POLICIES),
        tensors(st.sampled_from([2, 2, 2, 1, 3]), OPEN, DTYPES),
    ),
    **{f"Cropping{n}D": bordered(f"Cropping{n}D", n, "cropping", 3) for n in (1, 2, 3)},
    **{f"ZeroPadding{n}D": bordered(f"ZeroPadding{n}D", n, "padding", 3) for n in (1, 2, 3)},
    **{f"UpSampling{n}D": enlarged(f"UpSampling{n}D", n) for n in (1, 2, 3)},
}

"""Random calls of the convolutions: plain, transposed, depthwise and separable."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.shapes import tensors
from tests.keras_api.layers.oracle import Case, T, case

ODD: SearchStrategy[Any] = st.sampled_from([0, -1, 2.0, "3", None, True, [], (1, 2, 3, 4)])
"""Values that are no sizes, for one argument in a while."""
PADDINGS = st.sampled_from(["valid", "same"] * 6 + ["SAME", "causal", "full", None, [1]])
FORMATS = st.sampled_from([None] * 6 + ["channels_last", "channels_first", "Channels_First", "th"])
DTYPES = st.sampled_from(["float32"] * 4 + ["float16", "int32", "bool"])
POLICIES = st.sampled_from([None] * 8 + ["float16", "mixed_float16", "float64"])


def rarely(usual: SearchStrategy[Any], odd: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Mostly the usual, so that one odd argument does not hide what the others do."""
    return st.integers(0, 11).flatmap(lambda n: odd if n == 7 else usual)


def per_axis(n: int, most: int, least: int = 1) -> SearchStrategy[Any]:
    """One number for all axes, or a tuple or list of one for each."""
    number = st.integers(least, most)
    each = st.tuples(*[number] * n)
    good = st.one_of(number, each, each.map(list))
    floats = st.tuples(*[st.sampled_from([1, 2.0, 1.5, 0, -1])] * n)
    return rarely(good, st.one_of(ODD, floats))


def images(n: int) -> SearchStrategy[T]:
    """Inputs with `n` axes between batch and channels, sometimes with one more or less."""
    ranks = st.sampled_from([n + 2] * 9 + [n + 1, n + 3, 2, 1])
    dims = st.one_of(*[st.integers(1, 12)] * 5, st.none(), st.sampled_from([0, 4, 6]))
    return tensors(ranks, dims, DTYPES)


def options(**strategies: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Arguments by name; those that are None by default are left out where they are None."""
    known = st.fixed_dictionaries(strategies)
    left_out = ("data_format", "dtype", "output_padding", "dilation_rate", "strides")
    return known.map(
        lambda config: {k: v for k, v in config.items() if v is not None or k not in left_out}
    )


def single(dilated: bool, n: int) -> SearchStrategy[dict[str, Any]]:
    """Strides or dilation, rarely both."""
    none = st.none()
    strided = st.fixed_dictionaries({"strides": per_axis(n, 3), "dilation_rate": none})
    rated = st.fixed_dictionaries({"strides": none, "dilation_rate": per_axis(n, 3)})
    both = st.fixed_dictionaries({"strides": per_axis(n, 2), "dilation_rate": per_axis(n, 2)})
    neither = st.just({"strides": None, "dilation_rate": None})
    return st.one_of(neither, strided, rated, both) if dilated else st.one_of(neither, strided)


def layers(kind: str, n: int, **more: SearchStrategy[Any]) -> SearchStrategy[Case]:
    """Calls of a convolution over `n` axes; `more` are the arguments that not all of them have."""
    config = options(
        kernel_size=per_axis(n, 4),
        padding=PADDINGS,
        data_format=FORMATS,
        use_bias=st.booleans(),
        dtype=POLICIES,
        **more,
    )
    return st.builds(
        lambda config, moves, x: case(
            kind, {**config, **{k: v for k, v in moves.items() if v is not None}}, x
        ),
        config,
        single(True, n),
        images(n),
    )


FILTERS = rarely(st.integers(1, 8), ODD)
GROUPS = st.sampled_from([1] * 9 + [2, 3, 2, 0, 2.0, None])
LORA = st.sampled_from([None] * 8 + [2, 0])
EXTRA = st.one_of(st.none(), st.none(), st.integers(0, 3), st.integers(0, 1))

CASES: dict[str, SearchStrategy[Case]] = {
    **{
        f"Conv{n}D": layers(f"Conv{n}D", n, filters=FILTERS, groups=GROUPS, lora_rank=LORA)
        for n in (1, 2, 3)
    },
    **{
        f"Conv{n}DTranspose": layers(
            f"Conv{n}DTranspose",
            n,
            filters=FILTERS,
            output_padding=st.one_of(EXTRA, EXTRA, per_axis(n, 2, 0)),
        )
        for n in (1, 2, 3)
    },
    **{
        f"DepthwiseConv{n}D": layers(f"DepthwiseConv{n}D", n, depth_multiplier=FILTERS)
        for n in (1, 2)
    },
    **{
        f"SeparableConv{n}D": layers(
            f"SeparableConv{n}D", n, filters=FILTERS, depth_multiplier=FILTERS
        )
        for n in (1, 2)
    },
}

"""Calls are bound to parameters in the argument names of every version."""

from typing import cast

import pytest

from kerascheck.finding import Span
from kerascheck.keras_api.binding import bind, bind_merge, make, parameters
from kerascheck.keras_api.layers import (
    GRU,
    LAYERS,
    LSTM,
    Add,
    AtrousConvolution2D,
    Concatenate,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    Dense,
    Dot,
    Dropout,
    Embedding,
    InputLayer,
    LeakyReLU,
    MaxPooling2D,
)
from kerascheck.values import Layer, Site, Unknown, Value


class Nowhere:
    """A locator for places that nobody looks at."""

    def span(self, statement: object, node: object) -> Span:
        return Span("script.py", 0, 1, 0, 1, 0)

    def text(self, node: object) -> str:
        return str(node)


def site(name: str = "call") -> Site:
    return Site(Nowhere(), name, name)


def built(cls: type[Layer], *args: Value, spelled: str = "", **kwargs: Value) -> Layer:
    return make(cls, bind(cls, args, kwargs, spelled=spelled), site(), {})


def test_positional_and_keyword_arguments_become_fields() -> None:
    layer = cast(Dense, built(Dense, 10, "relu", use_bias=False, name="out", input_shape=(4,)))
    assert (layer.units, layer.activation, layer.use_bias) == (10, "relu", False)
    assert layer.extra == {"name": "out", "input_shape": (4,)}
    assert layer.kernel_initializer == "glorot_uniform"
    assert not layer.partial


def test_a_missing_required_argument_is_unknown_with_its_reason() -> None:
    bound = bind(Dense, [], {"activation": "relu"})
    assert bound.missing == ("units",)
    layer = make(Dense, bound, site("here"), {})
    assert isinstance(layer.units, Unknown)
    assert layer.units.why == "`units` is missing"
    assert layer.units.site is layer.site


def test_an_incomplete_call_is_partial_and_misses_nothing() -> None:
    bound = bind(Dense, [], {}, complete=False)
    assert bound.missing == ()
    layer = make(Dense, bound, site(), {})
    assert layer.partial
    assert isinstance(layer.units, Unknown)
    assert "unpacked" in layer.units.why


def test_too_many_positional_arguments_are_kept_apart() -> None:
    assert bind(Dropout, [0.5, None, 1, "much"], {}).surplus == ("much",)


def test_an_unknown_argument_stays_the_same_unknown() -> None:
    n = Unknown("from the command line")
    layer = cast(Dense, built(Dense, n))
    assert layer.units is n


KERAS_1: list[tuple[type[Layer], dict[str, Value], dict[str, Value]]] = [
    (Dense, {"output_dim": 3, "init": "normal"}, {"units": 3, "kernel_initializer": "normal"}),
    (Dense, {"output_dim": 3, "bias": False}, {"units": 3, "use_bias": False}),
    (Dropout, {"p": 0.5}, {"rate": 0.5}),
    (
        LSTM,
        {"output_dim": 8, "dropout_W": 0.1, "dropout_U": 0.2, "forget_bias_init": "one"},
        {"units": 8, "dropout": 0.1, "recurrent_dropout": 0.2, "unit_forget_bias": True},
    ),
    (
        Conv1D,
        {"nb_filter": 4, "filter_length": 3, "border_mode": "same", "subsample_length": 2},
        {"filters": 4, "kernel_size": 3, "padding": "same", "strides": 2},
    ),
    (
        Conv2D,
        {"nb_filter": 4, "nb_row": 3, "nb_col": 5, "dim_ordering": "th", "subsample": (2, 2)},
        {
            "filters": 4,
            "kernel_size": (3, 5),
            "data_format": "channels_first",
            "strides": (2, 2),
        },
    ),
    (
        Conv3D,
        {"nb_filter": 4, "kernel_dim1": 1, "kernel_dim2": 2, "kernel_dim3": 3},
        {"filters": 4, "kernel_size": (1, 2, 3)},
    ),
    (MaxPooling2D, {"border_mode": "same"}, {"padding": "same"}),
    (LeakyReLU, {"alpha": 0.1}, {"negative_slope": 0.1}),
    (AtrousConvolution2D, {"atrous_rate": (2, 2)}, {"dilation_rate": (2, 2)}),
    (InputLayer, {"batch_input_shape": (None, 3)}, {"batch_shape": (None, 3)}),
]


@pytest.mark.parametrize(
    ("cls", "old", "new"),
    KERAS_1,
    ids=[f"{cls.__name__} {' '.join(old)}" for cls, old, _ in KERAS_1],
)
def test_keras_1_arguments_get_their_new_names(
    cls: type[Layer], old: dict[str, Value], new: dict[str, Value]
) -> None:
    bound = bind(cls, [], old)
    assert {name: bound.values[name] for name in new} == new
    assert not bound.extra.keys() & old.keys()
    assert set(bound.renamed) == set(new)


def test_three_numbers_are_a_kernel_in_keras_1_and_strides_later() -> None:
    old = bind(Conv2D, [32, 3, 5], {"activation": "relu"}, spelled="Convolution2D")
    assert (old.values["kernel_size"], "strides" in old.values) == ((3, 5), False)
    new = bind(Conv2D, [32, 3, 3], {"activation": "relu"}, spelled="Conv2D")
    assert (new.values["kernel_size"], new.values["strides"]) == (3, 3)
    old = bind(Conv2D, [32, 3, 3], {"border_mode": "same"}, spelled="Conv2D")
    assert (old.values["kernel_size"], old.values["padding"]) == ((3, 3), "same")


def test_strides_are_unknown_where_keras_1_and_2_are_mixed() -> None:
    bound = bind(Conv2D, [32, 3, 3], {"padding": "same"}, spelled="Convolution2D")
    assert bound.values["kernel_size"] == (3, 3)
    assert isinstance(bound.values["strides"], Unknown)
    bound = bind(Conv2D, [32, (3, 3), 2], {"padding": "same"}, spelled="Convolution2D")
    assert (bound.values["kernel_size"], bound.values["strides"]) == ((3, 3), 2)


def test_the_size_of_a_deconvolution_of_keras_1_is_the_one_that_is_stated() -> None:
    stated = (None, 29, 29, 8)
    for bound in (
        bind(Conv2DTranspose, [8, 3, 2, stated], {}, spelled="Deconvolution2D"),
        bind(Conv2DTranspose, [8, 3, 2], {"output_shape": stated}, spelled="Deconvolution2D"),
    ):
        assert bound.values["kernel_size"] == (3, 2)
        assert "kernel_initializer" not in bound.values
        assert isinstance(bound.values["output_padding"], Unknown)
    old = bind(Conv2DTranspose, [8, 3, 2], {"subsample": (2, 2)}, spelled="Deconvolution2D")
    assert "output_padding" not in old.values


def test_a_value_without_a_counterpart_is_unknown() -> None:
    bound = bind(Conv2D, [4, 3], {"dim_ordering": "sideways"})
    assert isinstance(bound.values["data_format"], Unknown)


def test_input_dim_belongs_to_an_embedding_but_frames_a_dense_layer() -> None:
    assert bind(Embedding, [100, 8], {"input_length": 20}).extra == {"input_length": 20}
    assert bind(Embedding, [], {"input_dim": 100, "output_dim": 8}).values["input_dim"] == 100
    assert bind(Dense, [8], {"input_dim": 100}).extra == {"input_dim": 100}


def test_removed_arguments_of_recurrent_layers_are_extra() -> None:
    assert bind(GRU, [8], {"consume_less": "gpu"}).extra == {"implementation": 2}


def test_places_follow_their_parameters() -> None:
    bound = bind(Dense, [3], {"init": "normal", "name": "out"})
    first, init, name = site("3"), site("normal"), site("out")
    layer = make(Dense, bound, site(), {0: first, "init": init, "name": name})
    assert dict(layer.args) == {"units": first, "kernel_initializer": init, "name": name}


def test_functions_that_merge_give_their_layer() -> None:
    cls, inputs, bound = bind_merge("concatenate", [["a", "b"], 1], {"name": "both"})
    assert (cls, inputs, bound.values) == (Concatenate, ["a", "b"], {"axis": 1})
    assert (bound.extra, bound.origins) == ({"name": "both"}, {"axis": 1})
    cls, _, bound = bind_merge("dot", [["a", "b"]], {})
    assert (cls, bound.values) == (Dot, {"axes": -1})
    cls, inputs, _ = bind_merge("add", [], {"inputs": ["a", "b"]})
    assert (cls, inputs) == (Add, ["a", "b"])


def test_merge_of_keras_1_chooses_by_its_mode() -> None:
    cls, _, bound = bind_merge("merge", [["a", "b"]], {"mode": "concat", "concat_axis": 1})
    assert (cls, bound.values) == (Concatenate, {"axis": 1})
    assert bind_merge("merge", [["a", "b"], "sum"], {})[0] is Add
    cls, _, bound = bind_merge("merge", [["a", "b"], "cos"], {})
    assert (cls, bound.values) == (Dot, {"axes": -1, "normalize": True})
    assert isinstance(bind_merge("merge", [["a", "b"], Unknown("?")], {})[0], Unknown)


def test_every_layer_can_be_made_from_an_empty_incomplete_call() -> None:
    for cls in LAYERS.values():
        layer = make(cls, bind(cls, [], {}, complete=False), site(), {})
        assert layer.kind == cls.__name__
        assert parameters(cls).keys() <= set(vars(layer))


def test_the_age_of_the_script_tells_what_two_equal_numbers_are() -> None:
    old = bind(Conv2D, [32, 3, 3], {}, spelled="Conv2D", aged=True)
    assert (old.values["kernel_size"], "strides" in old.values) == ((3, 3), False)
    new = bind(Conv2D, [32, 5, 2], {}, spelled="Conv2D", aged=True)
    assert (new.values["kernel_size"], new.values["strides"]) == (5, 2)

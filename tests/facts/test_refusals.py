"""What Keras refuses of the arguments of layers, and where the script expects that."""

import pytest

from tests.facts.trace_of import facts


def refused(code: str) -> list[tuple[str, str, str]]:
    """Kind, place and problem of each fault."""
    return [(fault.kind, fault.site.text, fault.problem) for fault in facts(code).faults]


@pytest.mark.parametrize(
    ("code", "place", "problem"),
    [
        ("layers.Dense(8, activations='relu')", "'relu'", "has no argument `activations`"),
        ("layers.Dense(8, units=4)", "4", "is given `units` twice, by position and by keyword"),
        ("layers.Conv2D(8)", "layers.Conv2D(8)", "is made without `kernel_size`, which it needs"),
        ("keras.Sequential(layer=[])", "[]", "has no argument `layer`"),
        ("layers.Dense(8, **{'unit': 2})", "{'unit': 2}", "has no argument `unit`"),
    ],
)
def test_arguments_that_a_layer_does_not_have(code: str, place: str, problem: str) -> None:
    assert refused(code) == [("argument", place, problem)]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("layers.Dense(output_dim=8, init='uniform')", id="Keras 1"),
        pytest.param("layers.Dense(8, weights=[w], batch_input_shape=(2, 3))", id="Keras 2"),
        pytest.param("layers.LSTM(8, implementation=1)", id="taken from the keywords"),
        pytest.param("layers.LSTM(8, zero_output_for_mask=True)", id="of a base class"),
        pytest.param("layers.RandomContrast(0.1, data_format='channels_last')", id="of images"),
        pytest.param("layers.Dense(8, name='a', dtype='float16', trainable=False)", id="common"),
        pytest.param("layers.Conv2D(**settings())", id="unpacked"),
        pytest.param("layers.MaxoutDense(8, own=3)", id="a layer that Keras 3 does not have"),
    ],
)
def test_arguments_that_are_fine_or_of_older_versions(code: str) -> None:
    assert refused(code) == []


@pytest.mark.parametrize(
    ("code", "place", "problem"),
    [
        (
            "layers.Dense(8, input_shape=(784))",
            "(784)",
            "`input_shape=784` is not a tuple",
        ),
        (
            "layers.Conv2D(8, 3, input_shape=((28, 28), 1))",
            "((28, 28), 1)",
            "`input_shape=((28, 28), 1)` has (28, 28) in it, which is no dimension",
        ),
        ("layers.InputLayer(784)", "784", "`shape=784` is not a tuple"),
    ],
)
def test_input_shapes_of_first_layers(code: str, place: str, problem: str) -> None:
    (found,) = refused(f"keras.Sequential([{code}])")
    assert found == ("input-shape", place, problem)


def test_a_shape_that_is_no_plain_value_is_not_known() -> None:
    assert refused("keras.Input(np.zeros((3, 4)))\nkeras.Input((np.zeros(3), 4))") == []


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    layers.Dense(0)\nexcept ValueError:\n    pass",
        "try:\n    layers.Dense(0)\nexcept (OSError, TypeError) as error:\n    print(error)",
        "try:\n    layers.Dense(0)\nexcept:\n    pass",
        "with pytest.raises(ValueError):\n    layers.Dense(0)",
        "with self.assertRaisesRegex(ValueError, 'units'):\n    layers.Dense(0)",
    ],
)
def test_errors_that_the_script_expects(code: str) -> None:
    assert refused(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    import a\n    layers.Dense(0)\nexcept ImportError:\n    pass",
        "try:\n    a()\n    b()\n    c()\n    layers.Dense(0)\nexcept Exception as e:\n    print(e)",
        "with strategy.scope():\n    layers.Dense(0)",
        "try:\n    pass\nexcept ValueError:\n    pass\nlayers.Dense(0)",
    ],
)
def test_errors_that_it_does_not(code: str) -> None:
    assert [problem for _, _, problem in refused(code)] == ["`units=0` must be positive"]


def test_a_value_that_is_computed_from_tensors_is_not_held_against_a_layer() -> None:
    code = "x = keras.Input((8, 8, 3))\nn = keras.ops.shape(x)[1] + x[0]\n"
    assert refused(code + "layers.AveragePooling2D(pool_size=(n, n))") == []


def test_a_shape_with_something_unknown_unpacked_in_it_has_no_known_rank() -> None:
    assert refused("layers.Conv2D(8, 3)(keras.Input((*size(), 3)))") == []
    (found,) = refused("size = (8,)\nlayers.Conv2D(8, 3)(keras.Input((*size, 3)))")
    assert found[0] == "rank"


def test_functions_on_tensors_inside_of_classes_are_left_alone() -> None:
    body = "keras.ops.matmul(keras.Input((4,)), keras.Input((3, 3)))\n"
    assert refused(f"class Net:\n    def __call__(self):\n        {body}\nNet()()") == []


def test_the_order_of_axes_is_the_usual_one_if_the_script_asks() -> None:
    code = "if keras.backend.image_data_format() == 'channels_first':\n    layers.Dense(0)\n"
    assert refused(code) == []
    first = "keras.config.set_image_data_format('channels_first')\n"
    assert len(refused(first + code)) == 1


def test_data_that_a_layer_is_called_with_get_the_shape_of_its_output() -> None:
    code = """
        x = layers.Flatten()(np.zeros((6, 4, 5)))
        model = keras.Sequential([layers.Dense(3)])
        model.fit(x, y)
        """
    (fit,) = facts(code).fits
    assert getattr(fit.x, "shape", None) == (6, 20)


def test_what_unpacked_arguments_may_change_is_not_held_against_a_layer() -> None:
    assert refused("keras.Input(**settings())") == []
    assert refused("layers.Conv2D(4, 5, **settings())(keras.Input((3, 3, 1)))") == []
    (found,) = refused("layers.Dense(4, **settings())(keras.Input(()))")
    assert found[0] == "rank"

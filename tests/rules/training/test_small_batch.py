import pytest

from tests.rules.training.programs import levels

RULE = "KC208"


def program(batch: str, *, shape: str = "(20,)", units: int = 10, adam: str = "") -> str:
    return (
        f"model = keras.Sequential([keras.Input({shape}), layers.Flatten(), "
        f"layers.Dense({units}, 'softmax')])\n"
        f"model.compile(keras.optimizers.Adam({adam}), 'sparse_categorical_crossentropy')\n"
        f"model.fit(x, y, validation_split=0.1{batch})\n"
    )


@pytest.mark.parametrize("batch", [", batch_size=1", ", batch_size=8"])
def test_fewer_samples_than_classes(batch: str) -> None:
    assert levels(program(batch), RULE) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(""), id="the default"),
        pytest.param(program(", batch_size=10"), id="as many"),
        pytest.param(program(", batch_size=size()"), id="not known"),
        pytest.param(program(", batch_size=32", units=43), id="the default, written down"),
        pytest.param(program(", batch_size=1", units=2), id="two classes"),
        pytest.param(program(", batch_size=8", units=1000), id="more classes than any batch holds"),
        pytest.param(program(", batch_size=4", shape="(512, 512, 3)"), id="large images"),
        pytest.param(program(", batch_size=4", shape="(64, 64, 64, 1)"), id="volumes"),
        pytest.param(program(", batch_size=4", shape="(None, 8)"), id="sequences of any length"),
        pytest.param(
            program(", batch_size=4", adam="gradient_accumulation_steps=8"), id="summed gradients"
        ),
        pytest.param("x, y = np.zeros((50, 20)), np.zeros(50)\n" + program(", batch_size=4"),
                     id="a few samples"),
        pytest.param("import gymnasium\n" + program(", batch_size=4"), id="an agent"),
    ],
)  # fmt: skip
def test_batches_that_are_large_enough_or_small_for_a_reason(code: str) -> None:
    assert levels(code, RULE) == []


FLOW = "keras.preprocessing.image.ImageDataGenerator().flow(x, y{})"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(FLOW.format(", batch_size=4"), ["info low"], id="flow"),
        pytest.param(FLOW.format(", 4"), ["info low"], id="by its place"),
        pytest.param(FLOW.format(""), [], id="the default of 32"),
        pytest.param(
            "tf.data.Dataset.from_tensor_slices((x, y)).batch(4)", ["info low"], id="batch"
        ),
        pytest.param("tf.data.Dataset.from_tensor_slices((x, y)).batch(64)", [], id="enough"),
    ],
)
def test_batches_that_are_made_before_fit(data: str, expected: list[str]) -> None:
    code = program("").replace("fit(x, y, validation_split=0.1)", f"fit({data})")
    assert levels(code, RULE) == expected

import pytest

from tests.rules.found import levels, lines

CODE = "KC404"
NORM = "layers.BatchNormalization()"


def trained(batch: str, norm: str = NORM) -> str:
    return (
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense(8), {norm}, layers.Dense(1)])\n"
        f"model.compile('adam', 'mse')\nmodel.fit(x, y, {batch})\n"
    )


def images(batch: str) -> str:
    return trained(batch).replace("(9,)", "(64, 64, 3)").replace("Dense(8)", "Conv2D(8, 3)")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(trained("batch_size=16"), id="enough"),
        pytest.param(trained("epochs=9"), id="the default of 32"),
        pytest.param(trained("batch_size=b"), id="not known"),
        pytest.param(trained("batch_size=2", "layers.LayerNormalization()"), id="another norm"),
        pytest.param(trained("batch_size=2", NORM[:-1] + "trainable=False)"), id="frozen"),
        pytest.param(trained("batch_size=2", NORM[:-1] + "synchronized=True)"), id="synchronized"),
        pytest.param(images("batch_size=8"), id="images with many places"),
        pytest.param(
            trained("batch_size=2", "keras.applications.ResNet50(weights=None)"), id="pretrained"
        ),
        pytest.param("import gymnasium\n" + trained("batch_size=1"), id="reinforcement learning"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (trained("batch_size=1"), "warning medium"),
        (trained("batch_size=4"), "warning medium"),
        (trained("batch_size=8"), "info low"),
        (images("batch_size=2"), "warning medium"),
        (images("batch_size=4"), "info low"),
    ],
)
def test_batches_that_are_too_small_for_a_mean(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]
    assert lines(CODE, code) == [3]

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


def fed(data: str, args: str = "data") -> str:
    code = trained("batch_size=2").replace("fit(x, y, batch_size=2)", f"fit({args})")
    return f"data = {data}\n{code}"


SLICES = "tf.data.Dataset.from_tensor_slices((x, y))"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(f"{SLICES}.shuffle(99).batch(2).prefetch(1)", ["warning medium"], id="batch"),
        pytest.param(
            f"{SLICES}.batch(b).rebatch(4)", ["warning medium"], id="the last size counts"
        ),
        pytest.param(f"{SLICES}.padded_batch(batch_size=1)", ["warning medium"], id="padded"),
        pytest.param(f"{SLICES}.batch(2).map(f).take(9)", ["warning medium"], id="and more steps"),
        pytest.param(f"{SLICES}.batch(64)", [], id="enough"),
        pytest.param(f"{SLICES}.batch(b)", [], id="not known"),
        pytest.param(f"{SLICES}.batch(2).unbatch().batch(64)", [], id="batched anew"),
        pytest.param(f"{SLICES}.batch(2).batch(8)", [], id="batches of batches"),
        pytest.param("unknown.batch(2)", [], id="data that are not known"),
    ],
)
def test_batches_of_a_dataset(data: str, expected: list[str]) -> None:
    assert levels(CODE, fed(data)) == expected
    assert lines(CODE, fed(data)) == [1] * len(expected)


def test_the_size_of_a_dataset_counts_and_not_that_of_fit() -> None:
    assert levels(CODE, fed(f"{SLICES}.batch(64)", "data, batch_size=2")) == []


@pytest.mark.parametrize(
    ("size", "expected"), [(", batch_size=2", ["warning medium"]), (", 4", ["info low"]), ("", [])]
)
def test_batches_of_folders(size: str, expected: list[str]) -> None:
    made = images("batch_size=2").replace("fit(x, y, batch_size=2)", "fit(data)")
    if size == ", 4":
        read = 'keras.utils.image_dataset_from_directory("d", "inferred", "int", None, "rgb", 4)'
    else:
        flow = "keras.preprocessing.image.ImageDataGenerator().flow_from_directory"
        read = f'{flow}("d", target_size=(64, 64){size})'
    assert levels(CODE, f"data = {read}\n{made}") == expected

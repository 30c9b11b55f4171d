import pytest

from tests.rules.found import found, levels, lines

RULE = "KC313"
LOAD = "(x, y), (xt, yt) = keras.datasets.mnist.load_data()\n"
MODEL = """\
m = keras.Sequential([layers.Flatten(), layers.Dense(10)])
m.compile("adam", loss="sparse_categorical_crossentropy")
"""
FIT = "m.fit(x, y, epochs=2)\nm.evaluate(xt, yt)\n"
READER = "from tensorflow.keras.preprocessing.image import ImageDataGenerator as G\n"


def flows(train: str, valid: str) -> str:
    return (
        f"{READER}a = G({train}).flow_from_directory('a')\nb = G({valid}).flow_from_directory('b')\n"
        f"{MODEL}m.fit(a, validation_data=b)\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LOAD + "x, xt = x / 255, xt / 255\n" + MODEL + FIT, id="both scaled"),
        pytest.param(LOAD + MODEL + FIT, id="none scaled"),
        pytest.param(LOAD + "x = x / 255\nxt = prepare(xt)\n" + MODEL + FIT, id="not known"),
        pytest.param(
            LOAD + "x = (x - 127.5) / 127.5\nxt = xt / 255\n" + MODEL + FIT, id="of like size"
        ),
        pytest.param(LOAD + "m = keras.models.load_model('m')\nm.predict(xt)\n", id="no training"),
        pytest.param(
            LOAD + "x = x / 255\nz = np.load('z.npy')\n" + MODEL + "m.fit(x, y)\nm.predict(z)\n",
            id="other data",
        ),
        pytest.param(
            LOAD + "x = x / 255\n" + MODEL + "m.predict(xt)\nm.fit(x, y)\n",
            id="before the training",
        ),
        pytest.param(flows("rescale=1 / 255", "rescale=1 / 255"), id="two generators alike"),
        pytest.param(
            LOAD + "z = x / 255\n" + MODEL + "m.fit(x, y)\nm.fit(z, y)\nm.evaluate(xt, yt)\n",
            id="trained on both scales",
        ),
    ],
)
def test_inputs_of_one_scale_or_not_known(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(LOAD + "x = x / 255\n" + MODEL + FIT, 6, id="only the training"),
        pytest.param(LOAD + "x, xt = x / 255, xt / 2.55\n" + MODEL + FIT, 6, id="other divisors"),
        pytest.param(
            LOAD + "x = x / 255\n" + MODEL + "m.fit(x, y, validation_data=(xt, yt))\n",
            5,
            id="validation",
        ),
        pytest.param(flows("rescale=1 / 255", ""), 6, id="one generator rescales"),
        pytest.param(
            READER + "a = G(rescale=1 / 255).flow_from_directory('a')\n" + MODEL + "m.fit(a)\n"
            "p = keras.utils.img_to_array(keras.utils.load_img('p', target_size=(256, 256)))\n"
            "m.predict(np.expand_dims(p, 0))\n",
            7,
            id="a single image",
        ),
        pytest.param(
            LOAD + "import cv2\nx = x / 255\n" + MODEL + "m.fit(x, y)\n"
            "p = cv2.resize(cv2.imread('p.png', 0), (28, 28))\nm.predict(np.array([~p]))\n",
            8,
            id="an image of a file, and a dataset of images",
        ),
        pytest.param(
            LOAD + "import cv2\nx = x / 255\n" + MODEL + "m.fit(x, y)\n"
            "p = cv2.bitwise_not(cv2.imread('p.png', 0))\nm.predict(np.array([p]))\n",
            8,
            id="an inverted image",
        ),
    ],
)  # fmt: skip
def test_inputs_of_another_scale(code: str, line: int) -> None:
    assert levels(RULE, code) == ["warning high"]
    assert lines(RULE, code) == [line]


def test_both_ranges_are_told() -> None:
    (finding,) = found(RULE, LOAD + "x = x / 255\n" + MODEL + FIT)
    assert "up to 255, those of the training up to 1" in finding.message


@pytest.mark.parametrize(
    ("comment", "level"),
    [
        ("# m.predict(xt_scaled)", "info high"),
        ("# Either will do, m.predict(scaled_xt) as well.", "info high"),
        ("# m.predict(xt)", "warning high"),
        ("# m.predict(other)", "warning high"),
        ("# xt_scaled has other values", "warning high"),
    ],
)
def test_a_remark_may_show_that_the_scale_is_chosen(comment: str, level: str) -> None:
    code = (
        f"{LOAD}x, xt_scaled = x / 255, xt / 255\n{MODEL}m.fit(x, y)\n\n{comment}\nm.predict(xt)\n"
    )
    assert levels(RULE, code) == [level]


OPTIONS = "featurewise_center=True, featurewise_std_normalization=True"


def standardized(before: str = "", options: str = OPTIONS, valid: str = "(xt, yt)") -> str:
    return (
        f"{READER}{LOAD}x, xt = x[..., None] / 255, xt[..., None] / 255\n{before}"
        f"g = G({options})\ng.fit(x)\nh = G({OPTIONS})\nh.fit(x)\n{MODEL}"
        f"m.fit(g.flow(x, y), epochs=9, validation_data={valid})\n"
    )


def test_a_generator_that_standardizes_the_training_alone() -> None:
    (finding,) = found(RULE, standardized())
    assert finding.message == (
        "the generator standardizes what is trained on (`featurewise_center, "
        "featurewise_std_normalization`), but not these: the network does not know such values."
    )
    assert finding.severity.label == "warning"


def test_a_part_of_the_training_that_is_held_out_is_not_standardized_either() -> None:
    split = (
        "from sklearn.model_selection import train_test_split\n"
        "x, xt, y, yt = train_test_split(np.load('x.npy'), np.load('y.npy'))\n"
    )
    assert levels(RULE, standardized(split, "samplewise_center=True")) == ["warning high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(standardized(valid="h.flow(xt, yt)"), id="by another generator"),
        pytest.param(standardized(valid="g.flow(xt, yt)"), id="by the same generator"),
        pytest.param(standardized(options="horizontal_flip=True"), id="flips alone"),
        pytest.param(standardized(options="featurewise_center=choice()"), id="not known"),
        pytest.param(standardized("xt = xt - x.mean()\n"), id="by hand"),
        pytest.param(standardized("xt = prepare(xt)\n"), id="by a function"),
        pytest.param(standardized("xt, yt = np.load('x.npy'), np.load('y.npy')\n"), id="a file"),
    ],
)
def test_a_generator_beside_what_is_standardized_or_not_known(code: str) -> None:
    assert levels(RULE, code) == []

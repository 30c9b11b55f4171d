import pytest

from tests.rules.found import found, levels, lines

RULE = "KC321"
APPS = "keras.applications."


def program(change: str = "", prepare: str = "", network: str = "Xception", more: str = "") -> str:
    return (
        "import cv2, os\nx = []\nfor f in os.listdir('d'):\n    p = cv2.imread(f)\n"
        f"    {change or 'pass'}\n    x.append(cv2.resize(p, (96, 96)))\nx = np.array(x)\n{prepare}"
        f"b = {APPS}{network}(include_top=False, input_shape=(96, 96, 3){more})\n"
        "m = keras.Sequential([b, layers.Flatten(), layers.Dense(2)])\nm.compile('adam', 'mse')\n"
        "m.fit(x, np.load('y.npy'))\n"
    )


XCEPTION = f"x = {APPS}xception.preprocess_input(x)\n"
VGG = f"x = {APPS}vgg16.preprocess_input(x)\n"
USE = (
    "m = keras.Sequential([layers.Flatten(), layers.Dense(2)])\nm.compile('adam', 'mse')\n"
    "m.fit(x, np.load('y.npy'))\n{}p = keras.utils.load_img('p', target_size=(96, 96))\n"
    "m.predict(np.expand_dims(keras.utils.img_to_array(p), 0))\n"
)
READ = (
    "import cv2, os\nx = []\nfor f in os.listdir('d'):\n"
    "    x.append(cv2.resize({}, (96, 96)))\nx = np.array(x)\n"
)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("# chest X-rays\n" + program("", XCEPTION), id="X-rays are gray"),
        pytest.param(
            program("", XCEPTION).replace("'d'", "'covid_ct/train'"), id="a folder of scans"
        ),
        pytest.param(program("p = cv2.cvtColor(p, cv2.COLOR_BGR2RGB)", XCEPTION), id="converted"),
        pytest.param(program("p = p[:, :, ::-1]", XCEPTION), id="turned around"),
        pytest.param(program("p = prepare(p)", XCEPTION), id="an unknown function"),
        pytest.param(program("", "", "VGG16"), id="blue first for VGG"),
        pytest.param(program("", XCEPTION, more=", weights=None"), id="no weights"),
        pytest.param(program("p = p[..., [2, 1, 0]]", XCEPTION), id="channels by number"),
        pytest.param(
            READ.format("cv2.cvtColor(cv2.imread(f), cv2.COLOR_BGR2RGB)") + USE.format(""),
            id="one order for training and use",
        ),
        pytest.param(READ.format("cv2.imread(f, 0)") + USE.format(""), id="gray"),
    ],
)
def test_channels_in_the_right_order_or_not_known(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(program("", XCEPTION), 12, id="a network with red first"),
        pytest.param(program("", VGG, "VGG16"), 12, id="turned around by preprocess_input"),
        pytest.param(program("", "", "EfficientNetB0"), 11, id="a network that scales"),
        pytest.param(READ.format("cv2.imread(f)") + USE.format(""), 10, id="another order in use"),
    ],
)
def test_channels_in_the_wrong_order(code: str, line: int) -> None:
    assert levels(RULE, code) == ["warning high"]
    assert lines(RULE, code) == [line]


def test_both_places_are_shown() -> None:
    (finding,) = found(RULE, program("", XCEPTION))
    assert [label.text for label in finding.labels] == [
        "blue, green, red",
        "weights for red, green, blue",
    ]

from kerascheck.values import Data
from tests.facts.trace_of import facts

FIT = "\nm = keras.Sequential([layers.Dense(1)])\nm.compile('adam', 'mse')\nm.fit(x, y)\n"


def trained_on(change: str) -> Data:
    code = (
        "import cv2, os\nx, y = [], []\nfor f in os.listdir('d'):\n    p = cv2.imread(f)\n"
        f"    {change}\n    x.append(p)\n    y.append(0)\nx, y = np.array(x), np.array(y)"
    )
    x = facts(code + FIT).fits[-1].x
    assert isinstance(x, Data)
    return x


def test_a_resized_image_has_height_before_width() -> None:
    x = trained_on("p = cv2.resize(p, (64, 32))")
    assert isinstance(x.shape, tuple)
    assert x.shape[1:] == (32, 64, 3)
    assert (x.low, x.high) == (0, 255)
    assert [step.text for step in x.steps] == ["cv2.imread", "cv2.resize"]


def test_channels_are_followed() -> None:
    x = trained_on("p = cv2.cvtColor(cv2.resize(p, (8, 8)), cv2.COLOR_BGR2GRAY)")
    assert isinstance(x.shape, tuple)
    assert x.shape[1:] == (8, 8)
    assert trained_on("p = p[:, :, ::-1]").steps[-1].text == "[…, ::-1]"
    assert trained_on("p = cv2.cvtColor(p, cv2.COLOR_BGR2HSV)").high is None


def test_what_is_drawn_on_an_image_is_not_followed() -> None:
    assert trained_on("p = cv2.GaussianBlur(p, (3, 3), 0)").high is None

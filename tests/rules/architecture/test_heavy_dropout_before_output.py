import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Finding
from kerascheck.pipeline import check

RULES = [rule for rule in registry.load() if rule.code == "KC401"]
HEAD = """\
import keras
from keras import layers
"""
SOFTMAX, NUMBER = "layers.Dense(10, activation='softmax')", "layers.Dense(1)"
SPARSE, MSE = "'sparse_categorical_crossentropy'", "'mse', metrics=['mae']"


def found(code: str) -> list[Finding]:
    settings = Settings(min_confidence="low")
    return list(check("train.py", (HEAD + code).encode(), RULES, settings).findings)


def levels(code: str) -> list[str]:
    return [f"{finding.severity.label} {finding.evidence.confidence}" for finding in found(code)]


def stack(*layers: str, loss: str = SPARSE) -> str:
    parts = ", ".join(("keras.Input((784,))", "layers.Dense(128, activation='relu')", *layers))
    return f"model = keras.Sequential([{parts}])\nmodel.compile('adam', {loss})\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack(SOFTMAX), id="none"),
        pytest.param(stack("layers.Dropout(0.5)", SOFTMAX), id="a half"),
        pytest.param(stack("layers.Dropout(load())", SOFTMAX), id="a rate that is not known"),
        pytest.param(
            stack("layers.Dropout(0.8)", "layers.Dense(64, activation='relu')", SOFTMAX),
            id="earlier in the network",
        ),
        pytest.param(stack(SOFTMAX, "layers.Dropout(0.8)"), id="after the output"),
        pytest.param(stack("layers.SpatialDropout1D(0.8)", SOFTMAX), id="of whole channels"),
        pytest.param(stack("layers.Dropout(20)", SOFTMAX), id="not a rate"),
        pytest.param(
            "class Dropout(layers.Layer):\n    def __init__(self, rate):\n"
            "        super().__init__()\n" + stack("Dropout(0.8)", SOFTMAX),
            id="a layer of the script that is called so",
        ),
        pytest.param(
            "i = keras.Input((784,))\nh = layers.Dense(128, activation='relu')(i)\n"
            "h = layers.Dropout(0.8)(h, training=True)\n"
            f"model = keras.Model(i, {SOFTMAX}(h))\nmodel.compile('adam', {SPARSE})",
            id="sampled at prediction as well",
        ),
        pytest.param(
            "i = keras.Input((784,))\nh = layers.Dense(128, activation='relu')(i)\n"
            f"side = {SOFTMAX}(layers.Dropout(0.7)(h))\nmain = {SOFTMAX}(layers.Dense(64, 'relu')(h))\n"
            f"model = keras.Model(i, [main, side])\nmodel.compile('adam', [{SPARSE}, {SPARSE}])",
            id="an auxiliary output",
        ),
        pytest.param(
            "for rate in [0.0, 0.2, 0.8]:\n"
            f"    model = keras.Sequential([keras.Input((784,)), layers.Dense(64, 'relu'), "
            f"layers.Dropout(rate), {SOFTMAX}])\n    model.compile('adam', {SPARSE})",
            id="several rates in turn",
        ),
        pytest.param(
            "import gymnasium\n" + stack("layers.Dropout(0.8)", NUMBER, loss=MSE),
            id="reinforcement learning",
        ),
        pytest.param(
            "discriminator = None\ngenerator = keras.Sequential([layers.Dense(4)])\n"
            + stack(
                "layers.Dropout(0.6)", "layers.Dense(1, activation='sigmoid')",
                loss="'binary_crossentropy'",
            ).replace("model", "discriminator"),
            id="a discriminator",
        ),
        pytest.param(
            "model = keras.Sequential([keras.applications.VGG16(include_top=False, "
            f"pooling='avg'), layers.Dropout(0.5), {SOFTMAX}])\nmodel.compile('adam', {SPARSE})",
            id="a new head on a pretrained network",
        ),
        pytest.param(stack("layers.Dropout(0.2)", NUMBER, loss=MSE), id="a little, for a number"),
        pytest.param(stack("layers.Dropout(0.5)", NUMBER, loss=MSE), id="a half, for a number"),
        pytest.param(
            f"keras.Sequential([layers.Dense(8), layers.Dropout(0.9), {SOFTMAX}])",
            id="a model that is not compiled",
        ),
    ],
)  # fmt: skip
def test_dropout_as_it_is_usual_or_elsewhere(code: str) -> None:
    assert levels(code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack("layers.Dropout(0.8)", SOFTMAX), id="for classes"),
        pytest.param(stack("layers.AlphaDropout(0.7)", SOFTMAX), id="of the selu kind"),
        pytest.param(stack("layers.GaussianDropout(rate=0.7)", SOFTMAX), id="as noise"),
        pytest.param(
            stack("layers.Dropout(0.7)", "layers.BatchNormalization()", SOFTMAX),
            id="before a normalization",
        ),
        pytest.param(
            stack("layers.Dropout(0.7)", "layers.Dense(10)", "layers.Activation('softmax')"),
            id="before an output in two layers",
        ),
        pytest.param("RATE = 0.75\n" + stack("layers.Dropout(RATE)", SOFTMAX), id="as a constant"),
        pytest.param(
            "i = keras.Input((784,))\nh = layers.Dense(128, activation='relu')(i)\n"
            f"model = keras.Model(i, {SOFTMAX}(layers.Dropout(0.8)(h)))\n"
            f"model.compile('adam', {SPARSE})",
            id="in a graph",
        ),
        pytest.param(
            "head = keras.Sequential([layers.Dense(32), layers.Dropout(0.8)])\n"
            + stack("head", SOFTMAX),
            id="at the end of a nested model",
        ),
    ],
)
def test_more_than_a_half_is_a_warning(code: str) -> None:
    assert levels(code) == ["warning high"]


@pytest.mark.parametrize("rate", ["0.55", "0.6", "0.65"])
def test_a_little_more_than_a_half_before_classes_is_a_note(rate: str) -> None:
    assert levels(stack(f"layers.Dropout({rate})", SOFTMAX)) == ["info medium"]


@pytest.mark.parametrize(
    ("wide", "expected"),
    [
        pytest.param("layers.Dense(2048)", "info medium", id="614 are left"),
        pytest.param("layers.Dense(440)", "info medium", id="132 are left"),
        pytest.param("layers.Dense(420)", "warning high", id="126 are left"),
        pytest.param("layers.Reshape((8, 16)), layers.Flatten()", "warning high", id="38 are left"),
        pytest.param("layers.Dense(load())", "info medium", id="nobody knows"),
    ],
)
def test_what_is_left_before_classes_counts(wide: str, expected: str) -> None:
    assert levels(stack(wide, "layers.Dropout(0.7)", SOFTMAX)) == [expected]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("from hyperas import optim\n" + stack("layers.Dropout(0.8)", SOFTMAX), id="hyperas"),
        pytest.param("import keras_tuner\n" + stack("layers.Dropout(0.8)", SOFTMAX), id="keras_tuner"),
        pytest.param(stack("layers.Dropout(0.813)", SOFTMAX), id="three digits"),
    ],
)  # fmt: skip
def test_a_rate_that_a_search_has_found_is_a_note(code: str) -> None:
    assert levels(code) == ["info medium"]


@pytest.mark.parametrize("rate", ["0.3", "0.4", "0.49", "0.546", "0.6", "0.7", "0.8"])
def test_noise_in_a_predicted_number_is_a_note(rate: str) -> None:
    assert levels(stack(f"layers.Dropout({rate})", NUMBER, loss=MSE)) == ["info medium"]


def test_two_fits_are_one_finding() -> None:
    code = stack("layers.Dropout(0.8)", SOFTMAX) + "model.fit(x, y)\nmodel.fit(x, y)\n"
    assert levels(code) == ["warning high"]


def test_the_labels_say_how_many_features_are_left() -> None:
    (finding,) = found(stack("layers.Dropout(0.75)", SOFTMAX))
    assert "75 %" in finding.message
    assert [label.text for label in finding.labels] == [
        "the output layer gets what is left",
        "about 32 of its 128 features are left",
    ]

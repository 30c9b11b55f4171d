import pytest

from tests.rules.found import found, levels, lines

RULE = "KC318"
HEAD = "x, y = np.load('x.npy'), np.load('y.npy')\n"
FIT = "m.compile('adam', 'mse')\nm.fit(x, y)\n"


def model(layer: str, before: str = "", after: str = "") -> str:
    return f"{HEAD}n = {layer}\n{before}m = keras.Sequential([n, layers.Dense(1)])\n{after}{FIT}"


NORM, TEXT = "layers.Normalization()", "layers.TextVectorization(100)"
READER = "from tensorflow.keras.preprocessing.image import ImageDataGenerator as G\n"
FLOW = "m = keras.Sequential([layers.Flatten(), layers.Dense(1)])\nm.compile('adam', 'mse')\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            READER + "g = G(featurewise_center=True)\ng.mean = 103.9\n" + FLOW
            + "m.fit(g.flow_from_directory('d'), epochs=3)\n",
            id="statistics that are set by hand",
        ),
        pytest.param(model(NORM, "n.adapt(x)\n"), id="adapted"),
        pytest.param(model(NORM, after="n.adapt(x)\n"), id="adapted in the model"),
        pytest.param(model("layers.Normalization(mean=0.5, variance=0.1)"), id="given"),
        pytest.param(model("layers.Normalization(**options)"), id="perhaps given"),
        pytest.param(model(NORM, "prepare(n)\n"), id="handed to an unknown function"),
        pytest.param(model(NORM, "tools.prepare(n)\n"), id="handed to an unknown method"),
        pytest.param(model(NORM, "for l in [n]:\n    l.adapt(x)\n"), id="adapted in a loop"),
        pytest.param(model(NORM, after="m.load_weights('w')\n"), id="loaded weights"),
        pytest.param(model(NORM, after="m.layers[0].adapt(x)\n"), id="adapted by its number"),
        pytest.param(model("layers.StringLookup(vocabulary=['a', 'b'])"), id="a vocabulary"),
        pytest.param(model(TEXT, "n.set_vocabulary(words)\n"), id="set_vocabulary"),
        pytest.param(model("layers.Discretization([0.0, 1.0])"), id="boundaries"),
        pytest.param(model("layers.BatchNormalization()"), id="another layer"),
        pytest.param(
            "class TextVectorization(layers.Layer):\n    def adapt(self, sample):\n"
            "        self.words = look_up(sample)\n    def call(self, x):\n"
            "        return self.words.lookup(x)\n" + model("TextVectorization()", "n.adapt(x)\n"),
            id="a class of the script",
        ),
        pytest.param(
            HEAD + READER + "g = G(featurewise_center=True)\ng.fit(x)\n" + FLOW
            + "m.fit(g.flow(x, y))\n",
            id="a generator that is fitted",
        ),
        pytest.param(
            HEAD + READER + FLOW + "m.fit(G(samplewise_center=True).flow(x, y))\n", id="an image alone"
        ),
    ],
)  # fmt: skip
def test_what_has_its_state(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        pytest.param(model(NORM), "warning medium", 2, id="Normalization"),
        pytest.param(model(TEXT), "error high", 2, id="TextVectorization"),
        pytest.param(model("layers.IntegerLookup()"), "error high", 2, id="IntegerLookup"),
        pytest.param(model("layers.Discretization(num_bins=4)"), "error high", 2, id="bins"),
        pytest.param(
            HEAD + "i = keras.Input((3,))\nm = keras.Model(i, layers.Dense(1)(" + NORM + "(i)))\n"
            + FIT,
            "warning medium", 3,
            id="in a graph",
        ),
        pytest.param(
            HEAD + READER + FLOW + "m.fit(G(featurewise_center=True).flow(x, y))\n",
            "warning medium", 5,
            id="a generator",
        ),
    ],
)  # fmt: skip
def test_what_has_learnt_nothing(code: str, level: str, line: int) -> None:
    assert levels(RULE, code) == [level]
    assert lines(RULE, code) == [line]


def test_a_factor_for_the_pixels_is_not_the_first_argument() -> None:
    code = HEAD + READER + FLOW + "m.fit(G({}).flow(x, y))\n"
    (finding,) = found(RULE, code.format("1. / 255, zoom_range=0.1"))
    assert finding.message.startswith("the first argument of `ImageDataGenerator` is")
    assert finding.help == "write `rescale=1. / 255`"
    assert levels(RULE, code.format("rescale=1. / 255")) == []


def test_the_argument_that_gives_the_state_is_named() -> None:
    (finding,) = found(RULE, model(TEXT))
    assert "`vocabulary=…`" in finding.help

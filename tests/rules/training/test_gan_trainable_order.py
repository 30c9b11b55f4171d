import pytest

from kerascheck.values import Model
from tests.facts.trace_of import facts
from tests.rules.found import found, levels, lines

RULE = "KC218"
PARTS = """\
import tensorflow as tf
discriminator = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.Dense(1, 'sigmoid')])
generator = keras.Sequential([keras.Input((3,)), layers.Dense(4)])
"""
OWN = "discriminator.compile('adam', 'binary_crossentropy')\n"
COMBINED = """\
z = keras.Input((3,))
gan = keras.Model(z, discriminator(generator(z)))
gan.compile('adam', 'binary_crossentropy')
"""
FREEZE = "discriminator.trainable = False\n"
UNFREEZE = "discriminator.trainable = True\n"
OWN_STEP = "discriminator.train_on_batch(x, y)\n"
STEP = "gan.train_on_batch(noise, ones)\n"
OLD = "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n"


def loop(*steps: str) -> str:
    return "for step in range(1000):\n" + "".join(f"    {step}" for step in steps)


BOTH = loop(OWN_STEP, STEP)
CLASSIC = PARTS + OWN + FREEZE + COMBINED
NEVER = PARTS + OWN + COMBINED
LATE = PARTS + OWN + COMBINED + FREEZE
FROZEN_FIRST = PARTS + FREEZE + OWN + COMBINED


@pytest.mark.parametrize(
    ("code", "word"),
    [
        pytest.param(CLASSIC + BOTH, "discriminator.train", id="the order of Keras 2"),
        pytest.param(LATE + BOTH, "discriminator.train", id="frozen after both"),
        pytest.param(FROZEN_FIRST + BOTH, "discriminator.train", id="frozen before both"),
        pytest.param(NEVER + BOTH, "gan.train", id="never frozen"),
        pytest.param(OLD + NEVER + BOTH, "gan.train", id="never frozen, in Keras 2"),
        pytest.param(OLD + LATE + BOTH, "gan.train", id="frozen too late for Keras 2"),
        pytest.param(OLD + FROZEN_FIRST + BOTH, "discriminator.train", id="compiled as frozen"),
    ],
)
def test_the_order_is_wrong(code: str, word: str) -> None:
    assert levels(RULE, code) == ["warning medium"]
    (line,) = lines(RULE, code)
    assert code.splitlines()[line - 1].strip().startswith(word)


SWITCH = """\
def switch(model, value):
    model.trainable = value
    for layer in model.layers:
        layer.trainable = value
"""
STEPS = """\
class Gan(keras.Model):
    def __init__(self, discriminator, generator):
        super().__init__()
        self.discriminator, self.generator = discriminator, generator
    def compile(self, optimizer):
        super().compile()
        self.optimizer = optimizer
    def train_step(self, data):
        return {}
gan = Gan(discriminator, generator)
gan.compile('adam')
gan.fit(noise, epochs=3)
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(CLASSIC + loop(UNFREEZE, OWN_STEP, FREEZE, STEP), id="switched each time"),
        pytest.param(NEVER + loop(UNFREEZE, OWN_STEP, FREEZE, STEP), id="switched, not before"),
        pytest.param(
            SWITCH
            + CLASSIC
            + loop(
                "switch(discriminator, True)\n", OWN_STEP, "switch(discriminator, False)\n", STEP
            ),
            id="switched by a function",
        ),
        pytest.param(PARTS + OWN + OWN_STEP + FREEZE + COMBINED + BOTH, id="trained before"),
        pytest.param(OLD + CLASSIC + BOTH, id="the order of Keras 2 in Keras 2"),
        pytest.param(
            PARTS + OWN + COMBINED + "discriminator.layers[0].trainable = False\n" + BOTH,
            id="frozen in part",
        ),
        pytest.param(CLASSIC + loop(STEP), id="a discriminator that is not trained"),
        pytest.param(PARTS + OWN + STEPS + OWN_STEP, id="a training step of its own"),
        pytest.param(NEVER + "discriminator.trainable = flag\n" + BOTH, id="a switch not known"),
        pytest.param(
            PARTS.replace("discriminator", "head")
            + COMBINED.replace("discriminator", "head").replace("gan", "whole")
            + "head.compile('adam', 'mse')\nhead.fit(x, y)\nwhole.fit(x, y)\n",
            id="no GAN",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(RULE, code) == []


def test_where_a_model_was_frozen_is_known() -> None:
    code = PARTS + "z = keras.Input((3,))\ngan = keras.Model(z, generator(z))\n"
    models = facts(code + "gan.trainable = False\n").models
    (gan,) = [model for model in models if isinstance(model, Model) and model.name == "gan"]
    inner = [model.trainable_site for model in models if model.name == "generator"]
    assert gan.trainable_site is not None
    assert gan.trainable_site.text.strip() == "gan.trainable = False"
    assert [site and site.text.strip() for site in inner] == ["gan.trainable = False"]


def test_a_model_that_is_called_a_gan_is_one_of_two() -> None:
    short = NEVER.replace("discriminator", "d").replace("generator", "g")
    steps = loop("d.train_on_batch(x, y)\n", STEP)
    assert levels(RULE, short + steps) == ["warning medium"]
    assert levels(RULE, (short + steps).replace("gan", "whole")) == []


def test_the_model_is_called_what_the_training_calls_it() -> None:
    """A builder calls it `model`, which the reader of the loop has never seen."""
    built = """\
def build():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, 'sigmoid')])
    model.compile('adam', 'binary_crossentropy')
    return model
import tensorflow as tf
discriminator = build()
generator = keras.Sequential([keras.Input((3,)), layers.Dense(4)])
"""
    [idle] = found(RULE, built + FREEZE + COMBINED + BOTH)
    assert idle.message.startswith("`discriminator` is frozen")
    [taught] = found(RULE, built + COMBINED + BOTH)
    assert taught.message.startswith("`discriminator` is not frozen")


@pytest.mark.parametrize(
    "more",
    [
        "# It works better if the discriminator is not frozen.\n",
        "# with an unfrozen discriminator\n",
        "if options.freeze:\n    print('nothing is frozen')\n",
    ],
)
def test_a_discriminator_that_is_not_frozen_on_purpose_is_a_note(more: str) -> None:
    assert levels(RULE, PARTS + OWN + more + COMBINED + BOTH) == ["info medium"]
    assert levels(RULE, PARTS + more + OWN + FREEZE + COMBINED + BOTH) == ["warning medium"]

import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC603"
HOT = "keras.optimizers.SGD(9.0)"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(compiled("'sgd'"), id="the default"),
        pytest.param(compiled("keras.optimizers.SGD(0.1)"), id="usual for plain SGD"),
        pytest.param(compiled("keras.optimizers.Adadelta(1.0)"), id="usual for Adadelta"),
        pytest.param(compiled("keras.optimizers.Adam(args.rate)"), id="not known"),
        pytest.param(compiled("keras.optimizers.SGD(0.4, momentum=m)"), id="momentum not known"),
        pytest.param(
            compiled("keras.optimizers.SGD(keras.optimizers.schedules.PolynomialDecay(s, 9))"),
            id="a schedule that is not known",
        ),
        pytest.param(
            compiled(
                "keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay("
                "0.0, 1000, warmup_target=0.001, warmup_steps=100))"
            ),
            id="a warm-up from 0",
        ),
        pytest.param(
            compiled(
                "keras.optimizers.Adam(1e-8)",
                "find = keras.callbacks.LearningRateScheduler(lambda e: 1e-8 * 10 ** (e / 20))\n"
                "model.fit(x, y, epochs=100, callbacks=[find])",
            ).replace("1e-8)", "1e-9)", 1),
            id="a rate that is looked for",
        ),
        pytest.param(
            compiled(HOT, "model.fit(x, y, callbacks=[WarmUp()])"), id="a callback of the script"
        ),
        pytest.param(
            "for rate in (0.001, 0.1, 10.0):\n"
            "    model = keras.Sequential([keras.Input((4,)), layers.Dense(2), layers.Dense(1)])\n"
            "    model.compile(keras.optimizers.SGD(rate), 'mse')\n",
            id="rates that are compared",
        ),
        pytest.param(
            "model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])\n"
            "model.compile(keras.optimizers.Adam(0.1), 'mse')\n",
            id="a straight line",
        ),
        pytest.param(compiled("opt.SGD(9.0)"), id="an optimizer from elsewhere"),
        pytest.param(
            "import tensorflow as tf\nimage = tf.Variable(np.load('image.npy'))\n"
            "optimizer = keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(\n"
            "    initial_learning_rate=100.0, decay_steps=100, decay_rate=0.96))\n"
            "for step in range(4000):\n    with tf.GradientTape() as tape:\n"
            "        loss = style_loss(image)\n"
            "    optimizer.apply_gradients([(tape.gradient(loss, image), image)])\n",
            id="the pixels of an image that are moved",
        ),
        pytest.param(
            "model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])\n"
            "model.compile(keras.optimizers.Adam(0.5), 'mse')\n",
            id="a straight line",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [
        (HOT, "warning high"),
        ("keras.optimizers.SGD(0.7)", "info low"),
        ("keras.optimizers.SGD(3.0)", "info low"),
        ("keras.optimizers.SGD(0.7, momentum=0.9)", "warning high"),
        ("keras.optimizers.Adam(0.5)", "warning high"),
        ("keras.optimizers.Adam(lr=0.5)", "warning high"),
        ("keras.optimizers.Adam(0.05)", "info low"),
        ("keras.optimizers.RMSprop(1e-10)", "warning high"),
        ("keras.optimizers.SGD(-0.01)", "warning high"),
        (
            "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(9.0, 10, 0.9))",
            "warning high",
        ),
    ],
)
def test_rates_out_of_the_usual(optimizer: str, level: str) -> None:
    assert levels(CODE, compiled(optimizer)) == [level]
    assert lines(CODE, compiled(optimizer)) == [5]


def test_the_message_has_the_usual_range() -> None:
    (finding,) = found(CODE, compiled(HOT))
    assert finding.message == (
        "a learning rate of 9 is far above what `SGD` is used with, 0.0001 to 0.3."
    )


DEEP = (
    "model = keras.Sequential([keras.Input((4,)), layers.Dense(9, 'relu'), {0}layers.Dense(1)])\n"
    "model.compile(keras.optimizers.SGD({1}), 'mse')\n"
)


def test_a_high_rate_with_momentum_is_noted_where_nothing_is_normalized() -> None:
    (finding,) = found(CODE, DEEP.format("", "0.1, momentum=0.9"))
    assert finding.message == (
        "a learning rate of 0.1 with a momentum of 0.9 moves the weights as fast as one of 1 "
        "without, and no normalization levels the steps."
    )
    assert levels(CODE, DEEP.format("", "0.1, momentum=0.9")) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        DEEP.format("layers.BatchNormalization(), ", "0.1, momentum=0.9"),
        DEEP.format("mine(), ", "0.1, momentum=0.9"),
        DEEP.format("keras.Sequential([layers.Dense(2)]), ", "0.1, momentum=0.9"),
        DEEP.format("", "0.05, momentum=0.9"),
        DEEP.format("", "0.1"),
        DEEP.format("", "0.1, momentum=0.9").replace("layers.Dense(9, 'relu'), ", ""),
    ],
    ids=["normalized", "own layer", "a part of its own", "slower", "no momentum", "one layer"],
)
def test_a_high_rate_with_momentum_may_be_right(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(("last", "level"), [(784, "info low"), (3, "warning high")])
def test_steps_may_be_long_where_the_loss_is_a_mean_of_many(last: int, level: str) -> None:
    code = (
        f"m = keras.Sequential([layers.Dense(9, 'relu'), layers.Dense({last})])\n"
        "m.compile(keras.optimizers.SGD(1.0, momentum=0.9), 'mse')\nm.fit(x, y)\n"
    )
    assert levels(CODE, code) == [level]


def test_small_steps_of_a_single_layer_are_noted_only() -> None:
    one = "model = keras.Sequential([keras.Input((3072,)), layers.Dense(10)])\n"
    assert levels(CODE, one + "model.compile(keras.optimizers.SGD(1e-7), 'mse')\n") == ["info low"]


@pytest.mark.parametrize(
    ("rate", "effect"),
    [("0.0", "0 changes no weight"), ("-0.1", "-0.1 moves the weights towards a larger loss")],
)
def test_a_rate_that_cannot_make_the_loss_smaller(rate: str, effect: str) -> None:
    code = compiled(f"keras.optimizers.Adam({rate})")
    assert levels(CODE, code) == ["warning high"]
    assert found(CODE, code)[0].message == f"a learning rate of {effect}."


@pytest.mark.parametrize(
    ("comment", "level"),
    [
        ("# A rate that is **much** too high.", "warning high"),
        ("# The learning rate is far too large.", "warning high"),
        ("# What an incorrectly high learning rate does", "info high"),
        ("# The learning rate is too large.", "info high"),
        ("# The learning rate is too small.", "warning high"),
    ],
)
def test_a_lesson_that_shows_a_wrong_rate_gets_a_note(comment: str, level: str) -> None:
    assert levels(
        CODE, compiled(f"{HOT}", "").replace("model.compile", f"{comment}\nmodel.compile")
    ) == [level]


@pytest.mark.parametrize(
    ("again", "found"),
    [
        (compiled("keras.optimizers.SGD(0.01)"), ["info high"]),
        (compiled("keras.optimizers.SGD(8.0)"), ["warning high", "warning high"]),
        (compiled("keras.optimizers.Adam(0.001)"), ["warning high"]),
        (compiled("keras.optimizers.SGD(0.01)").replace("32", "64"), ["warning high"]),
    ],
    ids=["a usual rate", "another one", "another optimizer", "other layers"],
)
def test_a_rate_that_is_compared_with_a_usual_one_is_noted_only(
    again: str, found: list[str]
) -> None:
    assert levels(CODE, compiled(HOT) + again) == found


UNUSED = "spare = keras.optimizers.SGD(learning_rate={})\n" + compiled("'adam'")


@pytest.mark.parametrize("rate", ["0", "1e-12", "50.0"])
def test_an_optimizer_that_nothing_gets_has_any_rate(rate: str) -> None:
    assert levels(CODE, UNUSED.format(rate)) == []


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("model.optimizer.learning_rate = 0.01\n", []),
        ("model.optimizer.learning_rate.assign(0.01)\n", []),
        ("keras.backend.set_value(model.optimizer.lr, 0.01)\n", []),
        ("# model.optimizer.learning_rate = 0.01\n", ["warning high"]),
        ("settings.learning_rate = 0.01\n", ["warning high"]),
        ("print(model.optimizer.learning_rate == 0.01)\n", ["warning high"]),
    ],
)
def test_a_rate_that_the_script_sets_later(later: str, found: list[str]) -> None:
    assert levels(CODE, compiled("keras.optimizers.Adam(0.0)", later)) == found

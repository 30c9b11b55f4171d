import pytest

from tests.rules.found import found, levels, lines

RULE = "KC217"
NET = "layers.Dense(8, 'relu'), layers.Dropout(0.5), layers.Dense(1)"
PLAIN = "layers.Dense(8, 'relu'), layers.Dense(1)"
PENALISED = "layers.Dense(8, 'relu', kernel_regularizer='l2'), layers.Dense(1)"


def program(
    body: str = "loss = loss_fn(y, model(x, training=True))",
    after: str = "",
    net: str = NET,
    sources: str = "model.trainable_variables",
    before: str = "",
) -> str:
    return (
        "import tensorflow as tf\n"
        f"model = keras.Sequential([keras.Input((4,)), {net}])\n{before}"
        "optimizer, loss_fn = keras.optimizers.Adam(), keras.losses.MeanSquaredError()\n"
        "@tf.function\ndef step(x, y):\n"
        f"    with tf.GradientTape() as tape:\n        {body}\n"
        + (f"    {after}\n" if after else "")
        + f"    gradients = tape.gradient(loss, {sources})\n"
        f"    optimizer.apply_gradients(zip(gradients, {sources}))\n"
        "for x, y in batches:\n    step(x, y)\n"
    )


TRAIN_STEP = """\
import tensorflow as tf
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(8, 'relu'{more})
        self.drop = layers.Dropout(0.5)
        self.last = layers.Dense(1)
    def call(self, x{parameter}):
        return self.last(self.drop(self.hidden(x){given}))
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            prediction = self(x{training})
            loss = {loss}
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return {{'loss': loss}}
net = Net()
net.compile('adam', loss='mse')
net.fit(x, y)
"""
BEFORE = f"""\
import tensorflow as tf
model = keras.Sequential([keras.Input((4,)), {PLAIN}])
loss_fn = keras.losses.MeanSquaredError()
def step(x, y):
    p = model(x, training=True)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, p)
    return tape.gradient(loss, model.trainable_variables)
"""
OWN_LOSS = "tf.reduce_mean((y - prediction) ** 2)"


def train_step(
    training: str = "",
    loss: str = OWN_LOSS,
    parameter: str = ", training=None",
    given: str = ", training=training",
    more: str = "",
) -> str:
    return TRAIN_STEP.format(
        training=training, loss=loss, parameter=parameter, given=given, more=more
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (program("loss = loss_fn(y, model(x))"), "`Dropout` drops nothing"),
        (
            program("loss = loss_fn(y, model(x))", net="layers.BatchNormalization(), " + PLAIN),
            "`BatchNormalization` is not trained",
        ),
        (train_step(), "`Dropout` drops nothing"),
        (train_step(parameter=", training=False"), "`Dropout` drops nothing"),
        (program(net=PENALISED), "without the regularizers of `model`"),
        (
            train_step(", training=True", more=", kernel_regularizer='l2'"),
            "without the regularizers",
        ),
        (
            program(sources="model.variables", before="model.layers[0].trainable = False\n"),
            "`variables` has the weights of frozen layers",
        ),
        (
            program(sources="model.weights", before="model.layers[0].trainable = False\n"),
            "`weights` has the weights of frozen layers",
        ),
    ],
)
def test_what_fit_does_by_itself_is_left_out(code: str, words: str) -> None:
    assert levels(RULE, code) == ["warning medium"]
    assert words in found(RULE, code)[0].message


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (program("p = model(x, training=True)", "loss = loss_fn(y, p)"), 9),
        (BEFORE, 5),
    ],
)
def test_what_is_not_on_the_tape_has_no_gradient(code: str, line: int) -> None:
    assert levels(RULE, code) == ["error high"]
    assert lines(RULE, code) == [line]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(), id="training=True"),
        pytest.param(
            program(
                "loss = loss_fn(y, model(x))", net="layers.BatchNormalization(), " + PLAIN
            ).replace("    step(x, y)", "    model.set_weights(halfway(x, y))\n    step(x, y)"),
            id="few-shot training that sets weights back",
        ),
        pytest.param(program("loss = loss_fn(y, model(x, True))"), id="by position"),
        pytest.param(program("loss = loss_fn(y, model(x))", net=PLAIN), id="no such layers"),
        pytest.param(
            program("loss = loss_fn(y, model(x))", net="layers.Dropout(0), " + PLAIN), id="rate 0"
        ),
        pytest.param(
            program("loss = loss_fn(y, model(x))", sources="[x]"), id="a gradient of the input"
        ),
        pytest.param(
            program(
                "loss = loss_fn(y, head(model(x)))", sources="head.trainable_variables"
            ).replace(
                "optimizer, loss_fn",
                "head = keras.Sequential([layers.Dense(1)])\noptimizer, loss_fn",
            ),
            id="features of another model",
        ),
        pytest.param(
            program(
                "loss = loss_fn(y, model(x))",
                net="layers.BatchNormalization(), " + PLAIN,
                before="model.layers[0].trainable = False\n",
            ),
            id="a frozen normalization",
        ),
        pytest.param(
            program(
                "loss = loss_fn(y, model(x, training=True)) + sum(model.losses)", net=PENALISED
            ),
            id="the losses are added",
        ),
        pytest.param(
            train_step(", training=True", "self.compute_loss(x, y, prediction)"),
            id="Keras computes the loss",
        ),
        pytest.param(
            train_step("", parameter="", given=", training=True"), id="a dropout that always drops"
        ),
        pytest.param(train_step(parameter=", training=True"), id="training by default"),
        pytest.param(program(sources="model.variables"), id="nothing is frozen"),
        pytest.param(
            program("loss = loss_fn(y, model(x))").replace("model", "generator")
            + "discriminator = keras.Sequential([layers.Dense(1)])\n",
            id="a GAN",
        ),
        pytest.param(
            "import tensorflow as tf\ndef step(model, x, y):\n"
            "    with tf.GradientTape() as tape:\n        loss = compute(model, x, y)\n"
            "    return tape.gradient(loss, model.trainable_variables)\n",
            id="a model that is not known",
        ),
        pytest.param(
            program("p = model(x, training=True); loss = 0", "loss = loss_fn(y, p)", net=PLAIN),
            id="a name that the block binds, too",
        ),
        pytest.param(
            program("loss = outer(x, y)", before="def outer(x, y):\n    return other(x, y)\n")
            + "model(x)\n",
            id="something on the tape is not followed",
        ),
        pytest.param(program() + "print(model(x))\n", id="a prediction elsewhere"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(RULE, code) == []


EPOCHS = """\
import tensorflow as tf
model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
optimizer, loss_fn = keras.optimizers.Adam(), keras.losses.MeanSquaredError()
{outside}
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    error.update_state(loss)
for epoch in range(epochs):
    {inside}
    for x, y in batches:
        step(x, y)
        {each}
    print(epoch, error.result())
"""
MADE = "error = keras.metrics.Mean()"


def epochs(outside: str = MADE, inside: str = "pass", each: str = "pass") -> str:
    return EPOCHS.format(outside=outside, inside=inside, each=each)


def test_a_metric_that_is_never_reset() -> None:
    assert levels(RULE, epochs()) == ["warning medium"]
    assert lines(RULE, epochs()) == [16]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(epochs(inside="error.reset_state()"), id="reset"),
        pytest.param(epochs(inside="error.reset_states()"), id="reset in Keras 2"),
        pytest.param(epochs("error = 0", inside=MADE), id="made for each epoch"),
        pytest.param(
            epochs().replace("    print(epoch, error.result())", "print(error.result())"),
            id="read at the end",
        ),
        pytest.param(
            epochs().replace("    print(epoch", "        print(epoch"), id="a running mean"
        ),
    ],
)
def test_metrics_that_are_meant_so(code: str) -> None:
    assert levels(RULE, code) == []

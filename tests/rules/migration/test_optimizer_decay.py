import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC702"
HEAD = "import keras\nfrom keras.optimizers import *\n"
NAME = "keras.optimizers.schedules.InverseTimeDecay"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("SGD(lr=0.1, decay=1e-5)", f"SGD(lr={NAME}(0.1, decay_steps=1, decay_rate=1e-5))"),
        ("SGD(0.1, 0.9, decay=d)", f"SGD({NAME}(0.1, decay_steps=1, decay_rate=d), 0.9)"),
        ("Adam(decay=0.01)", f"Adam(learning_rate={NAME}(0.001, decay_steps=1, decay_rate=0.01))"),
        ("Nadam(schedule_decay=0.004)", "Nadam()"),
    ],
)
def test_a_schedule_takes_the_place_of_decay(call: str, expected: str) -> None:
    code = f"{HEAD}d = 1e-4\no = {call}\n"
    assert levels(code, RULE) == ["warning high"]
    assert fixed(code, RULE) == f"{HEAD}d = 1e-4\no = {expected}\n"


def test_both_old_arguments_go_at_once() -> None:
    code = f"{HEAD}o = SGD(lr=0.1, decay=1e-6, momentum=0.9)\n"
    assert fixed(code).endswith(
        f"o = SGD(learning_rate={NAME}(0.1, decay_steps=1, decay_rate=1e-6), momentum=0.9)\n"
    )


@pytest.mark.parametrize(
    "more",
    [
        "c = keras.callbacks.ReduceLROnPlateau()",
        "c = keras.callbacks.LearningRateScheduler(lambda e: 0.1)",
        "o.learning_rate.assign(0.1)\no.lr = 0.1",
    ],
)
def test_no_fix_where_something_else_sets_the_learning_rate(more: str) -> None:
    (finding,) = found(f"{HEAD}o = SGD(0.1, decay=0.1)\n{more}\n", RULE)
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(HEAD + "AdamW(0.1, weight_decay=0.1)", id="weight_decay"),
        pytest.param("import keras\nfrom torch.optim import Adagrad\nAdagrad(p, lr_decay=1)", id="torch"),
        pytest.param("import tensorflow as tf\ntf.keras.optimizers.legacy.SGD(decay=0.1)", id="legacy"),
        pytest.param("from tf_keras.optimizers import SGD\nSGD(decay=0.1)", id="tf_keras"),
        pytest.param(HEAD + "SGD(0.1)", id="without"),
        pytest.param(
            "import keras\nclass SGD(keras.optimizers.Optimizer): pass\nSGD(decay=0.1)", id="own"
        ),
    ],
)  # fmt: skip
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []


def test_a_decay_of_0_is_a_note() -> None:
    code = f"{HEAD}o = Adam(learning_rate=0.1, decay=0.0)\n"
    assert levels(code, RULE) == ["info high"]
    assert fixed(code, RULE, unsafe=True) == f"{HEAD}o = Adam(learning_rate=0.1)\n"


@pytest.mark.parametrize(
    ("decay", "level"),
    [("args.decay", "info"), ("options['decay']", "info"), ("0.1 / args.epochs", "warning")],
)
def test_a_setting_may_be_0(decay: str, level: str) -> None:
    assert levels(f"{HEAD}o = SGD(0.1, decay={decay})\n", RULE) == [f"{level} high"]


def test_a_decay_that_hardly_changes_the_rate_is_a_note() -> None:
    code = f"{HEAD}o = SGD(0.1, decay=1e-6)\n"
    (finding,) = found(code, RULE)
    assert (finding.severity.label, finding.message) == (
        "info",
        "Keras 3 ignores `decay`: the learning rate stays the same, where it fell very slowly.",
    )
    assert fixed(code, RULE).endswith(f"SGD({NAME}(0.1, decay_steps=1, decay_rate=1e-6))\n")


MODEL = """m = Sequential([Input((3,)), Dense(1)])
o = SGD(0.1, decay=0.01)
"""


@pytest.mark.parametrize(
    ("after", "level"),
    [
        ("m.compile(o, 'mse')", "warning"),
        ("m.compile('adam', 'mse')", "info"),
        ("p = Adam(0.1)\nm.compile(p, 'mse')", "info"),
        ("m.compile('adam', 'mse')\nm.compile(o, 'mse')", "warning"),
        ("m.compile(unknown(), 'mse')", "warning"),
        ("", "warning"),
        ("m.compile('adam', 'mse')\no.apply_gradients(pairs())", "warning"),
    ],
)
def test_an_optimizer_that_no_model_gets_is_a_note(after: str, level: str) -> None:
    head = f"{HEAD}from keras import Input, Sequential\nfrom keras.layers import Dense\n"
    (finding,) = found(f"{head}{MODEL}{after}\n", RULE)
    assert finding.severity.label == level


@pytest.mark.parametrize(
    ("after", "level"),
    [
        ("if __name__ == '__main__':\n    main()\n", "info"),
        ("if __name__ == '__main__':\n    main(old(0.1))\n", "warning"),
        ("if __name__ == '__main__':\n    main(globals()['old'])\n", "warning"),
        ("old\nm.fit(x, y)\n", "warning"),
        ("m.fit(x, y)\n", "info"),
        ("args = parser.parse_args()\n", "info"),
        ("def train(m):\n    m.fit(x, y)\n", "warning"),
        ("", "warning"),
    ],
)
def test_a_function_of_a_program_that_nothing_calls_is_a_note(after: str, level: str) -> None:
    code = f"{HEAD}def old(lr):\n    return SGD(lr, decay=0.1)\n{after}"
    assert levels(code, RULE) == [f"{level} high"]


def test_the_rate_does_not_stay_the_same_where_a_callback_sets_it() -> None:
    code = f"{HEAD}from keras.callbacks import ReduceLROnPlateau\nReduceLROnPlateau()\n"
    (finding,) = found(f"{code}o = SGD(0.1, decay=0.1)\n", RULE)
    assert "only what else the script sets changes the learning rate" in finding.message


def test_a_compile_that_another_one_follows_before_any_training_is_left_alone() -> None:
    head = f"{HEAD}from keras import Input, Sequential\nfrom keras.layers import Dense\n{MODEL}"
    assert levels(f"{head}m.compile(o, 'mse')\nm.compile('adam', 'mse')\nm.fit(x, y)\n", RULE) == []
    trained = f"{head}m.compile(o, 'mse')\nm.fit(x, y)\nm.compile('adam', 'mse')\nm.fit(x, y)\n"
    assert levels(trained, RULE) == ["warning high"]


def test_a_decay_deep_in_a_function_that_nothing_calls_is_a_note() -> None:
    code = f"{HEAD}def old(m):\n    o = SGD(0.1, decay=0.1)\n    m.compile(o, 'mse')\n"
    assert levels(f"{code}if __name__ == '__main__':\n    main()\n", RULE) == ["info high"]


@pytest.mark.parametrize(
    ("rate", "level"),
    [("10 ** random.uniform(-6, -3)", "info"), ("float(input())", "warning"), ("1e-3", "warning")],
)
def test_a_decay_that_is_drawn_at_random_is_a_note(rate: str, level: str) -> None:
    code = f"{HEAD}import random\nRATE = {rate}\no = SGD(RATE, decay=RATE / 10)\n"
    assert levels(code, RULE) == [f"{level} high"]


@pytest.mark.parametrize(
    ("decay", "fit", "level"),
    [
        pytest.param("5e-5", "m.fit(x, y)", "info", id="one epoch"),
        pytest.param("0.01", "m.fit(x, y)", "warning", id="much in one epoch"),
        pytest.param("5e-5", "m.fit(x, y, epochs=3)", "warning", id="three epochs"),
        pytest.param("5e-5", "m.fit(x, y, epochs=n)", "warning", id="nobody knows how many"),
        pytest.param("5e-5", "for _ in a:\n    m.fit(x, y)", "warning", id="in a loop"),
        pytest.param("5e-5", "m.fit(x, y, epochs=50, steps_per_epoch=30)", "info", id="1500 steps"),
        pytest.param("5e-5", "m.fit(x, y, epochs=50, steps_per_epoch=50)", "warning", id="2500"),
        pytest.param("5e-5", "m.fit(x, y)\nm.fit(x, y)\nm.fit(x, y)", "warning", id="three times"),
        pytest.param("1e-4", "m.fit(np.zeros((640, 3)), y, epochs=40)", "info", id="800 steps"),
        pytest.param("1e-4", "m.fit(np.zeros((1, 3)), y, epochs=40)", "warning", id="one sample"),
        pytest.param("1e-4", "m.fit(np.zeros((640, 3)), y, 1, epochs=40)", "warning", id="25600"),
        pytest.param("1e-4", "m.train_on_batch(x, y)", "warning", id="batch by batch"),
    ],
)
def test_a_training_may_end_before_the_decay_does_much(decay: str, fit: str, level: str) -> None:
    head = f"{HEAD}import numpy as np\nfrom keras import Input, Sequential\n"
    head += f"from keras.layers import Dense\n{MODEL}".replace("0.01", decay)
    (finding,) = found(f"{head}m.compile(o, 'mse')\n{fit}\n", RULE)
    assert finding.severity.label == level


TRAINED = """\
def small():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
o = SGD(0.1, decay=1e-2)
a, b = small(), small()
a.compile(o, "mse")
b.compile("adam", "mse")
"""


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("a.fit(x, y)\nprint(a.optimizer.lr)", "stays the same"),
        ("a.fit(x, y)\nb.fit(x, y, callbacks=[c])", "stays the same"),
        ("a.fit(x, y, callbacks=[c])\nb.fit(x, y)", "only what else the script sets"),
        ("a.fit(x, y, callbacks=mine(c))\nb.fit(x, y)", "only what else the script sets"),
        (
            "rate = a.optimizer.lr\nkeras.backend.set_value(rate, 0.1)\na.fit(x, y)",
            "only what else the script sets",
        ),
    ],
)
def test_what_sets_the_rate_of_another_model_is_no_matter(rest: str, says: str) -> None:
    made = "c = keras.callbacks.ReduceLROnPlateau()\n" if "callbacks" in rest else ""
    (finding,) = found(f"{HEAD}{TRAINED}{made}{rest}\n", RULE)
    assert says in finding.message

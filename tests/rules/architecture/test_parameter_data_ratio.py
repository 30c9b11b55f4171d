import pytest

from tests.rules.found import levels


def program(*parts: str, n: str = "300", fit: str = "", units: int = 3000) -> str:
    hidden = f"layers.Dense({units}, 'relu')"
    stack = ", ".join(("keras.Input((64,))", hidden, *parts, "layers.Dense(1, 'sigmoid')"))
    return (
        f"m = keras.Sequential([{stack}])\nm.compile('adam', 'binary_crossentropy')\n"
        f"m.fit(np.zeros(({n}, 64)), np.zeros({n}){fit})\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(n="5000"), id="enough samples"),
        pytest.param(program(n="load()"), id="a number of samples that is not known"),
        pytest.param(program("layers.Dropout(0.5)"), id="with dropout"),
        pytest.param(program("layers.Dense(9, kernel_regularizer='l2')"), id="with a penalty"),
        pytest.param(
            program(fit=", callbacks=[keras.callbacks.EarlyStopping()]"), id="stopped early"
        ),
        pytest.param(program(fit=", callbacks=make()"), id="callbacks that are not known"),
        pytest.param(program("layers.Dense(units())"), id="units that are not known"),
        pytest.param(
            "m = keras.Sequential([keras.Input((9,)), layers.Embedding(90000, 8), "
            "layers.Flatten(), layers.Dense(1)])\nm.compile('adam', 'mse')\n"
            "m.fit(np.zeros((100, 9)), np.zeros(100))\n",
            id="mostly an embedding",
        ),
        pytest.param(
            program().replace("'relu'", "'linear'").replace("'sigmoid'", "None"),
            id="nothing but a line",
        ),
        pytest.param(
            program("layers.Dense(3000)").replace(", 'relu'", ""), id="linear hidden layers"
        ),
        pytest.param(
            program().replace("m.compile", "m.layers[0].trainable = False\nm.compile"), id="frozen"
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC407", code) == []


def test_the_ratio_decides() -> None:
    assert levels("KC407", program()) == ["warning high"]
    assert levels("KC407", program(n="1000")) == ["info medium"]


def test_the_rows_of_an_exercise_get_a_note() -> None:
    assert levels("KC407", program(n="299")) == ["info medium"]
    assert levels("KC407", program(n="300")) == ["warning high"]


def test_many_samples_get_no_note() -> None:
    assert levels("KC407", program(n="6000", units=5000)) == []
    assert levels("KC407", program(n="4999", units=5000)) == ["info medium"]


def test_a_try_out_of_three_epochs_learns_nothing_by_heart() -> None:
    assert levels("KC407", program(fit=", epochs=3")) == []
    assert levels("KC407", program(fit=", epochs=30")) == ["warning high"]


def test_a_single_sample_is_there_to_be_learnt_by_heart() -> None:
    assert levels("KC407", program(n="1")) == []


def test_samples_that_are_drawn_at_random_are_noted() -> None:
    assert levels("KC407", program()) == ["warning high"]
    drawn = ["np.random.normal(size=(300, 64))", "np.random.randint(1, 5000, size=(300, 64))"]
    for samples in drawn:
        code = program().replace("np.zeros((300, 64))", samples)
        assert levels("KC407", code) == ["info medium"]
    made = "from sklearn.datasets import make_classification\n" + program()
    code = made.replace("np.zeros((300, 64))", "make_classification(300, 64)[0]")
    assert levels("KC407", code) == ["info medium"]


def test_samples_that_the_script_computes_are_noted() -> None:
    digits = "np.array([[i & 1, i >> 1 & 1, i >> 2 & 1] for i in range(300)])"
    wide = program(units=30000).replace("64", "3")
    assert levels("KC407", wide) == ["warning high"]
    assert levels("KC407", wide.replace("np.zeros((300, 3))", digits)) == ["info medium"]
    shifts = "def bits(i):\n    return np.array([i >> d & 1 for d in range(3)])\n"
    rows = wide.replace("np.zeros((300, 3))", "np.array([bits(i) for i in range(300)])")
    assert levels("KC407", shifts + rows) == ["info medium"]
    held = program().replace("np.zeros((300, 64))", "np.load('x.npy')[:300].reshape(300, 64)")
    assert levels("KC407", held) == ["warning high"]


def test_linear_hidden_layers_count_for_what_they_can_express() -> None:
    wide = program(n="40").replace("64", "9000").replace(", 'relu'", "")
    assert levels("KC407", wide) == ["info medium"]


def test_a_handful_of_samples_only_tries_the_code() -> None:
    assert levels("KC407", program(n="4", fit=", epochs=50")) == []
    assert levels("KC407", program(n="40", fit=", epochs=50")) != []

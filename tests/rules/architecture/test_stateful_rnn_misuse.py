import pytest

from tests.rules.found import found, levels, lines

CODE = "KC414"


def program(fit: str, layer: str = "LSTM(8, stateful=True)", before: str = "") -> str:
    return (
        f"{before}model = keras.Sequential([keras.Input(batch_shape=(8, 5, 2)), layers.{layer}])\n"
        f"model.compile('adam', 'mse')\nmodel.fit({fit})\n"
    )


def data(samples: int) -> str:
    return f"x, y = np.zeros(({samples}, 5, 2)), np.zeros(({samples}, 8))\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("x, y, shuffle=False"), id="in order"),
        pytest.param(program("x, y, shuffle=s"), id="not known"),
        pytest.param(program("x, y", "LSTM(8)"), id="not stateful"),
        pytest.param(program("x, y", "LSTM(8, stateful=s)"), id="perhaps stateful"),
        pytest.param(program("batches()"), id="perhaps a dataset"),
        pytest.param(program("x, y, batch_size=8", before=data(8)), id="one batch"),
        pytest.param(program("x, y, batch_size=8, shuffle=False", before=data(80)), id="even"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_samples_in_a_random_order() -> None:
    assert levels(CODE, program("x, y, batch_size=8")) == ["warning medium"]
    assert lines(CODE, program("x, y, batch_size=8")) == [3]


def test_a_last_batch_that_is_smaller() -> None:
    code = program("x, y, batch_size=8, shuffle=False", before=data(20))
    assert levels(CODE, code) == ["error high"]


def built(call: str, samples: int = 80) -> str:
    return data(samples) + (
        "model = keras.Sequential([keras.Input(batch_shape=(8, 5, 2)),\n"
        "    layers.LSTM(8, stateful=True)])\n"
        f"model.compile('adam', 'mse')\n{call}\n"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (built("model.fit(x, y, shuffle=False)"), "a batch has 32 samples, the default, but"),
        (built("model.fit(x, y, batch_size=4, shuffle=False)"), "a batch has 4 samples, but"),
        (built("model.predict(x)"), "a batch has 32 samples, the default, but"),
        (built("model.predict(x[:1])"), "a batch has 1 sample, but"),
        (built("model.evaluate(x, y)"), "keeps states for 8"),
        (built("model.predict_on_batch(x[:2])"), "a batch has 2 samples, but"),
    ],
)
def test_a_batch_of_another_size_than_the_states(code: str, words: str) -> None:
    assert levels(CODE, code) == ["error high"]
    assert words in found(CODE, code)[0].message


def test_what_to_write_for_batches_of_another_size() -> None:
    assert "`batch_size=8`" in found(CODE, built("model.predict(x)"))[0].help
    assert "second model" in found(CODE, built("model.predict(x[:1])"))[0].help


@pytest.mark.parametrize(
    "call",
    [
        "model.predict(x, batch_size=8)",
        "model.predict(x, batch_size=n)",
        "model.predict(x, 8)",
        "model.evaluate(x, y, 8)",
        "model.predict(x, **options)",
        "model.predict(x[:8])",
        "model.predict_on_batch(x[:8])",
        "model.predict(frames())",
        "model.fit(x, y, batch_size=8, shuffle=False)",
        "model.fit(x, y, batch_size=n, shuffle=False)",
    ],
)
def test_batches_of_the_size_of_the_states(call: str) -> None:
    assert levels(CODE, built(call)) == []


def test_states_that_go_on_from_epoch_to_epoch() -> None:
    code = built("model.fit(x, y, batch_size=8, shuffle=False, epochs=3)")
    assert levels(CODE, code) == ["info low"]
    assert "between the 3 epochs" in found(CODE, code)[0].message


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("model.fit(x, y, batch_size=8, shuffle=False)", id="one epoch"),
        pytest.param(
            "for _ in range(3):\n    model.fit(x, y, batch_size=8, shuffle=False, epochs=1)\n"
            "    model.layers[0].reset_states()",
            id="reset in a loop",
        ),
        pytest.param(
            "class Reset(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
            "        again(self.model)\n\n"
            "model.fit(x, y, batch_size=8, shuffle=False, epochs=3, callbacks=[Reset()])",
            id="a callback of the script",
        ),
    ],
)
def test_states_that_are_reset_or_used_once(call: str) -> None:
    assert levels(CODE, built(call)) == []

import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC611"
SCHEDULE = "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9))"


def program(*callbacks: str, optimizer: str = "'adam'") -> str:
    made = ",\n    ".join(f"keras.callbacks.{callback}" for callback in callbacks)
    fit = "model.fit(x, y, epochs=99, validation_split=0.2, callbacks=both)\n"
    return compiled(optimizer, f"both = [\n    {made}\n]\n{fit}")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program("EarlyStopping(patience=10)", "ReduceLROnPlateau(patience=3)"), id="in order"
        ),
        pytest.param(
            program("EarlyStopping('loss', patience=5)", "ReduceLROnPlateau(patience=9)"),
            id="they watch different things",
        ),
        pytest.param(
            program(
                "EarlyStopping(patience=5, start_from_epoch=50)", "ReduceLROnPlateau(patience=9)"
            ),
            id="stops late",
        ),
        pytest.param(
            program("EarlyStopping(patience=p)", "ReduceLROnPlateau(patience=9)"), id="not known"
        ),
        pytest.param(program("ReduceLROnPlateau()"), id="alone"),
        pytest.param(program("ReduceLROnPlateau(min_lr=1e-6)"), id="a small rate"),
        pytest.param(program("EarlyStopping(patience=5)", optimizer=SCHEDULE), id="a schedule"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        (
            program("EarlyStopping(patience=5)", "ReduceLROnPlateau(patience=5)"),
            "warning medium",
            8,
        ),
        (program("ReduceLROnPlateau(min_lr=0.01)"), "warning medium", 7),
        (program("ReduceLROnPlateau(factor=1.0)"), "error high", 7),
        (program("ReduceLROnPlateau()", optimizer=SCHEDULE), "error high", 7),
        (program("LearningRateScheduler(f)", optimizer=SCHEDULE), "error high", 7),
    ],
)
def test_callbacks_that_cannot_do_their_work(code: str, level: str, line: int) -> None:
    assert levels(CODE, code) == [level]
    assert lines(CODE, code) == [line]


ELSEWHERE = """\
from mine import make
both = [
    keras.callbacks.EarlyStopping(patience=3),
    keras.callbacks.ReduceLROnPlateau(verbose=1),
]
net = make()
net.fit(data(), epochs=99, validation_data=held(), callbacks=both)
"""


def test_the_model_may_be_made_elsewhere() -> None:
    assert levels(CODE, ELSEWHERE) == ["warning medium"]
    assert levels(CODE, ELSEWHERE.replace("patience=3", "patience=30")) == []


def test_the_shortest_patience_is_not_advised_again() -> None:
    code = program("EarlyStopping(patience=1)", "ReduceLROnPlateau(patience=1)")
    [finding] = found(CODE, code)
    assert finding.help == "write a longer patience there, such as `patience=3`"
    code = program("EarlyStopping(patience=6)", "ReduceLROnPlateau(patience=6)")
    [finding] = found(CODE, code)
    assert finding.help == "write `patience=2` here, or a longer patience there"


def _trained(callback: str, epochs: str, more: str = "") -> str:
    fit = f"model.fit(x, y, epochs={epochs}, validation_split=0.2, callbacks=[one])\n"
    return compiled("'adam'", f"one = keras.callbacks.{callback}\n{fit}{more}")


@pytest.mark.parametrize(
    ("callback", "words"),
    [
        ("ReduceLROnPlateau(patience=20)", "the learning rate is reduced after 20 epochs without"),
        ("ModelCheckpoint('a.h5', period=30)", "the checkpoint is written every 30 epochs, but"),
    ],
)
def test_what_comes_after_the_last_epoch(callback: str, words: str) -> None:
    code = _trained(callback, "20")
    assert levels(CODE, code) == ["warning medium"]
    assert words in found(CODE, code)[0].message
    assert found(CODE, code)[0].message.endswith("but the training has only 20.")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(_trained("ReduceLROnPlateau(patience=20)", "21"), id="the last epoch"),
        pytest.param(_trained("ReduceLROnPlateau()", "9"), id="the default"),
        pytest.param(_trained("ReduceLROnPlateau(patience=9)", "5"), id="tried out"),
        pytest.param(_trained("ReduceLROnPlateau(patience=9)", "n"), id="a length not known"),
        pytest.param(_trained("ReduceLROnPlateau(patience=p)", "9"), id="a patience not known"),
        pytest.param(
            _trained(
                "ReduceLROnPlateau(patience=9)",
                "9",
                "model.fit(x, y, epochs=99, validation_split=0.2, callbacks=[one])\n",
            ),
            id="a longer training, too",
        ),
        pytest.param(_trained("ModelCheckpoint('a.h5', period=9)", "9"), id="the last one alone"),
        pytest.param(
            _trained(
                "ModelCheckpoint('a.h5', period=30)",
                "20",
                "model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[one])\n",
            ),
            id="it counts on",
        ),
        pytest.param(
            compiled(
                "'adam'",
                "one = keras.callbacks.ModelCheckpoint('a.h5', period=30)\n"
                "for _ in range(9):\n"
                "    model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[one])\n",
            ),
            id="it counts on in a loop",
        ),
    ],
)
def test_what_comes_in_time(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("def made(watch='loss', wait=30):", "info medium"),
        ("wait = 30\ndef made():", "warning medium"),
    ],
)
def test_a_number_that_a_caller_sets_is_not_the_function_s_to_change(head: str, level: str) -> None:
    function = f"{head}\n    return keras.callbacks.ReduceLROnPlateau(patience=wait)\n"
    fit = "model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[made()])\n"
    assert levels(CODE, compiled("'adam'", function + fit)) == [level]

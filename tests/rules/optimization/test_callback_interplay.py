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

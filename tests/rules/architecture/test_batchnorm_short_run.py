import pytest

from tests.rules.found import found, levels, lines

CODE = "KC418"


def program(fit: str, norm: str = "", samples: str = "320") -> str:
    return (
        f"x, y = np.zeros(({samples}, 9)), np.zeros(({samples}, 1))\n"
        "model = keras.Sequential([\n    keras.Input((9,)), layers.Dense(8),\n"
        f"    layers.BatchNormalization({norm}),\n    layers.Dense(1),\n])\n"
        f"model.compile('adam', 'mse')\nmodel.fit(x, y, {fit})\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("epochs=40"), id="long enough"),
        pytest.param(program("epochs=5", "momentum=0.9"), id="a quick average"),
        pytest.param(program("epochs=5", "momentum=m"), id="momentum not known"),
        pytest.param(program("epochs=5", "trainable=False"), id="frozen"),
        pytest.param(program("epochs=n"), id="epochs not known"),
        pytest.param(program("epochs=5", samples="n()"), id="samples not known"),
        pytest.param(program("epochs=5") + "model.fit(x, y, epochs=99)\n", id="it goes on"),
        pytest.param(
            program("epochs=900, validation_split=20", samples="320000"), id="an invalid split"
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_averages_that_are_not_finished() -> None:
    (finding,) = found(CODE, program("epochs=10"))
    assert "after 100 steps" in finding.message
    assert levels(CODE, program("epochs=10")) == ["info low"]
    assert lines(CODE, program("epochs=10")) == [4]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (program("epochs=5, validation_data=(x, y)"), "info medium"),
        (program("epochs=5") + "print(model.evaluate(x, y))\n", "info medium"),
        (program("epochs=5"), "info low"),
        (program("epochs=1, validation_data=(x, y)"), "info low"),
        (program("epochs=12, validation_data=(x, y)"), "info low"),
    ],
)
def test_it_is_surer_where_most_of_the_start_is_left_and_looked_at(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]

import pytest

from tests.rules.output.programs import (
    BINARY,
    INT,
    MULTI_HOT,
    NOT_KNOWN,
    ONE_HOT,
    ONE_HOT_2,
    advice,
    findings,
    program,
)

SOFTMAX = 'layers.Dense(10, activation="softmax")'
BCE = '"binary_crossentropy"'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program('layers.Dense(1, activation="sigmoid")', BCE, BINARY), id="two classes"
        ),
        pytest.param(
            program('layers.Dense(4, activation="sigmoid")', BCE, MULTI_HOT),
            id="several labels a sample",
        ),
        pytest.param(
            program('layers.Dense(10, activation="sigmoid")', BCE, NOT_KNOWN),
            id="sigmoids for labels that are not known",
        ),
        pytest.param(
            program('layers.Dense(2, activation="softmax")', BCE, NOT_KNOWN),
            id="two softmax units for labels that are not known",
        ),
        pytest.param(program(SOFTMAX, BCE, f"{ONE_HOT}\ny = 0.9 * y + 0.01"), id="smoothed labels"),
    ],
)
def test_a_binary_loss_may_be_right(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "labels", "expected", "words"),
    [
        pytest.param(
            SOFTMAX, ONE_HOT, "KC104 error", 'write `loss="categorical_crossentropy"`',
            id="one-hot labels",
        ),
        pytest.param(
            SOFTMAX, INT, "KC104 error", 'write `loss="sparse_categorical_crossentropy"`',
            id="integer labels, which the loss cannot take either",
        ),
        pytest.param(
            'layers.Dense(8, activation="softmax")', ONE_HOT, "KC104 error",
            'write `loss="categorical_crossentropy"` and end with '
            '`Dense(10, activation="softmax")`',
            id="another number of units",
        ),
        pytest.param(
            SOFTMAX, NOT_KNOWN, "KC104 warning",
            'write `loss="categorical_crossentropy"` for one-hot labels, or '
            '`loss="sparse_categorical_crossentropy"` for integers',
            id="labels that are not known",
        ),
        pytest.param(
            'layers.Dense(2, activation="softmax")', ONE_HOT_2, "KC104 info",
            'write `loss="categorical_crossentropy"`', id="two classes in two columns",
        ),
        pytest.param(
            'layers.Dense(10, activation="sigmoid")', ONE_HOT, "KC104 info",
            'write `loss="categorical_crossentropy"` and end with '
            '`Dense(10, activation="softmax")`',
            id="each class against the rest",
        ),
    ],
)  # fmt: skip
def test_a_binary_loss_for_several_classes(
    last: str, labels: str, expected: str, words: str
) -> None:
    code = program(last, BCE, labels)
    assert findings(code) == [expected]
    assert advice(code) == [words]

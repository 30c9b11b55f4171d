import pytest

from tests.rules.found import found, levels, lines

RULE = "KC317"
HEAD = """\
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn.model_selection import train_test_split
x, y = np.load("x.npy"), np.load("y.npy")
m = keras.Sequential([layers.Dense(1, activation="sigmoid")])
m.compile("adam", "binary_crossentropy")
"""
SPLIT = "x, xt, y, yt = train_test_split(x, y)\n"
FIT = "m.fit(x, y)\nm.evaluate(xt, yt)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SPLIT + "x, y = SMOTE().fit_resample(x, y)\n" + FIT, id="the training part"),
        pytest.param("x, y = SMOTE().fit_resample(x, y)\nm.fit(x, y)\n", id="nothing held out"),
        pytest.param(
            "x, y = RandomUnderSampler().fit_resample(x, y)\n" + SPLIT + FIT, id="rows left out"
        ),
        pytest.param(
            SPLIT + "x, y = SMOTE().fit_resample(x, y)\nx, xv, y, yv = x, xt, y, yt\n" + FIT,
            id="names that change",
        ),
        pytest.param(
            SPLIT + "x, xv, y, yv = train_test_split(x, y)\nx, y = SMOTE().fit_resample(x, y)\n"
            "m.fit(x, y, validation_data=(xv, yv))\n",
            id="two splits",
        ),
        pytest.param("x, y = balance(x, y)\n" + SPLIT + FIT, id="an unknown function"),
    ],
)
def test_rows_that_are_resampled_behind_the_split(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param("x, y = SMOTE().fit_resample(x, y)\n" + SPLIT + FIT, 7, id="before the split"),
        pytest.param(
            "x, y = RandomOverSampler().fit_resample(x, y)\n" + SPLIT + FIT, 7, id="copies"
        ),
        pytest.param(
            SPLIT + "xt, yt = SMOTE().fit_resample(xt, yt)\n" + FIT, 8, id="the test part"
        ),
        pytest.param(
            SPLIT + "x, y = SMOTE().fit_resample(x, y)\nx, xv, y, yv = train_test_split(x, y)\n"
            "m.fit(x, y, validation_data=(xv, yv))\n",
            8,
            id="before a second split",
        ),
    ],
)
def test_rows_that_are_resampled_too_early_or_in_the_wrong_part(code: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == ["warning high"]
    assert lines(RULE, HEAD + code) == [line]


def test_the_test_part_has_a_message_of_its_own() -> None:
    (finding,) = found(RULE, HEAD + SPLIT + "xt, yt = SMOTE().fit_resample(xt, yt)\n" + FIT)
    assert "held-out rows" in finding.message

"""The names that predictions are looked up in, which KC108 counts."""

import pytest

from tests.rules.found import found

RULE = "KC108"
LOOKUP = """\
model = keras.Sequential([keras.Input((9,)), layers.Dense(4, activation="softmax")])
names = {}
given = model.predict(np.load("x.npy"))
{}
"""


@pytest.mark.parametrize(
    "lookup",
    [
        "names[np.argmax(given[0])]",
        "names[int(given[0].argmax())]",
        "[names[i] for i in np.argmax(given, axis=1)]",
        "names[np.argmax(given, axis=-1)[3]]\nnames[np.argmax(given[0])]",
    ],
)
def test_fewer_names_than_outputs(lookup: str) -> None:
    for names in ("['a', 'b', 'c']", "('a', 'b', 'c')", "{0: 'a', 1: 'b', 2: 'c'}"):
        (finding,) = found(RULE, LOOKUP.format(names, lookup))
        assert "4 outputs is looked up, but there are 3 names: class 3 has none" in finding.message
        assert finding.evidence.confidence == "medium"


def test_more_names_than_outputs() -> None:
    (finding,) = found(RULE, LOOKUP.format("list('abcdef')", "names[np.argmax(given[0])]"))
    assert "there are 6 names: 2 of them are never the answer" in finding.message
    assert finding.evidence.confidence == "low"


@pytest.mark.parametrize(
    ("names", "lookup"),
    [
        pytest.param("list('abcd')", "names[np.argmax(given[0])]", id="as many"),
        pytest.param("load()", "names[np.argmax(given[0])]", id="names not known"),
        pytest.param("list('abc')", "names[np.argmax(given[0]) - 1]", id="another number"),
        pytest.param("list('abc')", "names[np.argmax(given[:, 0])]", id="the best sample"),
        pytest.param("list('abc')", "names[np.argmax(scores())]", id="no prediction"),
        pytest.param("{1: 'a', 2: 'b', 3: 'c'}", "names[np.argmax(given[0])]", id="from 1 on"),
        pytest.param(
            "['a']\nfor name in more():\n    names.append(name)",
            "names[np.argmax(given[0])]",
            id="a list that grows",
        ),
    ],
)
def test_names_that_fit_or_are_not_known(names: str, lookup: str) -> None:
    assert found(RULE, LOOKUP.format(names, lookup)) == []

"""Class counts, and whether what is made of them grows or shrinks with them."""

from typing import Any

import pytest

from kerascheck.facts.libraries.frequencies import as_weights, counts, literal_direction
from kerascheck.values import Data, Encoding, Frequencies, Unknown

Y = Data(shape=(1000,), encoding=Encoding.INT, name="y")
KNOWN = Data(shape=(1000,), encoding=Encoding.INT, classes=3, low=0.0, high=2.0, name="y")


def direction(script: Any, source: str, y: Data) -> int | None:
    """The direction of the weights that `cw` has after the lines; None if it is not known."""
    script(source, y=y, x=Data(shape=(1000, 4), rows=y.rows).step("load", script.site))
    weights = as_weights(script.names["cw"], script.site)
    if isinstance(weights, Frequencies):
        assert weights.mapped, source
        return weights.direction
    assert isinstance(weights, Unknown)
    return None


INVERTED = {
    "count over the largest": """
counts = np.bincount(y)
cw = {i: c / max(counts) for i, c in enumerate(counts)}""",
    "count over the sum": """
counts = np.bincount(y)
cw = dict(enumerate(counts / counts.sum()))""",
    "share of the length": "cw = dict(enumerate(np.bincount(y) / len(y)))",
    "normalized value counts": "cw = y.value_counts(normalize=True).to_dict()",
    "dict of a counter": "cw = dict(Counter(y))",
    "a counter itself": "cw = Counter(y)",
    "items of a counter": "cw = {k: v / len(y) for k, v in Counter(y).items()}",
    "unique with counts": """
classes, counts = np.unique(y, return_counts=True)
cw = dict(zip(classes, counts / counts.sum()))""",
    "unpacked unique": "cw = dict(zip(*np.unique(y, return_counts=True)))",
    "square root of the count": "cw = dict(enumerate(np.sqrt(np.bincount(y))))",
    "one minus the right weights": """
f = np.bincount(y) / len(y)
cw = dict(enumerate(1 - (1 - f)))""",
    "by index": """
counts = np.bincount(y)
cw = {0: counts[0] / len(y), 1: counts[1] / len(y)}""",
    "right weights with the classes crossed": """
neg, pos = np.bincount(y)
total = neg + pos
cw = {0: (1 / pos) * (total / 2.0), 1: (1 / neg) * (total / 2.0)}""",
}
RIGHT = {
    "largest over count": """
counts = np.bincount(y)
cw = {i: max(counts) / c for i, c in enumerate(counts)}""",
    "balanced": """
counts = np.bincount(y)
cw = {i: sum(counts) / (len(counts) * c) for i, c in enumerate(counts)}""",
    "one over count": "cw = {k: 1 / v for k, v in Counter(y).items()}",
    "one minus the share": "cw = dict(enumerate(1 - np.bincount(y) / len(y)))",
    "negated": "cw = dict(enumerate(-np.bincount(y) + 1000))",
    "two classes by name": """
neg, pos = np.bincount(y)
total = neg + pos
cw = {0: (1 / neg) * (total / 2.0), 1: (1 / pos) * (total / 2.0)}""",
    "counted by a condition": """
n0 = np.sum(y == 0)
n1 = (y == 1).sum()
cw = {0: n1.real / n0 if False else len(y) / n0, 1: len(y) / n1}""".replace(
        "n1.real / n0 if False else ", ""
    ),
    "logarithm of the inverse": "cw = dict(enumerate(np.log(0.5 * len(y) / np.bincount(y))))",
    "lengths of selections": """
cw = {0: 1 / len(x[y == 0]), 1: 1 / len(x[y == 1])}""",
    "a list of counts": """
counts = [np.sum(y == 0), np.sum(y == 1)]
cw = {i: np.sum(counts) / c for i, c in enumerate(counts)}""",
    "negative power": "cw = dict(enumerate(np.bincount(y) ** -0.5))",
}
OPEN = {
    "ranks are no classes": "cw = dict(enumerate(y.value_counts()))",
    "counts of one against another": """
neg, pos = np.bincount(y)
cw = {0: 1.0, 1: neg / pos}""",
    "a factor that may be negative": "cw = dict(enumerate(np.bincount(y) * factor))",
    "a sine": "cw = dict(enumerate(np.sin(np.bincount(y))))",
    "counts times weights": """
counts = np.bincount(y)
cw = dict(enumerate(counts * (1 / counts)))""",
    "a value that is no dict": "cw = 'auto'",
}


@pytest.mark.parametrize("source", INVERTED.values(), ids=INVERTED)
@pytest.mark.parametrize("y", [Y, KNOWN], ids=["classes unknown", "classes known"])
def test_weights_that_grow_with_the_count(script: Any, source: str, y: Data) -> None:
    if "neg, pos" in source and y is KNOWN:
        y = KNOWN.but(classes=2, high=1.0)
    assert direction(script, source, y) == 1


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
@pytest.mark.parametrize("y", [Y, KNOWN], ids=["classes unknown", "classes known"])
def test_weights_that_shrink_with_the_count(script: Any, source: str, y: Data) -> None:
    if "neg, pos" in source and y is KNOWN:
        y = KNOWN.but(classes=2, high=1.0)
    assert direction(script, source, y) == -1


@pytest.mark.parametrize("source", OPEN.values(), ids=OPEN)
def test_what_is_not_proved_is_unknown(script: Any, source: str) -> None:
    script.names["factor"] = Unknown("read from a file")
    assert direction(script, source, Y) is None


def test_counts_of_literal_labels_have_numbers(script: Any) -> None:
    f = script("np.bincount(np.array([0, 0, 0, 1]))")
    assert f.values == (3, 1)
    assert (script("4 / (2 * f)", f=f)).values == (4 / 6, 2.0)
    assert script("f.sum()") == 4
    assert script("len(f)") == 2


def test_value_counts_of_literal_labels_are_found_by_class(script: Any) -> None:
    script("vc = pd.Series([1, 1, 0]).value_counts()")
    assert script("vc[0]").values == (1,)
    assert script("vc[1]").values == (2,)


def test_number_of_classes_is_that_of_the_labels(script: Any) -> None:
    assert script("len(np.bincount(y))", y=KNOWN) == 3
    assert isinstance(script("len(np.bincount(y))", y=Y), Unknown)


def test_counts_say_how_they_were_made(script: Any) -> None:
    f = script("np.bincount(y) / 10", y=Y)
    assert [step.text for step in f.steps] == ["bincount", "/ 10"]
    assert f.of is Y


def test_literal_weights_come_back_as_numbers(script: Any) -> None:
    assert as_weights({0: 1.0, 1: 50}, script.site) == {0: 1.0, 1: 50}
    assert isinstance(as_weights({"a": 1.0}, script.site), Unknown)
    assert isinstance(as_weights({0: Unknown("x"), 1: 2.0}, script.site), Unknown)


@pytest.mark.parametrize(
    ("weights", "numbers", "expected"),
    [
        ({0: 1.0, 1: 9.0}, [900, 100], -1),
        ({0: 9.0, 1: 1.0}, [900, 100], 1),
        ({0: 1.0, 1: 1.0}, [900, 100], None),
        ({0: 1.0, 1: 3.0, 2: 2.0}, [9, 4, 1], None),
        ({0: 1.0, 2: 3.0}, [9, 4], None),
        ({0: 2.0, 1: 3.0}, [5, 5], None),
        ({}, [], None),
    ],
)
def test_literal_weights_are_compared_with_literal_counts(
    weights: dict[int, float], numbers: list[float], expected: int | None
) -> None:
    assert literal_direction(weights, numbers) == expected


def test_frequencies_from_elsewhere_are_followed(script: Any) -> None:
    script("cw = dict(enumerate(w))", w=Frequencies(-1, of=Y))
    assert as_weights(script.names["cw"], script.site).direction == -1  # type: ignore[union-attr]


def test_counts_without_labels_are_counts(script: Any) -> None:
    assert counts(None, "bincount", script.site).direction == 1

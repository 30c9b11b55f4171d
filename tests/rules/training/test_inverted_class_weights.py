import pytest

from tests.rules.training.programs import TRAINED, fixed, found, levels

RULE = "KC203"
HEAD = (
    "from collections import Counter\n"
    "from sklearn.utils.class_weight import compute_class_weight\n"
    "table = pd.read_csv('t.csv')\ny = table['fraud'].to_numpy()\n"
)
FIT = "model.fit(x, y, epochs=5, validation_split=0.1, class_weight=w)\n"
COUNTS = "counts = np.bincount(y)\n"


def weighted(code: str) -> str:
    return HEAD + TRAINED + code + "\n" + FIT


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("w = None", id="no weights"),
        pytest.param("w = load()", id="weights that are not known"),
        pytest.param(
            COUNTS + "w = {i: len(y) / (2 * c) for i, c in enumerate(counts)}", id="total / count"
        ),
        pytest.param(
            COUNTS + "w = {i: max(counts) / c for i, c in enumerate(counts)}", id="max / count"
        ),
        pytest.param(COUNTS + "w = {i: 1 / c for i, c in enumerate(counts)}", id="1 / count"),
        pytest.param(
            COUNTS + "w = {i: 1 - c / len(y) for i, c in enumerate(counts)}", id="1 - share"
        ),
        pytest.param(
            COUNTS + "w = {i: np.log(len(y) / c) for i, c in enumerate(counts)}",
            id="log of total/n",
        ),
        pytest.param(
            "w = dict(zip(np.unique(y), compute_class_weight('balanced', classes=np.unique(y), "
            "y=y)))",
            id="balanced, zipped",
        ),
        pytest.param(
            "w = dict(enumerate(compute_class_weight('balanced', classes=np.unique(y), y=y)))",
            id="balanced, enumerated",
        ),
        pytest.param(
            "neg, pos = np.bincount(y)\nw = {0: (1 / neg) * len(y) / 2, 1: (1 / pos) * len(y) / 2}",
            id="each by its own count",
        ),
        pytest.param(
            "neg, pos = np.bincount(y)\nw = {0: pos / len(y), 1: neg / len(y)}",
            id="each by the count of the other",
        ),
        pytest.param("w = {0: 1.0, 1: 50.0}", id="literal, with nothing to compare"),
        pytest.param("w = {0: 50.0, 1: 1.0}", id="literal, the other way round"),
        pytest.param(
            "c = Counter(y)\nm = max(c.values())\nw = {k: m / v for k, v in c.items()}",
            id="a counter, majority / count",
        ),
    ],
)
def test_weights_that_shrink_or_are_not_known(code: str) -> None:
    assert levels(weighted(code), RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            COUNTS + "w = {i: c / max(counts) for i, c in enumerate(counts)}", id="count / max"
        ),
        pytest.param(
            COUNTS + "w = {i: c / len(y) for i, c in enumerate(counts)}", id="count / total"
        ),
        pytest.param(
            COUNTS + "w = dict(enumerate(counts / counts.sum()))", id="shares, enumerated"
        ),
        pytest.param("w = dict(enumerate(np.bincount(y) / len(y)))", id="shares at once"),
        pytest.param(
            "w = table['fraud'].value_counts(normalize=True).to_dict()", id="shares by pandas"
        ),
        pytest.param("w = dict(Counter(y))", id="a counter as it is"),
        pytest.param(
            "c = Counter(y)\nw = {k: v / len(y) for k, v in c.items()}", id="a counter, by total"
        ),
        pytest.param(
            "values, n = np.unique(y, return_counts=True)\nw = dict(zip(values, n / n.sum()))",
            id="unique with counts, zipped",
        ),
        pytest.param(
            "neg, pos = np.bincount(y)\nw = {0: (1 / pos) * len(y) / 2, 1: (1 / neg) * len(y) / 2}",
            id="names crossed",
        ),
    ],
)
def test_weights_that_grow_with_the_count(code: str) -> None:
    assert levels(weighted(code), RULE) == ["error high"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            "counts = [900, 100]\nw = {i: c / max(counts) for i, c in enumerate(counts)}",
            ["error high"],
            id="shares of counts that are written down",
        ),
        pytest.param(
            "class_counts = {0: 900, 1: 80, 2: 20}\nw = {0: 0.9, 1: 0.08, 2: 0.02}",
            ["error high"],
            id="numbers in the order of the counts",
        ),
        pytest.param(
            "counts = [900, 100]\nw = {i: sum(counts) / (2 * c) for i, c in enumerate(counts)}",
            [],
            id="the inverse of counts that are written down",
        ),
        pytest.param("counts = [900, 100]\nw = {0: 1, 1: 1}", [], id="equal weights"),
        pytest.param("sizes = [900, 100]\nw = {0: 9, 1: 1}", [], id="numbers of something else"),
        pytest.param("counts = [9, 5, 1]\nw = {0: 9, 1: 1}", [], id="another number of classes"),
    ],
)
def test_weights_against_counts_that_are_written_down(code: str, expected: list[str]) -> None:
    assert levels(weighted(code), RULE) == expected


def test_half_of_the_total_scales_all_classes_alike() -> None:
    code = "neg, pos = np.bincount(y)\ntotal = neg + pos\n"
    crossed = "w = {0: (1 / pos) * (total / 2.0), 1: (1 / neg) * (total / 2.0)}"
    assert levels(weighted(code + crossed), RULE) == ["error high"]


def test_counts_of_other_labels_are_less_sure() -> None:
    code = "w = dict(enumerate(np.bincount(np.load('other.npy')) / 100))"
    assert levels(weighted(code), RULE) == ["warning medium"]


def test_the_labels_show_the_counting_and_the_quotient() -> None:
    code = weighted(COUNTS + "w = {i: c / max(counts) for i, c in enumerate(counts)}")
    (finding,) = found(code, RULE)
    counting, quotient = finding.labels
    assert "bincount" in counting.text
    assert quotient.at.line == counting.at.line + 1
    assert "np.bincount(y)" in finding.help


def test_the_fix_turns_the_quotient_over() -> None:
    code = weighted(COUNTS + "w = {i: c / max(counts) for i, c in enumerate(counts)}")
    assert "max(counts) / c for" in fixed(code, RULE)


def test_no_fix_for_what_is_no_plain_quotient() -> None:
    (finding,) = found(weighted("w = dict(Counter(y))"), RULE)
    assert finding.fix is None


ROWS = "rows = keras.utils.to_categorical(y, 2)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("w = dict(enumerate(rows.sum(axis=0) / len(rows)))", id="shares"),
        pytest.param("w = dict(enumerate(np.sum(rows, axis=0)))", id="counts as they are"),
        pytest.param("w = dict(enumerate(rows.mean(axis=0)))", id="means"),
        pytest.param(
            "c = rows.sum(axis=0)\nw = {i: n / c.sum() for i, n in enumerate(c)}", id="by total"
        ),
        pytest.param(
            "c = rows.sum(axis=0)\nw = {i: c[i] / max(c) for i in range(2)}", id="class by class"
        ),
    ],
)
def test_counts_by_the_columns_of_one_hot_rows(code: str) -> None:
    assert levels(weighted(ROWS + code), RULE) == ["error high"]
    assert "one-hot rows" in found(weighted(ROWS + code), RULE)[0].labels[0].text


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            ROWS + "c = rows.sum(axis=0)\nw = {i: c.sum() / n for i, n in enumerate(c)}",
            id="total / count",
        ),
        pytest.param(ROWS + "w = dict(enumerate(1 - rows.mean(axis=0)))", id="1 - share"),
        pytest.param(ROWS + "w = dict(enumerate(len(rows) / rows.sum(axis=0)))", id="inverse"),
        pytest.param(ROWS + "w = dict(enumerate(rows.sum(axis=1)))", id="another axis"),
        pytest.param(ROWS + "w = dict(enumerate(rows.max(axis=0)))", id="another function"),
        pytest.param(ROWS + "w = dict(enumerate((1 - rows).sum(axis=0)))", id="all but the class"),
        pytest.param(
            ROWS + "w = dict(enumerate((0.9 - 0.8 * rows).sum(axis=0)))", id="turned and smoothed"
        ),
        pytest.param(
            ROWS + "w = dict(enumerate(np.flip(rows, 1).sum(axis=0)))", id="columns turned round"
        ),
        pytest.param(
            "rows = np.load('r.npy')\nw = dict(enumerate(rows.sum(axis=0)))", id="rows not known"
        ),
    ],
)
def test_other_sums_of_rows_are_right_or_not_known(code: str) -> None:
    assert levels(weighted(code), RULE) == []


def test_columns_of_rows_whose_labels_are_of_unknown_shape() -> None:
    rows = "rows = keras.utils.to_categorical(np.load('z.npy'), 2)\n"
    code = TRAINED + rows + "w = dict(enumerate(rows.sum(axis=0)))\n" + FIT.replace("y", "rows", 1)
    assert levels(code, RULE) == ["error high"]

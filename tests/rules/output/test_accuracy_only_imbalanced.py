import pytest

from tests.rules.found import levels

RULE = "KC106"


def program(metrics: str, weights: str, after: str = "", last: str = "1, 'sigmoid'") -> str:
    loss = "binary" if "sigmoid" in last else "categorical"
    return (
        "x, y = np.load('x.npy'), np.load('y.npy')\n"
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense({last})])\n"
        f"model.compile('adam', loss='{loss}_crossentropy', metrics={metrics})\n"
        f"model.fit(x, y, validation_split=0.1, class_weight={weights})\n{after}"
    )


@pytest.mark.parametrize(
    "code",
    [
        program("['accuracy']", "{0: 1, 1: 50}"),
        program("['acc']", "{0: 0.2, 1: 5.0, 2: 1.0}", last="3, 'softmax'"),
        program("[keras.metrics.BinaryAccuracy()]", "{0: 1, 1: 4}"),
    ],
)
def test_accuracy_alone_for_classes_of_different_size(code: str) -> None:
    assert levels(RULE, code) == ["warning medium"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("['accuracy', 'AUC']", "{0: 1, 1: 50}"), id="another metric"),
        pytest.param(program("['accuracy']", "{0: 1, 1: 2}"), id="classes of similar size"),
        pytest.param(program("['accuracy']", "None"), id="no weights"),
        pytest.param(program("['accuracy']", "weights()"), id="weights not known"),
        pytest.param(program("[]", "{0: 1, 1: 50}"), id="no metrics"),
        pytest.param(program("[mine]", "{0: 1, 1: 50}"), id="a metric not known"),
        pytest.param(
            program("['accuracy']", "{0: 1, 1: 50}", "from sklearn.metrics import f1_score\n"
                    "f1_score(y, model.predict(x) > 0.5)\n"),
            id="scored in another way",
        ),
        pytest.param(
            program("['accuracy']", "{0: 1, 1: 50}", "report(model, x, y)\n"), id="handed on"
        ),
    ],
)  # fmt: skip
def test_metrics_that_see_the_rare_class(code: str) -> None:
    assert levels(RULE, code) == []


COMPUTED = """\
from sklearn.utils.class_weight import compute_class_weight
x, y = np.load('x.npy'), np.load('y.npy')
w = compute_class_weight('balanced', classes=np.unique(y), y=y)
"""


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        pytest.param("dict(enumerate(w))", ["info low"], id="computed"),
        pytest.param("{i: n / sum([90, 10]) for i, n in enumerate([10, 90])}", ["warning medium"],
                     id="numbers"),
        pytest.param("dict(enumerate(np.load('w.npy')))", [], id="not known"),
    ],
)  # fmt: skip
def test_weights_that_the_script_computes(weights: str, expected: list[str]) -> None:
    assert levels(RULE, COMPUTED + program("['accuracy']", weights)) == expected


def test_computed_weights_and_another_metric() -> None:
    code = COMPUTED + program("['accuracy', 'AUC']", "dict(enumerate(w))")
    assert levels(RULE, code) == []


PLAIN = program("['accuracy']", "None")
THREE = program("['accuracy']", "None", last="3, 'softmax'")


@pytest.mark.parametrize(
    ("before", "code", "expected"),
    [
        pytest.param("class_counts = [900, 100]\n", PLAIN, ["warning medium"], id="counts"),
        pytest.param(
            "samples_per_label = {0: 90, 1: 9, 2: 80}\n", THREE, ["warning medium"], id="a dict"
        ),
        pytest.param("class_counts = [900, 400]\n", PLAIN, [], id="counts of similar size"),
        pytest.param("class_counts = [900, 100]\n", THREE, [], id="counts of other classes"),
        pytest.param("num_samples = (900, 100)\n", PLAIN, [], id="perhaps those of two parts"),
        pytest.param(
            "from imblearn.over_sampling import SMOTE\nclass_counts = [900, 100]\n", PLAIN, [],
            id="drawn anew",
        ),
        pytest.param("fraud = np.load('f.npy')\n", PLAIN, ["info low"], id="fraud"),
        pytest.param("table = read('churn_2020.csv')\n", PLAIN, ["info low"], id="churn"),
        pytest.param("table = read('churn_2020.csv')\n", THREE, [], id="classes of churn"),
        pytest.param("table = read('flowers.csv')\n", PLAIN, [], id="nothing rare"),
        pytest.param(
            "table = read('churn.csv')\n", program("['accuracy']", "weights()"), [],
            id="weights not known",
        ),
        pytest.param(
            "table = read('churn.csv')\n",
            program("['accuracy']", "None", "report(model, x, y)\n"),
            [],
            id="handed on",
        ),
    ],
)  # fmt: skip
def test_counts_and_subjects_that_say_what_is_rare(
    before: str, code: str, expected: list[str]
) -> None:
    assert levels(RULE, before + code) == expected

import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC705"


def model(units: str, more: str = "") -> str:
    return (
        "from keras.models import Sequential\nfrom keras.layers import Dense\n"
        f"model = Sequential([Dense(8, input_dim=4), Dense({units})])\n{more}"
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import numpy as np\n" + model("3", "p = model.predict_classes(x, verbose=0)\n"), "p = np.argmax(model.predict(x, verbose=0), axis=-1)\n"),
        ("import numpy\n" + model("3", "p = model.predict_classes(x)\n"), "p = numpy.argmax(model.predict(x), axis=-1)\n"),
        (model("1", "p = model.predict_classes(x)[:, 0]\n"), 'p = (model.predict(x) > 0.5).astype("int32")[:, 0]\n'),
        (model("1", "print(model.predict_proba(x))\n"), "print(model.predict(x))\n"),
    ],
)  # fmt: skip
def test_what_the_methods_gave_is_written_with_predict(code: str, expected: str) -> None:
    assert levels(code, RULE) == ["error high"]
    assert expected in fixed(code, RULE)


def test_numpy_is_imported_if_it_is_not() -> None:
    assert "\nimport numpy as np\n" in fixed(model("3", "model.predict_classes(x)\n"), RULE)


def test_no_fix_where_the_size_of_the_output_is_not_known() -> None:
    (finding,) = found(model("n()", "model.predict_classes(x)\n"), RULE)
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "import keras\nfrom sklearn.svm import SVC\nSVC().predict_proba(x)\n", id="sklearn"
        ),
        pytest.param(
            "import keras\nfrom scikeras.wrappers import KerasClassifier\n"
            "clf = KerasClassifier(build)\nclf.predict_proba(x)\n",
            id="scikeras",
        ),
        pytest.param(
            "import keras\nclass Net(keras.Model):\n    def predict_proba(self, x): return x\n"
            "Net().predict_proba(x)\n",
            id="a method of the script",
        ),
        pytest.param("import keras\nfrom nets import net\nnet.predict_classes(x)\n", id="unknown"),
        pytest.param(model("3", "model.predict(x)\n"), id="predict"),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []


def test_a_model_that_keras_refuses_has_no_size_to_choose_by() -> None:
    code = model("3").replace("Dense(8, input_dim=4)", "Dense(8, input_dim=4), Flat(axis=(64,))")
    refused = "from keras.layers import BatchNormalization as Flat\n" + code
    (finding,) = found(refused + "p = model.predict_classes(x)\n", RULE)
    assert finding.fix is None

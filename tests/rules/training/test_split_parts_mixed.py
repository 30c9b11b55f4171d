import pytest

from tests.rules.found import found, levels

RULE = "KC220"
START = (
    "from sklearn.model_selection import train_test_split\n"
    "X, y = np.load('x.npy'), np.load('y.npy')\n"
    "m = keras.Sequential([layers.Dense(8, activation='relu'), layers.Dense(1)])\n"
    "m.compile('adam', 'mse')\n"
)
SPLIT = "a, b, c, d = train_test_split(X, y)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m.fit(a, d)", id="the training"),
        pytest.param("m.fit(a, c, validation_data=(b, c))", id="the validation"),
        pytest.param("m.fit(a, c)\nm.evaluate(b, c)", id="the evaluation"),
        pytest.param("m.fit(a.astype('float32') / 255, d)", id="after a step"),
        pytest.param(
            "from sklearn.preprocessing import StandardScaler\ns = StandardScaler()\n"
            "m.fit(s.fit_transform(a), c, validation_data=(s.transform(b), c))",
            id="after a scaler",
        ),
        pytest.param(
            "b = Windows().fit(X)\na, e, c, f = train_test_split(b, y)\nm.fit(a, f)",
            id="after a step that is not followed",
        ),
        pytest.param(
            "(a, c), (b, d) = keras.datasets.boston_housing.load_data()\nm.fit(a, d)",
            id="parts of a data set",
        ),
    ],
)
def test_inputs_and_targets_of_different_parts(code: str) -> None:
    assert levels(RULE, START + SPLIT + code) == ["error high"]


def test_results_that_are_taken_in_another_order_are_shown_at_the_split() -> None:
    code = START + "a, c, b, d = train_test_split(X, y)\nm.fit(a, c, validation_data=(b, d))"
    (finding,) = found(RULE, code)
    assert "taken in another order" in finding.message
    assert finding.help == "write `x_train, x_test, y_train, y_test = train_test_split(x, y, …)`"
    assert found("KC211", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SPLIT + "m.fit(a, c, validation_data=(b, d))\nm.evaluate(b, d)", id="right"),
        pytest.param("a, b = train_test_split(X)\nm.fit(a, a, validation_data=(b, b))", id="alike"),
        pytest.param(
            SPLIT + "a, e, c, f = train_test_split(a, c)\nm.fit(a, c, validation_data=(e, f))\n"
            "m.evaluate(b, d)",
            id="three parts",
        ),
        pytest.param(
            SPLIT + "b = Windows().fit(b)\na, e, c, f = train_test_split(b, d)\n"
            "m.fit(a, c, validation_data=(e, f))",
            id="two splits, and a step that is not followed between them",
        ),
        pytest.param(
            SPLIT + "d = labels_of(d)\na, e, c, f = train_test_split(b, d)\n"
            "m.fit(a, c, validation_data=(e, f))",
            id="two splits, and targets that are not followed between them",
        ),
        pytest.param(
            SPLIT + "a, c = np.concatenate([a, b]), np.concatenate([c, d])\nm.fit(a, c)",
            id="put together again",
        ),
        pytest.param(
            "from sklearn.model_selection import KFold\n"
            "for i, j in KFold(5).split(X):\n"
            "    m.fit(X[i], y[i], validation_data=(X[j], y[j]))",
            id="folds",
        ),
        pytest.param(
            SPLIT + "p = m.predict(b)\nm.fit(a, c)\nm.fit(b, p)", id="labels that were predicted"
        ),
        pytest.param(
            "(a, c), (b, d) = keras.datasets.boston_housing.load_data()\n"
            "m.fit(a, c, validation_data=(b, d))",
            id="a data set",
        ),
        pytest.param("m.fit(X[:100], y[:100], validation_data=(X[100:], y[100:]))", id="slices"),
        pytest.param("m.fit(part('train'), part('test'))", id="not known"),
        pytest.param(
            "(p, c), _ = keras.datasets.mnist.load_data()\n"
            "a, b, c, d = train_test_split(prepared(p), c)\n"
            "m.fit(a, c, validation_data=(b, d))",
            id="inputs of which less is known than of their labels",
        ),
    ],
)
def test_parts_that_belong_together(code: str) -> None:
    assert levels(RULE, START + code) == []

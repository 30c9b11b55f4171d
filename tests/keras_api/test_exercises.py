import pytest

from kerascheck.keras_api.exercises import (
    drawn,
    linear_data,
    only_looked_at,
    only_shown,
    self_made,
    toy,
)
from kerascheck.values import Data, Model
from tests.facts.trace_of import facts

MODEL = """
model = keras.Sequential([keras.Input((1,)), layers.Dense(4), layers.Dense(1)])
model.compile("sgd", "mse")
"""


ROWS = "np.array([[0, 0], [1, 2], [0.5, 1], [4, 1], [0, 3]])"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("x, y = np.arange(100), np.arange(3, 103)", True),
        ("x = np.arange(100)\ny = 3 * x + 2", True),
        ("x = np.array([-1.0, 0.0, 1.0, 2.0])\ny = np.array([-3.0, -1.0, 1.0, 3.0])", True),
        ("x = np.array([range(100), range(301, 401)])\nx = x.T\ny = np.arange(100)", True),
        ("x = np.array([[1, 5], [2, 3], [3, 9], [4, 1]])\ny = np.array([7, 8, 9, 10])", True),
        ("x = np.array([1, 2, 3, 4])\ny = np.array([[7, 1], [8, 3], [9, 1], [10, 2]])", False),
        ("x = np.array([[1, 2, 3, 4], [5, 3, 9, 1]]).T\ny = np.array([7, 8, 9, 10])", True),
        ("x = np.linspace(0, 1, 5000)\ny = 0.5 * x - 1", True),
        ("x = np.random.rand(100, 1)\ny = 2 * x + 1", True),
        (
            "x, _, y, _ = train_test_split(np.arange(100), np.arange(1, 101))"
            + "\nx = MinMaxScaler().fit_transform(x.reshape(-1, 1))",
            True,
        ),
        ("x, y = [1, 2, 3, 4], [5, 6, 7, 8]", True),
        ("x = np.array([-40, -10, 0, 8, 15, 38])\ny = np.array([-40, 14, 32, 46, 59, 100])", True),
        ("x = np.array([1, 2, 3, 4, 6])\ny = np.array([1, 4, 9, 16, 36])", False),
        ("x, y = np.array([1, 2, 4, 8]), np.array([5, 5, 5, 5])", False),
        ("x, y = [1, 2, 3, 4], [1, 4, 9, 16]", False),
        ("x, y = [1, 2, 3, size], [5, 6, 7, 8]", False),
        ("x = np.arange(100)\ny = x ** 2", False),
        ("x = np.linspace(0, 1, 100)\ny = np.sin(x)", False),
        (f"x = {ROWS}\ny = np.array([0, 10, 5, 12, 12])", True),
        (f"x = {ROWS}\ny = np.array([0, 10, 5, 12, 14])", False),
        (f"x = {ROWS}\ny = np.array([0, 10, 5, 12, size])", False),
        (f"x = np.transpose({ROWS}.T)\ny = np.array([[0, 10, 5, 12, 12]]).T", True),
        (f"x = {ROWS}.reshape(5, 2, 1)\ny = np.array([0, 10, 5, 12, 12])", True),
        (f"x = {ROWS}.T\ny = np.array([0, 10])", False),
        (f"x = StandardScaler().fit_transform({ROWS})\ny = np.array([0, 10, 5, 12, 12])", True),
        (f"x = PowerTransformer().fit_transform({ROWS})\ny = np.array([0, 10, 5, 12, 12])", False),
        (f"x = np.log({ROWS} + 1)\ny = np.array([0, 10, 5, 12, 12])", False),
        (f"x = {ROWS}\nx[0, 0] = size\ny = np.array([0, 10, 5, 12, 12])", False),
        (
            f"x, _, y, _ = train_test_split({ROWS}, np.array([0, 10, 5, 12, 12]))",
            True,
        ),
        (f"x, y = [{ROWS}, np.array([9, 9, 9, 9, 9])], [np.array([0, 10, 5, 12, 12])] * 2", True),
        (f"x, y = {ROWS}, [np.array([0, 10, 5, 12, 12]), np.array([0, 1, 1, 4, 0])]", False),
        ("x = np.linspace(0, 1, 100)\ny = x * (1 - x)", False),
        (
            "x = np.linspace(0, 1, 300)\nnp.random.shuffle(x)\n"
            + "y = 0.3 * x + 5 + np.random.normal(0, 0.05, (300,))",
            True,
        ),
        ("x = np.random.rand(100, 1)\ny = 2 * x + 1 - 0.1 * np.random.randn(100, 1)", True),
        ("x = np.linspace(0, 1, 300)\ny = x ** 2 + np.random.normal(0, 0.05, 300)", False),
        ("x = np.linspace(0, 1, 300)\ny = 2 * x * np.random.rand(300)", False),
        ("x = np.linspace(0, 1, 300)\ny = x + np.load('y.npy')", False),
        ("x = np.array([1, 2, 3, 4, 5])\ny = np.array([1, 2, 4, 3, 5])", False),
        ("x = np.random.rand(100, 1)\ny = np.random.rand(100)", False),
        ("x = np.random.rand(100, 1)\ny = x", False),
        ("x, y = np.array([1, 2]), np.array([2, 4])", False),
        ("x, y = np.ones(10), np.ones(10)", False),
        ("x, y = load()", False),
        ("x, y = make_regression(200, 1, noise=0.1)\nx = StandardScaler().fit_transform(x)", True),
        ("x, _, y, _ = train_test_split(*make_regression(200, 1))", True),
        ("x, y = make_regression(200, 1)\ny = np.exp(y)", False),
        ("x, y = make_regression(200, 1)\ny = np.load('y.npy')", False),
        ("x, y = make_friedman1(200)", False),
    ],
)
def test_targets_that_are_a_linear_function_of_the_inputs(data: str, expected: bool) -> None:
    head = "from sklearn.model_selection import train_test_split\n"
    head += "from sklearn.datasets import make_friedman1, make_regression\n"
    head += "from sklearn.preprocessing import MinMaxScaler, PowerTransformer, StandardScaler\n"
    (fit,) = facts(f"{head}{data}\n{MODEL}model.fit(x, y)").fits
    assert linear_data(fit) is expected


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("np.random.rand(8, 1)", "np.random.rand(8)", True),
        ("tf.random.normal((8, 1))", "np.random.randint(0, 2, 8)", True),
        ("np.random.rand(8, 1)", "np.sin(x)", False),
        ("np.random.rand(8, 1)", "np.load('y.npy')", False),
        ("np.load('x.npy')", "np.random.rand(8)", False),
    ],
)
def test_inputs_and_targets_that_are_drawn_at_random(x: str, y: str, expected: bool) -> None:
    (fit,) = facts(f"x = {x}\ny = {y}\n{MODEL}model.fit(x, y)").fits
    assert drawn(fit) is expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ("np.arange(20)", True),
        ("np.arange(21)", False),
        ("np.load('x.npy')[:13]", True),
        ("np.load('x.npy')", False),
        ("[np.ones((13, 3)), np.ones((13, 2))]", True),
        ("[np.ones((13, 3)), np.load('x.npy')]", False),
        ("load()", False),
    ],
)
def test_a_few_rows_are_a_toy(x: str, expected: bool) -> None:
    (fit,) = facts(f"x = {x}\n{MODEL}model.fit(x, y)").fits
    assert toy(fit) is expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ("np.random.randint(0, 9, (40, 1))", True),
        ("tf.random.normal((40, 1))", True),
        ("make_moons(40)[0]", True),
        ("MinMaxScaler().fit_transform(make_blobs(40)[0])", True),
        ("np.load('x.npy')", False),
        ("load_digits().data", False),
        ("np.random.permutation(np.load('x.npy'))", False),
    ],
)
def test_samples_that_a_script_draws_itself(x: str, expected: bool) -> None:
    head = "from sklearn.datasets import load_digits, make_blobs, make_moons\n"
    head += "from sklearn.preprocessing import MinMaxScaler\n"
    (fit,) = facts(f"{head}x = {x}\n{MODEL}model.fit(x, y)").fits
    assert isinstance(fit.x, Data)
    assert self_made(fit.x) is expected


OTHER = (
    "other = keras.Sequential([layers.Dense(1)])\nother.compile('sgd', 'mse')\nother.fit(x, y)\n"
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{MODEL}{OTHER}", True),
        (f"{MODEL}model.save('model.keras')", True),
        (MODEL, False),
        (f"{MODEL}model.fit(x, y)", False),
        (f"{MODEL}{OTHER}model.evaluate(x, y)", False),
        (f"{MODEL}{OTHER}measure(model)", False),
        (f"{MODEL}{OTHER}whole = keras.Sequential([model])\nwhole.fit(x, y)", False),
        (f"{MODEL}{OTHER}which().fit(x, y, callbacks=[keras.callbacks.History()])", False),
    ],
)
def test_models_that_are_compiled_to_show_how(code: str, expected: bool) -> None:
    given = facts(code)
    compiled = next(
        c for c in given.compiles if isinstance(c.model, Model) and c.model.name == "model"
    )
    assert only_shown(given, compiled) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{MODEL}model.summary()", True),
        (f"{MODEL}keras.utils.plot_model(model)", True),
        (MODEL, False),
        (f"{MODEL}print(model.layers)", False),
        (f"{MODEL}model.summary()\nmodel.fit(x, y)", False),
        (f"{MODEL}model.summary()\n{OTHER}", False),
        (f"{MODEL}model.summary()\nmodel.evaluate(x, y)", False),
        (f"{MODEL}model.summary()\nmodel.train_on_batch(x, y)", False),
        (f"{MODEL}model.summary()\ntrain(model)", False),
    ],
)
def test_models_of_which_only_the_layers_are_shown(code: str, expected: bool) -> None:
    given = facts(code)
    assert only_looked_at(given, given.compiles[0]) is expected


def test_a_function_that_compiles_is_called_from_elsewhere() -> None:
    inside = "".join(f"    {line}\n" for line in MODEL.strip().split("\n"))
    given = facts(f"def make():\n{inside}    return model\nmake().save('model.keras')")
    assert [only_shown(given, compiled) for compiled in given.compiles] == [False]

import pytest

from kerascheck.keras_api import gradients
from kerascheck.values import CustomLoss, Formula, Metric, Tensor, Unknown
from tests.facts.trace_of import facts, value_of

MODEL = "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"


def formula(code: str, use: str = "mine") -> Formula:
    """What is followed of a loss."""
    loss = facts(f"{code}\n{MODEL}m.compile('adam', loss={use})\n").compiles[0].losses[0]
    assert isinstance(loss, CustomLoss)
    assert loss.formula is not None
    return loss.formula


@pytest.mark.parametrize(
    ("code", "use", "names"),
    [
        ("def mine(a, b):\n    return keras.ops.mean(a - b)", "mine", ("a", "b")),
        ("mine = lambda a, b: keras.ops.mean(a - b)", "mine", ("a", "b")),
        (
            "def make(n):\n    def mine(a, b):\n        return n * (a - b)\n    return mine",
            "make(2)",
            ("a", "b"),
        ),
        (
            "class Mine(keras.losses.Loss):\n    def call(self, a, b):\n        return a - b",
            "Mine()",
            ("a", "b"),
        ),
        (
            "class Mine:\n    def loss(self, a, b):\n        return a - b",
            "Mine().loss",
            ("a", "b"),
        ),
    ],
)
def test_a_loss_is_followed_to_its_labels_and_predictions(
    code: str, use: str, names: tuple[str, str]
) -> None:
    found = formula(code, use)
    assert found.names == names
    assert set(gradients.leaves(found.result)) == {found.labels, found.predictions}


def test_a_metric_is_followed_too() -> None:
    code = f"{MODEL}m.compile('adam', loss='mse', metrics=[lambda t, p: np.mean(p)])"
    ((metric,),) = facts(code).compiles[0].metrics
    assert isinstance(metric, Metric)
    assert metric.formula is not None
    assert [call.name for call in metric.formula.calls] == ["numpy.mean"]


def test_what_depends_on_a_branch_is_not_known() -> None:
    found = formula("def mine(a, b):\n    if strict:\n        return a\n    return b")
    assert isinstance(found.result, Unknown)


def test_following_a_loss_leaves_no_trace() -> None:
    """The function counts as one that nothing calls, and is followed once more in the end."""
    code = "def mine(a, b):\n    layers.Dense(3)\n    return np.mean(b)\n"
    used = facts(f"{code}{MODEL}m.compile('adam', loss=mine)\n")
    unused = facts(f"{code}{MODEL}m.compile('adam', loss='mse')\n")
    assert len(used.layers) == len(unused.layers)
    for name in ("numpy.mean", "keras.layers.Dense"):
        counts = [[c.name for c in f.written.calls].count(name) for f in (used, unused)]
        assert counts[0] == counts[1] > 0


@pytest.mark.parametrize(
    ("formulas", "same"),
    [
        (
            [
                "(a - b) ** 2",
                "(b - a) * (b - a)",
                "a * b + a + b",
                "1 + a + b",
                "keras.ops.abs(b - a)",
            ],
            True,
        ),
        (["(a - b) ** 3", "a - b", "a / b", "a * keras.ops.log(b)", "a + 2 * b"], False),
    ],
)
def test_formulas_that_do_not_mind_the_order(formulas: list[str], same: bool) -> None:
    for text in formulas:
        found = formula(f"def mine(a, b):\n    return {text}")
        assert isinstance(found.result, Tensor)
        assert gradients.symmetric(found.result, found.labels, found.predictions) is same, text


def test_the_small_number_of_keras() -> None:
    assert value_of("keras.config.epsilon()") == 1e-7
    assert value_of("keras.backend.epsilon()", "keras.config.set_epsilon(0.001)") == 0.001

import pytest

from kerascheck.keras_api import logs
from tests.facts.trace_of import facts

MODEL = "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"


def names(metrics: str, before: str = "") -> dict[str, str] | None:
    known = facts(f"{before}{MODEL}m.compile('sgd', 'mse', metrics={metrics})")
    return logs.logged(known.compiles[0])


@pytest.mark.parametrize(
    ("metrics", "expected"),
    [
        ("None", {}),
        ("['accuracy', 'acc', 'mse']", {"accuracy": "up", "acc": "up", "mse": "down"}),
        (
            "[keras.metrics.AUC(), keras.metrics.TruePositives()]",
            {"auc": "up", "true_positives": ""},
        ),
        ("[keras.metrics.Precision(name='p')]", {"p": "up"}),
        ("[keras.losses.mean_squared_error]", {"mean_squared_error": "down"}),
    ],
)
def test_what_is_logged_has_a_name_and_a_direction(metrics: str, expected: dict[str, str]) -> None:
    assert names(metrics) == {"loss": "down", **expected}


def test_a_function_of_the_script_has_its_own_name_and_no_direction() -> None:
    assert names("[f1]", "def f1(t, p):\n    return p\n") == {"loss": "down", "f1": ""}


@pytest.mark.parametrize("metrics", ["[other()]", "several", "[lib.Metric]", "**options"])
def test_names_that_are_not_known(metrics: str) -> None:
    code = metrics if metrics != "**options" else "None, **options"
    assert names(code) is None


def test_a_number_after_a_name_and_the_rate_are_in_the_log() -> None:
    known = names("[keras.metrics.AUC()]")
    assert known is not None
    assert all(logs.has(known, name) for name in ("val_auc_1", "auc", "val_loss", "learning_rate"))
    assert not logs.has(known, "val_accuracy")


@pytest.mark.parametrize(
    ("name", "direction"),
    [("val_loss", "down"), ("val_f1", "up"), ("mae", "down"), ("val_score", ""), ("val_acc", "up")],
)
def test_the_direction_that_a_name_tells(name: str, direction: str) -> None:
    assert logs.better(name) == direction


HEADS = """
h = keras.Input((4,))
m = keras.Model(h, [layers.Dense(1, name="price")(h), layers.Dense(1, name="sold")(h)])
"""


def of_two(metrics: str, model: str = HEADS) -> list[str] | None:
    known = facts(f"{model}m.compile('sgd', ['mse', 'mse'], metrics={metrics})")
    logged = logs.logged(known.compiles[0] if known.compiles else None)
    return None if logged is None else sorted(logged.keys() - {"loss", "price_loss", "sold_loss"})


@pytest.mark.parametrize(
    ("metrics", "expected"),
    [
        ("None", []),
        ("{'price': 'mae', 'sold': ['acc', 'mae']}", ["price_mae", "sold_acc", "sold_mae"]),
        ("[['mae'], ['acc', 'mae']]", ["price_mae", "sold_acc", "sold_mae"]),
        ("[['mae'], None]", ["price_mae"]),
        ("[keras.metrics.AUC(name='a'), None]", ["price_a", "sold_a"]),
        pytest.param(
            "['mae', 'acc']", ["price_acc", "price_mae", "sold_acc", "sold_mae"], id="shared"
        ),
        pytest.param("['mae']", ["price_mae", "sold_mae"], id="shared as in Keras 2"),
        ("{'price': other()}", None),
        ("several", None),
    ],
)
def test_names_of_each_output_have_its_name_in_front(metrics: str, expected: object) -> None:
    assert of_two(metrics) == expected


@pytest.mark.parametrize(
    "model",
    [
        pytest.param(HEADS.replace(', name="sold"', ""), id="one has no name"),
        pytest.param(HEADS.replace('"sold"', "title"), id="a name that is not known"),
        pytest.param(HEADS.replace("m = keras", "m = load() or keras"), id="another model"),
    ],
)
def test_outputs_whose_names_are_not_known(model: str) -> None:
    assert of_two("None", model) is None

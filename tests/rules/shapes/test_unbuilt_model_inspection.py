import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import found, levels

M = "m = keras.Sequential([layers.Dense(3), layers.Dense(2)])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "m = keras.Sequential([keras.Input((4,)), layers.Dense(2)])\nm.summary()", id="an Input"
        ),
        pytest.param(
            "m = keras.Sequential([layers.Dense(2, input_dim=n)])\nm.summary()", id="input_dim"
        ),
        pytest.param(M + "m.build((None, 4))\nm.summary()", id="built"),
        pytest.param(M + "m.fit(x, y)\nm.summary()", id="fitted"),
        pytest.param(M + "batch = load()\nm(batch)\nm.summary()", id="called"),
        pytest.param(M + "train(m)\nm.summary()", id="handed to a function elsewhere"),
        pytest.param(
            "def report(m):\n    m.summary()\n\nreport(keras.models.load_model('m.keras'))",
            id="loaded",
        ),
        pytest.param(
            "m = keras.Sequential()\nfor n in sizes():\n    m.add(layers.Dense(n))\nm.summary()",
            id="layers that are not known",
        ),
        pytest.param(
            "try:\n    import keras_tuner\nexcept ImportError:\n    pass\nm = build()\nm.summary()",
            id="a model that is not known",
        ),
    ],
)
def test_models_that_are_built_or_may_be(code: str) -> None:
    assert levels("KC511", code) == []


@pytest.mark.parametrize(
    ("asked", "does", "level"),
    [
        ("m.summary()", "`summary()` prints neither shapes nor parameters", "info"),
        ("n = m.count_params()", "`count_params()` fails", "warning"),
        ("w = m.get_weights()", "`get_weights()` gives an empty list", "info"),
        ("print(m.output_shape)", "`output_shape` fails", "warning"),
        ("keras.utils.plot_model(m)", "`plot_model()` fails", "warning"),
    ],
)
def test_models_that_do_not_know_their_input(asked: str, does: str, level: str) -> None:
    (finding,) = found("KC511", f"{M}m.compile('adam', 'mse')\n{asked}\nm.fit(x, y)\n")
    assert finding.message == f"`m` has no weights yet, so {does}."
    assert finding.severity.label == level


def test_what_the_script_expects_to_fail() -> None:
    code = f"{M}try:\n    keras.utils.plot_model(m)\nexcept ValueError:\n    pass\n"
    assert levels("KC511", code) == []


SUMMARY = f"import keras\nfrom keras import layers\n{M}m.summary()\n"
INTEGERS = (
    "import keras\nfrom keras import layers\nm = keras.Sequential([layers.Embedding(9, 2), "
    "layers.LSTM(3)])\nkeras.utils.plot_model(m)\n"
)


def told(code: str, version: str = "auto") -> list[str]:
    rules = [rule for rule in registry.load() if rule.code == "KC511"]
    settings = Settings(keras_version=version)
    return [
        f"{finding.severity.label}: {finding.message}"
        for finding in check("train.py", code.encode(), rules, settings).findings
    ]


def test_keras_2_refuses_a_summary() -> None:
    assert told(SUMMARY, "2.13") == ["warning: `m` has no weights yet, so `summary()` fails."]
    (line,) = told(SUMMARY, "3")
    assert line.startswith("info")


def test_an_embedding_tells_keras_2_its_input() -> None:
    fails = "`m` has no weights yet, so `plot_model()` fails."
    assert told(INTEGERS) == [f"info: {fails}"]
    assert told(INTEGERS, "3") == [f"warning: {fails}"]
    assert told(INTEGERS + "from keras import ops\n") == [f"warning: {fails}"]
    assert told(INTEGERS, "2.15") == []
    assert told(INTEGERS + "m.predict_classes(x)\n") == []


@pytest.mark.parametrize(
    ("first", "expected"), [("Merge([a, b], mode='concat')", 0), ("Dense(3)", 1)]
)
def test_models_that_are_merged_have_shapes(first: str, expected: int) -> None:
    code = f"m = keras.Sequential()\nm.add(layers.{first})\nm.add(layers.Dense(1))\nm.summary()\n"
    assert len(levels("KC511", code)) == expected


def test_a_lesson_that_says_it_fails_gets_a_note() -> None:
    assert levels("KC511", f"{M}keras.utils.plot_model(m)  # doesn't work\n") == ["info medium"]
    assert levels("KC511", f"{M}keras.utils.plot_model(m)  # a picture\n") == ["warning high"]

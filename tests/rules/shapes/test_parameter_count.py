import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels


def small(comment: str, above: str = "") -> str:
    return (
        f"{above}\nm = keras.Sequential([{comment}\n"
        "    keras.Input((4,)),\n    layers.Dense(3),\n])\n"
    )


def large(*parts: str) -> str:
    return f"m = keras.Sequential([keras.Input((64, 64, 3)), {', '.join(parts)}])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(small("  # kerascheck: params=15"), id="the right number"),
        pytest.param(small("", "# kerascheck: params=15"), id="the right number above"),
        pytest.param(small("", "# kerascheck: params=16\n\n"), id="on a line without a model"),
        pytest.param(small("  # params=16"), id="an ordinary comment"),
        pytest.param(
            small("  # kerascheck: params=16").replace("Dense(3)", "Dense(n())"), id="not known"
        ),
        pytest.param(large("layers.Flatten()", "layers.Dense(10)"), id="few parameters"),
        pytest.param(
            large(
                "layers.Flatten()", "layers.Dense(512)", "layers.Dense(512)", "layers.Dense(9999)"
            ),
            id="spread over layers",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((9,)), layers.Embedding(99999, 64)])\n",
            id="an embedding",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC553", code) == []


def test_a_wrong_claim_is_an_error() -> None:
    for code in (small("  # kerascheck: params=1_6"), small("", "# kerascheck: params=16")):
        (finding,) = found("KC553", code)
        assert finding.message == "The model has 15 parameters, but the comment claims 16."


def test_a_layer_with_almost_everything_is_noted() -> None:
    code = large("layers.Flatten()", "layers.Dense(512, 'relu')", "layers.Dense(10)")
    assert levels("KC553", code) == ["info low"]
    assert "100 %" in found("KC553", code)[0].message


FLAT = (
    "m = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(8, 3), {middle}"
    "layers.Dense(32), layers.Dense(10)])\n"
)
TOLD = 224 + 62 * 62 * 8 * 32 + 32 + 330


def test_a_number_in_plain_words_that_one_edit_explains_is_a_warning() -> None:
    for text in (f"# has {TOLD:,} params\n", f'"""The model has {TOLD} parameters."""\n'):
        code = text + FLAT.format(middle="")
        assert levels("KC553", code) == ["warning medium"]
        (finding,) = found("KC553", code)
        assert f"The text speaks of {TOLD:,} parameters, but" in finding.message
        assert finding.why == f"With `Flatten` before `Dense(32)` it would have {TOLD:,}."


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"# has {TOLD:,} params\n" + FLAT.format(middle="layers.Flatten(), "), id="so"
        ),
        pytest.param(f"# has {TOLD + 1:,} params\n" + FLAT.format(middle=""), id="not explained"),
        pytest.param(f"# about {TOLD:,} params\n" + FLAT.format(middle=""), id="about"),
        pytest.param(
            f"# has {TOLD:,} params\n"
            + FLAT.format(middle="")
            + FLAT.format(middle="layers.Flatten(), "),
            id="of the other model",
        ),
        pytest.param(
            f"# has {TOLD:,} params\n"
            + FLAT.format(middle="")
            + "n = keras.Sequential([keras.Input((4,)), layers.Dense(many())])\n",
            id="maybe of a model that is not known",
        ),
        pytest.param(f"# has {TOLD:,} params\n" + FLAT.format(middle="") * 2, id="of which one"),
    ],
)
def test_a_number_in_plain_words_is_mostly_left_alone(code: str) -> None:
    plain = [level for level in levels("KC553", code) if not level.startswith("info")]
    assert plain == []


def test_a_wrong_claim_is_explained_by_the_edit_that_gives_it() -> None:
    code = FLAT.format(middle="").replace("\n", f"  # kerascheck: params={TOLD}\n")
    (finding,) = found("KC553", code)
    assert "`Flatten` before `Dense(32)`" in finding.why


def test_the_configuration_may_claim_numbers() -> None:
    code = HEAD + small("")
    rule = next(rule for rule in registry.load() if rule.code == "KC553")
    for given, messages in (
        ({"params": ["m=15", "other=3"]}, []),
        ({"params": ["m=16"]}, ["The model has 15 parameters, but the configuration claims 16."]),
        ({"params": ["m=many"]}, []),
        ({"budget": 15}, []),
        ({"budget": 14}, ["The model has 15 parameters, and 14 are allowed."]),
    ):
        settings = Settings(min_confidence="low", rules={"KC553": given})
        findings = check("train.py", code.encode(), [rule], settings).findings
        assert [finding.message for finding in findings] == messages

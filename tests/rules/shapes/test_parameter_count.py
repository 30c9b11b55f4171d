import pytest

from tests.rules.found import found, levels


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

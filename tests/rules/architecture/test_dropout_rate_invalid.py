import pytest

from tests.rules.found import found, levels


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param("layers.Dropout(0.5)", id="a half"),
        pytest.param("layers.Dropout(0)", id="nothing"),
        pytest.param("layers.Dropout(rate())", id="not known"),
        pytest.param("layers.Dropout(0.95)", id="much"),
        pytest.param("layers.LSTM(8, dropout=0.2, recurrent_dropout=0.2)", id="recurrent"),
        pytest.param("layers.LSTM(8)", id="the default"),
        pytest.param("layers.GaussianNoise(2.0)", id="noise, which has no rate"),
        pytest.param("from mine import Dropout\nDropout(50)", id="a layer from elsewhere"),
        pytest.param(
            "try:\n    layers.Dropout(50)\nexcept ValueError:\n    pass",
            id="an error that is shown",
        ),
    ],
)
def test_rates_that_leave_something(layer: str) -> None:
    assert levels("KC410", layer) == []


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ("layers.Dropout(50)", "`rate=50` of `Dropout` "),
        ("layers.SpatialDropout2D(-0.1)", "`rate=-0.1` of `SpatialDropout2D` "),
        ("layers.Dropout(1.0)", "`rate=1.0` of `Dropout` drops everything."),
        ("layers.LSTM(8, dropout=20)", "`dropout=20` of `LSTM` drops everything."),
        ("layers.GRU(8, recurrent_dropout=-1)", "`recurrent_dropout=-1` of `GRU` is no share."),
    ],
)
def test_rates_that_are_none_or_leave_nothing(layer: str, message: str) -> None:
    (finding,) = found("KC410", layer)
    assert finding.message.startswith(message)
    assert finding.severity.label == "error"


def test_a_rate_in_per_cent_is_translated() -> None:
    (finding,) = found("KC410", "layers.Dropout(30)")
    assert finding.help == "write `0.3` if 30 % are to be dropped"

import pytest

from tests.rules.found import levels, lines

CODE = "KC806"
MODEL = "import warnings\nmodel = keras.Sequential([layers.Dense(1)])\n"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "warnings.filterwarnings('ignore', category=FutureWarning)\n",
        "warnings.filterwarnings('ignore', message='x')\n",
        "warnings.filterwarnings('always')\n",
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, MODEL + code) == []


def test_all_warnings_are_switched_off() -> None:
    assert levels(CODE, MODEL + "warnings.simplefilter('ignore')\n") == ["info low"]
    assert lines(CODE, MODEL + "warnings.simplefilter('ignore')\n") == [3]

import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC710"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder(sparse=False)\n", "OneHotEncoder(sparse_output=False)"),
        ("import numpy as np\nx.astype(np.float)\n", "x.astype(float)"),
        ("import numpy\nnumpy.Inf\n", "numpy.inf"),
        ("import numpy as np\nnp.warnings.filterwarnings('ignore')\n", "\nwarnings.filterwarnings('ignore')"),
        ("import seaborn as sns\nsns.lineplot(a, b, ax=c)\n", "sns.lineplot(x=a, y=b, ax=c)"),
        ("from sklearn.utils.class_weight import compute_class_weight\ncompute_class_weight('balanced', c, y)\n", "compute_class_weight('balanced', classes=c, y=y)"),
        ("from sklearn.utils import class_weight\nclass_weight.compute_class_weight('balanced', c, y)\n", "('balanced', classes=c, y=y)"),
        ("from sklearn.cross_validation import train_test_split\n", "from sklearn.model_selection import train_test_split"),
        ("from sklearn.externals import joblib\n", "import joblib\n"),
    ],
)  # fmt: skip
def test_calls_that_other_libraries_take_no_more(code: str, expected: str) -> None:
    assert levels("import keras\n" + code, RULE) == ["error high"]
    assert expected in fixed("import keras\n" + code, RULE)


def test_the_module_of_warnings_is_imported() -> None:
    code = "import keras\nimport numpy as np\nnp.warnings.filterwarnings('ignore')\n"
    assert "import warnings\n" in fixed(code, RULE)


@pytest.mark.parametrize(
    "code",
    [
        "from keras.wrappers.scikit_learn import KerasClassifier\n",
        "from tensorflow.keras.wrappers.scikit_learn import KerasRegressor\n",
        "from sklearn.datasets import load_boston\n",
        "from sklearn.cross_validation import KFold\n",
    ],
)
def test_what_has_no_equal(code: str) -> None:
    (finding,) = found("import keras\n" + code, RULE)
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import numpy as np\nnp.float64(1)\nnp.int32(1)\nnp.bool_\n", id="NumPy"),
        pytest.param(
            "import seaborn as sns\nsns.heatmap(a, b)\nsns.lineplot(d, x='a')\n", id="sns"
        ),
        pytest.param(
            "from sklearn.utils.class_weight import compute_class_weight as c\n"
            "c('balanced', classes=k, y=y)\n",
            id="keywords",
        ),
        pytest.param("from my.encoders import OneHotEncoder\nOneHotEncoder(sparse=1)\n", id="own"),
        pytest.param("from keras.datasets import boston_housing\n", id="data of Keras"),
        pytest.param("import jax.numpy as np\nnp.int(3)\n", id="another np"),
        pytest.param(
            "import numpy as np\ntry:\n    np.warnings\nexcept AttributeError:\n    pass\n",
            id="prepared",
        ),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels("import keras\n" + code, RULE) == []

import pytest

from tests.rules.found import found, levels

RULE = "KC116"
MODEL = """\
x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((9,)), layers.Dense(4{}), layers.Dense(1, "sigmoid")])
"""
FIT = "model.fit(x, y, epochs=3, validation_split=0.1)\n"


def compiled(arguments: str, layer: str = "") -> str:
    return MODEL.format(layer) + f"model.compile({arguments})\n" + FIT


@pytest.mark.parametrize(
    ("program", "wrong", "meant"),
    [
        (compiled("'adam', loss='cce'"), "cce", "categorical_crossentropy"),
        (compiled("'adam', loss='binary_crossentopy'"), "binary_crossentopy",
         "binary_crossentropy"),
        (compiled("'adam', loss='cosine_proximity'"), "cosine_proximity", "cosine_similarity"),
        (compiled("'adam', 'mse', metrics=['cosine_proximity']"), "cosine_proximity",
         "cosine_similarity"),
        (compiled("'adm', loss='mse'"), "adm", "adam"),
        (compiled("'adam', loss='mse', metrics=['mae', 'rmse']"), "rmse",
         "root_mean_squared_error"),
        (compiled("'adam', loss='mse'", ", kernel_initializer='he_norml'"), "he_norml",
         "he_normal"),
        (compiled("'adam', loss='mse'", ", kernel_regularizer='l1_l2'"), "l1_l2", "l1l2"),
        (compiled("'adam', loss='mse'", ", kernel_constraint='maxnorm'"), "maxnorm", "max_norm"),
    ],
)  # fmt: skip
def test_a_name_that_keras_does_not_have(program: str, wrong: str, meant: str) -> None:
    assert levels(RULE, program) == ["error high"]
    (finding,) = found(RULE, program)
    assert f"`{wrong}`" in finding.message
    assert finding.help == f'write `"{meant}"`'
    assert finding.fix is not None
    assert meant in finding.fix.edits[0].text


def test_a_name_of_another_library_is_to_be_passed_as_an_object() -> None:
    (finding,) = found(RULE, compiled("'radam', loss='mse'"))
    assert "the function or object itself" in finding.help
    assert finding.fix is None


def test_a_metric_is_no_loss() -> None:
    (finding,) = found(RULE, compiled("'adam', loss='accuracy'"))
    assert "is a metric and no loss" in finding.message


@pytest.mark.parametrize(
    "loss",
    ["keras.metrics.binary_accuracy", "keras.metrics.AUC()", "keras.metrics.MeanSquaredError()"],
)
def test_an_object_or_a_function_of_metrics_is_no_loss(loss: str) -> None:
    (finding,) = found(RULE, compiled(f"'adam', loss={loss}"))
    assert f"`{loss.removesuffix('()')}` is a metric and no loss" in finding.message
    assert levels(RULE, compiled(f"'adam', loss={loss}")) == ["error high"]


@pytest.mark.parametrize(
    "loss", ["keras.metrics.mean_squared_error", "keras.metrics.kl_divergence", "metrics.accuracy"]
)
def test_a_function_of_metrics_that_is_a_loss_or_is_not_known(loss: str) -> None:
    program = "from mine import metrics\n" + compiled(f"'adam', loss={loss}")
    assert levels(RULE, program) == []


@pytest.mark.parametrize(
    "program",
    [
        compiled("'Adam', loss='mse', metrics=['mae', 'acc', 'AUC', 'f1_score', 'ce']"),
        compiled("'RMSprop', loss='BinaryCrossentropy', metrics=['Accuracy']"),
        compiled("'adam', loss='??', metrics=['']"),
        compiled("name_of(), loss=name_of(), metrics=[name_of()]"),
        compiled("'adam', loss=dict(a='mse')", ", kernel_initializer='HeNormal', "
                 "bias_initializer='zero', kernel_regularizer='l2'"),
        "keras.utils.get_custom_objects()['radam'] = make()\n" + compiled("'radam', loss='mse'"),
        compiled("'adam', loss='mse'", ", kernel_initializer=keras.initializers.HeNormal()"),
        MODEL.format("") + "model.compile('adam', loss='cce')\nmodel.predict(x)\n",
        ("class Mine(keras.Model):\n    def compile(self, optimizer, loss):\n"
        "        super().compile(optimizer=pick(optimizer))\n"
        "model = Mine()\nmodel.compile('fast', loss='cce')\nmodel.fit(x, y)\n"),
    ],
)  # fmt: skip
def test_names_that_keras_has_or_the_script_brings(program: str) -> None:
    assert levels(RULE, program) == []


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("kernel_initializer='pack>own'", []),
        ("kernel_regularizer='pack>own'", ["error high"]),
        ("kernel_initializer='own'", ["error high"]),
    ],
)
def test_a_registered_name_with_its_package(argument: str, expected: list[str]) -> None:
    assert levels("KC116", f"x = layers.Dense(3, {argument})\n") == expected


@pytest.mark.parametrize("blank", ["%%name%%", "{{ name }}", "${name}", "<name>", "??", "___"])
def test_a_placeholder_is_to_be_filled_in(blank: str) -> None:
    program = compiled(f"'{blank}', loss='{blank}', metrics=['{blank}']")
    assert levels(RULE, program) == []
    assert levels(RULE, f"layers.Dense(3, kernel_initializer='{blank}')\n") == []


@pytest.mark.parametrize("wrong", ["adma", "%name", "name}}", "$name"])
def test_what_is_no_placeholder_is_told(wrong: str) -> None:
    assert levels(RULE, compiled(f"'{wrong}', loss='mse'")) == ["error high"]

import pytest

from tests.rules.training.programs import MODEL, fixed, levels

RULE = "KC207"
IMDB = "(x, y), _ = keras.datasets.imdb.load_data()\n"
BARE = MODEL + 'model.compile("adam", loss="binary_crossentropy")\n'
FIT = "model.fit(x, y, epochs=3, validation_split=0.1)\n"


@pytest.mark.parametrize(
    ("code", "level"),
    [(IMDB + BARE + FIT, "info high"), (BARE + FIT, "info medium")],
)
def test_a_classifier_of_which_only_the_loss_is_seen(code: str, level: str) -> None:
    assert levels(code, RULE) == [level]


def test_the_fix_adds_the_accuracy() -> None:
    wanted = BARE.replace('ropy")', 'ropy", metrics=["accuracy"])')
    assert fixed(IMDB + BARE + FIT, RULE) == IMDB + wanted + FIT


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            IMDB + BARE.replace("ropy\")", 'ropy", metrics=[])') + FIT, id="an empty list on purpose"
        ),
        pytest.param(
            IMDB + BARE.replace("ropy\")", 'ropy", weighted_metrics=["AUC"])') + FIT, id="weighted"
        ),
        pytest.param(IMDB + BARE.replace("ropy\")", 'ropy", **options())') + FIT, id="unpacked"),
        pytest.param(
            IMDB + BARE + FIT
            + "from sklearn.metrics import accuracy_score\naccuracy_score(y, model.predict(x) > 0.5)",
            id="scored by scikit-learn",
        ),
        pytest.param(IMDB + BARE + FIT + "measure(model, x, y)", id="measured elsewhere"),
        pytest.param(IMDB + BARE, id="not trained"),
        pytest.param(
            "(x, y), _ = keras.datasets.boston_housing.load_data()\n"
            + MODEL.replace(', "sigmoid"', "") + "model.compile('adam', loss='mse')\n" + FIT,
            id="a regression, whose loss is a metric",
        ),
        pytest.param(
            MODEL.replace("Dense(1,", "Dense(20,") + 'model.compile("adam", "binary_crossentropy")\n'
            "model.fit(x, x, epochs=3)\n",
            id="an autoencoder",
        ),
        pytest.param("import gymnasium\n" + IMDB + BARE + FIT, id="reinforcement learning"),
    ],
)  # fmt: skip
def test_models_that_are_measured_or_need_no_metric(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(("units", "expected"), [("words", []), ("5", ["info high"])])
def test_a_model_that_writes_is_read(units: str, expected: list[str]) -> None:
    code = f"""\
words = len(index) + 1
i = keras.Input((None,))
x = keras.layers.LSTM(8, return_sequences=True)(keras.layers.Embedding(words, 8)(i))
m = keras.Model(i, keras.layers.Dense({units}, activation="softmax")(x))
m.compile("adam", "categorical_crossentropy")
m.fit(text, keras.utils.to_categorical(rows(), {units}), epochs=80)
"""
    assert levels(code, RULE) == expected


def test_a_metric_under_another_name_is_a_mistake_of_another_rule() -> None:
    typo = BARE.replace('ropy")', 'ropy", metric=["accuracy"])')
    assert levels(IMDB + typo + FIT, RULE) == []


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        pytest.param("total = 0\nfor part in parts:\n    total += model.evaluate(part)\n", [],
                     id="added up"),
        pytest.param("score = model.evaluate(x, y)\nbest = score / 2\n", [], id="divided"),
        pytest.param("score = model.evaluate(x, y)\n", ["info high"], id="not used"),
        pytest.param("print('%s' % model.evaluate(x, y))\n", ["info high"], id="shown"),
    ],
)  # fmt: skip
def test_a_metric_would_break_what_computes_with_the_loss(use: str, expected: list[str]) -> None:
    assert levels(IMDB + BARE + FIT + use, RULE) == expected


@pytest.mark.parametrize(
    ("name", "units", "expected"),
    [
        pytest.param("word_to_index", "len(words)", [], id="words of a text"),
        pytest.param("n_vocab", "y.shape[1]", [], id="one-hot rows of them"),
        pytest.param("index", "y.shape[1]", ["info high"], id="nothing says so"),
        pytest.param("word_to_index", "5", ["info high"], id="a class of five"),
    ],
)
def test_a_model_that_writes_from_numbers(name: str, units: str, expected: list[str]) -> None:
    code = f"""\
{name} = number(words)
y = keras.utils.to_categorical(following({name}))
m = keras.Sequential([keras.Input((10, 1)), keras.layers.LSTM(8)])
m.add(keras.layers.Dense({units}, activation="softmax"))
m.compile("adam", "categorical_crossentropy")
m.fit(windows(), y, epochs=80)
"""
    assert levels(code, RULE) == expected


def test_the_first_keras_is_asked_for_the_accuracy_in_fit() -> None:
    assert levels(IMDB + BARE + FIT.replace(")", ", show_accuracy=True)"), RULE) == []
    for other in ("show_accuracy=False", "verbose=1"):
        code = IMDB + BARE + FIT.replace(")", f", {other})")
        assert levels(code, RULE) == ["info high"]

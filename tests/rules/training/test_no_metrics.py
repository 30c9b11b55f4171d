import pytest

from tests.rules.training.programs import MODEL, fixed, levels

RULE = "KC207"
IMDB = "(x, y), _ = keras.datasets.imdb.load_data()\n"
BARE = MODEL + 'model.compile("adam", loss="binary_crossentropy")\n'
FIT = "model.fit(x, y, epochs=3, validation_split=0.1)\n"


@pytest.mark.parametrize(
    ("code", "level"),
    [(IMDB + BARE + FIT, "warning high"), (BARE + FIT, "info medium")],
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


@pytest.mark.parametrize(("units", "expected"), [("words", []), ("5", ["warning high"])])
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
        pytest.param("score = model.evaluate(x, y)\n", ["warning high"], id="not used"),
        pytest.param("print('%s' % model.evaluate(x, y))\n", ["warning high"], id="shown"),
        pytest.param("plot(model.history.history['loss'])\n", ["info high"], id="its curve is shown"),
    ],
)  # fmt: skip
def test_a_metric_would_break_what_computes_with_the_loss(use: str, expected: list[str]) -> None:
    assert levels(IMDB + BARE + FIT + use, RULE) == expected


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("# You will get a model with a much better loss than with 5 epochs.", "info high"),
        ("# See how the loss values go down.", "info high"),
        ("# There is no point in it if you aren't improving your loss.", "info high"),
        ("# The loss function is the cross-entropy, which training minimizes.", "warning high"),
        ("# Compile with a loss and an optimizer.", "warning high"),
    ],
)
def test_a_text_may_speak_of_how_the_loss_falls(text: str, level: str) -> None:
    assert levels(f"{IMDB}{BARE}\n{text}\n{FIT}", RULE) == [level]


@pytest.mark.parametrize(
    ("name", "units", "expected"),
    [
        pytest.param("word_to_index", "len(words)", [], id="words of a text"),
        pytest.param("n_vocab", "y.shape[1]", [], id="one-hot rows of them"),
        pytest.param("index", "y.shape[1]", ["warning high"], id="nothing says so"),
        pytest.param("word_to_index", "5", ["warning high"], id="a class of five"),
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


@pytest.mark.parametrize(
    ("units", "expected"), [("len(words)", ["info high"]), ("5", ["warning high"])]
)
def test_a_text_that_is_translated_is_read(units: str, expected: list[str]) -> None:
    code = f"""\
m = keras.Sequential([keras.Input((10, 8)), keras.layers.LSTM(8, return_sequences=True)])
m.add(keras.layers.Dense({units}, activation="softmax"))
m.compile("adam", "categorical_crossentropy")
m.fit(np.load("x.npy"), keras.utils.to_categorical(labels, {units}), epochs=80)
"""
    assert levels(code, RULE) == expected


def test_random_labels_have_no_accuracy_worth_seeing() -> None:
    drawn = "from keras.utils import to_categorical\ny = to_categorical(np.random.randint(2, size=100))\n"
    bare = BARE.replace("Dense(1", "Dense(2").replace("sigmoid", "softmax")
    bare = bare.replace("binary_", "categorical_")
    assert levels(drawn + bare + FIT, RULE) == ["info high"]
    read = drawn.replace("np.random.randint(2, size=100)", "np.load('y.npy')")
    assert levels(read + bare + FIT, RULE) == ["warning high"]


@pytest.mark.parametrize(
    ("units", "read", "expected"),
    [
        ("words", "vectors = m.get_weights()[0]", ["info high"]),
        ("words", "m.save('m.keras')", ["warning high"]),
        ("5", "vectors = m.get_weights()[0]", ["warning high"]),
    ],
)
def test_a_model_may_be_trained_for_the_vectors_of_words(
    units: str, read: str, expected: list[str]
) -> None:
    code = f"""\
words = 9262
m = keras.Sequential([keras.Input((4,)), keras.layers.Embedding(words, 64)])
m.add(keras.layers.GlobalAveragePooling1D())
m.add(keras.layers.Dense({units}, activation="softmax"))
m.compile("adam", "categorical_crossentropy")
m.fit(np.load("x.npy"), keras.utils.to_categorical(y, {units}), epochs=6)
{read}
"""
    assert levels(code, RULE) == expected


def test_the_first_keras_is_asked_for_the_accuracy_in_fit() -> None:
    assert levels(IMDB + BARE + FIT.replace(")", ", show_accuracy=True)"), RULE) == []
    for other in ("show_accuracy=False", "verbose=1"):
        code = IMDB + BARE + FIT.replace(")", f", {other})")
        assert levels(code, RULE) == ["warning high"]


@pytest.mark.parametrize(
    ("fit", "level"),
    [
        (FIT.replace("epochs=3", "verbose=0"), "info high"),
        (FIT.replace("epochs=3", "verbose=2"), "warning high"),
        (FIT.replace("epochs=3", "verbose=0") + FIT, "warning high"),
        (FIT.replace("epochs=3", "verbose=0") + "model.evaluate(x, y)\n", "warning high"),
    ],
)
def test_a_quiet_training_shows_no_loss_either(fit: str, level: str) -> None:
    assert levels(IMDB + BARE + fit, RULE) == [level]

from pathlib import Path

import pytest

from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.training.programs import (
    COMPILE,
    HEAD,
    MODEL,
    RULES,
    TRAINED,
    fixed,
    found,
    levels,
)

RULE = "KC201"
SPLIT = "from sklearn.model_selection import train_test_split\n"
SPLIT += "x, x_test, y, y_test = train_test_split(x, y)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED, id="no fit"),
        pytest.param(TRAINED + "model.fit(x, y, epochs=9, validation_split=0.1)", id="a split"),
        pytest.param(TRAINED + "model.fit(x, y, epochs=9, validation_data=load())", id="unknown"),
        pytest.param(TRAINED + "model.fit(x, y, epochs=9, validation_split=0.0)", id="0 on purpose"),
        pytest.param(
            TRAINED + "model.fit(x, y, epochs=9, validation_data=None)", id="None on purpose"
        ),
        pytest.param(
            TRAINED + "model.fit(x, y, epochs=9, callbacks=[keras.callbacks.EarlyStopping()])",
            id="a callback that waits for it, told by `monitor-unavailable`",
        ),
        pytest.param(
            TRAINED + "for step in range(99):\n    model.train_on_batch(x, y)", id="an own loop"
        ),
        pytest.param(
            f"def train(model, x, y):\n    {COMPILE}    model.fit(x, y, epochs=9)\n",
            id="a function that nothing calls",
        ),
        pytest.param(
            "class Trainer:\n    def fit(self, x, y):\n"
            f"        {MODEL}        {COMPILE}        model.fit(x, y, epochs=9)\n",
            id="a method that nothing calls",
        ),
        pytest.param(
            TRAINED + "model.fit(x, y, epochs=9)\nmodel.fit(x, y, epochs=9, validation_split=0.1)",
            id="another fit of the same model has it",
        ),
        pytest.param(
            "from sklearn.model_selection import KFold\n"
            "for train, test in KFold(5).split(x):\n    model = keras.Sequential("
            "[keras.Input((20,)), layers.Dense(1, activation='sigmoid')])\n"
            f"    {COMPILE}    model.fit(x[train], y[train], epochs=9)\n"
            "    print(model.evaluate(x[test], y[test]))\n",
            id="cross-validation",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((20,)), layers.Dense(4), layers.Dense(20)])\n"
            "m.compile('adam', 'mse')\nm.fit(x, x, epochs=9)\n",
            id="an autoencoder",
        ),
        pytest.param(
            "import gymnasium\n" + TRAINED + "model.fit(x, y, epochs=9)", id="reinforcement"
        ),
        pytest.param("import keras_tuner\n" + TRAINED + "model.fit(x, y, epochs=9)", id="a search"),
        pytest.param(
            "class Score(keras.callbacks.Callback):\n"
            "    def on_epoch_end(self, epoch, logs=None):\n"
            "        print(self.model.evaluate(x_val, y_val))\n"
            + TRAINED
            + "model.fit(x, y, epochs=9, callbacks=[Score()])",
            id="a callback that measures",
        ),
        pytest.param(
            TRAINED + "model.fit(x, y, epochs=9, callbacks=[make()])", id="an unknown callback"
        ),
        pytest.param(
            "class Own(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.out = layers.Dense(1)\n    def call(self, x):\n"
            "        return self.out(x)\n    def train_step(self, data):\n        return {}\n"
            "model = Own()\nmodel.compile('adam', 'mse')\nmodel.fit(x, y, epochs=9)\n",
            id="an own training step",
        ),
        pytest.param(
            "x = np.random.rand(1000, 20)\n" + TRAINED + "model.fit(x, y, epochs=9)",
            id="random numbers that stand in for data",
        ),
        pytest.param(
            "x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])\ny = np.array([0, 1, 1, 0])\n"
            + TRAINED
            + "model.fit(x, y, epochs=500)",
            id="four samples",
        ),
        pytest.param(
            "x = {'a': np.random.randint(0, 9, (1000, 20))}\n"
            + TRAINED
            + "model.fit(x, y, epochs=9)",
            id="random numbers by name",
        ),
        pytest.param(
            TRAINED + "model.fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], epochs=500)",
            id="four samples as a list",
        ),
        pytest.param(
            "word2vec = keras.Sequential([layers.Embedding(99, 8), layers.Dense(99)])\n"
            "word2vec.compile('adam', 'mse')\nword2vec.fit(x, y, epochs=9)",
            id="word vectors",
        ),
        pytest.param(
            "from sklearn.svm import SVC\nmodel = SVC()\nmodel.fit(x, y)", id="not a Keras model"
        ),
    ],
)  # fmt: skip
def test_trainings_that_are_measured_or_need_it_not(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.fit(x, y, epochs=20)", id="and nothing else"),
        pytest.param("model.fit(x, y, 32, 20)", id="with epochs by position"),
        pytest.param("model.fit(x, y, nb_epoch=20)", id="in the words of Keras 1"),
        pytest.param(
            "model.fit(x, y, epochs=20)\nprint(model.predict(np.array([[1.0] * 20])))",
            id="and used for one sample",
        ),
        pytest.param(
            "model.fit(x, y, epochs=20, callbacks=[keras.callbacks.CSVLogger('log.csv')])",
            id="with a log",
        ),
        pytest.param(
            "ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)\nmodel.fit(ds, epochs=20)",
            id="on a dataset",
        ),
        pytest.param(
            "def train(model, epochs):\n    model.fit(x, y, epochs=epochs)\n\ntrain(model, 20)",
            id="in a function that is called",
        ),
    ],
)
def test_a_training_that_nothing_measures(code: str) -> None:
    assert levels(TRAINED + code, RULE) == ["warning high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.fit(x, y)", id="one epoch"),
        pytest.param("model.fit(x, y, epochs=2)", id="two epochs"),
        pytest.param("model.fit(x, y, epochs=n)", id="epochs that are not known"),
        pytest.param("model.fit(to_come, labels, epochs=20)", id="a sketch"),
        pytest.param("for _ in range(99):\n    model.fit(x, y, epochs=3)", id="in a loop"),
        pytest.param(
            "model.fit(x, y, epochs=20)\n"
            "other = keras.Sequential([keras.Input((20,)), layers.Dense(1)])\n"
            "other.compile('adam', 'mse')\nother.fit(x, y, epochs=20, validation_split=0.1)",
            id="another model is measured",
        ),
    ],
)
def test_a_training_that_may_be_a_try(code: str) -> None:
    assert levels(TRAINED + code, RULE) == ["info medium"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "m = keras.Sequential([keras.Input((1,)), layers.Dense(1)])\nm.compile('sgd', 'mse')\n",
            id="a straight line",
        ),
        pytest.param(
            "def cluster(t, p):\n    return keras.ops.mean(p)\n"
            "m = keras.Sequential([keras.Input((9,)), layers.Dense(8), layers.Dense(4)])\n"
            "m.compile('adam', loss=cluster)\n",
            id="a loss of its own",
        ),
    ],
)
def test_a_training_that_hardly_overfits(code: str) -> None:
    assert levels(code + "m.fit(x, y, epochs=99)", RULE) == ["info medium"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.evaluate(x_test, y_test)", id="evaluated on a held-out part"),
        pytest.param("model.evaluate(load())", id="evaluated on something"),
        pytest.param(
            "from sklearn.metrics import f1_score\n"
            "print(f1_score(y_test, model.predict(x_test) > 0.5))",
            id="scored by scikit-learn",
        ),
    ],
)
def test_measuring_once_makes_it_a_hint(code: str) -> None:
    assert levels(SPLIT + TRAINED + f"model.fit(x, y, epochs=20)\n{code}", RULE) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.predict(x_test)", id="a held-out part"),
        pytest.param("model.predict(load())", id="something"),
        pytest.param("model.predict(np.load('new.npy'))", id="other samples"),
        pytest.param(
            "from reports import report\nreport(model, x_test, y_test)", id="a report elsewhere"
        ),
        pytest.param(
            "for _ in range(99):\n    print(model.predict(np.array([[1.0] * 20])))",
            id="one sample after the other",
        ),
    ],
)
def test_predicting_without_a_score_makes_it_a_note(code: str) -> None:
    assert levels(SPLIT + TRAINED + f"model.fit(x, y, epochs=20)\n{code}", RULE) == ["info medium"]


def test_a_held_out_piece_of_the_table_is_shown_beside_the_truth() -> None:
    code = (
        "import pandas as pd\ntable = pd.read_csv('t.csv').values\n"
        "train, test = table[:900], table[900:]\n"
        "m = keras.Sequential([layers.Dense(64, 'relu'), layers.Dense(1)])\n"
        "m.compile('adam', 'mse')\nm.fit(train[:, :4], train[:, 4], epochs=50)\n"
        "print(m.predict({}), test[0, 4])\n"
    )
    assert levels(code.format("test[:1, :4]"), RULE) == ["info medium"]
    assert levels(code.format("np.array([[1.0, 2.0, 3.0, 4.0]])"), RULE) == ["warning high"]


def test_unknown_arguments_make_it_a_hint() -> None:
    assert levels(TRAINED + "model.fit(x, y, epochs=20, **options())", RULE) == ["info low"]


def test_the_message_names_the_epochs_and_the_model() -> None:
    (finding,) = found(TRAINED + "model.fit(x, y, epochs=20)", RULE)
    assert "20 epochs" in finding.message
    assert "`model`" in finding.message
    assert "validation_split=0.2" in finding.help


def test_the_advice_for_a_dataset_is_another_dataset() -> None:
    code = "ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)\nmodel.fit(ds, epochs=20)"
    (finding,) = found(TRAINED + code, RULE)
    assert "another dataset" in finding.help
    assert finding.fix is None


def test_the_fix_adds_a_split_of_arrays() -> None:
    code = TRAINED + "model.fit(x, y, epochs=20, batch_size=8)\n"
    expected = TRAINED + "model.fit(x, y, epochs=20, validation_split=0.2, batch_size=8)\n"
    assert fixed(code, RULE) == expected


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("model.fit(x, y, 32, 20, 1)", id="by position"),
        pytest.param("model.fit(load_x(), load_y(), epochs=20)", id="data that are not known"),
        pytest.param("model.fit(x, y, epochs=(20))", id="in brackets"),
    ],
)
def test_no_fix_where_it_might_break_the_call(call: str) -> None:
    (finding,) = found(TRAINED + call, RULE)
    assert finding.fix is None


def test_a_few_epochs_on_a_thousand_samples_only_try_a_setting_out() -> None:
    data = "(x, y), _ = keras.datasets.cifar10.load_data()\nx = x / 255.0\n"
    model = (
        "model = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(),\n"
        "    layers.Dense(64, activation='relu'), layers.Dense(10, activation='softmax')])\n"
        "model.compile('adam', loss='sparse_categorical_crossentropy')\n"
    )
    first = "model.fit(x[:1000], y[:1000], epochs=3)\n"
    whole = "model.fit(x, y, epochs=10)\n"
    more = "model.fit(x, y, epochs=11)\n"
    assert levels(data + model + first, RULE) == ["info medium"]
    assert levels(data + model + whole, RULE) == ["info medium"]
    assert levels(data + model + more, RULE) == ["warning high"]


@pytest.mark.parametrize(
    ("before", "level"),
    [
        ("# Nothing is held out yet.\n", "warning high"),
        ("# To keep this simple, we are not setting aside a validation set.\n", "info medium"),
        ("# The in-sample error will do here.\n", "info medium"),
        ("# Train the best one on all the data.\n", "info medium"),
        ("# Loads the whole of the data.\n", "warning high"),
        ("strategy = tf.distribute.MirroredStrategy()\n", "info medium"),
    ],
)
def test_what_the_text_says_is_done_without_validation(before: str, level: str) -> None:
    assert levels(f"{TRAINED}{before}model.fit(x, y, epochs=20)\n", RULE) == [level]


@pytest.mark.parametrize(("many", "level"), [(100, "info medium"), (1000, "warning high")])
def test_the_labels_tell_how_few_samples_there_are(many: int, level: str) -> None:
    data = f"x, y = make(), np.array([0] * {many} + [1] * {many})\n"
    assert levels(f"{data}{TRAINED}model.fit(x, y, epochs=200)\n", RULE) == [level]


def test_a_score_that_is_left_out_by_hand_is_for_another_script() -> None:
    code = f"{SPLIT}{TRAINED}model.fit(x, y, epochs=20)\nmodel.save('m.keras')\n"
    assert levels(code, RULE) == ["warning high"]
    assert levels(f"{code}# model.evaluate(x_test, y_test)\n", RULE) == ["info medium"]


@pytest.mark.parametrize(
    ("last", "found"),
    [
        pytest.param("layers.GRU(32, return_sequences=True)", [], id="a text is written"),
        pytest.param("layers.GRU(32)", ["warning high"], id="the kind of a text"),
    ],
)
def test_what_writes_texts_is_judged_by_what_it_writes(last: str, found: list[str]) -> None:
    code = (
        f"model = keras.Sequential([layers.Embedding(90, 16), {last}, layers.Dense(90)])\n"
        "model.compile('adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n"
        "model.fit(np.load('x.npy'), np.load('y.npy'), epochs=20)\n"
    )
    assert levels(code, RULE) == found


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        pytest.param("", "", "warning high", id="kept"),
        pytest.param("", "model.save('m.keras')\n", "info medium", id="saved for another script"),
        pytest.param(
            SPLIT, "model.save('m.keras')\n", "warning high", id="though it held some out"
        ),
    ],
)
def test_a_model_that_is_saved_may_be_measured_elsewhere(
    before: str, after: str, level: str
) -> None:
    code = before + TRAINED + "model.fit(x, y, epochs=20)\n" + after
    assert levels(code, RULE) == [level]


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("m = load_model('out/m.keras')\nprint(m.evaluate(x_test, y_test))\n", "info medium"),
        ("m.load_weights('m.keras')\naccuracy_score(y, m.predict(x) > 0.5)\n", "info medium"),
        ("m = load_model('m.keras')\nm.predict(picture)\n", "warning high"),
        ("m = load_model('other.keras')\nprint(m.evaluate(x_test, y_test))\n", "warning high"),
        ("m = 'm.keras'\nprint(model.evaluate(x_test, y_test))\n", "warning high"),
    ],
)
@pytest.mark.parametrize(
    "kept",
    [
        ")\nmodel.save('out/m.keras')\n",
        ", callbacks=[keras.callbacks.ModelCheckpoint('m.keras', monitor='loss')])\n",
    ],
)
def test_a_script_of_the_folder_measures_what_is_saved(
    tmp_path: Path, other: str, level: str, kept: str
) -> None:
    script = tmp_path / "train.py"
    script.write_text(f"{HEAD}{SPLIT}{TRAINED}model.fit(x, y, epochs=20{kept}")
    (tmp_path / "test.py").write_text(other)
    rules = [rule for rule in RULES if rule.code == RULE]
    settings = Settings(min_confidence="low")
    (finding,) = check(str(script), script.read_bytes(), rules, settings).findings
    assert f"{finding.severity.label} {finding.evidence.confidence}" == level


@pytest.mark.parametrize(
    ("schedule", "level"),
    [
        ("lambda epoch: 1e-8 * 10 ** (epoch / 20)", "info medium"),
        ("lambda epoch: 1e-8 * np.power(10, epoch / 20)", "info medium"),
        ("lambda epoch: 1e-2 * 0.1 ** (epoch / 20)", "warning high"),
        ("lambda epoch: 1e-2 / 10 ** (epoch / 20)", "warning high"),
        ("lambda epoch: 1e-2 * 10 ** (-epoch / 20)", "warning high"),
    ],
)
def test_a_rate_that_grows_is_tried_out(schedule: str, level: str) -> None:
    rate = f"rate = keras.callbacks.LearningRateScheduler({schedule})\n"
    code = rate + TRAINED + "model.fit(x, y, epochs=100, callbacks=[rate])\n"
    assert levels(code, RULE) == [level]
    # The callback is not one of this training.
    assert levels(rate + TRAINED + "model.fit(x, y, epochs=100)\n", RULE) == ["warning high"]


@pytest.mark.parametrize(("units", "level"), [(4, "info medium"), (40, "warning high")])
def test_a_tiny_model_knows_no_samples_by_heart_however_many(units: int, level: str) -> None:
    code = (
        f"model = keras.Sequential([keras.Input((20, 1)), layers.SimpleRNN({units}), layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\nmodel.fit(x, y, epochs=20)\n"
    )
    assert levels(code, RULE) == [level]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("print('Maxnorm test passed')", "info medium"),
        ("print('Test set: passed')", "warning high"),
    ],
)
def test_a_script_may_test_the_code(text: str, level: str) -> None:
    assert levels(f"{TRAINED}model.fit(x, y, epochs=20)\n{text}\n", RULE) == [level]


@pytest.mark.parametrize(
    ("title", "callbacks", "level"),
    [
        ("# Additional callbacks", "[keras.callbacks.CSVLogger('log.csv')]", "info medium"),
        ("# Additional callbacks", "None", "warning high"),
        ("# Reviews of films", "[keras.callbacks.CSVLogger('log.csv')]", "warning high"),
    ],
)
def test_a_lesson_may_be_about_callbacks(title: str, callbacks: str, level: str) -> None:
    code = f"{title}\n\n{HEAD}{TRAINED}model.fit(x, y, epochs=100, callbacks={callbacks})\n"
    rules = [rule for rule in RULES if rule.code == RULE]
    (finding,) = check("train.py", code.encode(), rules, Settings()).findings
    assert f"{finding.severity.label} {finding.evidence.confidence}" == level


def test_a_checkpoint_of_the_training_is_for_another_script() -> None:
    code = (
        TRAINED + "model.fit(x, y, epochs=20, callbacks=[keras.callbacks.ModelCheckpoint("
        "'m.weights.h5', monitor='loss', save_best_only=True, save_weights_only=True)])\n"
    )
    assert levels(code, RULE) == ["info medium"]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("tutorial_model_loading.py", "info"),
        ("training_demo.py", "info"),
        ("demographics.py", "warning"),
        ("exampleset.py", "warning"),
    ],
)
def test_the_name_of_a_file_may_say_that_it_shows_something(name: str, level: str) -> None:
    code = f"{HEAD}{TRAINED}model.fit(x, y, epochs=100)\n"
    rules = [rule for rule in RULES if rule.code == RULE]
    (finding,) = check(name, code.encode(), rules, Settings()).findings
    assert finding.severity.label == level


def test_there_are_always_more_samples_of_those_that_a_function_draws() -> None:
    made = "from sklearn.datasets import make_blobs\nx, y = make_blobs(n_samples=1000, n_features=20)\n"
    assert levels(f"{made}{TRAINED}model.fit(x, y, epochs=100)\n", RULE) == ["info medium"]

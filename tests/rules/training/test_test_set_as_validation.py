import pytest

from tests.rules.training.programs import TRAINED, found, levels

RULE = "KC205"
SPLIT = """\
from sklearn.model_selection import train_test_split
x, x_test, y, y_test = train_test_split(x, y)
"""
FIT = "model.fit(x, y, epochs=9, validation_data=(x_test, y_test){})\n"
STOP = ", callbacks=[keras.callbacks.EarlyStopping(patience=3)]"
SCORE = "model.evaluate(x_test, y_test)\n"


@pytest.mark.parametrize(
    ("callbacks", "level", "words"),
    [
        (STOP, "warning high", "`EarlyStopping` stops the training"),
        (
            ", callbacks=[keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)]",
            "info low",
            "nothing is left",
        ),
        (", callbacks=[keras.callbacks.ReduceLROnPlateau()]", "info high", "learning rate"),
        (
            ", callbacks=[keras.callbacks.ReduceLROnPlateau(), keras.callbacks.EarlyStopping()]",
            "warning high",
            "`EarlyStopping` stops the training",
        ),
        ("", "info low", "nothing is left"),
        (", callbacks=[keras.callbacks.EarlyStopping(monitor='loss')]", "info low", "nothing is"),
        (", callbacks=[keras.callbacks.EarlyStopping('val_none')]", "info low", "nothing is"),
    ],
)
def test_a_test_set_that_took_part(callbacks: str, level: str, words: str) -> None:
    code = SPLIT + TRAINED + FIT.format(callbacks) + SCORE
    assert levels(code, RULE) == [level]
    assert words in found(code, RULE)[0].message


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (f"# Will be the val_acc of the last epoch.\n{SCORE}", "info high"),
        (f"# The score on the validation set\n{SCORE}", "info high"),
        (f"# The score on the test set\n{SCORE}", "warning high"),
        (f"score = {SCORE}print('Validation score: {{}}'.format(score))\n", "info high"),
        (f"score = {SCORE}print(f'Test accuracy: {{score}}')\n", "warning high"),
        (f"score = {SCORE}print('Final accuracy on validations set:', score)\n", "info high"),
        (f"score = {SCORE}print('\\n--- Validation acc: ', score)\n", "info high"),
        (f"score = {SCORE}print('Validation data loss', score)\n", "info high"),
        (f"score = {SCORE}print('Accuracy of the model', score)\n", "warning high"),
        (f"val_loss = {SCORE}", "info high"),
        (f"val_loss = {SCORE}print('Loss on test data:', val_loss)\n", "warning high"),
        (
            f"score = {SCORE}print('Validation loss:', low)\nprint('Test loss:', score)\n",
            "warning high",
        ),
    ],
)
def test_a_score_that_is_called_one_of_the_validation(score: str, level: str) -> None:
    assert levels(SPLIT + TRAINED + FIT.format(STOP) + score, RULE) == [level]


def test_the_best_epoch_may_be_read_from_its_file() -> None:
    best = ", callbacks=[keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)]"
    read = "model = keras.models.load_model('m.keras')\n"
    code = SPLIT + TRAINED + FIT.format(best) + read + SCORE
    assert levels(code, RULE) == ["warning high"]
    assert levels(code.replace("load_model('m.", "load_model('other."), RULE) == []
    # Without a checkpoint the file may have any model.
    assert levels(SPLIT + TRAINED + FIT.format(STOP) + read + SCORE, RULE) == []


def test_the_best_epoch_in_another_model_is_not_what_is_measured() -> None:
    best = ", callbacks=[keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)]"
    read = "kept = keras.models.load_model('m.keras')\n"
    assert levels(SPLIT + TRAINED + FIT.format(best) + read + SCORE, RULE) == ["info low"]


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("'m.keras'", "warning high"),
        ("'m.keras/'", "warning high"),
        ("find()", "warning high"),
        ("'other.keras'", "info low"),
    ],
)
def test_a_checkpoint_selects_if_its_file_is_read_before_the_score(path: str, level: str) -> None:
    best = ", callbacks=[keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)]"
    read = f"model.load_weights({path})\n"
    code = SPLIT + TRAINED + FIT.format(best) + SCORE
    assert levels(code + read + SCORE, RULE) == [level]
    assert levels(code + read, RULE) == ["info low"]


@pytest.mark.parametrize(
    ("comment", "level"),
    [
        ("# Split into validation and training sets", "info high"),
        ("# One part is for validation.", "info high"),
        ("# Split into train/test", "warning high"),
        ("# Stops by val_loss, see validation_data.", "warning high"),
    ],
)
def test_a_text_may_call_the_set_a_validation_set(comment: str, level: str) -> None:
    code = f"{comment}\n{SPLIT}\n{TRAINED}" + FIT.format(STOP) + SCORE
    assert levels(code, RULE) == [level]


@pytest.mark.parametrize(
    ("comment", "level"),
    [
        ("# Validate on x_test, y_test: where val_loss rises the model overfits.", "info high"),
        ("# x_test and y_test are the validation_data.", "info high"),
        ("# Stops by val_loss, see validation_data.", "warning high"),
        ("# x_test has 100 samples.", "warning high"),
        ("# model.fit(x, y, validation_data=(x_test, y_test))", "warning high"),
        ("# Validate.\n# model.fit(x, y, validation_data=(x_test, y_test))", "warning high"),
    ],
)
def test_a_remark_may_say_what_is_validated_on(comment: str, level: str) -> None:
    code = f"{SPLIT}{TRAINED}\n{comment}\n" + FIT.format(STOP) + SCORE
    assert levels(code, RULE) == [level]


@pytest.mark.parametrize(
    ("epochs", "callback", "level"),
    [
        ("1", "EarlyStopping(patience=3, restore_best_weights=True)", "info low"),
        ("2", "EarlyStopping(patience=3, restore_best_weights=True)", "info high"),
        ("3", "EarlyStopping(patience=3, restore_best_weights=True)", "info high"),
        ("4", "EarlyStopping(patience=3, restore_best_weights=True)", "warning high"),
        ("4", "EarlyStopping(patience=3)", "info low"),
        ("5", "EarlyStopping(patience=3)", "warning high"),
        ("3", "EarlyStopping(patience=3, baseline=0.2)", "warning high"),
        ("2", "EarlyStopping()", "info low"),
        ("3", "EarlyStopping()", "warning high"),
        ("7, initial_epoch=3", "EarlyStopping(patience=3)", "info low"),
        ("n", "EarlyStopping(patience=3)", "warning high"),
    ],
)
def test_a_training_may_be_too_short_to_choose(epochs: str, callback: str, level: str) -> None:
    fit = FIT.replace("epochs=9", f"epochs={epochs}").format(
        f", callbacks=[keras.callbacks.{callback}]"
    )
    assert levels(SPLIT + TRAINED + fit + SCORE, RULE) == [level]


def test_the_best_of_one_epoch_is_no_choice() -> None:
    best = ", callbacks=[keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)]"
    read = "model.load_weights('m.keras')\n"
    fit = FIT.format(best).replace("epochs=9", "epochs=1")
    assert levels(SPLIT + TRAINED + fit + read + SCORE, RULE) == ["info low"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("# Use the testing data as our validation.", "info high"),
        ("# Stop when the validation loss has not fallen for three epochs.", "warning high"),
        ("# Validation comes first, and the test data are for the end.", "warning high"),
    ],
)
def test_the_text_beside_the_callback_may_say_to_take_the_test_set(text: str, level: str) -> None:
    stop = f"{text}\nstop = keras.callbacks.EarlyStopping(patience=3)\n"
    code = SPLIT + stop + TRAINED + FIT.format(", callbacks=[stop]") + SCORE
    assert levels(code, RULE) == [level]


def test_a_score_of_predictions_counts_as_well() -> None:
    score = "from sklearn.metrics import f1_score\nf1_score(y_test, model.predict(x_test) > 0.5)\n"
    assert levels(SPLIT + TRAINED + FIT.format(STOP) + score, RULE) == ["warning high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SPLIT + TRAINED + FIT.format(STOP), id="never measured"),
        pytest.param(
            SPLIT + "x, x_val, y, y_val = train_test_split(x, y)\n" + TRAINED
            + FIT.replace("_test", "_val").format(STOP) + SCORE,
            id="three parts",
        ),
        pytest.param(
            SPLIT.replace("_test", "_val") + TRAINED + FIT.replace("_test", "_val").format(STOP)
            + SCORE.replace("_test", "_val"),
            id="a validation set that is only called so",
        ),
        pytest.param(
            SPLIT.replace("_test,", "_val,").replace("y_test", "y_val") + TRAINED
            + FIT.replace("_test", "_val").format(STOP) + "x_new, y_new = load()\n"
            "model.evaluate(x_new, y_new)\n",
            id="measured on others",
        ),
        pytest.param(
            SPLIT + TRAINED + FIT.format(STOP) + SCORE
            + "x_new, y_new = np.load('a.npy'), np.load('b.npy')\nmodel.evaluate(x_new, y_new)\n",
            id="and on others, too",
        ),
        pytest.param(
            "from sklearn.model_selection import KFold\n"
            "for a, b in KFold(5).split(x):\n    x_test, y_test = x[b], y[b]\n"
            + "".join(f"    {line}\n" for line in (TRAINED + FIT.format(STOP) + SCORE).splitlines()),
            id="a fold",
        ),
        pytest.param(
            "x_test, y_test = load()\n" + TRAINED + FIT.format(STOP) + "evaluate(model)\n",
            id="data that are not known",
        ),
    ],
)  # fmt: skip
def test_sets_that_are_apart(code: str) -> None:
    assert levels(code, RULE) == []


SEVERAL = """\
a, b = np.load("a.npy"), np.load("b.npy")
a, a_test, b, b_test, y, y_test = train_test_split(a, b, y)
i, j = keras.Input((9,)), keras.Input((9,))
h = keras.layers.Dense(99, activation="relu")(keras.layers.concatenate([i, j]))
model = keras.Model([i, j], keras.layers.Dense(1, activation="sigmoid")(h))
model.compile("adam", loss="binary_crossentropy")
stop = keras.callbacks.EarlyStopping(patience=3)
"""


def _of_several(held: str, score: str) -> str:
    head = "from sklearn.model_selection import train_test_split\n" + SEVERAL
    fit = f"model.fit([a, b], y, epochs=9, validation_data=({held}), callbacks=[stop])\n"
    return head + fit + f"model.evaluate({score})\n"


def test_a_model_with_several_inputs() -> None:
    both = "[a_test, b_test], y_test"
    assert levels(_of_several(both, both), RULE) == ["warning high"]
    assert levels(_of_several(both, both).replace("=[stop]", "=[]"), RULE) == ["info low"]


@pytest.mark.parametrize(
    ("held", "score"),
    [
        pytest.param("[c, d], z", "[c, d], z", id="others that no name calls a test set"),
        pytest.param("[a_test, b_test], y_test", "[c, d], z", id="measured on others"),
        pytest.param("[a_test, b_test], y_test", "[a_test, d], y_test", id="one input is another"),
        pytest.param("load_test()", "load_test()", id="not known"),
    ],
)
def test_several_inputs_of_other_samples(held: str, score: str) -> None:
    more = "c, d, z = np.load('c.npy'), np.load('d.npy'), np.load('z.npy')\n"
    assert levels(more + _of_several(held, score), RULE) == []


def test_a_dataset_has_no_validation_split() -> None:
    code = (
        TRAINED
        + "import tensorflow as tf\n"
        + SPLIT
        + (
            "train = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
            "test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(8)\n"
            f"model.fit(train, epochs=9, validation_data=test{STOP})\nmodel.evaluate(test)\n"
        )
    )
    (finding,) = found(code, RULE)
    assert "validation_split" not in finding.help
    assert "`skip(n)`" in finding.help

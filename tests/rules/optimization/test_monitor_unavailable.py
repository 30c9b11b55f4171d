import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels, lines
from tests.rules.optimization.programs import MODEL, compiled, fitted, two_outputs

CODE = "KC608"


def watched(callback: str, metrics: str, fit: str = "validation_split=0.2") -> str:
    return (
        f"{MODEL}model.compile('adam', 'binary_crossentropy', metrics={metrics})\n"
        f"model.fit(x, y, epochs=9, {fit}, callbacks=[keras.callbacks.{callback}])\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(fitted("EarlyStopping()"), id="the loss on a split"),
        pytest.param(fitted("EarlyStopping('loss')", fit="epochs=9"), id="the loss itself"),
        pytest.param(fitted("EarlyStopping()", fit="validation_data=val"), id="data not known"),
        pytest.param(fitted("EarlyStopping()", fit="**options"), id="unpacked arguments"),
        pytest.param(fitted("EarlyStopping(monitor=name)", fit="epochs=9"), id="name not known"),
        pytest.param(fitted("EarlyStopping('val_mae')"), id="a metric"),
        pytest.param(fitted("ReduceLROnPlateau('learning_rate', mode='min')"), id="the rate"),
        pytest.param(
            fitted("ModelCheckpoint('m.keras')", fit="epochs=9"), id="a checkpoint of each epoch"
        ),
        pytest.param(watched("EarlyStopping('val_auc_1')", "[keras.metrics.AUC()]"), id="auc_1"),
        pytest.param(
            watched("EarlyStopping('val_p')", "[keras.metrics.Precision(name='p')]"), id="a name"
        ),
        pytest.param(watched("EarlyStopping('val_f1')", "[make_f1()]"), id="metric not known"),
        pytest.param(
            compiled("'adam'", "model.fit(x, y, callbacks=[F1(), keras.callbacks.EarlyStopping("
                     "'val_f1', mode='max')])"),
            id="a callback of the script may log it",
        ),
        pytest.param(
            "class Mine(keras.Model):\n"
            "    def train_step(self, data):\n        return {'val_x': 1.0}\n"
            "model = Mine()\nmodel.compile('adam')\n"
            "model.fit(x, y, callbacks=[keras.callbacks.EarlyStopping('val_x')])\n",
            id="a training step of the script",
        ),
        pytest.param(
            "i = keras.Input((4,))\n"
            "model = keras.Model(i, [layers.Dense(1, name='a')(i), layers.Dense(1, name='b')(i)])\n"
            "model.compile('adam', 'mse')\n"
            "model.fit(x, y, validation_split=0.2, "
            "callbacks=[keras.callbacks.EarlyStopping('val_a_loss')])\n",
            id="two outputs",
        ),
    ],
)  # fmt: skip
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    "callback",
    [
        "EarlyStopping()",
        "ReduceLROnPlateau()",
        "ModelCheckpoint('m.keras', save_best_only=True)",
    ],
)
def test_validation_is_watched_where_there_is_none(callback: str) -> None:
    code = fitted(callback, fit="epochs=9")
    assert levels(CODE, code) == ["error high"]
    assert lines(CODE, code) == [6]


def test_a_name_that_is_not_in_the_log_is_an_error_of_keras() -> None:
    (finding,) = found(CODE, watched("EarlyStopping('val_acc')", "['accuracy']"))
    assert "`val_loss`, `val_accuracy`" in finding.message
    assert "stops with an error" in finding.message
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "'val_accuracy'"


@pytest.mark.parametrize(
    ("name", "fit", "log", "meant"),
    [
        ("val-acc", "validation_split=0.2", "`loss`, `accuracy`, `val_loss`, `val_accuracy`", True),
        ("val-accuracy", "validation_split=0.2", "`loss`, `accuracy`, `val_loss`,", True),
        ("val-acc", "verbose=0", "`loss`, `accuracy`: ", False),
        ("val-los", "validation_split=0.2", "`loss`, `accuracy`, `val_loss`,", False),
    ],
)
def test_a_slip_in_front_of_a_name(name: str, fit: str, log: str, meant: bool) -> None:
    (finding,) = found(CODE, watched(f"EarlyStopping('{name}')", "['accuracy']", fit))
    assert f"the log has {log}" in finding.message
    assert (finding.help == "write `val_accuracy`") is meant


@pytest.mark.parametrize(
    ("callback", "version", "level"),
    [
        ("EarlyStopping('val_acc')", "2.1.6", []),
        ("EarlyStopping('val_acc')", "2.3", ["error"]),
        ("ModelCheckpoint('{epoch}-{acc}.h5')", "2.1.6", []),
        ("ModelCheckpoint('{epoch}-{acc}.h5')", "2.3", ["error"]),
        ("EarlyStopping('val_f1')", "2.1.6", ["error"]),
    ],
)
def test_an_old_keras_calls_the_accuracy_acc(callback: str, version: str, level: list[str]) -> None:
    rules = [rule for rule in registry.load() if rule.code == CODE]
    settings = Settings(keras_version=version)
    code = HEAD + watched(callback, "['accuracy']")
    said = check("train.py", code.encode(), rules, settings).findings
    assert [finding.severity.label for finding in said] == level


def test_with_a_mode_the_callback_waits_for_ever() -> None:
    (finding,) = found(CODE, watched("EarlyStopping('val_f1', mode='max')", "['accuracy']"))
    assert "never stops" in finding.message
    assert finding.fix is None


@pytest.mark.parametrize(
    ("path", "metrics", "fit", "words"),
    [
        ("{epoch}-{val_acc:.2f}.keras", "['accuracy']", "validation_split=0.2", "no such name"),
        ("{epoch}-{acc}.weights.h5", "['accuracy']", "validation_split=0.2", "no such name"),
        ("{val_loss:.3f}.keras", "['accuracy']", "verbose=0", "there are no validation data"),
    ],
)
def test_a_file_that_is_named_by_what_is_not_in_the_log(
    path: str, metrics: str, fit: str, words: str
) -> None:
    code = watched(f"ModelCheckpoint('{path}')", metrics, fit)
    assert levels(CODE, code) == ["error high"]
    assert words in found(CODE, code)[0].message


def test_the_name_that_is_meant_is_told() -> None:
    code = watched("ModelCheckpoint('{val_acc:.2f}.keras')", "['accuracy']")
    assert found(CODE, code)[0].help == "write `{val_accuracy}`"


@pytest.mark.parametrize(
    ("callback", "metrics", "fit"),
    [
        ("ModelCheckpoint('{epoch:02d}-{val_accuracy:.2f}.keras')", "['accuracy']", ""),
        ("ModelCheckpoint('{epoch}-{val_f1:.2f}.keras')", "[make_f1()]", ""),
        ("ModelCheckpoint('{val_auc_1}.keras')", "[keras.metrics.AUC()]", ""),
        ("ModelCheckpoint(path)", "['accuracy']", ""),
        ("ModelCheckpoint('{{val_acc}}.keras')", "['accuracy']", ""),
        ("ModelCheckpoint('{epoch}-{batch}.keras', save_freq=9)", "['accuracy']", ""),
        ("ModelCheckpoint('{val_loss}.keras')", "['accuracy']", "validation_data=val"),
    ],
)
def test_a_file_that_is_named_by_what_is_logged(callback: str, metrics: str, fit: str) -> None:
    assert levels(CODE, watched(callback, metrics, fit or "validation_split=0.2")) == []


BATCHES = "ModelCheckpoint('a.keras', 'val_loss', save_best_only=True, save_freq=100)"


def test_a_checkpoint_that_looks_for_the_validation_while_an_epoch_goes_on() -> None:
    (finding,) = found(CODE, watched(BATCHES, "['accuracy']"))
    assert "after every 100 batches" in finding.message
    assert finding.help == 'leave `save_freq` out, or write `save_freq="epoch"`'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("save_freq=100", "save_freq='epoch'", id="at the end of an epoch"),
        pytest.param("'val_loss'", "'loss'", id="the loss of the training"),
        pytest.param("True", "False", id="not only the best"),
        pytest.param("save_freq=100", "save_freq=often()", id="not known"),
    ],
)
def test_a_checkpoint_that_finds_what_it_looks_for(old: str, new: str) -> None:
    assert levels(CODE, watched(BATCHES.replace(old, new), "['accuracy']")) == []


@pytest.mark.parametrize(
    ("monitor", "error", "help"),
    [
        # Keras knows the metric by its bare name, so that it waits instead of failing.
        ("val_accuracy", False, "watch one of these; each has the name of its output in front"),
        ("val_auc", True, "watch one of these; each has the name of its output in front"),
        ("val_sold_acc", True, "write `val_sold_accuracy`"),
    ],
)
def test_names_of_a_model_with_several_outputs(monitor: str, error: bool, help: str) -> None:
    (finding,) = found(CODE, two_outputs(f"EarlyStopping('{monitor}')"))
    assert ("stops with an error" in finding.message, finding.help) == (error, help)


@pytest.mark.parametrize(
    "callback",
    [
        "EarlyStopping()",
        "EarlyStopping('val_sold_accuracy', mode='max')",
        "ReduceLROnPlateau('price_loss', mode='min')",
        "ModelCheckpoint('{val_price_mae:.2f}.keras')",
    ],
)
def test_what_each_output_logs_can_be_watched(callback: str) -> None:
    assert levels(CODE, two_outputs(callback)) == []


def listened(body: str, fit: str = "validation_split=0.2", more: str = "") -> str:
    """A callback of the script: its first line of code is line 4."""
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    method = "on_epoch_end(self, epoch, logs=None)" if "def " not in more else more[4:]
    return (
        "x, y = np.load('x.npy'), np.load('y.npy')\n"
        f"class Mine(keras.callbacks.Callback):\n    def {method}:\n{lines}"
        "model = keras.Sequential([keras.Input((20,)), layers.Dense(1, 'sigmoid')])\n"
        "model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])\n"
        f"model.fit(x, y, {fit}, callbacks=[Mine()])\n"
    )


STOP = "self.model.stop_training = True"


@pytest.mark.parametrize(
    ("body", "fit", "help"),
    [
        (f"if logs.get('acc') > 0.9: {STOP}", "epochs=9", "write `accuracy`"),
        ("print(logs['val_acc'])", "validation_split=0.2", "write `val_accuracy`"),
        ("print(logs['f1'])", "epochs=9", "add `f1` to the metrics of `compile`"),
        (
            f"if logs.get('val_loss') < 0.1: {STOP}",
            "epochs=9",
            "pass `validation_data` or `validation_split` to `fit`",
        ),
    ],
)
def test_a_callback_of_the_script_asks_for_what_is_not_in_the_log(
    body: str, fit: str, help: str
) -> None:
    code = listened(body, fit)
    (finding,) = found(CODE, code)
    assert (finding.help, lines(CODE, code)) == (help, [4])
    assert levels(CODE, code) == ["error high"]
    assert "`fit` stops with an error" in finding.message


@pytest.mark.parametrize(("sign", "other"), [("<", ">"), (">=", "<")])
def test_the_error_names_the_comparison(sign: str, other: str) -> None:
    (finding,) = found(CODE, listened(f"if 0.9 {sign} logs.get('acc'): {STOP}"))
    assert f"'{sign}' not supported" in finding.keras
    assert f"'{other}' not" not in finding.keras


def test_what_is_only_noted_is_none_and_a_warning() -> None:
    code = listened("self.all.append(logs.get('acc'))")
    (finding,) = found(CODE, code)
    assert levels(CODE, code) == ["warning medium"]
    assert "it never gets a number" in finding.message


def test_a_batch_has_no_validation() -> None:
    body = f"if logs.get('val_loss') < 0.1: {STOP}"
    (finding,) = found(CODE, listened(body, more="def on_train_batch_end(self, batch, logs=None)"))
    assert finding.help == "ask in `on_epoch_end`"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"if logs.get('val_accuracy') > 0.9: {STOP}", id="what is logged"),
        pytest.param("print(logs.get('lr'))", id="the rate"),
        pytest.param("a = logs.get('acc') or logs.get('accuracy')", id="either name"),
        pytest.param("a = logs.get('acc', 0)", id="a number in its place"),
        pytest.param("if 'f1' in logs: print(logs['f1'])", id="looks first"),
        pytest.param("f = logs.get('f1')\nif f is not None: print(f > 1)", id="looks for None"),
        pytest.param("logs['f1'] = 1.0\nprint(logs['f1'])", id="adds to the log"),
        pytest.param("logs.update(f1=1.0)\nprint(logs['f1'])", id="updates the log"),
        pytest.param("measure(logs)\nprint(logs['f1'])", id="hands the log on"),
        pytest.param("logs = self.mine()\nprint(logs['f1'])", id="other logs"),
        pytest.param("print(logs.get('f1'))", id="may be of another training"),
    ],
)
def test_a_callback_of_the_script_that_can_go_on(body: str) -> None:
    assert levels(CODE, listened(body)) == []


@pytest.mark.parametrize("other", ["Other()", "*others()", "keras.callbacks.LambdaCallback(f)"])
def test_another_callback_may_add_to_the_log(other: str) -> None:
    code = listened("print(logs['f1'])").replace("[Mine()]", f"[{other}, Mine()]")
    assert levels(CODE, code) == []


ACC = [
    pytest.param(watched("EarlyStopping('val_acc')", "['accuracy']"), id="a stop"),
    pytest.param(watched("ModelCheckpoint('{val_acc:.2f}.keras')", "['accuracy']"), id="a file"),
]


@pytest.mark.parametrize("code", ACC)
@pytest.mark.parametrize("old", ["keras==2.1.6", "tensorflow-gpu==1.13.1", "keras<2.3"])
def test_a_keras_whose_log_has_the_short_name(code: str, old: str) -> None:
    assert found(CODE, code)
    assert not found(CODE, f"import os\nos.system('pip install {old}')\n{code}")


def test_an_old_keras_has_no_name_that_is_measured_nowhere() -> None:
    code = watched("EarlyStopping('val_auc')", "['accuracy']")
    assert found(CODE, f"import os\nos.system('pip install keras==2.1.6')\n{code}")

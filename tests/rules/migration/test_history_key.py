import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC706"


def trained(metrics: str, reading: str, fit: str = "validation_split=0.2") -> str:
    return (
        "import keras\nimport numpy as np\n"
        "x, y = np.zeros((40, 3)), np.zeros((40, 1))\n"
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, 'sigmoid')])\n"
        f"model.compile('sgd', 'binary_crossentropy', metrics={metrics})\n"
        f"h = model.fit(x, y, {fit})\n{reading}\n"
    )


@pytest.mark.parametrize(
    ("metrics", "reading", "expected"),
    [
        ("['accuracy']", "h.history['acc']", "h.history['accuracy']"),
        ("['accuracy']", 'print(h.history["val_acc"][-1])', 'h.history["val_accuracy"][-1]'),
        ("['acc']", "h.history['val_accuracy']", "h.history['val_acc']"),
        ("['accuracy']", "hist = h.history\nhist['acc']", "hist['accuracy']"),
        (
            "['accuracy']",
            "import pandas as pd\npd.DataFrame(h.history)['acc'].plot()",
            "pd.DataFrame(h.history)['accuracy'].plot()",
        ),
        (
            "['accuracy']",
            "import pandas\nprint(pandas.DataFrame(data=h.history)['val_acc'].max())",
            "pandas.DataFrame(data=h.history)['val_accuracy'].max()",
        ),
        ("['accuracy']", "model.history.history['acc']", "history.history['accuracy']"),
        ("['mae']", "h.history['mean_absolute_error']", "h.history['mae']"),
        ("['accuracy', 'mae']", "h.history['acc']", "h.history['accuracy']"),
    ],
)
def test_a_key_by_another_name_of_its_metric(metrics: str, reading: str, expected: str) -> None:
    code = trained(metrics, reading)
    assert levels(code, RULE) == ["error high"]
    assert expected in fixed(code, RULE)


def test_get_gives_none_for_a_key_by_another_name() -> None:
    code = trained("['accuracy']", "curve = h.history.get('val_acc')")
    (finding,) = found(code, RULE)
    assert (finding.severity.label, finding.keras) == ("warning", "")
    assert finding.help == "write `val_accuracy`"


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param("curve = h.history.get('acc') or h.history.get('accuracy')", id="either"),
        pytest.param("curve = h.history.get('acc', h.history['accuracy'])", id="a default"),
        pytest.param("curve = h.history.get('mae') or h.history.get('out_mae')", id="others"),
        pytest.param("curve = h.history.get('f1')\nif curve:\n    print(curve)", id="tested"),
        pytest.param("curve = h.history.pop('acc', None)", id="popped"),
    ],
)
def test_a_script_that_asks_for_a_key_is_left_alone(reading: str) -> None:
    assert levels(trained("['accuracy']", reading), RULE) == []


def test_a_key_without_validation_that_is_asked_for_is_left_alone() -> None:
    assert levels(trained("['accuracy']", "h.history.get('val_loss')", "epochs=2"), RULE) == []


def test_the_learning_rate_has_another_name_in_the_log() -> None:
    code = trained("None", "h.history['lr']", "callbacks=[keras.callbacks.ReduceLROnPlateau()]")
    assert "h.history['learning_rate']" in fixed(code, RULE)


@pytest.mark.parametrize(
    ("metrics", "reading", "fit"),
    [
        ("None", "h.history['acc']", "epochs=2"),
        ("['accuracy']", "h.history['auc']", "epochs=2"),
        ("['accuracy']", "h.history['val_loss']", "epochs=2"),
    ],
)
def test_keys_that_nothing_logs_have_no_fix(metrics: str, reading: str, fit: str) -> None:
    (finding,) = found(trained(metrics, reading, fit), RULE)
    assert finding.fix is None
    assert finding.severity.label == "error"


def test_no_fix_for_keys_that_are_not_written_where_they_are_read() -> None:
    (finding,) = found(trained("['accuracy']", "for k in ['acc']:\n    print(h.history[k])"), RULE)
    assert finding.fix is None


FRAME = "import pandas as pd\n"


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param("pd.DataFrame(h.history)['accuracy'].plot()", id="the key"),
        pytest.param("pd.DataFrame(h.history, columns=['acc'])['acc']", id="an empty column"),
        pytest.param("pd.DataFrame(h.history, **given())['acc']", id="columns maybe"),
        pytest.param(
            "pd.DataFrame(h.history).rename(columns={'accuracy': 'acc'})['acc']", id="renamed"
        ),
        pytest.param("pd.DataFrame(h.history).reset_index()['index']", id="a column more"),
        pytest.param("pd.DataFrame(h.history).assign(acc=1)['acc']", id="a column assigned"),
        pytest.param(
            "log = pd.DataFrame(h.history)\nlog.insert(0, 'acc', 1)\nlog['acc']", id="inserted"
        ),
        pytest.param(
            "log = pd.DataFrame(h.history)\nlog['epoch'] = h.epoch\nlog['epoch'].max()",
            id="stored",
        ),
        pytest.param(
            "log = pd.DataFrame(h.history)\nlog.columns = ['acc', 'a', 'b', 'c']\nlog['acc']",
            id="other names",
        ),
        pytest.param("pd.DataFrame({'acc': h.history['accuracy']})['acc']", id="another table"),
        pytest.param(
            "log = pd.DataFrame(h.history)\nlog['acc'] = log['accuracy']\nlog['acc'].plot()",
            id="a column of that name",
        ),
        pytest.param(
            "log = pd.DataFrame(h.history)\nlog.rename(columns=NAMES, inplace=True)\nlog['acc']",
            id="renamed in place",
        ),
        pytest.param(
            "from tools import tidy\nlog = pd.DataFrame(h.history)\ntidy(log)\nlog['acc']",
            id="handed to a function that is not known",
        ),
        pytest.param("log = pd.DataFrame(h.history)\nlog.accuracy.plot()", id="an attribute"),
    ],
)
def test_other_tables_of_the_history_are_left_alone(reading: str) -> None:
    assert levels(trained("['accuracy']", FRAME + reading), RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(trained("['accuracy']", "h.history['accuracy']"), id="the key"),
        pytest.param(trained("['acc']", "h.history['acc']"), id="the metric by its short name"),
        pytest.param(trained("[my_metric]", "h.history['acc']"), id="a metric not known"),
        pytest.param(
            trained("['accuracy']", "h.history['f1']", "callbacks=[Scores()]"), id="a callback"
        ),
        pytest.param(trained("['accuracy']", "h.history['lr']"), id="the rate, maybe logged"),
        pytest.param(trained("['accuracy']", "h.history[key]"), id="a key not known"),
        pytest.param(
            trained("['accuracy']", "results = {'acc': 1}\nresults['acc']"), id="another dict"
        ),
        pytest.param(
            trained("['accuracy']", "h.history['val_loss']", "**options"), id="validation maybe"
        ),
    ],
)
def test_other_reads_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("reading", "count"),
    [
        pytest.param("log = pd.DataFrame(h.history)\nlog['acc'].plot()", 1, id="a name"),
        pytest.param("log = pd.DataFrame(h.history)\nlog[['acc', 'loss']].plot()", 1, id="a list"),
        pytest.param("log = pd.DataFrame(h.history)\nlog.acc.plot()", 1, id="an attribute"),
        pytest.param(
            "log = pd.DataFrame(h.history)\nlog['epoch'] = h.epoch\nlog['acc'].max()", 1, id="more"
        ),
        pytest.param(
            "log = pd.DataFrame(h.history)\nprint(log['acc'])\nlog.tail()\nlog['val_acc']",
            2,
            id="several",
        ),
    ],
)
def test_keys_of_a_table_of_the_history(reading: str, count: int) -> None:
    code = trained("['accuracy']", FRAME + reading, "validation_split=0.1")
    assert levels(code, RULE) == ["error high"] * count

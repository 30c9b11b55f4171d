from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels, lines
from tests.rules.optimization.programs import compiled, fitted

CODE = "KC606"
BEST = "ModelCheckpoint('best.keras', save_best_only=True)"
MEASURE = "model.evaluate(a, b)\n"
FIT = "model.fit(x, y, epochs=50, validation_split=0.2)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            fitted(BEST, "model = keras.models.load_model('best.keras')\n" + MEASURE), id="loaded"
        ),
        pytest.param(fitted(BEST, "model.load_weights('best.keras')\n" + MEASURE), id="read"),
        pytest.param(
            fitted(BEST, MEASURE + "best = keras.models.load_model('best.keras')\n"),
            id="both are measured",
        ),
        pytest.param(
            fitted(BEST + ", keras.callbacks.EarlyStopping(restore_best_weights=True)", MEASURE),
            id="restored",
        ),
        pytest.param(fitted("ModelCheckpoint('m.keras')", MEASURE), id="a file each epoch"),
        pytest.param(
            fitted(BEST.replace(")", ", load_weights_on_restart=again)"), MEASURE),
            id="read when the next training begins",
        ),
        pytest.param(
            fitted("ModelCheckpoint('m.keras', save_best_only=b)", MEASURE), id="not known"
        ),
        pytest.param(
            fitted("ModelCheckpoint('m.keras', 'val_acc', save_best_only=True)", MEASURE),
            id="nothing to watch, told elsewhere",
        ),
        pytest.param(
            fitted(BEST.replace(")", ", monitor='val_loss', mode='max')"), MEASURE),
            id="the worst epoch is kept, told elsewhere",
        ),
        pytest.param(fitted(BEST + ", Mine()", MEASURE), id="a callback of the script"),
        pytest.param(fitted(BEST, "report(model)\n" + MEASURE), id="handed to another function"),
        pytest.param(fitted(BEST, FIT + MEASURE), id="trained again"),
        pytest.param(compiled("'adam'", FIT + MEASURE), id="not saved"),
        pytest.param(
            compiled("'adam'", "model.fit(x, y, epochs=5, validation_split=0.1)\n"
                     "model.save('m.keras')\n"),
            id="a short training",
        ),
        pytest.param("import keras_tuner\n" + fitted(BEST, MEASURE), id="a search"),
    ],
)  # fmt: skip
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_both_models_are_wanted_where_both_are_saved() -> None:
    assert levels(CODE, fitted(BEST, "model.save('last.keras')\n" + MEASURE)) == ["info medium"]
    assert levels(CODE, "model.save('m.keras')\n" + fitted(BEST, MEASURE)) == ["warning medium"]


def test_the_last_epoch_is_measured() -> None:
    assert levels(CODE, fitted(BEST, MEASURE)) == ["warning medium"]
    assert lines(CODE, fitted(BEST, MEASURE)) == [7]


def test_the_best_loss_of_the_training_samples_is_mostly_the_last() -> None:
    best = "ModelCheckpoint('best.keras', 'loss', save_best_only=True)"
    assert levels(CODE, fitted(best, MEASURE)) == ["info medium"]


@pytest.mark.parametrize(
    "code",
    [fitted(BEST, "model.predict(a)\n"), compiled("'adam'", FIT + "model.save('m.keras')\n")],
)
def test_a_prediction_and_a_file_get_a_note(code: str) -> None:
    assert levels(CODE, code) == ["info low"]


def test_a_template_of_names_is_no_name_to_read() -> None:
    best = "ModelCheckpoint('m-{epoch:02d}.keras', save_best_only=True)"
    (finding,) = found(CODE, fitted(best, MEASURE))
    assert "load_model(…)" in finding.help


def told(folder: Path, best: str = BEST) -> int:
    """How often the rule tells of a script in a folder."""
    script = folder / "train.py"
    script.write_text(HEAD + fitted(best, MEASURE))
    rules = [rule for rule in registry.load() if rule.code == CODE]
    return len(check(str(script), script.read_bytes(), rules, Settings()).findings)


@pytest.mark.parametrize(
    ("best", "other", "count"),
    [
        (BEST, "model = keras.models.load_model('best.keras')\n", 0),
        (BEST.replace("best.", "out/best."), "model.load_weights('../out/best.keras')\n", 0),
        (BEST, "model = keras.models.load_model('other.keras')\n", 1),
        (BEST, "path = 'best.keras'\n", 1),
        (BEST.replace("best.", "m-{epoch}."), "model.load_weights('m-07.keras')\n", 0),
        (BEST.replace("best.", "m-{epoch}."), "model.load_weights('best.keras')\n", 1),
        (BEST.replace("'best.keras'", "path()"), "model.load_weights('a.keras')\n", 0),
    ],
)
def test_another_script_of_the_folder_reads_the_file(
    tmp_path: Path, best: str, other: str, count: int
) -> None:
    assert told(tmp_path, best) == 1
    (tmp_path / "predict.py").write_text("import keras\n" + other)
    assert told(tmp_path, best) == count


def test_the_script_itself_and_other_folders_are_not_beside_it(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "predict.py").write_text("keras.models.load_model('best.keras')\n")
    (tmp_path / "notes.txt").write_text("load_model('best.keras')\n")
    assert told(tmp_path, BEST + ", keras.callbacks.TensorBoard('load_model(')") == 1


def test_the_best_of_a_few_samples_is_chance() -> None:
    assert levels(CODE, fitted(BEST, MEASURE, fit="epochs=9, validation_split=0.003")) == []


def test_a_few_epochs_try_something_out() -> None:
    fit = "epochs={}, validation_split=0.2"
    assert levels(CODE, fitted(BEST, MEASURE, fit=fit.format(5))) == ["info low"]
    assert levels(CODE, fitted(BEST, MEASURE, fit=fit.format(6))) == ["warning medium"]


MENU = """\
if input() == "train":
    {}
else:
    model = keras.models.load_model({})
    model.predict(x)
"""


@pytest.mark.parametrize(
    ("path", "read", "count"),
    [
        ("folder + 'best.keras'", "folder + 'best.keras'", 0),
        ("folder + 'best.keras'", "home + 'best.keras'", 0),
        ("folder + 'best.keras'", "folder + 'other.keras'", 1),
        ("folder + 'best.keras'", "other) # 'best.keras'", 1),
        ("best_path", "best_path", 0),
    ],
)
def test_another_branch_of_a_menu_reads_the_file(path: str, read: str, count: int) -> None:
    best = BEST.replace("'best.keras'", path)
    steps = fitted(best, MEASURE).replace("\n", "\n    ").strip()
    read = f"{read}\n    # (" if "#" in read else read
    assert len(found(CODE, MENU.format(steps, read))) == count


def test_the_help_has_the_name_of_the_model() -> None:
    (finding,) = found(CODE, fitted(BEST, MEASURE))
    assert "`model = keras.saving.load_model(" in finding.help
    own = "class Own:\n    def run(self):\n        " + fitted(BEST, MEASURE).replace(
        "model", "self.model"
    ).replace("\n", "\n        ").replace("self.models", "models")
    (finding,) = found(CODE, f"{own}\nOwn().run()\n")
    assert "`self.model = keras.saving.load_model(" in finding.help


def test_what_was_read_before_the_training_was_of_another_one() -> None:
    first = "print(keras.models.load_model('best.keras').evaluate(a, b))\n"
    assert levels(CODE, first + fitted(BEST, MEASURE)) == ["warning medium"]

import re
from pathlib import Path

import pytest

from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.facts.written import Words
from kerascheck.project import Project
from kerascheck.sources.remarks import Prose
from kerascheck.values import Fit, Layer, Optimizer
from tests.facts.trace_of import facts, trace

PROGRAM = """\
from keras.layers.core import Dense, Dropout as D
from keras.utils import np_utils
import keras.backend as K
from keras.models import Sequential
from keras.optimizers import SGD
m = Sequential()
m.add(Dense(4, input_dim=3, init='uniform'))
m.compile(SGD(lr=0.1), 'mse', metrics=['accuracy'])
h = m.fit(x, np_utils.to_categorical(y), nb_epoch=3)
print(h.history['acc'], h.history.get('val_acc'), m.history.history['loss'])
K.set_value(m.optimizer.lr, 0.1)
m.optimizer.lr = 0.2
m.layers[0].get_output_at(0)
try:
    from keras.utils import plot_model
except ImportError:
    from keras.utils.visualize_util import plot
"""


def test_imports_are_noted_with_what_they_bind() -> None:
    found = {one.path: one for one in facts(PROGRAM).written.imports}
    assert found["keras.layers.core.Dropout"].name == "D"
    assert found["keras.layers.core.Dropout"].renamed
    assert found["keras.layers.core.Dense"].target.text == "Dense"
    assert found["keras.layers.core.Dense"].source == "keras.layers.core"
    assert found["keras.backend"].name == "K"


def test_only_names_that_are_gone_are_noted() -> None:
    found = [(one.path, one.site.text) for one in facts(PROGRAM).written.spellings]
    assert found == [
        ("keras.utils.np_utils.to_categorical", "np_utils.to_categorical"),
        ("keras.backend.set_value", "K.set_value"),
    ]


def test_calls_have_their_arguments_with_the_places_of_keywords() -> None:
    calls = {call.method: call for call in facts(PROGRAM).written.calls}
    units, _, init = calls["Dense"].arguments
    assert (units.name, units.value.text) == ("", "4")
    assert init.keyword is not None
    assert (init.keyword.text, init.keyword.at.column) == ("init", 28)
    assert (init.site.at.column, init.site.at.end_column) == (28, 42)
    assert calls["Dense"].spelled == "keras.layers.core.Dense"
    assert isinstance(calls["Dense"].result, Layer)
    assert calls["fit"].word.text == "fit"
    assert calls["fit"].owner is not None
    assert calls["fit"].owner.text == "m"


def test_reads_of_attributes_and_of_what_a_training_logs() -> None:
    found = [(read.name, type(read.owner), read.word.text) for read in facts(PROGRAM).written.reads]
    dense = type(facts(PROGRAM).layers[0])
    assert found == [
        ("acc", Fit, "'acc'"),
        ("val_acc", Fit, "'val_acc'"),
        ("loss", Fit, "'loss'"),
        ("lr", Optimizer, "lr"),
        ("lr", Optimizer, "lr"),
        ("get_output_at", dense, "get_output_at"),
    ]


def test_names_are_looked_up_in_the_text() -> None:
    written = facts(PROGRAM).written
    (use,) = written.mentions("np_utils") or ()
    assert use.chain.text == "np_utils.to_categorical"
    assert use.chain.at.line == 12
    assert written.mentions("h") is None
    guarded = {one.path for one in written.imports if written.guarded(one.site)}
    assert guarded == {"keras.utils.plot_model", "keras.utils.visualize_util.plot"}


def test_what_a_notebook_says_between_its_cells_is_spoken_of() -> None:
    prose = {1: Prose("# Lesson", "# Lesson", "Now **with** a `relu`"), 2: Prose()}
    words = Words([], prose=prose)
    assert words.speaks(re.compile("^Lesson"))
    assert words.speaks(re.compile("with a relu"))
    assert not words.speaks(re.compile("tanh"))
    assert not words.says(re.compile("Lesson"))
    assert facts("# tanh\n").written.speaks(re.compile("tanh"))


def test_a_script_can_ask_for_the_keras_before() -> None:
    assert facts("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n").written.older()
    assert not facts("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '0'\n").written.older()


def test_a_call_knows_the_name_that_its_result_is_bound_to() -> None:
    calls = facts(
        "import keras\nm = keras.Sequential()\nout = m.compile('sgd')\nm.summary()\n"
        "a = b = m.summary()\nm.x = m.count_params()\n"
    ).written.calls
    assert [(call.name, call.bound) for call in calls] == [
        ("keras.Sequential", "m"),
        ("compile", "out"),
        ("summary", ""),
        ("summary", ""),
        ("count_params", "m.x"),
    ]


def test_what_a_module_beside_the_script_writes_is_left_to_its_own_check(tmp_path: Path) -> None:
    (tmp_path / "nets.py").write_text("import keras as k\nBASE = k.layers.Dense(3, init='one')\n")
    script = tmp_path / "train.py"
    script.write_text("import keras\nfrom nets import BASE\nkeras.Sequential([BASE])\n")
    project = Project(str(script), script.read_bytes())
    written = Trace(project.blocks, project.find, Limits()).base.facts.written
    assert [one.path for one in written.imports] == ["keras"]
    assert [call.name for call in written.calls] == ["keras.Sequential"]


@pytest.mark.parametrize(("value", "asks"), [("1", True), ("0", False)])
def test_a_module_of_the_project_asks_for_keras_2(tmp_path: Path, value: str, asks: bool) -> None:
    setting = f"import os\nos.environ['TF_USE_LEGACY_KERAS'] = '{value}'\n"
    (tmp_path / "backend.py").write_text(setting)
    runs = trace("import backend\nbackend\n", path=str(tmp_path / "train.py"))
    assert bool(runs.base.facts.written.older()) is asks

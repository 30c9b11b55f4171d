"""The benchmark of mistakes that are put into sound scripts, `benchmarks/mutants.py`."""

from pathlib import Path

import libcst as cst
import pytest

from benchmarks.mutants import Count, Mutant, fresh, tried
from benchmarks.mutations import MISTAKES, mutants
from kerascheck.finding import Severity

SCRIPT = """\
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = keras.Sequential()
model.add(keras.Input((28, 28)))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, batch_size=64, validation_split=0.1)
print(model.evaluate(x_test, y_test))
"""


@pytest.mark.parametrize(
    ("mistake", "line"),
    [
        ("output: relu for softmax", "model.add(layers.Dense(10, activation='relu'))"),
        ("output: one unit too few", 'model.add(layers.Dense(9, activation="softmax"))'),
        ("hidden: no activation", "model.add(layers.Dense(64, ))"),
        ("loss: not sparse for numbers", "loss='categorical_crossentropy', metrics"),
        ("fit: no validation", "model.fit(x_train, y_train, epochs=5, batch_size=64, )"),
        ("fit: no labels", "model.fit(x_train, epochs=5"),
        ("fit: x and y exchanged", "model.fit(y_train, x_train, epochs=5"),
        ("scaling: none", "x_train, x_test = x_train, x_test"),
        ("scaling: of one side only", "x_train, x_test = x_train, x_test / 255.0"),
        ("shape: one more", "model.add(keras.Input((28, 29)))"),
        ("compile removed", "pass\nmodel.fit"),
        ("layer: Flatten or pooling removed", "pass\nmodel.add(layers.Dense(64"),
    ],
)
def test_a_mistake_is_put_into_its_place(mistake: str, line: str) -> None:
    made = [text for name, text in mutants(SCRIPT) if name == mistake]
    assert any(line in text for text in made)


@pytest.mark.slow
def test_every_mistake_has_a_place_in_the_repaired_programs() -> None:
    programs = Path(__file__).parent / "real" / "programs"
    left = set(MISTAKES)
    for program in sorted(programs.glob("*_fixed.py")):
        text = program.read_text(encoding="utf-8")
        for name, changed in mutants(text):
            if name in left:
                cst.parse_module(changed)
                left.discard(name)
        if not left:
            break
    assert not left


def test_what_was_said_before_is_not_new(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    made = tried(script)
    found = {mutant.mistake for mutant in made if mutant.worst is not None}
    assert {"output: relu for softmax", "compile removed", "scaling: of one side only"} <= found
    assert list(fresh((), ())) == []


def test_a_row_of_the_table() -> None:
    count = Count()
    for said in ((("KC113", Severity.ERROR),), (("KC402", Severity.INFO),), ()):
        count.add(Mutant(Path("a.py"), "hidden: softmax", "", said))
    assert count.row("hidden: softmax") == (
        "| hidden: softmax | 3 | 1 | 33% | 1 | 1 | KC113, KC402 |"
    )

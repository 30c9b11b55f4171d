"""What a run of kerascheck costs, beside what cannot be saved: importing click, and LibCST.

Run it as `python benchmarks/speed.py`. All times are processor time, of the user and the system
together. The commands take turns, so that a busy machine slows all of them alike; the median of
each counts. The exit status is 1 if a target is missed by more than `TOLERANCE`.
"""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROUNDS = 25
TOLERANCE = 1.15
"""Two medians of the same command were up to 10 % apart on a busy machine of two cores."""
FLOOR_FACTOR = 1.5
PER_HUNDRED_LINES = 0.025
"""Seconds of processor time for each hundred lines of a script, besides the floor."""
PER_RULE = 0.00025
"""Seconds for each rule: 137 of them take 34 ms to import, with their documentation."""
LENGTHS = (100, 300)
ROOT = Path(__file__).parents[1]
CHECK = ("-m", "kerascheck", "--isolated", "--color", "never")

WITHOUT_KERAS = "import csv\n\n\ndef rows(path):\n    return list(csv.reader(open(path)))\n"

HEAD = '''\
"""Classifies pictures of handwritten digits."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import EarlyStopping

BATCH = 128
EPOCHS = 20
CLASSES = 10

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32")[..., np.newaxis] / 255
x_test = x_test.astype("float32")[..., np.newaxis] / 255
x_val, y_val = x_train[50000:], y_train[50000:]
x_train, y_train = x_train[:50000], y_train[:50000]
'''

PART = '''

def build_{number}(width, rate=0.25):
    """A convolutional network of the given width."""
    inputs = keras.Input(shape=(28, 28, 1))
    x = inputs
    for filters in (width, 2 * width):
        x = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D((2, 2))(x)
        x = layers.Dropout(rate)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(8 * width, activation="relu")(x)
    outputs = layers.Dense(CLASSES, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="network_{number}")


model_{number} = build_{number}(16)
model_{number}.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history_{number} = model_{number}.fit(
    x_train,
    y_train,
    batch_size=BATCH,
    epochs=EPOCHS,
    validation_data=(x_val, y_val),
    callbacks=[EarlyStopping(patience=3, restore_best_weights=True)],
)
score_{number} = model_{number}.evaluate(x_test, y_test, verbose=0)
print(f"network {number}: loss {{score_{number}[0]:.3f}}, accuracy {{score_{number}[1]:.3f}}")

best_{number} = int(np.argmin(history_{number}.history["val_loss"]))
print("best epoch", best_{number} + 1)
guessed_{number} = np.argmax(model_{number}.predict(x_test), axis=1)
wrong_{number} = np.flatnonzero(guessed_{number} != y_test)
print(len(wrong_{number}), "of", len(y_test), "are wrong, such as", wrong_{number}[:5])
'''


class Target(NamedTuple):
    """A command, and the seconds that it may take."""

    name: str
    measured: float
    allowed: float
    formula: str

    @property
    def ratio(self) -> float:
        """What was measured, as a multiple of what is allowed."""
        return self.measured / self.allowed

    @property
    def verdict(self) -> str:
        if self.ratio <= 1:
            return "met"
        return "missed, but within the noise" if self.ratio <= TOLERANCE else "MISSED"


def script(lines: int) -> str:
    """A script as people write them, of about so many lines and without a finding."""
    text = HEAD
    number = 0
    while (missing := lines - text.count("\n")) > 0:
        number += 1
        part = PART.format(number=number).splitlines(keepends=True)
        if missing < len(part) // 2:
            text += "".join(f'print("line {n}")\n' for n in range(missing))
        else:
            text += "".join(part)
    return text


def processor_time(command: tuple[str, ...], folder: Path) -> float:
    """Seconds of processor time that a run of Python takes; it has to end with status 0."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environment(), stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def environment() -> dict[str, str]:
    """The environment of a user: compiled files are kept, and this checkout is found."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(ROOT)}


def medians(commands: dict[str, tuple[str, ...]], folder: Path) -> dict[str, float]:
    """The median time of each command by its name; the first round only warms up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, command in commands.items():
            seconds = processor_time(command, folder)
            if turn:
                times[name].append(seconds)
    return {name: statistics.median(values) for name, values in times.items()}


@contextmanager
def files() -> Iterator[tuple[Path, dict[int, int]]]:
    """A folder with the files to check, and the lines of each script by its intended length."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "no_keras.py").write_text(WITHOUT_KERAS)
        lengths = {}
        for lines in LENGTHS:
            text = script(lines)
            (folder / f"script_{lines}.py").write_text(text)
            lengths[lines] = text.count("\n")
        yield folder, lengths


def targets(folder: Path, lengths: dict[int, int]) -> list[Target]:
    """Measure everything, and say what each command may take."""
    commands: dict[str, tuple[str, ...]] = {
        "import click": ("-c", "import click"),
        "import libcst": ("-c", "import libcst"),
        "no Keras": (*CHECK, "no_keras.py"),
        **{f"{lines} lines": (*CHECK, f"script_{lines}.py") for lines in lengths},
    }
    took = medians(commands, folder)
    print("processor time, medians of", ROUNDS, "runs:")
    for name, seconds in took.items():
        print(f"  {name:<14} {1000 * seconds:7.1f} ms")
    found = [
        Target(
            "no Keras", took["no Keras"], FLOOR_FACTOR * took["import click"],
            f"{FLOOR_FACTOR} x import click",
        )
    ]  # fmt: skip
    rules = sum(path.name != "__init__.py" for path in (ROOT / "rules").rglob("*.py"))
    for lines, actual in lengths.items():
        extra = PER_HUNDRED_LINES * actual / 100 + PER_RULE * rules
        found.append(
            Target(
                f"{lines} lines", took[f"{lines} lines"],
                FLOOR_FACTOR * took["import libcst"] + extra,
                f"{FLOOR_FACTOR} x import libcst + {1000 * extra:.0f} ms",
            )
        )  # fmt: skip
    return found


def stages(text: str) -> dict[str, float]:
    """Seconds of processor time for parsing a script, following it, and all, in a warm process."""
    from kerascheck import registry
    from kerascheck.config import Settings
    from kerascheck.facts.limits import Limits
    from kerascheck.facts.trace import Trace
    from kerascheck.pipeline import check
    from kerascheck.project import Project

    data = text.encode()
    settings = Settings()
    rules = registry.select(registry.load(), settings)

    times: dict[str, list[float]] = {"parse": [], "trace": [], "all": []}

    def measure(name: str, call: Callable[[], object]) -> None:
        start = time.process_time()
        call()
        times[name].append(time.process_time() - start)

    for _ in range(ROUNDS):
        project = Project("script.py", data)
        measure("parse", lambda: Project("script.py", data))
        trace = Trace(project.blocks, project.find, Limits())
        measure("trace", partial(trace.world, {}))
        measure("all", lambda: check("script.py", data, rules, settings))
    return {name: min(values) for name, values in times.items()}


def main() -> int:
    """Print a table and give the exit status."""
    compileall.compile_dir(ROOT / "kerascheck", quiet=2)
    compileall.compile_dir(ROOT / "rules", quiet=2)
    with files() as (folder, lengths):
        found = targets(folder, lengths)
    print(f"\ntargets (missed if above by more than {TOLERANCE - 1:.0%}, for noise):")
    for target in found:
        print(
            f"  {target.name:<10} {1000 * target.measured:7.1f} of {1000 * target.allowed:7.1f} ms"
            f" = {target.ratio:4.2f} of {target.formula}: {target.verdict}"
        )
    sys.path.insert(0, str(ROOT))
    print("\nstages in a warm process, ms for each hundred lines:")
    for lines in LENGTHS:
        text = script(lines)
        shares = stages(text).items()
        hundreds = text.count("\n") / 100
        parts = (f"{name} {1000 * seconds / hundreds:5.1f}" for name, seconds in shares)
        print(f"  {lines} lines:", ", ".join(parts))
    return int(any(target.ratio > TOLERANCE for target in found))


if __name__ == "__main__":
    sys.exit(main())

"""Scripts that are executed, in the sandbox: what models they make, and what harm they cannot do."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kerascheck.config import Settings
from kerascheck.dynamic import executing
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.pipeline import check
from kerascheck.result import Made, Ran, Result
from tests.dynamic.conftest import RULES

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(executing.unavailable() is not None, reason="there is no sandbox here"),
]
HEAD = "import json\nimport os\nimport keras\nfrom keras import layers\n"
OPEN = """
model = keras.Sequential([keras.Input((4,))])
for kind, units in json.loads('[["Dense", 8], ["Dense", 3]]'):
    model.add(getattr(layers, kind)(units))
"""
"""A model that the trace cannot resolve: 4 * 8 + 8 + 8 * 3 + 3 = 67 parameters."""

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def executing_worker() -> Iterator[Worker]:
    pytest.importorskip("keras")
    worker = Worker(Options(python=sys.executable, device="meta", execute=True, timeout=60))
    yield worker
    worker.close()


@pytest.fixture
def run(executing_worker: Worker, folder: Path) -> Run:
    """Checks and executes a program after `HEAD`."""

    def run(code: str, timeout: float = 60.0, path: str = "train.py") -> Result:
        data = (HEAD + dedent(code)).encode()
        options = executing_worker.options
        executing_worker.options = Options(
            options.python, "meta", timeout, execute=True, folder=options.folder
        )
        return check(path, data, RULES, Settings(), worker=executing_worker)

    return run


def ran(result: Result) -> Ran:
    assert not result.failed
    assert result.executed is not None
    return result.executed


def model(result: Result, name: str = "model") -> Made:
    return next(made for made in ran(result).models if made.name == name)


# Models that only a run resolves.


def test_layers_in_a_text(run: Run) -> None:
    result = run(OPEN)
    assert result.coverage.understood == 0
    assert (model(result).layers, model(result).parameters, model(result).doubts) == (2, 67, ())
    assert model(result).at.line == HEAD.count("\n") + 2


def test_a_factory_in_a_text(run: Run) -> None:
    code = """
    source = "def make(units):\\n    return layers.Dense(units, use_bias=False)"
    exec(source)
    model = keras.Sequential([keras.Input((5,)), make(7), eval("layers.ReLU()")])
    """
    assert (model(run(code)).layers, model(run(code)).parameters) == (2, 35)


def test_a_registry_of_classes(run: Run) -> None:
    code = """
    REGISTRY = {}
    def register(cls):
        REGISTRY[cls.__name__.lower()] = cls
        return cls
    @register
    class Scale(layers.Layer):
        def build(self, shape):
            self.w = self.add_weight(shape=(shape[-1],), initializer="ones")
        def call(self, x):
            return x * self.w
    names = json.loads('["scale", "scale"]')
    inputs = keras.Input((6,))
    x = inputs
    for name in names:
        x = REGISTRY[name]()(x)
    model = keras.Model(inputs, layers.Dense(2)(x))
    model.compile("adam", "mse")
    """
    made = model(run(code))
    assert (made.layers, made.parameters, made.doubts) == (3, 6 + 6 + 14, ())


def test_modules_beside_the_script_are_run_too(run: Run, folder: Path) -> None:
    (folder / "settings.json").write_text('{"units": [4, 2]}')
    (folder / "parts.py").write_text(
        "from keras.layers import Dense\nprint(1 / 0)\ndef make(n):\n    return Dense(n)\n"
    )
    code = """
    import parts
    model = keras.Sequential([keras.Input((3,))])
    with open("settings.json") as file:
        settings = json.load(file)
    for units in settings["units"]:
        model.add(parts.make(units))
    """
    assert model(run(code, path=str(folder / "train.py"))).parameters == 16 + 10


def test_what_depends_on_data_is_told_without_its_size(run: Run) -> None:
    code = """
    import pandas as pd
    table = pd.read_csv("data.csv")
    classes = len(set(table["label"]))
    units = 0
    for row in table.iterrows():
        units += 1
    model = keras.Sequential([keras.Input((4,))])
    for _ in range(units):
        model.add(layers.Dense(3))
    wide = keras.Sequential([keras.Input((4,)), getattr(layers, "Den" + "se")(classes)])
    for line in json.loads("[1]"):
        wide.add(layers.Dense(line))
    """
    result = run(code)
    assert model(result).doubts
    assert "read_csv" in model(result, "wide").doubts[0]
    assert not [f for f in result.findings if f.code in ("KC551", "KC553", "KC907")]


def test_a_failing_statement_is_told_and_survived(run: Run) -> None:
    code = f"""
    values = open("/nowhere").read()
    size = int(values) + missing_name
    {OPEN.strip().replace(chr(10), chr(10) + "    ")}
    for other in range(size):
        model.add(layers.Dropout(0.1))
    """
    result = run(code)
    ((at, words),) = ran(result).failures
    assert at.line == HEAD.count("\n") + 2
    assert words.startswith("FileNotFoundError")
    assert model(result).doubts


def test_a_layer_that_keras_refuses_is_a_finding(run: Run) -> None:
    code = OPEN + "model.add(layers.Conv2D(3, 3))\n"
    (finding,) = [found for found in run(code).findings if found.code == "KC551"]
    assert finding.at.line == HEAD.count("\n") + 5
    assert "needs a 4-D input, but gets 2-D (None, 3)" in finding.message
    assert "expected min_ndim=4" in finding.keras


def test_a_refusal_that_rests_on_made_up_data_is_no_finding(run: Run) -> None:
    code = OPEN + "n = len(open('x').read())\nmodel.add(layers.Reshape((n, n)))\n"
    result = run(code)
    assert [words for _, words in ran(result).failures]
    assert not [found for found in result.findings if found.code == "KC551"]


def test_a_claim_in_a_comment_is_held_against_the_run(run: Run) -> None:
    code = OPEN.replace("(4,))])", "(4,))])  # kerascheck: params=66")
    (finding,) = [found for found in run(code).findings if found.code == "KC553"]
    assert "67 parameters, but the comment claims 66" in finding.message
    right = OPEN.replace("(4,))])", "(4,))])  # kerascheck: params=67")
    assert not [found for found in run(right).findings if found.code == "KC553"]


@pytest.mark.slow
def test_nothing_is_trained_and_loops_of_training_end(run: Run) -> None:
    code = (
        OPEN
        + """
model.compile("adam", "mse")
import numpy as np
x, y = np.zeros((9, 4)), np.zeros((9, 3))
for epoch in range(10**9):
    model.train_on_batch(x, y)
history = model.fit(x, y, epochs=10**9)
while True:
    history.history["loss"][-1] < 0.1 or model.fit(x, y)
"""
    )
    result = run(code)
    assert model(result).parameters == 67
    assert ran(result).ended == ""
    assert ran(result).seconds < 40


def test_old_spellings_are_translated(run: Run) -> None:
    code = """
    from keras.layers.core import Dense
    from keras.layers.convolutional import Convolution2D
    model = keras.models.Sequential()
    model.add(Convolution2D(8, 3, 3, border_mode="same", input_shape=(9, 9, 1)))
    model.add(layers.Flatten())
    for units in json.loads("[2]"):
        model.add(Dense(output_dim=units, init="uniform"))
    """
    result = run(code)
    assert model(result).parameters == 8 * 9 + 8 + 9 * 9 * 8 * 2 + 2
    assert ("Conv2D(border_mode=)", "padding") in ran(result).spellings
    assert ("Dense(output_dim=)", "units") in ran(result).spellings


def test_a_notebook(run: Run, executing_worker: Worker) -> None:
    cells = ["%matplotlib inline\nimport json, keras\nfrom keras import layers", OPEN.strip()]
    common: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    written = [{**common, "id": f"c{at}", "source": text} for at, text in enumerate(cells)]
    data = json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    result = check("train.ipynb", data.encode(), RULES, Settings(), worker=executing_worker)
    assert (model(result).parameters, model(result).at.block) == (67, 1)
    assert model(result).at.line == 1


def test_what_is_understood_is_not_executed(run: Run) -> None:
    result = run("model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n")
    assert result.executed is None


def test_what_nothing_calls_is_not_run(run: Run) -> None:
    code = """
    def make():
        model = keras.Sequential()
        for line in open("x"):
            model.add(getattr(layers, line)())
        return model
    """
    assert ran(run(code)).ended == "nothing in this file runs what makes them"


# Hostile scripts: contained, reported, nothing left behind, the findings as without running.

WRONG = "wrong = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation='softmax')])\n"
WRONG += "wrong.compile('adam', 'categorical_crossentropy')\n"


@pytest.fixture
def hostile(
    run: Run, executing_worker: Worker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """Runs harmful statements before a model, and looks whether anything is left afterwards."""
    # The folder of the worker itself, which is started when it is first asked, lies elsewhere.
    assert executing_worker.device.keras
    place = folder / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    plain = check("train.py", (HEAD + OPEN + WRONG).encode(), RULES, Settings()).findings
    kept = {(f.code, f.message) for f in plain if f.code.startswith(("KC1", "KC2", "KC3"))}
    assert kept

    def hostile(harm: str, timeout: float = 60.0) -> Result:
        # Read by `OPEN`, so that the slice keeps it.
        lines = dedent(harm).strip()
        code = f"import hostile_part\njson = hostile_part.json\n{OPEN}{WRONG}"
        (folder / "hostile_part.py").write_text(f"import json, os, sys, time\n{lines}\n")
        result = run(code, timeout, str(folder / "train.py"))
        assert not result.failed
        assert kept <= {(f.code, f.message) for f in result.findings}
        assert os.listdir(place) == []
        return result

    yield hostile
    assert os.listdir(place) == []


def test_writing_to_the_home_and_beside_the_script(hostile: Run, folder: Path) -> None:
    home = os.path.expanduser("~/kerascheck-was-here")
    result = hostile(f"""
    open({home!r}, "w").write("x")
    open({str(folder / "mark")!r}, "w").write("x")
    os.remove({str(folder / "hostile_part.py")!r})
    os.symlink({str(folder / "mark")!r}, "link")
    open("link", "w").write("x")
    """)
    assert model(result).parameters == 67
    assert not os.path.exists(home)
    assert sorted(os.listdir(folder)) == ["hostile_part.py", "temporary"]
    assert len(ran(result).failures) == 0  # They are in a module, whose places are not shown.


def test_a_socket(hostile: Run) -> None:
    result = hostile("""
    import socket
    reached = []
    try:
        socket.create_connection(("127.0.0.1", 9), 1)
        reached.append(1)
    except ConnectionRefusedError:
        reached.append(1)
    except OSError:
        pass
    assert not reached
    """)
    assert model(result).parameters == 67


@pytest.mark.parametrize(
    "harm",
    [
        "if os.fork() == 0:\n    os.setsid()\n    time.sleep(3600)",
        pytest.param("while True:\n    os.fork()", marks=pytest.mark.slow),
        "import subprocess\nsubprocess.Popen(['sleep', '3600'])",
        "os.system('sleep 3600 &')",
        "os.kill(os.getppid(), 9)",
    ],
)
def test_other_processes(hostile: Run, harm: str) -> None:
    assert model(hostile(harm)).parameters == 67


@pytest.mark.slow
def test_all_of_the_memory(hostile: Run) -> None:
    result = hostile("held = []\nwhile True:\n    held.append(bytearray(1 << 28))", timeout=5)
    assert ran(result).ended or model(result).parameters == 67


@pytest.mark.slow
def test_an_hour_of_sleep(hostile: Run) -> None:
    begun = time.monotonic()
    harm = "import threading\nthreading.Event().wait(3600)"
    result = hostile(harm, timeout=0.5)
    assert "it took longer than" in ran(result).ended
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("harm", ["os._exit(0)", "os.abort()", "os.kill(os.getpid(), 9)"])
def test_leaving(hostile: Run, harm: str) -> None:
    result = hostile(harm)
    assert ran(result).ended
    assert ran(result).models == ()


def test_leaving_politely_is_survived(hostile: Run) -> None:
    assert model(hostile("sys.exit(3)\nraise SystemExit\nexit()")).parameters == 67


def test_a_gigabyte_of_output(hostile: Run) -> None:
    text = "for _ in range(1 << 10):\n    print('x' * (1 << 20))"
    assert model(hostile(text)).parameters == 67


def test_reading_standard_input(hostile: Run) -> None:
    assert model(hostile("input('name? ')\nsys.stdin.read()")).parameters == 67


@pytest.mark.parametrize(
    "harm",
    [
        "import keras\nkeras.layers.Dense.__init__ = lambda self, *a, **k: None",
        "import keras\nkeras.layers.Layer.count_params = lambda self: 1",
        "import keras\nkeras.layers.Dense.build = lambda self, shape: None",
    ],
)
def test_changing_keras(hostile: Run, harm: str) -> None:
    result = hostile(harm)
    assert all(made.doubts or made.parameters is None for made in ran(result).models)
    assert not [found for found in result.findings if found.code in ("KC551", "KC907")]


def test_modes_and_times_of_files_outside(hostile: Run, folder: Path) -> None:
    path = folder / "outside"
    path.write_text("x")
    path.chmod(0o640)
    before = path.stat()
    hostile(f"""
    os.chmod({str(path)!r}, 0o777)
    os.utime({str(path)!r}, (1, 1))
    os.truncate({str(path)!r}, 0)
    os.rename({str(path)!r}, "stolen")
    """)
    after = path.stat()
    assert (before.st_mode, before.st_mtime_ns, before.st_size) == (
        after.st_mode,
        after.st_mtime_ns,
        after.st_size,
    )


def test_closing_all_that_is_open(hostile: Run) -> None:
    result = hostile("os.closerange(0, 4096)")
    assert ran(result).models == ()
    assert ran(result).ended


def test_forged_results(hostile: Run) -> None:
    """Lines that do not have the secret of the run are nothing."""
    line = '{"event": "model", "number": 1, "made": ["<block 0>", 6, 0, 6, 5], "names": ["forged"]}'
    result = hostile(f"""
    for number in range(3, 256):
        try:
            os.write(number, {line!r}.encode() + b"\\n")
        except OSError:
            pass
    """)
    assert [made.name for made in ran(result).models] == ["model"]
    assert model(result).parameters == 67


def test_a_call_over_several_lines_is_placed_at_its_beginning(run: Run) -> None:
    code = """
    model = keras.Sequential(
        [
            keras.Input((4,)),
            getattr(layers, json.loads('"Dense"'))(3),
        ]
    )
    """
    at = model(run(code)).at
    head = HEAD.count("\n")
    assert (at.line, at.column, at.end_line) == (head + 2, 8, head + 7)


@pytest.mark.parametrize(
    "code",
    [
        "model.add(layers.Dense(int('many')))",
        "if len(open('x').read()) < 5:\n    model.add(layers.Dense(3))",
        "import pandas\nif not pandas.read_csv('x').empty:\n    model.add(layers.Dense(3))",
        "k = 0\nfor row in open('x'):\n    k += 1\nmodel.layers[k - 2].trainable = False",
        "try:\n    n = len(open('x').read())\nexcept OSError:\n    n = 3\nmodel.add(layers.Dense(n))",
        "def widen(net, n):\n    if n:\n        net.add(layers.Dense(3))\nwiden(model, open('x').read())",
        "class Net:\n    pass\nnet = Net()\nnet.model = model\nnet.model.add(layers.Dense(undefined()))",
        "models = [model]\nmodels[0].add(layers.Dense(len(open('x').read())))",
        "n = [0]\ndef count():\n    n[0] = len(list(open('x'))) or 3\ncount()\nmodel.add(layers.Dense(n[0]))",
        "m = 0\nfor _ in range(9):\n    model.fit(m)\n    m += 1\nmodel.add(layers.Dense(m))",
    ],
)
def test_no_size_is_told_of_what_may_depend_on_data(run: Run, code: str) -> None:
    assert model(run(f"{OPEN}{code}\n")).doubts


@pytest.mark.parametrize(
    "code",
    [
        "x = open('x').read()\nmodel.fit(x, x)",
        "import pandas\ntable = pandas.read_csv('x')\nfor batch in table:\n    model.train_on_batch(batch)",
        "try:\n    import no_such_package\nexcept ImportError:\n    no_such_package = None",
        "if len(open('x').read()) < 5:\n    print('few')",
        "import numpy as np\n(x, y), _ = keras.datasets.mnist.load_data()\nmodel.fit(x[:, 0, :4], y)",
    ],
)
def test_data_that_do_not_matter_leave_no_doubt(run: Run, code: str) -> None:
    made = model(run(f"{OPEN}{code}\n"))
    assert (made.parameters, made.doubts) == (67, ())

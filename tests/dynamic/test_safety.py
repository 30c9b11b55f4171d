"""Nothing of the checked script is ever run."""

from pathlib import Path

import pytest

from kerascheck.config import Settings
from kerascheck.dynamic.runner import Worker
from kerascheck.pipeline import check
from tests.dynamic.conftest import RULES

pytestmark = pytest.mark.keras

HARM = "__import__('pathlib').Path({marker!r}).touch()"
MODEL = """
model = keras.Sequential([keras.Input((8,)), layers.Dense(4), {part}])
model.compile("adam", "mse")
model.fit(np.zeros((9, 8)), np.zeros((9, 4)), validation_split=0.1)
"""
HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"
SCRIPTS = {
    "the script itself": "{harm}\n" + MODEL.format(part="layers.ReLU()"),
    "leaving": MODEL.format(part="layers.ReLU()") + "import os\nos._exit(7)\n",
    "a socket": "import socket\nsocket.create_connection(('localhost', 9))\n"
    + MODEL.format(part="layers.ReLU()"),
    "a decorator": "def mark(f):\n    {harm}\n    return f\n@mark\ndef part():\n"
    "    return layers.ReLU()\n" + MODEL.format(part="part()"),
    "a class body": "class Part(layers.Layer):\n    {harm}\n    def call(self, x):\n"
    "        return x * 2\n" + MODEL.format(part="Part()"),
    "a default argument": "def part(x={harm}):\n    return layers.ReLU()\n"
    + MODEL.format(part="part()"),
    "the call of a layer": "class Part(layers.Layer):\n    def call(self, x):\n        {harm}\n"
    "        return x * 2\n" + MODEL.format(part="Part()"),
    "the making of a layer": "class Part(layers.Layer):\n    def __init__(self):\n"
    "        super().__init__()\n        {harm}\n    def build(self, shape):\n        {harm}\n"
    "    def call(self, x):\n        return x * 2\n" + MODEL.format(part="Part()"),
    "a Lambda": "def part(x):\n    {harm}\n    return x * 2\n"
    + MODEL.format(part="layers.Lambda(part)"),
    "an activation": "def part(x):\n    {harm}\n    return x * 2\n"
    + MODEL.format(part="layers.Activation(part)"),
    "an initializer": "class Own(keras.initializers.Initializer):\n"
    "    def __call__(self, shape, dtype=None):\n        {harm}\n"
    "        return keras.ops.zeros(shape)\n"
    + MODEL.format(part="layers.Dense(4, kernel_initializer=Own())"),
    "an attribute": "class Odd:\n    def __getattr__(self, name):\n        {harm}\n"
    "        return 4\n" + MODEL.format(part="layers.Dense(Odd().units)"),
    "a loss": "def own(y, p):\n    {harm}\n    return keras.ops.mean(y - p)\n"
    + MODEL.format(part="layers.ReLU()").replace('"mse"', "own"),
    "a file to load": "inner = keras.models.load_model({marker!r})\n" + MODEL.format(part="inner"),
    "a vocabulary in a file": "text = layers.TextVectorization(vocabulary={marker!r})\n"
    + MODEL.format(part="layers.ReLU()"),
    "a module beside it": "import part_of_it\n" + MODEL.format(part="part_of_it.make()"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_code_of_a_script_runs(name: str, meta: Worker, folder: Path) -> None:
    marker = str(folder / "marker")
    code = HEAD + SCRIPTS[name].replace("{harm}", HARM).replace("{marker!r}", repr(marker))
    (folder / "part_of_it.py").write_text(
        f"import keras\n{HARM.format(marker=marker)}\ndef make():\n    return keras.layers.ReLU()\n"
    )
    compile(code, "train.py", "exec")
    result = check(str(folder / "train.py"), code.encode(), RULES, Settings(), worker=meta)
    assert not result.failed
    assert result.building is not None
    assert result.building.models >= 1
    assert not (folder / "marker").exists()


def test_no_magic_of_a_notebook_runs(meta: Worker, folder: Path) -> None:
    import json

    marker = folder / "marker"
    source = f"!touch {marker}\n%run {marker}.py\n{HEAD}{MODEL.format(part='layers.ReLU()')}"
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "a",
        "metadata": {},
    }
    cells: list[object] = [{**cell, "outputs": [], "source": source}]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    result = check(str(folder / "train.ipynb"), data.encode(), RULES, Settings(), worker=meta)
    assert result.building is not None
    assert result.building.built == 1
    assert not marker.exists()


@pytest.mark.parametrize("name", ["the script itself", "the call of a layer", "a default argument"])
def test_the_harm_is_real(name: str, folder: Path) -> None:
    """Run as Python does it, the scripts above leave their mark."""
    marker = str(folder / "marker")
    code = SCRIPTS[name].replace("{harm}", HARM).replace("{marker!r}", repr(marker))
    stand_ins = "class layers:\n    class Layer: pass\n    ReLU = staticmethod(lambda: None)\n"
    lines = code.partition("model = ")[0]
    end = "\nif 'Part' in dir():\n    Part().call(1)\n"
    exec(compile(stand_ins + lines + end, "train.py", "exec"), {})  # noqa: S102
    assert (folder / "marker").exists()

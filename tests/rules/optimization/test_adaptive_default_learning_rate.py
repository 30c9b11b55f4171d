from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC604"
FIT = "model.fit(x, y)\n"


def trained(optimizer: str) -> str:
    """A regression that is compiled with an optimizer and trained."""
    return compiled(optimizer, FIT)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(compiled("keras.optimizers.Adadelta(1.0)"), id="a rate"),
        pytest.param(compiled("keras.optimizers.Adadelta(lr=0.5)"), id="a rate of Keras 2"),
        pytest.param(compiled("keras.optimizers.Adadelta(0.001)"), id="the default on purpose"),
        pytest.param(compiled("keras.optimizers.Adadelta(**options)"), id="unpacked arguments"),
        pytest.param(compiled("'adamax'"), id="an optimizer that moves with it"),
        pytest.param(
            compiled(
                "'adadelta'",
                "model.fit(x, y, callbacks=[keras.callbacks.LearningRateScheduler(f)])\n",
            ),
            id="a callback sets the rate",
        ),
        pytest.param(
            "model = keras.Sequential([layers.Dense(output_dim=2, input_dim=3, init='uniform')])\n"
            "model.compile('adadelta', 'mse')\n",
            id="Keras 1",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [
        ("keras.optimizers.Adadelta()", "warning high"),
        ("keras.optimizers.Adadelta(rho=0.9)", "warning high"),
        ("'adadelta'", "warning high"),
        ("keras.optimizers.Adagrad()", "info low"),
    ],
)
def test_the_default_is_too_small(optimizer: str, level: str) -> None:
    assert levels(CODE, trained(optimizer)) == [level]
    assert lines(CODE, trained(optimizer)) == [5]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param(compiled("'adadelta'"), "info high", id="a script that trains nothing"),
        pytest.param(
            compiled("'adadelta'", "other = keras.Sequential([layers.Dense(1)])\n")
            + "other.compile('adam', 'mse')\nother.fit(x, y)\n",
            "info high",
            id="another model is trained",
        ),
        pytest.param(
            compiled("'adadelta'", "model.compile('adam', 'mse')\n") + FIT,
            "info high",
            id="compiled anew before the training",
        ),
        pytest.param(
            "def build():\n    model = keras.Sequential([layers.Dense(1)])\n"
            "    model.compile('adadelta', 'mse')\n    return model\n",
            "warning high",
            id="a function that another script may call",
        ),
        pytest.param(
            compiled("'adadelta'", "train(model)\n"), "warning high", id="handed to a function"
        ),
    ],
)
def test_a_compile_that_is_only_shown_is_a_note(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]


@pytest.mark.parametrize(
    ("head", "level"),
    [
        pytest.param("from tensorflow import keras\n", "warning high", id="tf.keras"),
        pytest.param("import keras\n", "warning high", id="nothing old"),
        pytest.param(
            "# pip install keras==2.3.1\nimport keras\n",
            "info medium",
            id="an old release in a comment",
        ),
        pytest.param(
            "import tensorflow as tf\nfrom tensorflow import keras\nconfig = tf.ConfigProto()\n",
            "info medium",
            id="TensorFlow 1",
        ),
    ],
)
def test_it_is_a_warning_where_nothing_speaks_of_the_old_default(head: str, level: str) -> None:
    code = trained("keras.optimizers.Adadelta()").replace("layers.", "keras.layers.")
    rules = [rule for rule in registry.load() if rule.code == CODE]
    program = f"import numpy as np\n{head}{code}".encode()
    found = check("train.py", program, rules, Settings()).findings
    assert [f"{f.severity.label} {f.evidence.confidence}" for f in found] == [level]


def test_the_default_is_the_old_one_where_an_old_keras_is_installed() -> None:
    code = trained("keras.optimizers.Adadelta()").replace("layers.", "keras.layers.")
    rules = [rule for rule in registry.load() if rule.code == CODE]
    program = f"# %%\nimport numpy as np\nimport keras\n{code}".encode()
    assert check("train.py", program, rules, Settings(keras_version="2.3")).findings == ()
    (finding,) = check("train.py", program, rules, Settings(keras_version="2.4")).findings
    assert finding.severity.label == "warning"


def test_optimizers_that_are_compared_have_what_they_come_with() -> None:
    several = (
        "for o in [keras.optimizers.{}(), keras.optimizers.SGD(), keras.optimizers.Adadelta()]:\n"
    )
    body = "    model = keras.Sequential([layers.Dense(1)])\n    model.compile(o, 'mse')\n    model.fit(x, y)\n"
    assert levels(CODE, several.format("Adam") + body) == ["info high"]
    assert levels(CODE, several.format("SGD") + body) == ["warning high"]


def test_the_fix_writes_the_old_default() -> None:
    (finding,) = found(CODE, trained("keras.optimizers.Adadelta()"))
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "keras.optimizers.Adadelta(learning_rate=1.0)"


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("import net\nfrom keras.utils import np_utils\n", "info"),
        ("import net\nimport keras\n", "warning"),
        (
            "from tensorflow.keras.models import net_from\nfrom keras.utils import np_utils\n",
            "warning",
        ),
        ("from here import other, net\nfrom keras.utils import np_utils\n", "info"),
        ("import another\nfrom keras.utils import np_utils\n", "warning"),
    ],
    ids=["an old one", "one of no age", "a longer name", "of several", "another file"],
)
def test_the_age_of_a_script_that_imports_the_file_counts(
    tmp_path: Path, other: str, level: str
) -> None:
    program = tmp_path / "net.py"
    code = trained("keras.optimizers.Adadelta()").replace("layers.", "keras.layers.")
    program.write_text(f"import numpy as np\nimport keras\n{code}")
    (tmp_path / "train.py").write_text(other)
    rules = [rule for rule in registry.load() if rule.code == CODE]
    (finding,) = check(str(program), program.read_bytes(), rules, Settings()).findings
    assert finding.severity.label == level


@pytest.mark.parametrize(
    ("others", "level"),
    [
        (("'adam'", "'sgd'"), "info high"),
        (("'adam'", "'adam'"), "warning high"),
        (("'adam'",), "warning high"),
    ],
)
def test_the_same_network_with_several_optimizers(others: tuple[str, ...], level: str) -> None:
    assert levels(CODE, "".join(map(trained, (*others, "'adadelta'")))) == [level]

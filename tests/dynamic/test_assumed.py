"""Models in which something is not known are built with something made up, and never blamed for it."""

from kerascheck.dynamic import compare
from kerascheck.dynamic.runner import Worker
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.project import Project
from kerascheck.values import Built
from kerascheck.worlds import settled
from tests.dynamic.conftest import HEAD, found, line

DATA = "import sys\nimport pandas as pd\nclasses = int(sys.argv[1])\ntable = pd.read_csv('a.csv')\n"


def one(worker: Worker, code: str) -> Built:
    """What becomes of the only model of a program after `DATA`, whose branches are looked at."""
    project = Project("train.py", (HEAD + DATA + code).encode())
    facts = settled(Trace(project.blocks, project.find, Limits()))
    (made,) = compare.build(facts, worker, "train.py")
    return made


def test_an_unknown_number_of_classes_does_not_hide_the_layers_before_it(meta: Worker) -> None:
    made = one(
        meta,
        """model = keras.Sequential([keras.Input((8,)), layers.Dense(5), layers.Dense(classes)])""",
    )
    assert made.done
    assert not made.whole
    assert made.gap is not None
    assert made.gap.why.startswith("`units`: ")
    assert [layer.count for layer in made.layers] == [8 * 5 + 5, None]
    assert made.total is None


def test_columns_of_a_table_are_made_up(meta: Worker) -> None:
    made = one(
        meta,
        """
columns = table.shape[1]
model = keras.Sequential([keras.Input((columns,)), layers.Dense(5), layers.Dense(2)])
""",
    )
    assert made.done
    assert [layer.count for layer in made.layers] == [None, 5 * 2 + 2]


def test_an_input_that_nothing_tells_is_made_up_as_the_layers_need_it(meta: Worker) -> None:
    made = one(
        meta,
        """
model = keras.Sequential([
    layers.Conv2D(4, 3), layers.MaxPooling2D(), layers.GlobalAveragePooling2D(), layers.Dense(2),
])
model.compile("adam", "mse")
""",
    )
    assert made.done
    assert made.gap is not None
    assert made.gap.why == "nothing says what the shape of its input is"
    assert [layer.count for layer in made.layers] == [None] * 4


def test_what_is_refused_for_a_made_up_size_is_no_finding(meta: Worker) -> None:
    code = """model = keras.Sequential(
    [keras.Input((6,)), layers.Dense(classes), layers.Reshape((5, 5)), layers.Dense(1)])"""
    made = one(meta, code)
    assert not made.done
    assert made.refusal is None
    assert made.gap is not None
    assert not [f for f in found(meta, DATA + code) if f.code == "KC551"]


def test_what_is_refused_whatever_the_size_is_a_finding(meta: Worker) -> None:
    made = one(
        meta,
        """model = keras.Sequential(
    [keras.Input((6,)), layers.Reshape((5, 5)), layers.Flatten(), layers.Dense(classes)])""",
    )
    assert made.refusal is not None
    assert line(made.refusal.site.at.line) == DATA.count("\n") + 2


def test_the_likelier_side_of_a_branch_is_built_and_not_blamed(meta: Worker) -> None:
    made = one(
        meta,
        """
deep = len(sys.argv) > 2
model = keras.Sequential([keras.Input((6,)), layers.Dense(4)])
if deep:
    model.add(layers.Dense(3))
model.add(layers.Dense(1))
""",
    )
    assert made.done
    assert made.gap is not None
    assert "`deep` holds" in made.gap.why


def test_a_rate_that_is_not_known_leaves_shapes_and_numbers_exact(meta: Worker) -> None:
    made = one(
        meta,
        """
rate = float(sys.argv[2])
model = keras.Sequential([keras.Input((6,)), layers.Dropout(rate), layers.Dense(4)])
""",
    )
    assert made.whole
    assert made.done
    assert made.total == 6 * 4 + 4
    assert made.doubts
    assert made.doubts[0].startswith("`rate`: ")


def test_a_model_of_the_script_is_given_what_its_layers_need(meta: Worker) -> None:
    made = one(
        meta,
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(4, 3)
        self.pool = layers.GlobalAveragePooling2D()
        self.out = layers.Dense(2)
    def call(self, x):
        return self.out(self.pool(self.conv(x)))
model = Net()
model.compile("adam", "mse")
model.fit(load(), load())
""",
    )
    assert made.done
    assert made.gap is not None
    assert made.gap.why == "nothing says what the shape of its input is"
    assert made.total is None


def test_a_model_that_no_input_fits_is_left_alone(meta: Worker) -> None:
    made = one(
        meta,
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(2)
    def call(self, x):
        return self.out(x["a"])
model = Net()
model.compile("adam", "mse")
""",
    )
    assert not made.done
    assert made.refusal is None


def test_a_layer_that_keras_3_does_not_have_is_left_out(meta: Worker) -> None:
    made = one(
        meta,
        """
model = keras.Sequential([
    keras.Input((32, 32, 3)), layers.RandomHeight(0.2), layers.GlobalAveragePooling2D(),
    layers.Dense(2),
])
""",
    )
    assert made.done
    assert made.gap is not None
    assert made.gap.why == "`RandomHeight` is no layer of Keras 3, and is left out"
    assert made.layers[-1].count == 8

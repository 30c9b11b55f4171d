import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kerascheck.facts.limits import Limits
from kerascheck.finding import Finding, Label
from kerascheck.keras_api import tables
from kerascheck.keras_api.layers import Dense
from kerascheck.values import Facts, Loss, Unknown
from kerascheck.worlds import judge, settled
from tests.facts.trace_of import trace
from tests.rules.found import levels

PAIRS = {
    ("sigmoid", "binary_crossentropy"),
    ("softmax", "categorical_crossentropy"),
}


def wrong_pairs(facts: Facts) -> Iterator[Finding]:
    """A rule for the tests: an activation and a loss that do not belong together."""
    for training in facts.trainings:
        loss = training.loss
        if isinstance(loss, Loss) and isinstance(training.output.activation, str):
            pair = training.output.activation, loss.canonical
            if pair not in PAIRS:
                yield Finding(training.compile.site.at, " + ".join(pair), code="T1")


def judged(code: str, limits: Limits | None = None) -> list[Finding]:
    return judge(trace(code, limits=limits), wrong_pairs)


CHOICE = """
if n == 2:
    last, loss = layers.Dense(1, activation="sigmoid"), "binary_crossentropy"
else:
    last, loss = layers.Dense(n, activation="softmax"), "categorical_crossentropy"
m = keras.Sequential([last])
m.compile("adam", loss)
"""


def test_values_of_one_branch_stay_together() -> None:
    assert judged(CHOICE) == []


def test_the_same_condition_takes_the_same_side_again() -> None:
    code = """
    act = "sigmoid" if n == 2 else "softmax"
    m = keras.Sequential([layers.Dense(3, activation=act)])
    if n == 2:
        m.compile("adam", "binary_crossentropy")
    else:
        m.compile("adam", "categorical_crossentropy")
    """
    assert judged(code) == []


def test_a_negated_condition_is_the_same_question() -> None:
    code = """
    act = "softmax" if n != 2 else "sigmoid"
    m = keras.Sequential([layers.Dense(3, activation=act)])
    m.compile("adam", "binary_crossentropy" if n == 2 else "categorical_crossentropy")
    """
    assert judged(code) == []


def test_two_conditions_that_may_depend_on_each_other_are_not_mixed() -> None:
    code = """
    act = "sigmoid" if binary else "softmax"
    m = keras.Sequential([layers.Dense(3, activation=act)])
    m.compile("adam", "binary_crossentropy" if kind == "b" else "categorical_crossentropy")
    """
    assert judged(code) == []


def test_a_finding_in_one_branch_names_it() -> None:
    code = CHOICE.replace('"softmax"), "categorical', '"softmax"), "binary')
    (finding,) = judged(code)
    assert finding.branch == "where `n == 2` does not hold"


def test_a_finding_in_both_branches_names_none() -> None:
    code = """
    units = 2 if small else 5
    m = keras.Sequential([layers.Dense(units, activation="sigmoid")])
    m.compile("adam", "categorical_crossentropy")
    """
    (finding,) = judged(code)
    assert finding.branch == ""


def test_what_the_first_run_shows_is_said_when_no_other_may_follow() -> None:
    code = CHOICE + 'm = keras.Sequential([layers.Dense(3, activation="softmax")])\n'
    code += 'm.compile("adam", "binary_crossentropy")\n'
    assert len(judged(code)) == 1
    assert len(judged(code, replace(Limits(), worlds=1))) == 1


def test_branches_that_do_not_matter_are_not_tried() -> None:
    code = """
    if verbose:
        print("hello")
    if plot:
        title = "a"
    m = keras.Sequential([layers.Dense(1, activation="sigmoid")])
    m.compile("adam", "mse")
    """
    runs = trace(code)
    assert len(judge(runs, wrong_pairs)) == 1
    assert len(runs.worlds) == 1


def test_an_elif_chain_is_tried_case_by_case() -> None:
    code = """
    if loss == "a":
        act, name = "sigmoid", "binary_crossentropy"
    elif loss == "b":
        act, name = "softmax", "categorical_crossentropy"
    else:
        act, name = "tanh", "binary_crossentropy"
    m = keras.Sequential([layers.Dense(3, activation=act)])
    m.compile("adam", name)
    """
    assert [finding.message for finding in judged(code)] == ["tanh + binary_crossentropy"]


def test_the_number_of_runs_is_bounded() -> None:
    lines = [f"w{i} = 1 if c{i} else 2" for i in range(60)]
    lines += ["m = keras.Sequential([layers.Dense(" + "+".join(f"w{i}" for i in range(60))]
    code = "\n".join(lines) + ", activation='sigmoid')])\nm.compile('adam', 'mse')"
    runs = trace(code, limits=replace(Limits(), worlds=10))
    judge(runs, wrong_pairs)
    assert len(runs.worlds) <= 10


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("for i in range(10 ** 9):\n    m = keras.Sequential()", id="a long loop"),
        pytest.param("while True:\n    m = keras.Sequential()", id="an endless loop"),
        pytest.param("def f():\n    return f()\nf()", id="an endless recursion"),
        pytest.param("v = []\nfor i in range(10 ** 6):\n    v.append(v)", id="a list of itself"),
        pytest.param("d = {}\nd['d'] = d\nprint(d)", id="a dict of itself"),
        pytest.param("f = lambda: [f() for _ in range(99)]\nf()", id="a recursion that branches"),
        pytest.param("x = [[i for i in range(999)] for j in range(999)]", id="a huge list"),
        pytest.param("x = 'a'\nfor i in range(60):\n    x += x", id="a text that doubles"),
        pytest.param("x = [1]\nfor i in range(60):\n    x = x + x", id="a list that doubles"),
        pytest.param("class A(A):\n    pass\nA()", id="a class that derives from itself"),
    ],
)
def test_programs_without_end_come_to_one(code: str) -> None:
    world = trace(code, limits=replace(Limits(), seconds=5)).base
    assert world.facts is not None


def test_waiting_for_the_processor_ends_no_run() -> None:
    many = trace("x = [i for i in range(999)]\n" * 9, limits=replace(Limits(), seconds=1.0))
    time.sleep(1.2)
    assert not many.base.incomplete


def test_a_model_of_a_thousand_layers_is_followed_whole() -> None:
    code = """
    m = keras.Sequential()
    for i in range(1000):
        m.add(layers.Dense(8))
    """
    assert len(trace(code).base.facts.models[0].layers) == 1000


def test_local_modules_are_followed(tmp_path: Path) -> None:
    (tmp_path / "nets.py").write_text(
        "from keras import layers, Sequential\nimport nets\n"
        "def build(n):\n    return Sequential([layers.Dense(n, activation='tanh')])\n"
    )
    code = "from nets import build\nm = build(3)\nm.compile('adam', 'binary_crossentropy')"
    runs = trace(code, path=str(tmp_path / "train.py"))
    assert [finding.message for finding in judge(runs, wrong_pairs)] == [
        "tanh + binary_crossentropy"
    ]


@pytest.mark.parametrize(
    ("fill", "expected"),
    [
        pytest.param("", None, id="by a function that is not called here"),
        pytest.param("config.CLASSES = ['a', 'b', 'c']\n", 12, id="by this file"),
        pytest.param("config.CLASSES.append('a')\n", None, id="item by item"),
    ],
)
def test_an_empty_list_of_another_module_is_filled_elsewhere(
    tmp_path: Path, fill: str, expected: int | None
) -> None:
    (tmp_path / "config.py").write_text("CLASSES = []\nNAMES = {}\n")
    code = f"import config\nfrom config import NAMES\n{fill}"
    code += "m = keras.Sequential([keras.Input((3,)), layers.Dense(len(config.CLASSES))])\n"
    code += "n = keras.Sequential([keras.Input((3,)), layers.Dense(len(NAMES))])\n"
    read = trace(code, path=str(tmp_path / "train.py")).base.facts
    assert read.faults == ()
    count = tables.table(read.models[0])[-1].count
    assert (count if isinstance(count, int) else None) == expected


def test_a_model_that_depends_on_a_branch_is_not_settled() -> None:
    code = """
    import sys

    def net(rate, units):
        x = inputs = keras.Input((4,))
        if rate:
            x = layers.Dropout(rate)(x)
        if units > 3:
            print("wide")
        return keras.Model(inputs, layers.Dense(2)(x))

    net(float(sys.argv[1]), int(sys.argv[2]))
    keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    """
    models = settled(trace(code)).models
    gaps = [[gap.why for gap in model.gaps] for model in models]
    assert gaps == [["it depends on whether `rate` holds"], []]
    counts = [[str(row.count) for row in tables.table(model)] for model in models]
    assert counts == [["?", "?", "?"], ["0", "10"]]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param("m.compile('adam', loss)", 0, id="behind the loop"),
        pytest.param("    m.compile('adam', loss)", 1, id="in a turn of the loop"),
    ],
)
def test_a_side_that_all_turns_of_a_loop_would_have_to_take(place: str, expected: int) -> None:
    code = f"""
loss = "binary_crossentropy"
m = keras.Sequential([layers.Dense(3, activation="softmax")])
for name in ("a", "b"):
    if wanted(name):
        loss = "categorical_crossentropy"
{place}
"""
    assert len(judged(code)) == expected


def test_a_backend_that_is_gone_is_not_tried() -> None:
    code = """
from keras import backend as K
shape = (1, 28, 28) if K.backend() == "theano" else (28, 28, 1)
if K.backend() in ("cntk", "theano") or name_of_backend() == "theano":
    shape = (1, 28, 28)
m = keras.Sequential([keras.Input(shape), layers.Conv2D(8, 3)])
"""
    read = trace(code)
    assert read.base.decisions == {}
    (model,) = settled(read).models
    assert [str(row.count) for row in tables.table(model)] == ["0", "80"]


def test_a_side_that_raises_gives_nothing() -> None:
    code = """
    def width(data):
        if isinstance(data, list):
            size = data.shape[1]
        elif isinstance(data, dict):
            size = 1
        else:
            raise TypeError("neither")
        return size

    keras.Sequential([layers.Dense(width(table()))])
    """
    sides = {f"width:isinstance(data, {kind})": False for kind in ("list", "dict")}
    world = trace(code).world(sides)
    assert world is not None
    (layer,) = world.facts.layers
    assert isinstance(layer, Dense)
    assert isinstance(layer.units, Unknown)
    assert layer.units.why == "`width` raises on this side of its conditions"


def test_a_grid_of_settings_is_not_trained_to_its_end() -> None:
    code = """
    x, y = np.zeros((9, 4)), np.zeros((9, 1))
    for rate in (0.1, 0.2, 0.3, 0.4, 0.5):
        for units in range(4, 24):
            for size in (8, 16, 32, 64):
                m = keras.Sequential([layers.Dense(units), layers.Dropout(rate), layers.Dense(1)])
                m.compile("adam", "mse")
                m.fit(x, y, batch_size=size)
    last = keras.Sequential()
    for _ in range(7):
        last.add(layers.Dense(8))
    """
    facts = trace(code).base.facts
    assert len(facts.fits) == Limits().trainings
    assert len(facts.models[-1].layers) == 7
    assert not facts.models[-1].gaps


PASSED_ON = """
def network(kind):
    if kind == "dense":
        return keras.Sequential([layers.Dense(1, activation="sigmoid")])
    if kind == "classes":
        return keras.Sequential([layers.Dense(3, activation="softmax")])

def test(mode):
    m = network(mode)
    if mode == "{asked}":
        m.compile("adam", "binary_crossentropy")
    else:
        m.compile("adam", "categorical_crossentropy")
"""


def test_a_parameter_is_one_value_under_all_its_names() -> None:
    assert judged(PASSED_ON.format(asked="dense")) == []
    assert judged(PASSED_ON.format(asked="classes")) != []


DEFAULTS = """
def network(width=None, height=None):
    if width is None:
        width = 4
    if height is None:
        height = 4
    return keras.Sequential([keras.Input((width, height, 1)), layers.Conv2D(1, 5)])

def train({parameters}):
    return network({arguments})
"""


@pytest.mark.parametrize(
    ("parameters", "arguments", "expected"),
    [
        pytest.param("size", "", 1, id="nothing is passed"),
        pytest.param("size=None", "size, size", 1, id="None is passed on"),
        pytest.param("size", "size, size", 0, id="something is passed"),
        pytest.param("size", "read(size), height=read(size)", 0, id="what a call gives is passed"),
    ],
)
def test_a_default_of_none_is_for_those_who_pass_nothing(
    parameters: str, arguments: str, expected: int
) -> None:
    assert (
        len(levels("KC506", DEFAULTS.format(parameters=parameters, arguments=arguments)))
        == expected
    )


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("with pytest.raises(ValueError):", [], id="it has to fail"),
        pytest.param("with self.assertRaisesRegex(ValueError, 'momentum'):", [], id="in unittest"),
        pytest.param("with open('log') as log:", ["error high"], id="another block"),
    ],
)
def test_what_has_to_fail_is_no_mistake(block: str, expected: list[str]) -> None:
    code = f"def test(self):\n    {block}\n        keras.optimizers.SGD(momentum=2.0)\n"
    assert levels("KC612", code) == expected


def test_what_is_compiled_to_fail_is_no_mistake() -> None:
    code = """\
def test(x, y):
    m = keras.Sequential([keras.Input((3,)), layers.Dense(3, activation="sigmoid")])
    m.compile("sgd", "categorical_crossentropy")
"""
    fit = "m.fit(x, keras.utils.to_categorical(y))\n"
    assert levels("KC103", f"{code}    with pytest.raises(ValueError):\n        {fit}") == []
    assert levels("KC103", f"{code}    {fit}") == ["error high"]


def test_a_training_that_has_to_fail_is_none() -> None:
    code = """\
def test(x, y):
    m = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    m.compile(keras.optimizers.SGD(keras.optimizers.schedules.PolynomialDecay(0.1, 10)), "mse")
    rate = keras.callbacks.LearningRateScheduler(lambda step, rate: 0.5)
"""
    fit = "m.fit(x, y, callbacks=[rate])\n"
    assert levels("KC611", f"{code}    with pytest.raises(TypeError):\n        {fit}") == []
    assert levels("KC611", f"{code}    {fit}") == ["error high"]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("keras.backend._BACKEND == 'tensorflow'", ["warning medium"]),
        ("os.name == 'nt'", ["warning medium"]),
        ("keras.activations.relu == 'relu'", []),
    ],
)
def test_what_a_library_has_set_is_not_known(test: str, expected: list[str]) -> None:
    code = f"""\
import os
m = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
if {test}:
    m.compile("sgd", "mse", metrics=["accuracy"])
m.fit(x, y)
"""
    assert levels("KC114", code) == expected


def test_what_stands_next_to_a_finding_is_tried_first() -> None:
    other = "if read({0}):\n    more{0} = layers.Dense({0})\nelse:\n    more{0} = layers.Conv1D({0}, 3)\n"
    code = "".join(other.format(n) for n in range(1, 21)) + (
        "if read(a):\n    last = 'sigmoid'\nelse:\n    last = 'softmax'\n"
        "m = keras.Sequential([layers.Dense(3, activation=last)])\n"
        "if read(b):\n    loss = 'categorical_crossentropy'\nelse:\n    loss = 'binary_crossentropy'\n"
        "m.compile('adam', loss)\n"
    )
    assert judged(code) == []
    assert judged(code, Limits(worlds=4)) == []


@pytest.mark.parametrize(
    ("test", "place", "expected"),
    [
        pytest.param("i == len(sizes) - 1", "m.compile('adam', loss)", 0, id="by the turn"),
        pytest.param("wide", "m.compile('adam', loss)", 1, id="by what stays"),
        pytest.param("i == len(sizes) - 1", "    m.compile('adam', loss)", 1, id="in each turn"),
    ],
)
def test_a_layer_in_a_loop_whose_turns_take_both_sides(
    test: str, place: str, expected: int
) -> None:
    code = f"""
loss = "categorical_crossentropy"
x = inputs = keras.Input((3,))
for i, size in enumerate(sizes):
    act = "sigmoid"
    if {test}:
        act = "softmax"
    x = layers.Dense(size, activation=act)(x)
    m = keras.Model(inputs, x)
{place}
"""
    assert len(judge(trace(code), layers_that_do_not_fit)) == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [("i < len(sizes) - 1", 0), ("i != len(sizes) - 1", 0), ("len(sizes) > 1", 1)],
)
def test_the_side_of_all_turns_but_the_last_one(test: str, expected: int) -> None:
    """What stands behind the loop meets the layer of the last turn, which is another one."""
    code = f"""
x = inputs = keras.Input((3,))
for i, size in enumerate(sizes):
    act = "softmax"
    if {test}:
        act = "sigmoid"
    x = layers.Dense(size, activation=act)(x)
m = keras.Model(inputs, x)
m.compile("adam", "categorical_crossentropy")
"""
    assert len(judge(trace(code), layers_that_do_not_fit)) == expected


def layers_that_do_not_fit(facts: Facts) -> Iterator[Finding]:
    """The same rule with the layer as the place, and the loss as what shows the mistake."""
    for training in facts.trainings:
        for finding in wrong_pairs(replace(facts, trainings=(training,))):
            layer = training.output.layer
            assert layer is not None
            assert layer.site is not None
            yield replace(finding, at=layer.site.at, labels=[Label(finding.at, "the loss")])


RESIDUAL = """
def block(x, size):
    y = layers.Conv2D(size, 3, padding="same")(x)
    {condition}
    return layers.add([x, y])

inputs = keras.Input((32, 32, 3))
m = keras.Model(inputs, block(inputs, 16))
"""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("if needs(x, y): x = layers.Conv2D(size, 1)(x)", [], id="guarded"),
        pytest.param("if needs(x, y): y = layers.ReLU()(y)", ["error high"], id="either way"),
        pytest.param("", ["error high"], id="always"),
    ],
)
def test_a_condition_may_keep_shapes_from_meeting(condition: str, expected: list[str]) -> None:
    assert levels("KC509", RESIDUAL.format(condition=condition)) == expected


NETWORKS = """
def first():
    return layers.Dense(1, activation="sigmoid"), "binary_crossentropy"

def second():
    return layers.Dense(9, activation="sigmoid"), "categorical_crossentropy"

def build(name):
    if name == "first":
        last, loss = first()
    elif {condition}:
        last, loss = second()
    else:
        last, loss = first()
    m = keras.Sequential([last])
    m.compile("adam", loss)

build(read())
"""


@pytest.mark.parametrize(
    ("condition", "branch"),
    [
        pytest.param('name == "second"', '`name == "second"` holds', id="one name"),
        pytest.param(
            'name == "second" or name == "2"',
            '`name == "second" or name == "2"` holds',
            id="two names",
        ),
        pytest.param(
            'name != "third"',
            '`name == "first"` does not hold and `name == "third"` does not hold',
            id="no name",
        ),
    ],
)
def test_a_branch_is_named_by_the_condition_that_leads_there(condition: str, branch: str) -> None:
    (finding,) = judged(NETWORKS.format(condition=condition))
    assert finding.branch == f"where {branch}"


CHOSEN = """
last, loss = layers.Dense(9, activation="sigmoid"), "categorical_crossentropy"
if name() == "first":
    last, loss = layers.Dense(1, activation="sigmoid"), "binary_crossentropy"
elif name() == "second":
    last, loss = layers.Dense(3, activation="softmax"), "categorical_crossentropy"
{}
m = keras.Sequential([last])
m.compile("adam", loss)
"""


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        pytest.param("", 0, id="what stands there before is for no option"),
        pytest.param("else:\n    print('the default')", 1, id="the other side says it"),
        pytest.param("elif flag:\n    print('the default')", 1, id="another question"),
    ],
)
def test_a_selection_without_a_side_for_the_rest(rest: str, count: int) -> None:
    assert len(judged(CHOSEN.format(rest))) == count


def test_a_value_that_one_condition_replaces_is_told() -> None:
    code = CHOSEN.format("").replace("elif", "if False and")
    assert len(judged(code)) == 1


MISSING = """
if exists("labels.txt"):
    loss = "binary_crossentropy"
else:
    {}
m = keras.Sequential([layers.Dense(1, activation="sigmoid")])
m.compile("adam", loss or "mse")
"""


@pytest.mark.parametrize(
    ("side", "count"),
    [
        pytest.param("loss = None", 0, id="none"),
        pytest.param("print('no labels')\n    loss = ''", 0, id="an empty text, and it says so"),
        pytest.param("loss = 'mse'", 1, id="a value"),
        pytest.param("loss = None\n    n = read()", 1, id="and something is done"),
    ],
)
def test_a_side_that_only_marks_what_is_missing(side: str, count: int) -> None:
    assert len(judged(MISSING.format(side))) == count


OPTIONS = """
if kind == "a":
    act = "sigmoid"
elif kind == "b":
    act = "sigmoid"
elif kind == "c":
    act = {}
else:
    act = {}
m = keras.Sequential([layers.Dense(3, activation=act)])
if categories:
    m.compile("adam", "categorical_crossentropy")
else:
    m.compile("adam", "binary_crossentropy")
"""


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param('"softmax"', [], id="an option that fits, with which the other may go"),
        pytest.param('"tanh"', ["sigmoid + categorical_crossentropy"], id="no option that fits"),
    ],
)
def test_options_of_which_several_lead_to_a_finding(last: str, expected: list[str]) -> None:
    code = OPTIONS.format(last, last)
    messages = {finding.message for finding in judged(code)}
    assert sorted(messages) == expected


@pytest.mark.parametrize(
    "call", ["prepare.encode(kind)", "encode(kind)"], ids=["of a module", "by its name"]
)
def test_a_branch_in_a_function_that_makes_the_data_matters(call: str, tmp_path: Path) -> None:
    (tmp_path / "prepare.py").write_text(
        "import numpy as np\ndef encode(kind):\n    if kind == 'flat':\n"
        "        shaped = np.zeros((90, 784))\n    else:\n        shaped = np.zeros((90, 28, 28))\n"
        "    return shaped\n"
    )
    code = f"""
import prepare
from prepare import encode
x = {call}
m = keras.Sequential([keras.Input((784,)), layers.Dense(1)])
m.compile("adam", "mse")
m.fit(x, np.zeros(90))
"""
    runs = trace(code, path=str(tmp_path / "train.py"))
    assert [decision.alternative for decision in runs.base.decisions.values()] == [True]


def test_conditions_of_one_name_in_two_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "nets.py").write_text(
        "from keras import layers, Sequential\n"
        "LOCAL = ask()\n"
        "def build():\n"
        "    if LOCAL:\n"
        "        m = Sequential([layers.Dense(3, activation='softmax')])\n"
        "        m.compile('adam', 'binary_crossentropy')\n"
    )
    code = """
    if LOCAL:
        m = keras.Sequential([layers.Dense(3)])
    else:
        import nets
        nets.build()
    """
    (finding,) = judge(trace(code, path=str(tmp_path / "main.py")), wrong_pairs)
    first, second = finding.branch.split(" and ")
    assert re.fullmatch(r"where `LOCAL` on line \d+ of main.py does not hold", first)
    assert second == "`LOCAL` on line 4 of nets.py holds"

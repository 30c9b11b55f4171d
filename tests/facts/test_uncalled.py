from textwrap import dedent

import pytest

from kerascheck.keras_api.layers import Conv2D, Dense
from kerascheck.values import Unknown
from tests.facts.trace_of import facts
from tests.rules.found import levels

OBJECT = """
class Classifier:
    def __init__(self):
        self.units = {first}
        self.build_settings()

    def build_settings(self):
        self.name = "head"

    def create(self):
        return layers.Dense(self.units, name=self.name)

    def load(self, path):
        {change}
"""


def units(code: str) -> list[object]:
    return [layer.units for layer in facts(code).layers if isinstance(layer, Dense)]


@pytest.mark.parametrize("first", ["None", "7", "(7, 1)"])
def test_a_setting_that_another_method_gives_is_open(first: str) -> None:
    [found] = units(OBJECT.format(first=first, change="self.units = read(path)"))
    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    "change",
    ["self.others = read(path)", "units = read(path)", "path.units = 3", "self.units += 1"],
)
def test_a_setting_that_no_other_method_gives_is_known(change: str) -> None:
    assert units(OBJECT.format(first="7", change=change)) == [7]


def test_what_the_making_of_an_object_sets_is_known() -> None:
    [layer] = facts(OBJECT.format(first="7", change="pass")).layers
    assert layer.extra["name"] == "head"


OPEN = """
class Base:
    def __init__(self):
        self.model = keras.Sequential()
        self.fill()
        self.model.add(layers.Dense(1))
        self.model.summary()

    def fill(self):
        "To be written by the classes that derive from this one."
        raise NotImplementedError{call}

    def look(self):
        return self.model.count_params()
"""
HEIR = """
class Network(Base):
    def fill(self):
        self.model.add(layers.Dense(8, input_shape=(3,)))
"""


@pytest.mark.parametrize("call", ["", "()", "('fill')"])
def test_a_class_for_others_to_derive_from_is_seen_as_one_of_them(call: str) -> None:
    base = OPEN.format(call=call)
    assert levels("KC511", base + HEIR) == []
    assert levels("KC511", base.replace("raise NotImplementedError", "print") + HEIR) != []


def test_what_a_function_that_nothing_calls_appends_is_not_there() -> None:
    code = """
    chain = []

    def add(units):
        chain.append(layers.Conv2D(units, 3))

    class Network:
        def build(self, turns):
            x = keras.Input((9,))
            chain.append(layers.Dense(27))
            chain.append(layers.Reshape((3, 3, 3)))
            add(4)
            for layer in chain:
                x = layer(x)
            return x
    """
    assert levels("KC505", dedent(code)) == []


@pytest.mark.parametrize(("first", "known"), [("7", False), ("None", True)])
def test_a_default_is_not_for_a_setting_that_was_a_number(first: str, known: bool) -> None:
    code = OBJECT.format(first=first, change="self.units = read(path)")
    code = code.replace("layers.Dense(self.units, name=self.name)", "head(self.units)")
    head = """
def head(units=None):
    if units is None:
        units = 3
    return layers.Dense(units)
"""
    [found] = units(code + head)
    assert found == 3 if known else isinstance(found, Unknown)


CASES = """
class Test(unittest.TestCase):
    def {before}(self):
        self.model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
        self.model.compile("sgd", "mse")

    def test_schedule(self):
        decay = keras.optimizers.schedules.PolynomialDecay(0.1, 10)
        self.model.compile(keras.optimizers.SGD(decay), "mse")

    def test_callback(self):
        rate = keras.callbacks.LearningRateScheduler(lambda step, rate: 0.5)
        self.model.fit(x, y, callbacks=[rate])
"""


@pytest.mark.parametrize(("before", "expected"), [("setUp", []), ("__init__", ["error high"])])
def test_each_test_of_a_case_begins_anew(before: str, expected: list[str]) -> None:
    assert levels("KC611", "import unittest\n" + CASES.format(before=before)) == expected


STACK = """\
    model = keras.Sequential([keras.Input((3,)), layers.Dense(8), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.load("x.npy"), np.load("y.npy"))
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(f"def test_a():\n{STACK}def test_b():\n    pass\n", [], id="functions"),
        pytest.param(
            f"class ATest(testing.TestCase):\n  def test_a(self):\n{STACK}", [], id="a case"
        ),
        pytest.param(f"def test_a():\n{STACK}", ["warning high"], id="a function alone"),
        pytest.param(
            f"def test_a(x):\n{STACK}def test_b(x):\n    pass\n", ["warning high"], id="measuring"
        ),
    ],
)
def test_unit_tests_need_not_train_well(code: str, expected: list[str]) -> None:
    assert levels("KC402", code) == expected


KINDS = """
class Reader:
    def __init__(self, kind, length):
        if kind == "text":
            self.shape = (length, 32)
            self.model = self.recurrent()
        elif kind == "film":
            self.shape = (length, 80, 80, 3)
            self.model = {film}

    def recurrent(self):
        return keras.Sequential([layers.LSTM(8, input_shape=self.shape), layers.Dense(2)])

    def volumes(self):
        return keras.Sequential([layers.Conv3D(8, 3, input_shape=self.shape), layers.Dense(2)])
"""


@pytest.mark.parametrize(
    ("film", "expected"),
    [
        pytest.param("self.volumes()", [], id="each from its branch"),
        pytest.param("self.recurrent()", ["error high", "error high"], id="from the wrong branch"),
    ],
)
def test_a_method_of_another_branch_does_not_meet_what_this_one_sets(
    film: str, expected: list[str]
) -> None:
    assert levels("KC505", KINDS.format(film=film)) == expected


FIRST = """
def stem(shape):
    inputs = keras.Input(shape)
    x = layers.Conv2D(64, 7, strides=2)(inputs)
    y = layers.Conv2D(32, 3, padding="same", strides=2{own})(x)
    return keras.Model(inputs, layers.concatenate([x, y], axis=3))
"""


@pytest.mark.parametrize(
    ("own", "call", "expected"),
    [
        pytest.param(", data_format='channels_first'", "", 0, id="whoever calls it may set it"),
        pytest.param("", "stem((96, 96, 3))", 1, id="called here"),
    ],
)
def test_the_order_of_channels_of_a_model_that_another_script_makes(
    own: str, call: str, expected: int
) -> None:
    assert len(levels("KC509", FIRST.format(own=own) + call)) == expected


@pytest.mark.parametrize(("own", "known"), [(", data_format='channels_first'", False), ("", True)])
def test_layers_beside_those_that_say_where_their_channels_are(own: str, known: bool) -> None:
    first = next(layer for layer in facts(FIRST.format(own=own)).layers if layer.kind == "Conv2D")
    assert isinstance(first, Conv2D)
    assert isinstance(first.data_format, Unknown) is not known


PLACE = """
{first}
def build():
    return layers.Dense(units={units})

def load(x):
    {change}
"""


@pytest.mark.parametrize(
    ("first", "units_of", "change", "known"),
    [
        ("names = []", "len(names)", "names.append(x)", None),
        ("names = []", "len(names)", "for y in x:\n        names.append(y)", None),
        ("size = 0", "size", "global size\n    size = len(x)", None),
        ("size = 7", "size", "global size\n    size = len(x)", 7),
        ("size = 0", "size", "size = len(x)", 0),
        ("names = []", "len(names)", "names = []\n    names.append(x)", 0),
        ("names = []", "len(names)", "return names", 0),
        ("names = []\ndef load(x):\n    names.append(x)\nload(3)", "len(names)", "pass", 1),
    ],
)
def test_what_another_function_is_still_to_set_is_open(
    first: str, units_of: str, change: str, known: int | None
) -> None:
    [found] = units(PLACE.format(first=first, units=units_of, change=change))
    assert found == known if known is not None else isinstance(found, Unknown)


def test_what_a_function_sets_by_calling_another_one_is_known() -> None:
    code = PLACE.format(first="names = []", units="len(names)", change="names.append(x)")
    assert units(code.replace("    return", "    load(1)\n    load(2)\n    return")) == [2]

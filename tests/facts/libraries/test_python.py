"""The standard library: counters, mathematics, random numbers, paths, the command line."""

from typing import Any

import pytest

from kerascheck.facts.call import Call
from kerascheck.facts.libraries import python
from kerascheck.values import Data, Encoding, Frequencies, Unknown


def test_a_counter_counts_labels(script: Any) -> None:
    y = Data(shape=(9,), encoding=Encoding.INT, classes=3)
    counter = script("Counter(y)", y=y)
    assert isinstance(counter, Frequencies)
    assert (counter.direction, counter.mapped, counter.of) == (1, True, y)


def test_a_counter_of_a_list_has_numbers(script: Any) -> None:
    assert script("Counter([1, 1, 0])").values == (2, 1)
    assert script("Counter(['a', 'b', 'a'])['a']").values == (2,)
    assert isinstance(script("Counter([1, u])", u=Unknown("x")), Unknown)


def test_mathematics_is_computed(script: Any) -> None:
    assert script("math.ceil(100 / 32)") == 4
    assert script("math.sqrt(16)") == 4.0
    assert script("math.pi") == pytest.approx(3.14159, abs=1e-4)
    assert isinstance(script("math.log(0)"), Unknown)
    assert isinstance(script("math.sqrt(u)", u=Unknown("x")), Unknown)
    assert isinstance(script("math.factorial(10000)"), Unknown)


def test_logarithms_of_weights_keep_their_order(script: Any) -> None:
    weights = Frequencies(-1)
    assert script("math.sqrt(w)", w=weights).direction == -1
    assert isinstance(script("math.sin(w)", w=weights), Unknown)


def test_random_numbers_are_unknown(script: Any) -> None:
    assert isinstance(script("random.random()"), Unknown)
    assert isinstance(script("random.randint(1, 5)"), Unknown)
    assert script("random.shuffle([1, 2])") is None
    assert len(script("random.sample([1, 2, 3], 2)")) == 2


def test_command_line_arguments_are_unknown_for_that_reason(script: Any) -> None:
    script("parser = argparse.ArgumentParser()\nparser.add_argument('--epochs', default=5)")
    args = script("parser.parse_args()")
    assert isinstance(args, Unknown)
    assert args.why == "command-line argument"
    assert script("parser.parse_known_args()")[0].why == "command-line argument"


def test_iteration_tools_give_lists(script: Any) -> None:
    assert script("itertools.product([1, 2], ['a'])") == [(1, "a"), (2, "a")]
    assert script("itertools.chain([1], (2, 3))") == [1, 2, 3]
    assert script("itertools.chain.from_iterable([[1], [2]])") == [1, 2]
    assert isinstance(script("itertools.product(r, r, r)", r=range(100)), Unknown)


def test_a_reduction_calls_its_function(script: Any) -> None:
    assert script("functools.reduce(f, [2, 3, 4])", f=lambda a, b: a * b) == 24
    assert script("functools.reduce(f, [2, 3], 10)") == 60


def test_paths_are_joined(script: Any) -> None:
    assert script("os.path.join('data', 'train')") == "data/train"
    assert script("os.path.splitext('model.h5')") == ("model", ".h5")
    assert isinstance(script("os.path.join(u, 'train')", u=Unknown("x")), Unknown)
    assert isinstance(script("os.listdir('data')"), Unknown)


ODD: dict[str, Any] = {
    "nothing": [],
    "none": [None, None],
    "unknown": [Unknown("a"), Unknown("b")],
    "numbers": [3, -7, 2],
    "huge": [10**400, 10**400],
    "floats": [float("nan"), float("inf")],
    "text": ["a", "b"],
    "lists": [[[1, 2], [3]], [1, "a", None]],
    "data": [Data(), Data(shape=(3, 4))],
    "counts": [Frequencies(1), Frequencies(-1, mapped=True)],
    "dicts": [{"a": 1}, {2: [1]}],
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_functions_take_any_argument(script: Any, odd: Any) -> None:
    for path, handler in {**python.FUNCTIONS, **python.METHODS}.items():
        for complete in (True, False):
            handler(Call(path, script.site, list(odd), {}, script, complete=complete))

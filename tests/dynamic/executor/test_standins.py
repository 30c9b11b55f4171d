"""Stand-ins take part in everything, and say where a plain value is made of one."""

# mypy: disable-error-code="no-untyped-call,no-untyped-def"

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from kerascheck.dynamic.executor import standins
from kerascheck.dynamic.executor.standins import Standin, Stub, StubFinder


@pytest.fixture
def leaks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has leaked so far."""
    told: list[str] = []
    monkeypatch.setattr(standins, "leak", told.append)
    return told


@pytest.fixture
def value(leaks: list[str]) -> Any:
    return Standin("what `read_csv` reads")


def test_everything_of_a_stand_in_is_one(value: Any, leaks: list[str]) -> None:
    made = [
        value.columns[0].max() + 1, 3 - value, -value, value @ value, value == 3, value < 4,
        value["a"], value[1:3].shape, value(1, 2), value // 2, abs(value), round(value),
    ]  # fmt: skip
    assert all(isinstance(item, Standin) for item in made)
    value.name = 3
    value["a"] = 4
    del value["a"]
    assert leaks == []


def test_it_is_unpacked_as_often_as_needed(value: Any, leaks: list[str]) -> None:
    (a, b), (c, d, e) = value
    first, *rest = value
    assert all(isinstance(item, Standin) for item in (a, b, c, d, e, first))
    assert isinstance(rest, list)
    for one, two in (value, value):
        assert isinstance(one, Standin)
        assert isinstance(two, Standin)
    assert leaks == []


@pytest.mark.parametrize(
    "take",
    [bool, int, float, complex, len, list, str, range, lambda v: 3 in v, lambda v: f"{v}"],
)
def test_a_plain_value_is_a_leak(take: Any, value: Any, leaks: list[str]) -> None:
    assert not isinstance(take(value), Standin)
    assert set(leaks) == {"what `read_csv` reads"}


def test_what_is_known_of_a_shape_is_no_leak(leaks: list[str]) -> None:
    data: Any = Standin("the data", (25000, None, 3))
    assert len(data) == data.shape[0] == 25000
    assert data.shape[2] == 3
    assert isinstance(data.shape[1], Standin)
    assert data.ndim == 3
    assert data[0].shape[1] == 3
    assert data[:5].shape[2] == 3
    assert leaks == []


def test_it_can_be_a_base_class_a_context_and_a_decorator(value: Any) -> None:
    class Part(value):  # type: ignore[misc]
        def __init__(self, n: int) -> None:
            super().__init__(n, other=1)
            value.__init__(self, n)

    assert isinstance(Part(3).anything, Standin)
    with value as inner:
        assert isinstance(inner, Standin)

    @value  # type: ignore[untyped-decorator]
    def decorated() -> int:
        return 3

    assert decorated() == 3


def test_one_inside_of_collections_is_found(value: Any, leaks: list[str]) -> None:
    assert standins.first((1, [2, {"a": value}])) is value
    assert standins.first([1, "x", None]) is None
    assert leaks == []


def test_the_datasets_of_keras_have_their_shapes() -> None:
    pytest.importorskip("numpy")
    (x, y), (held, _) = standins.dataset("cifar10")()
    assert (x.shape, y.shape, held.shape) == ((50000, 32, 32, 3), (50000, 1), (10000, 32, 32, 3))
    assert sorted(set(y.ravel().tolist())) == list(range(10))
    (texts, labels), _ = standins.dataset("imdb")(num_words=100)
    assert isinstance(texts, Standin)
    assert (texts.shape[0], labels.shape) == (25000, (25000,))
    (houses, _), _ = standins.dataset("boston_housing")()
    assert houses.shape == (404, 13)


@pytest.fixture
def finder() -> Iterator[StubFinder]:
    """A finder for what this file imports."""
    made = StubFinder(__file__.__eq__)
    sys.meta_path.append(made)
    yield made
    sys.meta_path.remove(made)
    for name in [name for name, module in sys.modules.items() if isinstance(module, Stub)]:
        del sys.modules[name]


def test_a_package_that_is_not_there_is_stood_in_for(finder: StubFinder) -> None:
    package = __import__("no_such_package.part")
    assert isinstance(package.thing, Standin)
    assert isinstance(package.part.other, Standin)
    assert finder.met == {"no_such_package"}


def test_what_a_library_tries_to_import_is_not(finder: StubFinder) -> None:
    code = "try:\n    import no_such_package\nexcept ImportError:\n    found = False\n"
    names: dict[str, Any] = {}
    exec(compile(code, "library.py", "exec"), names)  # noqa: S102
    assert names["found"] is False

import pytest

from kerascheck.values import Data, More, Position, Unknown
from tests.facts.trace_of import value_of
from tests.rules.found import levels


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("3 + 4 * 2", 11),
        ("2 ** 5", 32),
        ("7 // 2", 3),
        ("-3", -3),
        ("0x10", 16),
        ("1_000", 1000),
        ("int('12')", 12),
        ("len([1, 2, 3])", 3),
        ("len('abc')", 3),
        ("[10, 20, 30][1]", 20),
        ("[10, 20, 30][-1]", 30),
        ("{'a': 5}['a']", 5),
        ("{'a': 5}.get('b', 7)", 7),
        ("sum(i for i in range(4))", 6),
        ("max(3, 9)", 9),
        ("len([i for i in range(10) if i % 2])", 5),
        ("len({k: 1 for k in 'abc'})", 3),
        ("(lambda a, b=2: a * b)(4)", 8),
        ("5 if 1 < 2 < 3 else 6", 5),
        ("4 and 5", 5),
        ("0 or 5", 5),
        ("not 1", False),
        ("len(f'{1}{2}')", 2),
        ("len('a' 'b')", 2),
        ("dict(a=3)['a']", 3),
        ("list(enumerate([7, 8]))[1][0]", 1),
        ("list(zip([1, 2], [3, 4]))[1][1]", 4),
        ("'1,2,3'.count(',')", 2),
        ("(n := 6) + 1", 7),
        ("[*range(3), 9][3]", 9),
        ("round(2.6)", 3),
        ("isinstance(3, int)", True),
        ("type(3) == int", True),
        ("type('M') == int", False),
        ("type('M') != int", True),
        ("type(True) is int", False),
        ("type([3]) is list", True),
        ("type(3) in (int, float)", True),
        ("type('M') not in (int, float)", True),
        ("load() in []", False),
        ("load() not in {}", True),
        ("type(3) == type(4)", True),
    ],
)
def test_constants_are_computed(expression: str, value: object) -> None:
    assert value_of(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("undefined_name", id="a name that nothing defines"),
        pytest.param("undefined_name + 1", id="arithmetic with it"),
        pytest.param("10 ** 10_000", id="a huge power"),
        pytest.param("'ab' * 10 ** 9", id="a huge text"),
        pytest.param("1 // 0", id="a division by zero"),
        pytest.param("[1][5]", id="an index out of range"),
        pytest.param("int(input())", id="typed in by the user"),
        pytest.param("1 << 100_000", id="a huge shift"),
        pytest.param("f'{undefined_name}.h5'", id="a text with an unknown value"),
    ],
)
def test_what_cannot_be_known_is_unknown_with_a_reason(expression: str) -> None:
    value = value_of(expression)
    assert isinstance(value, Unknown)
    assert value.why


@pytest.mark.parametrize(
    ("before", "value"),
    [
        pytest.param("a, (b, c) = 1, (2, 3)\nx = c", 3, id="nested unpacking"),
        pytest.param("a, *b = [1, 2, 3]\nx = b[1]", 3, id="a starred target"),
        pytest.param("x = y = 4", 4, id="several targets"),
        pytest.param("x = 1\nx += 4", 5, id="an augmented assignment"),
        pytest.param("x: int = 3", 3, id="an annotated assignment"),
        pytest.param("d = {}\nd['k'] = 2\nx = d['k']", 2, id="an item of a dict"),
        pytest.param("v = [1, 2]\nw = v\nw.append(9)\nx = v[2]", 9, id="an alias of a list"),
        pytest.param("x = 0\nfor i in range(4):\n    x += i", 6, id="a known loop"),
        pytest.param("x = 1\nwhile x < 20:\n    x *= 2", 32, id="a known while"),
        pytest.param("for x in [1, 2, 3]:\n    if x == 2:\n        break", 2, id="a break"),
        pytest.param("x = 1\nif x > 5:\n    x = 2\nelse:\n    x = 3", 3, id="a known branch"),
        pytest.param("try:\n    x = 1\nexcept ValueError:\n    x = 2", 1, id="a try block"),
        pytest.param(
            "def f(a, *r, k=3, **o):\n    return a + k + len(r)\nx = f(1, 2, 3)",
            6,
            id="a function with all kinds of parameters",
        ),
        pytest.param(
            "def f(n):\n    return 1 if n == 0 else n * f(n - 1)\nx = f(0)",
            1,
            id="a recursive function that ends at once",
        ),
        pytest.param(
            "class C:\n    n = 4\n    def __init__(self, a):\n        self.a = a\n"
            "    def both(self):\n        return self.a + self.n\nx = C(3).both()",
            7,
            id="an object of the script",
        ),
        pytest.param(
            "class A:\n    def f(self):\n        return 1\nclass B(A):\n"
            "    def f(self):\n        return super().f() + 1\nx = B().f()",
            2,
            id="a method of the base class",
        ),
        pytest.param(
            "class C:\n    @property\n    def n(self):\n        return 5\nx = C().n",
            5,
            id="a property",
        ),
        pytest.param(
            "class C:\n    @property\n    def n(self):\n        return self._n + 1\n"
            "    @n.setter\n    def n(self, n):\n        self._n = 2 * n\n"
            "c = C()\nc.n = 4\nx = c.n",
            9,
            id="a property that can be set",
        ),
        pytest.param(
            "class C:\n    _n = 3\n    @property\n    def n(self):\n        return self._n\n"
            "    @n.setter\n    def n(self, n):\n        self._n = n\nx = C().n",
            3,
            id="one that is only read",
        ),
        pytest.param("import functools\nx = functools.partial(max, 3)(8)", 8, id="a partial"),
        pytest.param("x = 0\ndef f():\n    global x\n    x = 8\nf()", 8, id="a global"),
        pytest.param(
            "match 2:\n    case 1:\n        x = 1\n    case 2:\n        x = 5",
            5,
            id="a match statement",
        ),
    ],
)
def test_statements_have_their_effect(before: str, value: object) -> None:
    assert value_of("x", before) == value


def test_numbers_changed_in_a_loop_of_unknown_length_are_unknown() -> None:
    assert isinstance(value_of("x", "x = 1\nfor line in open('f'):\n    x += 1"), Unknown)


def test_a_recursion_without_end_is_unknown() -> None:
    assert isinstance(value_of("x", "def f(n):\n    return f(n + 1)\nx = f(0)"), Unknown)


def test_what_a_mask_leaves_is_another_unknown_than_the_mask() -> None:
    before = "mask = load()\nrest = ~mask"
    assert value_of("rest is mask", before) is not True
    assert isinstance(value_of("rest", before), Unknown)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("len(list(range(3_200)))", 3_200),
        ("sum(range(3_200))", 5_118_400),
        ("len(list(zip(range(3_200), range(4_000))))", 3_200),
        ("list(range(3_200))[-1]", 3_199),
        ("len(list('ab' * 1_500))", 3_000),
    ],
)
def test_long_ranges_are_taken_whole(expression: str, value: object) -> None:
    assert value_of(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("len([2 * i for i in range(3_200)])", id="more turns than are followed"),
        pytest.param("len({i: 1 for i in range(3_200)})", id="a dict of as many"),
        pytest.param("sum(range(10 ** 12))", id="more than fit in memory"),
        pytest.param(
            "np.stack([np.zeros(20) for _ in range(3_200)]).shape[0]", id="rows put together"
        ),
    ],
)
def test_a_range_that_is_not_followed_to_its_end_has_no_known_number(expression: str) -> None:
    assert isinstance(value_of(expression), Unknown)


IMAGES = "(x, y), _ = keras.datasets.cifar10.load_data()\n"


def test_rows_that_a_long_list_of_numbers_picks() -> None:
    data = value_of("x[list(range(40000))]", IMAGES)
    assert isinstance(data, Data)
    assert data.shape == (40000, 32, 32, 3)


def test_an_index_that_is_not_known_may_be_one_or_many() -> None:
    data = value_of("x[chosen()]", IMAGES)
    assert isinstance(data, Data)
    assert isinstance(data.shape, Unknown)


def test_fields_that_unpacked_arguments_may_set_are_not_known() -> None:
    before = """
from dataclasses import dataclass
@dataclass
class Config:
    folder: str = None
    units: int = 4
    def doubled(self):
        return 2 * self.units
"""
    assert value_of("Config().units", before) == 4
    assert value_of("Config(units=5, **options()).units", before) == 5
    assert isinstance(value_of("Config(**options()).units", before), Unknown)
    assert isinstance(value_of("Config(**options()).folder", before), Unknown)
    assert value_of("Config(units=5, **options()).doubled()", before) == 10


@pytest.mark.parametrize(
    ("index", "shape"),
    [
        pytest.param("random.randint(0, 9)", (32, 32, 3), id="a random number"),
        pytest.param("np.random.randint(9)", (32, 32, 3), id="one of NumPy"),
        pytest.param("np.random.choice(len(x))", (32, 32, 3), id="a choice of one"),
        pytest.param("np.argmax(y)", (32, 32, 3), id="one place"),
        pytest.param("np.random.randint(low())", (32, 32, 3), id="a bound that is not known"),
        pytest.param("np.random.randint([3, 4])", None, id="a bound for each of two"),
    ],
)
def test_one_number_that_is_not_known_takes_one_row(
    index: str, shape: tuple[int, ...] | None
) -> None:
    data = value_of(f"x[{index}]", "import random\n" + IMAGES)
    assert isinstance(data, Data)
    if shape is None:
        assert data.shape != (32, 32, 3)
    else:
        assert data.shape == shape


def test_arithmetic_of_one_number_gives_one_number() -> None:
    number = Position("a number")
    for result in (number + 1, 2 * number, number - number, number // 3, number % 2):
        assert isinstance(result, Position)
    for result in (number / 2, number + 0.5, number + Unknown("a list")):
        assert not isinstance(result, Position)


@pytest.mark.parametrize(
    ("target", "iterable", "row"),
    [
        ("row", "x", "row"),
        ("i, row", "enumerate(x)", "row"),
        ("row, label", "zip(x, y)", "row"),
        ("i, (row, label)", "enumerate(zip(x, labels()))", "row"),
        ("i", "range(n())", "x[i]"),
        ("i, row", "enumerate(x)", "x[i]"),
    ],
)
def test_rows_of_loops(target: str, iterable: str, row: str) -> None:
    code = IMAGES + f"for {target} in {iterable}:\n    found({row})\n    one = {row}\n"
    data = value_of("one", code)
    assert isinstance(data, Data)
    assert data.shape == (32, 32, 3)


@pytest.mark.parametrize(
    ("blank", "expected"),
    [("...", []), ("units=...", []), ("", ["error high"])],
)
def test_three_dots_are_a_blank(blank: str, expected: list[str]) -> None:
    assert levels("KC507", f"x = layers.Dense({blank})\n") == expected


@pytest.mark.parametrize(("blank", "expected"), [("...", []), ("", ["error high"])])
def test_three_dots_stand_for_all_arguments(blank: str, expected: list[str]) -> None:
    code = f"m = keras.Sequential([layers.Dense(1)])\nm.compile({blank})\nm.fit(x, y)\n"
    assert levels("KC213", code) == expected


FILES = "import os\nfrom keras.utils import load_img, img_to_array\nfiles = os.listdir('a')\n"


@pytest.mark.parametrize(
    ("expression", "shape", "ends"),
    [
        pytest.param("[i / 255.0 for i in x]", (32, 32, 3), (0.0, 1.0), id="rows of an array"),
        pytest.param(
            "[i / 255.0 for i, c in zip(x, y)]", (32, 32, 3), (0.0, 1.0), id="rows and labels"
        ),
        pytest.param(
            "[i / 255.0 for _, i in enumerate(x)]", (32, 32, 3), (0.0, 1.0), id="with numbers"
        ),
        pytest.param(
            "[img_to_array(load_img(f, target_size=(8, 9))) for f in files]",
            (8, 9, 3),
            (0.0, 255.0),
            id="files",
        ),
    ],
)
@pytest.mark.parametrize("joined", ["np.array", "np.asarray", "np.stack"])
def test_a_comprehension_over_a_collection_that_is_not_known(
    joined: str, expression: str, shape: tuple[int, ...], ends: tuple[float, float]
) -> None:
    data = value_of(f"{joined}({expression})", FILES + IMAGES)
    assert isinstance(data, Data)
    assert isinstance(data.shape, tuple)
    assert isinstance(data.shape[0], Unknown)
    assert data.shape[1:] == shape
    assert (data.low, data.high) == ends


def test_a_comprehension_over_a_collection_that_is_not_known_is_a_list_of_one_kind() -> None:
    items = value_of("[i / 255.0 for i in x]", IMAGES)
    assert isinstance(items, list)
    assert [type(item) for item in items] == [Data, More]
    assert isinstance(value_of("len([i for i in x if good(i)])", IMAGES), Unknown)


@pytest.mark.parametrize(
    ("expression", "shape", "ends"),
    [
        ("np.concatenate([x[:5], more()])", (32, 32, 3), (None, None)),
        ("np.vstack([r[None] / 255.0 for r in x])", (32, 32, 3), (0.0, 1.0)),
        ("np.concatenate([x[:5], x[:7]])", (32, 32, 3), (0.0, 255.0)),
    ],
)
def test_arrays_put_together_of_which_not_all_are_known(
    expression: str, shape: tuple[int, ...], ends: tuple[float | None, float | None]
) -> None:
    data = value_of(expression, IMAGES)
    assert isinstance(data, Data)
    assert isinstance(data.shape, tuple)
    assert data.shape[1:] == shape
    assert isinstance(data.shape[0], Unknown) == ("x[:7]" not in expression)
    assert (data.low, data.high) == ends


TABLE = "import pandas as pd\ntable = pd.read_csv('table.csv')\n"


@pytest.mark.parametrize(
    "source", ["np.asarray(table['image'].tolist())", "np.array(list(table['image'].values))"]
)
def test_the_cells_of_a_column_may_be_arrays(source: str) -> None:
    data = value_of("cells", f"{TABLE}cells = {source}\n")
    assert isinstance(data, Data)
    assert isinstance(data.shape, Unknown)


def test_one_hot_rows_of_a_column_are_an_array() -> None:
    code = f"{TABLE}y = keras.utils.to_categorical(table['kind'], 10)\nfew = y[table.index.tolist(), :]\n"
    data = value_of("few", code)
    assert isinstance(data, Data)
    assert data.rank == 2


@pytest.mark.parametrize(
    ("loop", "width"),
    [
        ("for i in range(n()):\n    t[f'back_{i}'] = t['a'].shift(i)\n", None),
        ("for i in range(900):\n    t['back_{}'.format(i)] = t['a'].shift(i)\n", None),
        ("for i in range(3):\n    t[f'back_{i}'] = t['a'].shift(i)\n", 5),
        ("for name in t.columns:\n    t[name] = t[name] / 2\n", 2),
        ("for i in range(900):\n    t['a'] = t['a'] / 2\n", 2),
        ("t[name()] = 3\n", None),
    ],
)
def test_columns_that_a_loop_adds(loop: str, width: int | None) -> None:
    before = "import pandas as pd\nt = pd.DataFrame(load(), columns=['a', 'b'])\n"
    table = value_of("t", before + loop)
    assert isinstance(table, Data)
    assert isinstance(table.shape, tuple)
    assert table.shape[1] == width if width else isinstance(table.shape[1], Unknown)

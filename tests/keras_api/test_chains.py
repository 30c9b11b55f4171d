from kerascheck.keras_api.chains import chains
from kerascheck.values import Layer
from tests.facts.trace_of import facts


def kinds(code: str) -> list[list[str]]:
    model = facts(code).models[-1]
    return [[p.kind if isinstance(p, Layer) else "Model" for p in chain] for chain in chains(model)]


def test_a_sequential_is_one_chain_with_those_inside_of_it() -> None:
    code = (
        "part = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
        "m = keras.Sequential([keras.Input((4,)), part, layers.Dense(2)])"
    )
    assert kinds(code) == [["InputLayer", "InputLayer", "Dense", "Dense"]]


def test_a_chain_ends_where_a_tensor_goes_two_ways_and_where_two_meet() -> None:
    code = """
    i = keras.Input((4,))
    x = layers.Dense(4)(i)
    a = layers.Dropout(0.5)(layers.ReLU()(x))
    y = layers.Add()([x, a])
    m = keras.Model(i, layers.Dense(1)(y))
    """
    assert sorted(kinds(code)) == [
        ["Add", "Dense"],
        ["InputLayer", "Dense"],
        ["ReLU", "Dropout"],
    ]


def test_a_chain_ends_at_an_output() -> None:
    code = """
    i = keras.Input((4,))
    x = layers.Dense(4)(i)
    m = keras.Model(i, [x, layers.Softmax()(x)])
    """
    assert sorted(kinds(code)) == [["InputLayer", "Dense"], ["Softmax"]]


def test_a_model_with_a_gap_has_no_chains() -> None:
    assert kinds("m = keras.Sequential([layers.Dense(4), other(), layers.Dense(1)])") == []

import pytest

from kerascheck.values import Gradient, Model, Unknown
from tests.facts.trace_of import facts

MODEL = "import tensorflow as tf\nm = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"


def gradient(block: str, after: str = "", sources: str = "m.trainable_variables") -> Gradient:
    """What is known of the gradients that a tape is asked for."""
    code = f"with tf.GradientTape() as tape:\n    {block}\n{after}\n"
    (found,) = facts(f"{MODEL}{code}g = tape.gradient(loss, {sources})\n").gradients
    return found


def test_the_calls_on_a_tape_and_the_weights_that_are_asked_for() -> None:
    found = gradient("loss = keras.ops.sum(m(x, training=True))")
    assert isinstance(found.model, Model)
    assert (found.model.name, found.attribute) == ("m", "trainable_variables")
    assert [one.training for one in found.passes] == [True]
    assert (found.outside, found.opaque) == (False, False)


@pytest.mark.parametrize("sources", ["[w]", "m.trainable_variables + [w]", "other.variables"])
def test_other_sources_are_not_known(sources: str) -> None:
    found = gradient("loss = m(x)", sources=sources)
    assert isinstance(found.model, Unknown)
    assert isinstance(found.attribute, Unknown)


@pytest.mark.parametrize(
    ("block", "after", "outside"),
    [
        ("p = m(x)", "loss = p ** 2", True),
        ("loss = m(x)", "", False),
        ("loss, p = m(x), 1", "", False),
        ("for loss in m(x): pass", "", False),
        ("loss: float = m(x)", "", False),
        ("print(loss := m(x))", "", False),
        ("loss = 0; loss += m(x)", "", False),
        ("loss = 0", "loss = m(x)", False),
        ("p = m(x)", "", False),
    ],
)
def test_whether_the_block_of_the_tape_binds_the_target(
    block: str, after: str, outside: bool
) -> None:
    assert gradient(block, after).outside is outside


@pytest.mark.parametrize(
    "block", ["loss = unknown(m)", "loss = other.method(x)", "loss = layer(x)", "loss = m.weights"]
)
def test_what_is_not_followed_on_a_tape(block: str) -> None:
    code = block.replace("layer(x)", "layers.Dense(1)(x)")
    assert gradient(code).opaque


def test_calls_behind_the_tape_are_not_on_it() -> None:
    found = gradient("loss = 1.0", after="p = m(x)")
    assert found.passes == ()
    assert found.before is not None
    assert found.before.training is None

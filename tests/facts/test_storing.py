import pytest

from tests.facts.trace_of import facts

MODEL = "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\nm.compile('sgd', 'mse')\n"


def test_what_is_saved_and_read_in_its_order() -> None:
    known = facts(
        MODEL + "m.save_weights('a.weights.h5')\nm.fit(x, y)\nm.save('a.keras')\n"
        "m.load_weights('a.weights.h5')\nn = keras.models.load_model('a.keras')\n"
        "keras.models.save_model(m, 'b.keras')\n"
    )
    assert [(s.method, s.path, s.loads) for s in known.stored] == [
        ("save_weights", "a.weights.h5", False),
        ("save", "a.keras", False),
        ("load_weights", "a.weights.h5", True),
        ("load_model", "a.keras", True),
        ("save_model", "b.keras", False),
    ]
    orders = [known.stored[0].order, known.fits[0].order, *(s.order for s in known.stored[1:])]
    assert orders == sorted(set(orders))


STOP = "stop = keras.callbacks.EarlyStopping()\n"


@pytest.mark.parametrize(
    ("code", "idle"),
    [
        (STOP + "m.fit(x, y)", ["EarlyStopping"]),
        (STOP + "m.fit(x, y, callbacks=[stop])", []),
        (STOP + "all = [stop, keras.callbacks.TerminateOnNaN()]\nm.fit(x, y, callbacks=all)", []),
        (
            STOP + "all = [stop, keras.callbacks.TerminateOnNaN()]\nm.fit(x, y)",
            ["EarlyStopping", "TerminateOnNaN"],
        ),
        (STOP + "all = [stop]\ntrain(all)", []),
        (STOP + "train(stop)", []),
        (STOP + "options = {'callbacks': [stop]}\nm.fit(x, y, **options)", []),
        ("all = []\nall.append(keras.callbacks.TerminateOnNaN())\nm.fit(x, y, callbacks=all)", []),
        ("def make():\n    stop = keras.callbacks.EarlyStopping()\n    return stop\n", []),
        ("def f():\n    stop = keras.callbacks.EarlyStopping()\nf()\n", ["EarlyStopping"]),
        ("m.fit(x, y, callbacks=[keras.callbacks.EarlyStopping()])", []),
    ],
)
def test_callbacks_whose_name_is_never_used(code: str, idle: list[str]) -> None:
    assert [callback.kind for callback in facts(MODEL + code).idle] == idle

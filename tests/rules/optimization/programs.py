"""Programs for the tests of what is said about optimizers and callbacks."""

MODEL = """\
x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([
    keras.Input((20,)), layers.Dense(32, "relu"), layers.Dense(32, "relu"), layers.Dense(1),
])
"""


def compiled(optimizer: str, more: str = "") -> str:
    """A regression that is compiled with an optimizer on line 5, and more lines."""
    return f"{MODEL}model.compile({optimizer}, loss='mse', metrics=['mae'])\n{more}"


def fitted(callback: str, more: str = "", *, fit: str = "epochs=100, validation_split=0.2") -> str:
    """A regression that is fitted on line 6 with a callback, and more lines."""
    call = f"model.fit(x, y, {fit}, callbacks=[keras.callbacks.{callback}])\n"
    return f"{compiled(repr('adam'))}{call}{more}"


def two_outputs(callback: str) -> str:
    """A model with the outputs `price` and `sold`, fitted on line 5 with a callback."""
    return (
        "h = keras.Input((4,))\n"
        'price, sold = layers.Dense(1, name="price"), layers.Dense(1, "sigmoid", name="sold")\n'
        "model = keras.Model(h, [price(h), sold(h)])\n"
        "model.compile('adam', ['mse', 'binary_crossentropy'], metrics=[['mae'], ['accuracy']])\n"
        f"model.fit(x, y, validation_split=0.2, callbacks=[keras.callbacks.{callback}])\n"
    )

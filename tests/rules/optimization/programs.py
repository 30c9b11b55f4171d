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

import pytest

from tests.rules.training.programs import TRAINED, levels

RULE = "KC216"
FIT = "model.fit(batches(), epochs=3, steps_per_epoch={})\n"


@pytest.mark.parametrize("steps", ["1000 / 8", "1000 / 7", "len(list(range(90))) / 9", "12.5"])
def test_a_number_of_steps_that_is_a_float(steps: str) -> None:
    assert levels(TRAINED + FIT.format(steps), RULE) == ["error high"]


@pytest.mark.parametrize(
    "steps", ["n() / 8", "len(x) / 8", "rows / batch", "np.ceil(n() / 8)", "np.floor(1000 / 8)"]
)
def test_a_quotient_is_a_float_whatever_is_divided(steps: str) -> None:
    assert levels(TRAINED + FIT.format(steps), RULE) == ["error high"]


def test_the_steps_of_the_validation_count_as_well() -> None:
    code = "model.fit(x, y, validation_data=batches(), validation_steps=100 / 8)\n"
    assert levels(TRAINED + code, RULE) == ["error high"]


@pytest.mark.parametrize(
    "steps",
    [
        "1000 // 8",
        "100",
        "None",
        "steps()",
        "int(1000 / 8)",
        "round(125.0)",
        "int(len(x) / 8)",
        "int(np.ceil(n() / 8))",
        "math.ceil(n() / 8)",
        "n() // 8",
        "x[0] / 8",
        "folder() / 'x'",
    ],
)
def test_a_number_of_steps_that_is_whole_or_not_known(steps: str) -> None:
    assert levels(TRAINED + FIT.format(steps), RULE) == []


def test_a_fit_of_its_own_may_round() -> None:
    code = (
        "class Own(keras.Model):\n    def fit(self, x, epochs, steps_per_epoch):\n        pass\n"
        "model = Own()\nmodel.compile('adam', loss='mse')\n"
    )
    assert levels(code + FIT.format("2.5"), RULE) == []


BATCHES = """
class Batches(keras.utils.PyDataset):
    def __init__(self, x):
        super().__init__()
        self.x = x

    def __len__(self):
        return {}

    def __getitem__(self, i):
        return self.x[i * 8 : i * 8 + 8], self.x[i * 8 : i * 8 + 8]
"""


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("len(self.x) / 8", ["error high"]),
        ("np.ceil(len(self.x) / 8)", ["error high"]),
        ("math.ceil(len(self.x) / 8)", []),
        ("int(np.ceil(len(self.x) / 8))", []),
        ("len(self.x) // 8", []),
        ("self.steps()", []),
        ("len(self.x)", []),
    ],
)
@pytest.mark.parametrize(
    "fit",
    [
        "model.fit(Batches(load()))",
        "model.fit(Batches(np.load('x.npy')))",
        "model.fit(x, y, validation_data=Batches(load()))",
    ],
)
def test_the_length_of_a_dataset_of_ones_own(length: str, expected: list[str], fit: str) -> None:
    code = f"import math\n{TRAINED}{BATCHES.format(length)}{fit}\n"
    assert levels(code, RULE) == expected

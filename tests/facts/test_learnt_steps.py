from kerascheck.values import Data
from tests.facts.trace_of import facts

TRAINED = """
m = keras.Sequential([layers.Dense(10)])
m.compile("adam", "mse")
m.fit(x, y)
"""


def trained_on(code: str) -> Data:
    x = facts(code + TRAINED).fits[-1].x
    assert isinstance(x, Data)
    return x


def test_a_transformed_array_knows_what_the_transformer_has_learnt_from() -> None:
    x = trained_on(
        "from sklearn.preprocessing import StandardScaler\n"
        "whole, y = np.load('x.npy'), np.load('y.npy')\n"
        "s = StandardScaler().fit(whole)\nx = s.transform(whole[:80])\ny = y[:80]\n"
    )
    (step,) = [step for step in x.steps if step.seen is not None]
    assert step.text.startswith("StandardScaler.transform")
    assert step.seen is not None
    assert step.seen.rows in x.parents
    assert not step.refit


def test_columns_that_are_stored_bring_their_steps_to_the_table() -> None:
    x = trained_on(
        "import pandas as pd\nfrom sklearn.preprocessing import MinMaxScaler\n"
        "t = pd.read_csv('t.csv')\nt[['a', 'b']] = MinMaxScaler().fit_transform(t[['a', 'b']])\n"
        "x, y = t[['a', 'b']], t['c']\n"
    )
    assert [(step.text, step.refit) for step in x.steps if step.seen] == [
        ("MinMaxScaler.fit_transform", True)
    ]


def test_an_array_of_images_in_a_list_has_their_range_and_steps() -> None:
    x = trained_on(
        "import os\nx, y = [], []\nfor f in os.listdir('d'):\n"
        "    image = keras.utils.load_img(f, target_size=(8, 8))\n"
        "    x.append(keras.utils.img_to_array(image))\n    y.append(0)\n"
        "x, y = np.array(x) / 255, np.array(y)\n"
    )
    assert (x.low, x.high) == (0, 1)
    assert [step.text for step in x.steps] == ["load_img", "img_to_array", "/ 255"]


def test_rows_by_negated_positions_have_a_step_that_knows_the_positions() -> None:
    x = trained_on("i = np.random.choice(9, 3)\nx, y = np.load('x.npy')[-i], np.load('y.npy')\n")
    (step,) = [step for step in x.steps if step.text == "[-…]"]
    assert step.site.text == "np.load('x.npy')[-i]"
    assert step.seen is not None
    assert step.seen.steps[0].text == "choice"

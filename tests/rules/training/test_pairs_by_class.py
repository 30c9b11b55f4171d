"""Samples and labels in one list that loops fill class by class, which KC215 follows."""

import pytest

from tests.rules.found import levels

RULE = "KC215"
HEAD = "import os\nimport random\nimport cv2\ndata = []\n"
TWO = """\
for name in os.listdir("cat"):
    data.append([cv2.imread(name), 0])
for name in os.listdir("dog"):
    data.append([cv2.imread(name), 1])
"""
FOLDERS = """\
NAMES = os.listdir("train")
for name in NAMES:
    number = NAMES.index(name)
    for file in os.listdir("train/" + name):
        image = cv2.imread(file)
        data.append((image, number))
"""
TAKEN = "x, y = [], []\nfor image, label in data:\n    x.append(image)\n    y.append(label)\n"
PICKED = "x = [row[0] for row in data]\ny = [row[1] for row in data]\n"
NAMED = "x = [image for image, _ in data]\ny = [label for _, label in data]\n"
END = """\
x, y = np.array(x), np.array(y)
model = keras.Sequential([layers.Flatten(), layers.Dense(5, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x / 255, y, validation_split=0.2, epochs=3)
"""


@pytest.mark.parametrize("fill", [TWO, FOLDERS], ids=["two classes", "folders"])
@pytest.mark.parametrize("take", [TAKEN, PICKED, NAMED], ids=["a loop", "an index", "a name"])
def test_the_last_rows_are_of_the_last_class(fill: str, take: str) -> None:
    assert levels(RULE, HEAD + fill + take + END) == ["warning high"]


@pytest.mark.parametrize("fill", [TWO, FOLDERS], ids=["two classes", "folders"])
@pytest.mark.parametrize("take", [TAKEN, PICKED, NAMED], ids=["a loop", "an index", "a name"])
@pytest.mark.parametrize(
    "between",
    [
        "random.shuffle(data)\n",
        "np.random.shuffle(data)\n",
        "mix(data)\n",
        "data = mix(data)\n",
        "data = random.sample(data, len(data))\n",
        "data.sort(key=size)\n",
        "data = sorted(data, key=size)\n",
        "data.insert(0, more())\n",
        "data.append([cv2.imread('one.png'), 3])\n",
        "data += more()\n",
    ],
)
def test_a_list_that_is_mixed_or_grows(fill: str, take: str, between: str) -> None:
    assert levels(RULE, HEAD + fill + between + take + END) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TWO.replace("0]", "size(name)]"), id="a label of each file"),
        pytest.param(TWO.replace("[cv2.imread(name), 0]", "[0, cv2.imread(name)]"), id="turned"),
        pytest.param(TWO.replace("1]", "0]"), id="one class"),
        pytest.param(FOLDERS.replace("NAMES.index(name)", "number_of(name)"), id="an own number"),
        pytest.param(
            FOLDERS.replace("number))", "number))\n        random.shuffle(data)"),
            id="mixed each turn",
        ),
    ],
)
def test_rows_that_do_not_come_class_by_class(code: str) -> None:
    for take in (TAKEN, PICKED, NAMED):
        assert levels(RULE, HEAD + code + take + END) == []


def test_labels_that_are_mixed_later() -> None:
    later = "both = list(zip(x, y))\nrandom.shuffle(both)\nx, y = zip(*both)\n"
    assert levels(RULE, HEAD + TWO + TAKEN + later + END) == []
    other = TAKEN.replace("y.append(label)", "y.append(other(label))")
    assert levels(RULE, HEAD + TWO + other + END) == []
    bound = TAKEN.replace("    y.append", "    label = other()\n    y.append")
    assert levels(RULE, HEAD + TWO + bound + END) == []

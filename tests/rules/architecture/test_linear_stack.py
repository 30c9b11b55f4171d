import json
from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels, lines

CODE = "KC402"
COMPILE = "model.compile('adam', 'mse')\n"


def dense(*layers: str, compile: str = COMPILE) -> str:
    stack = "\n".join(f"    layers.{layer}," for layer in layers)
    return f"model = keras.Sequential([\n    keras.Input((100,)),\n{stack}\n])\n{compile}"


def conv(*layers: str) -> str:
    return dense(*layers).replace("(100,)", "(32, 32, 3)")


BLOCK = """\
i = keras.Input((32, 32, 16))
x = layers.Conv2D(16, 3, padding='same')(i)
x = layers.Add()([x, i])
x = layers.Conv2D(8, 3)(x)
model = keras.Model(i, layers.Conv2D(4, 3, activation='relu')(layers.ReLU()(x)))
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(dense("Dense(64, 'relu')", "Dense(2)"), id="an activation"),
        pytest.param(dense("Dense(64)", "ReLU()", "Dense(2)"), id="an activation layer"),
        pytest.param(dense("Dense(64)", "Activation(act)", "Dense(2)"), id="one not known"),
        pytest.param(dense("Dense(64, activation=act)", "Dense(2)"), id="an argument not known"),
        pytest.param(dense("Dense(64, **options)", "Dense(2)"), id="unpacked arguments"),
        pytest.param(dense("Dense(2)"), id="one layer"),
        pytest.param(dense("Dense(8)", "LayerNormalization()", "Dense(2)"), id="normalized"),
        pytest.param(dense("Dense(64, 'relu')", "Dense(8)", "Dense(64)"), id="a bottleneck"),
        pytest.param(
            conv("DepthwiseConv2D(3)", "ReLU()", "Conv2D(8, 1)", "Conv2D(48, 1)", "ReLU()"),
            id="a linear bottleneck behind a depthwise convolution",
        ),
        pytest.param(
            conv("Conv2D(16, 1, activation='relu')", "DepthwiseConv2D(3, activation='relu')",
                 "Conv2D(16, 1)", "Conv2D(64, 1)", "ReLU()"),
            id="the first of several linear bottlenecks, as wide as what it gets",
        ),
        pytest.param(
            dense("Dense(2)", "Dense(100)").replace("model", "autoencoder"), id="principal components"
        ),
        pytest.param(
            dense("Dense(64, 'relu')", "Dense(64, name='projection')", "Dense(2)"), id="a name"
        ),
        pytest.param(conv("Conv2D(8, 3)", "MaxPooling2D()", "Conv2D(8, 3, activation='relu')"),
                     id="max pooling"),
        pytest.param(conv("Conv2D(8, (1, 3))", "Conv2D(8, (3, 1), activation='relu')"),
                     id="a factored convolution"),
        pytest.param(conv("DepthwiseConv2D(3)", "Conv2D(8, 1, activation='relu')"),
                     id="a depthwise convolution"),
        pytest.param(
            conv("Conv2D(32, 1, activation='relu')", "Conv2D(8, 1)", "BatchNormalization()",
                 "Conv2D(48, 1, activation='relu')"),
            id="a linear bottleneck of MobileNet",
        ),
        pytest.param(
            conv("Conv2D(48, 1, activation='relu')", "Conv2D(8, 1)", "GlobalAveragePooling2D()",
                 "Dense(10)"),
            id="a projection of a map before it is pooled",
        ),
        pytest.param(BLOCK + COMPILE, id="a branch with an addition"),
        pytest.param(
            dense("Dense(72)", "Reshape((3, 3, 8))", "Conv2DTranspose(8, 3, activation='relu')"),
            id="a vector laid out as a map",
        ),
        pytest.param(dense("Embedding(9, 8)", "Dense(2)"), id="an embedding"),
        pytest.param(dense("Dense(64)").replace("Dense(64),", "Dense(64), block(), layers.Dense(2),"),
                     id="a gap"),
        pytest.param(
            "i = keras.Input((9,))\nmodel = keras.Model(i, layers.Dense(1)(layers.Dense(4)(i) ** 2))\n"
            + COMPILE,
            id="an operation in between",
        ),
        pytest.param(
            dense("Dense(8)", "Dense(100)", compile="model.compile('adam', 'mse')\nmodel.fit(x, x)"),
            id="an autoencoder",
        ),
    ],
)  # fmt: skip
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    "code",
    [
        dense("Dense(64)", "Dense(2)"),
        dense("Dense(64)", "Dense(128)", "Dense(2, 'softmax')"),
        dense("Dense(64)", "Dropout(0.5)", "BatchNormalization()", "Dense(2)"),
        dense("Dense(64)", "Dense(32, 'relu')", "Dense(2)"),
        conv("Conv2D(8, 3)", "Flatten()", "Dense(2)"),
        conv("Conv2D(8, 3)", "BatchNormalization()", "Conv2D(8, 3)", "ReLU()"),
    ],
)
def test_layers_without_an_activation_in_between(code: str) -> None:
    assert levels(CODE, code) == ["warning high"]
    assert lines(CODE, code) == [3]


def test_each_run_is_told_of_once() -> None:
    code = dense("Dense(64)", "Dense(32, 'relu')", "Dense(16)", "Dense(2)")
    assert lines(CODE, code) == [3, 5]


@pytest.mark.parametrize(
    "code",
    [
        dense("Dense(64, activation=None)", "Dense(2)"),
        dense("Dense(64)", "Dense(2)", compile=""),
    ],
)
def test_what_is_written_out_or_not_trained_gets_a_note(code: str) -> None:
    assert levels(CODE, code) == ["info low"]


def test_a_part_of_a_compiled_model_counts_as_compiled() -> None:
    code = "model = keras.Sequential([keras.Sequential([layers.Dense(8), layers.Dense(8)])])\n"
    assert levels(CODE, code + COMPILE) == ["warning high"]


def test_the_fix_writes_the_activations() -> None:
    (finding,) = found(CODE, dense("Dense(64)", "Dense(32)", "Dense(2)"))
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == [
        'layers.Dense(64, activation="relu")',
        'layers.Dense(32, activation="relu")',
    ]


@pytest.mark.parametrize(
    ("up", "expected"),
    [
        ("Conv2DTranspose(16, 2, strides=2)", []),
        ("Conv2DTranspose(16, (2, 2), strides=(2, 2))", []),
        ("Conv2DTranspose(16, 3, strides=2)", ["warning high"]),
        ("Conv2DTranspose(16, 2)", ["warning high"]),
    ],
)
def test_a_transposed_convolution_that_makes_a_map_larger(up: str, expected: list[str]) -> None:
    code = dense("Conv2D(16, 3, activation='relu')", up, "Conv2D(16, 3)", "ReLU()", "Flatten()")
    assert levels(CODE, code) == expected


LINEAR = "Dense(16, activation='linear')"


def test_a_chain_of_layers_that_are_called_linear() -> None:
    assert levels(CODE, dense(LINEAR, LINEAR, LINEAR, "Dense(2)")) == ["warning medium"]
    assert levels(CODE, dense(LINEAR, LINEAR, "Dense(2)")) == ["info low"]
    assert levels(CODE, dense(LINEAR, LINEAR, LINEAR, "Dense(2)", compile="")) == ["info low"]


STACK = dense("Dense(64)", "Dense(1)")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"{STACK}model.fit(np.random.rand(8, 100), np.random.rand(8))", id="random numbers"
        ),
        pytest.param(f"{STACK}model.fit(np.arange(100), np.arange(5, 105))", id="linear data"),
        pytest.param(
            f"{STACK}model.fit(np.array([[0, 1], [3, 1], [5, 2], [4, 4], [9, 0]]), np.array([1, 4, 7, 8, 9]))",
            id="rows whose targets are sums",
        ),
        pytest.param(
            dense("Dense(64)", "Dense(9)", "ReLU()", "Dense(1)")
            + "model.fit(np.load('x.npy')[:13], np.load('y.npy')[:13])",
            id="a few rows",
        ),
        pytest.param(f"{STACK}other.fit(x, y)\nmodel.save('m.keras')", id="compiled to be saved"),
        pytest.param(f"{STACK}model.fit(x, y)\nDistiller(model)", id="a distillation"),
        pytest.param(f"# A linear model first.\n{STACK}model.fit(x, y)", id="a comment"),
        pytest.param(
            f"{STACK}model.fit(x, y)\nmodel = 1  # next with non-linear layers", id="a lesson"
        ),
    ],
)
def test_only_a_note_where_nothing_more_than_linear_is_wanted(code: str) -> None:
    assert levels(CODE, code) == ["info high"]


def test_more_rows_than_a_toy_has() -> None:
    fit = "model.fit(np.load('x.npy')[:21], np.load('y.npy')[:21])"
    assert levels(CODE, STACK + fit) == ["warning high"]


def test_what_a_notebook_says_between_its_cells() -> None:
    codes = [HEAD, f"{STACK}model.fit(x, y)", "print(1)", "print(2)"]
    assert told([*codes, "### **Add non-linearity**"]) == ["info high"]
    assert told(["# Non-linear models", *codes]) == ["info high"]
    assert told([*codes, "### Add layers"]) == ["warning high"]


def told(sources: list[str]) -> list[str]:
    """Severity and confidence of the findings in a notebook, whose headings are cells of text."""
    cells = [
        {"cell_type": "markdown", "source": source}
        if source.startswith("#")
        else {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
        for source in sources
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    rules = [rule for rule in registry.load() if rule.code == CODE]
    result = check("lesson.ipynb", json.dumps(notebook).encode(), rules, Settings())
    return [f"{f.severity.label} {f.evidence.confidence}" for f in result.findings]


def test_a_model_whose_layers_are_only_shown(tmp_path: Path) -> None:
    script = tmp_path / "shop.py"
    script.write_text(f"{HEAD}{STACK}model.summary()\n")
    rules = [rule for rule in registry.load() if rule.code == CODE]

    def severity() -> list[str]:
        findings = check(str(script), script.read_bytes(), rules, Settings()).findings
        return [finding.severity.label for finding in findings]

    assert severity() == ["info"]
    (tmp_path / "train.py").write_text("from shop import model\nmodel.fit(x, y)\n")
    assert severity() == ["warning"]


def test_a_model_that_a_module_beside_the_script_makes(tmp_path: Path) -> None:
    made = dense("Dense(64)", "Dense(2)", compile="").replace("\n", "\n    ")
    below = "\n" * 9  # The lines of the module are not those of the script.
    (tmp_path / "shop.py").write_text(f"{HEAD}{below}def make():\n    {made}\n    return model\n")
    script = tmp_path / "train.py"
    script.write_text(f"{HEAD}from shop import make\nmodel = make()\n{COMPILE}model.fit(x, y)\n")
    rules = [rule for rule in registry.load() if rule.code == CODE]
    findings = check(str(script), script.read_bytes(), rules, Settings()).findings
    assert [finding.severity.label for finding in findings] == ["warning"]


HEADS = """\
i = keras.Input((100,))
size, units = sizes()
code = layers.Dense(units)(layers.Dense(size, activation="relu")(i))
out = layers.Dense({out})(layers.Dense(size, activation="relu")(code))
{name} = keras.Model(i, out)
head = keras.Model(i, layers.Dense(10, activation="softmax")(code))
{name}.compile("adam", "mse")
head.compile("adam", "sparse_categorical_crossentropy")
"""


@pytest.mark.parametrize(
    ("name", "out", "fit", "expected"),
    [
        ("autoencoder", 100, "", []),
        ("whole", 100, "whole.fit(x, x)\n", []),
        ("whole", 3, "whole.fit(x, y)\n", ["warning high"]),
    ],
)
def test_what_begins_with_the_code_of_an_autoencoder(
    name: str, out: int, fit: str, expected: list[str]
) -> None:
    code = HEADS.format(name=name, out=out) + fit
    assert levels(CODE, "x, y = np.load('x.npy'), np.load('y.npy')\n" + code) == expected


def test_a_name_that_says_that_there_is_no_activation() -> None:
    assert levels(CODE, STACK.replace("model", "model_without_activation")) == []
    assert levels(CODE, STACK.replace("\n])", "\n], name='SegNet')")) == []


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("Conv2D(21, 1)", []),
        ("Conv2D(21, 3)", ["warning high"]),
        ("Conv2D(8, 1)", ["warning high"]),
    ],
)
def test_a_map_of_scores_that_is_enlarged(score: str, expected: list[str]) -> None:
    up = "Conv2DTranspose(21, 16, strides=8, padding='same')"
    code = conv("Conv2D(4, 3, activation='relu')", score, up)
    assert levels(CODE, code) == expected
    classes = "classes = count()\n" + code.replace("21", "classes")
    assert levels(CODE, classes) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["Conv1D(64, 3)", "Conv1D(64, 3, activation='relu')"], "info high"),
        (["Conv1D(64, 3)", "Conv1D(64, 3)", "Conv1D(64, 3, activation='relu')"], "warning high"),
        (["Conv1D(64, 3)", "Dense(64, activation='relu')"], "warning high"),
    ],
)
def test_a_convolution_of_words_may_begin_a_network(parts: list[str], expected: str) -> None:
    words = dense("Embedding(99, 16)", *parts, "GlobalMaxPooling1D()", "Dense(2)")
    assert levels(CODE, words) == [expected]


@pytest.mark.parametrize(("size", "expected"), [("1", "info high"), ("3", "warning high")])
def test_a_convolution_of_single_steps_makes_vectors_of_rows(size: str, expected: str) -> None:
    code = dense(f"Conv1D(30, {size})", "Conv1D(30, 3, activation='relu')", "Flatten()", "Dense(2)")
    assert levels(CODE, code.replace("Input((", "Input((60, ")) == [expected]


def test_linear_targets_need_no_activation_beside_others_either() -> None:
    fit = "model.fit(np.arange(100), np.arange(5, 105))\n"
    some = dense("Dense(64, activation='relu')", "Dense(64)", "Dense(1)")
    assert levels(CODE, some + fit) == ["info high"]
    assert levels(CODE, some + fit.replace("np.arange(5, 105)", "y")) == ["warning high"]


LEAVE_OUT = 'leave out the hidden layer of one unit, or give it more units and `activation="relu"`'
RELU = 'write `activation="relu"` in the hidden layers'


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        (["Dense(1)"], LEAVE_OUT),
        (["Dense(1)", "Dense(1)"], LEAVE_OUT),
        (["Dense(8)", "Dense(1)"], f"{RELU}, and leave out that of one unit"),
        (["Dense(8)"], RELU),
    ],
)
def test_a_layer_of_one_unit_is_to_be_left_out(hidden: list[str], expected: str) -> None:
    (finding,) = found(CODE, dense(*hidden, "Dense(1)"))
    assert finding.help == expected
    assert (finding.fix is None) == ("Dense(1)" in hidden)


def test_one_unit_in_front_of_two_classes() -> None:
    code = dense("Dense(20, activation='relu')", "Dense(1)", "Dense(classes, activation='softmax')")
    assert levels(CODE, f"classes = count()\n{code}") == ["info high"]
    assert levels(CODE, f"classes = count()\n{code.replace('Dense(1)', 'Dense(2)')}") == [
        "warning high"
    ]


@pytest.mark.parametrize(
    ("last", "fused", "expected"),
    [
        ("layers.Add()([c, first])", "Conv2D(16, 1)", []),
        ("layers.add([c, first])", "Conv2D(16, 1)", []),
        ("c + first", "Conv2D(16, 1)", []),
        ("layers.Add()([c, first, layers.Conv2D(16, 1)(joined)])", "Conv2D(16, 1)", []),
        ("layers.Add()([c, first])", "Conv2D(16, 3, padding='same')", ["warning high"]),
        ("layers.ReLU()(c)", "Conv2D(16, 1)", ["warning high"]),
    ],
)
def test_joined_maps_are_fused_in_front_of_a_sum(
    last: str, fused: str, expected: list[str]
) -> None:
    code = f"""\
i = keras.Input((32, 32, 3))
first = layers.Conv2D(16, 3, padding='same', activation='relu')(i)
second = layers.Conv2D(16, 3, padding='same', activation='relu')(first)
joined = layers.Concatenate()([first, second])
c = layers.{fused}(joined)
c = layers.Conv2D(16, 3, padding='same')(c)
model = keras.Model(i, layers.Conv2D(3, 3, padding='same')({last}))
{COMPILE}"""
    assert levels(CODE, code) == expected


@pytest.mark.parametrize(("rate", "level"), [("0.6", "warning"), ("0.7", "info"), ("0.8", "info")])
def test_a_hidden_layer_behind_a_heavy_dropout(rate: str, level: str) -> None:
    parts = ("Dense(128, 'relu')", f"Dropout({rate})", "Dense(64)", "Dense(1)")
    (finding,) = found(CODE, dense(*parts))
    assert finding.severity.label == level
    assert ("leave out" in (finding.help or "")) is (level == "info")


@pytest.mark.parametrize(
    ("comment", "level"),
    [
        ("Play with it! Add as many layers as you want.", "info"),
        ("### YOUR CODE HERE ###", "info"),
        ("the output layer", "warning"),
        ("add another layer", "warning"),
    ],
)
def test_a_comment_leaves_the_layers_in_between_to_the_reader(comment: str, level: str) -> None:
    stack = "model.add(layers.Dense(64))\n\n# ...\n# {}\n\nmodel.add(layers.Dense(2))\n"
    code = "model = keras.Sequential([keras.Input((100,))])\n" + stack.format(comment) + COMPILE
    assert levels(CODE, code) == [f"{level} high"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Conv2D(64, 3, activation='relu')", "Flatten()", "Dense(64)"), []),
        (("Conv2D(64, 3)", "LeakyReLU()", "Flatten()", "Dense(64)"), []),
        (("Conv2D(64, 3, activation='relu')", "Flatten()", "Dense(65)"), [5]),
        (("Conv2D(64, 3, activation='relu')", "Dense(64)"), [4]),
        (("Conv2D(count, 3, activation='relu')", "Flatten()", "Dense(64)"), [5]),
    ],
)
def test_a_flattened_map_is_wider_than_it_has_channels(
    parts: tuple[str, ...], expected: list[int]
) -> None:
    assert lines(CODE, conv(*parts, "Dense(1024)", "ReLU()", "Dense(2)")) == expected


def test_the_layer_in_front_of_a_bottleneck_is_told_of_together_with_it() -> None:
    stack = dense("Dense(64, 'relu')", "Dense(64)", "Dense(8)", "Dense(64)", "ReLU()", "Dense(2)")
    (finding,) = found(CODE, stack)
    assert [label.at.line - finding.at.line for label in finding.labels] == [1]

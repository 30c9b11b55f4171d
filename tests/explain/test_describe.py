"""What is told of models: rows, sizes, training, findings in the margin, and what is not known."""

import pytest

from kerascheck.config import Settings
from kerascheck.explain.description import Item, Summary, Unsure
from kerascheck.explain.flow import memory
from tests.explain.programs import HEAD, LAST, explained, rows, summary

PLAIN = """
m = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(2)])
"""


def item(model: Summary, label: str) -> Item:
    (found,) = [item for item in model.items if item.label == label]
    return found


def test_rows_have_shapes_and_parameters() -> None:
    assert rows(PLAIN) == [
        ("Input", "(None, 8)", 0),
        ("Dense 4", "(None, 4)", 36),
        ("Dense 2", "(None, 2)", 10),
    ]


def test_weights_have_names_shapes_and_whether_they_are_trained() -> None:
    weights = summary(PLAIN).rows[1].weights
    assert [(weight.name, weight.shape, weight.trainable) for weight in weights] == [
        ("kernel", (8, 4), True),
        ("bias", (4,), True),
    ]


def test_the_places_are_those_of_the_script() -> None:
    model = summary(f"{PLAIN}m.compile('adam', 'mse')\nm.fit(np.zeros((9, 8)), np.zeros((9, 2)))\n")
    assert str(model.place) == f"train.py:{LAST + 2}"
    assert [place.line for place in model.compiled] == [LAST + 3]
    assert [place.line for place in model.fitted] == [LAST + 4]
    assert {row.place.line for row in model.rows} == {LAST + 2}


def test_a_shared_layer_is_counted_once() -> None:
    code = """
    a, b = keras.Input((8,)), keras.Input((8,))
    shared = layers.Dense(4)
    m = keras.Model([a, b], [shared(a), shared(b)])
    """
    assert summary(code).size.parameters == 36
    assert [text for text, _, _ in rows(code)] == ["Input", "Input", "Dense 4"]


def test_what_is_not_known_has_its_reason() -> None:
    model = summary("m = keras.Sequential([keras.Input((8,)), layers.Dense(int(input()))])")
    top = model.rows[-1]
    assert isinstance(top.parameters, Unsure)
    assert top.shape == "(None, ?)"
    assert top.reasons[0].startswith("units=int(input()), ")
    assert isinstance(model.size.parameters, Unsure)
    assert model.size.known == 0


def test_a_model_without_an_input_shape_says_so() -> None:
    model = summary("m = keras.Sequential([layers.Dense(4)])")
    assert model.rows[0].reasons == ("the model has no input shape",)
    assert model.size.parameters == Unsure("the model has no input shape")


def test_the_input_shape_may_come_from_the_data() -> None:
    code = """
    m = keras.Sequential([layers.Dense(4)])
    m.compile("adam", "mse")
    m.fit(np.zeros((9, 8)), np.zeros((9, 4)))
    """
    assert rows(code) == [("Dense 4", "(None, 4)", 36)]


def test_layers_of_a_loop_that_is_not_known_leave_a_gap() -> None:
    model = summary("""
    import sys
    m = keras.Sequential([keras.Input((8,))])
    for width in sys.argv:
        m.add(layers.Dense(4))
    """)
    assert [why for _, why in model.gaps] == [
        "layers are added in a loop whose turns are not known"
    ]
    assert isinstance(model.size.parameters, Unsure)


def test_the_parameters_have_a_size_in_their_dtype() -> None:
    size = summary(PLAIN).size
    assert (size.bytes, size.dtypes) == (46 * 4, ("float32",))


def test_the_layer_with_most_of_the_parameters_is_named() -> None:
    dominant = summary(PLAIN).dominant
    assert dominant is not None
    assert dominant.text == "Dense 4"
    assert summary("m = keras.Sequential([keras.Input((8,)), layers.Dense(4)])").dominant is None


def test_memory_is_the_sum_of_the_outputs() -> None:
    assert memory(summary(PLAIN), 32).activations == 32 * (4 + 2) * 4
    unknown = memory(summary("m = keras.Sequential([layers.Dense(4)])"), 32)
    assert (unknown.activations, unknown.missing) == (0, ("Dense 4",))


def test_a_model_that_a_loop_builds_in_two_ways_stands_there_twice() -> None:
    code = """
    for width in (4, 5, 5):
        m = keras.Sequential([keras.Input((8,)), layers.Dense(width)])
    """
    assert [model.size.parameters for model in explained(code).models] == [36, 45]


def test_unnamed_models_inside_are_shown_in_their_model() -> None:
    code = """
    m = keras.Sequential([
        keras.Input((8,)),
        keras.Sequential([layers.Dense(4), layers.Flatten()]),
        layers.Dense(2),
    ])
    """
    model = summary(code)
    assert [(row.depth, row.text, row.parameters) for row in model.rows] == [
        (0, "Input", 0),
        (0, "Sequential", 36),
        (1, "Dense 4", 36),
        (1, "Flatten", 0),
        (0, "Dense 2", 10),
    ]
    assert model.size.parameters == 46
    assert memory(model, 1).activations == (4 + 4 + 2) * 4


def test_loss_optimizer_and_metrics_are_told() -> None:
    compiled = """m.compile(keras.optimizers.Adam(0.01),
        keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1), ["accuracy", "auc"])
    """
    model = summary(PLAIN + compiled)
    assert item(model, "loss").text == (
        "binary_crossentropy (from_logits=True, label_smoothing=0.1)"
    )
    assert item(model, "optimizer").text == "Adam(learning_rate=0.01)"
    assert item(model, "metrics").text.startswith("accuracy")


def test_data_are_told_with_what_was_done_to_them() -> None:
    code = """
    (x, y), _ = keras.datasets.mnist.load_data()
    x = x.reshape(60000, 784) / 255.0
    y = keras.utils.to_categorical(y, 10)
    m = keras.Sequential([keras.Input((784,)), layers.Dense(10, activation="softmax")])
    m.compile("adam", "categorical_crossentropy")
    m.fit(x, y, epochs=3, batch_size=64)
    """
    model = summary(code)
    assert item(model, "x").text.endswith("(60000, 784)")
    assert "0-1" in item(model, "x").text
    assert "10 classes" in item(model, "y").text
    assert "one-hot" in item(model, "y").text
    detail = item(model, "y").detail
    assert isinstance(detail, dict)
    assert (detail["shape"], detail["classes"]) == ([60000, 10], 10)
    assert item(model, "fit").text == "epochs=3, batch_size=64"


def test_data_that_are_not_known_have_a_reason() -> None:
    model = summary(f"{PLAIN}m.compile('adam', 'mse')\nm.fit(read(), epochs=1)\n")
    assert item(model, "x").text == "? `read` is not defined in this file"


ONE_UNIT = """
m = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(1, activation="softmax"),
])
m.compile("adam", "binary_crossentropy")
"""


def test_a_finding_stands_in_the_margin_of_its_layer() -> None:
    model = summary(ONE_UNIT)
    assert [[note.code for note in row.notes] for row in model.rows] == [[], ["KC110"]]
    (note,) = model.rows[1].notes
    assert (note.severity, note.rule, note.primary) == ("error", "single-unit-softmax", True)
    assert explained(ONE_UNIT).notes == ()


def test_of_several_layers_on_a_line_the_one_at_the_place_has_the_note() -> None:
    model = summary(ONE_UNIT.replace("\n    ", " "))
    assert [[note.code for note in row.notes] for row in model.rows] == [[], ["KC110"]]


def test_a_finding_at_an_argument_of_fit_stands_beside_fit() -> None:
    model = summary(f"{PLAIN}m.compile('adam', 'mse')\nm.fit(read(), read(), epochs=3)\n")
    assert [note.code for note in item(model, "fit").notes] == ["KC201"]


def test_a_silenced_finding_is_not_told() -> None:
    silent = ONE_UNIT.replace('softmax"),', 'softmax"),  # kerascheck: ignore[KC110] on purpose')
    assert all(not row.notes for row in summary(silent).rows)


def test_syntax_errors_have_a_place() -> None:
    found = explained("m = (\n")
    assert found.models == ()
    ((place, message),) = found.problems
    assert place.path == "train.py"
    assert message


def test_a_model_that_was_not_found_out_is_missing() -> None:
    found = explained("net = load()\nnet.compile(optimizer='adam', loss='mse')\n")
    ((name, place, why),) = found.missing
    assert (name, place.line) == ("net", LAST + 1)
    assert "load" in why


def test_a_file_without_a_model_has_none() -> None:
    assert explained("x = 1").models == ()


def test_what_depends_on_a_branch_is_said_and_not_counted() -> None:
    code = """
    import sys
    width = 4
    if sys.argv[1] == "wide":
        width = 5
    m = keras.Sequential([keras.Input((8,)), layers.Dense(width)])
    """
    (model,) = explained(code).models
    assert isinstance(model.size.parameters, Unsure)
    assert [why for _, why in model.gaps] == ['it depends on whether `sys.argv[1] == "wide"` holds']


@pytest.mark.parametrize("head", [HEAD])
def test_places_in_a_notebook_are_cells(head: str) -> None:
    import json

    code = f"{head}m = keras.Sequential([keras.Input((8,)), layers.Dense(1)])\n"
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title"]},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": code.splitlines(keepends=True),
        },
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    found = explained("", "lesson.ipynb", head=json.dumps(notebook))
    (model,) = found.models
    assert str(model.place) == "lesson.ipynb:cell 2:4"
    assert model.rows[0].place.short == "cell 2:4"


def test_a_finding_in_a_loop_stands_at_all_the_layers_of_its_line() -> None:
    code = """
    m = keras.Sequential([keras.Input((8,))])
    for _ in range(2):
        m.add(layers.Dense(1, activation="softmax"))
    m.compile("adam", "binary_crossentropy")
    """
    notes = [[note.code for note in row.notes] for row in summary(code).rows[1:]]
    assert ["KC110" in codes for codes in notes] == [True, True]


def test_a_pretrained_network_is_one_row() -> None:
    code = """
    base = keras.applications.MobileNetV2(include_top=False, input_shape=(96, 96, 3))
    base.trainable = False
    x = layers.GlobalAveragePooling2D()(base.output)
    m = keras.Model(base.input, layers.Dense(3)(x))
    m.compile("adam", "mse")
    """
    model = summary(code)
    assert [(row.text, row.shape, row.parameters) for row in model.rows] == [
        ("MobileNetV2", "(None, 3, 3, 1280)", 2_257_984),
        ("GlobalAveragePooling2D", "(None, 1280)", 0),
        ("Dense 3", "(None, 3)", 3_843),
    ]
    assert (model.size.trainable, model.size.non_trainable) == (3_843, 2_257_984)
    assert [node.feeds for node in model.graph] == [(), (0,), (1,)]


def test_a_part_of_a_pretrained_network_is_told_to_be_one() -> None:
    code = """
    vgg = keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3))
    features = keras.Model(vgg.input, vgg.get_layer("block3_pool").output)
    """
    model = summary(code)
    assert [(row.text, row.shape, row.parameters) for row in model.rows] == [
        ("part of VGG16", "(None, 8, 8, 256)", 1_735_488)
    ]


def test_the_file_is_followed_no_more_often_than_by_a_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from kerascheck.facts.trace import Trace
    from kerascheck.pipeline import check

    runs = 0
    real = Trace._run

    def counted(self: Trace, choices: object) -> object:
        nonlocal runs
        runs += 1
        return real(self, choices)  # type: ignore[arg-type]

    monkeypatch.setattr(Trace, "_run", counted)
    code = f"{HEAD}import sys\n{PLAIN}if sys.argv:\n    m.add(layers.Dense(3))\n"
    check("train.py", code.encode(), [], Settings())
    checked, runs = runs, 0
    explained(code, head="")
    assert runs == checked > 0

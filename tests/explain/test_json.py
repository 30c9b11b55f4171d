"""`json`: a stable document that says why something is null."""

import json
from typing import Any

from kerascheck.explain import json as renderer
from tests.explain.programs import explained

PLAIN = """
m = keras.Sequential([keras.Input((8,)), layers.Dense(4, name="first"), layers.Dense(2)])
m.compile("adam", "mse")
m.fit(np.zeros((9, 8)), read(), epochs=3)
"""


def document(code: str, batch: int | None = None) -> Any:
    return json.loads(renderer.render([explained(code)], batch=batch))


def model(code: str, batch: int | None = None) -> Any:
    (found,) = document(code, batch)["files"][0]["models"]
    return found


def test_the_keys_are_those_of_version_1() -> None:
    told = document(PLAIN)
    assert (told["version"], told["tool"]["name"]) == (1, "kerascheck")
    (file,) = told["files"]
    assert set(file) == {
        "path", "keras", "models", "notes", "not_understood", "errors", "builder",
    }  # fmt: skip
    assert set(file["models"][0]) == {
        "name", "kind", "location", "complete", "gaps", "compiled", "fitted", "layers", "graph",
        "size", "training",
    }  # fmt: skip
    assert set(file["models"][0]["layers"][1]) == {
        "kind", "name", "text", "depth", "location", "outputs", "parameters", "trainable",
        "weights", "notes", "reasons",
    }  # fmt: skip


def test_a_layer_has_its_outputs_and_weights() -> None:
    layer = model(PLAIN)["layers"][1]
    assert (layer["kind"], layer["name"], layer["parameters"]) == ("Dense", "first", 36)
    assert layer["outputs"] == [{"shape": [None, 4], "dtype": "float32"}]
    kernel = {"name": "kernel", "owner": "", "shape": [8, 4], "trainable": True, "dtype": "float32"}
    assert layer["weights"][0] == kernel
    assert layer["location"]["line"] == 5


def test_what_is_not_known_is_null_with_its_reason() -> None:
    told = model("m = keras.Sequential([keras.Input((8,)), layers.Dense(odd())])")
    layer = told["layers"][1]
    why = "`odd` is not defined in this file"
    assert layer["parameters"] is None
    assert layer["unknown"]["parameters"] == why
    assert layer["outputs"][0]["shape"] == [None, "?"]
    assert layer["outputs"][0]["unknown"] == {"shape": why}
    assert told["size"]["parameters"] is None
    assert told["size"]["unknown"]["parameters"] == why
    assert told["size"]["known_parameters"] == 0


def test_training_is_told_by_label() -> None:
    training = {item["label"]: item for item in model(PLAIN)["training"]}
    assert training["loss"]["value"]["name"] == "mean_squared_error"
    assert training["optimizer"]["value"] == {
        "name": "Adam", "arguments": {"learning_rate": 0.001}
    }  # fmt: skip
    assert training["x"]["value"]["shape"] == [9, 8]
    assert training["y"]["value"] is None
    assert training["y"]["unknown"]["value"] == "`read` is not defined in this file"
    assert training["fit"]["value"] == {"epochs": 3}


def test_findings_stand_at_what_they_are_about() -> None:
    code = """
    m = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])
    m.compile("adam", "binary_crossentropy")
    """
    (note,) = model(code)["layers"][1]["notes"]
    assert (note["code"], note["rule"], note["severity"]) == (
        "KC110", "single-unit-softmax", "error",
    )  # fmt: skip


def test_the_graph_has_nodes_and_edges() -> None:
    graph = model("""
    a, b = keras.Input((8,)), keras.Input((8,))
    shared = layers.Dense(4)
    m = keras.Model([a, b], shared(a) + shared(b))
    """)["graph"]
    texts = [node["text"] for node in graph["nodes"]]
    assert texts == ["Input", "Dense 4", "Input", "add"]
    assert [node["layer"] for node in graph["nodes"]] == [0, 2, 1, None]
    assert sorted(graph["edges"]) == [[0, 1], [1, 3], [2, 1]]


def test_memory_is_there_for_a_batch() -> None:
    assert model(PLAIN, 10)["memory"] == {
        "batch": 10, "activation_bytes": 240, "not_counted": []
    }  # fmt: skip
    assert "memory" not in model(PLAIN)


def test_an_infinite_number_is_a_text() -> None:
    told = model(PLAIN.replace('"adam"', "keras.optimizers.Adam(float('inf'))"))
    training = {item["label"]: item for item in told["training"]}
    assert training["optimizer"]["value"]["arguments"]["learning_rate"] in ("inf", None)


def test_syntax_errors_and_files_without_models_are_told() -> None:
    (file,) = document("m = (\n")["files"]
    assert file["models"] == []
    assert file["errors"][0]["location"]["path"] == "train.py"

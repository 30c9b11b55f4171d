"""Preprocessing layers: shapes of encodings, sizes of vocabularies, and what is refused."""

from typing import Any

import pytest

from kerascheck.keras_api import graph
from kerascheck.values import Data, Spec, Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec


@pytest.mark.parametrize(
    ("mode", "given", "expected"),
    [
        ("multi_hot", (None, 7), (None, 10)),
        ("one_hot", (None, 7), (None, 7, 10)),
        ("one_hot", (None, 1), (None, 10)),
        ("count", (None,), (10,)),
    ],
)
def test_categories_are_encoded(mode: str, given: Any, expected: Any) -> None:
    layer = make("CategoryEncoding", num_tokens=10, output_mode=mode)
    assert shape(layer, *given) == expected


def test_the_number_of_categories_must_be_given() -> None:
    assert refused("CategoryEncoding", {}).argument == "num_tokens"
    assert refused("CategoryEncoding", {"num_tokens": 0}).argument == "num_tokens"


def test_bins_are_counted() -> None:
    bins = {"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "one_hot"}
    assert shape(make("Discretization", **bins), None, 1) == (None, 4)
    layer = make("Discretization", num_bins=5)
    assert graph.call(layer, (spec(None, 3),), {}) == Spec((None, 3), "int32")
    assert refused("Discretization", {}).argument == "num_bins"


def test_hashes_are_integers() -> None:
    layer = make("Hashing", num_bins=9)
    assert graph.call(layer, (spec(None, 2, dtype="string"),), {}) == Spec((None, 2), "int64")
    crossing = make("HashedCrossing", num_bins=9, output_mode="one_hot")
    given = graph.call(crossing, ([spec(None, 1), spec(None, 1)],), {})
    assert given.shape == (None, 9)
    assert refused("HashedCrossing", {"num_bins": 9}, None, 1).kind == "inputs"


def test_a_vocabulary_has_room_for_what_is_not_in_it() -> None:
    words = {"vocabulary": ["a", "b", "c"], "output_mode": "multi_hot"}
    assert shape(make("StringLookup", **words), None, 7) == (None, 4)
    numbers = {"vocabulary": [3, 5], "num_oov_indices": 2, "output_mode": "one_hot"}
    assert shape(make("IntegerLookup", **numbers), None, 1) == (None, 4)
    padded = {"max_tokens": 50, "pad_to_max_tokens": True, "output_mode": "count"}
    assert shape(make("StringLookup", **padded), None, 7) == (None, 50)


def test_what_adapt_finds_is_not_known() -> None:
    size = shape(make("StringLookup", output_mode="multi_hot"), None, 7)[1]
    assert isinstance(size, Unknown)
    assert size.why == "how many words `adapt` finds"


@pytest.mark.parametrize(
    ("words", "problem"),
    [([], "is empty"), (["a", "a"], "has a word twice"), (["a", ""], "reserved token ''")],
)
def test_a_vocabulary_must_be_one(words: list[str], problem: str) -> None:
    error = refused("StringLookup", {"vocabulary": words, "mask_token": ""})
    assert error.argument == "vocabulary"
    assert problem in error.problem


def test_texts_become_sequences_or_rows() -> None:
    layer = make("TextVectorization", max_tokens=1000, output_sequence_length=20)
    given = graph.call(layer, (spec(None, 1, dtype="string"),), {})
    assert given == Spec((None, 20), "int64")
    rows = {"vocabulary": ["a", "b"], "output_mode": "multi_hot"}
    assert shape(make("TextVectorization", **rows), None) == (None, 3)
    length = {"output_mode": "count", "output_sequence_length": 20}
    assert refused("TextVectorization", length).argument == "output_sequence_length"


def test_normalization_counts_a_mean_a_variance_and_the_samples() -> None:
    assert count(make("Normalization"), None, 13) == 27
    assert count(make("Normalization", axis=None), None, 13) == 3
    assert count(make("Normalization", mean=1.0, variance=2.0), None, 13) == 0
    assert refused("Normalization", {}, None, None).kind == "dimension"
    assert refused("Normalization", {"mean": 1.0}).argument == "variance"


def test_a_given_mean_must_fit_the_features() -> None:
    given = {"mean": Data(shape=(3,)), "variance": Data(shape=(3,))}
    assert shape(make("Normalization", **given), None, 3) == (None, 3)
    assert refused("Normalization", given, None, 4).kind == "dimension"


def test_sound_becomes_frames() -> None:
    assert shape(make("MelSpectrogram"), None, 16000) == (None, 128, 32)
    layer = make("STFTSpectrogram", frame_length=16)
    assert shape(layer, None, 100, 2) == (None, 11, 18)
    assert count(layer, None, 100, 2) == 2 * 16 * 9
    error = refused("STFTSpectrogram", {}, None, 100, 2)
    assert (error.kind, "at least 256 time steps" in error.problem) == ("size", True)


def test_a_pipeline_is_its_layers() -> None:
    layers = [make("Rescaling", scale=0.5), make("Dense", units=3)]
    assert shape(make("Pipeline", layers=layers), None, 4) == (None, 3)
    assert count(make("Pipeline", layers=layers), None, 4) == 15
    assert refused("Pipeline", {"layers": []}, None, 4).argument == "layers"


def test_frames_of_one_step_need_a_step_to_move_by() -> None:
    for time in (None, 9):
        error = refused("STFTSpectrogram", {"frame_length": 1}, None, time, 3)
        assert "no step to move by" in error.problem

"""Models that begin with the `Merge` of Keras 1, which takes the outputs of several others."""

from tests.facts.trace_of import facts


def test_a_merged_model_is_a_layer_that_takes_a_list() -> None:
    found = facts(
        """
        a = keras.Sequential([layers.Dense(2, input_dim=4)])
        b = keras.Sequential([layers.Dense(2, input_dim=5)])
        merged = keras.Sequential([layers.Merge([a, b], mode="concat"), layers.Dense(3)])
        outer = keras.Sequential([merged])
        outer([keras.Input((4,)), keras.Input((5,))])
        """
    )
    assert [fault.kind for fault in found.faults] == []
    assert [len(model.layers) for model in found.models] == [1, 1, 2, 1]


def test_data_go_into_the_models_that_are_joined() -> None:
    found = facts(
        """
        a = keras.Sequential([layers.Cosine(), layers.Reshape((2,))])
        b = keras.Sequential([layers.Cosine(), layers.Reshape((2,))])
        merged = keras.Sequential([layers.Merge([a, b], mode="concat"), layers.Dense(3)])
        merged.compile("adam", "mse")
        merged.fit([np.zeros((9, 4)), np.zeros((9, 5, 6))], np.zeros((9, 3)))
        """
    )
    assert [fault.kind for fault in found.faults] == []

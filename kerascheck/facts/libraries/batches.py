"""How datasets are put into batches, and how large these are."""

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries.elements import each, receiver
from kerascheck.values import Batch, Data, Value

_OF_ONE_SIZE = frozenset({"batch", "padded_batch", "ragged_batch"})
"""What makes batches of as many samples as its first argument says."""


def size_of_batch(call: Call, position: int | None = None) -> Batch:
    """The argument `batch_size` of a reader or a step, whose position is `position`."""
    return Batch(call.get("batch_size", position), call.place("batch_size", position))


def _batch(call: Call) -> Value:
    given, name = receiver(call), call.name.rpartition(".")[2]
    if not given.batched:
        batch = size_of_batch(call, 0) if name in _OF_ONE_SIZE else None
        return given.step(name, call.site, batched=True, batch=batch)
    unknown = call.unknown("a dataset that is batched twice")

    def change(leaf: Data) -> Data:
        return leaf.but(shape=unknown)

    parts = {"x": each(given.x, change), "y": each(given.y, change)}
    return given.step(f"{name} of batches", call.site, batch=None, **parts)


def _rebatch(call: Call) -> Value:
    return receiver(call).step("rebatch", call.site, batch=size_of_batch(call, 0))


def _unbatch(call: Call) -> Value:
    return receiver(call).step("unbatch", call.site, batched=False, batch=None)


STEPS: dict[str, Handler] = {
    "batch": _batch,
    "padded_batch": _batch,
    "ragged_batch": _batch,
    "bucket_by_sequence_length": _batch,
    "rebatch": _rebatch,
    "unbatch": _unbatch,
}
"""Methods of a `tf.data.Dataset`."""

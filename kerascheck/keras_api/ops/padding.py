"""Functions that put numbers around tensors."""

from kerascheck.keras_api.dims import is_int, settled
from kerascheck.keras_api.ops.operands import extent, extents, strong, sum_of
from kerascheck.values import BuildError, Spec, Unknown, Value


def pad(x: Value, pad_width: Value) -> Spec:
    """`keras.ops.pad`: an amount for all, a pair for all, or a pair an axis."""
    spec = strong(x)
    pairs = settled(pad_width)
    if is_int(pairs):
        pairs = ((pairs, pairs),)
    elif not isinstance(pairs, Spec) and len(pairs) and not isinstance(pairs[0], (list, tuple)):
        pairs = (tuple(pairs),)
    if not isinstance(pairs, Spec) and len(pairs) == 1:
        pairs = tuple(pairs) * spec.rank
    return _padded(spec, pairs)


def tf_pad(x: Value, paddings: Value) -> Spec:
    """`tf.pad`: a pair of amounts an axis."""
    return _padded(strong(x), settled(paddings))


def _padded(spec: Spec, pairs: Value) -> Spec:
    if isinstance(pairs, Spec):
        # A tensor of constants gives sizes that TensorFlow knows, another one does not.
        return Spec((Unknown("amounts of padding in a tensor"),) * spec.rank, spec.dtype)
    if not isinstance(pairs, (list, tuple)):
        raise TypeError("no pairs of amounts")
    if len(pairs) != spec.rank:
        problem = f"has {len(pairs)} pairs of paddings, but its input has {spec.rank} axes"
        raise BuildError("rank", problem, keras="`pad_width` must have the same length")
    shape = tuple(
        sum_of((dim, *map(extent, extents(pair))))
        for dim, pair in zip(spec.dims, pairs, strict=True)
    )
    return Spec(shape, spec.dtype)


def pad_axes(x: Value, padding: Value, first: int, data_format: Value) -> Spec:
    """`K.temporal_padding` and its like: pairs for the axes between batch and channels."""
    spec = strong(x)
    pairs = settled(padding)
    if not isinstance(pairs[0], (list, tuple)):
        pairs = (pairs,)
    if settled(data_format) == "channels_first":
        first += 1
    lead = [(0, 0)] * first
    return _padded(spec, [*lead, *pairs, *[(0, 0)] * (spec.rank - first - len(pairs))])


def temporal_padding(x: Value, padding: Value = (1, 1)) -> Spec:
    """Zeros around the second axis."""
    return pad_axes(x, padding, 1, None)


def spatial_padding(x: Value, padding: Value = ((1, 1), (1, 1)), data_format: Value = None) -> Spec:
    """Zeros around the axes of images."""
    return pad_axes(x, padding, 1, data_format)


def volume_padding(
    x: Value, padding: Value = ((1, 1), (1, 1), (1, 1)), data_format: Value = None
) -> Spec:
    """Zeros around the axes of volumes."""
    return pad_axes(x, padding, 1, data_format)

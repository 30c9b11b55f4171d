"""The losses of `keras.losses`, one class each.

The fields are those of Keras 3.15. Keras 2 has other orders for
`axis` and `reduction`, and its default for `reduction` is "auto".
"""

from typing import ClassVar

from kerascheck.values import Bool, Float, Loss, Value

_MEAN = "sum_over_batch_size"


class MeanSquaredError(Loss):
    """Mean of squared differences."""

    canonical: ClassVar[str] = "mean_squared_error"

    reduction: Value = _MEAN
    name: Value = "mean_squared_error"
    dtype: Value = None


class MeanAbsoluteError(Loss):
    """Mean of absolute differences."""

    canonical: ClassVar[str] = "mean_absolute_error"

    reduction: Value = _MEAN
    name: Value = "mean_absolute_error"
    dtype: Value = None


class MeanAbsolutePercentageError(Loss):
    """Mean of differences in percent of the label."""

    canonical: ClassVar[str] = "mean_absolute_percentage_error"

    reduction: Value = _MEAN
    name: Value = "mean_absolute_percentage_error"
    dtype: Value = None


class MeanSquaredLogarithmicError(Loss):
    """Mean of squared differences of logarithms."""

    canonical: ClassVar[str] = "mean_squared_logarithmic_error"

    reduction: Value = _MEAN
    name: Value = "mean_squared_logarithmic_error"
    dtype: Value = None


class Huber(Loss):
    """Squared near zero, absolute beyond `delta`."""

    canonical: ClassVar[str] = "huber"

    delta: Float = 1.0
    reduction: Value = _MEAN
    name: Value = "huber_loss"
    dtype: Value = None


class LogCosh(Loss):
    """Logarithm of the hyperbolic cosine of the difference."""

    canonical: ClassVar[str] = "log_cosh"

    reduction: Value = _MEAN
    name: Value = "log_cosh"
    dtype: Value = None


class BinaryCrossentropy(Loss):
    """Cross-entropy of labels 0 and 1 with one probability each."""

    canonical: ClassVar[str] = "binary_crossentropy"

    from_logits: Bool = False
    label_smoothing: Float = 0.0
    axis: Value = -1
    reduction: Value = _MEAN
    name: Value = "binary_crossentropy"
    dtype: Value = None


class BinaryFocalCrossentropy(Loss):
    """Binary cross-entropy that weighs down easy samples."""

    canonical: ClassVar[str] = "binary_focal_crossentropy"

    apply_class_balancing: Bool = False
    alpha: Float = 0.25
    gamma: Float = 2.0
    from_logits: Bool = False
    label_smoothing: Float = 0.0
    axis: Value = -1
    reduction: Value = _MEAN
    name: Value = "binary_focal_crossentropy"
    dtype: Value = None


class CategoricalCrossentropy(Loss):
    """Cross-entropy of one-hot rows with a distribution over classes."""

    canonical: ClassVar[str] = "categorical_crossentropy"

    from_logits: Bool = False
    label_smoothing: Float = 0.0
    axis: Value = -1
    reduction: Value = _MEAN
    name: Value = "categorical_crossentropy"
    dtype: Value = None


class CategoricalFocalCrossentropy(Loss):
    """Categorical cross-entropy that weighs down easy samples."""

    canonical: ClassVar[str] = "categorical_focal_crossentropy"

    alpha: Float = 0.25
    gamma: Float = 2.0
    from_logits: Bool = False
    label_smoothing: Float = 0.0
    axis: Value = -1
    reduction: Value = _MEAN
    name: Value = "categorical_focal_crossentropy"
    dtype: Value = None


class SparseCategoricalCrossentropy(Loss):
    """Cross-entropy of class numbers with a distribution over classes."""

    canonical: ClassVar[str] = "sparse_categorical_crossentropy"

    from_logits: Bool = False
    ignore_class: Value = None
    reduction: Value = _MEAN
    axis: Value = -1
    name: Value = "sparse_categorical_crossentropy"
    dtype: Value = None


class CategoricalGeneralizedCrossEntropy(Loss):
    """Cross-entropy that is robust to wrong labels."""

    canonical: ClassVar[str] = "categorical_generalized_cross_entropy"

    q: Float = 0.5
    reduction: Value = _MEAN
    name: Value = "categorical_generalized_cross_entropy"
    dtype: Value = None


class KLDivergence(Loss):
    """Kullback-Leibler divergence of two distributions."""

    canonical: ClassVar[str] = "kl_divergence"

    reduction: Value = _MEAN
    name: Value = "kl_divergence"
    dtype: Value = None


class Poisson(Loss):
    """Poisson likelihood of counts."""

    canonical: ClassVar[str] = "poisson"

    reduction: Value = _MEAN
    name: Value = "poisson"
    dtype: Value = None


class Hinge(Loss):
    """Hinge of labels -1 and 1."""

    canonical: ClassVar[str] = "hinge"

    reduction: Value = _MEAN
    name: Value = "hinge"
    dtype: Value = None


class SquaredHinge(Loss):
    """Squared hinge of labels -1 and 1."""

    canonical: ClassVar[str] = "squared_hinge"

    reduction: Value = _MEAN
    name: Value = "squared_hinge"
    dtype: Value = None


class CategoricalHinge(Loss):
    """Hinge of one-hot rows."""

    canonical: ClassVar[str] = "categorical_hinge"

    reduction: Value = _MEAN
    name: Value = "categorical_hinge"
    dtype: Value = None


class CosineSimilarity(Loss):
    """Negative cosine of the angle between two vectors."""

    canonical: ClassVar[str] = "cosine_similarity"

    axis: Value = -1
    reduction: Value = _MEAN
    name: Value = "cosine_similarity"
    dtype: Value = None


class Dice(Loss):
    """Overlap of masks."""

    canonical: ClassVar[str] = "dice"

    reduction: Value = _MEAN
    name: Value = "dice"
    axis: Value = None
    dtype: Value = None


class Tversky(Loss):
    """Overlap of masks with weights for the two kinds of error."""

    canonical: ClassVar[str] = "tversky"

    alpha: Float = 0.5
    beta: Float = 0.5
    reduction: Value = _MEAN
    name: Value = "tversky"
    axis: Value = None
    dtype: Value = None


class Circle(Loss):
    """Similarity of embeddings by label."""

    canonical: ClassVar[str] = "circle"

    gamma: Float = 80.0
    margin: Float = 0.4
    remove_diagonal: Bool = True
    reduction: Value = _MEAN
    name: Value = "circle"
    dtype: Value = None


class CTC(Loss):
    """Alignment of label sequences with longer outputs."""

    canonical: ClassVar[str] = "ctc"

    reduction: Value = _MEAN
    name: Value = "ctc"
    dtype: Value = None


class AutomaticCrossentropy(Loss):
    """The string `crossentropy` or `ce` in Keras 3's compile: binary for one unit, else by labels.

    It is sparse if the labels have a lower rank than the output or end in an axis of 1.
    """

    canonical: ClassVar[str] = "crossentropy"

    from_logits: Bool = False

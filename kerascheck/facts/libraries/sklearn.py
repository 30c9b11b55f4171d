"""What scikit-learn, imbalanced-learn and the scikit-learn wrappers of Keras do to values."""

from kerascheck.facts.call import Handler
from kerascheck.facts.libraries import (
    sklearn_data,
    sklearn_encoders,
    sklearn_metrics,
    sklearn_splits,
    sklearn_transformers,
)
from kerascheck.facts.libraries.instances import Attribute

FUNCTIONS: dict[str, Handler] = {
    **sklearn_data.FUNCTIONS,
    **sklearn_encoders.FUNCTIONS,
    **sklearn_metrics.FUNCTIONS,
    **sklearn_splits.FUNCTIONS,
    **sklearn_transformers.FUNCTIONS,
}
METHODS: dict[str, Handler] = {
    **sklearn_data.METHODS,
    **sklearn_encoders.METHODS,
    **sklearn_splits.METHODS,
    **sklearn_transformers.METHODS,
}
ATTRIBUTES: dict[str, Attribute] = {
    **sklearn_data.ATTRIBUTES,
    **sklearn_encoders.ATTRIBUTES,
    **sklearn_transformers.ATTRIBUTES,
}

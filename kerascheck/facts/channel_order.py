"""Where old scripts have the channels of images, which the settings of Keras said outside of them.

Keras 1 and Keras 2 on Theano read the order of the axes from a file. A script for it does not name
the order; its shapes and other words tell that the channels may come first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kerascheck.values import Site, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_THEANO = re.compile(
    r"(?i:\btheano)|_th_(?:dim|kernels|weights)|dim_ordering\W{0,4}[=(,:]\W{0,3}th['\"]"
    r"|set_image_data_format\(\s*['\"]channels_first|#[^\n]*channels[_ ]first"
)
"""What speaks of Theano, or sets its order in a place that may not be run."""
_KERAS_1 = re.compile(
    r"\b(?:border_mode|nb_filter|nb_row|nb_col|subsample|nb_epoch|samples_per_epoch|nb_val_samples"
    r"|dim_ordering|activity_l2)\s*=|\bConvolution2D\(\s*\w+\s*,\s*\w+\s*,\s*\w+\s*[,)]"
    r"|\bModel\(\s*input\s*="
)
"""Names and arguments that only Keras 1 has."""
KERAS_1_LAYERS = re.compile(
    r"(?m)^[^#\n]*[(,]\s*(?:border_mode|nb_filter|nb_row|nb_col|subsample(?=\s*=\s*\()|dim_ordering|W_constraint"
    r"|[Wb]_regularizer|atrous_rate|subsample_length|filter_length|pool_length|dropout_[WU])\s*="
)
"""Arguments of a call that only layers of Keras 1 have, and nothing else."""
_SIZE = r"\s*,\s*(?:[5-9]|\d\d+|[A-Za-z_]\w*)"
_SHAPE = re.compile(
    rf"shape\s*=\s*\(\s*(?:None\s*,\s*)?(?:1|3|\w*chan\w*){_SIZE}{_SIZE}\s*,?\s*\)",
    re.IGNORECASE,
)
"""A shape whose first size, but for that of the batch, is a number of channels."""
_ASKS = re.compile(
    r"(?:image_(?:data_format|dim_ordering)|\bbackend)\s*\(\s*\)|set_image_(?:data_f|dim_o)"
)
"""A script that asks for the order goes by the answer, and one that sets it has said it."""
_CHANNELS = re.compile(r"\W*\w*(?:chan|n_?ch\b|colou?rs)", re.IGNORECASE)
_SMALLEST = 5
"""Images have more rows and columns than these, and kernels fewer."""


@lru_cache(maxsize=64)
def may_be_first(text: str) -> bool:
    """Whether a file is of the age, or for the backend, whose settings may put channels first."""
    return bool(_THEANO.search(text) or _KERAS_1.search(text))


def first_throughout(text: str) -> bool:
    """Whether such a file writes shapes with the channels first, and leaves the order open."""
    return bool(may_be_first(text) and _SHAPE.search(text) and not _ASKS.search(text))


def note_shape(run: Interpreter, shape: Value, site: Site) -> None:
    """Note a shape of an input: its order of axes shows that of the settings of the time.

    `shape` has no axis of the batch; `site` is where it is written.
    """
    if run.image_format != "channels_last" or run.order_said or not run.order_open:
        return
    match shape:
        case (*_, first, rows, columns) if len(shape) in (3, 4):
            if len(shape) == 4 and _is_count(shape[0]):
                first = shape[0]
            if not all(isinstance(side, Unknown) or _is_side(side) for side in (rows, columns)):
                return
            named = isinstance(first, Unknown) and _CHANNELS.match(site.text) is not None
            if _is_count(first) or (named and _is_side(rows)):
                why = "which axis has the channels is in the settings of an old Keras"
                run.image_format = Unknown(why, site)


def _is_count(size: Value) -> bool:
    return isinstance(size, int) and not isinstance(size, bool) and size in (1, 3)


def _is_side(size: Value) -> bool:
    return isinstance(size, int) and size >= _SMALLEST

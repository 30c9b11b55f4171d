"""What in the text of a script tells that it was written for an old Keras, or for a new one.

No version says it where nothing is pinned; names, arguments and keys that only some versions have do.
"""

import re

from kerascheck.values import Written

UP_TO_2_3 = re.compile(
    # TensorFlow 1, whose sessions and graphs the plain `keras` up to 2.3 sits on.
    r"\b(?:ConfigProto|GPUOptions|InteractiveSession|tf\.Session|tf\.placeholder|tf\.app\.flags)\b"
    r"|\b(?:set_session|get_session|set_random_seed|set_image_dim_ordering|image_dim_ordering)\b"
    r"|\btensorflow_backend\b|\bKTF\b"
    # The other backends, which Keras had until 2.3.
    r"|\b(?:[Tt]heano|THEANO_FLAGS|cntk)\b"
    # Methods and arguments that were taken out, or renamed, by then or soon after.
    r"|\b(?:nb_epoch|border_mode|samples_per_epoch|nb_val_samples|output_dim\s*=|init\s*=\s*['\"])"
    r"|\.(?:fit_generator|evaluate_generator|predict_generator|predict_classes|predict_proba)\("
    r"|\bkeras\.(?:layers\.(?:core|convolutional|pooling|recurrent|normalization|embeddings"
    r"|advanced_activations|merge|wrappers)|engine|legacy|objectives|utils\.(?:np_utils|vis_utils"
    r"|generic_utils|training_utils))\b"
    r"|\bimport np_utils\b|\bmulti_gpu_model\b|\bCuDNN(?:LSTM|GRU)\b"
    # The keys of `History` before the names were written in full.
    r"|\[\s*['\"](?:val_)?acc['\"]\s*\]|\bhistory\.get\(\s*['\"](?:val_)?acc['\"]"
    r"|\bmonitor\s*=\s*['\"](?:val_)?acc['\"]"
    # A version that is only spoken of.
    r"|\b[Kk]eras\s*(?:==|~=|[Vv]ersion:?)?\s*[12]\.[0-3]\b"
    # Python 2.
    r"|^[ \t]*print[ \t]+['\"]|\bxrange\(|\bfrom __future__ import",
    re.MULTILINE,
)
"""Signs of Keras up to 2.3, or of scripts that may well be of that age."""
FROM_3 = re.compile(
    r"\bkeras\.(?:ops|random|saving|distribution|tree|dtype_policies)\b|\bKERAS_BACKEND\b"
    r"|\bfrom keras import (?:[\w, ]*\b)?(?:ops|random|saving)\b|\.weights\.h5\b|\bkeras_hub\b"
)
"""Signs of Keras 3; a few of these names came with the last releases of Keras 2."""


def may_be_new(written: Written) -> bool:
    """Whether the version is said, so that it is known elsewhere, or nothing speaks of an old one."""
    return written.pinned or not written.says(UP_TO_2_3)

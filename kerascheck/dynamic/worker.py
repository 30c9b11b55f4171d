"""Builds models with the Keras of the interpreter that runs this file; asks nothing of kerascheck.

`runner.py` starts it as `PYTHON -I worker.py OPTIONS`, with one JSON object as OPTIONS, and talks
to it in JSON, an object a line: first the worker says who it is, then it answers each job that
comes on standard input. `plan.py` makes the jobs; the docstring of `Job` says what is in them.
Whatever Keras and its backend print goes to standard error.

The jobs come from a script that nobody has read. Therefore only what stands in the lists below is
ever called: constructors and functions of Keras that compute, none that reads or writes files,
none that runs code it is given. No module but Keras and what Keras needs is imported.
"""

# Keras is not there when types are checked, so that all that it makes is `Any`.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.metadata
import importlib.util
import json
import math
import os
import sys
import time
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
Values = dict[int, Any]
"""What the steps of a job have made so far, by their numbers."""

ROWS = 32
"""How many made-up samples the losses and gradients are computed for."""
SEEDS = 3
PATIENCE = 40.0
"""No losses and gradients are computed if they are expected to take more seconds than these."""
OPEN = {2: 16, 3: 16, 4: 64, 5: 16}
"""The extent of an open dimension in made-up samples, by the rank of the input."""
META_TESTED = ((3, 5), (3, 16))
"""The versions of Keras whose insides `meta` is known to fit: from, and before."""

_LAYERS = """
Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add
AdditiveAttention AlphaDropout Attention AugMix AutoContrast Average AveragePooling1D
AveragePooling2D AveragePooling3D BatchNormalization Bidirectional CategoryEncoding CenterCrop
Concatenate ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D
Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Cropping1D Cropping2D
Cropping3D CutMix Dense DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense
Embedding Equalization Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D
GlobalMaxPooling3D GroupNormalization GroupQueryAttention HashedCrossing Hashing Identity
IntegerLookup LSTM LSTMCell LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes MaxPooling1D
MaxPooling2D MaxPooling3D Maximum MelSpectrogram Minimum MixUp MultiHeadAttention Multiply
Normalization PReLU Permute RMSNormalization RNN RandAugment RandomBrightness
RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform
RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert
RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear
RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing ReversibleEmbedding
STFTSpectrogram SeparableConv1D SeparableConv2D SimpleRNN SimpleRNNCell Softmax Solarization
SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells
StringLookup Subtract TextVectorization TimeDistributed UnitNormalization UpSampling1D UpSampling2D
UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
"""
_APPLICATIONS = """
ConvNeXtBase ConvNeXtLarge ConvNeXtSmall ConvNeXtTiny ConvNeXtXLarge DenseNet121 DenseNet169
DenseNet201 EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4
EfficientNetB5 EfficientNetB6 EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2
EfficientNetV2B3 EfficientNetV2L EfficientNetV2M EfficientNetV2S InceptionResNetV2 InceptionV3
MobileNet MobileNetV2 MobileNetV3Large MobileNetV3Small NASNetLarge NASNetMobile ResNet101
ResNet101V2 ResNet152 ResNet152V2 ResNet50 ResNet50V2 VGG16 VGG19 Xception
"""
_KERNELS = """
BatchNormalization Bidirectional Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D
Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Dense DepthwiseConv1D DepthwiseConv2D EinsumDense
GRU GroupNormalization GroupQueryAttention LSTM LayerNormalization MultiHeadAttention
RMSNormalization SeparableConv1D SeparableConv2D SimpleRNN TimeDistributed
"""
_OPS = """
abs absolute add all amax amin any append arange arccos arccosh arcsin arcsinh arctan arctan2
arctanh argmax argmin argsort array average average_pool batch_normalization binary_crossentropy
broadcast_to cast categorical_crossentropy ceil celu clip concatenate conj conv conv_transpose
convert_to_tensor copy cos cosh count_nonzero cross cumprod cumsum depth_to_space depthwise_conv
diag diagonal diff digitize divide divide_no_nan dot dot_product_attention einsum elu empty equal
erf erfinv exp exp2 expand_dims expm1 eye fft fft2 flip floor floor_divide full full_like gelu
get_item glu greater greater_equal hard_sigmoid hard_silu hard_swish hard_tanh hstack identity imag
inner isfinite isinf isnan leaky_relu less less_equal linspace log log10 log1p log2 log_sigmoid
log_softmax logaddexp logical_and logical_not logical_or logical_xor logsumexp matmul max max_pool
maximum mean median meshgrid min minimum mod moments moveaxis multi_hot multiply nan_to_num
negative norm normalize not_equal one_hot ones ones_like outer pad power prod qr ravel real
reciprocal relu relu6 repeat reshape rfft roll round rsqrt selu separable_conv shape sigmoid sign silu
sin sinh size slice softmax softplus softsign sort space_to_depth sparse_categorical_crossentropy
split sqrt square squareplus squeeze stack std stop_gradient subtract sum swapaxes swish take
take_along_axis tan tanh tanh_shrink tensordot tile top_k trace transpose tril triu true_divide
unstack var vdot vstack where zeros zeros_like
"""
_ACTIVATIONS = """
celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus
softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
"""
_LOSSES = """
BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy CategoricalFocalCrossentropy
CategoricalGeneralizedCrossEntropy CategoricalHinge Circle CosineSimilarity Dice Hinge Huber
KLDivergence LogCosh MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError
MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge Tversky
"""
_METRICS = """
AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy CategoricalCrossentropy
CategoricalHinge CosineSimilarity F1Score FBetaScore FalseNegatives FalsePositives Hinge IoU
KLDivergence LogCoshError MeanAbsoluteError MeanAbsolutePercentageError MeanIoU MeanSquaredError
MeanSquaredLogarithmicError OneHotIoU OneHotMeanIoU Poisson Precision PrecisionAtRecall R2Score
Recall RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity SparseCategoricalAccuracy
SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SpecificityAtSensitivity SquaredHinge
TopKCategoricalAccuracy TrueNegatives TruePositives
"""
_OTHERS = {
    "layers": _LAYERS,
    "applications": _APPLICATIONS,
    "ops": _OPS,
    "ops.image": "resize pad_images crop_images extract_patches rgb_to_grayscale",
    "activations": _ACTIVATIONS,
    "losses": _LOSSES,
    "metrics": _METRICS,
    "random": "SeedGenerator normal uniform truncated_normal randint dropout",
    "regularizers": "L1 L1L2 L2 OrthogonalRegularizer l1 l1_l2 l2",
    "constraints": "MaxNorm MinMaxNorm NonNeg UnitNorm max_norm min_max_norm non_neg unit_norm",
    "initializers": "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal "
    "LecunUniform Ones Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros "
    "glorot_normal glorot_uniform he_normal he_uniform lecun_normal lecun_uniform random_normal "
    "random_uniform truncated_normal variance_scaling constant ones zeros orthogonal identity",
}
ALLOWED = frozenset(
    f"keras.{module}.{name}" for module, names in _OTHERS.items() for name in names.split()
)
"""All that is ever called for a job, besides `Input`, `Sequential` and `Model`."""
KERNELS = frozenset(_KERNELS.split())
"""The layers whose gradient needs what they are given: they multiply it by trained weights."""


class RefusedError(Exception):
    """A job asks for something that is not in the lists."""


class UntestedError(Exception):
    """A version of Keras that cannot be used without a backend."""


class TooLargeError(Exception):
    """The variables of a model need more memory than there is."""


class Job:
    """One model, built step by step.

    A job has `steps`, objects with a number `id`, an action `do` and what the action needs:

    - `make`: an object of the class `class` with `kwargs`;
    - `input`: an input, with `kwargs`;
    - `call`: `part` (the number of a step) on `args` and `kwargs`; `function`: the function
      `name` on them;
    - `sequential`: `parts` one after the other, on an input like `input`; `functional`: the model
      between `inputs` and `outputs`; `application`: the network `class` without weights;
    - `pick`: the layer `layer` (a name or a position) of the network `part`; `inside`:
      what it gives there;
    - `replay`: a layer or model (`kind`: `layer`, `shaped` if it has `compute_output_shape`, or
      `model`) of the script, with its `parts`, its `weights`, and
      `bodies`, one for each way it is called: `entries` (the tensors it is given), `steps` and
      `result`;
    - `freeze`: `trainable` of `part`, or of the layer `layer` of it.

    A value is plain JSON, or an object with one key: `tuple`, `dict` (pairs), `float` (its text),
    `slice`, `ellipsis`, `tensor` (a step and which of its tensors), `part`, `weight`, `object`
    (`class`, `args`, `kwargs`) or `function` (a name).
    """

    def __init__(self, keras: Any, job: Any, replays: Mapping[str, Any], limit: int | None) -> None:
        self.keras, self.job, self.replays, self.limit = keras, job, replays, limit
        self.values: Values = {}
        self.parts: dict[int, Any] = {}
        self.step = -1
        self.first: dict[int, list[Any]] = {}
        self.failing: tuple[Any, list[Any]] | None = None
        self.bytes = 0

    def run(self) -> None:
        """Carry out the steps; what Keras raises is let through."""
        for step in self.job["steps"]:
            self.do(step, self.values)

    def do(self, step: Json, values: Values, weights: Sequence[Any] = ()) -> None:
        """Carry out one step, with the values of the steps before it."""
        self.step = step["id"]
        getattr(self, f"do_{step['do']}")(step, values, weights)

    def do_make(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        made = resolve(self.keras, step["class"])
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        self.parts[step["id"]] = made(**checked(kwargs))

    def do_application(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        made = resolve(self.keras, step["class"])
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        self.parts[step["id"]] = made(**checked({**kwargs, "weights": None}))

    def do_input(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        values[step["id"]] = self.keras.Input(**checked(kwargs))

    def do_call(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        args = [self.decode(arg, values, weights) for arg in step["args"]]
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        values[step["id"]] = self.parts[step["part"]](*args, **kwargs)

    def do_function(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        args = [self.decode(arg, values, weights) for arg in step["args"]]
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        if step["name"] == "keras.ops.reshape" and len(args) == 2:
            args[1] = settled(args[1], args[0].shape)
        if step["name"] == "getitem":
            values[step["id"]] = args[0][args[1]]
        else:
            values[step["id"]] = resolve(self.keras, step["name"])(*args, **checked(kwargs))

    def do_inside(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        values[step["id"]] = layer_of(self.parts[step["part"]], step["layer"]).output

    def do_sequential(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        model = self.keras.Sequential(**kwargs)
        given = step.get("input")
        if given is not None:
            shape = self.decode(given["shape"], values, weights)
            model.add(self.keras.Input(batch_shape=shape, dtype=given["dtype"]))
        for part in step["parts"]:
            self.step = part
            model.add(self.parts[part])
        self.parts[step["id"]] = model

    def do_functional(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        inputs = self.decode(step["inputs"], values, weights)
        outputs = self.decode(step["outputs"], values, weights)
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        self.parts[step["id"]] = self.keras.Model(inputs, outputs, **kwargs)

    def do_replay(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        made = self.replays[step["kind"]](self, step, checked(kwargs))
        self.parts[step["id"]] = made

    def do_freeze(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        part = self.parts[step["part"]]
        part = layer_of(part, step["layer"]) if "layer" in step else part
        part.trainable = step["trainable"]

    def do_pick(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        self.parts[step["id"]] = layer_of(self.parts[step["part"]], step["layer"])

    def decode(self, value: Any, values: Values, weights: Sequence[Any]) -> Any:
        """A value of the job as the object that it stands for."""
        if isinstance(value, list):
            return [self.decode(item, values, weights) for item in value]
        if not isinstance(value, dict):
            return value
        ((tag, content),) = value.items()
        return getattr(self, f"as_{tag}")(content, values, weights)

    def as_tuple(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return tuple(self.decode(item, values, weights) for item in content)

    def as_dict(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return {
            self.decode(k, values, weights): self.decode(v, values, weights) for k, v in content
        }

    def as_float(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return float(content)

    def as_slice(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return slice(*(self.decode(item, values, weights) for item in content))

    def as_ellipsis(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return ...

    def as_tensor(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        number, index = content
        found = values[number] if number in values else self.values[number]
        return self.keras.tree.flatten(found)[index]

    def as_part(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return self.parts[content]

    def as_weight(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return weights[content]

    def as_object(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        args = [self.decode(item, values, weights) for item in content.get("args", ())]
        kwargs = {
            key: self.decode(item, values, weights)
            for key, item in content.get("kwargs", {}).items()
        }
        if any(isinstance(item, (dict, str)) for item in args):
            args = [refused_dict(item) for item in args]
        return resolve(self.keras, content["class"])(*args, **checked(kwargs))

    def as_function(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return resolve(self.keras, content)


def layer_of(network: Any, where: str | int) -> Any:
    """A layer of a network by its name or its position."""
    return network.get_layer(where) if isinstance(where, str) else network.layers[where]


def settled(shape: Any, given: Sequence[int | None]) -> Any:
    """The shape to reshape to, in which None is the size of the batch, as the script has it."""
    if not isinstance(shape, (list, tuple)) or None not in shape:
        return shape
    batch, *rest = given
    if batch is not None:
        return [batch if extent is None else extent for extent in shape]
    known = [extent for extent in shape if extent not in (None, -1)]
    if -1 in shape and None not in rest and all(isinstance(extent, int) for extent in known):
        left = math.prod(extent or 0 for extent in rest) // max(math.prod(known), 1)
        shape = [left if extent == -1 else extent for extent in shape]
    return [-1 if extent is None else extent for extent in shape]


def resolve(keras: Any, path: str) -> Any:
    """The class or function of this name, which must be in the lists."""
    if path not in ALLOWED:
        raise RefusedError(f"`{path}` is not among what may be called")
    found = keras
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


def checked(kwargs: Json) -> Json:
    """Arguments of a constructor: without those by which Keras opens files or runs code."""
    for key, value in kwargs.items():
        refused_dict(value)
        if key in ("vocabulary", "idf_weights") and isinstance(value, str):
            raise RefusedError(f"`{key}` is the name of a file")
    return kwargs


def refused_dict(value: Any) -> Any:
    """A value that is no dict: Keras takes some for objects to import and to make."""
    if isinstance(value, dict):
        raise RefusedError("a dict as an argument of a constructor")
    if isinstance(value, (list, tuple)):
        for item in value:
            refused_dict(item)
    return value


class Holder:
    """What a replayed layer knows of its job; Keras does not look inside of it for layers."""

    def __init__(self, job: Any, step: Json, weights: Sequence[Any]) -> None:
        self.job, self.step, self.weights = job, step, weights

    def follow(self, args: Sequence[Any], kwargs: Json) -> Any:
        """What the body of the layer gives for these arguments."""
        job = self.job
        flat = [
            item
            for item in job.keras.tree.flatten((args, [kwargs[key] for key in sorted(kwargs)]))
            if hasattr(item, "shape")
        ]
        body = self.body(flat)
        outer = job.step
        values = dict(zip(body["entries"], flat, strict=False))
        for step in body["steps"]:
            job.do(step, values, self.weights)
        job.step = outer
        return job.decode(body["result"], values, self.weights)

    def body(self, flat: list[Any]) -> Json:
        """The body that was traced for tensors of these shapes."""
        shapes = [tuple(item.shape) for item in flat]
        fitting: list[Json] = [b for b in self.step["bodies"] if len(b["entries"]) == len(flat)]
        for body in fitting:
            pairs = zip(body["shapes"], shapes, strict=False)
            if all(known is None or alike(known, shape) for known, shape in pairs):
                return body
        if not fitting:
            raise RefusedError("it is called in a way that was not traced")
        return fitting[0]


def alike(known: Sequence[int | None], shape: Sequence[int | None]) -> bool:
    return len(known) == len(shape) and all(
        a is None or b is None or a == b for a, b in zip(known, shape, strict=False)
    )


def replays_of(keras: Any) -> dict[str, Any]:
    """The classes that stand for the layers and models of the script."""

    def prepare(layer: Any, job: Any, step: Json) -> None:
        weights = [
            layer.add_weight(
                name=weight["name"],
                shape=tuple(weight["shape"]),
                dtype=weight["dtype"],
                trainable=weight["trainable"],
                initializer=job.decode(weight["initializer"], job.values, ()),
            )
            for weight in step["weights"]
        ]
        layer.kerascheck_parts = [job.parts[number] for number in step["parts"]]
        layer.kerascheck_holder = Holder(job, step, weights)

    class Replayed(keras.layers.Layer):  # type: ignore[misc]
        def __init__(self, job: Any, step: Json, kwargs: Json) -> None:
            super().__init__(**kwargs)
            prepare(self, job, step)

        def build(self, *_: Any, **__: Any) -> None:
            pass

        def call(
            self,
            inputs: Any = None,
            b: Any = None,
            c: Any = None,
            d: Any = None,
            e: Any = None,
            **named: Any,
        ) -> Any:
            args = [item for item in (inputs, b, c, d, e) if item is not None]
            return self.kerascheck_holder.follow(args, named)

    class Shaped(Replayed):
        def compute_output_shape(self, input_shape: Any) -> Any:
            given = keras.KerasTensor(input_shape, dtype=self.compute_dtype)
            return keras.tree.map_structure(lambda tensor: tensor.shape, self(given))

        def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
            return keras.Operation.compute_output_spec(self, *args, **kwargs)

    class ReplayedModel(keras.Model):  # type: ignore[misc]
        def __init__(self, job: Any, step: Json, kwargs: Json) -> None:
            super().__init__(**kwargs)
            prepare(self, job, step)

        def build(self, *_: Any, **__: Any) -> None:
            pass

        def call(
            self,
            inputs: Any = None,
            b: Any = None,
            c: Any = None,
            d: Any = None,
            e: Any = None,
            **named: Any,
        ) -> Any:
            args = [item for item in (inputs, b, c, d, e) if item is not None]
            return self.kerascheck_holder.follow(args, named)

    return {"layer": Replayed, "shaped": Shaped, "model": ReplayedModel}


class Watch:
    """Notes what layers give when they are first called, and which one is at work when one fails."""

    def __init__(self, keras: Any) -> None:
        self.job: Job | None = None
        self.numbers = False
        self.spoilt: Any = None
        called = keras.layers.Layer.__call__
        watch = self

        def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
            job = watch.job
            try:
                output = called(layer, *args, **kwargs)
            except Exception:
                if job is not None and job.failing is None:
                    given = keras.tree.flatten((args, kwargs))
                    shapes = [list(map(dim, t.shape)) for t in given if hasattr(t, "shape")]
                    job.failing = (layer, shapes)
                raise
            if job is not None:
                note(keras, job.first, layer, output)
                if watch.numbers and watch.spoilt is None:
                    watch.look(keras, layer, output)
            return output

        keras.layers.Layer.__call__ = call

    def look(self, keras: Any, layer: Any, output: Any) -> None:
        """Note the first layer that gives something which is no finite number."""
        for tensor in keras.tree.flatten(output):
            if not hasattr(tensor, "shape") or "float" not in str(tensor.dtype):
                continue
            with contextlib.suppress(Exception):
                import numpy

                if not numpy.isfinite(keras.ops.convert_to_numpy(tensor)).all():
                    self.spoilt = layer
                    return


def note(keras: Any, first: dict[int, list[Any]], layer: Any, output: Any) -> None:
    """Keep the shapes that a layer gives when it is first called.

    Inside of a layer of the script, some backends fill open dimensions with 83 and then with 89.
    """
    flat = [t for t in keras.tree.flatten(output) if hasattr(t, "shape")]
    shapes = [list(map(dim, t.shape)) for t in flat]
    known = first.get(id(layer))
    if known is None:
        dtypes = [str(keras.backend.standardize_dtype(t.dtype)) for t in flat]
        first[id(layer)] = [[shape, dtype] for shape, dtype in zip(shapes, dtypes, strict=False)]
        return
    for (shape, _), other in zip(known, shapes, strict=False):
        if len(shape) == len(other) and any(extent == 83 for extent in shape):
            shape[:] = [
                None if extent != size and extent is not None and extent % 83 == 0 else extent
                for extent, size in zip(shape, other, strict=False)
            ]


def guard(keras: Any, limit: int | None) -> dict[str, int]:
    """Let no variable be made that would not fit in memory with those before it."""
    variable = keras.Variable
    made = variable.__init__
    state = {"bytes": 0}

    def init(self: Any, initializer: Any, shape: Any = None, *args: Any, **kwargs: Any) -> None:
        if shape is not None and limit:
            with contextlib.suppress(TypeError):
                size = 4
                for extent in (shape,) if isinstance(shape, int) else shape:
                    size *= extent or 0
                state["bytes"] += size
                if state["bytes"] > limit:
                    raise TooLargeError(state["bytes"])
        made(self, initializer, shape, *args, **kwargs)

    variable.__init__ = init
    return state


def dim(value: Any) -> int | None:
    """A dimension that JSON can hold: None if it is open.

    Within a layer of the script JAX 0.11 has symbols for open dimensions, which are no numbers.
    """
    try:
        return None if value is None else int(value)
    except Exception:  # noqa: BLE001 - the backend's own error, which is no TypeError
        return None


# What is known of a model that was built.


def report(keras: Any, job: Job, error: BaseException | None) -> Json:
    """The parts of a job as they were built, and what went wrong."""
    told: Json = {"parts": {}, "error": None}
    for number, part in job.parts.items():
        if not isinstance(part, keras.layers.Layer):
            continue
        entry: Json = {"outputs": job.first.get(id(part)), "built": bool(part.built)}
        if part.built:
            entry["trainable"] = size_of(part.trainable_weights)
            entry["frozen"] = size_of(part.non_trainable_weights)
        told["parts"][str(number)] = entry
    if error is not None:
        told["error"] = wrong(job, error)
    elif job.job["model"] is not None:
        told["kept"] = kept_bytes(keras, job)
    return told


def kept_bytes(keras: Any, job: Job) -> int:
    """The least bytes a sample that training keeps from the forward for the backward pass.

    The gradient of a kernel needs what its layer was given; whatever lies between two of them can
    be computed anew or in place. In models without a graph what such a layer gives stands for it.
    """
    model = job.parts[job.job["model"]]
    numbers: dict[int, int] = {}
    if not given_to_kernels(keras, model, numbers):
        for part in job.parts.values():
            if trains_kernel(part) and id(part) in job.first:
                shapes = [shape for shape, _ in job.first[id(part)]]
                numbers[id(part)] = sum(math.prod(map(extent, shape[1:])) for shape in shapes)
    precisions = {str(getattr(layer, "compute_dtype", "")) for layer in layers_in(keras, model)}
    return sum(numbers.values()) * (2 if precisions & {"float16", "bfloat16"} else 4)


def given_to_kernels(keras: Any, model: Any, numbers: dict[int, int]) -> bool:
    """Note how many numbers a sample each tensor has that a trained kernel is applied to.

    False if the model has no graph. A tensor that several kernels share counts once.
    """
    graph = getattr(model, "_functional", None) or model
    depths = getattr(graph, "_nodes_by_depth", None)
    if not depths:
        return False
    for node in (node for nodes in depths.values() for node in nodes):
        layer = node.operation
        if trains_kernel(layer):
            for tensor in node.input_tensors:
                numbers[id(tensor)] = math.prod(map(extent, tensor.shape[1:]))
        elif isinstance(layer, keras.Model):
            given_to_kernels(keras, layer, numbers)
    return True


def trains_kernel(part: Any) -> bool:
    """Whether it is a layer whose gradient needs what the layer is given."""
    return type(part).__name__ in KERNELS and bool(part.trainable_weights)


def extent(dim: int | None) -> int:
    """A dimension as a number, 1 if it is open."""
    return 1 if dim is None else int(dim)


def wrong(job: Job, error: BaseException) -> Json:
    """What Keras raised, at which step, and what the layer that failed was given."""
    layer: Any
    shapes: list[Any]
    layer, shapes = job.failing or (None, [])
    owners = {id(part): number for number, part in job.parts.items()}
    return {
        "step": owners.get(id(layer), job.step) if layer is not None else job.step,
        "at": job.step,
        "type": type(error).__name__,
        "text": str(error)[:4000],
        "layer": type(layer).__name__ if layer is not None else "",
        "inputs": shapes,
    }


def size_of(weights: Sequence[Any]) -> int:
    """The numbers in some variables, each variable once."""
    total = 0
    for weight in {id(weight): weight for weight in weights}.values():
        total += math.prod(int(extent) for extent in weight.shape)
    return total


# Numbers: losses and gradients on made-up samples.


def numbers(keras: Any, watch: Watch, make: Callable[[], Job], probe: Json) -> Json:
    """Losses and gradients of a model for made-up samples, with several random weights."""
    told: Json = {"losses": [], "error": None, "dead": None, "spoilt": None, "gradient": True}
    dead = None
    for seed in range(SEEDS):
        keras.utils.set_random_seed(seed)
        job = make()
        model = job.parts[job.job["model"]]
        watch.numbers, watch.spoilt = True, None
        try:
            sample = Sample(keras, model, probe, seed)
        finally:
            watch.numbers = False
        outputs = sample.outputs
        owners = {id(part): number for number, part in job.parts.items()}
        if watch.spoilt is not None:
            told["spoilt"] = owners.get(id(watch.spoilt), -1)
        try:
            sample.loss(outputs)
        except Exception as error:  # noqa: BLE001 - whatever the loss raises is reported
            told["error"] = {"type": type(error).__name__, "text": str(error)[:2000]}
            told["outputs"] = [list(map(dim, t.shape)) for t in keras.tree.flatten(outputs)]
            told["labels"] = [list(label.shape) for label in sample.y if label is not None]
            return told
        value, gradients = differentiate(keras, model, sample)
        value = milder(keras, model, sample, value)
        told["losses"].append(value if math.isfinite(value) else str(value))
        lost = set(dead_weights(keras, gradients))
        told["infinite"] = any(not finite(keras, g) for g in gradients if g is not None)
        dead = lost if dead is None else dead & lost
        if seed == 0:
            told["total"] = len(model.trainable_weights)
            told["metrics"] = metrics(keras, probe, sample, outputs)
    told["dead"] = sorted(dead or ())
    owners = {}
    for number, part in job.parts.items():
        if isinstance(part, keras.layers.Layer) and number != job.job["model"]:
            for weight in part.trainable_weights:
                owners.setdefault(id(weight), number)
    told["owners"] = [owners.get(id(weight)) for weight in model.trainable_weights]
    if probe.get("overfit"):
        told["overfit"] = overfit(keras, make(), probe)
    return told


def expected_seconds(keras: Any, model: Any, probe: Json) -> float:
    """About how long `numbers` will take, from how long the model takes for two samples.

    A gradient takes about as long as three calls, and there are two calls more.
    """
    sample = Sample(keras, model, probe, 0, rows=2)
    begun, used = time.monotonic(), time.process_time()
    # The first call has prepared all that needs it; to look at the result is to wait for it.
    for output in keras.tree.flatten(model(sample.x, training=False)):
        keras.ops.convert_to_numpy(output)
    # Several processors take less time than they are used; on a busy machine it is the other way.
    seconds = min(time.monotonic() - begun, time.process_time() - used)
    return seconds * (ROWS / 2) * (3 + 2) * SEEDS


def milder(keras: Any, model: Any, sample: Sample, value: float) -> float:
    """The loss, or that of training if it is lower: a `BatchNormalization` needs to normalize."""
    names = {type(layer).__name__ for layer in layers_in(keras, model)}
    if not math.isfinite(value) or "BatchNormalization" not in names:
        return value
    with contextlib.suppress(Exception):
        trained = float(keras.ops.convert_to_numpy(sample.loss(model(sample.x, training=True))))
        return min(value, trained) if math.isfinite(trained) else value
    return value


class Sample:
    """Made-up inputs and labels for a model."""

    def __init__(self, keras: Any, model: Any, probe: Json, seed: int, rows: int = ROWS) -> None:
        import numpy

        self.keras, self.probe = keras, probe
        self.random = numpy.random.default_rng(seed)
        entries = probe["inputs"]
        limits = [layer.input_dim for layer in layers_in(keras, model) if is_embedding(layer)]
        made = [self.entry(entry, rows, min(limits, default=2)) for entry in entries["tensors"]]
        self.x = build_structure(entries["structure"], made)
        self.outputs = model(self.x, training=False)
        outputs = keras.tree.flatten(self.outputs)
        self.y = [
            None if loss is None else self.label(label, loss, tuple(output.shape), rows)
            for label, loss, output in zip(probe["labels"], probe["losses"], outputs, strict=False)
        ]
        job = Job(keras, {"steps": []}, {}, 0)
        self.losses = [loss and job.decode(loss, {}, ()) for loss in probe["losses"]]

    def entry(self, entry: Json, rows: int, limit: int) -> Any:
        """Numbers in the shape of one input."""
        shape = entry["shape"]
        open_ = OPEN.get(len(shape), 8)
        shape = [rows] + [open_ if extent is None else extent for extent in shape[1:]]
        low, high = entry.get("low"), entry.get("high")
        if "int" in entry["dtype"]:
            return self.random.integers(0, max(limit, 1), shape).astype(entry["dtype"])
        if low is not None and high is not None:
            return self.random.uniform(low, high, shape).astype("float32")
        return self.random.normal(size=shape).astype("float32")

    def label(self, label: Json, loss: Json, output: Any, rows: int) -> Any:
        """Labels as the script writes them, or as the loss wants them if that is not known."""
        import numpy

        kind = label.get("encoding") or wanted(loss)
        inner = list(output[1:])
        classes = label.get("classes") or (inner[-1] if inner else 1)
        shape = label.get("shape")
        if kind == "int":
            shape = inner[:-1] if shape is None else known(shape, inner)
            return self.random.integers(0, classes, [rows, *shape]).astype("int32")
        shape = inner if shape is None else known(shape, inner)
        if kind == "one_hot":
            found = self.random.integers(0, shape[-1], [rows, *shape[:-1]])
            return numpy.eye(shape[-1], dtype="float32")[found]
        if kind in ("binary", "multi_hot"):
            return self.random.integers(0, 2, [rows, *shape]).astype("float32")
        return self.random.normal(size=[rows, *shape]).astype("float32")

    def loss(self, outputs: Any) -> Any:
        """The loss of all outputs together, without regularisation."""
        flat = self.keras.tree.flatten(outputs)
        values = [
            loss(label, output)
            for loss, label, output in zip(self.losses, self.y, flat, strict=False)
            if loss is not None
        ]
        total = values[0]
        for value in values[1:]:
            total = total + value
        return total


def known(shape: Sequence[int | None], inner: Sequence[int]) -> list[int]:
    """A shape with the extents that are open taken from what the model gives."""
    spare = list(inner) + [1] * len(shape)
    return [spare[i] if extent is None else extent for i, extent in enumerate(shape)]


def wanted(loss: Json) -> str:
    """The labels that a loss is made for."""
    name = loss["object"]["class"].rpartition(".")[2]
    if name.startswith("Sparse"):
        return "int"
    if name.startswith("Categorical"):
        return "one_hot"
    if name.startswith("Binary") or name in ("Dice", "Tversky"):
        return "binary"
    return "float"


def layers_in(keras: Any, part: Any) -> list[Any]:
    return part._flatten_layers() if hasattr(part, "_flatten_layers") else []


def is_embedding(layer: Any) -> bool:
    return type(layer).__name__ in ("Embedding", "ReversibleEmbedding")


def build_structure(structure: Any, made: list[Any]) -> Any:
    """Tensors in lists and dicts, as the script gives them: numbers say which."""
    if isinstance(structure, int):
        return made[structure]
    if isinstance(structure, dict):
        return {key: build_structure(item, made) for key, item in structure.items()}
    return [build_structure(item, made) for item in structure]


def differentiate(keras: Any, model: Any, sample: Sample) -> tuple[float, Sequence[Any]]:
    """The loss and its gradient for each trainable weight; None where there is none."""
    backend = keras.backend.backend()
    weights = model.trainable_weights
    if backend == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            value = sample.loss(model(sample.x, training=False))
        return float(value), tape.gradient(value, [weight.value for weight in weights])
    if backend == "torch":
        model.zero_grad()
        value = sample.loss(model(sample.x, training=False))
        value.backward()
        return float(value), [weight.value.grad for weight in weights]
    import jax

    variables = model.trainable_variables
    others = [variable.value for variable in model.non_trainable_variables]

    def compute(values: Values) -> Any:
        outputs, _ = model.stateless_call(values, others, sample.x, training=False)
        return sample.loss(outputs)

    value, gradients = jax.value_and_grad(compute)([v.value for v in variables])
    return float(value), gradients


def dead_weights(keras: Any, gradients: Sequence[Any]) -> Iterator[int]:
    """The positions of the trainable weights that no gradient reaches."""
    for position, gradient in enumerate(gradients):
        if gradient is None or not (as_array(keras, gradient) != 0).any():
            yield position


def finite(keras: Any, gradient: Any) -> bool:
    import numpy

    return bool(numpy.isfinite(as_array(keras, gradient)).all())


def as_array(keras: Any, gradient: Any) -> Any:
    # What TensorFlow has for an Embedding. Tensors of PyTorch have methods of these names.
    if type(gradient).__name__ == "IndexedSlices":
        gradient = gradient.values
    return keras.ops.convert_to_numpy(gradient)


def metrics(keras: Any, probe: Json, sample: Sample, outputs: Any) -> list[list[str]]:
    """What the metrics say to the labels: nothing, or what they raise."""
    job = Job(keras, {"steps": []}, {}, 0)
    told = []
    flat = keras.tree.flatten(outputs)
    for group, label, output in zip(probe.get("metrics", ()), sample.y, flat, strict=False):
        for metric in group:
            if label is None:
                continue
            try:
                job.decode(metric, {}, ()).update_state(label, output)
            except Exception as error:  # noqa: BLE001 - whatever it raises is reported
                name = metric["object"]["class"].rpartition(".")[2]
                told.append([name, type(error).__name__, str(error)[:500]])
    return told


def overfit(keras: Any, job: Any, probe: Json) -> list[float | str]:
    """The loss on eight samples before and after some steps of training on them."""
    model = job.parts[job.job["model"]]
    sample = Sample(keras, model, probe, 0, rows=8)
    optimizer = keras.optimizers.Adam(0.005)
    first = last = math.nan
    for _ in range(60):
        last, gradients = differentiate(keras, model, sample)
        first = last if math.isnan(first) else first
        pairs = [
            (gradient, weight)
            for gradient, weight in zip(gradients, model.trainable_weights, strict=False)
            if gradient is not None
        ]
        if not pairs or not math.isfinite(last):
            break
        optimizer.apply([g for g, _ in pairs], [w for _, w in pairs])
    return [
        first if math.isfinite(first) else str(first),
        last if math.isfinite(last) else str(last),
    ]


# Keras without a backend: variables with a shape and without storage.


class Absent(types.ModuleType):
    """Stands for a package that Keras's numpy backend imports and for shapes does not need."""

    def __getattr__(self, name: str) -> types.ModuleType:
        if name.startswith("__"):
            raise AttributeError(name)
        path = f"{self.__name__}.{name}"
        if path not in sys.modules:
            sys.modules[path] = Absent(path)
        return sys.modules[path]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if args and callable(args[0]) and not isinstance(args[0], Absent):
            return args[0]
        raise NotImplementedError("there is no backend to compute with")

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (object,)

    def __or__(self, other: Any) -> Any:
        return self


class AbsentFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an `Absent` for JAX, which takes long to import, and for SciPy if it is missing."""

    def __init__(self) -> None:
        self.roots = {"jax"}
        if importlib.util.find_spec("scipy") is None:
            self.roots.add("scipy")

    def find_spec(
        self, name: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in self.roots:
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        module = sys.modules.get(spec.name) or Absent(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: Any) -> None:
        pass


def meta() -> Any:
    """Import Keras as a device that has shapes only, and test it."""
    os.environ["KERAS_BACKEND"] = "numpy"
    sys.meta_path.insert(0, AbsentFinder())
    # Some versions cannot even be imported so; then it is their number that says why.
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        fits(importlib.metadata.version("keras"))
    import keras
    import numpy

    fits(keras.__version__)
    from keras.src import backend, tree
    from keras.src.backend.common import KerasVariable
    from keras.src.backend.common.keras_tensor import KerasTensor
    from keras.src.backend.common.stateless_scope import StatelessScope
    from keras.src.backend.common.symbolic_scope import SymbolicScope

    def empty(variable: Any, initializer: Any) -> None:
        kind = "float32" if variable._dtype.startswith(("bfloat", "float8")) else variable._dtype
        variable._value = numpy.broadcast_to(numpy.zeros((), kind), variable._shape)

    def filled(value: Any, extent: int) -> Any:
        if not isinstance(value, KerasTensor):
            return value
        shape = tuple(extent if size is None else size for size in value.shape)
        return KerasTensor(shape, dtype=value.dtype)

    def symbolic(value: Any) -> Any:
        if isinstance(value, (numpy.ndarray, numpy.generic, KerasVariable)):
            return KerasTensor(tuple(value.shape), dtype=backend.standardize_dtype(value.dtype))
        return value

    def either(one: Any, other: Any) -> Any:
        if not isinstance(one, KerasTensor):
            return one
        shape = tuple(a if a == b else None for a, b in zip(one.shape, other.shape, strict=False))
        return KerasTensor(shape, dtype=one.dtype)

    def compute_output_spec(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        found = []
        is_open = any(
            None in item.shape
            for item in tree.flatten((args, kwargs))
            if isinstance(item, KerasTensor)
        )
        for extent in (83, 89) if is_open else (83,):
            a, k = tree.map_structure(lambda value, e=extent: filled(value, e), (args, kwargs))
            with StatelessScope(), SymbolicScope():
                found.append(tree.map_structure(symbolic, function(*a, **k)))
        return tree.map_structure(either, found[0], found[-1])

    KerasVariable._initialize_with_initializer = empty
    backend.compute_output_spec = compute_output_spec
    self_test(keras)
    return keras


def fits(version: str) -> None:
    """Raise `UntestedError` unless it is a version of Keras that `meta` is known to fit."""
    numbers = tuple(int(part) for part in version.split(".")[:2])
    if META_TESTED[0][0] <= numbers[0] and not META_TESTED[0] <= numbers < META_TESTED[1]:
        first, last = META_TESTED[0], (META_TESTED[1][0], META_TESTED[1][1] - 1)
        raise UntestedError(
            f"Keras {version} can be used with a backend only; without one, Keras "
            f"{first[0]}.{first[1]} to {last[0]}.{last[1]} are tested"
        )


def self_test(keras: Any) -> None:
    """Raise `ImportError` unless a small model has the shapes and sizes that it must have."""
    entry = keras.Input((None, 7))
    inner = keras.layers.Dense(3)(entry)
    mean = keras.ops.mean(keras.layers.LSTM(5, return_sequences=True)(inner) + 1.0, axis=1)
    model = keras.Model(entry, keras.layers.Dense(2)(mean))
    found = (model.count_params(), tuple(model.output_shape))
    if found != (7 * 3 + 3 + 4 * 5 * (3 + 5 + 1) + 5 * 2 + 2, (None, 2)):
        raise ImportError(f"Keras {keras.__version__} fails the self-test: {found}")


# The process.


def backend_of(options: Json) -> str:
    """The backend to use: the one asked for, else the first that is installed."""
    names: list[str] = [options["backend"]] if options.get("backend") else []
    names += ["tensorflow", "torch", "jax"]
    for name in names:
        if name in ("tensorflow", "torch", "jax") and importlib.util.find_spec(name):
            return name
    return ""


def start(options: Json) -> tuple[Any, Json]:
    """Import Keras on the device that is asked for; returns it with what is to be told of it."""
    begun = time.monotonic()
    found = importlib.util.find_spec("keras")
    if found is None:
        return None, {"event": "failed", "kind": "no-keras", "why": "it has no Keras"}
    device, notes = options.get("device", "auto"), []
    name = "" if device == "meta" else backend_of(options)
    if device == "cpu":
        os.environ.update(CUDA_VISIBLE_DEVICES="-1", JAX_PLATFORMS="cpu")
    if not name and device != "meta":
        notes.append("no backend of Keras is installed")
    try:
        if name:
            os.environ["KERAS_BACKEND"] = name
            import keras
        else:
            keras = meta()
    except UntestedError as error:
        return None, {"event": "failed", "kind": "no-meta", "why": str(error)}
    except Exception as error:  # noqa: BLE001 - an installation can be broken in any way
        kind = "no-meta" if not name else "broken"
        return None, {"event": "failed", "kind": kind, "why": f"{type(error).__name__}: {error}"}
    if int(keras.__version__.split(".")[0]) < 3:
        why = f"Keras {keras.__version__} is too old; version 3 is needed"
        return None, {"event": "failed", "kind": "old-keras", "why": why}
    keras.config.disable_traceback_filtering()
    told = {"event": "ready", "keras": keras.__version__, "backend": name, "meta": not name}
    told |= {"python": sys.version.split()[0], "notes": notes, **hardware(name, device, notes)}
    return keras, {**told, "seconds": round(time.monotonic() - begun, 2)}


def hardware(name: str, device: str, notes: list[str]) -> Json:
    """The device that will compute, its memory, and the version of the backend."""
    told = {"device": "meta" if not name else "CPU", "memory": memory(), "backend_version": ""}
    if name == "tensorflow":
        import tensorflow as tf

        told["backend_version"] = tf.__version__
        cards = tf.config.list_physical_devices("GPU") if device != "cpu" else []
        for card in cards:
            tf.config.experimental.set_memory_growth(card, True)
        if cards:
            details = tf.config.experimental.get_device_details(cards[0])
            told |= {"device": details.get("device_name", "GPU"), "memory": card_memory()}
    elif name == "torch":
        import torch

        told["backend_version"] = torch.__version__
        if device != "cpu" and torch.cuda.is_available():
            properties = torch.cuda.get_device_properties(0)
            told |= {"device": properties.name, "memory": properties.total_memory}
    elif name == "jax":
        import jax

        told["backend_version"] = jax.__version__
        card = jax.devices()[0]
        if card.platform == "gpu":
            told |= {"device": card.device_kind, "memory": card_memory()}
    if device == "gpu" and told["device"] == "CPU":
        notes.append("there is no GPU that the backend can use; the CPU was used")
    return told


def memory() -> int | None:
    """The bytes of main memory, or None."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def card_memory() -> int | None:
    """The bytes of memory of the first GPU, or None."""
    import subprocess

    command = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        return int(answer.stdout.split()[0]) << 20
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def build(
    keras: Any, watch: Watch, replays: Mapping[str, Any], state: dict[str, int], job: Any
) -> Json:
    """The answer to one job."""

    def make() -> Job:
        state["bytes"] = 0
        made = Job(keras, job, replays, 0)
        watch.job = made
        made.run()
        return made

    if keras.backend.backend() != "numpy":
        # Either of them would import TensorFlow.
        keras.utils.clear_session()
        keras.utils.set_random_seed(0)
    state["bytes"] = 0
    made = Job(keras, job, replays, 0)
    watch.job = made
    error = None
    try:
        made.run()
    except TooLargeError:
        return {"event": "too-large"}
    except RefusedError as refused:
        return {"event": "refused", "why": str(refused), "step": made.step}
    except Exception as raised:  # noqa: BLE001 - what Keras raises is what is asked for
        error = raised
    told = {"event": "built", **report(keras, made, error)}
    model = made.parts.get(job["model"]) if error is None else None
    probe = job.get("probe") if keras.backend.backend() != "numpy" else None
    if model is not None and probe and not told["parts"][str(job["model"])].get("built", False):
        probe = None
    if model is not None and probe:
        size = told["parts"][str(job["model"])]
        if size["trainable"] + size["frozen"] <= probe["limit"]:
            try:
                seconds = expected_seconds(keras, model, probe)
                if seconds > PATIENCE:
                    told["unprobed"] = (
                        f"losses and gradients would take about {seconds:.0f} seconds"
                    )
                else:
                    told["numbers"] = numbers(keras, watch, make, probe)
            except Exception as raised:  # noqa: BLE001 - no number is better than no answer
                told["unprobed"] = f"{type(raised).__name__}: {raised}"[:500]
        else:
            told["unprobed"] = "too large"
    watch.job = None
    return told


def main() -> None:
    """Answer jobs until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

    def say(message: Json) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    options = json.loads(sys.argv[1])
    user_packages()
    keras, told = start(options)
    say(told)
    if keras is None:
        return
    state = {"bytes": 0} if told["meta"] else guard(keras, options.get("limit"))
    watch, replays = Watch(keras), replays_of(keras)
    for line in jobs:
        answer = build(keras, watch, replays, state, json.loads(line))
        say({"event": "spent"} if spent(keras) else answer)


def spent(keras: Any) -> bool:
    """Whether the GPU has given up, so that whatever is asked of it from now on fails.

    An index out of range does that in PyTorch, such as a label beyond the classes. The error is
    told late, by whatever comes next; the CPU tells it where it is made.
    """
    if keras.backend.backend() != "torch":
        return False
    import torch

    if not torch.cuda.is_initialized():
        return False
    try:
        torch.cuda.synchronize()
    except RuntimeError:
        return True
    return False


def user_packages() -> None:
    """Find what the user has installed for all projects, which `-I` leaves out."""
    import site

    home = os.environ.pop("KERASCHECK_USER", "")
    if not home or sys.prefix != sys.base_prefix:
        return
    with contextlib.suppress(Exception):
        folder = site.getusersitepackages().replace(os.path.expanduser("~"), home, 1)
        if os.path.isdir(folder) and folder not in sys.path:
            site.addsitedir(folder)


if __name__ == "__main__":
    main()

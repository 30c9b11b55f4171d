"""The functions of `keras.backend` in Keras 1 and 2, and those of `keras.losses` on tensors."""

from kerascheck.keras_api.ops import (
    creation,
    elementwise,
    images,
    indexing,
    joining,
    linear,
    losses,
    neural,
    padding,
    reductions,
    reshaping,
)
from kerascheck.keras_api.ops.operands import Row

_CONV = "x kernel strides padding=border_mode data_format dilation_rate"
_POOL = "x pool_size strides padding=border_mode data_format pool_mode"
_REDUCED = "x axis keepdims"
_LOSSES = (
    "losses.mean_squared_error losses.mean_absolute_error losses.mean_absolute_percentage_error "
    "losses.mean_squared_logarithmic_error losses.squared_hinge losses.hinge losses.log_cosh "
    "losses.logcosh losses.kl_divergence losses.kullback_leibler_divergence losses.poisson "
    "losses.binary_crossentropy losses.categorical_crossentropy losses.huber losses.mse "
    "losses.mae losses.mape losses.msle losses.MSE losses.MAE losses.kld losses.KLD "
    "losses.categorical_hinge losses.binary_focal_crossentropy "
    "losses.categorical_focal_crossentropy"
)

ROWS: tuple[Row, ...] = (
    (elementwise.same, "x", "abs exp log sqrt sin cos round sign sigmoid hard_sigmoid tanh"),
    (elementwise.same, "x", "softplus softsign"),
    (elementwise.same, "x alpha max_value threshold", "relu elu"),
    (elementwise.structure, "x=variables", "stop_gradient"),
    (elementwise.same, "x a", "square pow"),
    (elementwise.tf_clipped, "x low=min_value high=max_value", "clip"),
    (elementwise.first_dtype, "x y", "maximum minimum"),
    (elementwise.compared, "x y", "equal not_equal less less_equal greater greater_equal"),
    (elementwise.switched, "condition x=then_expression y=else_expression", "switch"),
    (elementwise.cast, "x dtype", "cast"),
    (elementwise.cast_to_floatx, "x", "cast_to_floatx"),
    (elementwise.same, "x", "identity update moving_average_update to_dense"),
    (elementwise.same, "x y", "update_add update_sub"),
    (reductions.keep, _REDUCED, "max min sum prod logsumexp"),
    (reductions.mean, _REDUCED, "mean var std"),
    (reductions.truth, _REDUCED, "any all"),
    (reductions.backend_place, "x axis", "argmax argmin"),
    (reductions.tf_running, "x axis", "cumsum cumprod"),
    (reductions.along, "x axis", "softmax l2_normalize"),
    (reductions.along, "x axis=axes", "reverse"),
    (reductions.among_best, "predictions targets k", "in_top_k"),
    (reductions.kind_of, "x", "dtype"),
    (linear.backend_dot, "x y", "dot"),
    (linear.batch_dot, "x y axes", "batch_dot"),
    (reshaping.tf_reshape, "x shape", "reshape"),
    (reshaping.ravel, "x", "flatten"),
    (reshaping.batch_flatten, "x", "batch_flatten"),
    (reshaping.expand_dims, "x axis=dim", "expand_dims"),
    (reshaping.squeeze, "x axis", "squeeze"),
    (reshaping.transpose, "x", "transpose"),
    (reshaping.transpose, "x axes=pattern", "permute_dimensions"),
    (reshaping.repeat_vector, "x n", "repeat"),
    (reshaping.repeat, "x repeats=rep axis", "repeat_elements"),
    (reshaping.tile_all, "x repeats=n", "tile"),
    (padding.temporal_padding, "x padding", "temporal_padding asymmetric_temporal_padding"),
    (padding.spatial_padding, "x padding data_format", "spatial_2d_padding"),
    (padding.volume_padding, "x padding data_format", "spatial_3d_padding"),
    (joining.backend_concatenate, "xs=tensors axis", "concatenate"),
    (joining.stack, "xs=x axis", "stack"),
    (indexing.backend_gather, "x=reference indices", "gather"),
    (indexing.one_hot, "x=indices num_classes=nb_classes", "one_hot"),
    (creation.filled, "shape dtype", "zeros ones placeholder"),
    (creation.like, "x dtype", "zeros_like ones_like"),
    (creation.backend_constant, "value dtype shape", "constant variable"),
    (creation.backend_arange, "start stop step dtype", "arange"),
    (creation.backend_eye, "rows=size dtype", "eye"),
    (
        creation.filled,
        "shape mean stddev=std dtype seed",
        "random_normal truncated_normal random_normal_variable",
    ),
    (
        creation.filled,
        "shape minval=low maxval=high dtype seed",
        "random_uniform random_uniform_variable",
    ),
    (creation.filled, "shape p dtype seed", "random_binomial random_bernoulli"),
    (creation.shape, "x", "shape"),
    (creation.static_shape, "x", "int_shape"),
    (creation.rank, "x", "ndim"),
    (creation.floatx, "", "floatx"),
    (creation.image_data_format, "", "image_data_format"),
    (neural.tf_conv, _CONV, "conv1d conv2d conv3d"),
    (
        neural.depthwise_conv,
        "x kernel=depthwise_kernel strides padding data_format dilation_rate",
        "depthwise_conv2d",
    ),
    (
        neural.separable_conv,
        "x depthwise_kernel pointwise_kernel strides padding data_format dilation_rate",
        "separable_conv1d separable_conv2d",
    ),
    (
        neural.to_output_shape,
        "x kernel output_shape strides padding data_format",
        "conv2d_transpose",
    ),
    (neural.backend_pool, _POOL, "pool2d pool3d"),
    (neural.batch_normalization, "x mean var beta gamma axis epsilon", "batch_normalization"),
    (neural.bias_added, "x bias data_format", "bias_add"),
    (neural.dropped, "x level noise_shape seed", "dropout"),
    (neural.dropped, "x=alt", "in_train_phase in_test_phase"),
    (losses.tf_loss, "target output from_logits", "binary_crossentropy"),
    (losses.backend_class_loss, "target output from_logits axis", "categorical_crossentropy"),
    (losses.sparse_loss, "target output from_logits axis", "sparse_categorical_crossentropy"),
    (images.scaled, "x height_factor width_factor data_format interpolation", "resize_images"),
    (
        losses.sample_loss,
        "target=y_true output=y_pred from_logits label_smoothing axis delta alpha gamma",
        _LOSSES,
    ),
    (
        losses.sparse_sample_loss,
        "target=y_true output=y_pred from_logits ignore_class axis",
        "losses.sparse_categorical_crossentropy",
    ),
    (
        losses.similarity,
        "target=y_true output=y_pred axis",
        "losses.cosine_similarity losses.cosine_proximity losses.cosine",
    ),
)

"""The functions of TensorFlow on tensors, those of TensorFlow 1 included.

A name without a module is found under `tf.math`, `tf.linalg` and `tf.nn`, too.
"""

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
    signals,
)
from kerascheck.keras_api.ops.operands import Row

_X = "x=a,features,input,logits,tensor"
_SAME = (
    "abs acos acosh asin asinh atan atanh ceil conj cos cosh digamma erf erfc erfinv exp expm1 "
    "floor lgamma log log1p log_sigmoid negative reciprocal reciprocal_no_nan rint round rsqrt "
    "sigmoid sign sin sinh softplus softsign sqrt square tan tanh relu relu6 selu silu swish "
    "bessel_i0 bessel_i0e neg"
)
_KEPT = (
    "image.flip_left_right image.flip_up_down image.random_flip_left_right "
    "image.random_flip_up_down image.per_image_standardization"
)
_COLOURED = (
    "image.adjust_brightness image.adjust_contrast image.adjust_gamma image.adjust_hue "
    "image.adjust_saturation image.random_brightness image.random_contrast image.random_hue "
    "image.random_saturation image.random_jpeg_quality image.rgb_to_hsv image.hsv_to_rgb "
    "image.rgb_to_yuv image.yuv_to_rgb image.rgb_to_yiq image.yiq_to_rgb"
)
_REDUCED = "x=input_tensor axis=reduction_indices keepdims=keep_dims"
_POOL = "x=value,input pool_size=ksize strides padding data_format"
_CONV = "x=input kernel=filters,filter strides padding data_format dilation_rate=dilations,rate"
_NORMAL = "shape mean stddev dtype seed"
_UNIFORM = "shape minval maxval dtype seed"

_LIKE = "x=input,tensor dtype"
_BOX = "height=target_height width=target_width"

ROWS: tuple[Row, ...] = (
    (neural.image_pool, _POOL, "nn.max_pool2d nn.avg_pool2d"),
    (elementwise.same, _X, _SAME),
    (elementwise.same, "x=features,logits alpha", "leaky_relu elu gelu"),
    (elementwise.structure, "x=input,tensor", "stop_gradient identity no_op"),
    (elementwise.same, "x=input message", "check_numerics debugging.check_numerics"),
    (elementwise.whole_part, "x=input", "real imag"),
    (elementwise.truths, "x", "is_nan is_inf is_finite logical_not"),
    (
        elementwise.first_dtype,
        "x y",
        (
            "add subtract multiply maximum minimum pow floordiv floormod mod sub mul multiply_no_nan "
            "div div_no_nan divide_no_nan squared_difference atan2 xlogy xdivy floor_div truncatemod"
        ),
    ),
    (elementwise.tf_divided, "x y", "divide truediv"),
    (elementwise.summed, "xs=inputs", "add_n accumulate_n"),
    (
        elementwise.compared,
        "x y",
        "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor",
    ),
    (elementwise.tf_chosen, "condition x y", "where where_v2"),
    (elementwise.tf_clipped, "x=t low=clip_value_min high=clip_value_max", "clip_by_value"),
    (elementwise.same, "x=t clip_norm axes", "clip_by_norm"),
    (elementwise.cast, "x dtype", "cast saturate_cast"),
    (elementwise.cast_to_floatx, "x", "to_float"),
    (
        reductions.keep,
        _REDUCED,
        (
            "reduce_sum reduce_mean reduce_max reduce_min reduce_prod reduce_std reduce_variance "
            "reduce_logsumexp reduce_euclidean_norm"
        ),
    ),
    (reductions.truth, _REDUCED, "reduce_any reduce_all"),
    (reductions.tf_counted, "x=input axis keepdims dtype", "count_nonzero"),
    (reductions.tf_place, "x=input axis=dimension dtype=output_type", "argmax argmin arg_max"),
    (reductions.moments, "x axes shift keepdims=keep_dims", "nn.moments"),
    (reductions.along, "x=logits axis=dim", "softmax log_softmax"),
    (reductions.along, "x axis=dim epsilon", "l2_normalize"),
    (reductions.along, "x=tensor axis", "reverse reverse_v2"),
    (reductions.tf_running, "x axis exclusive reverse", "cumsum cumprod cumulative_logsumexp"),
    (reductions.ordered, "x=values axis direction", "sort"),
    (reductions.order, "x=values axis direction", "argsort"),
    (reductions.tf_best, "x=input k sorted", "top_k"),
    (reductions.among_best, "targets predictions k", "in_top_k"),
    (linear.tf_matmul, "x=a y=b transpose_a transpose_b adjoint_a adjoint_b", "matmul"),
    (linear.matvec, "x=a y=b transpose_a", "matvec"),
    (linear.tensordot, "x=a y=b axes", "tensordot"),
    (linear.einsum, "subscripts=equation *", "einsum"),
    (linear.norm, "x=tensor ord axis keepdims", "norm"),
    (linear.square, "x=input adjoint", "inv linalg.inv matrix_inverse cholesky"),
    (linear.determinant, "x=input", "det matrix_determinant"),
    (linear.tf_trace, "x", "trace"),
    (linear.tf_diag, "x=diagonal", "linalg.diag matrix_diag"),
    (linear.tf_diag_part, "x=input", "linalg.diag_part matrix_diag_part"),
    (elementwise.same, "x=input num_lower num_upper", "band_part matrix_band_part"),
    (linear.solved, "x=matrix y=rhs", "solve"),
    (linear.cross, "x=a y=b", "cross"),
    (reshaping.tf_reshape, "x=tensor shape", "reshape"),
    (reshaping.expand_dims, "x=input axis=dim", "expand_dims"),
    (reshaping.squeeze, "x=input axis=squeeze_dims", "squeeze"),
    (reshaping.transpose, "x=a axes=perm", "transpose"),
    (reshaping.matrix_transpose, "x=a", "matrix_transpose"),
    (reshaping.tile_all, "x=input repeats=multiples", "tile"),
    (reshaping.repeat, "x=input repeats axis", "repeat"),
    (padding.tf_pad, "x=tensor paddings mode constant_values", "pad"),
    (reshaping.broadcast_to, "x=input shape", "broadcast_to"),
    (reshaping.roll, "x=input shift axis", "roll"),
    (joining.concat, "xs=values axis=concat_dim", "concat"),
    (joining.stack, "xs=values axis", "stack"),
    (joining.unstack, "x=value num axis", "unstack"),
    (joining.tf_split, "x=value sizes=num_or_size_splits axis=split_dim", "split"),
    (joining.meshgrid, "* indexing", "meshgrid"),
    (indexing.gather, "x=params indices validate_indices axis batch_dims", "gather"),
    (indexing.gather_nd, "x=params indices batch_dims", "gather_nd"),
    (indexing.part, "x=input_ start=begin shape=size", "slice"),
    (indexing.masked, "x=tensor mask axis", "boolean_mask"),
    (indexing.one_hot, "x=indices num_classes=depth on_value off_value axis dtype", "one_hot"),
    (indexing.scattered, "indices updates shape", "scatter_nd"),
    (elementwise.same, "x=tensor indices updates", "tensor_scatter_nd_update"),
    (indexing.sequence_mask, "lengths maxlen dtype", "sequence_mask"),
    (creation.filled, "shape dtype", "zeros ones"),
    (creation.fill, "shape=dims value", "fill"),
    (creation.like, _LIKE, "zeros_like ones_like"),
    (creation.constant, "value dtype shape", "constant"),
    (
        creation.variable,
        "value=initial_value trainable validate_shape caching_device name",
        "Variable",
    ),
    (creation.constant, "value dtype dtype_hint", "convert_to_tensor"),
    (creation.arange, "start stop=limit step=delta dtype", "range"),
    (creation.linspace, "start stop num", "linspace lin_space"),
    (creation.eye, "rows=num_rows columns=num_columns batch=batch_shape dtype", "eye"),
    (
        creation.filled,
        _NORMAL,
        "random.normal random.truncated_normal random_normal truncated_normal",
    ),
    (creation.filled, _UNIFORM, "random.uniform random_uniform"),
    (creation.tf_drawn, "logits num_samples dtype seed", "random.categorical"),
    (neural.dropped, "x=value seed", "random.shuffle random_shuffle"),
    (creation.shape, "x=input dtype=out_type", "shape"),
    (creation.rank, "x=input", "rank"),
    (creation.size, "x=input", "size"),
    (creation.shaped, "x shape", "ensure_shape"),
    (
        neural.pool,
        _POOL,
        ("nn.max_pool nn.avg_pool nn.max_pool1d nn.avg_pool1d nn.max_pool3d nn.avg_pool3d"),
    ),
    (neural.tf_conv, _CONV, "nn.conv1d nn.conv2d nn.conv3d nn.convolution"),
    (neural.depthwise_conv, _CONV, "nn.depthwise_conv2d"),
    (
        neural.separable_conv,
        (
            "x=input depthwise_kernel=depthwise_filter pointwise_kernel=pointwise_filter strides padding "
            "data_format dilation_rate=dilations"
        ),
        "nn.separable_conv2d",
    ),
    (
        neural.to_output_shape,
        "x=input kernel=filters output_shape strides padding data_format dilations",
        "nn.conv1d_transpose nn.conv2d_transpose nn.conv3d_transpose",
    ),
    (
        neural.batch_normalization,
        "x mean variance offset scale variance_epsilon",
        "nn.batch_normalization",
    ),
    (neural.bias_added, "x=value bias data_format", "nn.bias_add"),
    (neural.dropped, "x rate=keep_prob noise_shape seed", "nn.dropout"),
    (
        neural.dropped,
        "x=input depth_radius bias alpha beta",
        "nn.lrn nn.local_response_normalization",
    ),
    (neural.depth_to_space, "x=input block_size data_format", "nn.depth_to_space depth_to_space"),
    (neural.space_to_depth, "x=input block_size data_format", "nn.space_to_depth space_to_depth"),
    (neural.embedded, "x=params ids", "nn.embedding_lookup"),
    (
        losses.tf_loss,
        "target=labels output=logits pos_weight",
        "nn.sigmoid_cross_entropy_with_logits nn.weighted_cross_entropy_with_logits",
    ),
    (
        losses.tf_class_loss,
        "target=labels output=logits axis",
        "nn.softmax_cross_entropy_with_logits nn.softmax_cross_entropy_with_logits_v2",
    ),
    (
        losses.tf_class_loss,
        "target=labels output=logits",
        "nn.sparse_softmax_cross_entropy_with_logits",
    ),
    (
        images.tf_resize,
        "x=images size method preserve_aspect_ratio antialias",
        "image.resize image.resize_images",
    ),
    (images.tf_resize, "x=images size", "image.resize_bilinear image.resize_bicubic"),
    (images.resize, "x=images size", "image.resize_nearest_neighbor"),
    (images.resize_with_pad, f"x=image {_BOX} method antialias", "image.resize_with_pad"),
    (
        images.resize_to,
        f"x=image {_BOX}",
        "image.resize_with_crop_or_pad image.resize_image_with_crop_or_pad",
    ),
    (
        images.to_box,
        f"x=image top=offset_height left=offset_width {_BOX}",
        "image.crop_to_bounding_box image.pad_to_bounding_box",
    ),
    (images.central_crop, "x=image fraction=central_fraction", "image.central_crop"),
    (images.random_crop, "x=value size seed", "image.random_crop random_crop"),
    (images.tf_to_gray, "x=images", "image.rgb_to_grayscale"),
    (images.to_colours, "x=images", "image.grayscale_to_rgb"),
    (images.kept, "x=image", _KEPT),
    (images.any_rank, "x=image,images delta lower upper", _COLOURED),
    (images.boxes, "x=image boxes box_indices crop_size", "image.crop_and_resize"),
    (images.tf_patches, "x=images sizes strides rates padding", "image.extract_patches"),
    (images.compared, "x=img1,a y=img2,b max_val", "image.ssim image.psnr image.ssim_multiscale"),
    (images.summed, "x=images", "image.total_variation"),
    (images.edges, "x=image", "image.sobel_edges"),
    (images.gradients, "x=image", "image.image_gradients"),
    (signals.framed, "x=signal frame_length frame_step pad_end", "signal.frame"),
    (signals.stft, "x=signals frame_length frame_step fft_length window_fn pad_end", "signal.stft"),
    (signals.rfft, "x=input_tensor,input fft_length", "signal.rfft"),
    (signals.irfft, "x=input_tensor,input fft_length", "signal.irfft"),
    (signals.transformed, "x=input", "signal.fft signal.ifft signal.fft2d signal.ifft2d"),
    (signals.transformed, "x=input type", "signal.dct signal.idct"),
    (signals.windowed, "x=window_length periodic", "signal.hann_window signal.hamming_window"),
)

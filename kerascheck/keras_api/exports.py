"""What `from keras.… import *` brings: the public names of modules, Keras 2 and 3 together."""

from collections.abc import Mapping
from types import MappingProxyType

from kerascheck.keras_api.words import words

_LAYERS = words(
    "AbstractRNNCell Activation ActivityRegularization AdaptiveAveragePooling1D "
    "AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D "
    "AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout "
    "AtrousConv1D AtrousConv2D AtrousConvolution1D AtrousConvolution2D Attention AugMix "
    "AutoContrast Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D "
    "AvgPool2D AvgPool3D BatchNormalization BatchNormalizationV1 BatchNormalizationV2 "
    "Bidirectional CategoryEncoding CenterCrop Concatenate "
    "ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D "
    "Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D "
    "Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D "
    "Convolution3DTranspose Cropping1D Cropping2D Cropping3D CuDNNGRU CuDNNLSTM CutMix "
    "Deconv2D Deconv3D Deconvolution2D Deconvolution3D Dense DenseFeatures DepthwiseConv1D "
    "DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding Equalization "
    "Flatten FlaxLayer GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D "
    "GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D "
    "GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D "
    "GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization GroupQueryAttention "
    "HashedCrossing Hashing Highway Identity Input InputLayer InputSpec IntegerLookup "
    "JaxLayer LSTM LSTMCell Lambda Layer LayerNormalization LeakyReLU LocallyConnected1D "
    "LocallyConnected2D Masking MaxNumBoundingBoxes MaxPool1D MaxPool2D MaxPool3D "
    "MaxPooling1D MaxPooling2D MaxPooling3D Maximum MaxoutDense MelSpectrogram Merge "
    "Minimum MixUp MultiHeadAttention Multiply Normalization PReLU ParametricSoftplus "
    "Permute Pipeline RMSNormalization RNN RandAugment RandomBrightness "
    "RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop "
    "RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale "
    "RandomHeight RandomHue RandomInvert RandomPerspective RandomPosterization "
    "RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation "
    "RandomWidth RandomZoom ReLU RepeatVector Rescaling Reshape Resizing "
    "ReversibleEmbedding SReLU STFTSpectrogram SeparableConv1D SeparableConv2D "
    "SeparableConvolution1D SeparableConvolution2D SequenceFeatures SimpleRNN SimpleRNNCell "
    "Softmax Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D "
    "SpectralNormalization StackedRNNCells StringLookup Subtract TFSMLayer "
    "TextVectorization ThresholdedReLU TimeDistributed TimeDistributedDense "
    "TorchModuleWrapper UnitNormalization UpSampling1D UpSampling2D UpSampling3D Wrapper "
    "ZeroPadding1D ZeroPadding2D ZeroPadding3D add average concatenate deserialize dot "
    "experimental maximum merge minimum multiply serialize subtract"
)
_MODELS = words(
    "Functional Input Layer Model Sequential clone_model load_model model_from_config "
    "model_from_json model_from_yaml save_model"
)
_OPTIMIZERS = words(
    "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer "
    "MultiOptimizer Muon Nadam Optimizer OptimizerMap RMSprop SGD ScheduleFreeAdamW "
    "TFOptimizer adadelta adagrad adam adamax deserialize experimental get legacy nadam "
    "rmsprop schedules serialize sgd"
)
_CALLBACKS = words(
    "BackupAndRestore BaseLogger CSVLogger Callback CallbackList EarlyStopping History "
    "LambdaCallback LearningRateScheduler ModelCheckpoint OrbaxCheckpoint ProgbarLogger "
    "ReduceLROnPlateau RemoteMonitor SidecarEvaluatorModelExport SwapEMAWeights TensorBoard "
    "TerminateOnNaN"
)
_LOSSES = words(
    "BCE BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy "
    "CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy CategoricalHinge "
    "Circle CosineSimilarity Dice Hinge Huber KLD KLDivergence LogCosh Loss MAE MAPE MSE "
    "MSLE MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError "
    "MeanSquaredLogarithmicError Poisson Reduction SparseCategoricalCrossentropy "
    "SquaredHinge Tversky bce binary_crossentropy binary_focal_crossentropy "
    "categorical_crossentropy categorical_focal_crossentropy "
    "categorical_generalized_cross_entropy categorical_hinge circle cosine cosine_proximity "
    "cosine_similarity ctc deserialize dice get hinge huber huber_loss kl_divergence kld "
    "kullback_leibler_divergence log_cosh logcosh mae mape mean_absolute_error "
    "mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error mse "
    "msle poisson serialize sparse_categorical_crossentropy squared_hinge tversky"
)
_METRICS = words(
    "AUC Accuracy BCE BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy "
    "CategoricalCrossentropy CategoricalHinge ConcordanceCorrelation CosineSimilarity "
    "F1Score FBetaScore FalseNegatives FalsePositives Hinge IoU KLD KLDivergence "
    "LogCoshError MAE MAPE MSE MSLE Mean MeanAbsoluteError MeanAbsolutePercentageError "
    "MeanIoU MeanMetricWrapper MeanRelativeError MeanSquaredError "
    "MeanSquaredLogarithmicError MeanTensor Metric OneHotIoU OneHotMeanIoU "
    "PearsonCorrelation Poisson Precision PrecisionAtRecall R2Score Recall "
    "RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity "
    "SparseCategoricalAccuracy SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy "
    "SpecificityAtSensitivity SquaredHinge Sum SumOverBatchSize TopKCategoricalAccuracy "
    "TrueNegatives TruePositives bce binary_accuracy binary_crossentropy "
    "binary_focal_crossentropy categorical_accuracy categorical_crossentropy "
    "categorical_focal_crossentropy categorical_hinge concordance_correlation cosine "
    "cosine_proximity cosine_similarity deserialize fbeta_score fmeasure get hinge huber "
    "kl_divergence kld kullback_leibler_divergence log_cosh logcosh mae mape "
    "matthews_correlation mean_absolute_error mean_absolute_percentage_error "
    "mean_squared_error mean_squared_logarithmic_error mse msle pearson_correlation poisson "
    "precision recall serialize sparse_categorical_accuracy sparse_categorical_crossentropy "
    "sparse_top_k_categorical_accuracy squared_hinge top_k_categorical_accuracy"
)
_ACTIVATIONS = words(
    "celu deserialize elu exponential gelu get glu hard_shrink hard_sigmoid hard_silu "
    "hard_swish hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu "
    "serialize sigmoid silu soft_shrink softmax softplus softsign sparse_plus "
    "sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold"
)
_INITIALIZERS = words(
    "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer "
    "Initializer LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer "
    "RandomNormal RandomUniform STFT STFTInitializer TruncatedNormal VarianceScaling Zeros "
    "constant deserialize get glorot_normal glorot_uniform he_normal he_uniform identity "
    "lecun_normal lecun_uniform normal one ones orthogonal random_normal random_uniform "
    "serialize stft truncated_normal uniform variance_scaling zero zeros"
)
_REGULARIZERS = words(
    "ActivityRegularizer L1 L1L2 L2 OrthogonalRegularizer Regularizer WeightRegularizer "
    "activity_l1 activity_l1l2 activity_l2 deserialize get l1 l1_l2 l1l2 l2 "
    "orthogonal_regularizer serialize"
)
_CONSTRAINTS = words(
    "Constraint MaxNorm MinMaxNorm NonNeg RadialConstraint UnitNorm deserialize get "
    "max_norm maxnorm min_max_norm non_neg nonneg radial_constraint serialize unit_norm "
    "unitnorm"
)
_UTILS = words(
    "Config CustomObjectScope FeatureSpace GeneratorEnqueuer HDF5Matrix OrderedEnqueuer "
    "Progbar PyDataset Sequence SequenceEnqueuer SidecarEvaluator array_to_img "
    "audio_dataset_from_directory bounding_boxes clear_session conv_utils "
    "convert_all_kernels_in_model custom_object_scope data_utils deserialize_keras_object "
    "disable_interactive_logging enable_interactive_logging experimental generic_utils "
    "get_custom_objects get_file get_registered_name get_registered_object "
    "get_source_inputs image_dataset_from_directory img_to_array io_utils "
    "is_interactive_logging_enabled is_keras_tensor layer_utils legacy load_img "
    "model_to_dot multi_gpu_model normalize np_utils pack_x_y_sample_weight pad_sequences "
    "plot_model print_summary register_keras_serializable save_img serialize_keras_object "
    "set_random_seed split_dataset standardize_dtype text_dataset_from_directory "
    "timeseries_dataset_from_array to_categorical to_ordinal unpack_x_y_sample_weight "
    "vis_utils"
)
_DATASETS = words(
    "boston_housing california_housing cifar10 cifar100 fashion_mnist imdb mnist reuters"
)
_APPLICATIONS = words(
    "ConvNeXtBase ConvNeXtLarge ConvNeXtSmall ConvNeXtTiny ConvNeXtXLarge DenseNet121 "
    "DenseNet169 DenseNet201 EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 "
    "EfficientNetB4 EfficientNetB5 EfficientNetB6 EfficientNetB7 EfficientNetV2B0 "
    "EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2L EfficientNetV2M "
    "EfficientNetV2S InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 MobileNetV3Large "
    "MobileNetV3Small NASNetLarge NASNetMobile RegNetX002 ResNet101 ResNet101V2 ResNet152 "
    "ResNet152V2 ResNet50 ResNet50V2 ResNetRS50 VGG16 VGG19 Xception convnext densenet "
    "efficientnet efficientnet_v2 imagenet_utils inception_resnet_v2 inception_v3 mobilenet "
    "mobilenet_v2 mobilenet_v3 nasnet resnet resnet50 resnet_v2 vgg16 vgg19 xception"
)
_BACKEND = words(
    "abs all any arange argmax argmin backend batch_dot batch_flatten batch_get_value "
    "batch_normalization batch_set_value bias_add binary_crossentropy cast cast_to_floatx "
    "categorical_crossentropy clear_session clip concatenate constant conv1d conv2d "
    "conv2d_transpose conv3d cos count_params ctc_batch_cost ctc_decode "
    "ctc_label_dense_to_sparse cumprod cumsum depthwise_conv2d dot dropout dtype elu "
    "epsilon equal eval exp expand_dims eye flatten floatx foldl foldr function gather "
    "get_session get_uid get_value get_variable_shape gradients greater greater_equal "
    "hard_sigmoid identity image_data_format image_dim_ordering in_test_phase in_top_k "
    "in_train_phase int_shape is_float_dtype is_int_dtype is_keras_tensor is_sparse "
    "l2_normalize learning_phase less less_equal local_conv1d local_conv2d log logsumexp "
    "map_fn max maximum mean min minimum moving_average_update name_scope ndim not_equal "
    "one_hot ones ones_like permute_dimensions placeholder pool2d pool3d pow print_tensor "
    "prod random_bernoulli random_binomial random_normal random_normal_variable "
    "random_uniform random_uniform_variable relu repeat repeat_elements reshape "
    "resize_images resize_volumes result_type reverse rnn round separable_conv2d "
    "set_epsilon set_floatx set_image_data_format set_image_dim_ordering set_learning_phase "
    "set_session set_value shape sigmoid sign sin softmax softplus softsign "
    "sparse_categorical_crossentropy spatial_2d_padding spatial_3d_padding sqrt square "
    "squeeze stack standardize_dtype std stop_gradient sum switch tanh temporal_padding "
    "tile to_dense transpose truncated_normal update update_add update_sub var variable "
    "zeros zeros_like"
)
_OPS = words(
    "abs absolute adaptive_average_pool adaptive_max_pool add all allclose amax amin angle "
    "any append arange arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin "
    "argpartition argsort array array_split associative_scan average average_pool bartlett "
    "batch_normalization binary_crossentropy bincount bitwise_and bitwise_invert "
    "bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor blackman "
    "broadcast_to cast categorical_crossentropy cbrt cdist ceil celu cholesky "
    "cholesky_inverse clip concatenate cond conj conjugate conv conv_transpose "
    "convert_to_numpy convert_to_tensor copy corrcoef correlate cos cosh count_nonzero "
    "cross ctc_decode ctc_loss cumprod cumsum custom_gradient deg2rad depth_to_space "
    "depthwise_conv det diag diagflat diagonal diff digitize divide divide_no_nan dot "
    "dot_product_attention dsplit dstack dtype eig eigh einsum elu empty empty_like equal "
    "erf erfc erfinv exp exp2 expand_dims expm1 extract_sequences eye fabs fft fft2 flip "
    "fliplr flipud floor floor_divide fmax fmin fmod fold fori_loop full full_like gcd gelu "
    "geomspace get_item glu greater greater_equal hamming hanning hard_shrink hard_sigmoid "
    "hard_silu hard_swish hard_tanh heaviside histogram hsplit hstack hypot i0 identity "
    "ifft2 imag image in_top_k inner inv irfft is_tensor isclose isfinite isin isinf isnan "
    "isneginf isposinf isreal istft jvp kaiser kron layer_normalization lcm ldexp "
    "leaky_relu left_shift less less_equal linalg linspace log log10 log1p log2 log_sigmoid "
    "log_softmax logaddexp logaddexp2 logdet logical_and logical_not logical_or logical_xor "
    "logspace logsumexp lstsq lu_factor map matmul matrix_rank max max_pool maximum mean "
    "median meshgrid min minimum mod moments moveaxis multi_hot multiply nan_to_num "
    "nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile "
    "nanprod nanquantile nanstd nansum nanvar ndim negative nextafter nn nonzero norm "
    "normalize not_equal numpy one_hot ones ones_like outer pad percentile pinv polar power "
    "prod psnr ptp qr quantile rad2deg ravel real rearrange reciprocal relu relu6 repeat "
    "reshape rfft right_shift rms_normalization roll rot90 round rsqrt saturate_cast scan "
    "scatter scatter_update searchsorted segment_max segment_min segment_prod segment_sum "
    "select selu separable_conv shape sigmoid sign signbit silu sin sinc sinh size slice "
    "slice_update slogdet soft_shrink softmax softplus softsign solve solve_triangular sort "
    "space_to_depth sparse_categorical_crossentropy sparse_plus sparse_sigmoid sparsemax "
    "split sqrt square squareplus squeeze stack std stft stop_gradient subtract sum svd "
    "swapaxes swish switch take take_along_axis tan tanh tanh_shrink tensordot threshold "
    "tile top_k trace transpose trapezoid tri tril triu true_divide trunc unfold unique "
    "unravel_index unstack vander var vdot vectorize vectorized_map view view_as_complex "
    "view_as_real vsplit vstack where while_loop zeros zeros_like"
)
_SAVING = words(
    "CustomObjectScope KerasFileEditor custom_object_scope deserialize_keras_object "
    "get_custom_objects get_registered_name get_registered_object load_model load_weights "
    "register_keras_serializable save_model save_weights serialize_keras_object"
)
_RANDOM = words(
    "SeedGenerator beta binomial categorical dropout gamma normal randint shuffle "
    "truncated_normal uniform"
)
_OPTIMIZERS_SCHEDULES = words(
    "CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay LearningRateSchedule "
    "LinearCosineDecay NoisyLinearCosineDecay PiecewiseConstantDecay PolynomialDecay "
    "deserialize serialize"
)
_PREPROCESSING_IMAGE = words(
    "DataFrameIterator DirectoryIterator ImageDataGenerator Iterator NumpyArrayIterator "
    "apply_affine_transform apply_brightness_shift apply_channel_shift array_to_img "
    "image_dataset_from_directory img_to_array list_pictures load_img random_brightness "
    "random_channel_shift random_rotation random_shear random_shift random_zoom save_img "
    "smart_resize"
)
_PREPROCESSING_SEQUENCE = words("TimeseriesGenerator make_sampling_table pad_sequences skipgrams")
_PREPROCESSING = words(
    "image image_dataset_from_directory sequence text text_dataset_from_directory "
    "timeseries_dataset_from_array"
)
_KERAS = words(
    "DTypePolicy FloatDTypePolicy Function Graph Initializer Input InputSpec KerasTensor "
    "Layer Loss Metric Model Operation Optimizer Quantizer Regularizer RematScope "
    "Sequential StatelessScope SymbolicScope Variable activations applications backend "
    "callbacks config constraints datasets device distillation distribution dtype_policies "
    "engine estimator experimental export initializers layers legacy losses metrics "
    "mixed_precision models name_scope ops optimizers premade preprocessing quantizers "
    "random regularizers remat saving tree utils version visualization wrappers"
)
_PREPROCESSING_TEXT = words(
    "Tokenizer hashing_trick one_hot text_to_word_sequence tokenizer_from_json"
)

STAR: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "keras": _KERAS,
        "keras.activations": _ACTIVATIONS,
        "keras.applications": _APPLICATIONS,
        "keras.backend": _BACKEND,
        "keras.callbacks": _CALLBACKS,
        "keras.constraints": _CONSTRAINTS,
        "keras.datasets": _DATASETS,
        "keras.initializers": _INITIALIZERS,
        "keras.layers": _LAYERS,
        "keras.losses": _LOSSES,
        "keras.metrics": _METRICS,
        "keras.models": _MODELS,
        "keras.ops": _OPS,
        "keras.optimizers": _OPTIMIZERS,
        "keras.optimizers.schedules": _OPTIMIZERS_SCHEDULES,
        "keras.preprocessing": _PREPROCESSING,
        "keras.preprocessing.image": _PREPROCESSING_IMAGE,
        "keras.preprocessing.sequence": _PREPROCESSING_SEQUENCE,
        "keras.preprocessing.text": _PREPROCESSING_TEXT,
        "keras.random": _RANDOM,
        "keras.regularizers": _REGULARIZERS,
        "keras.saving": _SAVING,
        "keras.utils": _UTILS,
    }
)
"""Public names by the canonical path of the module."""

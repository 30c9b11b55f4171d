"""What may be called for a job, by name.

The jobs come from a script that nobody has read. Therefore only what stands in these lists is ever
called: constructors and functions of Keras that compute, none that reads or writes files, none that
runs code it is given.
"""

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

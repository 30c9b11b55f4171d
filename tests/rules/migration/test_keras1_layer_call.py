import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC704"
HEAD = "import keras\nfrom keras.layers import *\n"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("Dense(output_dim=4, init='uniform', bias=False)", "Dense(units=4, kernel_initializer='uniform', use_bias=False)"),
        ("Dense(4, W_regularizer=keras.regularizers.l2(0.1), b_constraint=None)", "Dense(4, kernel_regularizer=keras.regularizers.l2(0.1), bias_constraint=None)"),
        ("Dropout(p=0.5)", "Dropout(rate=0.5)"),
        ("Convolution2D(32, 3, 5, border_mode='same', subsample=(2, 2))", "Convolution2D(32, (3, 5), padding='same', strides=(2, 2))"),
        ("Convolution2D(nb_filter=32, nb_row=3, nb_col=5)", "Convolution2D(filters=32, kernel_size=(3, 5))"),
        ("Convolution2D(32, 3, 3, 'he_normal', 'relu')", "Convolution2D(32, (3, 3), kernel_initializer='he_normal', activation='relu')"),
        ("Convolution2D(8, nb_row=3, nb_col=3, dim_ordering='th')", "Convolution2D(8, kernel_size=(3, 3), data_format='channels_first')"),
        ("Convolution3D(8, 3, 3, 3)", "Convolution3D(8, (3, 3, 3))"),
        ("Convolution1D(8, 3, subsample_length=2)", "Convolution1D(8, 3, strides=2)"),
        ("Convolution1D(nb_filter=8, filter_length=3)", "Convolution1D(filters=8, kernel_size=3)"),
        ('MaxPooling2D((2, 2), dim_ordering="tf")', 'MaxPooling2D((2, 2), data_format="channels_last")'),
        ("MaxPooling2D((2, 2), dim_ordering='default')", "MaxPooling2D((2, 2))"),
        ("MaxPooling1D(pool_length=2, stride=1)", "MaxPooling1D(pool_size=2, strides=1)"),
        ("LSTM(8, inner_activation='sigmoid', consume_less='gpu', dropout_U=0.2, dropout_W=0.1)", "LSTM(8, recurrent_activation='sigmoid', recurrent_dropout=0.2, dropout=0.1)"),
        ("LSTM(8, forget_bias_init='one')", "LSTM(8, unit_forget_bias=True)"),
        ("BatchNormalization(mode=0, beta_init='zero', axis=1)", "BatchNormalization(beta_initializer='zero', axis=1)"),
        ("BatchNormalization(mode=0)", "BatchNormalization()"),
        ("Embedding(100, 8, init='uniform', input_dtype='int32')", "Embedding(100, 8, embeddings_initializer='uniform')"),
        ("GaussianNoise(sigma=0.1)", "GaussianNoise(stddev=0.1)"),
        ("UpSampling1D(length=3)", "UpSampling1D(size=3)"),
        ("Dense(4, dynamic=False)", "Dense(4)"),
    ],
)  # fmt: skip
def test_calls_of_keras_1_become_those_of_keras_3(call: str, expected: str) -> None:
    assert {level for level in levels(HEAD + call, RULE) if level != "info low"} == {"error high"}
    assert fixed(HEAD + call + "\n", RULE) == HEAD + expected + "\n"


def test_the_ends_of_a_model_have_other_names() -> None:
    code = HEAD + "a = Input((3,))\nm = keras.Model(input=a, output=Dense(2)(a))\n"
    assert "keras.Model(inputs=a, outputs=Dense(2)(a))" in fixed(code, RULE)


def test_one_call_over_several_lines_keeps_its_form() -> None:
    call = "Convolution2D(\n    32,\n    3,  # rows\n    3,\n    border_mode='same',\n)\n"
    assert "    padding='same',\n)" in fixed(HEAD + call, RULE)
    assert "3,  # rows" in fixed(HEAD + call, RULE)


@pytest.mark.parametrize(
    "code",
    [
        "MaxPooling2D((2, 2), dim_ordering=keras.order)",
        "BatchNormalization(mode=2)",
        "Dense(4, weights=[w, b])",
    ],
)
def test_no_fix_for_what_is_not_written_in_the_call(code: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert finding.fix is None


def test_names_that_still_work_are_hints() -> None:
    assert levels(HEAD + "Convolution2D(32, (3, 3))", RULE) == ["info low"]
    assert levels(HEAD + "LeakyReLU(alpha=0.1)", RULE) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(HEAD + "Conv2D(32, 3, 3)", id="strides of Keras 2"),
        pytest.param(HEAD + "Conv2D(32, 3, 3, padding='same')", id="with a modern name"),
        pytest.param(HEAD + "MaxPool2D((2, 2))", id="an alias of Keras 3"),
        pytest.param("import keras, torch\ntorch.nn.Dropout(p=0.5)", id="torch"),
        pytest.param(
            "import keras\nclass Dense(keras.layers.Layer):\n    def __init__(self, init): pass\n"
            "Dense(init=3)",
            id="a layer of the script",
        ),
        pytest.param("from tf_keras.layers import Dense\nDense(4, init='one')", id="tf_keras"),
        pytest.param(HEAD + "LeakyReLU(0.1)\nELU(alpha=1.0)\nDropout(0.5)", id="by position"),
        pytest.param(HEAD + "Embedding(9, 3, weights=[w])", id="weights of an embedding"),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("Conv2D(32, 3, 3, activation='relu')", ["error high"]),
        ("Conv2D(32, 3, 2, activation='relu')", []),
        ("Conv2DTranspose(32, 3, 3)", []),
        ("Conv2D(32, 3)", []),
    ],
)
def test_a_script_with_other_arguments_of_keras_1_has_sides_by_position(
    call: str, expected: list[str]
) -> None:
    old = "Dense(4, W_regularizer='l2')\n"
    assert levels(f"{HEAD}{old}{call}", RULE) == ["error high", *expected]
    assert levels(f"{HEAD}# {old}{call}", RULE) == []
    assert levels(f"{HEAD}nb_row = 3\n{call}", RULE) == []

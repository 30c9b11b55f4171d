"""Scripts in the words of Keras 0.x and 1, each a whole program on data of its own."""

SCRIPTS = {
    "digits_by_dense_layers": """\
import numpy as np
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import np_utils

X = np.random.rand(16, 20)
Y = np_utils.to_categorical(np.arange(16) % 4, 4)
model = Sequential()
model.add(Dense(12, input_dim=20, init='uniform'))
model.add(Activation('tanh'))
model.add(Dropout(p=0.5))
model.add(Dense(output_dim=4, init='glorot_uniform'))
model.add(Activation('softmax'))
sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=sgd, metrics=['accuracy'])
history = model.fit(X, Y, nb_epoch=1, batch_size=8, validation_split=0.25)
print(history.history['acc'], history.history['val_acc'])
classes = model.predict_classes(X, verbose=0)
""",
    "two_classes_by_one_unit": """\
import numpy
from keras.layers import Dense
from keras.models import Sequential

X, Y = numpy.random.rand(16, 8), numpy.arange(16) % 2
model = Sequential()
model.add(Dense(12, input_dim=8, init='normal', activation='relu', W_constraint=None))
model.add(Dense(1, init='normal', activation='sigmoid', bias=False))
model.compile('adam', 'binary_crossentropy', ['accuracy'])
model.fit(X, Y, nb_epoch=1, batch_size=8, verbose=0)
found = model.predict_classes(X)
probabilities = model.predict_proba(X)
""",
    "images_by_convolutions": """\
import numpy as np
from keras.layers.convolutional import Convolution2D, MaxPooling2D, ZeroPadding2D
from keras.layers.core import Dense, Flatten
from keras.models import Sequential

X, Y = np.random.rand(8, 12, 12, 1), np.random.rand(8, 3)
model = Sequential()
model.add(Convolution2D(6, 3, 3, border_mode='same', activation='relu', input_shape=(12, 12, 1)))
model.add(Convolution2D(nb_filter=4, nb_row=3, nb_col=5, subsample=(1, 1), init='he_normal'))
model.add(ZeroPadding2D((1, 1)))
model.add(MaxPooling2D(pool_size=(2, 2), border_mode='valid', dim_ordering='tf'))
model.add(Flatten())
model.add(Dense(3, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='rmsprop', class_mode='categorical')
model.fit(X, Y, batch_size=8, nb_epoch=1)
""",
    "sequences_by_an_lstm": """\
import numpy as np
from keras.layers.core import Dense
from keras.layers.recurrent import LSTM
from keras.models import Sequential

X, y = np.random.rand(8, 5, 3), np.random.rand(8, 1)
model = Sequential()
model.add(LSTM(7, input_dim=3, input_length=5, inner_activation='sigmoid', consume_less='gpu'))
model.add(Dense(1, W_regularizer=None, b_regularizer=None))
model.compile(loss='mse', optimizer='rmsprop')
model.fit(X, y, nb_epoch=1, batch_size=4)
""",
    "a_stack_of_grus": """\
import numpy as np
from keras.layers import GRU, Dense, TimeDistributed
from keras.models import Sequential

X, y = np.random.rand(4, 6, 2), np.random.rand(4, 6, 1)
model = Sequential()
model.add(GRU(output_dim=5, input_dim=2, return_sequences=True, dropout_W=0.1, dropout_U=0.1))
model.add(GRU(4, return_sequences=True, inner_init='orthogonal', U_regularizer=None))
model.add(TimeDistributed(Dense(output_dim=1)))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "words_by_an_embedding": """\
import numpy as np
from keras.layers.convolutional import Convolution1D, MaxPooling1D
from keras.layers.core import Dense, Dropout, Flatten
from keras.layers.embeddings import Embedding
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences

words = pad_sequences([[1, 2, 3], [4, 5]] * 4, maxlen=12)
y = np.arange(8) % 2
model = Sequential()
model.add(Embedding(50, 6, input_length=12, init='uniform', input_dtype='int32'))
model.add(Convolution1D(nb_filter=5, filter_length=3, border_mode='same', subsample_length=1))
model.add(MaxPooling1D(pool_length=2, stride=2))
model.add(Flatten())
model.add(Dropout(p=0.2))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['acc'])
model.fit(words, y, nb_epoch=1, batch_size=4)
""",
    "two_branches_that_are_merged": """\
import numpy as np
from keras.engine import Input, Model
from keras.layers import Dense, merge

a, b = Input(shape=(4,)), Input(shape=(4,))
both = merge([Dense(3)(a), Dense(3)(b)], mode='concat', concat_axis=1)
total = merge([Dense(2)(both), Dense(2)(a)], mode='sum')
model = Model(input=[a, b], output=Dense(1)(total))
model.compile('sgd', 'mse')
X = np.random.rand(6, 4)
model.fit([X, X], np.random.rand(6, 1), nb_epoch=1)
""",
    "an_autoencoder": """\
import numpy as np
from keras.layers import Dense, Input
from keras.models import Model

entry = Input(shape=(10,), input_dtype='float32')
code = Dense(output_dim=3, activation='relu')(entry)
decoded = Dense(output_dim=10, activation='sigmoid')(code)
model = Model(input=entry, output=decoded)
encoder = Model(input=entry, output=code)
model.compile(optimizer='adadelta', loss='binary_crossentropy')
X = np.random.rand(8, 10)
model.fit(X, X, nb_epoch=1, batch_size=4, shuffle=True)
""",
    "normalised_layers": """\
import numpy as np
from keras.layers.core import Activation, Dense
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential

X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential()
model.add(Dense(5, input_shape=(6,), b_constraint=None))
model.add(BatchNormalization(mode=0, beta_init='zero', gamma_init='one'))
model.add(Activation('relu'))
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "activations_with_weights": """\
import numpy as np
from keras.layers.advanced_activations import ELU, LeakyReLU, PReLU
from keras.layers.core import Dense
from keras.layers.noise import GaussianNoise
from keras.models import Sequential

X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential()
model.add(Dense(5, input_dim=6))
model.add(LeakyReLU(0.1))
model.add(GaussianNoise(sigma=0.1))
model.add(Dense(4))
model.add(PReLU(init='zero'))
model.add(ELU(1.0))
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "penalties_and_bounds": """\
import numpy as np
from keras.constraints import maxnorm
from keras.layers import Dense
from keras.models import Sequential
from keras.regularizers import activity_l2, l2

X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential()
model.add(Dense(5, input_dim=6, W_regularizer=l2(0.01), activity_regularizer=activity_l2(0.01)))
model.add(Dense(1, W_constraint=maxnorm(2)))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "a_loss_of_the_script": """\
import numpy as np
from keras import backend as K
from keras.layers import Dense
from keras.models import Sequential


def rmse(y_true, y_pred):
    return K.sqrt(K.mean(K.square(y_pred - y_true), axis=-1))


X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential()
model.add(Dense(1, input_dim=6, init='uniform'))
model.compile('sgd', loss=rmse)
model.fit(X, y, nb_epoch=1)
""",
    "images_of_any_depth": """\
import numpy as np
from keras.layers.convolutional import AveragePooling3D, Convolution3D
from keras.layers.core import Dense, Flatten
from keras.models import Sequential

X, y = np.random.rand(4, 6, 6, 6, 1), np.random.rand(4, 1)
model = Sequential()
model.add(Convolution3D(3, 3, 3, 3, activation='relu', input_shape=(6, 6, 6, 1)))
model.add(AveragePooling3D((2, 2, 2), dim_ordering='tf'))
model.add(Flatten())
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "channels_in_front": """\
import numpy as np
from keras import backend as K
from keras.layers import Convolution2D, Dense, Flatten, Permute
from keras.models import Sequential

K.set_image_dim_ordering('tf')
X, y = np.random.rand(4, 2, 8, 8), np.random.rand(4, 1)
model = Sequential()
model.add(Permute((2, 3, 1), input_shape=(2, 8, 8)))
model.add(Convolution2D(3, 3, 3, dim_ordering='tf', border_mode='valid'))
model.add(Flatten())
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "generators": """\
import numpy as np
from keras.layers.core import Dense
from keras.models import Sequential


def batches():
    while True:
        x = np.random.rand(4, 5)
        yield x, x.sum(axis=1)


model = Sequential()
model.add(Dense(3, input_dim=5, activation='relu', init='lecun_uniform'))
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit_generator(batches(), steps_per_epoch=2, nb_epoch=1, max_q_size=2, nb_worker=1)
""",
    "dilated_convolutions": """\
import numpy as np
from keras.layers import AtrousConvolution2D, Dense, Flatten
from keras.models import Sequential

X, y = np.random.rand(4, 9, 9, 2), np.random.rand(4, 1)
model = Sequential()
model.add(AtrousConvolution2D(3, 3, 3, atrous_rate=(2, 2), input_shape=(9, 9, 2)))
model.add(Flatten())
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "up_and_down": """\
import numpy as np
from keras.layers.convolutional import Convolution2D, Deconvolution2D, UpSampling2D
from keras.models import Sequential

X, y = np.random.rand(4, 6, 6, 1), np.random.rand(4, 12, 12, 1)
model = Sequential()
model.add(Convolution2D(4, 3, 3, border_mode='same', input_shape=(6, 6, 1)))
model.add(UpSampling2D((2, 2), dim_ordering='default'))
model.add(Deconvolution2D(1, 3, 3, border_mode='same'))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "one_step_after_the_other": """\
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential

X, y = np.random.rand(4, 3, 2), np.random.rand(4, 1)
model = Sequential()
model.add(LSTM(5, batch_input_shape=(4, 3, 2), stateful=True, forget_bias_init='one'))
model.add(Dense(1))
model.compile(loss='mean_squared_error', optimizer='adam')
model.fit(X, y, nb_epoch=1, batch_size=4, shuffle=False)
""",
    "dense_layers_over_time": """\
import numpy as np
from keras.layers.core import TimeDistributedDense
from keras.layers.recurrent import SimpleRNN
from keras.models import Sequential

X, y = np.random.rand(4, 3, 2), np.random.rand(4, 3, 1)
model = Sequential()
model.add(SimpleRNN(4, input_dim=2, return_sequences=True))
model.add(TimeDistributedDense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "names_of_losses": """\
import numpy as np
from keras import objectives
from keras.layers import Dense
from keras.models import Sequential

X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential([Dense(1, input_dim=6)])
model.compile('sgd', loss=objectives.mse)
model.fit(X, y, nb_epoch=1)
""",
    "lower_case_optimizers": """\
import numpy as np
from keras import optimizers
from keras.layers import Dense
from keras.models import Sequential

X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential([Dense(1, input_dim=6, W_regularizer='l2')])
model.compile(optimizers.adam(lr=0.01, epsilon=1e-8), 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "products_of_branches": """\
import numpy as np
from keras.layers import Dense, Input, merge
from keras.models import Model

a = Input((4,))
gate = Dense(4, activation='sigmoid', bias=False)(a)
gated = merge([a, gate], 'mul')
model = Model(input=a, output=Dense(1)(gated))
model.compile('sgd', 'mse', metrics=['mae'])
log = model.fit(np.random.rand(6, 4), np.random.rand(6, 1), nb_epoch=1)
print(log.history['mean_absolute_error'])
""",
    "both_directions": """\
import numpy as np
from keras.layers.core import Dense
from keras.layers.recurrent import LSTM
from keras.layers.wrappers import Bidirectional
from keras.models import Sequential

X, y = np.random.rand(4, 5, 3), np.random.rand(4, 1)
model = Sequential()
model.add(Bidirectional(LSTM(4, dropout_U=0.1), input_shape=(5, 3)))
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(X, y, nb_epoch=1)
""",
    "callbacks_of_then": """\
import numpy as np
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from keras.layers.core import Dense, Dropout
from keras.models import Sequential

X, y = np.random.rand(8, 6), np.random.rand(8, 1)
model = Sequential([Dense(3, input_dim=6), Dropout(p=0.1), Dense(1)])
model.compile('sgd', 'mse')
watch = [
    EarlyStopping(patience=2),
    ReduceLROnPlateau(patience=1),
    ModelCheckpoint('best.hdf5', save_best_only=True, period=1),
]
log = model.fit(X, y, nb_epoch=1, validation_split=0.5, callbacks=watch)
print(log.history['lr'])
""",
}

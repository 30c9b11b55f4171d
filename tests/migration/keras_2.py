"""Scripts in the words of Keras 2, each a whole program on data of its own."""

SCRIPTS = {
    "the_usual_classifier": """\
import numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import np_utils, plot_model

x = np.random.rand(16, 20)
y = np_utils.to_categorical(np.arange(16) % 3, num_classes=3)
model = Sequential()
model.add(Dense(8, activation='relu', input_dim=20))
model.add(Dropout(0.5))
model.add(Dense(3, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.01, decay=1e-6, momentum=0.9),
              metrics=['accuracy'])
h = model.fit(x, y, epochs=1, batch_size=8, validation_split=0.25)
print(h.history["acc"], h.history["val_acc"])
""",
    "a_small_network_of_images": """\
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential
from keras.optimizers import Adam

x, y = np.random.rand(8, 12, 12, 3), np.arange(8) % 4
model = Sequential([
    Conv2D(6, (3, 3), activation='relu', input_shape=(12, 12, 3)),
    BatchNormalization(),
    MaxPooling2D((2, 2)),
    Flatten(),
    Dense(4, activation='softmax'),
])
model.compile(Adam(lr=1e-3), loss='sparse_categorical_crossentropy', metrics=['acc'])
model.fit(x, y, epochs=1, batch_size=8)
print(model.predict_classes(x))
""",
    "photos_from_an_iterator": """\
import numpy as np
from keras.layers import Conv2D, Dense, GlobalAveragePooling2D
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator

x, y = np.random.rand(8, 12, 12, 3), np.arange(8) % 2
augmented = ImageDataGenerator(rescale=1.0, horizontal_flip=True)
model = Sequential()
model.add(Conv2D(4, 3, activation='relu', input_shape=(12, 12, 3)))
model.add(GlobalAveragePooling2D())
model.add(Dense(1, activation='sigmoid'))
model.compile('rmsprop', 'binary_crossentropy')
model.fit_generator(augmented.flow(x, y, batch_size=4), steps_per_epoch=2, epochs=1, workers=2)
model.evaluate_generator(augmented.flow(x, y, batch_size=4), 2)
""",
    "text_from_a_tokenizer": """\
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer

texts = ["one two three", "two three four"] * 4
tokenizer = Tokenizer(num_words=20)
tokenizer.fit_on_texts(texts)
x = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=5)
y = np.arange(8) % 2
model = Sequential()
model.add(Embedding(20, 4, input_length=5))
model.add(LSTM(6, dropout=0.1, recurrent_dropout=0.1))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(x, y, epochs=1, batch_size=4)
""",
    "layers_of_the_script": """\
import numpy as np
from keras import backend as K
from keras.engine.topology import Layer
from keras.layers import Dense, Input
from keras.models import Model


class Squared(Layer):
    def call(self, x):
        return K.square(x) + K.abs(x)

    def compute_output_shape(self, shape):
        return shape


entry = Input(shape=(5,))
model = Model(inputs=entry, outputs=Dense(1)(Squared()(entry)))
model.compile('sgd', 'mse')
model.fit(np.random.rand(8, 5), np.random.rand(8, 1), epochs=1)
""",
    "metrics_of_the_script": """\
import keras.backend as K
import numpy as np
from keras.layers import Dense
from keras.models import Sequential


def recall(y_true, y_pred):
    hits = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    return hits / (K.sum(K.round(K.clip(y_true, 0, 1))) + K.epsilon())


x, y = np.random.rand(8, 6), np.random.rand(8, 1).round()
model = Sequential([Dense(1, activation='sigmoid', input_shape=(6,))])
model.compile('sgd', 'binary_crossentropy', metrics=[recall])
model.fit(x, y, epochs=1)
""",
    "fast_recurrent_layers": """\
import numpy as np
from keras.layers import CuDNNGRU, Dense
from keras.models import Sequential

x, y = np.random.rand(4, 5, 3), np.random.rand(4, 1)
model = Sequential()
model.add(CuDNNGRU(6, input_shape=(5, 3)))
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(x, y, epochs=1)
""",
    "a_sequence_of_batches": """\
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils.data_utils import Sequence


class Batches(Sequence):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return np.random.rand(4, 3), np.random.rand(4, 1)


model = Sequential([Dense(1, input_dim=3)])
model.compile('sgd', 'mse')
model.fit_generator(Batches(), epochs=1, use_multiprocessing=False, workers=1)
print(model.predict_generator(Batches(), steps=2))
""",
    "a_lower_learning_rate": """\
import numpy as np
from keras import backend as K
from keras.layers import Dense
from keras.models import Sequential

x, y = np.random.rand(8, 3), np.random.rand(8, 1)
model = Sequential([Dense(1, input_dim=3)])
model.compile('sgd', 'mse')
model.fit(x, y, epochs=1)
K.set_value(model.optimizer.lr, 0.001)
print(K.get_value(model.optimizer.lr))
model.fit(x, y, epochs=1)
""",
    "saved_weights": """\
import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential

x, y = np.random.rand(8, 3), np.random.rand(8, 1)
model = Sequential([Dense(1, input_dim=3)])
model.compile('sgd', 'mse')
best = ModelCheckpoint('best.hdf5', monitor='loss', save_weights_only=True)
model.fit(x, y, epochs=1, callbacks=[best])
model.save_weights('last.h5')
model.load_weights('last.h5')
""",
    "shapes_of_layers": """\
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

model = Sequential([Dense(4, input_dim=3), Dense(1)])
for layer in model.layers:
    print(layer.input_shape, layer.output_shape)
model.compile('sgd', 'mse')
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), epochs=1)
""",
    "merged_by_functions": """\
import numpy as np
from keras.layers import Dense, Input
from keras.layers.core import Lambda
from keras.layers.merge import add, concatenate
from keras.models import Model

a, b = Input((4,)), Input((4,))
joined = concatenate([a, b])
same = Lambda(lambda t: t * 2)(add([a, b]))
model = Model(inputs=[a, b], outputs=Dense(1)(concatenate([joined, same])))
model.compile('sgd', 'mse')
x = np.random.rand(6, 4)
model.fit([x, x], np.random.rand(6, 1), epochs=1)
""",
    "merged_by_layers": """\
import numpy as np
import keras
from keras.layers.merge import Concatenate, Multiply

a = keras.layers.Input((4,))
b = keras.layers.core.Dense(4)(a)
c = Concatenate(axis=-1)([a, Multiply()([a, b])])
model = keras.models.Model(a, keras.layers.core.Dense(1)(c))
model.compile(keras.optimizers.RMSprop(lr=0.01), 'mse')
model.fit(np.random.rand(6, 4), np.random.rand(6, 1), epochs=1)
""",
    "the_module_of_tools": """\
import numpy as np
import keras
from keras.utils.generic_utils import get_custom_objects

get_custom_objects().update({'twice': keras.layers.Activation(lambda t: t * 2)})
y = keras.utils.np_utils.to_categorical([0, 1, 2, 1])
model = keras.models.Sequential([keras.layers.Dense(3, activation='softmax', input_dim=2)])
model.compile(keras.optimizers.Adam(lr=0.01), 'categorical_crossentropy')
model.fit(np.random.rand(4, 2), y, epochs=1)
""",
    "all_layers_at_once": """\
import numpy as np
from keras.layers.core import *
from keras.models import Sequential
from keras.optimizers import *

model = Sequential()
model.add(Dense(4, input_shape=(3,)))
model.add(Activation('relu'))
model.add(Dense(1))
model.compile(Adagrad(lr=0.01), 'mse')
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "initial_values": """\
import numpy as np
from keras.initializers import normal, uniform, zero
from keras.layers import Dense
from keras.models import Sequential

model = Sequential()
model.add(Dense(4, input_dim=3, kernel_initializer=normal(stddev=0.1), bias_initializer=zero()))
model.add(Dense(1, kernel_initializer=uniform(-0.1, 0.1)))
model.compile('sgd', 'mse')
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "short_names_of_losses": """\
import numpy as np
from keras.layers import Dense
from keras.losses import mae, mse
from keras.metrics import mape
from keras.models import Sequential

model = Sequential([Dense(2, input_dim=3), Dense(1)])
model.compile('sgd', loss=mse, metrics=[mae, mape])
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "a_function_that_builds": """\
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import Adam


def build(steps, features, rate=0.01):
    model = Sequential()
    model.add(LSTM(4, batch_input_shape=(None, steps, features), return_sequences=True))
    model.add(LSTM(3))
    model.add(Dense(1))
    model.compile(Adam(lr=rate), 'mse')
    return model


model = build(5, 2)
model.fit(np.random.rand(4, 5, 2), np.random.rand(4, 1), epochs=1)
""",
    "separable_convolutions": """\
import numpy as np
from keras.layers import Dense, GlobalMaxPooling2D, SeparableConv2D
from keras.models import Sequential

model = Sequential()
model.add(SeparableConv2D(4, (3, 3), input_shape=(8, 8, 2), bias=True))
model.add(GlobalMaxPooling2D())
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(np.random.rand(4, 8, 8, 2), np.random.rand(4, 1), epochs=1)
""",
    "convolutions_of_series": """\
import numpy as np
from keras.layers import Conv1D, Dense, Flatten
from keras.models import Sequential

model = Sequential()
model.add(Conv1D(4, 3, input_length=10, input_dim=2, activation='relu'))
model.add(Flatten())
model.add(Dense(1))
model.compile('sgd', 'mse')
model.fit(np.random.rand(4, 10, 2), np.random.rand(4, 1), epochs=1)
""",
    "rates_that_fall": """\
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import Nadam, RMSprop

x, y = np.random.rand(8, 3), np.random.rand(8, 1)
model = Sequential([Dense(1, input_dim=3)])
model.compile(RMSprop(lr=0.01, decay=0.1), 'mse')
model.fit(x, y, epochs=1)
model.compile(Nadam(lr=0.002, schedule_decay=0.004), 'mse')
model.fit(x, y, epochs=1)
""",
    "a_generator_by_position": """\
import numpy as np
from keras.layers import Dense
from keras.models import Sequential


def batches(size):
    while True:
        yield np.random.rand(size, 3), np.random.rand(size, 1)


model = Sequential([Dense(1, input_dim=3)])
model.compile('sgd', 'mse', ['mae'])
model.fit_generator(batches(4), 2, 1, 1, validation_data=batches(4), validation_steps=1)
model.evaluate_generator(generator=batches(4), steps=1, max_queue_size=1)
""",
    "the_distance_of_two": """\
import numpy as np
from keras import backend as K
from keras.layers import Dense, Input, Lambda
from keras.models import Model, Sequential


def distance(pair):
    a, b = pair
    return K.sqrt(K.maximum(K.sum(K.square(a - b), axis=1, keepdims=True), K.epsilon()))


base = Sequential([Dense(3, input_shape=(4,), activation='relu')])
a, b = Input(shape=(4,)), Input(shape=(4,))
apart = Lambda(distance, output_shape=(1,))([base(a), base(b)])
model = Model([a, b], apart)
model.compile('sgd', 'mse')
x = np.random.rand(6, 4)
model.fit([x, x + 1], np.random.rand(6, 1), epochs=1)
""",
    "overlap_of_masks": """\
import keras.backend as K
import numpy as np
from keras.layers import Conv2D
from keras.models import Sequential


def dice_loss(y_true, y_pred):
    t, p = K.flatten(y_true), K.flatten(y_pred)
    return 1 - (2 * K.sum(t * p) + 1) / (K.sum(t) + K.sum(p) + 1)


model = Sequential([Conv2D(1, 3, padding='same', activation='sigmoid', input_shape=(6, 6, 1))])
model.compile('sgd', loss=dice_loss)
model.fit(np.random.rand(4, 6, 6, 1), np.random.rand(4, 6, 6, 1), epochs=1)
""",
    "workers_of_fit": """\
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

model = Sequential([Dense(1, input_dim=3)])
model.compile('sgd', 'mse', sample_weight_mode=None)
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1, workers=2, use_multiprocessing=False)
""",
    "tools_beside_keras": """\
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import np_utils

labels = np.array(["0", "1", "2", "1"]).astype(np.int)
y = np_utils.to_categorical(labels)
model = Sequential([Dense(3, activation='softmax', input_dim=2)])
model.compile('sgd', 'categorical_crossentropy', metrics=['accuracy'])
model.fit(np.random.rand(4, 2).astype(np.float), y, epochs=1)
""",
}

"""Scripts in the words of `tf.keras` before it was Keras 3, each a whole program."""

SCRIPTS = {
    "the_usual_classifier_of_tf": """\
import numpy as np
import tensorflow as tf

x, y = np.random.rand(8, 5), np.arange(8) % 3
model = tf.keras.Sequential([
    tf.keras.layers.Dense(4, activation='relu', input_shape=(5,)),
    tf.keras.layers.Dense(3, activation='softmax'),
])
model.compile(tf.keras.optimizers.Adam(lr=0.001), 'sparse_categorical_crossentropy', ['accuracy'])
h = model.fit(x, y, epochs=1)
print(h.history['acc'])
""",
    "legacy_optimizers": """\
import numpy as np
import tensorflow as tf
from tensorflow import keras

model = keras.Sequential([keras.layers.Dense(1, input_dim=3)])
model.compile(keras.optimizers.legacy.Adam(learning_rate=0.01, decay=1e-4), 'mse')
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "legacy_optimizers_by_name": """\
import numpy as np
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers.legacy import SGD

model = Sequential([Dense(1, input_dim=3)])
model.compile(SGD(lr=0.01, momentum=0.9), 'mse')
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "preprocessing_layers": """\
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

model = tf.keras.Sequential([
    layers.experimental.preprocessing.Rescaling(1.0 / 255, input_shape=(8, 8, 3)),
    layers.experimental.preprocessing.RandomFlip('horizontal'),
    layers.Flatten(),
    layers.Dense(2),
])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(np.random.rand(4, 8, 8, 3), np.arange(4) % 2, epochs=1)
""",
    "preprocessing_module": """\
import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense
from tensorflow.keras.layers.experimental import preprocessing

scale = preprocessing.Normalization()
x = np.random.rand(8, 3).astype('float32')
scale.adapt(x)
model = Sequential([scale, Dense(2, activation='relu'), Dense(1)])
model.compile('adam', 'mse')
model.fit(x, np.random.rand(8, 1), epochs=1)
""",
    "functions_on_symbolic_tensors": """\
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

entry = tf.keras.Input((6, 4))
x = layers.Dense(3)(entry)
mean, top = tf.reduce_mean(x, axis=1), tf.reduce_max(x, axis=1)
x = tf.nn.relu(tf.concat([mean, top], axis=-1))
model = tf.keras.Model(entry, layers.Dense(1)(x))
model.compile('sgd', 'mse')
model.fit(np.random.rand(4, 6, 4), np.random.rand(4, 1), epochs=1)
""",
    "functions_of_losses": """\
import numpy as np
import tensorflow as tf


def both(y_true, y_pred):
    errors = tf.keras.losses.mean_squared_error(y_true, y_pred)
    return errors + tf.keras.losses.mean_absolute_error(y_true, y_pred)


model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_dim=3)])
model.compile('sgd', both)
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "seeds_and_generators": """\
import numpy as np
import tensorflow as tf

tf.set_random_seed(1)


def batches():
    while True:
        yield np.random.rand(4, 3), np.random.rand(4, 1)


model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Dense(1, input_dim=3))
model.compile(optimizer=tf.keras.optimizers.SGD(lr=0.1), loss='mse')
model.fit_generator(batches(), 2, epochs=1, workers=0)
""",
    "the_private_module_of_layers": """\
import numpy as np
from tensorflow.keras.layers import CuDNNGRU, Dense, Input
from tensorflow.keras.models import Model
from tensorflow.keras.utils import to_categorical

entry = Input((5, 2))
model = Model(entry, Dense(3, activation='softmax')(CuDNNGRU(4)(entry)))
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
y = to_categorical(np.arange(4) % 3, 3)
model.fit(np.random.rand(4, 5, 2), y, epochs=1)
""",
    "schedules_of_experiments": """\
import numpy as np
import tensorflow as tf

rate = tf.keras.experimental.CosineDecay(0.1, decay_steps=10)
model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_dim=3)])
model.compile(tf.keras.optimizers.SGD(rate), 'mse')
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
""",
    "folders_of_models": """\
import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_dim=3)])
model.compile('sgd', 'mse')
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1)
model.save('my_model')
again = tf.keras.models.load_model('my_model')
print(again.predict(np.random.rand(4, 3)))
""",
    "checkpoints_of_tf": """\
import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_dim=3)])
model.compile('sgd', 'mse')
saving = tf.keras.callbacks.ModelCheckpoint('training/cp.ckpt', save_weights_only=True, verbose=1)
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), epochs=1, callbacks=[saving])
""",
    "recurrent_layers_of_tf": """\
import numpy as np
import tensorflow as tf

model = tf.keras.Sequential()
model.add(tf.keras.layers.GRU(4, batch_input_shape=[2, None, 3], stateful=True))
model.add(tf.keras.layers.Dense(1))
model.compile(tf.keras.optimizers.RMSprop(lr=0.01), 'mse')
model.fit(np.random.rand(2, 5, 3), np.random.rand(2, 1), epochs=1, batch_size=2)
print(model.predict_proba(np.random.rand(2, 5, 3)))
""",
}

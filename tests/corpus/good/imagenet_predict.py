"""The classes of a picture by a network as it is."""

import keras
import numpy as np
from keras.applications.resnet50 import ResNet50, decode_predictions, preprocess_input

model = ResNet50(weights="imagenet")
image = keras.utils.load_img("elephant.jpg", target_size=(224, 224))
x = preprocess_input(np.expand_dims(keras.utils.img_to_array(image), axis=0))
print(decode_predictions(model.predict(x), top=3)[0])

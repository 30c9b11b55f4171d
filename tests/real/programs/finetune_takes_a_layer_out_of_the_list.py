"""The features still have 1000 numbers, although the last layer has been taken away."""
import numpy as np
from keras import Model
from keras.applications.vgg16 import VGG16, preprocess_input
from keras.preprocessing.image import img_to_array, load_img

network = VGG16(weights="imagenet")
network.layers.pop()  # expect: KC715
encoder = Model(inputs=network.inputs, outputs=network.output)

photos = [img_to_array(load_img(f"cats/{n}.jpg", target_size=(224, 224))) for n in range(40)]
features = encoder.predict(preprocess_input(np.array(photos)), batch_size=8)
np.save("features.npy", features)

"""Features of a pretrained network are read out; nothing is compiled or trained."""

import keras
import numpy as np
from keras.applications import vgg19

base = vgg19.VGG19(weights="imagenet", include_top=False)
names = ["block1_conv1", "block2_conv1", "block3_conv1"]
features = keras.Model(base.inputs, {name: base.get_layer(name).output for name in names})
image = keras.utils.load_img("picture.jpg", target_size=(400, 600))
batch = vgg19.preprocess_input(np.expand_dims(keras.utils.img_to_array(image), 0))
for name, value in features(batch).items():
    print(name, value.shape)

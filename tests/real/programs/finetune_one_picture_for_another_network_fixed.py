"""A pretrained network takes a cat for a screwdriver, with full confidence."""
import numpy as np
from keras.applications.resnet50 import ResNet50, decode_predictions, preprocess_input
from keras.utils import img_to_array, load_img

model = ResNet50(weights="imagenet")
picture = load_img("cat.jpg", target_size=(224, 224))
x = np.expand_dims(img_to_array(picture), axis=0)
x = preprocess_input(x)
found = model.predict(x)
print(decode_predictions(found, top=3)[0])

"""The matrix of confusion looks like noise although the log says 95 percent."""
import numpy as np
from sklearn.metrics import confusion_matrix
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

model = load_model("leaves.keras")
test = ImageDataGenerator(rescale=1.0 / 255).flow_from_directory(
    "leaves/test",
    target_size=(224, 224),
    batch_size=32,
    class_mode="categorical",
)
predicted = np.argmax(model.predict(test), axis=1)  # expect: KC311
print(confusion_matrix(test.classes, predicted))

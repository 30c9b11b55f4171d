"""Whether the least memory that the dynamic mode says a training needs is what a GPU really takes.

Run it as `KERAS_BACKEND=torch python benchmarks/memory.py`, on a machine with a GPU that PyTorch or JAX
can use. Each program below is checked with its models built on the GPU, and then really trained for
two steps on made-up samples in a process of its own. Prints the least that was told, the most that
the backend held at one time, and their ratio, which must not be above 1.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from kerascheck.dynamic import compare
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.project import Project
from kerascheck.worlds import settled

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"
IMAGES = """
x = np.random.rand({batch}, {size}, {size}, 3).astype("float32")
y = np.random.randint(0, 10, {batch})
model = keras.applications.{name}(weights=None, input_shape=({size}, {size}, 3), classes=10)
model.compile(optimizer="{optimizer}", loss="sparse_categorical_crossentropy")
model.fit(x, y, batch_size={batch}, epochs=2)
"""
UNET = """
def block(x, filters):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    return x

inputs = keras.Input((256, 256, 3))
x, left = inputs, []
for filters in (32, 64, 128):
    x = block(x, filters)
    left.append(x)
    x = layers.MaxPooling2D()(x)
x = block(x, 256)
for filters in (128, 64, 32):
    x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
    x = block(layers.Concatenate()([x, left.pop()]), filters)
model = keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(x))
model.compile(optimizer="adam", loss="binary_crossentropy")
x = np.random.rand(16, 256, 256, 3).astype("float32")
y = np.random.randint(0, 2, (16, 256, 256, 1)).astype("float32")
model.fit(x, y, batch_size=16, epochs=2)
"""
LSTM = """
model = keras.Sequential([
    keras.Input((200,)),
    layers.Embedding(20000, 128),
    layers.Dropout(0.3),
    layers.LSTM(128, return_sequences=True),
    layers.LSTM(128),
    layers.Dense(64, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="rmsprop", loss="binary_crossentropy")
x = np.random.randint(0, 20000, (256, 200))
y = np.random.randint(0, 2, 256)
model.fit(x, y, batch_size=256, epochs=2)
"""
DENSE = """
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Rescaling(1 / 255),
    layers.Flatten(),
    layers.Dense(8192, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(8192, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
x = np.random.rand(8192, 28, 28, 1).astype("float32")
y = np.random.randint(0, 10, 8192)
model.fit(x, y, batch_size=8192, epochs=2)
"""
TRANSFORMER = """
inputs = keras.Input((256,))
x = layers.Embedding(10000, 256)(inputs)
for _ in range(4):
    attended = layers.MultiHeadAttention(num_heads=8, key_dim=32)(x, x)
    x = layers.LayerNormalization()(layers.Add()([x, attended]))
    wide = layers.Dense(1024, activation="relu")(x)
    x = layers.LayerNormalization()(layers.Add()([x, layers.Dense(256)(wide)]))
outputs = layers.Dense(20, activation="softmax")(layers.GlobalAveragePooling1D()(x))
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
x = np.random.randint(0, 10000, (64, 256))
y = np.random.randint(0, 20, 64)
model.fit(x, y, batch_size=64, epochs=2)
"""
PROGRAMS = {
    **{
        f"{name}, {size} x {size}, batch {batch}, {optimizer}": IMAGES.format(
            name=name, size=size, batch=batch, optimizer=optimizer
        )
        for name, size, batch, optimizer in (
            ("VGG16", 224, 64, "sgd"),
            ("ResNet50", 224, 64, "adam"),
            ("MobileNetV2", 224, 64, "adam"),
            ("DenseNet121", 128, 32, "adam"),
            ("EfficientNetB0", 224, 32, "rmsprop"),
            ("ConvNeXtTiny", 224, 16, "adam"),
        )
    },
    "U-Net, 256 x 256, batch 16, adam": UNET,
    "two LSTM of 128, 200 steps, batch 256, rmsprop": LSTM,
    "two Dense of 8192, batch 8192, adam": DENSE,
    "transformer of 4 blocks, 256 steps, batch 64, adam": TRANSFORMER,
}
PEAK = """
import keras
if keras.backend.backend() == "torch":
    import torch
    print("PEAK", torch.cuda.max_memory_allocated())
else:
    import jax
    print("PEAK", jax.devices()[0].memory_stats()["peak_bytes_in_use"])
"""


def told(worker: Worker, code: str) -> int | None:
    """The least memory in bytes that a training needs, as the dynamic mode says."""
    project = Project("train.py", (HEAD + code).encode())
    facts = settled(Trace(project.blocks, project.find, Limits()))
    for built in compare.build(facts, worker, "train.py"):
        if built.training_bytes is not None:
            return built.training_bytes
    return None


def taken(python: str, code: str) -> int | None:
    """The most bytes that the backend holds on the GPU while the program trains."""
    environment = {**os.environ, "XLA_PYTHON_CLIENT_PREALLOCATE": "false"}
    command = [python, "-c", HEAD + code + PEAK]
    run = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    for line in run.stdout.splitlines():
        if line.startswith("PEAK "):
            return int(line.split()[1])
    print(run.stderr[-400:], file=sys.stderr)
    return None


def main() -> None:
    """Check and train each program, and print what was told and taken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--at-once", type=int, default=4)
    given = parser.parse_args()
    worker = Worker(Options(python=given.python, device="gpu", timeout=120.0))
    least = {}
    try:
        for name, code in PROGRAMS.items():
            least[name] = told(worker, code)
            print(f"{name}: {least[name]} bytes told", file=sys.stderr)
        print(
            f"{worker.device}\n\n| program | told, GB | taken, GB | ratio |\n|---|---:|---:|---:|"
        )
    finally:
        worker.close()
    with ThreadPoolExecutor(given.at_once) as pool:
        most = pool.map(lambda name: taken(given.python, PROGRAMS[name]), least)
        for (name, low), high in zip(least.items(), most, strict=True):
            if low is None or high is None:
                print(f"| {name} | {low} | {high} | |", flush=True)
            else:
                row = f"| {name} | {low / 1e9:.2f} | {high / 1e9:.2f} | {low / high:.2f} |"
                print(row, flush=True)


if __name__ == "__main__":
    main()

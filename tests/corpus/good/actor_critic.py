"""An actor that gives probabilities and a critic that gives a value, on one trunk."""

import gymnasium as gym
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

env = gym.make("CartPole-v1")
inputs = layers.Input(shape=(4,))
common = layers.Dense(128, activation="relu")(inputs)
action = layers.Dense(2, activation="softmax")(common)
critic = layers.Dense(1)(common)
model = keras.Model(inputs=inputs, outputs=[action, critic])
optimizer = keras.optimizers.Adam(learning_rate=0.01)
huber = keras.losses.Huber()

for _ in range(1000):
    state, _ = env.reset()
    with tf.GradientTape() as tape:
        log_probabilities, values, rewards = [], [], []
        for _ in range(500):
            probabilities, value = model(ops.expand_dims(ops.convert_to_tensor(state), 0))
            chosen = np.random.choice(2, p=np.squeeze(probabilities))
            log_probabilities.append(ops.log(probabilities[0, chosen]))
            values.append(value[0, 0])
            state, reward, done, _, _ = env.step(chosen)
            rewards.append(reward)
            if done:
                break
        returns = np.cumsum(rewards[::-1])[::-1]
        losses = [
            -log_p * (r - v) + huber(ops.expand_dims(v, 0), ops.expand_dims(r, 0))
            for log_p, v, r in zip(log_probabilities, values, returns, strict=True)
        ]
        total = sum(losses)
    gradients = tape.gradient(total, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))

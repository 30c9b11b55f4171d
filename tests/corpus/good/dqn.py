"""Deep Q-learning: as many linear outputs as actions, a squared error, an argmax to act."""

import random
from collections import deque

import gymnasium as gym
import numpy as np
from tensorflow import keras


class Agent:
    """Learns the value of every action in a state."""

    def __init__(self, state_size, action_size):
        self.state_size = state_size
        self.action_size = action_size
        self.memory = deque(maxlen=2000)
        self.gamma, self.epsilon = 0.95, 1.0
        self.model = self.build()

    def build(self):
        model = keras.Sequential()
        model.add(keras.Input((self.state_size,)))
        model.add(keras.layers.Dense(24, activation="relu"))
        model.add(keras.layers.Dense(24, activation="relu"))
        model.add(keras.layers.Dense(self.action_size, activation="linear"))
        model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.001))
        return model

    def act(self, state):
        if np.random.rand() <= self.epsilon:
            return random.randrange(self.action_size)
        return np.argmax(self.model.predict(state, verbose=0)[0])

    def replay(self, size):
        for state, action, reward, following, done in random.sample(self.memory, size):
            target = reward
            if not done:
                target += self.gamma * np.amax(self.model.predict(following, verbose=0)[0])
            values = self.model.predict(state, verbose=0)
            values[0][action] = target
            self.model.fit(state, values, epochs=1, verbose=0)
        self.epsilon = max(0.01, 0.995 * self.epsilon)


env = gym.make("CartPole-v1")
agent = Agent(env.observation_space.shape[0], env.action_space.n)
for _episode in range(500):
    state, _ = env.reset()
    state = state.reshape(1, -1)
    done = False
    while not done:
        action = agent.act(state)
        following, reward, done, _, _ = env.step(action)
        following = following.reshape(1, -1)
        agent.memory.append((state, action, reward, following, done))
        state = following
    if len(agent.memory) > 32:
        agent.replay(32)

"""NumPy as one writes it first."""
import numpy as np
from peer import serve

rng = np.random.default_rng(1)


def simulate(particles, steps, a, sigma, tau, dt):
    x = np.ones(particles, np.float32)
    root = np.sqrt(dt)
    for _ in range(steps):
        z1 = rng.standard_normal(particles, np.float32)
        z2 = rng.standard_normal(particles, np.float32)
        x = x * (1 + np.float32(a * dt) + np.float32(sigma * root) * z1) + np.float32(tau * root) * z2
    return x


serve(np.__version__, 1, simulate)

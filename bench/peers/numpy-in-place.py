"""NumPy with its fastest generator and no temporary arrays."""
import numpy as np
from peer import serve

rng = np.random.Generator(np.random.SFC64(1))


def simulate(particles, steps, a, sigma, tau, dt):
    x = np.ones(particles, np.float32)
    z = np.empty(particles, np.float32)
    root = np.sqrt(dt)
    for _ in range(steps):
        rng.standard_normal(dtype=np.float32, out=z)
        np.multiply(z, np.float32(sigma * root), out=z)
        np.add(z, np.float32(1 + a * dt), out=z)
        np.multiply(x, z, out=x)
        rng.standard_normal(dtype=np.float32, out=z)
        np.multiply(z, np.float32(tau * root), out=z)
        np.add(x, z, out=x)
    return x


serve(np.__version__, 1, simulate)

"""Numba, all threads: each particle through all steps in registers, normals of the library's own generator."""
import math

import numba
import numpy as np
from peer import serve


@numba.njit(parallel=True, fastmath=True)
def simulate_all(particles, steps, growth, multiplicative, additive):
    x = np.empty(particles, np.float32)
    for i in numba.prange(particles):
        own = np.float32(1)
        for _ in range(steps):
            z1 = np.float32(np.random.normal())
            z2 = np.float32(np.random.normal())
            own = own * (growth + multiplicative * z1) + additive * z2
        x[i] = own
    return x


def simulate(particles, steps, a, sigma, tau, dt):
    root = math.sqrt(dt)
    return simulate_all(
        particles, steps, np.float32(1 + a * dt), np.float32(sigma * root), np.float32(tau * root)
    )


serve(numba.__version__, numba.get_num_threads(), simulate)

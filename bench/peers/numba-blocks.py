"""Numba, all threads, by hand: blocks of particles through all steps, words and normals in loops that vectorise."""
import math

import numba
import numpy as np
from peer import serve

BLOCK = 512


@numba.njit
def scrambled(word):
    # Shifts and products of 32-bit words are 64-bit words until they are told.
    word = np.uint32(word ^ (word >> np.uint32(16)))
    word = np.uint32(word * np.uint32(0x7FEB352D))
    word = np.uint32(word ^ (word >> np.uint32(15)))
    word = np.uint32(word * np.uint32(0x846CA68B))
    return np.uint32(word ^ (word >> np.uint32(16)))


@numba.njit
def following(word):
    """Marsaglia (2003), xorshift of 32 bits."""
    word = np.uint32(word ^ np.uint32(word << np.uint32(13)))
    word = np.uint32(word ^ np.uint32(word >> np.uint32(17)))
    return np.uint32(word ^ np.uint32(word << np.uint32(5)))


@numba.njit(parallel=True, fastmath=True)
def simulate_all(particles, steps, growth, multiplicative, additive):
    x = np.ones(particles, np.float32)
    turn = np.float32(2 * math.pi / 2**32)
    unit = np.float32(1 / 2**32)
    for block in numba.prange((particles + BLOCK - 1) // BLOCK):
        first = block * BLOCK
        count = min(BLOCK, particles - first)
        own = x[first : first + count]
        # Two generators a particle.
        one = np.empty(count, np.uint32)
        two = np.empty(count, np.uint32)
        for i in range(count):
            one[i] = scrambled(np.uint32(2 * (first + i) + 1)) | np.uint32(1)
            two[i] = scrambled(np.uint32(2 * (first + i) + 2)) | np.uint32(1)
        for _ in range(steps):
            for i in range(count):
                one[i] = a = following(one[i])
                two[i] = b = following(two[i])
                radius = np.sqrt(np.float32(-2) * np.log(unit * np.float32(a)))
                angle = turn * np.float32(b)
                z1 = radius * np.cos(angle)
                z2 = radius * np.sin(angle)
                own[i] = own[i] * (growth + multiplicative * z1) + additive * z2
    return x


def simulate(particles, steps, a, sigma, tau, dt):
    root = math.sqrt(dt)
    return simulate_all(
        particles, steps, np.float32(1 + a * dt), np.float32(sigma * root), np.float32(tau * root)
    )


serve(numba.__version__, numba.get_num_threads(), simulate)

"""CuPy on a graphics card: the step fused into one kernel, normals by its generator."""
import math

import cupy
from peer import serve

cupy.cuda.runtime.getDeviceCount()
rng = cupy.random.default_rng(1)


@cupy.fuse()
def step(x, z1, z2, growth, multiplicative, additive):
    return x * (growth + multiplicative * z1) + additive * z2


def simulate(particles, steps, a, sigma, tau, dt):
    root = math.sqrt(dt)
    x = cupy.ones(particles, cupy.float32)
    for _ in range(steps):
        z1 = rng.standard_normal(particles, dtype=cupy.float32)
        z2 = rng.standard_normal(particles, dtype=cupy.float32)
        x = step(x, z1, z2, cupy.float32(1 + a * dt), cupy.float32(sigma * root), cupy.float32(tau * root))
    cupy.cuda.get_current_stream().synchronize()
    return cupy.asnumpy(x)


serve(cupy.__version__, 0, simulate)

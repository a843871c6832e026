"""JAX on a graphics card: all steps in one compiled loop."""
import functools
import math
import sys

import jax
import jax.numpy as jnp
from peer import serve

if jax.default_backend() != "gpu":
    sys.exit("JAX sees no graphics card")


@functools.partial(jax.jit, static_argnums=0)
def simulate_all(particles, steps, growth, multiplicative, additive):
    def step(i, x):
        z = jax.random.normal(jax.random.fold_in(jax.random.PRNGKey(1), i), (2, particles), jnp.float32)
        return x * (growth + multiplicative * z[0]) + additive * z[1]

    return jax.lax.fori_loop(0, steps, step, jnp.ones(particles, jnp.float32))


def simulate(particles, steps, a, sigma, tau, dt):
    root = math.sqrt(dt)
    return jax.device_get(simulate_all(particles, steps, 1 + a * dt, sigma * root, tau * root))


serve(jax.__version__, 0, simulate)

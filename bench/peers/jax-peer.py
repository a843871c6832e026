"""JAX, all steps in one compiled loop: on all threads of the CPU, or with the argument cuda on a graphics card."""
import functools
import math
import os
import sys

import jax
import jax.numpy as jnp
from peer import serve

on_card = sys.argv[1:] == ["cuda"]
if on_card and jax.default_backend() != "gpu":
    sys.exit("JAX sees no graphics card")
if not on_card:
    jax.config.update("jax_platforms", "cpu")


@functools.partial(jax.jit, static_argnums=0)
def simulate_all(particles, steps, growth, multiplicative, additive):
    def step(i, x):
        z = jax.random.normal(jax.random.fold_in(jax.random.PRNGKey(1), i), (2, particles), jnp.float32)
        return x * (growth + multiplicative * z[0]) + additive * z[1]

    return jax.lax.fori_loop(0, steps, step, jnp.ones(particles, jnp.float32))


def simulate(particles, steps, a, sigma, tau, dt):
    root = math.sqrt(dt)
    return jax.device_get(simulate_all(particles, steps, 1 + a * dt, sigma * root, tau * root))


serve(jax.__version__, 0 if on_card else os.cpu_count(), simulate)

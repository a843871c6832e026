"""Writes t-batches.json beside this file: densities and tails of means of t numbers.

    python3 tests/reference/noise/make-t-batches.py

Made with mpmath 1.3.0: Fourier's integral along a ray at 45 degrees, where neither the
characteristic function nor exp(i t z) oscillates for long, with 40 digits; 60
give the same doubles of odd nu. Takes half an hour.
"""

import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40
CASES = [("0.3", 2), ("0.3", 64), ("0.7", 5), ("1.6", 8)]
CASES += [("3", 16), ("3", 64), ("5", 3), ("5", 63), ("15", 7)]
PLACES = ("0", "0.5", "2", "6", "40", "1000")


def characteristic(nu, t):
    """E exp(i t T), T of Student's t law with nu degrees of freedom."""
    u = mp.sqrt(nu) * t
    if nu % 2 == 1:
        n = int(nu) // 2
        terms = [mp.factorial(n + k) / (mp.factorial(n - k) * mp.factorial(k)) for k in range(n + 1)]
        total = sum(term * u ** (n - k) / mp.mpf(2) ** k for k, term in enumerate(terms))
        return total / (terms[n] / mp.mpf(2) ** n) * mp.exp(-u)
    return mp.besselk(nu / 2, u) * u ** (nu / 2) / (mp.gamma(nu / 2) * 2 ** (nu / 2 - 1))


def along_ray(integrand, angle):
    """The integral over t = r exp(i angle), r > 0, in octaves, since |t|^nu is sharp at 0."""
    turn = mp.expj(angle)
    ends = [0] + [mp.mpf(2) ** k for k in range(-80, 9, 2)]
    return mp.quad(lambda r: turn * integrand(r * turn), ends, maxdegree=7)


def batch(nu, count, z):
    """Density and upper tail at z >= 0 of the mean of `count` numbers, times sqrt(count)."""
    angle = mp.pi / 4 if z > 0 else mp.mpf(0)

    def wave(t):
        return characteristic(nu, t / mp.sqrt(count)) ** count * mp.exp(1j * t * z)

    density = mp.re(along_ray(wave, angle)) / mp.pi
    if z == 0:
        return density, mp.mpf("0.5")
    # The ray ends at the pole 0, around which the path goes by its angle.
    inside = mp.im(along_ray(lambda t: wave(t) / t, angle)) + angle
    return density, mp.mpf("0.5") - inside / mp.pi


def main():
    found = []
    for nu, count in CASES:
        for place in PLACES:
            density, above = batch(mp.mpf(nu), count, mp.mpf(place))
            found.append(
                {
                    "nu": float(nu),
                    "batchSize": count,
                    "z": float(place),
                    "density": float(density),
                    "above": float(above),
                }
            )
    text = json.dumps(found, indent=1)
    Path(__file__).with_name("t-batches.json").write_text(text + "\n")


main()

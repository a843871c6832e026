"""Writes laws.json beside this file: densities, tails and means that scipy finds by itself.

    python3 tests/reference/noise/make.py

Made with scipy 1.17.1: levy_stable by Zolotarev's integrals, and QUADPACK for the means.
"""

import json
from pathlib import Path

import numpy as np
from scipy import integrate, stats

STABLE = [(alpha, x) for alpha in (0.5, 0.8, 1.2, 1.5, 1.9) for x in (0.05, 0.3, 1, 3, 10, 50)]
FACTORS = [(1, 0.1), (1.05, 0.5), (0.9, 2), (-0.3, 0.7)]
LAWS = {
    "uniform": (stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)), {}),
    "laplace": (stats.laplace(scale=np.sqrt(0.5)), {}),
    "student-t": (stats.t(3), {"nu": 3}),
}


def mean(law, m, v, g):
    """E g(|m + v z|), in pieces that end where the integrand is not smooth."""
    low, high = law.support()
    places = {-60, -20, -5, 0, 5, 20, 60, -m / v, low, high}
    edges = sorted(x for x in places if low <= x <= high)

    def integrand(z):
        y = abs(m + v * z)
        return law.pdf(z) * g(y) if y > 0 else 0

    return sum(
        integrate.quad(integrand, a, b, epsabs=1e-14, epsrel=1e-12, limit=500)[0]
        for a, b in zip(edges[:-1], edges[1:])
    )


def regression(batch, m, v, g):
    """The same over z = (batch - t^2) / sqrt(2 batch), t chi-distributed."""
    law = stats.chi(batch)
    zero = batch + np.sqrt(2 * batch) * m / v
    edges = sorted([0, 1, 3, 8, 40] + ([np.sqrt(zero)] if zero > 0 else []))

    def integrand(t):
        y = abs(m + v * (batch - t * t) / np.sqrt(2 * batch))
        return law.pdf(t) * g(y) if y > 0 else 0

    return sum(
        integrate.quad(integrand, a, b, epsabs=1e-14, epsrel=1e-12, limit=500)[0]
        for a, b in zip(edges[:-1], edges[1:])
    )


def main():
    stable = [
        {
            "alpha": alpha,
            "x": x,
            "density": float(stats.levy_stable.pdf(x, alpha, 0)),
            "above": float(stats.levy_stable.sf(x, alpha, 0)),
        }
        for alpha, x in STABLE
    ]
    means = []
    for m, v in FACTORS:
        for name, (law, own) in LAWS.items():
            means.append(
                {
                    "law": name,
                    **own,
                    "m": m,
                    "v": v,
                    "batchSize": 1,
                    "meanLog": mean(law, m, v, np.log),
                    "logMeanRoot": float(np.log(mean(law, m, v, np.sqrt))),
                    "below": float(law.cdf(-m / v)),
                }
            )
        for batch in (1, 5):
            means.append(
                {
                    "law": "chi-squared",
                    "m": m,
                    "v": v,
                    "batchSize": batch,
                    "meanLog": regression(batch, m, v, np.log),
                    "logMeanRoot": float(np.log(regression(batch, m, v, np.sqrt))),
                    "below": float(stats.chi2(batch).sf(batch + np.sqrt(2 * batch) * m / v)),
                }
            )
    text = json.dumps({"stable": stable, "means": means}, indent=1)
    Path(__file__).with_name("laws.json").write_text(text + "\n")


main()

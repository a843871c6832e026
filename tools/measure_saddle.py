#!/usr/bin/env python3
"""Measures what noise does at a saddle of a PyTorch network, before training.

    python3 tools/measure_saddle.py network.py --out measured --learning-rate 0.1 --batch-size 8

network.py defines `model` (a torch.nn.Module at the place of interest), `loss` (of outputs and
targets, one number a sample: reduction='none') and `loader` (batches of inputs and targets).

The tool finds the direction u of most negative curvature of the mean loss by Lanczos, on products of
the Hessian with vectors, and takes along u of every sample j

    xi_j  = -u' H_j u    curvature, turned: its mean is a
    eta_j = -u' g_j      slope, turned

It writes pairs.csv, spec.json for `saddlescape run` and verdict.json. Everything is in float64.
Needs NumPy and PyTorch 1.12 or newer: `apt install python3-torch` on Debian.
"""

import argparse
import hashlib
import importlib.util
import json
import pathlib
import sys

import numpy as np
import torch

try:
    from torch.func import functional_call
except ImportError:
    from torch.nn.utils.stateless import functional_call

MOST_PAIRS = 65536


def gather(loader):
    """All batches of a loader as one. Returns inputs and targets."""
    batches = list(loader)
    inputs = torch.cat([batch[0] for batch in batches]).double()
    targets = torch.cat([batch[1] for batch in batches])
    return inputs, targets.double() if targets.is_floating_point() else targets


def flat(tensors):
    return torch.cat([tensor.reshape(-1) for tensor in tensors])


def like(vector, parameters):
    """A vector cut into the shapes of the parameters, by their names."""
    parts, at = {}, 0
    for name, parameter in parameters.items():
        parts[name] = vector[at : at + parameter.numel()].view_as(parameter)
        at += parameter.numel()
    return parts


class Loss:
    """The mean loss of a model over data, as a function of all of its parameters."""

    def __init__(self, model, loss, inputs, targets):
        self.model = model.double()
        self.loss = loss
        self.inputs, self.targets = inputs, targets
        self.parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}

    def samples(self, shift=None):
        """Loss of each sample, with the parameters moved by `shift`. Shape: (samples,)."""
        if shift is None:
            outputs = self.model(self.inputs)
        else:
            moved = {name: p + shift[name] for name, p in self.parameters.items()}
            outputs = functional_call(self.model, moved, (self.inputs,))
        values = self.loss(outputs, self.targets)
        if values.shape[:1] != self.inputs.shape[:1]:
            raise ValueError("loss must return one number a sample; give it reduction='none'.")
        return values.reshape(len(self.inputs), -1).sum(1)

    def gradient(self, create_graph=False):
        mean = self.samples().mean()
        return flat(torch.autograd.grad(mean, list(self.parameters.values()), create_graph=create_graph))

    def hessian_times(self, vector):
        """H v of the mean loss, by differentiating the slope along v (Pearlmutter 1994)."""
        along = self.gradient(create_graph=True) @ vector
        parts = torch.autograd.grad(along, list(self.parameters.values()), allow_unused=True)
        shapes = self.parameters.values()
        return flat([torch.zeros_like(p) if part is None else part for part, p in zip(parts, shapes)])

    def along(self, direction):
        """First and second derivative of each sample's loss along a unit vector. Exact."""
        t = torch.zeros((), dtype=torch.float64, requires_grad=True)
        shift = {name: t * part for name, part in like(direction, self.parameters).items()}
        first = derivative(self.samples(shift), t)
        return first.detach(), derivative(first, t).detach()


def derivative(values, t):
    """d values / d t of a vector by a scalar: backward twice, through weights that do not matter."""
    weights = torch.ones_like(values, requires_grad=True)
    (slope,) = torch.autograd.grad(values @ weights, t, create_graph=True)
    (each,) = torch.autograd.grad(slope, weights, create_graph=True)
    return each


def lowest_curvature(times, size, steps=60, seed=0):
    """Lowest eigenvalue of a symmetric matrix and its unit vector, by Lanczos.

    times: the matrix times a vector. Full reorthogonalisation; at most `steps` products.
    Returns the value, the vector and the length of the residual.
    Source: Golub and Van Loan (2013), Matrix Computations, section 10.1.
    """
    generator = torch.Generator().manual_seed(seed)
    basis = [torch.randn(size, dtype=torch.float64, generator=generator)]
    basis[0] /= basis[0].norm()
    diagonal, off = [], []
    for step in range(min(steps, size)):
        next_one = times(basis[-1])
        diagonal.append(float(next_one @ basis[-1]))
        for _ in range(2):
            for one in basis:
                next_one = next_one - (next_one @ one) * one
        length = float(next_one.norm())
        if step + 1 == min(steps, size) or length < 1e-12:
            break
        off.append(length)
        basis.append(next_one / length)
    matrix = np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1)
    values, vectors = np.linalg.eigh(matrix)
    vector = sum(float(weight) * one for weight, one in zip(vectors[:, 0], basis))
    vector = vector / vector.norm()
    residual = float((times(vector) - values[0] * vector).norm())
    return float(values[0]), vector, residual


def measure(model, loss, loader, steps=60, seed=0):
    """Pairs along the direction of most negative curvature, and what they say.

    Returns a dictionary with `pairs` (array of shape (n, 2)), `direction` (by parameter name), `a`,
    `sigma`, `tau`, `rho`, `slope` (mean of eta; 0 at a critical point), `gradient` (length of the
    whole mean gradient) and `residual` (of Lanczos).
    """
    mean = Loss(model, loss, *gather(loader))
    size = sum(p.numel() for p in mean.parameters.values())
    _, direction, residual = lowest_curvature(mean.hessian_times, size, steps, seed)
    slopes, curvatures = mean.along(direction)
    pairs = np.stack([-curvatures.numpy(), -slopes.numpy()], 1)
    sigma, tau = pairs.std(0)
    # Slopes that are all 0 but for rounding are no noise.
    if tau < 1e-12 * max(1.0, sigma):
        pairs[:, 1], tau = 0.0, 0.0
    rho = float(np.corrcoef(pairs.T)[0, 1]) if sigma > 0 and tau > 0 else 0.0
    return {
        "pairs": pairs,
        "direction": like(direction, mean.parameters),
        "a": float(pairs[:, 0].mean()),
        "sigma": float(sigma),
        "tau": float(tau),
        "rho": rho,
        "slope": float(pairs[:, 1].mean()),
        "gradient": float(mean.gradient().norm()),
        "residual": residual,
    }


def name_of(pairs):
    """What a spec calls pairs: noise.data."""
    return hashlib.sha256(np.ascontiguousarray(pairs, "<f8").tobytes()).hexdigest()


def spec_of(measured, *, learning_rate, batch_size, steps, radius, start, law="samples", seed="1"):
    """A spec of Saddlescape: SGD along the direction, from `start`, out of `radius`."""
    noise = {key: measured[key] for key in ("sigma", "tau", "rho")}
    if law != "gaussian":
        noise["data"] = name_of(measured["pairs"])
    return {
        "version": 1,
        "loss": {"kind": "saddle", "a": [measured["a"]]},
        "noise": {"law": law, **noise},
        "optimizer": {"kind": "sgd", "learningRate": learning_rate, "batchSize": batch_size},
        "time": {"dt": 1, "steps": steps},
        "start": {"kind": "point", "x": [start]},
        "escape": {"radius": radius},
        "ensemble": {"particles": 65536, "seed": seed},
    }


def exponent(measured, learning_rate, batch_size, draws=2**16, seed=0):
    """E ln |1 + h (a + mean of xi over a batch)| and its standard error; 0 for single samples."""
    xi = measured["pairs"][:, 0]
    if batch_size == 1:
        with np.errstate(divide="ignore"):
            return float(np.log(np.abs(1 + learning_rate * xi)).mean()), 0.0
    random = np.random.default_rng(seed)
    means = np.zeros(draws)
    for _ in range(batch_size):
        means += random.choice(xi, draws) / batch_size
    logs = np.log(np.abs(1 + learning_rate * means))
    return float(logs.mean()), float(logs.std() / np.sqrt(draws))


def verdict_of(measured, learning_rate, batch_size):
    """What happens along the direction in the long run, before training."""
    value, error = exponent(measured, learning_rate, batch_size)
    if abs(value) <= 3 * error:
        word = "undecided"
    elif value > 0:
        word = "escapes"
    else:
        word = "trapped" if measured["tau"] == 0 else "held by noise, about the saddle"
    return {
        "verdict": word,
        "exponent": value,
        "standardError": error,
        "withoutNoise": float(np.log(abs(1 + learning_rate * measured["a"]))),
        **{key: measured[key] for key in ("a", "sigma", "tau", "rho", "slope", "gradient", "residual")},
        "pairs": len(measured["pairs"]),
    }


def write(measured, folder, **run):
    """Writes pairs.csv, spec.json and verdict.json to a folder. Returns the verdict."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{float(xi)!r},{float(eta)!r}\n" for xi, eta in measured["pairs"]]
    (folder / "pairs.csv").write_text("xi,eta\n" + "".join(lines))
    spec = spec_of(measured, **run)
    (folder / "spec.json").write_text(json.dumps(spec, indent=2) + "\n")
    verdict = verdict_of(measured, run["learning_rate"], run["batch_size"])
    (folder / "verdict.json").write_text(json.dumps(verdict, indent=2) + "\n")
    return verdict


def load(path):
    spec = importlib.util.spec_from_file_location("network", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    missing = [name for name in ("model", "loss", "loader") if not hasattr(module, name)]
    if missing:
        sys.exit(f"{path} does not define {' and '.join(missing)}.")
    return module.model, module.loss, module.loader


def main():
    parser = argparse.ArgumentParser(description="Measures the noise at a saddle of a network.")
    parser.add_argument("network", help="a Python file that defines model, loss and loader")
    parser.add_argument("--out", default="measured", help="folder to write to")
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--batch-size", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--radius", type=float, default=0.1, help="distance that counts as escaped")
    parser.add_argument("--start", type=float, default=0.0, help="distance from the saddle at the start")
    parser.add_argument("--law", choices=["samples", "shuffled-samples", "gaussian"], default="samples")
    parser.add_argument("--lanczos", type=int, default=60, help="most products with the Hessian")
    given = parser.parse_args()
    measured = measure(*load(given.network), steps=given.lanczos)
    if len(measured["pairs"]) > MOST_PAIRS:
        sys.exit(f"There are {len(measured['pairs'])} samples; give a loader of at most {MOST_PAIRS}.")
    if measured["a"] <= 0:
        sys.exit(f"The lowest curvature found is {-measured['a']:.3g}: there is no saddle here.")
    verdict = write(
        measured,
        given.out,
        learning_rate=given.learning_rate,
        batch_size=given.batch_size,
        steps=given.steps,
        radius=given.radius,
        start=given.start,
        law=given.law,
    )
    if abs(verdict["slope"]) > 3 * verdict["tau"] / np.sqrt(verdict["pairs"]) + 1e-9:
        print(
            f"The mean slope along the direction is {verdict['slope']:.3g}, not 0: this is no critical"
            " point, and the spec, which has no such push, does not hold.",
            file=sys.stderr,
        )
    print(json.dumps(verdict, indent=2))


if __name__ == "__main__":
    main()

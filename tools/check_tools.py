"""Checks measure_saddle.py against NumPy, finite differences and runs: `npm run check:tools`.

Needs NumPy and PyTorch, and a built command line (`npx vite build --mode cli`). Takes a minute.
"""

import sys

sys.argv = [sys.argv[0], "silent"]

import numpy as np
import torch

import measure_saddle as ms
import two_layers as net


def expect(what, holds, seen):
    print(f"{'ok' if holds else 'FAILS'}: {what} ({seen})")
    if not holds:
        sys.exit(1)


mean = ms.Loss(net.model, net.loss, net.inputs, net.targets)
size = sum(p.numel() for p in mean.parameters.values())
hessian = torch.stack([mean.hessian_times(one) for one in torch.eye(size, dtype=torch.float64)])
values, vectors = np.linalg.eigh(hessian.detach().numpy())
found, vector, residual = ms.lowest_curvature(mean.hessian_times, size)
expect("Lanczos finds the lowest curvature", abs(found - values[0]) < 1e-12, found - values[0])
overlap = abs(float(vector.numpy() @ vectors[:, 0]))
expect("and its direction", 1 - overlap < 1e-10, 1 - overlap)

slopes, curvatures = mean.along(vector)
step = 1e-4
at = lambda t: mean.samples(ms.like(t * vector, mean.parameters)).detach()
error = float(((at(step) - at(-step)) / (2 * step) - slopes).abs().max())
expect("slopes are those of differences", error < 1e-7, error)
error = float(((at(step) - 2 * at(0.0) + at(-step)) / step**2 - curvatures).abs().max())
expect("curvatures are those of differences", error < 1e-6, error)
expect("curvatures average to the lowest", abs(float(curvatures.mean()) - values[0]) < 1e-12, found)

measured = ms.measure(net.model, net.loss, net.loader)
run = dict(learning_rate=0.015, batch_size=1, **net.RUNS["silent"])
p = net.predicted(measured, run)
count = net.seen(measured, run)
deviations = (count - 200 * p) / np.sqrt(200 * p * (1 - p))
expect("200 runs escape as predicted, within 3.3 deviations", abs(deviations) < 3.3, deviations)

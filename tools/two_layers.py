"""A two-layer network at a saddle, for measure_saddle.py, and the runs that judge its prediction.

    python3 tools/two_layers.py symmetric        # or silent: predicted against seen

Two hidden units of tanh learn what a teacher of three says of normal inputs, with noise in the
targets. Two saddles of the mean loss over 256 samples:

symmetric   both units are the best single unit, halved (Fukumizu and Amari 2000): every sample is
            even in their difference, so that the noise along it is all multiplicative
silent      the outer weights are 0, and what the hidden units say is orthogonal to the targets: a
            critical point found by Newton's method, where every sample pushes
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import measure_saddle as ms

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES, INPUTS = 256, 3


class TwoLayers(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.inner = torch.nn.Linear(INPUTS, hidden, bias=False, dtype=torch.float64)
        self.outer = torch.nn.Linear(hidden, 1, bias=False, dtype=torch.float64)

    def forward(self, x):
        return self.outer(torch.tanh(self.inner(x)))


def loss(outputs, targets):
    return ((outputs - targets) ** 2 / 2).squeeze(1)


def data(seed=3):
    generator = torch.Generator().manual_seed(seed)
    draw = lambda *shape: torch.randn(*shape, dtype=torch.float64, generator=generator)
    inputs = draw(SAMPLES, INPUTS)
    inner, outer = 1.5 * draw(INPUTS, 3), 2 * draw(3, 1)
    return inputs, torch.tanh(inputs @ inner) @ outer + 0.5 * draw(SAMPLES, 1)


def newton(model, inputs, targets, steps=400):
    """To a critical point: Levenberg's steps on the gradient, which take saddles for minima."""
    mean = ms.Loss(model, loss, inputs, targets)
    size = sum(p.numel() for p in mean.parameters.values())
    damping = 1.0
    place = lambda: ms.flat([p.detach().clone() for p in mean.parameters.values()])

    def go(vector):
        with torch.no_grad():
            for name, part in ms.like(vector, mean.parameters).items():
                mean.parameters[name].copy_(part)

    for _ in range(steps):
        gradient = mean.gradient().detach()
        if gradient.norm() < 1e-13:
            break
        hessian = torch.stack([mean.hessian_times(one) for one in torch.eye(size, dtype=torch.float64)])
        here = place()
        normal = hessian @ hessian + damping * torch.eye(size, dtype=torch.float64)
        go(here - torch.linalg.solve(normal, hessian @ gradient))
        if mean.gradient().norm() < gradient.norm():
            damping /= 3
        else:
            go(here)
            damping *= 4
    return float(mean.gradient().norm())


def symmetric(inputs, targets):
    one = TwoLayers(1)
    torch.manual_seed(1)
    with torch.no_grad():
        for p in one.parameters():
            p.copy_(torch.randn_like(p))
    optimizer = torch.optim.LBFGS(one.parameters(), max_iter=2000, tolerance_grad=1e-14)

    def closure():
        optimizer.zero_grad()
        value = loss(one(inputs), targets).mean()
        value.backward()
        return value

    optimizer.step(closure)
    newton(one, inputs, targets)
    model = TwoLayers(2)
    with torch.no_grad():
        model.inner.weight.copy_(one.inner.weight.repeat(2, 1))
        model.outer.weight.copy_(one.outer.weight.repeat(1, 2) / 2)
    return model


def silent(inputs, targets):
    torch.manual_seed(0)
    model = TwoLayers(2)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn_like(p))
    if newton(model, inputs, targets) > 1e-12:
        raise SystemExit("Newton's method did not end at a critical point.")
    return model


inputs, targets = data()
which = next((name for name in sys.argv[1:] if name in ("symmetric", "silent")), "symmetric")
model = {"symmetric": symmetric, "silent": silent}[which](inputs, targets)
loader = [(inputs, targets)]


def seen(measured, run, runs=200):
    """Share of runs of torch.optim.SGD, from the saddle moved by `start`, that leave the radius."""
    direction = ms.flat(list(measured["direction"].values()))
    saddle = ms.flat([p.detach() for p in model.parameters()])
    left = 0
    for number in range(runs):
        net = TwoLayers(2)
        with torch.no_grad():
            moved = ms.like(saddle + run["start"] * direction, dict(net.named_parameters()))
            for name, p in net.named_parameters():
                p.copy_(moved[name])
        optimizer = torch.optim.SGD(net.parameters(), lr=run["learning_rate"])
        generator = torch.Generator().manual_seed(1000 + number)
        for _ in range(run["steps"]):
            batch = torch.randint(SAMPLES, (run["batch_size"],), generator=generator)
            optimizer.zero_grad()
            loss(net(inputs[batch]), targets[batch]).mean().backward()
            optimizer.step()
            with torch.no_grad():
                distance = float((ms.flat(list(net.parameters())) - saddle) @ direction)
            if not abs(distance) <= run["radius"]:
                left += 1
                break
    return left


def predicted(measured, run, law="samples"):
    """Probability by `saddlescape run`, of 65,536 paths along the direction."""
    with tempfile.TemporaryDirectory() as folder:
        ms.write(measured, folder, law=law, **run)
        command = ["node", str(ROOT / "dist/cli/saddlescape.js"), "run", f"{folder}/spec.json"]
        samples = [] if law == "gaussian" else ["--samples", f"{folder}/pairs.csv"]
        done = subprocess.run([*command, *samples, "--engine", "cpu"], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return json.loads(done.stdout)["escape"]["probability"]


def wilson(count, runs, z=1.959964):
    p = count / runs
    centre, width = p + z * z / 2 / runs, z * np.sqrt(p * (1 - p) / runs + z * z / 4 / runs**2)
    return (centre - width) / (1 + z * z / runs), (centre + width) / (1 + z * z / runs)


RUNS = {
    "symmetric": dict(start=1e-3, radius=0.01, steps=300),
    "silent": dict(start=0.0, radius=0.1, steps=100),
}
SETTINGS = {
    "symmetric": [(0.02, 1), (0.05, 1), (0.1, 1), (0.2, 1), (0.05, 8), (0.1, 8)],
    "silent": [(0.01, 1), (0.015, 1), (0.02, 1), (0.02, 8), (0.03, 8), (0.03, 32)],
}

if __name__ == "__main__":
    torch.set_num_threads(1)
    measured = ms.measure(model, loss, loader)
    keys = ("a", "sigma", "tau", "rho", "slope", "gradient", "residual")
    print(which, {key: float(f"{measured[key]:.4g}") for key in keys}, flush=True)
    print("| h | B | exponent | predicted | normal noise | seen of 200 | 95 % interval |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for h, batch in SETTINGS[which]:
        run = dict(learning_rate=h, batch_size=batch, **RUNS[which])
        value, _ = ms.exponent(measured, h, batch)
        p = predicted(measured, run)
        normal = predicted(measured, run, "gaussian")
        count = seen(measured, run)
        low, high = wilson(count, 200)
        print(
            f"| {h} | {batch} | {value:.4f} | {p:.3f} | {normal:.3f} | {count / 200:.3f} | {low:.3f} to {high:.3f} |",
            flush=True,
        )

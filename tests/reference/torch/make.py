"""Positions of torch.optim's methods on a saddle and a double well, in float64.

    python3 tests/reference/torch/make.py

writes positions.json beside this file (PyTorch 1.13, on Debian: python3-torch).
tests/unit/engine/torch.test.ts takes the same steps with the float64 kernels, and
tests/parity/checks/torch.ts with the shaders. The noise of a step is a function of its number that
all sides compute exactly (`noise`); slopes are autograd's of the losses as docs/models writes them.
No part of the product is used here.
"""

import json
import os

import torch

STEPS = 1000
RECORDED = [1, 2, 3, 10, 100, 300, 1000]


def noise():
    """(xi, eta) of each step, in [-1, 1]: the generator of Park and Miller (1988), scaled."""
    modulus = 2**31 - 1
    state = 12345
    while True:
        pair = []
        for _ in range(2):
            state = 48271 * state % modulus
            pair.append(2 * (state / modulus) - 1)
        yield pair


def saddle(x, xi, eta):
    """Coordinates of slope a = 0.3 and -1, sigma = 0.8, tau = 0.5, dt = 1."""
    a = torch.tensor([0.3, -1.0], dtype=torch.float64)
    return torch.sum(-(a + 0.8 * xi) * x**2 / 2 - 0.5 * eta * x)


def double_well(point, xi, eta):
    """Shaken by 0.5, dt = 1."""
    x, y = point[0] + 0.5 * xi, point[1] + 0.5 * eta
    return y**2 + x**4 / 4 - 5 * x**3 / 6 - x**2 / 2 + 5 * x / 4 + 2


LOSSES = {
    "saddle": (
        saddle,
        {
            "loss": {"kind": "saddle", "a": [0.3, -1]},
            "noise": {"sigma": 0.8, "tau": 0.5},
            "start": {"kind": "point", "x": [0.7, -2]},
        },
    ),
    "double-well": (
        double_well,
        {
            "loss": {"kind": "double-well"},
            "noise": {"shake": 0.5},
            "start": {"kind": "point", "x": [-1.5, 2]},
        },
    ),
}

# Each method: fields of the spec beside its kind, and torch's optimizer.
RATE = 0.02
OPTIM = torch.optim
METHODS = [
    ("sgd", {}, lambda p: OPTIM.SGD(p, lr=RATE)),
    ("heavy-ball", {"beta": 0.8}, lambda p: OPTIM.SGD(p, lr=RATE, momentum=0.8)),
    ("nesterov", {"beta": 0.8}, lambda p: OPTIM.SGD(p, lr=RATE, momentum=0.8, nesterov=True)),
    ("sgd-weight-decay", {"weightDecay": 0.1}, lambda p: OPTIM.SGD(p, lr=RATE, weight_decay=0.1)),
    ("rmsprop", {"decay": 0.95, "epsilon": 1e-4}, lambda p: OPTIM.RMSprop(p, lr=RATE, alpha=0.95, eps=1e-4)),
    ("adam", {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-4}, lambda p: OPTIM.Adam(p, lr=RATE, betas=(0.9, 0.99), eps=1e-4)),
    (
        "adamw",
        {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-4, "weightDecay": 0.1},
        lambda p: OPTIM.AdamW(p, lr=RATE, betas=(0.9, 0.99), eps=1e-4, weight_decay=0.1),
    ),
    (
        "amsgrad",
        {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-4},
        lambda p: OPTIM.Adam(p, lr=RATE, betas=(0.9, 0.99), eps=1e-4, amsgrad=True),
    ),
    ("adagrad", {"epsilon": 1e-4}, lambda p: OPTIM.Adagrad(p, lr=RATE, eps=1e-4)),
]


def position(kind, fields, p, optimizer):
    """x of the spec's method from torch's parameter.

    Nesterov's method looks at the slope ahead: PyTorch keeps the place ahead, x + beta velocity, and
    the buffer -velocity / h, where the spec keeps x.
    """
    if kind != "nesterov":
        return p.detach()
    buffer = optimizer.state[p]["momentum_buffer"]
    return p.detach() + RATE * fields["beta"] * buffer


def run(loss, start, kind, fields, make):
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make([p])
    found = []
    for step, (xi, eta) in zip(range(1, STEPS + 1), noise()):
        optimizer.zero_grad()
        loss(p, xi, eta).backward()
        optimizer.step()
        if step in RECORDED:
            found.append(position(kind, fields, p, optimizer).tolist())
    return found


def main():
    cases = []
    for name, (loss, spec) in LOSSES.items():
        for kind, fields, make in METHODS:
            optimizer = {"kind": kind, "learningRate": RATE, **fields}
            positions = run(loss, spec["start"]["x"], kind, fields, make)
            cases.append({"spec": {**spec, "optimizer": optimizer}, "positions": positions})
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "positions.json")
    with open(path, "w", encoding="utf-8") as file:
        rows = ",\n".join("    " + json.dumps(case) for case in cases)
        steps = json.dumps(RECORDED)
        file.write(f'{{\n  "torch": "{torch.__version__}",\n  "steps": {steps},\n  "cases": [\n{rows}\n  ]\n}}\n')


main()

"""PyTorch in place: on all threads of the CPU, or with the argument cuda on a graphics card."""
import math
import os
import sys

import torch
from peer import serve

device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
if device == "cuda" and not torch.cuda.is_available():
    sys.exit("PyTorch sees no CUDA device")
torch.manual_seed(1)
torch.set_num_threads(os.cpu_count())


def simulate(particles, steps, a, sigma, tau, dt):
    root = math.sqrt(dt)
    x = torch.ones(particles, device=device)
    z = torch.empty(particles, device=device)
    for _ in range(steps):
        x.mul_(z.normal_().mul_(sigma * root).add_(1 + a * dt))
        x.add_(z.normal_(), alpha=tau * root)
    if device == "cuda":
        torch.cuda.synchronize()
    return x.cpu().numpy()


serve(torch.__version__, torch.get_num_threads() if device == "cpu" else 0, simulate)

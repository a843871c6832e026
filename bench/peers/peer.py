"""What the Python peers share: they answer orders, one JSON line each, on standard input."""
import json
import sys
import time

import numpy


def serve(version, threads, simulate):
    """simulate(particles, steps, a, sigma, tau, dt) -> final positions, float32, all begun at 1."""
    print(json.dumps({"version": version, "threads": threads}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        path = order.pop("positions", None)
        started = time.perf_counter()
        x = simulate(**order)
        seconds = time.perf_counter() - started
        if path:
            numpy.asarray(x, numpy.float32).tofile(path)
        print(json.dumps({"seconds": seconds}), flush=True)

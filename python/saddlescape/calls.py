"""Runs, maps, theory and links: each is one call of the command line."""

import json
import os
import tempfile

from .command import call
from .results import Map, Result, Theory


def run(spec=None, *, preset=None, link=None, engine="auto", samples=(), particles=False, progress=None):
    """Simulates a spec and returns its Result.

    spec       a spec as nested dicts, of which anything may be left out that has a default, or JSON
    preset     the id of a preset, instead of a spec
    link       the link of a page, instead of a spec
    engine     "auto" takes a graphics card where there is one; "gpu" asks for one; "cpu"
    samples    paths of files of pairs that noise.data names
    particles  whether Result.particles holds every particle
    progress   called with each line of progress

    Raises ValueError where the spec is refused, NoAdapter where a GPU is asked for and there is none.
    """
    arguments, text = _source(spec, preset, link)
    arguments += ["--engine", engine, *_samples(samples)]
    with tempfile.TemporaryDirectory(prefix="saddlescape-") as folder:
        path = os.path.join(folder, "x.npy")
        if particles:
            arguments += ["--particles-out", path]
        document = json.loads(call(["run", *arguments], text, progress))
        return Result(document, _array(path) if particles else None)


def sweep(sweep=None, *, engine="auto", threads=None, exact=False, samples=(), progress=None):
    """Counts escapes over two numbers of a spec and returns their Map.

    sweep    base, axes x and y, replicas and so on, as nested dicts or JSON
    threads  of the CPU engine; one per processor where it is left out
    exact    adds exact probabilities where they are known

    Raises as run.
    """
    arguments = ["-", "--engine", engine, *_samples(samples)]
    if threads is not None:
        arguments += ["--threads", str(threads)]
    if exact:
        arguments += ["--exact"]
    return Map(call(["sweep", *arguments], _json({} if sweep is None else sweep), progress))


def theory(spec=None, *, preset=None, link=None, step=None, samples=()):
    """What theory knows of a spec; nothing is simulated. Raises as run.

    step  of the law and the moments; the last where it is left out
    """
    arguments, text = _source(spec, preset, link)
    if step is not None:
        arguments += ["--step", str(step)]
    return Theory(json.loads(call(["theory", *arguments, *_samples(samples)], text)))


def link(spec=None, *, preset=None, page=None):
    """The link of a run, or of a map where ``spec`` is a sweep; its fragment alone without a page."""
    arguments, text = _source(spec, preset, None)
    if page is not None:
        arguments += ["--page", page]
    return call(["link", *arguments], text).rstrip("\n")


def _source(spec, preset, link):
    """Arguments that name a spec, and what goes to standard input."""
    if sum(one is not None for one in (spec, preset, link)) > 1:
        raise ValueError("Give one of a spec, a preset and a link.")
    if preset is not None:
        return ["--preset", preset], None
    if link is not None:
        return ["--link", link], None
    return ["-"], _json({} if spec is None else spec)


def _samples(paths):
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return [word for path in paths for word in ("--samples", os.fspath(path))]


def _json(document):
    """JSON as it is; dicts, NumPy's numbers and arrays, and other specs' documents written as JSON."""
    if isinstance(document, str):
        return document
    return json.dumps(document, allow_nan=False, default=_plain)


def _plain(value):
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "keys"):
        return dict(value)
    raise ValueError(f"A spec holds numbers, texts, lists and dicts, and no {type(value).__name__}.")


def _array(path):
    import numpy

    return numpy.load(path)

"""What noise does to gradient descent near a saddle point.

    import saddlescape
    result = saddlescape.run({"noise": {"sigma": 2}, "ensemble": {"particles": 4096}})
    print(result.probability, result.low, result.high, result.digest)

Every call drives Saddlescape's command line, which has the only simulator, the only theory and the
only reader of specs: see ``saddlescape.command``. A spec that is refused raises ``ValueError`` with
the one sentence that names the field, what was found and what would be accepted.
"""

from .calls import link, run, sweep, theory
from .command import CommandMissing, NoAdapter, SaddlescapeError, command
from .results import Map, Result, Theory
from .version import VERSION as __version__
from .widget import widget

__all__ = [
    "CommandMissing",
    "Map",
    "NoAdapter",
    "Result",
    "SaddlescapeError",
    "Theory",
    "__version__",
    "command",
    "link",
    "run",
    "sweep",
    "theory",
    "widget",
]

"""What calls return: the documents of the command line, with arrays, frames and pictures."""

import csv
import json
import tempfile
from collections.abc import Mapping
from os.path import join

import numpy

from .command import SaddlescapeError, call
from .page import Page
from .pictures import histogram_html, map_html, table_html


class Document(Mapping):
    """A JSON document, read-only, by the names that docs/command-line.md gives its fields."""

    def __init__(self, document):
        self._document = document

    def __getitem__(self, name):
        return self._document[name]

    def __iter__(self):
        return iter(self._document)

    def __len__(self):
        return len(self._document)

    def to_dict(self):
        """A copy of the document as plain dicts and lists."""
        return json.loads(json.dumps(self._document))


class Result(Document):
    """The result of a run.

    probability, low, high  of escape by the last step, with Wilson's 95 % interval
    edges, counts           of the histogram: bin i holds edges[i] <= x < edges[i + 1]
    particles               x and escape_step of every particle, with ``run(..., particles=True)``
    digest                  the same on every machine with this kind of engine
    citation                BibTeX
    """

    def __init__(self, document, particles=None):
        super().__init__(document)
        escape, histogram = document["escape"], document["histogram"]
        self.probability = escape["probability"]
        self.low, self.high = escape["low"], escape["high"]
        self.edges = numpy.asarray(histogram["edges"], dtype=float)
        self.counts = numpy.asarray(histogram["counts"], dtype=numpy.int64)
        self.particles = particles
        self.digest = document["digest"]
        self.citation = document["citation"]

    def to_frame(self, what="histogram"):
        """A pandas frame of the ``"histogram"``, the ``"history"`` or the ``"survival"``."""
        columns = {
            "histogram": lambda: {"low": self.edges[:-1], "high": self.edges[1:], "count": self.counts},
            "history": self._history,
            "survival": lambda: self["escape"]["times"]["survival"],
        }
        if what not in columns:
            raise ValueError(f"what: {what!r} is not accepted; give {', '.join(map(repr, columns))}.")
        return _pandas().DataFrame(columns[what]())

    def _history(self):
        if "history" not in self:
            raise ValueError("The run recorded nothing; give its spec time.record, such as 100.")
        columns = dict(self["history"])
        quantiles = zip(columns.pop("levels"), columns.pop("quantiles"))
        return {**columns, **{f"q{level:g}": values for level, values in quantiles}}

    def show(self, height=420):
        """The same run, live in a notebook, as a ``Page``; ``save`` and ``open`` take it elsewhere."""
        fragment = call(["link", "-"], json.dumps(self["spec"])).rstrip("\n")
        return Page(f"{fragment}&ui=basic", height)

    def _repr_html_(self):
        return histogram_html(self) + table_html(
            {
                "verdict": self["theory"]["verdict"],
                "escaped": f"{self.probability:.4g} ({self.low:.4g} to {self.high:.4g})",
                "steps": self["steps"],
                "particles": self["particles"],
                "engine": f"{self['engine']['kind']}, {self['engine']['adapter']}",
                "digest": self.digest,
            }
        )

    def __repr__(self):
        return (
            f"<saddlescape.Result {self['theory']['verdict']}, escaped {self.probability:.4g} "
            f"({self.low:.4g} to {self.high:.4g}), digest {self.digest[:8]}>"
        )


class Map(Document):
    """A map of escape probabilities.

    x, y                    values of the axes
    probability, low, high  of shape (sides, rows, columns): [0, j, i] is side A in column i, row j
    arrays                  all arrays of the .npz of docs/maps.md, by name
    """

    def __init__(self, text):
        super().__init__(json.loads(text))
        self._text = text
        self.arrays = self._converted("map.npz", lambda path: dict(numpy.load(path)))
        for name in ("x", "y", "probability", "low", "high"):
            setattr(self, name, self.arrays[name])
        self.digest = self["digest"]

    def to_frame(self):
        """A pandas frame of one row a cell and side: the .csv of docs/maps.md."""
        return self._converted("map.csv", _pandas().read_csv)

    def rows(self):
        """The same rows as dicts of texts, without pandas."""
        def read(path):
            with open(path, encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        return self._converted("map.csv", read)

    def _converted(self, name, read):
        with tempfile.TemporaryDirectory(prefix="saddlescape-") as folder:
            path = join(folder, name)
            call(["merge", "-", "--out", path], self._text)
            return read(path)

    def _repr_html_(self):
        x, y = self["sweep"]["x"]["path"], self["sweep"]["y"]["path"]
        return map_html(self) + table_html(
            {
                "columns": f"{x}, {self.x[0]:.4g} to {self.x[-1]:.4g}",
                "rows": f"{y}, {self.y[0]:.4g} to {self.y[-1]:.4g}",
                "replicas": self["sweep"]["replicas"],
                "digest": self.digest,
            }
        )

    def __repr__(self):
        sides, rows, columns = self.probability.shape
        return f"<saddlescape.Map {columns} x {rows}, {sides} side(s), digest {self.digest[:8]}>"


class Theory(Document):
    """What theory knows of a spec.

    verdict     "trapped", "escapes" or what else there is to say
    exponent    Lyapunov exponent of the steps, None where nobody knows it
    escape      exact probability of escape by the last step, None where nobody knows it
    thresholds  sigma at which the verdict changes: "sde", of small steps, and "steps", a list
    """

    def __init__(self, document):
        super().__init__(document)
        self.verdict = document["theory"]["verdict"]
        self.exponent = document["theory"]["lyapunovExponent"]
        self.escape = document["escape"]["probability"]
        self.thresholds = document["thresholds"]

    def _repr_html_(self):
        law = self["theory"]["title"] or self["theory"]["reason"]
        return table_html(
            {
                "verdict": self.verdict,
                "exponent": _number(self.exponent),
                "law": law,
                "escapes by the last step": _number(self.escape),
                "thresholds of sigma": ", ".join(f"{one:.6g}" for one in self.thresholds["steps"]),
            }
        )

    def __repr__(self):
        return f"<saddlescape.Theory {self.verdict}, exponent {_number(self.exponent)}>"


def _number(value):
    return "not known" if value is None else f"{value:.6g}"


def _pandas():
    try:
        import pandas
    except ImportError:
        raise ImportError("Frames need pandas; install it, or use the arrays.") from None
    return pandas

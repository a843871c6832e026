"""HTML that notebooks show: no scripts, so that it stays in the saved notebook as it is."""

import base64
import struct
import zlib
from html import escape

import numpy

WIDTH, HEIGHT = 480, 120

# Five colours of cividis, which people with any colour vision read in one order.
CIVIDIS = numpy.array(
    [[0, 34, 78], [63, 77, 107], [124, 123, 120], [187, 174, 108], [254, 232, 56]], dtype=float
)


def table_html(fields):
    """A table of two columns."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(str(name))}</th>"
        f"<td style='text-align:left'>{escape(str(value))}</td></tr>"
        for name, value in fields.items()
    )
    return f"<table>{rows}</table>"


def histogram_html(result):
    """The histogram as bars, each bin as wide as the others, whatever its axis."""
    counts = result.counts
    top = max(int(counts.max()), 1)
    width = WIDTH / len(counts)
    path = "".join(
        f"M{i * width:.2f} {HEIGHT}V{HEIGHT - HEIGHT * count / top:.2f}h{width:.2f}V{HEIGHT}"
        for i, count in enumerate(counts)
        if count > 0
    )
    histogram = result["spec"]["histogram"]
    title = (
        f"Histogram of coordinate {histogram['coordinate']} from {result.edges[0]:.4g} to "
        f"{result.edges[-1]:.4g}, {histogram['axis']} axis; the highest bin holds {top}"
    )
    return (
        f"<svg role='img' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'>"
        f"<title>{escape(title)}</title><path d='{path}' fill='#4269a5'/></svg>"
    )


def map_html(found):
    """Side A's probabilities: dark is 0, light is 1, grey has none; the first row is lowest."""
    values = found.probability[0][::-1]
    known = numpy.isfinite(values)
    place = numpy.where(known, values, 0.0) * (len(CIVIDIS) - 1)
    low = numpy.minimum(place.astype(int), len(CIVIDIS) - 2)
    share = (place - low)[..., None]
    colors = CIVIDIS[low] * (1 - share) + CIVIDIS[low + 1] * share
    colors[~known] = 200
    data = base64.b64encode(png(numpy.rint(colors).astype(numpy.uint8))).decode()
    return (
        f"<img alt='Escape probabilities of side A' width='{WIDTH}' "
        f"style='image-rendering:pixelated' src='data:image/png;base64,{data}'>"
    )


def png(pixels):
    """A PNG of pixels of shape (rows, columns, 3)."""
    rows, columns, _ = pixels.shape

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    lines = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )

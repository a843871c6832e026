"""The Watch page in one file, with a run in it: it needs no kernel, no server and no network."""

import json
import webbrowser
from html import escape
from importlib import resources
from pathlib import Path
from tempfile import mkdtemp

from .command import SaddlescapeError

FILE = "page.html"


class Page:
    """A run, live: notebooks show it in a frame, with scripts and without access to anything.

    html  the whole document
    """

    def __init__(self, fragment, height):
        if not isinstance(height, int) or not 240 <= height <= 2000:
            raise ValueError(f"height: {height!r} is not accepted; give pixels from 240 to 2000.")
        self._height = height
        # Before the policy of the page, which allows no script but its own.
        begin = f"<script>location.hash || (location.hash = {json.dumps(fragment)})</script>"
        self.html = _document().replace("<head>", f"<head>{begin}", 1)

    def save(self, path):
        """Writes the page to a file, which any current browser opens, and returns its path."""
        path = Path(path)
        path.write_text(self.html, encoding="utf-8")
        return path

    def open(self):
        """Opens the page in a browser, from a file in a new temporary folder."""
        return webbrowser.open(self.save(Path(mkdtemp(prefix="saddlescape-")) / FILE).as_uri())

    def _repr_html_(self):
        return (
            f"<iframe title='A run of Saddlescape' sandbox='allow-scripts' width='100%' "
            f"height='{self._height}' style='border:0' srcdoc=\"{escape(self.html)}\"></iframe>"
        )


def _document():
    file = resources.files(__package__) / FILE
    if not file.is_file():
        raise SaddlescapeError(
            "This copy of the package was built without the page in one file: run "
            "npm run build:single, copy dist/single/saddlescape.html to "
            f"python/saddlescape/{FILE}, and build the wheel again."
        )
    return file.read_text(encoding="utf-8")

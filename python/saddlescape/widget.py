"""A widget for notebooks: numbers of a spec to change, and the result beside them."""

from pathlib import Path

from .calls import run

MODULE = Path(__file__).with_name("widget.js")


def widget(spec=None, engine="auto"):
    """An anywidget whose traits are ``spec``, which people and programs change, and ``result``.

    Every new spec is run by this kernel. Where it is refused, ``refusal`` holds the sentence and
    ``result`` stays what it was. Raises ImportError without the package anywidget.
    """
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise ImportError("The widget needs anywidget; install it, or call saddlescape.run.") from None

    class SpecWidget(anywidget.AnyWidget):
        _esm = MODULE
        spec = traitlets.Dict().tag(sync=True)
        result = traitlets.Dict(None, allow_none=True).tag(sync=True)
        refusal = traitlets.Unicode("").tag(sync=True)

        @traitlets.observe("spec")
        def _run(self, change):
            try:
                result = run(change["new"], engine=engine).to_dict()
            except ValueError as error:
                self.refusal = str(error)
                return
            self.refusal = ""
            self.result = result

    made = SpecWidget()
    made.spec = {"ensemble": {"particles": 65536}} if spec is None else spec
    return made

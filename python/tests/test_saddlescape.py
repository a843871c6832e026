"""Run with SADDLESCAPE_COMMAND set, as npm run check:ecosystem does."""

import os
import sys
import tempfile
import types
import unittest
from html import escape
from unittest import mock

import numpy

import saddlescape

SPEC = {
    "noise": {"sigma": 2, "tau": 1},
    "time": {"dt": 1, "steps": 200, "record": 50},
    "ensemble": {"particles": 4096},
}


class Runs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lines = []
        cls.result = saddlescape.run(SPEC, engine="cpu", particles=True, progress=cls.lines.append)

    def test_numbers_and_arrays(self):
        result = self.result
        self.assertLess(result.low, result.high)
        self.assertEqual(result.probability, result["escape"]["count"] / 4096)
        histogram = result["histogram"]
        self.assertEqual(
            result.counts.sum() + histogram["below"] + histogram["above"], result["particles"]
        )
        self.assertEqual(len(result.edges), len(result.counts) + 1)
        self.assertEqual(result.particles["x"].shape, (4096, 1))
        self.assertEqual(
            numpy.count_nonzero(result.particles["escape_step"]), result["escape"]["count"]
        )
        self.assertIn("Engine: CPU, as requested.", self.lines)
        self.assertIn(result.digest, result.citation)
        self.assertIn(result.digest[:8], repr(result))

    def test_the_same_spec_again_in_other_words(self):
        link = saddlescape.link(SPEC)
        self.assertTrue(link.startswith("#watch?"))
        self.assertEqual(saddlescape.run(link=link, engine="cpu").digest, self.result.digest)
        spec = {**SPEC, "loss": {"a": numpy.ones(1)}, "noise": {"sigma": numpy.float32(2)}}
        self.assertEqual(saddlescape.run(spec, engine="cpu").digest, self.result.digest)
        again = saddlescape.run(self.result["spec"], engine="cpu")
        self.assertEqual(again.digest, self.result.digest)

    def test_frames(self):
        histogram = self.result.to_frame()
        self.assertEqual(histogram["count"].sum(), self.result.counts.sum())
        history = self.result.to_frame("history")
        self.assertEqual(list(history["steps"]), [0, 50, 100, 150, 200])
        self.assertIn("q0.5", history.columns)
        survival = self.result.to_frame("survival")
        self.assertEqual(survival["inside"].iloc[-1], 4096 - self.result["escape"]["count"])
        with self.assertRaisesRegex(ValueError, "give 'histogram', 'history', 'survival'"):
            self.result.to_frame("law")

    def test_html(self):
        html = self.result._repr_html_()
        self.assertIn(self.result.digest, html)
        self.assertIn("<svg role='img'", html)
        self.assertNotIn("<script", html)

    def test_the_page_in_one_file_holds_the_run(self):
        page = self.result.show()
        with tempfile.TemporaryDirectory() as folder:
            text = page.save(os.path.join(folder, "run.html")).read_text(encoding="utf-8")
        self.assertEqual(text, page.html)
        fragment = saddlescape.link(self.result["spec"])
        self.assertLess(text.index(f"{fragment}&ui=basic"), text.index("Content-Security-Policy"))
        html = page._repr_html_()
        self.assertIn("sandbox='allow-scripts'", html)
        self.assertIn(escape(text), html)
        with self.assertRaisesRegex(ValueError, "^height: 10 is not accepted; give pixels from 240 to 2000.$"):
            self.result.show(height=10)


class Maps(unittest.TestCase):
    def test_arrays_frame_and_picture(self):
        found = saddlescape.sweep(
            {
                "base": SPEC | {"time": {"dt": 1, "steps": 50}},
                "x": {"path": "noise.sigma", "from": 0, "to": 4, "count": 5},
                "y": {"path": "loss.a[0]", "scale": "list", "values": numpy.array([0.5, 1.0])},
                "replicas": 256,
            },
            engine="cpu",
            threads=1,
        )
        self.assertEqual(found.probability.shape, (1, 2, 5))
        for cell in found["cells"]:
            self.assertEqual(found.probability[0, cell["j"], cell["i"]], cell["probability"])
        frame = found.to_frame()
        self.assertEqual(len(frame), 10)
        self.assertEqual([float(row["probability"]) for row in found.rows()], list(frame["probability"]))
        self.assertIn("data:image/png;base64,", found._repr_html_())
        self.assertIn("5 x 2, 1 side(s)", repr(found))


class TheoryAlone(unittest.TestCase):
    def test_threshold_of_the_post(self):
        known = saddlescape.theory({"time": {"dt": 0.01, "steps": 100}})
        self.assertEqual(known.verdict, "trapped")
        self.assertAlmostEqual(known.thresholds["sde"], 2**0.5, places=12)
        self.assertIn("trapped", known._repr_html_())


class Refusals(unittest.TestCase):
    def refused(self, sentence, *given, **named):
        with self.assertRaises(ValueError) as caught:
            saddlescape.run(*given, **named)
        self.assertEqual(str(caught.exception), sentence)

    def test_bad_specs_are_value_errors_with_one_sentence(self):
        self.refused(
            "noise.sigma: -1 is not accepted; give a number from 0 to 1e30.",
            {"noise": {"sigma": -1}},
        )
        self.refused("Give one of a spec, a preset and a link.", {}, preset="coin-4")
        self.refused("A spec holds numbers, texts, lists and dicts, and no object.", {"loss": object()})
        with self.assertRaisesRegex(ValueError, "^--engine: \"tpu\" is not accepted; give auto, gpu or cpu"):
            saddlescape.run(engine="tpu")
        with self.assertRaises(ValueError):
            saddlescape.run({"noise": {"sigma": float("nan")}})
        with self.assertRaisesRegex(ValueError, "^The run recorded nothing; give its spec time.record"):
            saddlescape.run({"ensemble": {"particles": 64}, "time": {"steps": 9}}).to_frame("history")

    def test_no_adapter(self):
        none = {"VK_DRIVER_FILES": "/nonexistent", "VK_ICD_FILENAMES": "/nonexistent"}
        with mock.patch.dict(os.environ, none), self.assertRaises(saddlescape.NoAdapter):
            saddlescape.run(SPEC, engine="gpu")

    def test_no_command(self):
        with mock.patch.dict(os.environ, {"SADDLESCAPE_COMMAND": "/nowhere/saddlescape"}):
            with self.assertRaisesRegex(
                saddlescape.CommandMissing,
                "^The command /nowhere/saddlescape is not found; install Node 20.19 or newer",
            ):
                saddlescape.run()


class Widgets(unittest.TestCase):
    def test_a_new_spec_is_run_and_a_bad_one_refused(self):
        try:
            import anywidget
        except ImportError:
            # Debian has no anywidget: its class is traits that a page sees, and so is this.
            import traitlets

            anywidget = types.ModuleType("anywidget")
            anywidget.AnyWidget = traitlets.HasTraits
        with mock.patch.dict(sys.modules, {"anywidget": anywidget}):
            made = saddlescape.widget(SPEC, engine="cpu")
        first = made.result["digest"]
        self.assertEqual(made.result["spec"]["noise"]["sigma"], 2)
        made.spec = {**SPEC, "noise": {"sigma": -1}}
        self.assertIn("noise.sigma: -1 is not accepted", made.refusal)
        self.assertEqual(made.result["digest"], first)
        made.spec = {**SPEC, "noise": {"sigma": 1, "tau": 1}}
        self.assertEqual((made.refusal, made.result["spec"]["noise"]["sigma"]), ("", 1))
        self.assertTrue(all(made.traits()[name].metadata.get("sync") for name in ("spec", "result")))

    def test_without_anywidget(self):
        with mock.patch.dict(sys.modules, {"anywidget": None}):
            with self.assertRaisesRegex(ImportError, "^The widget needs anywidget; install it"):
                saddlescape.widget()


if __name__ == "__main__":
    unittest.main()

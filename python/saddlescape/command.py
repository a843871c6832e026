"""The command line that does the work, and what its exit codes are in Python."""

import os
import shlex
import shutil
import subprocess
import threading

#: Names the command, where it is not ``saddlescape`` on PATH.
VARIABLE = "SADDLESCAPE_COMMAND"

# As docs/command-line.md has them.
BAD_INPUT = 2
NO_GPU = 3
DEVICE_LOST = 4
OUTPUT_FAILED = 6


class SaddlescapeError(RuntimeError):
    """The command line failed in a way that no input explains."""


class CommandMissing(SaddlescapeError):
    """There is no command line, or no Node that runs it."""


class NoAdapter(SaddlescapeError):
    """``engine="gpu"``, and there is no adapter."""


def command():
    """The command line, as a list: that of SADDLESCAPE_COMMAND, or ``saddlescape`` on PATH.

    Raises CommandMissing where there is none.
    """
    named = os.environ.get(VARIABLE, "").strip()
    words = shlex.split(named) if named else ["saddlescape"]
    program = shutil.which(words[0])
    if program is None:
        raise CommandMissing(
            f"The command {words[0]} is not found; install Node 20.19 or newer and the npm package "
            f"saddlescape, or set {VARIABLE}, such as to 'node /path/to/dist/cli/saddlescape.js'."
        )
    return [program, *words[1:]]


def call(arguments, text=None, progress=None):
    """Runs the command line and returns what it wrote to standard output, as text.

    ``progress`` is called with every line of standard error while it runs. Ctrl+C ends the command,
    too. Raises ValueError with its sentence where it refuses its input, and NoAdapter, OSError or
    SaddlescapeError for its other failures.
    """
    child = subprocess.Popen(
        [*command(), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    said = []

    def listen():
        for line in child.stderr:
            said.append(line.rstrip("\n"))
            if progress is not None:
                progress(said[-1])

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        _give(child, text or "")
        written = child.stdout.read()
        child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise
    finally:
        listener.join()
        child.stdout.close()
        child.stderr.close()
    if child.returncode != 0:
        raise _failure(child.returncode, said)
    return written


def _give(child, text):
    try:
        child.stdin.write(text)
        child.stdin.close()
    except BrokenPipeError:
        pass  # It refused its arguments and reads nothing; its exit code says so.


def _failure(code, said):
    sentence = said[-1] if said else f"The command line ended with exit code {code}."
    if code == BAD_INPUT:
        return ValueError(sentence)
    if code == NO_GPU:
        return NoAdapter(sentence)
    if code == OUTPUT_FAILED:
        return OSError(sentence)
    if code == DEVICE_LOST:
        return SaddlescapeError(sentence)
    return SaddlescapeError("\n".join(said) or sentence)

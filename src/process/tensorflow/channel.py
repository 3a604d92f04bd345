"""The program's own output: one JSON object a line, on the pipe that was its standard output.

What libraries print on file descriptor 1 is sent to stderr from here on, so that it cannot tear a line.
Import this module first. Python 3.6 and newer, standard library only.
"""

import json
import math
import os

_own = os.dup(1)
os.dup2(2, 1)


def emit(**fields):
    """Writes one line at once, so that it survives the death of the process."""
    line = (json.dumps(fields, default=str, allow_nan=False) + "\n").encode("ascii")
    while line:
        line = line[os.write(_own, line) :]


def finite(number):
    """The number for JSON, which knows neither NaN nor infinity: those become None."""
    number = float(number)
    return number if math.isfinite(number) else None

"""A stdout of one's own, one JSON object a line.

What libraries print on file descriptor 1 is sent to stderr from here on, so that it cannot tear a line.
Import this module first. Python 3.6 and newer, standard library only.
"""

import json
import math
import os

_own = os.dup(1)
os.dup2(2, 1)


def say(**fields):
    """Writes one line at once: what was said stays said when the process dies."""
    line = (json.dumps(fields, default=str, allow_nan=False) + "\n").encode("ascii")
    while line:
        line = line[os.write(_own, line) :]


def finite(number):
    """The number for JSON, which knows neither NaN nor infinity: those become None."""
    number = float(number)
    return number if math.isfinite(number) else None

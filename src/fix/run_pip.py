"""Runs pip: that of this Python, or else the one that Python itself brings along for new environments."""

import glob
import importlib.util
import os
import runpy
import sys


def main():
    if importlib.util.find_spec("pip") is None:
        import ensurepip

        bundled = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled", "pip-*.whl")
        found = sorted(glob.glob(bundled)) + sorted(glob.glob("/usr/share/python-wheels/pip-*.whl"))
        if not found:
            sys.exit("There is no pip in this Python, and none beside it.")
        sys.path.insert(0, found[0])
    sys.argv[0] = "pip"
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


main()

"""The collector on a system that cannot fork, as Windows."""

import os
import runpy
import sys

del os.fork
sys.argv[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../src/collect/collector.py")
runpy.run_path(sys.argv[0], run_name="__main__")

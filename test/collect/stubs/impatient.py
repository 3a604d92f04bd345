"""The collector with little patience for libraries that load slowly."""

import os
import sys

sys.dont_write_bytecode = True
own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../src/collect")
sys.path.insert(0, own)
import collector  # noqa: E402

sys.path.remove(own)
collector.install_probes(os.path.join(own, "probes"))

import probes.cuda_libraries  # noqa: E402

probes.cuda_libraries.SECONDS = 1
probes.cuda_libraries.ALONE = 0.5
collector.main(sys.argv[1:])

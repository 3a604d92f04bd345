"""torch and JAX beside TensorFlow: the CUDA they were built for and the libraries they bring, by their files."""

import glob
import os
import re

from probes import machine
from probes.distributions import installed

CUDA = re.compile(r"^lib(cudart|cublas|cublasLt|cudnn|cufft|curand|cusolver|cusparse|nccl|nvrtc)\b")


def other_frameworks(folders):
    """[{name, version, cudaVersion, libraries}] in the shape of packages.ts."""
    known = {name: version for folder in reversed(folders) for name, version, _ in installed(folder)}
    found = []
    if "torch" in known:
        found.append(torch(folders, known["torch"]))
    if "jax" in known:
        plugin = next((name for name in sorted(known) if re.match(r"jax-cuda\d+-plugin$", name)), None)
        cuda = re.search(r"\d+", plugin).group() if plugin else None
        found.append({"name": "jax", "version": known["jax"], "cudaVersion": cuda, "libraries": []})
    return found


def torch(folders, version):
    """`torch/version.py` has a line `cuda: Optional[str] = '12.4'`, with None in a build for the CPU."""
    cuda, libraries = None, []
    for folder in folders:
        text = machine.read_file(os.path.join(folder, "torch/version.py"))
        if text is None:
            continue
        line = re.search(r"^cuda\b[^=\n]*=\s*['\"](\d+(?:\.\d+)*)['\"]", text, re.M)
        cuda = line.group(1) if line else None
        files = glob.glob(os.path.join(glob.escape(folder), "torch/lib/lib*.so*"))
        libraries = sorted(os.path.basename(path) for path in files if CUDA.match(os.path.basename(path)))
        break
    return {"name": "torch", "version": version, "cudaVersion": cuda, "libraries": libraries}

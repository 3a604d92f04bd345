"""What is installed for this Python, read from files. TensorFlow is not imported."""

import json
import os
import re
import site
import sys

from probes import machine
from probes.distributions import installed, search_folders
from probes.other_frameworks import other_frameworks
from probes.tensorflow_wheel import describe

OF_INTEREST = re.compile(
    r"^(.*tensorflow.*|tf-.*|tb-nightly|keras.*|numpy|protobuf|h5py|ml-dtypes|nvidia-.*|cuda-.*|tensorrt.*|torch|"
    r"torchvision|triton|jax|jaxlib|jax-cuda.*|cupy.*|ipykernel|ipython|jupyterlab|notebook|libclang)$"
)
CONDA = re.compile(r"^(_?tensorflow.*|keras|numpy|cuda.*|cudatoolkit|cudnn|libcu.*|nccl|libstdcxx.*|__cuda|python)$")


def probe():
    folders = search_folders()
    found, broken = [], []
    for folder in folders:
        found += distributions(folder)
        broken += broken_in(folder)
    return {
        "distributions": found,
        "broken": broken,
        "conda": conda(),
        "others": other_frameworks(folders),
        "tensorflow": describe(folders, os.getcwd()),
    }


def distributions(folder):
    user = site.getusersitepackages() if hasattr(site, "getusersitepackages") else None
    return [
        {
            "name": name,
            "version": version,
            "location": folder,
            "userSite": user is not None and os.path.realpath(folder) == os.path.realpath(user),
            "installer": installer(os.path.join(folder, entry)),
        }
        for name, version, entry in installed(folder)
        if OF_INTEREST.match(name)
    ]


def installer(folder):
    return (machine.read_file(os.path.join(folder, "INSTALLER"), 100) or "").strip() or None


def broken_in(folder):
    """What an interrupted pip leaves: `~ensorflow`, and metadata folders without metadata."""
    left = []
    for entry in os.listdir(folder):
        path = os.path.join(folder, entry)
        if entry.startswith("~"):
            left.append(path)
        elif entry.endswith(".dist-info") and not os.path.exists(os.path.join(path, "METADATA")):
            left.append(path)
    return sorted(left)


def conda():
    """conda's own records."""
    folder = os.path.join(sys.prefix, "conda-meta")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    records = []
    for name in names:
        if not name.endswith(".json") or not CONDA.match(name.rsplit("-", 2)[0]):
            continue
        try:
            record = json.loads(machine.read_file(os.path.join(folder, name), 1 << 24) or "")
            about = {key: str(record.get(key) or "") for key in ("name", "version", "build")}
        except (OSError, ValueError, AttributeError):
            continue
        about["channel"] = record.get("channel")
        records.append(about)
    return records

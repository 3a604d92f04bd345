"""Writes small packages named tensorflow and ipykernel into a folder, for pip to find without a network."""

import pathlib
import sys
import zipfile

folder = pathlib.Path(sys.argv[1])

TENSORFLOW = "__version__ = '2.21.0'\n"
IPYKERNEL = """
import json, os, pathlib, sys

words = sys.argv[1:]
if words[:1] == ["install"]:
    name = words[words.index("--name") + 1]
    place = pathlib.Path(os.environ["HOME"], ".local/share/jupyter/kernels", name)
    place.mkdir(parents=True)
    place.joinpath("kernel.json").write_text(json.dumps({"argv": [sys.executable], "words": words}))
"""


def write(name, version, files):
    about = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": "",
    }
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)


write("tensorflow", "2.21.0", {"tensorflow/__init__.py": TENSORFLOW})
write("ipykernel", "7.0.0", {"ipykernel/__init__.py": "", "ipykernel/__main__.py": IPYKERNEL})

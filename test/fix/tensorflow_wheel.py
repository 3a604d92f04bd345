"""Writes a package that stands for a TensorFlow (600 MB) that is unpacked already: tensorflow_wheel.py FOLDER UNPACKED

It has the real metadata but for what the practice environment has under other versions. At the first start of Python
after its installation TensorFlow comes into its place as hard links, as if pip had written it there.
"""

import pathlib
import sys
import zipfile

target, unpacked = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
about = next(unpacked.glob("tensorflow*.dist-info"))
name, version = about.name[: -len(".dist-info")].split("-")

PLACE = """
import os, pathlib, shutil
site = pathlib.Path(__file__).parent
source, target = pathlib.Path(%r), site / "tensorflow"

def link(source, target):
    target.mkdir()
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "include":
                link(pathlib.Path(entry.path), target / entry.name)
        else:
            try:
                os.link(entry.path, str(target / entry.name))
            except OSError:
                shutil.copy2(entry.path, str(target / entry.name))

if not (target / "__init__.py").exists() or not os.path.samefile(
    str(target / "__init__.py"), str(source / "__init__.py")
):
    shutil.rmtree(str(target), ignore_errors=True)
    link(source, target)
""" % str(unpacked / "tensorflow")

metadata = (about / "METADATA").read_text()
kept = [
    line
    for line in metadata.splitlines()
    if not line.startswith("Requires-Dist") or line.startswith("Requires-Dist: nvidia-")
]
files = {
    "tensorflow_in_place.py": PLACE,
    "tensorflow_in_place.pth": "import tensorflow_in_place\n",
    about.name + "/METADATA": "\n".join(kept) + "\n",
    about.name + "/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}
files[about.name + "/RECORD"] = "".join("%s,,\n" % path for path in files) + about.name + "/RECORD,,\n"
with zipfile.ZipFile(target / ("%s-%s-py3-none-any.whl" % (name, version)), "w") as wheel:
    for path, text in files.items():
        wheel.writestr(path, text)

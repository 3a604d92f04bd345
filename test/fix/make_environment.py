"""Fills a virtual environment: make_environment.py SITE PRACTICE TENSORFLOW [WHEEL...]

TensorFlow comes as hard links from the folder of packages TENSORFLOW (`-`: none), as if pip had installed it here; what
it needs is found in the site-packages PRACTICE through links; the wheels are unpacked as pip does.
"""

import os
import pathlib
import shutil
import sys
import zipfile

site, practice = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def link(source, target):
    os.makedirs(target)
    for entry in os.scandir(source):
        into = os.path.join(target, entry.name)
        if entry.is_dir(follow_symlinks=False):
            # The C headers are half of its files, and nobody compiles here.
            if entry.name != "include":
                link(entry.path, into)
        else:
            try:
                os.link(entry.path, into)
            except OSError:
                shutil.copy2(entry.path, into)


rest = site.parent.parent.parent / "practice-packages"
rest.mkdir()
for entry in practice.iterdir():
    if not entry.name.lower().startswith(("tensorflow", "nvidia", "__pycache__")) and entry.suffix != ".pth":
        (rest / entry.name).symlink_to(entry)
for entry in pathlib.Path(sys.argv[3]).iterdir() if sys.argv[3] != "-" else []:
    if entry.is_dir() and entry.name.lower().startswith("tensorflow"):
        link(str(entry), str(site / entry.name))
(site / "practice.pth").write_text("%s\n" % rest)
for wheel in sys.argv[4:]:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
        info = next(name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name)
    (site / info / "INSTALLER").write_text("pip\n")

"""Copies the packages of this Python into a virtual environment: clone_environment.py FOLDER [--separate].

Files are hard links where the disk can have them; with --separate only those of a MiB and more, which no person
edits. Links keep TensorFlow's own place: it looks for CUDA beside the folder that it was loaded from. pip and uv
take a file away before they write another one in its place, so the first environment stays as it is.
"""

import json
import os
import shutil
import site
import subprocess
import sys

LARGE = 1 << 20
QUESTION = "import json, sysconfig; print(json.dumps([sysconfig.get_path('purelib'), sys.prefix]))"


def main(folder, separate):
    python = os.path.join(folder, "Scripts" if os.name == "nt" else "bin", "python")
    answer = subprocess.check_output([python, "-I", "-c", "import sys; " + QUESTION])
    target, prefix = json.loads(answer.decode("utf-8"))
    counts = {"linked": 0, "copied": 0, "bytes": 0}
    for source in package_folders():
        merge(source, target, separate, counts)
    if separate:
        for name in ("share", "etc"):
            source = os.path.join(sys.prefix, name)
            if sys.prefix != sys.base_prefix and os.path.isdir(source):
                merge(source, os.path.join(prefix, name), separate, counts)
    if sys.prefix != sys.base_prefix:
        scripts(os.path.dirname(sys.executable), os.path.dirname(python), prefix)
    print(json.dumps(counts))


def package_folders():
    """The folders of this environment that hold packages; those of the base Python stay with it."""
    own = [folder for folder in sys.path if os.path.basename(folder) in ("site-packages", "dist-packages")]
    if sys.prefix != sys.base_prefix:
        inside = os.path.realpath(sys.prefix) + os.sep
        own = [folder for folder in own if (os.path.realpath(folder) + os.sep).startswith(inside)]
    user = site.getusersitepackages() if site.ENABLE_USER_SITE else None
    folders = []
    for folder in ([user] if user else []) + own:
        if os.path.isdir(folder) and os.path.realpath(folder) not in folders:
            folders.append(os.path.realpath(folder))
    return folders


def merge(source, target, separate, counts):
    """What is in the target already wins, as what comes first on sys.path does."""
    os.makedirs(target, exist_ok=True)
    for entry in os.scandir(source):
        into = os.path.join(target, entry.name)
        if os.path.lexists(into):
            continue
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), into)
        elif entry.is_dir():
            merge(entry.path, into, separate, counts)
        elif entry.is_file():
            put(entry.path, into, entry.stat().st_size, separate, counts)


def put(source, target, size, separate, counts):
    if size >= LARGE or not separate:
        try:
            os.link(source, target)
            counts["linked"] += 1
            return
        except OSError:
            # Another disk, or a disk without links.
            pass
    shutil.copy2(source, target)
    counts["copied"] += 1
    counts["bytes"] += size


def scripts(source, target, prefix):
    """Programs of the environment, with the new Python in their first line."""
    old, new = os.fsencode(sys.prefix), os.fsencode(prefix)
    for entry in os.scandir(source):
        into = os.path.join(target, entry.name)
        if os.path.lexists(into) or not entry.is_file() or entry.is_symlink() or entry.stat().st_size > LARGE:
            continue
        with open(entry.path, "rb") as file:
            text = file.read()
        if not text.startswith(b"#!"):
            continue
        first, line_end, rest = text.partition(b"\n")
        with open(into, "wb") as file:
            file.write(first.replace(old, new) + line_end + rest)
        shutil.copymode(entry.path, into)


if __name__ == "__main__":
    main(sys.argv[1], "--separate" in sys.argv[2:])

"""The interpreters on this machine and the TensorFlow each has, from files only: nothing is run."""

import glob
import json
import os
import re
import sys

from probes import machine
from probes.distributions import installed, tensorflow_in

MOST = 60
MOST_ENTRIES = 500
# Folders above the working folder that are looked at, and what environments are called there.
LEVELS = 5
USUAL = (".venv", "venv", ".env", "env")


def probe():
    found = []
    seen = set()
    for origin, path in candidates():
        key = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(os.path.realpath(path)))
        if key in seen or is_store_alias(path) or not os.path.exists(path):
            continue
        seen.add(key)
        found.append(describe(origin, path))
        if len(found) >= MOST:
            break
    return {"pythons": found}


def candidates():
    """(origin, path of an interpreter) from the most particular to the most general place."""
    home = os.path.expanduser("~")
    yield "running", sys.executable
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if os.environ.get(variable):
            yield "venv" if variable == "VIRTUAL_ENV" else "conda", python_in(os.environ[variable])
    for folder in near(os.getcwd(), home) + below(home) + below(os.path.join(home, ".virtualenvs")):
        yield "venv", python_in(folder)
    for folder in conda_environments(home):
        yield "conda", python_in(folder)
    for path in kernelspec_pythons(home):
        yield "kernelspec", path
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    for folder in sorted(glob.glob(os.path.join(glob.escape(pyenv), "versions", "*"))):
        yield "pyenv", python_in(folder)
    shims = os.path.join(pyenv, "shims")
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and not folder.startswith(shims):
            for name in ("python3.exe", "python.exe") if os.name == "nt" else ("python3", "python"):
                yield "path", os.path.join(folder, name)
    for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        for path in sorted(glob.glob(machine.path(folder) + "/python3*")):
            if re.match(r"^python3(\.\d+)?$", os.path.basename(path)):
                yield "system", path


def python_in(folder):
    places = ("Scripts\\python.exe", "python.exe") if os.name == "nt" else ("bin/python", "bin/python3")
    paths = [os.path.join(folder, place) for place in places]
    return next((path for path in paths if os.path.exists(path)), paths[0])


def near(folder, home):
    """Environments in this folder, and by the usual names in those above it.

    Not up to the root: below /home and /net an automounter may wait for every name that is asked for.
    """
    found = below(folder)
    for _ in range(LEVELS):
        folder = os.path.dirname(folder)
        if folder == home or folder.count(os.sep) < 2:
            break
        found += [path for path in (os.path.join(folder, name) for name in USUAL) if is_environment(path)]
    return found


def below(folder):
    """The environments among the folders in this one; links and files are not followed."""
    try:
        with_kinds = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    return [entry.path for entry in with_kinds[:MOST_ENTRIES] if is_folder(entry) and is_environment(entry.path)]


def is_folder(entry):
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def is_environment(folder):
    return os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def conda_environments(home):
    listed = machine.read_file(os.path.join(home, ".conda", "environments.txt")) or ""
    found = [line.strip() for line in listed.splitlines() if line.strip()][:MOST]
    for name in ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba"):
        for parent in (home, "/opt"):
            base = os.path.join(parent, name)
            if os.path.isdir(base):
                found += [base] + sorted(glob.glob(os.path.join(glob.escape(base), "envs", "*")))
    return found


def kernelspec_pythons(home):
    """The interpreters named by Jupyter's kernels of this user and of the system."""
    folders = [
        os.path.join(home, ".local/share/jupyter/kernels"),
        os.path.join(home, "Library/Jupyter/kernels"),
        os.path.join(os.environ.get("APPDATA", home), "jupyter", "kernels"),
        os.path.join(sys.prefix, "share/jupyter/kernels"),
        "/usr/local/share/jupyter/kernels",
        "/usr/share/jupyter/kernels",
    ]
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(glob.escape(folder), "*", "kernel.json"))):
            try:
                spec = json.loads(machine.read_file(path) or "")
                first = spec["argv"][0] if spec.get("language") == "python" else ""
            except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
                continue
            if os.path.isabs(first) and re.search(r"python[\d.]*(\.exe)?$", first):
                yield first


def is_store_alias(path):
    """The Windows Store's alias opens the Store; it is not an interpreter."""
    return re.search(r"[\\/]Microsoft[\\/]WindowsApps[\\/]", path, re.I) is not None


def describe(origin, path):
    prefix = os.path.dirname(path) if os.name == "nt" else os.path.dirname(os.path.dirname(path))
    if os.path.basename(prefix).lower() == "scripts":
        prefix = os.path.dirname(prefix)
    folders = site_folders(prefix, path)
    return {
        "path": path,
        "origin": origin,
        "version": version(prefix, path, folders),
        "tensorflow": tensorflow_in(folders),
        "ipykernel": next(
            (known for folder in folders for name, known, _ in installed(folder) if name == "ipykernel"), None
        ),
    }


def site_folders(prefix, path):
    minor = re.search(r"python(3\.\d+)$", os.path.realpath(path))
    names = "python" + minor.group(1) if minor else "python3*"
    found = []
    for lib in ("lib", "lib64", "local/lib"):
        for end in ("site-packages", "dist-packages"):
            found += sorted(glob.glob(os.path.join(glob.escape(prefix), lib, names, end)))
    found += glob.glob(os.path.join(glob.escape(prefix), "Lib", "site-packages"))
    if os.path.realpath(prefix) == "/usr":
        found += glob.glob("/usr/lib/python3/dist-packages")
    return found


def version(prefix, path, folders):
    """From pyvenv.cfg, conda's records, or the names of files; None when none of them has it."""
    settings = machine.read_file(os.path.join(prefix, "pyvenv.cfg")) or ""
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+\.\d+)", settings, re.M)
    if found:
        return found.group(1)
    for name in sorted(glob.glob(os.path.join(glob.escape(prefix), "conda-meta", "python-3*.json"))):
        return os.path.basename(name).split("-")[1]
    real = os.path.realpath(path)
    for text in (os.path.basename(os.path.dirname(os.path.dirname(real))), os.path.basename(real)):
        found = re.match(r"^(?:python)?(\d+\.\d+(?:\.\d+)?)$", text)
        if found:
            return found.group(1)
    found = re.search(r"python(3\.\d+)", folders[0]) if folders else None
    return found.group(1) if found else None

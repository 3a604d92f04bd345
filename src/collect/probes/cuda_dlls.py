"""On Windows, the CUDA libraries by the names that the wheel gives them, looked for on PATH; none is loaded."""

import os
import re


def dlls_of(build, variables):
    """(folders searched, a record of cuda-libraries.ts for each name in `build_info.py`).

    Assumed from TensorFlow 2.10's source, not seen on a real machine: it opens these names by the ordinary search.
    """
    names = sorted(set(real_name(value) for key, value in build["other"].items() if key.endswith("_dll_name")))
    folders = [folder for folder in variables.get("PATH", "").split(os.pathsep) if folder]
    found = []
    for name in names:
        if name.lower() == "nvcuda.dll":
            # That one belongs to the driver.
            continue
        path = next((path for path in (os.path.join(folder, name) for folder in folders) if os.path.isfile(path)), None)
        record = {"soname": name, "path": path, "loads": None if path else False, "dependency": None, "elsewhere": []}
        record.update(why=None if path else "missing", error=None if path else "%s was not found" % name)
        found.append(dict(record, version=None, versionSource=None))
    return folders, found


def real_name(name):
    """Wheels built with CUDA 11.2 name cudart64_112.dll, and open the one that every CUDA 11 has: cudart64_110.dll.

    That is what their log says: "Successfully opened dynamic library cudart64_110.dll".
    """
    return re.sub(r"^cudart64_11\d\.dll$", "cudart64_110.dll", name)

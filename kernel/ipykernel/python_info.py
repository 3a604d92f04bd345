"""Prints the version of this Python, and of ipykernel and debugpy if it has them, as one line of JSON.

Run in a folder of ours through watchdog.py. Standard library only, Python 3.6 and newer.
"""

import json
import os
import platform
import sys

PACKAGES = ("ipykernel", "debugpy")
ENDING = ".dist-info"


def installed_versions(folders):
    """The first of each package on the path is the one that an import takes."""
    found = {}
    for folder in folders:
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            for package in PACKAGES:
                if name.startswith(package + "-") and name.endswith(ENDING):
                    found.setdefault(package, name[len(package) + 1 : -len(ENDING)])
    return found


# The first entry is the folder of this script.
print(json.dumps({"version": platform.python_version(), "found": installed_versions(sys.path[1:])}))

"""What a Python says of itself, as one JSON object; also under a Python too old for anything else here."""

import json
import os
import sys


def tensorflow():
    """Name and version of the installed TensorFlow by its metadata folder, or None."""
    names = ("tensorflow", "tf_nightly", "intel_tensorflow")
    for folder in sys.path:
        try:
            entries = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            name, _, version = entry.rpartition(".dist-info")[0].rpartition("-")
            plain = name.lower().replace("-", "_")
            kin = tuple(base + end for base in names for end in ("", "_cpu", "_gpu", "_macos", "_rocm", "_intel"))
            if plain in kin:
                return plain.replace("_", "-") + " " + version
    return None


def main():
    print(
        json.dumps(
            {
                "executable": sys.executable,
                "version": ".".join(str(part) for part in sys.version_info[:3]),
                "tensorflow": tensorflow(),
            }
        )
    )


main()

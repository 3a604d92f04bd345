"""What a Python says of itself, as one JSON object; also under a Python too old for anything else here."""

import json
import os
import sys

TENSORFLOW = tuple(
    base + end
    for base in ("tensorflow", "tf_nightly", "intel_tensorflow")
    for end in ("", "_cpu", "_gpu", "_macos", "_rocm", "_intel")
)


def first_of(names):
    """Name and version of the first installed distribution among these, by its metadata folder, or None."""
    for folder in sys.path:
        try:
            entries = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            name, _, version = entry.rpartition(".dist-info")[0].rpartition("-")
            plain = name.lower().replace("-", "_")
            if plain in names:
                return plain.replace("_", "-") + " " + version
    return None


def main():
    print(
        json.dumps(
            {
                "executable": sys.executable,
                "version": ".".join(str(part) for part in sys.version_info[:3]),
                "tensorflow": first_of(TENSORFLOW),
                "ipykernel": first_of(("ipykernel",)),
            }
        )
    )


main()

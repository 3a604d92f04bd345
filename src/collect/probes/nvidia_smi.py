"""What nvidia-smi prints, under a time limit."""

import os

from probes import machine
from probes.program import find, run

SECONDS = 4
# WSL keeps it here, and Windows there, where PATH does not always lead.
ELSEWHERE = ("/usr/lib/wsl/lib/nvidia-smi", "C:\\Windows\\System32\\nvidia-smi.exe")


def probe():
    path = find("nvidia-smi") or next((place for place in ELSEWHERE if machine.exists(place)), None)
    if path is None:
        return {"path": None, "exitCode": None, "timedOut": False, "stdout": "", "stderr": ""}
    code, stdout, stderr = run([path], SECONDS)
    return {
        "path": os.path.realpath(path),
        "exitCode": code,
        "timedOut": code is None,
        "stdout": stdout,
        "stderr": stderr,
    }

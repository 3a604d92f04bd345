"""What nvidia-smi prints, under a time limit."""

import os

from probes import machine
from probes.program import find, run

# For a driver without GPUs; each GPU adds to it.
SECONDS = 4
# WSL keeps it here, and Windows there, where PATH does not always lead.
ELSEWHERE = ("/usr/lib/wsl/lib/nvidia-smi", "C:\\Windows\\System32\\nvidia-smi.exe")


def probe():
    path = find("nvidia-smi") or next((place for place in ELSEWHERE if machine.exists(place)), None)
    if path is None:
        return {"path": None, "exitCode": None, "timedOut": False, "stdout": "", "stderr": ""}
    seconds = machine.patience(SECONDS)
    code, stdout, stderr = run([path], seconds)
    return {
        "path": os.path.realpath(path),
        "exitCode": code,
        "timedOut": code is None,
        "limitSeconds": seconds,
        "stdout": stdout,
        "stderr": stderr,
    }

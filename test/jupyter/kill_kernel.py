"""Runs cells under a kernel (argument 1), kills it with SIGKILL as soon as the last one runs a program, and looks.

Argument 2 is a list of sources, argument 3 a word in the program's command line. Prints as JSON how many processes
the kernel had started, and which of them are still there.
"""

import json
import os
import signal
import sys
import time

import psutil
from jupyter_client.manager import start_new_kernel

PATIENCE = 60  # seconds


def main():
    name, sources, word = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
    manager, client = start_new_kernel(kernel_name=name)
    kernel = psutil.Process(manager.provisioner.pid)
    for source in sources[:-1]:
        client.execute_interactive(source, timeout=PATIENCE)
    client.execute(sources[-1])
    end = time.time() + PATIENCE
    started = []
    while not any(word in " ".join(cmdline(one)) for one in started) and time.time() < end:
        time.sleep(0.02)
        started = kernel.children(recursive=True)
    os.kill(kernel.pid, signal.SIGKILL)
    end = time.time() + PATIENCE
    while any(one.is_running() for one in started) and time.time() < end:
        time.sleep(0.1)
    left = [cmdline(one) for one in started if one.is_running()]
    client.stop_channels()
    manager.cleanup_resources()
    print(json.dumps({"started": len(started), "left": left}))


def cmdline(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


main()

"""Runs cells under a kernel (argument 1) and interrupts some; prints what became of each as JSON.

Argument 2 is a list of {"code", "sign", "process"}. With a sign, the cell is interrupted as soon as that text was
published. With a process, it is interrupted as soon as the kernel runs a program with that word in its command line.
"""

import json
import queue
import sys
import time

import psutil
from jupyter_client.manager import start_new_kernel

PATIENCE = 90  # seconds
# How long a process that was told to end may take, after the cell has ended.
ENDING = 5  # seconds


def programs(manager, word):
    """Process ids of what the kernel has started, directly or not."""
    found = []
    for process in psutil.Process(manager.provisioner.pid).children(recursive=True):
        try:
            if any(word in part for part in process.cmdline()):
                found.append(process.pid)
        except psutil.Error:
            pass
    return found


def left_of(processes):
    """How many of these are still there, after a while."""
    end = time.time() + ENDING
    while time.time() < end and any(map(psutil.pid_exists, processes)):
        time.sleep(0.1)
    return sum(map(psutil.pid_exists, processes))


def run(manager, client, cell):
    started = []
    texts = []
    interrupted = False
    request = client.execute(cell["code"])
    end = time.time() + PATIENCE
    while time.time() < end:
        try:
            message = client.get_iopub_msg(timeout=0.1)
        except queue.Empty:
            message = None
        if message is not None and message["parent_header"].get("msg_id") == request:
            texts.append(json.dumps(message["content"]))
            if message["content"].get("execution_state") == "idle":
                break
        if interrupted:
            continue
        started = programs(manager, cell["process"]) if "process" in cell else []
        if started or ("sign" in cell and cell["sign"] in "".join(texts)):
            manager.interrupt_kernel()
            interrupted = True
    reply = client.get_shell_msg(timeout=PATIENCE)["content"]
    return {
        "interrupted": interrupted,
        "status": reply["status"],
        "ename": reply.get("ename"),
        "text": "".join(texts),
        "started": len(started),
        "left": left_of(started),
    }


manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=PATIENCE)
try:
    print(json.dumps([run(manager, client, cell) for cell in json.loads(sys.argv[2])]))
finally:
    client.stop_channels()
    manager.shutdown_kernel()

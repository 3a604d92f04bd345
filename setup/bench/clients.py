"""Starts kernels by their kernelspecs through jupyter_client and prints one JSON line a round, times in ms.

Argument: {"rounds": 5, "kernels": {name: kernelspec}}. For each kernel: `ready` and `first`, from the start of the
process until the client takes it for ready and until the reply to the first cell, and `restart`, from the request to
restart until the reply to the first cell after it.
"""

import json
import sys
import time

from jupyter_client import KernelManager

LIMIT = 60


def milliseconds_since(start):
    return 1000 * (time.perf_counter() - start)


def first_cell(client):
    reply = client.execute_interactive("1", timeout=LIMIT, output_hook=lambda _: None)
    if reply["content"]["status"] != "ok":
        raise RuntimeError(str(reply["content"]))


def measure(name):
    manager = KernelManager(kernel_name=name)
    figures = {}
    start = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        figures["ready"] = milliseconds_since(start)
        first_cell(client)
        figures["first"] = milliseconds_since(start)
        start = time.perf_counter()
        manager.restart_kernel()
        client.wait_for_ready(timeout=LIMIT)
        first_cell(client)
        figures["restart"] = milliseconds_since(start)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return figures


def main():
    request = json.loads(sys.argv[1])
    kernels = request["kernels"]
    for name in kernels.values():
        measure(name)
    for number in range(request["rounds"]):
        order = list(kernels.items())
        if number % 2:
            order.reverse()
        print(json.dumps({name: measure(kernelspec) for name, kernelspec in order}), flush=True)


if __name__ == "__main__":
    main()

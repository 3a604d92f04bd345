"""Runs many cells in a kernel, and prints the memory of its process after them, in MiB.

Argument: {"argv": [...], "cells": 10000}. The cells print, show a value, define names, and run a magic now and then.
"""

import json
import sys

from kernel_client import Kernel


def code(number):
    kinds = ("pass", "x%d = %d" % (number % 100, number), "print(%d)" % number, "%d" % number)
    return "%gpu-check --help" if number % 500 == 0 else kinds[number % len(kinds)]


def main():
    request = json.loads(sys.argv[1])
    with Kernel(request["argv"], "message") as kernel:
        for number in range(request["cells"]):
            kernel.run(code(number))
        print(kernel.memory_mib())


if __name__ == "__main__":
    main()

"""Measures a cell of 20,000 lines with TensorFlow's messages read and left alone, in one kernel, in turns.

Prints one JSON line a round: {"on": ms, "off": ms, "wrong": lines that did not arrive in their place}.
Argument: {"rounds": 5, "argv": [...]}.
"""

import json
import sys
import time

from kernel_client import Kernel

LINES = 20000
# Every hundredth line is one that TensorFlow prints on working machines.
CELL = (
    """import os
for i in range(%d):
    text = "I tensorflow/core/util/port.cc:153] oneDNN custom operations are on." if i %% 100 == 0 else "epoch"
    os.write(2, ("%%d %%s\\n" %% (i, text)).encode())"""
    % LINES
)


def lines(kernel):
    start = time.perf_counter()
    messages = kernel.run(CELL)
    took = 1000 * (time.perf_counter() - start)
    text = "".join(message["content"]["text"] for message in messages if message["msg_type"] == "stream")
    numbers = [line.split(" ")[0] for line in text.split("\n")[:-1]]
    right = sum(number == str(place) for place, number in enumerate(numbers))
    return took, LINES - right


def main():
    request = json.loads(sys.argv[1])
    with Kernel(request["argv"]) as kernel:
        kernel.ask("kernel_info_request", {})
        for mode in ("on", "off"):
            kernel.run("%tf-messages " + mode)
            lines(kernel)
        for number in range(request["rounds"]):
            samples = {"on": [], "off": []}
            wrong = 0
            for turn in range(6):
                mode = ("on", "off")[(turn + number) % 2]
                kernel.run("%tf-messages " + mode)
                took, lost = lines(kernel)
                samples[mode].append(took)
                wrong += lost
            middle = {mode: sorted(times)[len(times) // 2] for mode, times in samples.items()}
            print(json.dumps(dict(middle, wrong=wrong)), flush=True)


main()

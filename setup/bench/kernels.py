"""Measures two kernels side by side and prints one JSON line a round: {"ours": {...}, "ipykernel": {...}}, times in ms.

Both are alive at once and take turns cell by cell, so that a busy moment of the machine hits both.
Argument: {"rounds": 5, "kernels": {name: {"argv": [...], "magics": {figure: "%name"}}}}.
"""

import json
import sys
import time
from contextlib import ExitStack

from kernel_client import Kernel

CELLS = 100
PRINTS = 20000
BUSY = "import time\nend = time.time() + 1.2\nwhile time.time() < end: pass"


def percentile(samples, share):
    return sorted(samples)[min(len(samples) - 1, int(share * len(samples)))]


def timed(action):
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def start(argv):
    kernel = Kernel(argv)
    try:
        kernel.ask("kernel_info_request", {})
        figures = {"kernelInfo": 1000 * (time.perf_counter() - kernel.started)}
        kernel.reply(kernel.submit("1"))
        figures["firstExecute"] = 1000 * (time.perf_counter() - kernel.started)
    except BaseException:
        kernel.__exit__()
        raise
    return kernel, figures


def take_turns(kernels, repeats, action):
    """A list of samples for each kernel."""
    samples = {name: [] for name in kernels}
    for number in range(repeats):
        names = list(kernels) if number % 2 == 0 else list(reversed(list(kernels)))
        for name in names:
            samples[name].append(action(kernels[name]))
    return samples


def prints(kernel):
    """Time in ms, and how many lines did not arrive in their place."""
    start = time.perf_counter()
    messages = kernel.run("for i in range(%d): print(i)" % PRINTS)
    took = 1000 * (time.perf_counter() - start)
    text = "".join(message["content"]["text"] for message in messages if message["msg_type"] == "stream")
    lines = text.split("\n")[:-1]
    right = sum(line == str(number) for number, line in enumerate(lines))
    return took, PRINTS - right


def control_while_busy(kernel):
    """Median round trip of a request on control while Python computes."""
    request = kernel.submit(BUSY)
    time.sleep(0.2)
    trips = [timed(lambda: kernel.ask("kernel_info_request", {}, "control")) for _ in range(15)]
    kernel.until_idle(request)
    kernel.reply(request)
    return percentile(trips, 0.5)


def measure(kernels, magics, figures):
    def note(name, samples, share=0.5):
        for kernel, values in samples.items():
            figures[kernel][name] = percentile(values, share)

    def empty(kernel):
        return timed(lambda: kernel.run("pass"))

    take_turns(kernels, 10, empty)
    cells = take_turns(kernels, CELLS, empty)
    note("cellP50", cells)
    note("cellP95", cells, 0.95)
    for name, kernel in kernels.items():
        for figure, code in magics[name].items():
            first = timed(lambda: kernel.run(code))
            repeats = CELLS if first < 50 else 8
            turns = take_turns({"magic": lambda: kernel.run(code), "cell": lambda: kernel.run("pass")}, repeats, timed)
            figures[name][figure] = percentile(turns["magic"], 0.5)
    printed = take_turns(kernels, 4, prints)
    for name, pairs in printed.items():
        figures[name]["prints"] = percentile([took for took, _ in pairs], 0.5)
        figures[name]["printsLost"] = max(lost for _, lost in pairs)
    note("control", take_turns(kernels, 2, control_while_busy))
    for name, kernel in kernels.items():
        figures[name]["memoryMiB"] = kernel.memory_mib()


def main():
    request = json.loads(sys.argv[1])
    names = list(request["kernels"])
    magics = {name: request["kernels"][name]["magics"] for name in names}
    for number in range(request["rounds"]):
        kernels, figures = {}, {}
        with ExitStack() as stack:
            for name in names if number % 2 == 0 else reversed(names):
                kernel, figures[name] = start(request["kernels"][name]["argv"])
                kernels[name] = stack.enter_context(kernel)
            measure(kernels, magics, figures)
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()

"""Measures kernels side by side and prints one JSON line a round: {"ours": {...}, "ipykernel": {...}}, times in ms.

The kernels of a group are alive at once and take turns cell by cell, so that a busy moment of the machine hits all of
them. The groups of a round come one after the other. Argument:
{"rounds": 5, "groups": [{name: {"argv": [], "magics": {figure: "%name"}, "interrupt": "signal", "python": "child"}}]}
where `interrupt` is null for a kernel that does not survive one, and `python` is where its Python runs: "itself", or
"child" for one in a process of its own.
"""

import json
import sys
import time
from contextlib import ExitStack

from kernel_client import Kernel

CELLS = 100
PRINTS = 20000
WARNED = "import subprocess, time\nprint('runs', flush=True)\n"
ENDLESS = {
    "interruptLoop": WARNED + "while True: pass",
    "interruptSleep": WARNED + "time.sleep(100)",
    "interruptSubprocess": WARNED + "subprocess.run(['sleep', '100'])",
}
BUSY = "import time\nend = time.time() + 1.2\nwhile time.time() < end: pass"


def percentile(samples, share):
    return sorted(samples)[min(len(samples) - 1, int(share * len(samples)))]


def timed(action):
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def start(spec):
    kernel = Kernel(spec["argv"], spec["interrupt"])
    try:
        kernel.ask("kernel_info_request", {})
        figures = {"kernelInfo": 1000 * (time.perf_counter() - kernel.started)}
        kernel.reply(kernel.submit("1"))
        figures["firstExecute"] = 1000 * (time.perf_counter() - kernel.started)
        # What follows a start has ended.
        time.sleep(0.3)
        figures["memoryMiB"] = kernel.memory_mib()
        if spec["python"] == "child":
            figures["pythonMiB"] = kernel.memory_of_child_mib()
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


def interrupted(kernel, code):
    """From the interrupt of a cell that runs to its idle."""
    request = kernel.submit(code)
    while kernel.receive("iopub")["msg_type"] != "stream":
        pass
    # Past the print, in the middle of the work.
    time.sleep(0.05)
    start = time.perf_counter()
    kernel.interrupt()
    kernel.until_idle(request)
    took = 1000 * (time.perf_counter() - start)
    kernel.reply(request)
    return took


def measure_interrupts(kernels, figures):
    for figure, code in ENDLESS.items():

        def stop(kernel, code=code):
            return interrupted(kernel, code)

        # The first one imports and reads sources for its traceback.
        take_turns(kernels, 1, stop)
        for name, samples in take_turns(kernels, 5, stop).items():
            figures[name][figure] = percentile(samples, 0.5)


def measure(kernels, specs, figures):
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
        for figure, code in specs[name]["magics"].items():
            first = timed(lambda: kernel.run(code))
            repeats = CELLS if first < 50 else 8
            turns = take_turns({"magic": lambda: kernel.run(code), "cell": lambda: kernel.run("pass")}, repeats, timed)
            figures[name][figure] = percentile(turns["magic"], 0.5)
    printed = take_turns(kernels, 4, prints)
    for name, pairs in printed.items():
        figures[name]["prints"] = percentile([took for took, _ in pairs], 0.5)
        figures[name]["printsLost"] = max(lost for _, lost in pairs)
    note("control", take_turns(kernels, 2, control_while_busy))
    measure_interrupts({name: kernel for name, kernel in kernels.items() if specs[name]["interrupt"]}, figures)


def measure_group(specs, number):
    """The figures of each kernel of a group."""
    names = list(specs) if number % 2 == 0 else list(reversed(list(specs)))
    kernels, figures = {}, {}
    with ExitStack() as stack:
        for name in names:
            kernel, figures[name] = start(specs[name])
            kernels[name] = stack.enter_context(kernel)
        measure(kernels, specs, figures)
    return figures


def main():
    request = json.loads(sys.argv[1])
    for group in request["groups"]:
        for spec in group.values():
            # The first start writes bytecode that is missing or older than its source.
            start(spec)[0].__exit__()
    for number in range(request["rounds"]):
        figures = {}
        for group in request["groups"]:
            figures.update(measure_group(group, number))
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()

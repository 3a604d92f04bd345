"""Measures matmul on the CPU and on GPUs, one JSON line for every step (see check/live/channel.py).

Argument: {"sizes": [512], "dtypes": ["float32"] or null, "devices": ["cpu", "gpu:0"] or null, "seconds": 10}.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import json
import os
import sys
import traceback

source = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(source, "check", "live"))

import card_memory
from channel import say
from gpu_details import details_of
from lab_driver import is_lab_driver


def main(wish):
    # Before TensorFlow takes any.
    cards = card_memory.cards()
    say(stage="import")
    try:
        import tensorflow as tf

        _ = tf.__version__, tf.config
    except BaseException as error:
        traceback.print_exc()
        say(importError="%s: %s" % (type(error).__name__, error))
        return 1

    say(stage="devices")
    gpus = tf.config.list_physical_devices("GPU")
    devices = described(tf, gpus, cards)
    wanted = wish["devices"] or [one["device"] for one in devices]
    plan = plan_of(wish, wanted)
    say(tensorflow=tf.__version__, devices=devices, lab=is_lab_driver(), tf32=uses_tf32(tf), plan=plan)
    measure(tf, wish["seconds"] / len(wanted), devices, plan, use_only(tf, gpus, wanted))
    say(stage="done")
    return 0


def plan_of(wish, devices):
    return [
        {"device": device, "dtype": dtype, "size": size}
        for device in devices
        for dtype in wish["dtypes"] or (["float32"] if device == "cpu" else ["float32", "float16"])
        for size in sorted(wish["sizes"])
    ]


def measure(tf, seconds_each, devices, plan, names):
    # It needs NumPy, which a Python without TensorFlow may lack.
    import measuring

    free = {one["device"]: one["freeMiB"] for one in devices}
    for device in sorted({case["device"] for case in plan}, key=[case["device"] for case in plan].index):
        cases = [case for case in plan if case["device"] == device]
        if device in names:
            measuring.measure_device(tf, names[device], cases, seconds_each, free[device])
        else:
            for case in cases:
                say(result=dict(case, status="skipped", reason="TensorFlow lists no such device"))


def use_only(tf, gpus, wanted):
    """What TensorFlow calls the devices that are there: {"gpu:1": "/GPU:0"}.

    A GPU that is not measured is hidden, so it is not touched; of the others memory is taken as it is needed.
    """
    tf.config.set_soft_device_placement(False)
    chosen = [index for index in range(len(gpus)) if "gpu:%d" % index in wanted]
    tf.config.set_visible_devices([gpus[index] for index in chosen], "GPU")
    for index in chosen:
        tf.config.experimental.set_memory_growth(gpus[index], True)
    names = {"gpu:%d" % index: "/GPU:%d" % order for order, index in enumerate(chosen)}
    return dict(names, cpu="/CPU:0")


def described(tf, gpus, cards):
    """The CPU and the GPUs. `cards` are the same GPUs as the driver sees them, when there are as many."""
    nothing = {"freeMiB": None, "busyPercent": None}
    devices = [dict(nothing, device="cpu", model=cpu_name(), computeCapability=None)]
    for index, gpu in enumerate(gpus):
        told = cards[index] if len(cards) == len(gpus) else nothing
        devices.append(dict(told, device="gpu:%d" % index, **details_of(tf, gpu)))
    return devices


def cpu_name():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return None


def uses_tf32(tf):
    """Whether float32 products may be rounded to TF32 on cards that have it; None where it cannot be asked."""
    try:
        return bool(tf.config.experimental.tensor_float_32_execution_enabled())
    except AttributeError:
        return None


if __name__ == "__main__":
    try:
        code = main(json.loads(sys.argv[1]))
    except BaseException as error:
        traceback.print_exc()
        say(error="%s: %s" % (type(error).__name__, error))
        code = 1
    sys.stderr.flush()
    # Not sys.exit: TensorFlow's clean-up may hang on a driver in trouble, and there is nothing left to lose.
    os._exit(code)

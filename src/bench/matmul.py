"""Measures matmul on the CPU and on GPUs, one JSON line for every step (see trial/channel.py).

Argument: {"sizes": [512], "dtypes": ["float32"] or null, "devices": ["cpu", "gpu:0"] or null, "seconds": 10}.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import json
import os
import sys
import traceback

source = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(source, "trial"))

from channel import say
from lab_driver import is_lab_driver

import card_memory


def main(wish):
    cards = card_memory.cards()
    say(stage="import")
    try:
        import tensorflow as tf

        tf.__version__, tf.config
    except BaseException as error:
        traceback.print_exc()
        say(importError="%s: %s" % (type(error).__name__, error))
        return 1

    # It needs NumPy, which a Python without TensorFlow may lack.
    import measuring

    say(stage="devices")
    tf.config.set_soft_device_placement(False)
    gpus = tf.config.list_physical_devices("GPU")
    nothing = {"freeMiB": None, "busyPercent": None}
    devices = [dict(nothing, device="cpu", model=cpu_name(), computeCapability=None)]
    for index, gpu in enumerate(gpus):
        told = cards[index] if len(cards) == len(gpus) else nothing
        devices.append(dict(described(tf, gpu), device="gpu:%d" % index, **told))
    known = [device["device"] for device in devices]
    wanted = wish["devices"] or known
    use_only(tf, gpus, wanted)

    plan = [
        {"device": device, "dtype": dtype, "size": size}
        for device in wanted
        for dtype in wish["dtypes"] or (["float32"] if device == "cpu" else ["float32", "float16"])
        for size in sorted(wish["sizes"])
    ]
    say(tensorflow=tf.__version__, devices=devices, lab=is_lab_driver(), tf32=uses_tf32(tf), plan=plan)

    renamed = {name: "/GPU:%d" % order for order, name in enumerate(sorted(set(wanted) - {"cpu"}, key=known_order))}
    for device in wanted:
        cases = [case for case in plan if case["device"] == device]
        if device not in known:
            for case in cases:
                say(result=dict(case, status="skipped", reason="TensorFlow lists no such device"))
            continue
        free = next(one["freeMiB"] for one in devices if one["device"] == device)
        measuring.measure_device(tf, renamed.get(device, "/CPU:0"), cases, wish["seconds"] / len(wanted), free)
    say(stage="done")
    return 0


def known_order(name):
    return int(name.split(":")[1])


def use_only(tf, gpus, wanted):
    """A GPU that is not measured is not touched; of the others memory is taken as it is needed."""
    chosen = [gpu for index, gpu in enumerate(gpus) if "gpu:%d" % index in wanted]
    tf.config.set_visible_devices(chosen, "GPU")
    for gpu in chosen:
        tf.config.experimental.set_memory_growth(gpu, True)


def described(tf, gpu):
    try:
        details = tf.config.experimental.get_device_details(gpu)
    except Exception:
        details = {}
    capability = details.get("compute_capability")
    return {
        "model": details.get("device_name"),
        "computeCapability": "%d.%d" % tuple(capability) if capability else None,
    }


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

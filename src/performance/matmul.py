"""Measures matmul on the CPU and on GPUs, one JSON line for every step (see process/tensorflow/channel.py).

Argument: {"sizes": [512], "dtypes": ["float32"] or null, "devices": ["cpu", "gpu:0"] or null, "seconds": 10,
"gpus": [{"freeMiB": 15000, "busyPercent": 0}]}: the GPUs in CUDA's order as the driver saw them before the start.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import json
import os
import sys
import traceback

from _tf_gpu_doctor.channel import emit
from _tf_gpu_doctor.gpu_details import details_of
from _tf_gpu_doctor.lab_driver import is_lab_driver


def main(options):
    emit(stage="import")
    try:
        import tensorflow as tf

        # A folder that is left of a broken installation imports as an empty package.
        version, config = tf.__version__, tf.config
    except BaseException as error:
        traceback.print_exc()
        emit(importError="%s: %s" % (type(error).__name__, error))
        return 1

    emit(stage="devices")
    gpus = config.list_physical_devices("GPU")
    devices = described(tf, gpus, options["gpus"])
    wanted = options["devices"] or [one["device"] for one in devices]
    plan = plan_of(options, wanted)
    emit(tensorflow=version, devices=devices, lab=is_lab_driver(), tf32=uses_tf32(tf), plan=plan)
    measure(tf, options["seconds"] / len(wanted), devices, plan, use_only(tf, gpus, wanted))
    emit(stage="done")
    return 0


def plan_of(options, devices):
    return [
        {"device": device, "dtype": dtype, "size": size}
        for device in devices
        for dtype in options["dtypes"] or (["float32"] if device == "cpu" else ["float32", "float16"])
        for size in sorted(options["sizes"])
    ]


def measure(tf, seconds_each, devices, plan, names):
    # It needs NumPy, which a Python without TensorFlow may lack.
    from _tf_gpu_doctor import measuring

    free = {one["device"]: one["freeMiB"] for one in devices}
    for device in sorted({case["device"] for case in plan}, key=[case["device"] for case in plan].index):
        cases = [case for case in plan if case["device"] == device]
        if device in names:
            measuring.measure_device(tf, names[device], cases, seconds_each, free[device])
        else:
            for case in cases:
                emit(result=dict(case, status="skipped", reason="TensorFlow lists no such device"))


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


def described(tf, gpus, before):
    """The CPU and the GPUs. `before` are the same GPUs as the driver saw them before the start, if it saw as many."""
    nothing = {"freeMiB": None, "busyPercent": None}
    devices = [dict(nothing, device="cpu", model=cpu_name(), computeCapability=None)]
    for index, gpu in enumerate(gpus):
        seen = before[index] if len(before) == len(gpus) else nothing
        devices.append(dict(seen, device="gpu:%d" % index, **details_of(tf, gpu)))
    return devices


def cpu_name():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return None


def uses_tf32(tf):
    """Whether float32 products may be rounded to TF32 on GPUs that have it; None where it cannot be asked."""
    try:
        return bool(tf.config.experimental.tensor_float_32_execution_enabled())
    except AttributeError:
        return None


if __name__ == "__main__":
    try:
        code = main(json.loads(sys.argv[1]))
    except BaseException as error:
        traceback.print_exc()
        emit(error="%s: %s" % (type(error).__name__, error))
        code = 1
    sys.stderr.flush()
    # Not sys.exit: TensorFlow's clean-up may hang on a driver in trouble, and there is nothing left to lose.
    os._exit(code)

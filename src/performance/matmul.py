"""Measures matmul on the CPU and on GPUs, one JSON line for every step (see process/tensorflow/channel.py).

Argument: {"sizes": [512], "dtypes": ["float32"] or null, "devices": ["cpu", "gpu:0"] or null, "seconds": 10,
"gpus": [{"freeMiB": 15000, "busyPercent": 0}]}: the GPUs in CUDA's order as the driver saw them before the start.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import json
import sys

from _tf_gpu_doctor.channel import emit
from _tf_gpu_doctor.gpu_details import details_of, use_gpus
from _tf_gpu_doctor.lab_driver import is_lab_driver
from _tf_gpu_doctor.tensorflow_program import import_tensorflow, run


def main(options):
    tf = import_tensorflow()
    if tf is None:
        return 1

    emit(stage="devices")
    gpus = tf.config.list_physical_devices("GPU")
    devices = described(tf, gpus, options["gpus"])
    wanted = options["devices"] or [one["device"] for one in devices]
    plan = plan_of(options, wanted)
    emit(tensorflow=tf.__version__, devices=devices, lab=is_lab_driver(), tf32=uses_tf32(tf), plan=plan)
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
    """What TensorFlow calls the devices that are there: {"gpu:1": "/GPU:0"}. A GPU that is not measured is hidden."""
    tf.config.set_soft_device_placement(False)
    chosen = [index for index in range(len(gpus)) if "gpu:%d" % index in wanted]
    return dict(use_gpus(tf, gpus, chosen), cpu="/CPU:0")


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
    run(main, json.loads(sys.argv[1]))

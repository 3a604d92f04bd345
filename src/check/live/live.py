"""Starts TensorFlow, lists its GPUs and computes on each; prints each step as it comes.

On each GPU it stops at the first computation that fails; it takes at most 256 MiB of each.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import os
import sys
import time

from _tf_gpu_doctor.channel import emit, finite
from _tf_gpu_doctor.gpu_details import details_of
from _tf_gpu_doctor.lab_driver import is_lab_driver
from _tf_gpu_doctor.tensorflow_program import import_tensorflow, run

import_started = time.time()

GPU_MEMORY_MIB = 256


def main():
    tf = import_tensorflow()
    if tf is None:
        return 1
    config = tf.config
    emit(tensorflow=tf.__version__, importSeconds=round(time.time() - import_started, 3))

    emit(stage="list")
    emit(builtWithCuda=tf.test.is_built_with_cuda(), build=build_of(tf))
    kind, gpus = list_gpus(config)
    emit(physicalGpus=[described(tf, gpu, kind) for gpu in gpus])

    if gpus:
        emit(stage="initialise")
        config.set_soft_device_placement(False)
        # Plugins of other makers take memory as they need it, and do not all know a limit.
        for gpu in gpus if kind == "GPU" and sys.platform != "darwin" else []:
            limit = config.LogicalDeviceConfiguration(memory_limit=GPU_MEMORY_MIB)
            config.set_logical_device_configuration(gpu, [limit])
    logical = config.list_logical_devices(kind) if gpus else []
    emit(logicalGpus=[device.name for device in logical])

    compute_on_each(tf, kind, len(logical))
    emit(stage="done")
    return 0


def build_of(tf):
    try:
        return dict(tf.sysconfig.get_build_info())
    except Exception:
        return None


def described(tf, gpu, kind):
    about = dict(details_of(tf, gpu), name=gpu.name)
    return about if kind == "GPU" else dict(about, kind=kind)


def list_gpus(config):
    """(what TensorFlow calls their kind, the GPUs): Intel's plugin calls them XPU."""
    for kind in ("GPU", "XPU"):
        gpus = config.list_physical_devices(kind)
        if gpus:
            return kind, gpus
    return "GPU", []


def stages(tf, kind):
    """(name, computation, the same for the CPU) in order of what they need."""
    from _tf_gpu_doctor import computations as known

    found = [("matmul", known.matmul, known.matmul)]
    if is_lab_driver():
        # The practice driver of the fault lab cannot convolve.
        return found + [("max pooling", known.max_pooling, known.max_pooling)]
    found.append(("convolution", known.convolution, known.convolution))
    if compiles_by_default(tf, kind):
        found.append(("xla convolution", known.compiled_layer, known.convolution_layer))
    return found


def compiles_by_default(tf, kind):
    """Whether Keras compiles a model for this GPU with XLA: not before Keras 3, for Metal, nor deterministically."""
    version = [int(part) for part in tf.__version__.split(".")[:2]]
    chosen = ("TF_USE_LEGACY_KERAS", "TF_DETERMINISTIC_OPS", "TF_CUDNN_DETERMINISTIC")
    if any(os.environ.get(name, "0").lower() in ("1", "true") for name in chosen):
        return False
    return version >= [2, 16] and sys.platform != "darwin" and kind == "GPU"


def compute_on_each(tf, kind, count):
    if not count:
        return
    for index in range(count):
        stopped = False
        for name, computation, reference in stages(tf, kind):
            if stopped:
                answer = {"result": "skipped", "device": None, "error": None, "difference": None}
            else:
                emit(stage="%s:%d %s" % (kind.lower(), index, name))
                answer = compute(tf, computation, reference, "%s:%d" % (kind, index))
            emit(computation=dict(answer, gpu="%s:%d" % (kind, index), name=name))
            stopped = stopped or answer["result"] != "ok"


def compute(tf, computation, reference, device):
    from _tf_gpu_doctor.computations import largest_difference

    try:
        with tf.device("/CPU:0"):
            expected = [tensor.numpy() for tensor in reference(tf)]
        with tf.device("/" + device):
            tensors = computation(tf)
            results = [tensor.numpy() for tensor in tensors]
    except Exception as error:
        text = "%s: %s" % (type(error).__name__, error)
        return {"result": "failed", "device": None, "error": text[:4000], "difference": None}
    difference, right = largest_difference(results, expected)
    strays = [tensor.device for tensor in tensors if not tensor.device.endswith("/device:" + device)]
    return {
        "result": "elsewhere" if strays else "ok" if right else "wrong",
        "device": strays[0] if strays else tensors[0].device,
        "error": None,
        "difference": finite(difference),
    }


if __name__ == "__main__":
    run(main)

"""Starts TensorFlow, lists its GPUs and computes on each; prints each step as it comes.

It stops at the first computation that fails and takes at most 256 MiB of each GPU.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import os
import sys
import time
import traceback

from _tf_gpu_doctor.channel import emit, finite
from _tf_gpu_doctor.gpu_details import details_of

import_started = time.time()

GPU_MEMORY_MIB = 256


def main():
    emit(stage="import")
    try:
        import tensorflow as tf

        # A folder that is left of a broken installation imports as an empty package.
        version, config = tf.__version__, tf.config
    except BaseException as error:
        traceback.print_exc()
        emit(importError="%s: %s" % (type(error).__name__, error))
        return 1
    emit(tensorflow=version, importSeconds=round(time.time() - import_started, 3))

    emit(stage="list")
    emit(builtWithCuda=tf.test.is_built_with_cuda(), build=build_of(tf))
    gpus = config.list_physical_devices("GPU")
    emit(physicalGpus=[described(tf, gpu) for gpu in gpus])

    if gpus:
        emit(stage="initialise")
        config.set_soft_device_placement(False)
        for gpu in gpus:
            limit = config.LogicalDeviceConfiguration(memory_limit=GPU_MEMORY_MIB)
            config.set_logical_device_configuration(gpu, [limit])
    logical = config.list_logical_devices("GPU") if gpus else []
    emit(logicalGpus=[device.name for device in logical])

    compute_on_each(tf, len(logical))
    emit(stage="done")
    return 0


def build_of(tf):
    try:
        return dict(tf.sysconfig.get_build_info())
    except Exception:
        return None


def described(tf, gpu):
    return dict(details_of(tf, gpu), name=gpu.name)


def compute_on_each(tf, count):
    if not count:
        return
    from _tf_gpu_doctor import computations
    from _tf_gpu_doctor.lab_driver import is_lab_driver

    # The practice driver of the fault lab cannot convolve.
    second = ("max pooling", computations.max_pooling) if is_lab_driver() else ("convolution", computations.convolution)
    stopped = False
    for index in range(count):
        for name, computation in (("matmul", computations.matmul), second):
            if stopped:
                answer = {"result": "skipped", "device": None, "error": None, "difference": None}
            else:
                emit(stage="gpu:%d %s" % (index, name))
                answer = compute(tf, computation, index)
            emit(computation=dict(answer, gpu="GPU:%d" % index, name=name))
            stopped = stopped or answer["result"] != "ok"


def compute(tf, computation, index):
    from _tf_gpu_doctor.computations import largest_difference

    try:
        with tf.device("/CPU:0"):
            expected = [tensor.numpy() for tensor in computation(tf)]
        with tf.device("/GPU:%d" % index):
            tensors = computation(tf)
            results = [tensor.numpy() for tensor in tensors]
    except Exception as error:
        text = "%s: %s" % (type(error).__name__, error)
        return {"result": "failed", "device": None, "error": text[:4000], "difference": None}
    difference, right = largest_difference(results, expected)
    wanted = "/device:GPU:%d" % index
    strays = [tensor.device for tensor in tensors if not tensor.device.endswith(wanted)]
    return {
        "result": "elsewhere" if strays else "ok" if right else "wrong",
        "device": strays[0] if strays else tensors[0].device,
        "error": None,
        "difference": finite(difference),
    }


if __name__ == "__main__":
    try:
        code = main()
    except BaseException as error:
        traceback.print_exc()
        emit(error="%s: %s" % (type(error).__name__, error))
        code = 1
    sys.stderr.flush()
    # Not sys.exit: TensorFlow's own clean-up may hang on a driver in trouble, and there is nothing left to lose.
    os._exit(code)

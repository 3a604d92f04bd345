"""Trains on several devices by MirroredStrategy and on one; one JSON line a step (see process/tensorflow/channel.py).

Argument: {"devices": ["gpu:0"] or null, "replicas": 2 or null, "batch": 256 or null, "seconds": 6,
"exchange": null, "nccl" or "copies"}. Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import json
import sys

from _tf_gpu_doctor.channel import emit, finite
from _tf_gpu_doctor.gpu_details import details_of, use_gpus
from _tf_gpu_doctor.lab_driver import is_lab_driver
from _tf_gpu_doctor.tensorflow_program import import_tensorflow, run

# Rows and columns of each layer, and examples of each replica: a step of some ten ms, so that starting it is a small
# part. Simulated GPUs are slow and only their numbers count.
SIZES = {"gpu": (4096, 1024), "cpu": (1024, 128), "simulated": (32, 8)}


def main(options):
    tf = import_tensorflow()
    if tf is None:
        return 1

    emit(stage="devices", tensorflow=tf.__version__)
    gpus = tf.config.list_physical_devices("GPU")
    chosen = choose(gpus, options["devices"])
    names = use_gpus(tf, gpus, chosen) if chosen else split_cpu(tf, options["replicas"] or 2)
    kind = ("simulated" if is_lab_driver() else "gpu") if chosen else "cpu"
    width, batch = SIZES[kind]
    batch = options["batch"] or batch
    emit(
        kind=kind,
        gpus=[dict(details_of(tf, gpus[index]), device="gpu:%d" % index) for index in range(len(gpus))],
        replicas=[dict(device=given, name=name) for given, name in names],
        width=width,
        batch=batch,
    )
    compare(tf, [name for _, name in names], width, batch, options)
    emit(stage="done")
    return 0


def choose(gpus, wanted):
    """Indices of the GPUs to use."""
    if wanted is None:
        return list(range(len(gpus)))
    return [index for index in range(len(gpus)) if "gpu:%d" % index in wanted]


def split_cpu(tf, parts):
    """TensorFlow treats the processor as several devices, which share its cores."""
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_visible_devices([], "GPU")
    part = tf.config.LogicalDeviceConfiguration()
    tf.config.set_logical_device_configuration(cpu, [part] * parts)
    return [("cpu:%d" % index, "/CPU:%d" % index) for index in range(parts)]


def compare(tf, names, width, batch, options):
    from _tf_gpu_doctor.training_step import TrainingStep, largest_difference

    blocks, seconds = len(names), options["seconds"] / 4
    emit(stage="one")
    alone = tf.distribute.OneDeviceStrategy(names[0])
    # All examples on one device: what the gradients of all devices together must be.
    reference = TrainingStep(tf, alone, width, batch, blocks).step()
    emit(oneMs=TrainingStep(tf, alone, width, batch, 1).times(seconds))
    if blocks == 1:
        return
    emit(stage="all")
    all_devices = tf.distribute.MirroredStrategy(names, cross_device_ops=exchange_of(tf, options["exchange"]))
    everything = TrainingStep(tf, all_devices, width, batch, blocks)
    emit(gradientDifference=finite(largest_difference(everything.step(), reference)), gradientsCompared=True)
    emit(allMs=everything.times(seconds))
    emit(stage="same-batch")
    share = TrainingStep(tf, all_devices, width, max(1, batch // blocks), blocks)
    emit(sameBatchMs=share.times(seconds))


def exchange_of(tf, name):
    """How gradients travel. None is TensorFlow's own choice: NCCL where it is and several GPUs are used."""
    kinds = {"nccl": tf.distribute.NcclAllReduce, "copies": tf.distribute.HierarchicalCopyAllReduce}
    return kinds[name]() if name is not None else None


if __name__ == "__main__":
    run(main, json.loads(sys.argv[1]))

"""One worker of a MultiWorkerMirroredStrategy; one JSON line a step (see process/tensorflow/channel.py).

Argument: {"batch": 128, "width": 1024, "steps": 20, "seconds": 1, "gpu": false}. TF_CONFIG names the cluster and this
worker. Each worker computes with one device of its own; without `gpu` with the CPU. Python 3.6 and newer, TensorFlow
2.4 and newer.
"""

import json
import os
import sys
import traceback

from _tf_gpu_doctor.channel import emit, finite


def main(options):
    emit(stage="import")
    try:
        import tensorflow as tf

        version, config = tf.__version__, tf.config
    except BaseException as error:
        traceback.print_exc()
        emit(importError="%s: %s" % (type(error).__name__, error))
        return 1

    emit(stage="connecting", tensorflow=version)
    gpus = config.list_physical_devices("GPU")
    if options["gpu"]:
        for gpu in gpus:
            config.experimental.set_memory_growth(gpu, True)
    else:
        config.set_visible_devices([], "GPU")
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    device = "/GPU:0" if options["gpu"] and gpus else "/CPU:0"
    emit(stage="all", replicas=strategy.num_replicas_in_sync, device=device)

    from _tf_gpu_doctor.training_step import WARM_UP, TrainingStep, largest_difference

    width, batch, seconds = options["width"], options["batch"], options["seconds"]
    blocks = strategy.num_replicas_in_sync
    gradients = TrainingStep(tf, strategy, width, batch, blocks)
    together = gradients.step()
    alone = tf.distribute.OneDeviceStrategy(device)
    reference = TrainingStep(tf, alone, width, batch, blocks).step()
    emit(gradientDifference=finite(largest_difference(together, reference)), gradientsCompared=True)
    # Every worker has to run as many steps as the others, so they are counted, not timed.
    gradients.times_of(WARM_UP)
    emit(allMs=gradients.times_of(options["steps"]))
    emit(stage="one")
    emit(oneMs=TrainingStep(tf, alone, width, batch, 1).times(seconds))
    emit(stage="done")
    return 0


if __name__ == "__main__":
    try:
        code = main(json.loads(sys.argv[1]))
    except BaseException as error:
        traceback.print_exc()
        emit(error="%s: %s" % (type(error).__name__, str(error)[:2000]))
        code = 1
    sys.stderr.flush()
    # Not sys.exit: TensorFlow's clean-up may wait for workers that are gone, and there is nothing left to lose.
    os._exit(code)

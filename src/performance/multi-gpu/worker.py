"""One worker of a MultiWorkerMirroredStrategy; one JSON line a step (see process/tensorflow/channel.py).

Argument: {"batch": 128, "width": 1024, "steps": 20, "seconds": 1, "gpu": false}. TF_CONFIG names the cluster and this
worker. Each worker computes with one device of its own; without `gpu` with the CPU. Python 3.6 and newer, TensorFlow
2.4 and newer.
"""

import json
import sys

from _tf_gpu_doctor.channel import emit, finite
from _tf_gpu_doctor.tensorflow_program import import_tensorflow, run


def main(options):
    tf = import_tensorflow()
    if tf is None:
        return 1

    emit(stage="connecting", tensorflow=tf.__version__)
    gpus = tf.config.list_physical_devices("GPU")
    if options["gpu"]:
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
    else:
        tf.config.set_visible_devices([], "GPU")
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
    run(main, json.loads(sys.argv[1]))

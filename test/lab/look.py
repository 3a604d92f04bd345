"""What TensorFlow does on a simulated machine, as one JSON line. For TensorFlow 2.4 to 2.21.

Argument: MiB to put on the first GPU after the rest, 0 for none.
"""

import json
import sys

import numpy
import tensorflow as tf


def product(device):
    random = numpy.random.RandomState(0)
    left = random.rand(96, 64).astype("float32")
    right = random.rand(64, 48).astype("float32")
    try:
        with tf.device(device):
            result = tf.matmul(tf.constant(left), tf.constant(right))
        off = float(numpy.abs(result.numpy() - left.dot(right)).max())
    except Exception as error:
        print(error, file=sys.stderr)
        return "failed"
    return result.device.rpartition("device:")[2] + (" right" if off < 1e-3 else " wrong")


def pooled(device):
    picture = numpy.random.RandomState(1).rand(2, 9, 8, 3).astype("float32")
    try:
        with tf.device(device):
            result = tf.nn.max_pool2d(tf.constant(picture), 2, 2, "VALID").numpy()
    except Exception as error:
        print(error, file=sys.stderr)
        return "failed"
    expected = picture[:, :8].reshape(2, 4, 2, 4, 2, 3).max(axis=(2, 4))
    return "right" if (result == expected).all() else "wrong"


def filled(mebibytes):
    try:
        with tf.device("/GPU:0"):
            tf.constant(numpy.ones((mebibytes, 1 << 18), "float32"))
    except Exception as error:
        return type(error).__name__
    return "fits"


tf.config.set_soft_device_placement(False)
gpus = tf.config.list_physical_devices("GPU")
devices = ["/GPU:%d" % index for index in range(len(gpus))]
answer = {
    "matmul": [product(device) for device in devices],
    "pooling": [pooled(device) for device in devices],
}
if sys.argv[1] != "0":
    answer["filled"] = filled(int(sys.argv[1]))
print(json.dumps(answer))

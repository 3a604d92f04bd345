"""Runs a mistake in code, or what mends it, on a small model: code_trial.py CASE STAGE, STAGE `before` or `after`.

Prints one line of JSON: whether the fault showed, what was seen, and on which device the model was trained.
Python 3.6 and newer, TensorFlow 2.4 and newer.
"""

import json
import os
import sys


def train(tf):
    """One step of a model of two layers; the device on which its weights are."""
    first = tf.Variable(tf.ones([16, 8]) / 16.0)
    second = tf.Variable(tf.ones([8, 1]) / 8.0)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.matmul(tf.matmul(tf.ones([4, 16]), first), second) - 2.0)
    for weights, slope in zip([first, second], tape.gradient(loss, [first, second])):
        weights.assign_sub(0.1 * slope)
    return first.device


def growth_too_late(tf, stage):
    """Memory growth is set after the first use of TensorFlow, or before it, or by the variable."""
    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        return None, "TensorFlow lists no GPU here", None
    device = train(tf) if stage == "before" else None
    try:
        if "TF_FORCE_GPU_ALLOW_GROWTH" not in os.environ or stage == "before":
            for gpu in gpus:
                tf.config.experimental.set_memory_growth(gpu, True)
    except RuntimeError as error:
        return True, "RuntimeError: %s" % error, device
    device = train(tf)
    return False, "the model was trained with memory growth", device


def hidden(tf, stage):
    """A line of the program hides the GPUs."""
    if not tf.config.list_physical_devices("GPU"):
        return None, "TensorFlow lists no GPU here", None
    if stage == "before":
        tf.config.set_visible_devices([], "GPU")
    device = train(tf)
    return "GPU" not in device, "the model was trained on %s" % device, device


CASES = {"growth-too-late": growth_too_late, "hidden": hidden}


def main():
    import tensorflow as tf

    shown, seen, device = CASES[sys.argv[1]](tf, sys.argv[2])
    print(json.dumps({"shown": shown, "seen": seen, "device": device}))
    sys.stdout.flush()
    # TensorFlow's own clean-up may hang on a driver in trouble, and there is nothing left to lose.
    os._exit(0)


main()

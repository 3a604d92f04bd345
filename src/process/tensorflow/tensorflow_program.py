"""How a program of ours that starts TensorFlow begins and ends. Python 3.6 and newer, standard library only."""

import os
import sys
import traceback

from _tf_gpu_doctor.channel import emit


def import_tensorflow():
    """The module; None when it cannot be imported, after saying why."""
    emit(stage="import")
    try:
        import tensorflow as tf

        # A folder that is left of a broken installation imports as an empty package.
        _ = tf.__version__, tf.config
    except BaseException as error:
        traceback.print_exc()
        emit(importError=described(error))
        return None
    return tf


def run(main, *arguments):
    """Runs the program and ends the process with the code that it returns; what it raises is said, and ends with 1."""
    try:
        code = main(*arguments)
    except BaseException as error:
        traceback.print_exc()
        emit(error=described(error))
        code = 1
    sys.stderr.flush()
    # Not sys.exit: TensorFlow's own clean-up may hang on a driver in trouble, and there is nothing left to lose.
    os._exit(code)


def described(error):
    return "%s: %s" % (type(error).__name__, error)

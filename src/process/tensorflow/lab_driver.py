"""Tells the practice driver of the fault lab from NVIDIA's. Python 3.6 and newer, standard library only."""

import ctypes
import os


def is_lab_driver():
    """Asks the driver that TensorFlow has loaded; nothing is loaded for the question."""
    if not hasattr(os, "RTLD_NOLOAD"):
        return False
    try:
        driver = ctypes.CDLL("libcuda.so.1", mode=os.RTLD_NOLOAD | os.RTLD_LAZY)
    except OSError:
        return False
    return hasattr(driver, "tf_gpu_doctor_lab")

"""What TensorFlow did in this very process so far, seen without importing or initialising anything.

Run by exec in the notebook's own Python; `state(names)` gives a dict that JSON can hold.
Python 3.6 and newer, standard library only, TensorFlow 2.4 and newer.
"""


def state(names):
    import os
    import sys

    tensorflow = sys.modules.get("tensorflow")
    answer = {
        "executable": sys.executable,
        "tensorflowImported": tensorflow is not None,
        "tensorflowVersion": getattr(tensorflow, "__version__", None),
        "variables": {name: os.environ[name] for name in names if name in os.environ},
        "variablesAtStart": variables_at_start(names),
        "mappedLibraries": mapped_libraries(),
    }
    answer.update(devices())
    return answer


def devices():
    """What TensorFlow's context holds. Asking it through tf.config would wake the driver, so its fields are read."""
    import sys

    unknown = {
        "initialised": None,
        "physicalGpus": None,
        "visibleGpus": None,
        "logicalGpus": None,
        "softPlacement": None,
        "memoryGrowth": None,
    }
    module = sys.modules.get("tensorflow.python.eager.context")
    if module is None:
        return dict(unknown, initialised=False)
    try:
        context = module._context
        if context is None:
            return dict(unknown, initialised=False)
        answer = dict(unknown, initialised=context._context_handle is not None)
        answer["softPlacement"] = soft_placement(context, answer["initialised"])
        physical = context._physical_devices
        if physical is not None:
            gpus = [device for device in physical if device.device_type == "GPU"]
            visible = context._visible_device_list
            answer["physicalGpus"] = [gpu.name for gpu in gpus]
            answer["visibleGpus"] = [gpu.name for gpu in gpus if gpu in visible]
            growth = context._memory_growth_map or {}
            answer["memoryGrowth"] = {gpu.name: bool(growth.get(gpu)) for gpu in gpus}
        if answer["initialised"]:
            logical = context._logical_devices or []
            answer["logicalGpus"] = [device.name for device in logical if device.device_type == "GPU"]
        return answer
    except AttributeError:
        # Another TensorFlow with another inside.
        return unknown


def soft_placement(context, initialised):
    """None before the context starts, unless the program has chosen: it then depends on how operations are run."""
    if context._soft_device_placement is None and initialised:
        return bool(context.soft_device_placement)
    return context._soft_device_placement


def variables_at_start(names):
    """None where the system does not say."""
    import os

    try:
        with open("/proc/self/environ", "rb") as file:
            entries = file.read().split(b"\0")
    except OSError:
        return None
    wanted = set(names)
    pairs = [os.fsdecode(entry).partition("=") for entry in entries if b"=" in entry]
    return {name: value for name, _, value in pairs if name in wanted}


def mapped_libraries():
    """Paths of the CUDA and driver libraries in this process; None where the system does not say."""
    import os
    import re

    pattern = re.compile(
        r"^lib(cuda|cudart|cublas|cublasLt|cudnn|cufft|curand|cusolver|cusparse|cupti|nccl|nvidia|nvrtc|nvJit)"
    )
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            paths = {line.split(None, 5)[5].rstrip("\n") for line in file if "/" in line}
    except OSError:
        return None
    return sorted(path for path in paths if pattern.match(os.path.basename(path)))

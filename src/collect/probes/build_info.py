"""TensorFlow's build_info.py, read as text: the values are literals, and nothing of it is run."""

import ast
import os

from probes import machine


def read_build_info(folder):
    """The `build` part of packages.ts, or None when the file is missing or not made of literals."""
    text = machine.read_file(os.path.join(folder, "python/platform/build_info.py"))
    try:
        tree = ast.parse(text or "")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    values = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            take(values, statement.targets[0].id, statement.value)
    return describe(values) if values else None


def take(values, name, node):
    """`x = 1` gives x; `build_info = OrderedDict([...])` and `= {...}` give the pairs inside."""
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    try:
        value = ast.literal_eval(node)
    except (ValueError, SyntaxError):
        return
    if name != "build_info":
        values[name] = value
    elif isinstance(value, dict):
        values.update(value)
    elif isinstance(value, (list, tuple)):
        values.update(pair for pair in value if isinstance(pair, tuple) and len(pair) == 2)


def describe(values):
    capabilities = values.pop("cuda_compute_capabilities", None)
    if isinstance(capabilities, str):
        capabilities = [word.strip() for word in capabilities.split(",") if word.strip()]
    cuda, cudnn = values.pop("cuda_version", None), values.pop("cudnn_version", None)
    return {
        "isCudaBuild": flag(values.pop("is_cuda_build", None)),
        "isRocmBuild": flag(values.pop("is_rocm_build", None)),
        "cudaVersion": str(cuda) if cuda else None,
        "cudnnVersion": str(cudnn) if cudnn else None,
        "computeCapabilities": [str(word) for word in capabilities] if capabilities else None,
        "other": dict((str(key), str(value)) for key, value in sorted(values.items())),
    }


def flag(value):
    return value if isinstance(value, bool) else None

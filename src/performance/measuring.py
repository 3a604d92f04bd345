"""Times matmuls of one device, checks their results and says each (see process/tensorflow/channel.py)."""

import time

from _tf_gpu_doctor.channel import emit, finite
from _tf_gpu_doctor.product import FEWEST_SAMPLES, Product

MIB = 1024 * 1024
BYTES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}
# So little is granted even when earlier ones took longer than expected.
ALWAYS_SECONDS = 0.2
# What a context and cuBLAS take of a GPU, beside the matrices.
CONTEXT_MIB = 700


def measure_device(tf, device, cases, seconds, free_mib):
    """Measures for about so many seconds in all. free_mib: of a GPU before we came; None is not known."""
    left = seconds
    rates = {}
    for number, case in enumerate(cases):
        dtype, size = case["dtype"], case["size"]
        work = 2.0 * size**3
        emit(started=case)
        try:
            if dtype not in rates:
                rates[dtype] = rate_of_small(tf, device, dtype)
            reason = why_not(case, device, free_mib, work / rates[dtype], left)
            if reason:
                emit(result=dict(case, status="skipped", reason=reason))
                continue
            sample = Product(tf, device, dtype, size)
            started = time.perf_counter()
            times = sample.times(left / (len(cases) - number))
            left -= time.perf_counter() - started
            rates[dtype] = work / min(times)
            where, error = sample.checked()
        except (tf.errors.ResourceExhaustedError, MemoryError) as failure:
            reason = "out of memory (%d MiB of matrices)" % (3 * size * size * BYTES[dtype] // MIB)
            emit(result=dict(case, status="skipped", reason=reason, detail=first_line(failure)))
        except Exception as failure:
            emit(result=dict(case, status="failed", reason=type(failure).__name__, detail=first_line(failure)))
            if isinstance(failure, (tf.errors.InternalError, tf.errors.UnknownError, tf.errors.AbortedError)):
                # The device is in trouble; the rest would fail alike, or hang.
                for rest in cases[number + 1 :]:
                    emit(result=dict(rest, status="skipped", reason="the device failed before"))
                return
        else:
            milliseconds = [round(1000 * one, 6) for one in times]
            emit(result=dict(case, status="measured", ms=milliseconds, placed=where, largestError=finite(error)))
        finally:
            sample = None


def why_not(case, device, free_mib, expected, left):
    """Why a case is left out before anything is done for it; None when it may be tried."""
    matrix = case["size"] ** 2 / MIB
    bytes_each = BYTES[case["dtype"]]
    needed = 3 * matrix * bytes_each + CONTEXT_MIB
    if "GPU" in device and free_mib is not None and needed > free_mib:
        return "needs about %d MiB of the GPU, %d MiB are free" % (needed, free_mib)
    # On the host: both inputs in float32 and as used, the result, and the rows for the check.
    needed, host = matrix * (8 + 3 * bytes_each), available_mib()
    if host is not None and needed > 0.8 * host:
        return "needs %d MiB of the machine's memory, more than 80 %% of the %d MiB available" % (needed, host)
    if expected * (FEWEST_SAMPLES + 1) > max(left, ALWAYS_SECONDS):
        return "would take about %s, more than `--seconds` leaves" % duration(expected * (FEWEST_SAMPLES + 1))
    return None


def duration(seconds):
    for limit, unit, name in ((100, 1, "s"), (6000, 60, "min")):
        if seconds < limit:
            return "%.2g %s" % (seconds / unit, name)
    return "%d h" % round(seconds / 3600)


def available_mib():
    try:
        with open("/proc/meminfo") as file:
            lines = dict(line.split(":") for line in file)
        return int(lines["MemAvailable"].split()[0]) // 1024
    except (OSError, KeyError, ValueError):
        return None


def first_line(error):
    return str(error).strip().split("\n")[0][:500]


def rate_of_small(tf, device, dtype):
    """Operations a second at a small size: what a larger one can be expected to reach at the least."""
    small = Product(tf, device, dtype, 256)
    return 2.0 * 256**3 / min(small.times(0.02))

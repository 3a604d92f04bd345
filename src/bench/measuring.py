"""Times matmuls of one device, checks their results and says each (see trial/channel.py)."""

from channel import finite, say

import time

import numpy

MIB = 1024 * 1024
BYTES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}
CHECKED_ROWS = 8
# So that the clock's own grain and the cost of waiting do not count.
SHORTEST_SAMPLE = 0.005
MOST_SAMPLES = 50
FEWEST_SAMPLES = 3
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
        work = 2.0 * size ** 3
        say(started=case)
        try:
            if dtype not in rates:
                rates[dtype] = rate_of_small(tf, device, dtype)
            reason = why_not(case, device, free_mib, work / rates[dtype], left)
            if reason:
                say(result=dict(case, status="skipped", reason=reason))
                continue
            sample = Matmul(tf, device, dtype, size)
            started = time.perf_counter()
            times = sample.times(left / (len(cases) - number))
            left -= time.perf_counter() - started
            rates[dtype] = work / min(times)
            where, error = sample.checked()
        except (tf.errors.ResourceExhaustedError, MemoryError) as failure:
            reason = "out of memory (%d MiB of matrices)" % (3 * size * size * BYTES[dtype] // MIB)
            say(result=dict(case, status="skipped", reason=reason, detail=first_line(failure)))
        except Exception as failure:
            say(result=dict(case, status="failed", reason=type(failure).__name__, detail=first_line(failure)))
            if isinstance(failure, (tf.errors.InternalError, tf.errors.UnknownError, tf.errors.AbortedError)):
                # The device is in trouble; the rest would fail alike, or hang.
                for rest in cases[number + 1 :]:
                    say(result=dict(rest, status="skipped", reason="the device failed before"))
                return
        else:
            milliseconds = [round(1000 * one, 6) for one in times]
            say(result=dict(case, status="measured", ms=milliseconds, placed=where, largestError=finite(error)))
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
    small = Matmul(tf, device, dtype, 256)
    return 2.0 * 256 ** 3 / min(small.times(0.02))


class Matmul:
    """Two matrices of standard normal numbers on a device, and their product."""

    def __init__(self, tf, device, dtype, size):
        self.tf, self.device = tf, device
        shape = [size, size]
        with tf.device("/CPU:0"):
            # Made on the CPU whatever the device, so that a faulty GPU cannot make its own questions.
            numbers = [tf.random.stateless_normal(shape, seed=[7, part]) for part in (1, 2)]
            self.host = [tf.cast(one, dtype) for one in numbers]
        with tf.device(device):
            self.left, self.right = [tf.identity(one) for one in self.host]
        self.product = None

    def run(self, repeats):
        """Seconds for one matmul, averaged over so many, all of them finished."""
        started = time.perf_counter()
        with self.tf.device(self.device):
            for _ in range(repeats):
                self.product = self.tf.matmul(self.left, self.right)
        self.wait()
        return (time.perf_counter() - started) / repeats

    def wait(self):
        try:
            self.tf.test.experimental.sync_devices()
        except AttributeError:
            # Before TensorFlow 2.12: the value of the last product is there when all of them are done.
            self.product[:1, :1].numpy()

    def times(self, seconds):
        """Samples in seconds for one matmul, after a warm-up."""
        stop = time.perf_counter() + seconds
        self.run(1)
        once = self.run(1)
        repeats = max(1, int(SHORTEST_SAMPLE / max(once, 1e-7)))
        samples = [once] if repeats == 1 else []
        while len(samples) < FEWEST_SAMPLES or (len(samples) < MOST_SAMPLES and time.perf_counter() < stop):
            samples.append(self.run(repeats))
        return samples

    def checked(self):
        """Where the product lies, and its largest absolute error in some rows, against float64 of NumPy."""
        size = self.left.shape[0]
        rows = numpy.unique(numpy.linspace(0, size - 1, CHECKED_ROWS).astype(int))
        left, right = [one.numpy() for one in self.host]
        chosen = left[rows].astype("float64")
        product = self.product.numpy()[rows].astype("float64")
        errors = []
        for start in range(0, size, 512):
            columns = slice(start, start + 512)
            expected = chosen.dot(right[:, columns].astype("float64"))
            errors.append(numpy.max(numpy.abs(product[:, columns] - expected)))
        # max() of Python would let a NaN slip.
        return self.product.device, numpy.max(errors)

"""One matrix product on one device: how long it takes, and whether it is right."""

import time

import numpy

# So that the clock's own grain and the cost of waiting do not count.
SHORTEST_SAMPLE = 0.005
FEWEST_SAMPLES = 3
MOST_SAMPLES = 50
CHECKED_ROWS = 8


class Product:
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

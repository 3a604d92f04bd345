"""The training step of a small network, shared out by a strategy of tf.distribute: its gradients and its time.

Two dense layers without an optimizer: what is timed is the forward pass, the backward pass and the exchange of the
gradients, which is all that depends on the number of devices. TensorFlow 2.4 and newer.
"""

import time

import numpy

FEWEST_SAMPLES = 5
MOST_SAMPLES = 200
WARM_UP = 3


class TrainingStep:
    """A step on `replicas` blocks of examples. A strategy with one device computes all blocks by itself."""

    def __init__(self, tf, strategy, width, batch, blocks):
        self.tf, self.strategy, self.width, self.batch, self.blocks = tf, strategy, width, batch, blocks
        scale = width**-0.5
        with strategy.scope():
            numbers = [tf.random.stateless_normal([width, width], seed=[7, layer]) for layer in (1, 2)]
            self.weights = [tf.Variable(scale * one) for one in numbers]
        self.data = strategy.experimental_distribute_values_from_function(self.examples_of)
        self.run_once = tf.function(lambda data: strategy.run(self.gradients, args=(data,)))

    def examples_of(self, context):
        """The same block of examples for the same replica in every strategy."""
        if self.strategy.num_replicas_in_sync == 1:
            mine = range(self.blocks)
        else:
            mine = [context.replica_id_in_sync_group]
        shape = [self.batch, self.width]
        return self.tf.concat([self.tf.random.stateless_normal(shape, seed=[11, int(one)]) for one in mine], 0)

    def gradients(self, examples):
        """In each replica: the gradients of the mean over the global batch, added up over all replicas."""
        tf = self.tf
        with tf.GradientTape() as tape:
            first, second = self.weights
            outputs = tf.matmul(tf.tanh(tf.matmul(examples, first)), second)
            loss = tf.reduce_sum(tf.square(outputs)) / (self.blocks * self.batch * self.width)
        own = tape.gradient(loss, self.weights)
        return tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, own)

    def step(self):
        """Runs one step to its end and returns what each replica of this process has as gradients."""
        results = self.run_once(self.data)
        replicas = [self.strategy.experimental_local_results(one) for one in results]
        # The last element of each is there when the step is done; the rest is not copied to the CPU.
        for layer in replicas:
            for one in layer:
                one[-1, -1].numpy()
        return replicas

    def timed(self):
        """ms for one step."""
        started = time.perf_counter()
        self.step()
        return round(1000 * (time.perf_counter() - started), 6)

    def times(self, seconds):
        """Samples in ms for one step, after a warm-up that traces the function and lets the clocks rise."""
        self.times_of(WARM_UP)
        stop = time.perf_counter() + seconds
        samples = []
        while len(samples) < FEWEST_SAMPLES or (len(samples) < MOST_SAMPLES and time.perf_counter() < stop):
            samples.append(self.timed())
        return samples

    def times_of(self, count):
        """So many samples in ms. Workers that wait for each other have to run equally many steps."""
        return [self.timed() for _ in range(count)]


def largest_difference(replicas, reference):
    """The largest difference of any replica's gradients from the reference, as a share of the reference's norm."""
    differences = []
    for layer, expected in zip(replicas, reference):
        right = expected[0].numpy().astype("float64")
        norm = numpy.linalg.norm(right)
        differences += [numpy.linalg.norm(one.numpy().astype("float64") - right) / norm for one in layer]
    # max() of Python would let a NaN slip.
    return numpy.max(differences)

"""Small computations whose results are known: each gives tensors that a GPU and the CPU must agree on.

The inputs are small whole numbers. Their products and sums are exact in float32 and in TF32, so a right
matmul differs by nothing; convolutions may take a rounding algorithm (Winograd, FFT) and differ by little.
"""

import numpy


def _whole_numbers(shape, seed):
    return numpy.random.RandomState(seed).randint(-4, 5, shape).astype("float32")


def matmul(tf):
    left = tf.constant(_whole_numbers((64, 96), 1))
    right = tf.constant(_whole_numbers((96, 48), 2))
    return [tf.matmul(left, right)]


def convolution(tf):
    """A 3x3 convolution, and the gradient of its sum of squares by image and by filter."""
    image = tf.constant(_whole_numbers((2, 12, 12, 3), 3))
    window = tf.constant(_whole_numbers((3, 3, 3, 8), 4))
    with tf.GradientTape() as tape:
        tape.watch([image, window])
        output = tf.nn.conv2d(image, window, strides=1, padding="SAME")
        loss = tf.reduce_sum(output * output)
    return [output] + tape.gradient(loss, [image, window])


def convolution_layer(tf):
    """Convolution, bias and activation: what a layer of Keras does."""
    image = tf.constant(_whole_numbers((2, 12, 12, 3), 6))
    window = tf.constant(_whole_numbers((3, 3, 3, 8), 7))
    bias = tf.constant(_whole_numbers((8,), 8))
    return [_layer(tf, image, window, bias)]


def compiled_layer(tf):
    """The same compiled by XLA to one program, as Keras 3 does by default on a GPU."""
    image = tf.constant(_whole_numbers((2, 12, 12, 3), 6))
    window = tf.constant(_whole_numbers((3, 3, 3, 8), 7))
    bias = tf.constant(_whole_numbers((8,), 8))
    return [tf.function(lambda *inputs: _layer(tf, *inputs), jit_compile=True)(image, window, bias)]


def _layer(tf, image, window, bias):
    return tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(image, window, strides=1, padding="SAME"), bias))


def max_pooling(tf):
    image = tf.constant(_whole_numbers((2, 12, 12, 3), 5))
    return [tf.nn.max_pool2d(image, ksize=2, strides=2, padding="VALID")]


def largest_difference(results, expected):
    """Largest absolute difference, and whether every tensor is right to a thousandth of its largest value."""
    largest, right = 0.0, True
    for one, other in zip(results, expected):
        difference = float(numpy.max(numpy.abs(one - other))) if one.shape == other.shape else numpy.inf
        # A comparison with NaN is false, so a NaN is never right.
        right = right and difference <= 1e-3 * float(numpy.max(numpy.abs(other)))
        largest = difference if difference != difference else max(largest, difference)
    return largest, right
